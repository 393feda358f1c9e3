"""Scores of a service on a folder of questions: found, right, rank of the first evidence; recall against qrels."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from indexer.errors import InvalidTruth
from indexer.fold import syllables
from search_api.limits import Page
from search_api.ranking.matching import in_order
from search_api.ranking.prepared import spelled_out
from search_api.service import Service

_HITS = 10
_FIRST = 3
_HELD = 0.8
_FIELDS = ("id", "lang", "kind", "question", "answer", "evidence")


def load(path: Path) -> list[Mapping[str, Any]]:
    """The questions of a file, one JSON object a line. Raises InvalidTruth for a line of another shape."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            question = json.loads(line)
        except json.JSONDecodeError as error:
            raise InvalidTruth(
                f"{path.name} dòng {number}: không phải JSON ({error.msg}).",
                f"{path.name} line {number}: not JSON ({error.msg}).",
            ) from error
        missing = [name for name in _FIELDS if name not in question]
        if missing:
            raise InvalidTruth(
                f"{path.name} dòng {number}: thiếu {', '.join(missing)}.",
                f"{path.name} line {number}: {', '.join(missing)} missing.",
            )
        found.append(question)
    return found


def evaluate_folder(service: Service, folder: Path) -> dict[str, Any]:
    """Every question of the folder's *.jsonl files, and means over all, by kind and by language.

    Raises InvalidTruth when the folder holds no question.
    """
    questions = [question for path in sorted(folder.glob("*.jsonl")) for question in load(path)]
    if not questions:
        raise InvalidTruth(f"{folder} không có câu hỏi nào (*.jsonl).", f"{folder} holds no question (*.jsonl).")
    rows = [score(service, question) for question in questions]
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        for group in ("all", f"kind {row['kind']}", f"lang {row['lang']}"):
            groups[group].append(row)
    return {"groups": {name: means(group) for name, group in groups.items()}, "questions": rows}


def score(service: Service, question: Mapping[str, Any]) -> dict[str, Any]:
    """What one question comes to: ``right``, and for one with evidence the rank at which search finds it."""
    reply = service.ask(question["question"])
    row: dict[str, Any] = {name: question[name] for name in ("id", "kind", "lang", "question")}
    row["abstained"] = bool(reply["answer"]["abstained"])
    row["confidence"] = float(reply["answer"]["confidence"])
    row["right"] = is_right(question, reply)
    if question["evidence"]:
        hits = service.search(question["question"], Page(_HITS, 0), {})["hits"]
        rank = first_evidence([(hit["document"], _hit_text(hit)) for hit in hits], question["evidence"])
        row |= {"found": bool(rank and rank <= _FIRST), "hit1": rank == 1, "reciprocal": 1 / rank if rank else 0.0}
    return row


