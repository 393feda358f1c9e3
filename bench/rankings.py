"""Whether a change left the answers alone.

``python -m bench.rankings save DATA OUT [QUESTIONS…]`` keeps what a data folder answers to every question;
``python -m bench.rankings compare BEFORE AFTER`` tells where two such files differ.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from indexer.settings import Settings
from search_api.engine import Engine
from search_api.limits import Page
from search_api.service import Service

ROOT = Path(__file__).resolve().parents[1]
DEV = ROOT.parent / "shared" / "questions" / "dev.jsonl"
_HITS = 10
Answers = dict[str, dict[str, Any]]


def questions(files: Iterable[Path] = ()) -> list[str]:
    """The questions of those files, by default of the sample corpus and, where it is there, of ../shared."""
    chosen = list(files) or [ROOT / "corpus" / "queries.jsonl", *([DEV] if DEV.is_file() else [])]
    lines = [line for path in chosen for line in path.read_text(encoding="utf8").splitlines() if line.strip()]
    return list(dict.fromkeys(json.loads(line)["question"] for line in lines))


def answers(data: Path, asked: Sequence[str], model: str = "", engine: str = "auto") -> Answers:
    """For each question the ids of the first ten hits, their scores, and the whole answer with what it cites."""
    service = Service(Engine(Settings(data=data, model=model, engine=engine)))
    found: Answers = {}
    for question in asked:
        hits = service.search(question, Page(_HITS), {})["hits"]
        said = service.ask(question)
        found[question] = {
            "hits": [hit["id"] for hit in hits],
            "scores": [hit["score"] for hit in hits],
            "answer": said["answer"],
            "quotes": [cited["quote"] for cited in said["citations"]],
        }
    service.engine.close()
    return found


def differing(before: Answers, after: Answers, part: str) -> list[str]:
    """The questions to which ``part`` of the answer is not the same."""
    return [question for question in before if before[question][part] != after.get(question, {}).get(part)]


def main() -> None:
    """Saves, or compares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("save", "compare"))
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("questions", type=Path, nargs="*")
    options = parser.parse_args()
    if options.what == "save":
        found = answers(options.first, questions(options.questions))
        options.second.write_text(json.dumps(found, ensure_ascii=False), encoding="utf8")
        print(f"{len(found)} questions")
        return
    before, after = (json.loads(path.read_text(encoding="utf8")) for path in (options.first, options.second))
    for part in ("hits", "scores", "answer", "quotes"):
        changed = differing(before, after, part)
        print(f"{part}: {len(before) - len(changed)} of {len(before)} the same")
        for question in changed[:12]:
            print(f"  {question}")


if __name__ == "__main__":
    main()
