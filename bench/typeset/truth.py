"""What is true of a plan, in the shape of the shared annotation: meta, leaf clauses, tasks, duties."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bench.typeset.records import Block, Grid, Plan, Row

ROMAN = re.compile(r"[IVX]+\.$")
REPEATS = {"nt", "-nt-", "″", "như trên", "Như trên"}
FIELDS = ("no", "section", "goal", "task", "activity", "product", "lead", "coordinate", "deadline")


def truth(plan: Plan) -> dict[str, Any]:
    """The whole annotation; raises KeyError for a unit or deadline that the source does not resolve."""
    meta = dict(plan.front["meta"])
    meta["date"] = str(meta["date"]) if meta.get("date") else None
    return {
        "file": plan.name,
        "meta": meta | {"cites": plan.front.get("cites", [])},
        "clauses": clauses(plan),
        "tasks": tasks(plan),
        "duties": [
            {"unit": unit, "role": role, "path": path, "quote": quote}
            | ({"explicit": False} if "implied" in rest else {})
            for path, unit, role, quote, *rest in plan.front.get("duties", [])
        ],
        "abbreviations": plan.front.get("abbreviations", {}),
        "notes": plan.front.get("notes", []),
    }


def write(plan: Plan, path: Path) -> None:
    """Writes the annotation as JSON."""
    path.write_text(json.dumps(truth(plan), ensure_ascii=False, indent=1) + "\n", encoding="utf8")


def clauses(plan: Plan) -> list[dict[str, Any]]:
    """Leaf clauses with their legal paths; the plan inside a decision begins its numbering anew."""
    out: list[dict[str, Any]] = []
    stack: list[tuple[int, str]] = []
    heading = ""
    counts: dict[tuple[str, ...], int] = {}
    for item in plan.items:
        if not isinstance(item, Block):
            continue
        if item.kind in ("type", "title", "resolve", "letterhead"):
            stack.clear()
            heading, counts = item.text or heading, {}
            continue
        if item.kind not in ("heading", "clause", "para"):
            continue
        path = _path(item, stack, counts)
        if item.kind == "heading":
            heading = item.text
        elif not plan.front.get("table_only"):
            out.append({"path": path, "marker": item.marker, "heading": heading, "text": item.words})
    return out


def _path(item: Block, stack: list[tuple[int, str]], counts: dict[tuple[str, ...], int]) -> list[str]:
    if item.marker is None:
        above = [name for _, name in stack if not name.startswith("-")]
        if item.kind == "heading":
            return above
        key = (*above, "¶")
        counts[key] = counts.get(key, 0) + 1
        return [*above, f"¶{counts[key]}"]
    level = _level(item.marker)
    while stack and stack[-1][0] >= level:
        stack.pop()
    name = item.marker.rstrip(".)")
    if item.marker in "-+":
        key = tuple(part for _, part in stack)
        counts[key] = counts.get(key, 0) + 1
        name = f"-{counts[key]}"
    stack.append((level, name))
    return [part for _, part in stack]


def _level(marker: str) -> int:
    if marker.startswith("Điều"):
        return 0
    if ROMAN.match(marker):
        return 1
    if marker[0].isdigit():
        return 1 + marker.count(".")
    return {"-": 8, "+": 9}.get(marker, 7)


def tasks(plan: Plan) -> list[dict[str, Any]]:
    """Every row of every table, merged and repeated cells resolved."""
    out: list[dict[str, Any]] = []
    for item in plan.items:
        if isinstance(item, Grid):
            out.extend(_rows(plan, item))
    return out


def _rows(plan: Plan, grid: Grid) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    above: dict[str, str] = {}
    group = None
    for row in grid.rows:
        if row.group is not None:
            group = row.group
            continue
        above = _resolved(grid, row, above)
        out.append(_task(plan, above, group))
    return out


def _resolved(grid: Grid, row: Row, above: dict[str, str]) -> dict[str, str]:
    cells = {}
    for column, cell in zip(grid.columns, row.cells, strict=True):
        repeats = cell == "^" or cell in REPEATS
        cells[column.field] = above[column.field] if repeats else cell
    return cells


def _task(plan: Plan, cells: dict[str, str], group: str | None) -> dict[str, Any]:
    flat = {name: " ".join(text.split()) for name, text in cells.items()}
    lead, coordinate = flat.get("lead", ""), flat.get("coordinate", "")
    if "lead_coordinate" in flat:
        lead, coordinate = plan.front["both"][flat["lead_coordinate"]]
    due = cells.get("deadline", "")
    if "no" not in flat and (numbered := re.match(r"(\d+)\.\s+(.*)", flat["task"])):
        flat["no"], flat["task"] = numbered[1], numbered[2]
    return {
        "no": flat.get("no", "").rstrip(".") or None,
        "section": flat.get("section") or group,
        "goal": flat.get("goal") or None,
        "task": flat.get("task", ""),
        "activity": flat.get("activity") or None,
        "product": flat.get("product") or None,
        "lead": units(plan, lead),
        "lead_text": lead,
        "coordinate": units(plan, coordinate),
        "coordinate_text": coordinate,
        "deadline_text": " ".join(due.split()),
        "deadline": deadline(plan, due),
    }


def units(plan: Plan, printed: str) -> list[str]:
    """The units of a cell in full, as the source's ``units`` say; a cell they do not list is one full name."""
    if not printed:
        return []
    known = plan.front.get("units", {})
    if printed in known:
        return [name.strip() for name in known[printed].split(";")]
    if ";" in printed or (", " in printed and "sở, ban" not in printed) or re.search(r"UBND|&| và \w+ tỉnh", printed):
        raise KeyError(f"{plan.name}: units of {printed!r}")
    return [printed]


def deadline(plan: Plan, printed: str) -> dict[str, Any]:
    """The record of a printed deadline, as the source's ``deadlines`` say; an empty cell is kind none."""
    if not printed:
        return {"kind": "none", "start": None, "end": None, "every": None}
    first, *others = [_record(part.split()) for part in plan.front["deadlines"][printed].split("+")]
    return first | ({"also": others} if others else {})


def _record(words: list[str]) -> dict[str, Any]:
    days = [word for word in words[1:] if re.fullmatch(r"\d{4}-\d\d-\d\d", word)]
    every = next((word.replace("_", " ") for word in words[1:] if word not in days), None)
    start, end = (days[0], days[-1]) if days else (None, None)
    return {"kind": words[0], "start": start, "end": end, "every": every}
