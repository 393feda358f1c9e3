"""Who a sentence or a heading puts work on: the units at the head of a sentence, the units a heading consists of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.extract.duty_verbs import has_verb, keyed, searchable
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
        r"|bên cạnh|đồng thời|riêng|chậm nhất|từ|sau khi|hai năm|mỗi|trường hợp|các nội dung|về|trên đây là)"
        r"\b[^;]*,\s*$|\bthì\s+$|^\W*$"
    )
)
# "Các ông (bà) Trưởng phòng …", "Giao đồng chí Phó Giám đốc …": a form of address before an office.
_TITLED = re.compile(keyed(r"(?:các )?(?:đồng chí|ông|bà)(?:[, /]*\(?bà\)?)?:?\s+$"))
_LOOSE_PREFACE = re.compile(keyed(r"^(?:căn cứ|trên cơ sở|trong quá trình|sau khi|quá trình)\b"))
# Behind these words a unit is an object or an owner.
_GOVERNED = re.compile(
    keyed(r"\b(?:của|cho|với|tại|đến|thuộc|bởi|do|từ|về|và|là|các|theo|giữa|trình|gửi|ở|trong|cùng|hợp)\s+$|[,;]\s*$")
)
_OWNED = re.compile(keyed(r"\b(?:của|theo|với|thuộc|tại)\s+$"))
_STRONG = re.compile(
    keyed(
        r"^\s*(?:sẽ |phải )?"
        r"(?:chủ trì|chịu trách nhiệm|có trách nhiệm|đồng chủ trì|là cơ quan|là đơn vị|làm đầu mối|làm cơ quan)\b"
    )
)
_COLON = re.compile(r"\s*:\s*\w")
# A small word behind a unit at the head of a sentence is what the unit does, unless it only describes it.
_NOT_DONE = (
    "của|thuộc|là|được|bị|đã|đang|chưa|không|có|còn|và|hoặc|với|về|tại|trong|trên|theo|như|do|cho|để|từ|đến|khi|nếu|này"
    "|trước|sau|gồm|nằm|đạt|căn cứ|nêu|liên quan|mà|nơi|thì|cũng|vẫn|luôn|từng|mới|cùng|giữa|chủ trì|yêu cầu|giao"
    "|đề nghị|phân công"
)
_DOES = re.compile(rf"\s(?!(?:{key(_NOT_DONE)})\b)[^\W\d_]{{2,}}")
# "hội nghị do Chủ tịch UBND chủ trì": taking the chair is no task.
_PRESIDED = re.compile(keyed(r"\b(?:họp|hội nghị|hội thảo|phiên|buổi|lễ|giao ban)\b[^,;:]{0,80}\bdo\s+$"))
_HEADING_PREFIX = re.compile(
    keyed(
        r"^\W*(?:(?:trách nhiệm|nhiệm vụ)(?: chung| cụ thể)?(?: của)?|đối với|giao(?: cho)?|đề nghị|phân công"
        r"|phân công nhiệm vụ(?: cho)?|kính đề nghị|yêu cầu)\s+"
    )
)
_HEADING_SUFFIX = re.compile(
    keyed(
        r"(?:(?:\s*[-–(]\s*(?:là )?|, là )(?:cơ quan|đơn vị|bộ phận) (?:thường trực|đầu mối|chủ trì)\b[^.;:]*)?"
        r"\W*(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|thực hiện|tổ chức thực hiện|chủ trì|phụ trách"
        r"|tập trung thực hiện)?(?:,? (?:các|một số)? ?(?:nhiệm vụ|nội dung|công việc)(?: sau(?: đây)?)?)?\W*$"
    )
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The units that a predicate belongs to; ``end`` is the offset behind them; ``asked`` marks a soft request.

    ``bound`` tells that whatever follows is theirs to do, by a verb that the gazetteer knows or not.
    """

    units: tuple[UnitMention, ...]
    start: int
    end: int
    asked: bool = False
    bound: bool = False


def heading_units(text: str, units: UnitReader) -> tuple[UnitMention, ...]:
    """The units a heading consists of ("Sở Nội vụ", "Trách nhiệm của các sở, ngành"), or () for any other heading."""
    line = " ".join(text.split()).strip()
    if not line or len(line) > 240 or line.endswith("/."):
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
    if not opens or len(rest) > 6 or "." in body or has_verb("".join(left)):
        return ()
    return units.split(body)


def sentence_subjects(plain: str, start: int, end: int, mentions: tuple[UnitMention, ...]) -> Iterator[Subject]:
    """Units that may be the subject of ``plain[start:end]``, the likeliest first.

    They stand at its head, behind an opening adverbial, behind a giving verb, or right before "chủ trì" and its like.
    ``plain`` is ``searchable`` text; ``mentions`` are those of the whole text. A list of units may run over
    semicolons, so the end of a subject can lie behind ``end``.
    """
    done = start
    for mention in mentions:
        assert mention.span is not None
        if not done <= mention.span.start < end:
            continue
        before = _TITLED.sub("", plain[start : mention.span.start].lstrip(" -–+•\t"))
        order = _ORDER.search(before)
        listed = _listed(mention, mentions, plain)
        last = listed[-1].span
        assert last is not None
        behind = plain[last.end : end]
        many = mention.kind in ("group", "office")
        loose = many and _LOOSE_PREFACE.match(before) and not _GOVERNED.search(before)
        strong = _STRONG.match(behind) and not _OWNED.search(before) and not _PRESIDED.search(before)
        if order or loose or strong or _PREFACE.search(before):
            asked = bool(order and "đề nghị" in order["order"])
            done = last.end
            bound = bool(order) or bool(_COLON.match(behind)) or (not before and bool(_DOES.match(behind)))
            yield Subject(tuple(listed), mention.span.start, last.end, asked, bound)


def _listed(first: UnitMention, mentions: tuple[UnitMention, ...], plain: str) -> list[UnitMention]:
    """``first`` and the units joined to it by nothing but separators."""
    found = [first]
    for mention in mentions:
        last = found[-1].span
        assert last is not None
        assert mention.span is not None
        if mention.span == last and mention != found[-1]:
            found.append(mention)
        elif mention.span.start >= last.end:
            if not _BETWEEN.fullmatch(plain[last.end : mention.span.start]):
                break
            found.append(mention)
    return found
