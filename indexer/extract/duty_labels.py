"""Lines that name the bearers of a task as a table's columns do: "Đơn vị chủ trì: Vụ Pháp chế; phối hợp: Cục A"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.extract.columns import header_field
from indexer.extract.duty_verbs import keyed
from indexer.extract.units import UnitReader
from indexer.types import DutyRole, UnitMention

_LABEL = re.compile(
    keyed(
        r"(?:^|[(\[.;])[\s\-–+•*]*"
        r"(?P<label>(?:(?:các|cơ quan|đơn vị|bộ phận|phòng|ban|ngành|cấp|người|cá nhân|và)\b[\s,]*)*"
        r"(?:chủ trì|phối hợp|thực hiện|đầu mối|phụ trách|chịu trách nhiệm|trách nhiệm|tham mưu)[^:;.()]{0,30}?)\s*:\s*"
    )
)
_FURTHER = re.compile(r"\s*;\s*(?P<units>[^;.:()\[\]\n]+)")
_LEADING = re.compile(keyed(r"\b(?:chủ trì|đầu mối)\b"))


@dataclass(frozen=True, slots=True)
class Labelled:
    """The units behind a label, with the role it gives them; ``end`` is the offset behind the last."""

    units: tuple[UnitMention, ...]
    role: DutyRole
    start: int
    end: int


def _only_units(text: str, units: UnitReader) -> bool:
    left = list(text)
    for mention in units.find(text):
        assert mention.span is not None
        left[mention.span.start : mention.span.end] = " " * (mention.span.end - mention.span.start)
    return text.strip() != "" and re.fullmatch(r"(?:\s|,|và)*", "".join(left)) is not None


def labelled(text: str, plain: str, start: int, end: int, units: UnitReader) -> Iterator[Labelled]:
    """The labels in ``text[start:end]`` that units alone follow; ``plain`` is the searchable form of ``text``."""
    for match in _LABEL.finditer(plain[start:end]):
        begin, behind = start + match.start("label"), start + match.end()
        field = header_field(text[begin : start + match.end("label")])
        if field not in ("lead", "coordinate"):
            continue
        listed = re.match(r"[^;()\[\]]*", text[behind:end])
        rest = listed.group().rstrip(" .") if listed else ""
        named = units.find(rest)
        if not named or named[0].span is None or named[0].span.start > 0:
            continue
        for more in _FURTHER.finditer(text, behind + len(rest)):
            if more.start() != behind + len(rest) or not _only_units(more["units"], units):
                break
            rest = text[behind : more.end()]
        found = units.split(rest)
        role: DutyRole = "responsible"
        if field == "coordinate":
            role = "coordinate"
        elif _LEADING.search(match["label"]):
            role = "lead"
        yield Labelled(found, role, begin, behind + len(rest))
