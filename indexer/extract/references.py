"""Other documents that a document names, by number, with their date and what the wording does with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Literal

from indexer.types import Document, Outline, Reference, Span

Relation = Literal["basis", "implements", "attached", "amends", "replaces", "repeals", "mentions"]

_KINDS = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định", "TC": "Thông cáo",
    "TB": "Thông báo", "HD": "Hướng dẫn", "CTr": "Chương trình", "CTR": "Chương trình", "KH": "Kế hoạch",
    "PA": "Phương án", "ĐA": "Đề án", "DA": "Dự án", "BC": "Báo cáo", "BB": "Biên bản", "TTr": "Tờ trình",
    "TTR": "Tờ trình", "HĐ": "Hợp đồng", "CĐ": "Công điện", "NĐ": "Nghị định", "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch", "KL": "Kết luận", "L": "Luật", "PL": "Pháp lệnh", "QH": "Luật", "CV": "Công văn",
    "GM": "Giấy mời", "ĐNA": "Đề án", "QT": "Quy trình",
}  # fmt: skip
_KIND_WORDS = (
    "Thông tư liên tịch", "Chương trình hành động", "Nghị quyết liên tịch", "Nghị quyết", "Nghị định", "Quyết định",
    "Chỉ thị", "Kế hoạch", "Thông tư", "Thông báo", "Công văn", "Công điện", "Tờ trình", "Kết luận", "Hướng dẫn",
    "Chương trình", "Quy định", "Quy chế", "Báo cáo", "Đề án", "Phương án", "Bộ luật", "Luật", "Pháp lệnh", "Văn bản",
)  # fmt: skip
_ISSUERS = frozenset(("UBND", "HĐND", "TTg", "CP", "TW", "TU", "BCĐ", "VPCP", "UB", "BNV", "BTC", "MTTQ"))

# A number is never a date (30/6/2024), a share (1/2) or a standard (ISO 9001:2015): letters must follow the slash,
# a hyphen may carry a space on one side ("QĐ- UBND"), on both only before an issuer ("KH - UBND", but not
# "NQ-CP - Kế hoạch").
_SIGN = r"[A-ZĐ][A-ZĐa-z&.]{0,13}(?![^\W\d_])"
_BODY = rf"(?:{'|'.join(sorted(_ISSUERS))})"
_HYPHEN = rf"(?:[-–]\s?|\s[-–](?:\s(?={_BODY}\b))?)"
_STATE = (
    rf"\d{{1,5}}[a-z]?\s?/\s?(?:\d{{4}}\s?/\s?)?{_SIGN}(?:{_HYPHEN}{_SIGN}(?:\s(?:BND|ND|TTg)\b)?)*(?:\d{{1,2}}\b)?"
)
_PARTY = rf"\d{{1,4}}\s?{_HYPHEN}{_SIGN}\s?/\s?{_SIGN}"
_NUMBER = re.compile(rf"(?<![\w/.])(?:(?P<party>{_PARTY})|(?P<state>{_STATE}))")
_KIND_BEFORE = re.compile(
    rf"\b(?P<kind>{'|'.join(_KIND_WORDS)})(?P<between>\s+(?:liên tịch\s+)?(?:số\s*:?\s*)?)$", re.IGNORECASE
)
_SO_BEFORE = re.compile(r"\bsố\s*:?\s*$", re.IGNORECASE)
_DATE_AFTER = re.compile(
    r"(?:\s+[^\W\d]+){0,5}\s*,?\s*(?:ký\s+)?ngày\s*(\d{1,2})\s*(?:[/.-]\s?(\d{1,2})\s?[/.-]\s?|tháng\s*(\d{1,2})\s*năm\s*)(\d{4})"
)
_WHOLE_BREAK = re.compile(r"[;.]\s|\n")

_ATTACHED = re.compile(r"\b(?:kèm|đính) theo\W*$", re.IGNORECASE)
_IMPLEMENTS = re.compile(
    r"\b(?:triển khai|thực hiện|thi hành|cụ thể h(?:óa|oá)|quán triệt)"
    r"(?:\s+(?:thực hiện|thi hành|có hiệu quả|nghiêm|các|nội dung|nhiệm vụ|theo)){0,4}\W*$",
    re.IGNORECASE,
)
_BASIS = re.compile(r"^\W*(?:căn cứ|theo đề nghị|xét)\b", re.IGNORECASE)
_OURS = re.compile(r"\b(?:quyết định|kế hoạch|nghị quyết|quy chế|quy định|chương trình|thông tư) này\b", re.IGNORECASE)
_CHANGES: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    ("replaces", re.compile(r"\bthay thế\b", re.IGNORECASE)),
    ("repeals", re.compile(r"\b(?:bãi bỏ|hủy bỏ|huỷ bỏ|hết hiệu lực)\b", re.IGNORECASE)),
    ("amends", re.compile(r"\bsửa đổi\b", re.IGNORECASE)),
)
_STRENGTH = ("replaces", "repeals", "amends", "basis", "implements", "attached", "mentions")


def references(document: Document, outline: Outline) -> tuple[Reference, ...]:
    """The documents that ``document`` names, itself excepted, each once, in the order of their first mention.

    One number with two dates is two documents, since numbers begin anew every year. ``relation`` is the strongest
    that any mention gives.
    """
    own = outline.header.number
    found: dict[tuple[str, date | None], Reference] = {}
    for mention in _mentions(document, outline):
        if mention.number == own:
            continue
        held = _same(found, mention)
        if held is None:
            found[mention.number, mention.issued_on] = mention
        else:
            found[held] = _merged(found[held], mention)
    return tuple(found.values())


def _same(found: dict[tuple[str, date | None], Reference], mention: Reference) -> tuple[str, date | None] | None:
    for key in found:
        if key[0] == mention.number and (mention.issued_on is None or key[1] in (None, mention.issued_on)):
            return key
    return None


def _merged(first: Reference, again: Reference) -> Reference:
    relation = min(first.relation, again.relation, key=_STRENGTH.index)
    return replace(
        first, relation=relation, kind=first.kind or again.kind, issued_on=first.issued_on or again.issued_on
    )


def _mentions(document: Document, outline: Outline) -> Iterator[Reference]:
    text = document.text
    for match in _NUMBER.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        word = _KIND_BEFORE.search(before)
        number = _plain(match.group())
        if not _credible(number, named=word is not None or _SO_BEFORE.search(before) is not None):
            continue
        start = match.start() - (len(before) - word.start()) if word else match.start()
        span = Span(start, match.start() + len(match.group().rstrip(".")))
        kind = word["kind"].capitalize() if word and word["kind"].lower() != "văn bản" else _kind(number)
        yield Reference(
            number, kind, _date(text[match.end() : match.end() + 60]), _relation(document, outline, span), span
        )


def _plain(number: str) -> str:
    """The number without spaces, its type parted from its issuer where the hyphen was lost ("1961/QĐUBND")."""
    plain = re.sub(r"\s+", "", number).replace("–", "-").rstrip(".")
    glued = re.fullmatch(r"(\d+[a-z]?/(?:\d{4}/)?)(" + "|".join(_KINDS) + r")([A-ZĐ][A-ZĐa-z]+)", plain)
    if glued and glued.group(3) in _ISSUERS:
        return f"{glued.group(1)}{glued.group(2)}-{glued.group(3)}"
    return plain


def _signs(number: str) -> list[str]:
    return [sign for sign in re.split(r"[/-]", number) if sign[:1].isalpha()]


def _credible(number: str, named: bool) -> bool:
    """Whether the letters are those of a document: a known type, a known issuer, or "số" in front."""
    signs = _signs(number)
    if not signs:
        return False
    known = any(sign in _KINDS or sign in _ISSUERS or re.fullmatch(r"QH\d{1,2}", sign) for sign in signs)
    return (known and len(signs) > 1) or (known and named) or (named and len(signs) > 1)


def _kind(number: str) -> str | None:
    return next((_KINDS[sign] for sign in _signs(number) if sign in _KINDS), None)


def _date(after: str) -> date | None:
    match = _DATE_AFTER.match(after)
    if match is None:
        return None
    try:
        return date(int(match.group(4)), int(match.group(2) or match.group(3)), int(match.group(1)))
    except ValueError:
        return None


def _relation(document: Document, outline: Outline, span: Span) -> Relation:
    """What the sentence does with the document named at ``span``."""
    if any(r.kind == "bases" and r.span.start <= span.start < r.span.end for r in outline.regions):
        return "basis"
    before = document.text[max(0, span.start - 300) : span.start]
    cuts = [m.end() for m in _WHOLE_BREAK.finditer(before)]
    sentence = before[cuts[-1] :] if cuts else before
    if _ATTACHED.search(sentence):
        return "attached"
    if _BASIS.search(sentence):
        return "basis"
    if _OURS.search(before[before.rfind("\n") + 1 :]):
        for relation, pattern in _CHANGES:
            if pattern.search(sentence):
                return relation
    return "implements" if _IMPLEMENTS.search(sentence) else "mentions"
