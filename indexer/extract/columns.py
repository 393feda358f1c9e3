"""Which field of a task each column of an assignment table holds, told from the headings by vocabulary.

The vocabulary is ``gazetteer/headers.toml``. Headings are compared without marks, case, punctuation and spaces,
so that OCR slips ("CHỦ TRỊ"), split syllables and glued words count as what they stand for.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, cast, get_args

from indexer.fold import fold
from indexer.types import TaskField

HeaderField = Literal[
    "no",
    "section",
    "goal",
    "task",
    "activity",
    "product",
    "lead",
    "coordinate",
    "deadline",
    "content",
    "measure",
    "pair",
    "oversee",
    "period",
    "ignore",
]
ColumnField = Literal[
    "no", "section", "goal", "task", "activity", "product", "lead", "coordinate", "deadline", "pair", "period", "ignore"
]

_ENUMERATOR = re.compile(r"^\s*\(?\s*(?:cột\s*)?\d{1,2}\s*[.):]\s*(?=\S)", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_NOT_WORD = re.compile(r"[\W_]+")
_NAMED_PART = re.compile(r"\{(\w+)\}")
_YEAR = re.compile(r"\b20\d\d\b")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class HeaderRule:
    """One entry of the vocabulary: what it matches, with headings it must match and must refuse."""

    field: HeaderField
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    refuses: tuple[str, ...]


@lru_cache(maxsize=1)
def header_rules() -> tuple[HeaderRule, ...]:
    """The entries of ``gazetteer/headers.toml`` in their order.

    Raises ValueError where an entry names an unknown field or part.
    """
    data = tomllib.loads(files("indexer.gazetteer").joinpath("headers.toml").read_text(encoding="utf8"))
    parts: dict[str, str] = data["parts"]
    rules = []
    for entry in data["header"]:
        if entry["field"] not in get_args(HeaderField):
            raise ValueError(f"headers.toml: unknown field {entry['field']!r}, wanted one of {get_args(HeaderField)}")
        whole = _NAMED_PART.sub(lambda m: "(?:" + parts[m.group(1)] + ")", entry["pattern"])
        rules.append(
            HeaderRule(
                cast(HeaderField, entry["field"]),
                re.compile(_fold_pattern(whole)),
                tuple(entry["examples"]),
                tuple(entry["refuses"]),
            )
        )
    return tuple(rules)


def _fold_pattern(pattern: str) -> str:
    """The pattern with its words folded and its spaces dropped; escapes such as ``\\d`` stay."""
    pieces = re.split(r"(\\.)", pattern)
    folded = (p if p.startswith("\\") else _LETTERS.sub(lambda m: fold(m.group()), p).replace(" ", "") for p in pieces)
    return "".join(folded)


def _compact(heading: str) -> str:
    return _NOT_WORD.sub("", fold(heading))


@lru_cache(maxsize=8192)
def header_field(heading: str) -> HeaderField | None:
    """The field that a heading names, or None where the vocabulary does not know it."""
    bare = _ENUMERATOR.sub("", heading)
    whole, short = _compact(bare), _compact(_ASIDE.sub(" ", bare))
    for text in dict.fromkeys((whole, short)):
        if not text or len(text) > 80:
            continue
        for rule in header_rules():
            if rule.pattern.fullmatch(text):
                return rule.field
    return None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table from left to right: the field of each (None: not known) and its heading as printed."""

    fields: tuple[ColumnField | None, ...]
    headings: tuple[str, ...]

    def at(self, field: ColumnField) -> tuple[int, ...]:
        """Positions of the columns that hold ``field``."""
        return tuple(i for i, f in enumerate(self.fields) if f == field)

    def has(self, *fields: ColumnField) -> bool:
        """Whether at least one column holds one of ``fields``."""
        return any(f in fields for f in self.fields)

    @property
    def assigns(self) -> bool:
        """Whether a table with these columns assigns work: something to do and who does it or by when."""
        if not self.has("task", "activity"):
            return False
        return self.has("lead", "coordinate", "pair") or (self.has("deadline") and self.has("product"))


def columns(headings: Sequence[Sequence[str]]) -> Columns:
    """The columns under ``headings``: for each column its heading cells from the top row down.

    The lowest cell decides ("Đơn vị thực hiện" over "Phối hợp" is coordinate); where it alone says nothing, the
    cells are read together ("Thời gian" over "Bắt đầu").
    """
    raw = [_stacked(cells) for cells in headings]
    printed = tuple(
        _period(cells) if field == "period" else " ".join(" ".join(dict.fromkeys(cells)).split())
        for cells, field in zip(headings, raw, strict=True)
    )
    return Columns(_resolved(raw), printed)


def _period(cells: Sequence[str]) -> str:
    """The month or quarter of a column, with the year that a heading above it gives: "T4/2026"."""
    lowest = next(text for text in reversed(cells) if header_field(text) == "period")
    year = _YEAR.search(" ".join(cells))
    return " ".join(lowest.split()) + (f"/{year.group()}" if year and year.group() not in lowest else "")


def _stacked(cells: Sequence[str]) -> HeaderField | None:
    distinct = [c for c in dict.fromkeys(cells) if c.strip()]
    if not distinct:
        return None
    for text in (distinct[-1], " ".join(distinct), *reversed(distinct[:-1])):
        found = header_field(text)
        if found is not None:
            return found
    return None


def _resolved(raw: Sequence[HeaderField | None]) -> tuple[ColumnField | None, ...]:
    """The headings that depend on their neighbours ("Nội dung", "Hoạt động", "Lãnh đạo phụ trách") made definite."""
    count = Counter(raw)
    settled: list[ColumnField | None] = []
    tasks_beside = count["task"] > 0
    for position, field in enumerate(raw):
        if field == "content":
            doing = tasks_beside or (count["measure"] > 0 and count["section"] > 0)
            later = count["measure"] > 0 and not tasks_beside
            settled.append("section" if doing else "task" if later or not settled.count("task") else "activity")
        elif field == "measure":
            before = tasks_beside or count["content"] > 0 or "task" in settled
            settled.append("activity" if before else "task")
        elif field == "oversee":
            settled.append("ignore" if count["lead"] or count["pair"] else "lead")
        elif field == "task" and "task" in settled:
            settled.append("activity" if "activity" not in settled and count["measure"] == 0 else "ignore")
        elif field == "no" and position > 1 and "no" in settled:
            settled.append("ignore")
        else:
            settled.append(field)
    return _with_task(tuple(_unpaired(settled)))


def _unpaired(fields: Sequence[ColumnField | None]) -> Sequence[ColumnField | None]:
    """A column of both roles beside one of the lead is that of the support: "Trách nhiệm" over "Cơ quan phối hợp"."""
    if "lead" not in fields or "pair" not in fields or "coordinate" in fields:
        return fields
    return ["coordinate" if field == "pair" else field for field in fields]


def _with_task(fields: tuple[ColumnField | None, ...]) -> tuple[ColumnField | None, ...]:
    """The first column that the vocabulary does not know as the task, where all others say who, what and by when."""
    known = {field for field in fields if field is not None}
    if {"task", "activity"} & known or not {"lead", "pair"} & known or not {"deadline", "product"} <= known:
        return fields
    unknown = fields.index(None) if None in fields else None
    return tuple("task" if position == unknown else field for position, field in enumerate(fields))


def names_task_field(field: ColumnField | None) -> TaskField | None:
    """``field`` where it is one that a task record carries, else None."""
    return cast(TaskField, field) if field in get_args(TaskField) else None
