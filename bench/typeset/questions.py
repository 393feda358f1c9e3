"""The questions of corpus/sources/questions.yaml → queries.jsonl with answers and evidence, and qrels.tsv."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = {"vi": "vi", "nd": "vi-nodiacritics", "en": "en", "mix": "mixed"}
QUOTE_WORDS = 24
SHORTEST = 6


class Rows:
    """The tables' true rows, found by "101#7" or "104#Section/2" and by conditions."""

    def __init__(self, corpus: Path) -> None:
        self.truth = {p.name[:3]: json.loads(p.read_text(encoding="utf8")) for p in (corpus / "truth").glob("*.json")}

    def at(self, key: str) -> tuple[str, dict[str, Any]]:
        """Document number and row; raises StopIteration when there is none."""
        doc, _, number = key.partition("#")
        section, _, last = number.rpartition("/")
        found = next(
            t for t in self.truth[doc]["tasks"] if t["no"] == last and (not section or t["section"] == section)
        )
        return doc, found

    def where(self, doc: str, **wanted: str) -> list[tuple[str, dict[str, Any]]]:
        """Every row of a document that has the wanted lead, coordinating unit, section or printed deadline."""
        fields = {"lead": "lead", "coordinate": "coordinate", "section": "section", "deadline": "deadline_text"}
        return [
            (doc, t)
            for t in self.truth[doc]["tasks"]
            if all(
                value in t[fields[name]] if isinstance(t[fields[name]], list) else value == t[fields[name]]
                for name, value in wanted.items()
            )
        ]

    def borderline(self, wanted: dict[str, str], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows that are neither owed nor wrong: led by a group, or due within the time that was asked for."""
        rest = [t for t in self.truth[wanted["doc"]]["tasks"] if t not in found]
        for role in ("lead", "coordinate"):
            if role in wanted:
                return [t for t in rest if any(name.startswith(("Các ", "Cơ quan ")) for name in t[role])]
        if "deadline" in wanted:
            return [t for t in rest if _within(t["deadline"], found[0]["deadline"])]
        return []

    def restarts(self, doc: str) -> bool:
        """Whether row numbers begin anew in every section."""
        numbers = [t["no"] for t in self.truth[doc]["tasks"]]
        return len(set(numbers)) < len(numbers)


def build(corpus: Path) -> list[dict[str, Any]]:
    """Every question with its answer and evidence, numbered c001 on."""
    rows = Rows(corpus)
    groups = yaml.safe_load((corpus / "sources" / "questions.yaml").read_text(encoding="utf8"))
    out: list[dict[str, Any]] = []
    for group in groups:
        for lang, words, *rest in group["ask"]:
            question = _plain(words) if lang == "nd" else words
            head = {"id": f"c{len(out) + 1:03}", "lang": LANGUAGES[lang], "kind": group["kind"], "question": question}
            out.append(head | _answer(group["kind"], rest, rows))
    return out


def write(corpus: Path) -> None:
    """Writes queries.jsonl and qrels.tsv (question, 0, document:place, grade)."""
    questions = build(corpus)
    lines = "".join(json.dumps(q, ensure_ascii=False) + "\n" for q in questions)
    (corpus / "queries.jsonl").write_text(lines, encoding="utf8")
    judged = []
    for q in questions:
        for grade, e in enumerate(q["evidence"]):
            place = e.get("task") or "/".join(e["path"])
            judged.append(f"{q['id']}\t0\t{e['doc']}:{place}\t{2 if grade == 0 or q['kind'] != 'keyword' else 1}\n")
    (corpus / "qrels.tsv").write_text("".join(judged), encoding="utf8")


def _answer(kind: str, rest: list[Any], rows: Rows) -> dict[str, Any]:
    if not rest:
        return {"docs": [], "answer": {"unanswerable": True}, "evidence": []}
    if rest[0] == "say":
        return _said(rest[1:])
    found = rows.where(**rest[0]) if isinstance(rest[0], dict) else [rows.at(key) for key in _listed(rest[0])]
    tasks = [_task(doc, row, rows) for doc, row in found]
    answer: dict[str, Any] = {"tasks": tasks}
    first = found[0][1]
    if isinstance(rest[0], dict):
        others = rows.borderline(rest[0], [row for _, row in found])
        answer["tasks_optional"] = [_task(rest[0]["doc"], row, rows) for row in others]
    if kind in ("lead", "coordinate"):
        answer |= {"units": first["lead"], "coordinate": first["coordinate"]}
    elif kind == "deadline":
        answer["deadline"] = first["deadline_text"]
    elif kind == "product":
        answer["product"] = first["product"]
    elif kind == "count":
        answer["count"] = len(found)
    elif kind == "compare":
        answer["items"] = [{"doc": doc, "units": row["lead"], "deadline": row["deadline_text"]} for doc, row in found]
    evidence = [_evidence(task, row) for task, (_, row) in zip(tasks, found, strict=True)]
    return {"docs": sorted({doc for doc, _ in found}), "answer": answer, "evidence": evidence}


def _within(due: dict[str, Any], asked: dict[str, Any]) -> bool:
    if asked["end"] is None or due["end"] is None:
        return bool(due["every"]) and due["every"] == asked["every"]
    if asked["kind"] == "date":
        return bool(due["end"] <= asked["end"])
    return bool(due["start"] <= asked["end"] and due["end"] >= asked["start"])


def _said(rest: list[Any]) -> dict[str, Any]:
    places = rest[0] if isinstance(rest[0][0], list) else [rest[0]]
    answer = {"text": rest[1]} | ({"value": ", ".join(rest[2:])} if len(rest) > 2 else {})
    evidence = [{"doc": doc, "path": path, "quote": quote} for doc, path, quote in places]
    return {"docs": sorted({e["doc"] for e in evidence}), "answer": answer, "evidence": evidence}


def _listed(keys: str | list[str]) -> list[str]:
    return keys if isinstance(keys, list) else [keys]


def _task(doc: str, row: dict[str, Any], rows: Rows) -> dict[str, Any]:
    if rows.restarts(doc):
        text = " ".join(filter(None, (row["task"], row["activity"])))
        return {"doc": doc, "path": ["III", row["section"], row["no"]], "activity": text}
    return {"doc": doc, "task": row["no"]}


def _evidence(task: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    words = (row["activity"] or row["task"]).split()
    if len(words) < SHORTEST and row["product"]:
        words += row["product"].split()
    place = {"task": task["task"]} if "task" in task else {"path": task["path"], "row": row["task"]}
    return {"doc": task["doc"], **place, "quote": " ".join(words[:QUOTE_WORDS])}


def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D").casefold()
