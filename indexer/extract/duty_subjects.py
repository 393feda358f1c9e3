"""Who a sentence or a heading puts work on: the units at the head of a sentence, the units a heading consists of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.extract.duty_verbs import keyed, predicates, searchable
from indexer.extract.units import UnitReader
from indexer.fold import key
from indexer.types import UnitMention

_BETWEEN = re.compile(r"[\s,;&/]*(?:(?:và|cùng|cùng với|hoặc)\s+)?")
# "Giao X", "UBND tỉnh yêu cầu X"; a giving verb inside another unit's predicate gives nothing.
_ORDER = re.compile(
    keyed(
        r"(?:^\W*|[,:]\s*|^\W*(?:ubnd|ủy ban nhân dân|chủ tịch|hội đồng nhân dân|ban chỉ đạo|bộ|sở)[^,;:]{0,60}\s)"
        r"(?P<order>giao(?: cho)?|phân công|yêu cầu|đề nghị|ủy quyền(?: cho)?|kính đề nghị|trân trọng đề nghị)\s+$"
    )
)
_PREFACE = re.compile(
    keyed(
        r"^(?:căn cứ|trong|quá trình|nếu|khi|để|trên cơ sở|định kỳ|hàng|hằng|trước ngày|đối với|theo|nhằm|ngoài"
        r"|bên cạnh|đồng thời|riêng|chậm nhất|từ|sau khi|hai năm|mỗi|trường hợp|các nội dung|về)\b[^;]*,\s*$"
        r"|\bthì\s+$|^\W*$"
    )
)
_HEADING_PREFIX = re.compile(
    keyed(
        r"^\W*(?:(?:trách nhiệm|nhiệm vụ)(?: chung| cụ thể)?(?: của)?|đối với|giao(?: cho)?|đề nghị|phân công"
        r"|phân công nhiệm vụ(?: cho)?|kính đề nghị|yêu cầu)\s+"
    )
)
_HEADING_SUFFIX = re.compile(
    keyed(
        r"\W*(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|thực hiện|tổ chức thực hiện|chủ trì|phụ trách"
        r"|tập trung thực hiện)?(?:,? (?:các|một số)? ?(?:nhiệm vụ|nội dung|công việc)(?: sau(?: đây)?)?)?\W*$"
    )
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The units that a predicate belongs to; ``end`` is the offset behind them; ``asked`` marks a soft request."""

    units: tuple[UnitMention, ...]
    start: int
    end: int
    asked: bool = False


def heading_units(text: str, units: UnitReader) -> tuple[UnitMention, ...]:
    """The units a heading consists of ("Sở Nội vụ", "Trách nhiệm của các sở, ngành"), or () for any other heading."""
    line = " ".join(text.split()).strip()
    if not line or len(line) > 240:
        return ()
    plain = searchable(line)
    prefix = _HEADING_PREFIX.match(plain)
    body_from = prefix.end() if prefix else 0
    suffix = _HEADING_SUFFIX.search(plain, body_from)
    body = line[body_from : suffix.start() if suffix else len(line)]
    found = units.find(body)
    if not found or found[0].span is None:
        return ()
    left = list(body)
    for mention in found:
        assert mention.span is not None
        left[mention.span.start : mention.span.end] = " " * (mention.span.end - mention.span.start)
    rest = re.sub(r"\([^)]*\)|\b(?:và|cùng|với|hoặc)\b|\W", " ", key("".join(left))).split()
    if not rest:
        return found
    opens = body[: found[0].span.start].strip(" -–:,") == ""
    verbal = predicates(searchable(body), found[0].span.end, len(body))
    return units.split(body) if opens and not verbal and len(rest) <= 6 and "." not in body else ()


def sentence_subject(text: str, plain: str, start: int, end: int, mentions: tuple[UnitMention, ...]) -> Subject | None:
    """The units at the head of ``text[start:end]``, directly or behind an opening adverbial or a giving verb.

    ``plain`` is ``searchable(text)``; ``mentions`` are those of the whole text. A list of units may run over
    semicolons, so the end of the subject can lie behind ``end``.
    """
    inside = [m for m in mentions if m.span and start <= m.span.start < end]
    for mention in inside:
        assert mention.span is not None
        before = plain[start : mention.span.start]
        order = _ORDER.search(before)
        # A list is entered at its first unit only.
        if not (order or _PREFACE.search(before.lstrip(" -–+•\t"))):
            continue
        listed = _listed(mention, mentions, text)
        asked = bool(order and "đề nghị" in order["order"])
        last = listed[-1].span
        assert last is not None
        return Subject(tuple(listed), mention.span.start, last.end, asked)
    return None


def _listed(first: UnitMention, mentions: tuple[UnitMention, ...], text: str) -> list[UnitMention]:
    """``first`` and the units joined to it by nothing but separators."""
    found = [first]
    for mention in mentions:
        last = found[-1].span
        assert last is not None
        assert mention.span is not None
        if mention.span == last and mention != found[-1]:
            found.append(mention)
        elif mention.span.start >= last.end:
            if not _BETWEEN.fullmatch(text[last.end : mention.span.start]):
                break
            found.append(mention)
    return found
