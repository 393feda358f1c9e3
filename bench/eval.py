"""``make eval``: what extraction and answers get right, written to docs/evaluation.md.

The sample plans always; the five real plans, their typeset forms and the old files where ../shared is present. A run
compares its questions with the run before, kept in bench/results, and names those gained and lost.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import report, scores
from bench import understanding as understand
from bench.server import Server, serving
from search_api import evaluate

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
CORPUS = ROOT / "corpus"
PAGE = ROOT / "docs" / "evaluation.md"
RESULTS = ROOT / "bench" / "results"
FIELDS = ("lead", "coordinate", "deadline", "product", "section", "no", "all")
Row = dict[str, Any]


def main() -> None:
    """Runs the suites named, or every one that this machine has material for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", nargs="*", choices=[[], *SUITES], help="which suites to run; all by default")
    options = parser.parse_args()
    for name in options.suite or SUITES:
        title, run = SUITES[name]
        if name != "understanding" and not (SHARED / "eval").is_dir():
            print(f"{name}: no folder {SHARED / 'eval'}; `chutri eval corpus` scores without it")
            continue
        body = run()
        report.replace(PAGE, name, f"## {title}\n\n{body}", "Evaluation")
        print(body)


def corpus() -> str:
    """Tasks, duties and questions of the sample plans."""
    files = sorted((CORPUS / "documents").iterdir())
    with serving(files) as server:
        pairs = [(path, CORPUS / "truth" / f"{path.stem}.json") for path in files]
        rows = scores.answers(SHARED / "eval", server.url, CORPUS / "queries.jsonl")
        return "\n\n".join((_tasks(server, pairs), _duties(server, pairs), _answers("corpus", rows)))


def formats() -> str:
    """Tasks of the sample plans in their other forms: plain text, scans, office files."""
    files = sorted((CORPUS / "formats").iterdir())
    pairs = [
        (path, next(t for t in (CORPUS / "truth").glob("*.json") if path.name.startswith(t.stem))) for path in files
    ]
    with serving(files) as server:
        return _tasks(server, pairs)


def real() -> str:
    """Tasks, duties and questions of the five real plans."""
    files = sorted((SHARED / "seeds").glob("*.txt"))
    with serving(files) as server:
        pairs = [(p, SHARED / "gold" / f"{p.name[:3]}.json") for p in files]
        pairs = [(path, gold) for path, gold in pairs if gold.exists()]
        rows = scores.answers(SHARED / "eval", server.url, SHARED / "questions" / "dev.jsonl")
        return "\n\n".join((_tasks(server, pairs), _duties(server, pairs), _answers("real", rows)))


def layouts() -> str:
    """Tasks of two real plans typeset again, one of them as a scan."""
    files = sorted((SHARED / "fixtures" / "plans").iterdir())
    with serving(files) as server:
        return _tasks(server, [(path, SHARED / "gold" / f"{path.name[:3]}.json") for path in files])


def trueocr() -> str:
    """Tasks of every scan, read by the engine that needs no system package."""
    scans = [
        *sorted((CORPUS / "formats").glob("*-scan.pdf")),
        *sorted((SHARED / "fixtures" / "plans").glob("*-scan.pdf")),
    ]
    truths = [*(CORPUS / "truth").glob("*.json"), *(SHARED / "gold").glob("*.json")]
    with serving(scans, ocr="trueocr") as server:
        return _tasks(server, [(path, next(t for t in truths if t.name[:3] == path.name[:3])) for path in scans])


def understanding() -> str:
    """The sample plans' questions and those held out: as typed, without marks, with slips; parts taken away."""
    named = {name: _questions(CORPUS / name) for name in ("queries.jsonl", "heldout.jsonl")}
    with understand.opened(sorted((CORPUS / "documents").iterdir())) as service:
        return understand.described(service, named, True)


def understanding_real() -> str:
    """The questions of the five real plans: as typed, without marks, with slips."""
    with understand.opened(sorted((SHARED / "seeds").glob("*.txt"))) as service:
        return understand.described(service, {"the real plans": _questions(SHARED / "questions" / "dev.jsonl")}, False)