def means(rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """The number of questions and the mean of every measure over those that have it."""
    found: dict[str, float] = {"n": float(len(rows))}
    for name in ("right", "found", "hit1", "reciprocal", "abstained"):
        values = [float(row[name]) for row in rows if name in row]
        if values:
            found[name] = sum(values) / len(values)
    return found


def holds(text: str, quote: str) -> bool:
    """Whether the text has at least four fifths of the quote's syllables in order within one stretch."""
    wanted, keys = syllables(quote), tuple(syllables(text))
    if in_order(wanted, keys) < _HELD:
        return False
    reach = len(wanted) + max(4, len(wanted) // 3)
    return any(in_order(wanted, keys[i : i + reach]) >= _HELD for i in range(max(1, len(keys) - reach + 1)))


def first_evidence(texts: Iterable[tuple[Mapping[str, Any], str]], evidence: Sequence[Mapping[str, Any]]) -> int | None:
    """The rank, from 1, of the first text that holds a piece of evidence of its document."""
    for rank, (document, text) in enumerate(texts, start=1):
        if any(_of(document, one) and holds(text, one["quote"]) for one in evidence):
            return rank
    return None


def _of(document: Mapping[str, Any], evidence: Mapping[str, Any]) -> bool:
    name = str(document["file"]).rsplit("/", maxsplit=1)[-1]
    return name.startswith(str(evidence["doc"]))


def _hit_text(hit: Mapping[str, Any]) -> str:
    task = hit["task"] or {}
    due = (task.get("deadline") or {}).get("text")
    cells = [task.get(name) for name in ("goal", "task", "activity", "product", "lead_text", "coordinate_text")]
    return " ".join(str(part) for part in (hit["text"], *cells, due) if part)


def is_right(question: Mapping[str, Any], reply: Mapping[str, Any]) -> bool:
    """Whether the answer is the one wanted; an unanswerable question wants an abstention, every other an answer."""
    answer, gold, kind = reply["answer"], question["answer"], question["kind"]
    if kind == "unanswerable" or answer["abstained"]:
        return bool(answer["abstained"]) and kind == "unanswerable"
    cited = [(one, one["quote"]) for one in reply["citations"][:_FIRST]]
    evident = first_evidence(cited, question["evidence"]) is not None
    if kind in ("lead", "coordinate"):
        field, wanted = ("units", gold["units"]) if kind == "lead" else ("coordinate", gold.get("coordinate") or [])
        return evident and _same_units(answer[field], wanted)
    if kind == "deadline":
        return evident and _same_words((answer["deadline"] or {}).get("text") or answer["text"], gold["deadline"])
    if kind == "product":
        return evident and _same_words(answer["product"] or answer["text"], gold["product"])
    if kind == "count":
        return bool(answer["count"] == gold["count"])
    if kind in ("unit_tasks", "list_by_time", "list") and all("task" in one for one in gold["tasks"]):
        return _same_rows(answer["tasks"], gold["tasks"], gold.get("tasks_optional") or [])
    return evident


def _same_units(said: Sequence[Mapping[str, Any]], wanted: Sequence[str]) -> bool:
    names = [list(spelled_out(unit["name"], {})) for unit in said]
    known = [[list(spelled_out(one, {})) for one in choices.split("|")] for choices in wanted]
    every = all(any(_begins(name, one) for name in names for one in choices) for choices in known)
    return every and all(any(_begins(name, one) for choices in known for one in choices) for name in names)


def _begins(one: list[str], other: list[str]) -> bool:
    short, long = sorted((one, other), key=len)
    return bool(short) and long[: len(short)] == short


def _same_words(said: str | None, wanted: str) -> bool:
    one, other = syllables(said or ""), syllables(wanted)
    return in_order(other, tuple(one)) >= _HELD and in_order(one, tuple(other)) >= 0.5


def _same_rows(
    said: Sequence[Mapping[str, Any]], wanted: Sequence[Mapping[str, Any]], optional: Sequence[Mapping[str, Any]]
) -> bool:
    def rows(group: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
        return {(str(one["doc"]), str(one["task"])) for one in group if "task" in one}

    found = {(task["document"]["file"].rsplit("/", maxsplit=1)[-1][:3], str(task["no"]).rstrip(".")) for task in said}
    return found - rows(optional) == rows(wanted) - rows(optional)


def recall(ranked: Sequence[str], relevant: Mapping[str, int], k: int) -> float:
    """Share of the relevant passages among the best ``k``; 0 without relevant ones."""
    wanted = {passage for passage, grade in relevant.items() if grade > 0}
    return len(wanted.intersection(ranked[:k])) / len(wanted) if wanted else 0.0


def table(scores: Mapping[str, Any]) -> list[str]:
    """The means as lines of a table, all questions first."""
    names = ("right", "found", "hit1", "reciprocal", "abstained")
    lines = [f"{'':<22}{'n':>5}" + "".join(f"{name:>12}" for name in names)]
    for group in sorted(scores["groups"], key=lambda name: (name != "all", name)):
        found = scores["groups"][group]
        cells = "".join(f"{found[name]:>12.3f}" if name in found else f"{'-':>12}" for name in names)
        lines.append(f"{group:<22}{int(found['n']):>5}{cells}")
    return lines
