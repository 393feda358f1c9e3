"""The letterhead and title of a document: bodies, number, place and date, type, trích yếu.

Nghị định 30/2020/NĐ-CP, Phụ lục I sets two columns side by side; they come out interleaved on a line, one column
after the other, or behind the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from indexer.segment import kinds, names
from indexer.segment.regions import Labelled
from indexer.types import Document

_MOTTO = re.compile(
    r"C\s?ỘNG\s+H(?:OÀ|ÒA)\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT(?:\s+NAM)?|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|Độc\s+lập\s*[-–]\s*Tự\s+do\s*[-–]\s*Hạnh\s+phúc",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b[Ss][ốỐ]\s*[:.]?\s*(\d{1,5}[a-z]?\s*[/-]\s*(?:\d{4}\s*/\s*)?[A-ZĐ][A-ZĐa-zđ&.]*(?:\s?[-/]\s?[A-ZĐ][\wĐ&.]*)*)"
)
_DATED = re.compile(
    r"(?:^|\s)([^\W\d][^\d,;:]{1,40}),\s*ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE
)
_PLACED = re.compile(r"^[^\W\d][^\d,;:]{1,40},\s*ngày\b", re.IGNORECASE)
_ATTACHED = re.compile(
    r"\(?\W*(?:ban hành )?(?:kèm|đính) theo\s+(\w+ \w+).*?\bsố\s*:?\s*"
    r"(\d+[a-z]?\s*/\s*[\wĐ/&-]+(?:\s?-\s?[\wĐ]+)*)",
    re.IGNORECASE,
)
_ATTACHED_START = re.compile(r"\(?\W*(?:ban hành )?(?:kèm|đính) theo\b", re.IGNORECASE)
_AUTHORITY = re.compile(
    r"(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|ỦY BAN|UỶ BAN|HỘI ĐỒNG|BỘ TRƯỞNG|THỦ TƯỚNG|CHÍNH PHỦ|CHÁNH THANH TRA|CỤC TRƯỞNG)"
)
_SUBJECT = re.compile(r"^(?:V/v|Về việc)\b\s*:?\s*")
_BY = re.compile(r"^(?:của|CỦA)\s+(?=\S)")
_LEFTOVER = ("NAM", "VIỆT NAM", "VIỆT")
_APPENDIX = re.compile(r"PHỤ LỤC(\s+(SỐ\s+)?[\dIVX]+)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the head of a document says; ``agencies`` are the bodies of the left column, the superior one first."""

    agencies: tuple[str, ...] = ()
    number: str | None = None
    place: str | None = None
    issued_on: date | None = None
    kind: str | None = None
    title: str | None = None
    attached_to: str | None = None


def letterhead(document: Document, lines: Sequence[Labelled], part: int = 0) -> Letterhead:
    """The letterhead of one part of the file, wherever extraction put it."""
    top = [line for line in lines if line.part == part and line.kind == "header"]
    head = _read([text for line in top for text in columns(document, line)])
    at = next((i for i, line in enumerate(lines) if _MOTTO.search(line.text)), None)
    if part or head.agencies or at is None:
        return head
    # The motto stands outside the head: its neighbours are the letterhead.
    late = _read([text for line in lines[max(0, at - 3) : at + 6] for text in columns(document, line)])
    return replace(
        head,
        agencies=late.agencies,
        number=head.number or late.number,
        place=head.place or late.place,
        issued_on=head.issued_on or late.issued_on,
    )


def columns(document: Document, line: Labelled) -> list[str]:
    """The texts that stand side by side in one line; a layout table gives its cells' lines."""
    if line.line.table is not None:
        table = document.tables[line.line.table]
        spans = [s for c in table.cells for s in c.spans if line.line.span.start <= s.start < line.line.span.end]
        return [document.slice(span) for span in spans]
    return [piece.strip() for piece in line.text.split("\t") if piece.strip()]


def attaches(text: str) -> bool:
    """Whether ``text`` begins "(Kèm theo …" or "(Ban hành kèm theo …"."""
    return _ATTACHED_START.match(text) is not None


