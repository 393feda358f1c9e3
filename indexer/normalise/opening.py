"""How a line tells that it opens a paragraph of its own, or that the line above it has not ended."""

from __future__ import annotations

import re

from indexer.syllable import is_syllable

_UNIT = re.compile(
    r"(?i:Phần|Chương|Mục|Tiểu mục|Điều|Phụ lục|Biểu|Mẫu)\s+(?i:số\s+|thứ\s+)?"
    r"(?:\d{1,3}[a-zđ]?|[IVXLC]+|[A-H]|(?i:nhất|hai|ba|tư|năm))(?=[\s.:]|$)"
)
_NUMBERED = re.compile(r"(?:[IVXLC]+|\d{1,2}(?:\.\d{1,2})*)\s?[.)/]\s?(?=[^\W\d_“\"(]|100%)|(?:[IVX]+|[A-Z])\s?[.)]\s")
_POINT = re.compile(r"[a-zđ]\d?\s?[).]\s?(?=\S)")
_BULLET = re.compile(r"[-–—+•▪➢✓❖*o]\s*(?=\S)")
_FORMULA = re.compile(
    r"(?:Căn cứ|Theo đề nghị|Xét đề nghị|Nơi nhận|Kính gửi|Trên đây là|Kèm theo|\((?:Ban hành )?[Kk]èm theo|"
    r"(?:TM|KT|TL|TUQ|Q)\.\s|Số:|Số\s+\d+/)"
)
_REFERENCE = re.compile(
    r"(?:\b(?:khoản|điểm|điều|mục|tiết|chương|phần|phụ lục)|\b(?:khoản|điểm|điều)\s[\w, ]{1,20}(?:,|và|hoặc|đến))$",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\[?(?:\d{1,3}|\*{1,3})\]?\s?(?=\S)")
_CAPACITY = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.\s")
_LETTERS = re.compile(r"[^\W\d_]+")
_ENDED = re.compile(r"[.;:!?…]['\"”’)]*$")
_OPEN_ATTACHMENT = re.compile(r"\((?:Ban hành )?(?:kèm|đính) theo[^)]*$", re.IGNORECASE)


def opens(text: str, above: str) -> bool:
    """Whether ``text`` begins with a marker or a formula that stands at the head of a paragraph.

    The same words after an unfinished reference ("theo quy định tại khoản" / "2. …") or, for a dash, in front of
    a small letter inside a name ("chính trị" / "- xã hội") open nothing.
    """
    if _BULLET.match(text):
        return ended(above) or not text.lstrip("-–—+•▪➢✓❖*o ")[:1].islower()
    if _REFERENCE.search(above):
        return False
    return any(pattern.match(text) for pattern in (_UNIT, _NUMBERED, _POINT, _FORMULA))


def ended(text: str) -> bool:
    """Whether ``text`` closes with the punctuation of a finished sentence or list item."""
    return _ENDED.search(text) is not None


def attachment_open(text: str) -> bool:
    """Whether ``text`` opens "(Kèm theo Quyết định số …" without closing the bracket."""
    return _OPEN_ATTACHMENT.match(text) is not None


def in_signature(text: str) -> bool:
    """Whether ``text`` is a signer's capacity ("KT. CHỦ TỊCH"), whose lines stand apart however wide they are."""
    return _CAPACITY.match(text) is not None and capitals(text)


def opens_note(text: str) -> bool:
    """Whether ``text`` begins with a footnote's number or star."""
    return _NOTE.match(text) is not None


def capitals(text: str) -> bool:
    """Whether ``text`` is set in capitals, as headings are."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def in_capitals(text: str) -> bool:
    """Whether ``text`` is Vietnamese words in capitals, a heading, and not an abbreviation that begins a line."""
    return capitals(text) and sum(is_syllable(word) for word in _LETTERS.findall(text)) >= 2