def confidence() -> str:
    """How far the confidence of answers can be trusted, by set of questions."""
    own = [CORPUS / "queries.jsonl", CORPUS / "heldout.jsonl"]
    places = [(sorted((CORPUS / "documents").iterdir()), own)]
    real_ones = SHARED / "questions" / "dev.jsonl"
    if real_ones.exists():
        places.append((sorted((SHARED / "seeds").glob("*.txt")), [real_ones]))
    found: list[tuple[str, list[Row]]] = []
    for files, sets in places:
        with understand.opened(files) as service:
            found += [(path.name, [evaluate.score(service, one) for one in _questions(path)]) for path in sets]
    return understand.by_set([*found, ("all", [row for _, rows in found for row in rows])])


def _questions(path: Path) -> list[Row]:
    return [dict(one) for one in evaluate.load(path)]


def _tasks(server: Server, pairs: Sequence[tuple[Path, Path]]) -> str:
    rows: list[list[object]] = []
    for path, gold in pairs:
        score = scores.tasks(SHARED / "eval", server.url, gold, path.name)
        if score is None:
            rows.append([path.name, None, None, None, None, *[None] * len(FIELDS)])
            continue
        fields = [score.fields[field] for field in FIELDS]
        rows.append([path.name, score.gold, score.extracted, score.recall, score.precision, *fields])
    return report.table(("tasks of", "gold", "found", "recall", "precision", *FIELDS), rows)


def _duties(server: Server, pairs: Sequence[tuple[Path, Path]]) -> str:
    rows = []
    for path, gold in pairs:
        score = scores.duties(SHARED / "eval", server.url, gold, path.name)
        rows.append([path.name, score and score.with_role, score and score.without_role, score and score.cites])
    return report.table(("duties of", "F1 unit, path, role", "F1 unit, path", "F1 cited documents"), rows)


def _answers(suite: str, rows: list[Row]) -> str:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for group in ("all", f"kind {row['kind']}", f"language {row['lang']}"):
            groups[group].append(row)
    measures = ("right", "found", "hit1", "hit10", "mrr")
    names = sorted(groups, key=lambda name: (name != "all", name))
    lines = [[name, len(groups[name]), *(_mean(groups[name], measure) for measure in measures)] for name in names]
    asked = [row for row in rows if row["kind"] != "unanswerable"]
    wrongly = _mean([{"v": row["abstained"]} for row in asked], "v")
    body = report.table(("questions", "n", *measures), lines)
    return f"{body}\n\nAbstained from an answerable question: {wrongly or 0.0:.3f}.\n\n{_changes(suite, rows)}"


def _mean(rows: list[Row], measure: str) -> float | None:
    values = [float(row[measure]) for row in rows if measure in row]
    return sum(values) / len(values) if values else None


def _changes(suite: str, rows: list[Row]) -> str:
    """Questions gained and lost against the run before, which this run replaces."""
    path = RESULTS / f"{suite}.json"
    before = {row["id"]: row for row in json.loads(path.read_text(encoding="utf8"))} if path.exists() else {}
    lines = []
    for measure in ("right", "found"):
        gained = [r["id"] for r in rows if r.get(measure) and r["id"] in before and not before[r["id"]].get(measure)]
        lost = [r["id"] for r in rows if not r.get(measure) and before.get(r["id"], {}).get(measure)]
        lines.append(f"{measure}: gained {', '.join(gained) or 'none'}; lost {', '.join(lost) or 'none'}.")
    RESULTS.mkdir(parents=True, exist_ok=True)
    path.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n", encoding="utf8")
    return "Against the run before — " + " ".join(lines)


SUITES = {
    "corpus": ("The sample plans", corpus),
    "formats": ("The sample plans in other forms", formats),
    "understanding": ("Questions over the sample plans, typed otherwise and with parts taken away", understanding),
    "real": ("The five real plans", real),
    "understanding-real": ("Questions over the real plans, typed otherwise", understanding_real),
    "confidence": ("Confidence of answers by set of questions", confidence),
    "layouts": ("Real plans typeset again", layouts),
    "trueocr": ("Scans read by trueocr instead of Tesseract", trueocr),
}

if __name__ == "__main__":
    main()