class _Reader:
    """Takes the head's lines one by one; what comes after the type name is title until "(Kèm theo …)"."""

    def __init__(self) -> None:
        self.agencies: list[str] = []
        self.title: list[str] = []
        self.unnamed: list[str] = []
        self.number: str | None = None
        self.place: str | None = None
        self.issued_on: date | None = None
        self.kind: str | None = None
        self.attached_to: str | None = None
        self.bearer: str | None = None
        self.done = False

    def take(self, text: str) -> None:
        if not self.done and attaches(text):
            if match := _ATTACHED.match(text):
                self.attached_to, self.bearer = _joined(match.group(2)), kinds.exact(match.group(1))
            self.done = True
            return
        text = self._dated(self._numbered(text))
        beside_motto = _MOTTO.search(text) is not None
        text = _MOTTO.sub("", text).strip(" \t*_-–—.")
        if not text or text.upper() in _LEFTOVER or re.match(r"[Ss]ố\s*:", text):
            return
        if _PLACED.match(text) or _APPENDIX.match(text):
            return
        if self.kind is None:
            self._before_kind(text, beside_motto)
        elif not self.done and not self._is_authority(text) and not (self.title and self._ends_title(text)):
            if self.title and text == self.title[-1]:
                return
            self.title.append(_SUBJECT.sub("", text) if not self.title else text)
        else:
            self.done = self.done or bool(self.title)

    def _ends_title(self, text: str) -> bool:
        """Whether a line opens what follows the title: a type name, or a heading in capitals under small letters."""
        heading = text.isupper() and len(text.split()) > 1 and not any(c.isdigit() for c in text)
        return kinds.exact(text) is not None or (heading and not self.title[-1].isupper())

    def _numbered(self, text: str) -> str:
        match = _NUMBER.search(text) if self.kind is None else None
        if match is None:
            return text
        self.number = self.number or _joined(match.group(1))
        return f"{text[: match.start()]} {text[match.end() :]}"

    def _dated(self, text: str) -> str:
        match = _DATED.search(text) if self.issued_on is None else None
        if match is None:
            return text
        self.place, self.issued_on = match.group(1).strip(), _date(*match.group(4, 3, 2))
        return text[: match.start()]

    def _before_kind(self, text: str, beside_motto: bool) -> None:
        named = _kind(text)
        if named is not None:
            self.kind, rest = named
            if _BY.match(rest) and names.is_head(_BY.sub("", rest)):
                self._agency(_BY.sub("", rest), True)
            elif rest:
                self.title.append(rest)
        elif not self.done and not self._agency(text, beside_motto):
            self.unnamed.append(text)

    def _is_authority(self, text: str) -> bool:
        """The body or head that decides, printed under the title of a decision ("CHỦ TỊCH ỦY BAN NHÂN DÂN …")."""
        if text.isupper():
            return _AUTHORITY.match(text) is not None
        return _AUTHORITY.match(text.upper()) is not None and text[:6].isupper()

    def _agency(self, text: str, beside_motto: bool) -> bool:
        """Takes one line of the left column, a new body or the rest of the one above; False where it is neither."""
        if not (text.isupper() or beside_motto) or len(text) > 80 or any(c.isdigit() for c in text):
            return False
        if self.agencies and names.expanded(text).startswith(names.expanded(self.agencies[-1])):
            self.agencies[-1] = text
            return True
        if names.is_head(text) and not (self.agencies and self.agencies[-1].endswith((",", " VÀ", "-"))):
            self.agencies.append(text)
            return True
        if self.agencies:
            self.agencies[-1] = f"{self.agencies[-1]} {text}"
        return bool(self.agencies)


def _read(texts: Sequence[str]) -> Letterhead:
    reader = _Reader()
    for text in texts:
        reader.take(text)
    kind, title = reader.kind, reader.title
    if kind is None:
        subject = next((t for t in texts if _SUBJECT.match(t)), None)
        # A công văn has no type name: its subject stands behind "V/v".
        kind, title = ("Công văn", [_SUBJECT.sub("", subject)]) if subject else (reader.bearer, reader.unnamed)
    return Letterhead(
        tuple(reader.agencies), reader.number, reader.place, reader.issued_on, kind, _title(title), reader.attached_to
    )  # fmt: skip


def _kind(text: str) -> tuple[str, str] | None:
    name = kinds.exact(text)
    if name is not None:
        return (name, "") if text.strip(" :.*").isupper() or len(text) < 25 else None
    return kinds.leading(text)


def _title(pieces: Sequence[str]) -> str | None:
    text = " ".join(" ".join(pieces).split())
    return text.strip(" *_") or None


def _joined(number: str) -> str:
    return re.sub(r"\s+", "", number).rstrip(".,;-/")


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
