"""What each line of a document is for: letterhead, căn cứ, body, nơi nhận, signature, appendix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.segment import kinds
from indexer.segment.markers import marker
from indexer.segment.tabular import flattened, span_of
from indexer.types import Document, Line, Region, RegionKind

_BASE = re.compile(r"(?:Căn cứ|Theo đề nghị|Xét|Thực hiện|Thi hành|Triển khai|Để|Trên cơ sở)\s", re.IGNORECASE)
_PLAIN_BASE = re.compile(r"(?:Căn cứ|Theo đề nghị|Xét (?:đề nghị|tờ trình|Tờ trình))\s")
_PREAMBLE = re.compile(
    r"như sau|sau đây|với (?:những |các )?nội dung|gồm|(?:xây dựng|ban hành|đề ra|lập) (?:và |kế hoạch|chương trình)",
    re.IGNORECASE,
)
_RESOLVED = re.compile(r"\W*(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ|THÔNG BÁO)\s*:\W*$")
_RECIPIENTS = re.compile(r"\W*N[ơo]i nh[ậa]n\b", re.IGNORECASE)
_CAPACITY = re.compile(
    r"(?:T/?M|K/?T|T/?L|TUQ|Q)\.\s*[A-ZĐÀ-Ỹ]|"
    r"(?:PHÓ |QUYỀN )?(?:CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH (?:THANH TRA|VĂN PHÒNG|ÁN)|"
    r"TRƯỞNG (?:BAN|PHÒNG|ĐOÀN|CÔNG AN)|BÍ THƯ|BỘ TRƯỞNG|THỦ TƯỚNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|HIỆU TRƯỞNG|VIỆN TRƯỞNG|"
    r"TỔNG CỤC TRƯỞNG|VỤ TRƯỞNG|THỦ TRƯỞNG|TỔ TRƯỞNG|CHỈ HUY TRƯỞNG)\b"
)  # fmt: skip
_APPENDIX = re.compile(
    r"(?:PHỤ LỤC|Phụ lục|BIỂU|Biểu|MẪU|Mẫu|BẢNG|DANH MỤC)(?:\s+(?:số\s+)?[\dIVXA-H]+)?\s*[.:]?(?:$|\s+(?=[A-ZĐ(]))"
)
_PERSON = re.compile(r"[A-ZĐÀ-Ỹ][^\W\d]*(?:\s+[A-ZĐÀ-Ỹ][^\W\d]*){1,4}")
_ATTACHED = re.compile(r"\(?\W*(?:Ban hành )?(?:[Kk]èm|[Đđ]ính) theo\b")
_CLOSING = re.compile(r"Trên đây là\b")
_ENDED = re.compile(r"\./\.\W*$")
_MOTTO = re.compile(r"cộng\s+h(?:oà|òa)\s+xã\s+hội|độc\s+lập\s*-\s*tự\s+do", re.IGNORECASE)

_SHORT = 100
_NOTE_LINES = 6


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with its text, its index in ``Document.lines``, its function and the part of the file it belongs to.

    Part 0 is the document itself; a plan that a decision carries in the same file is part 1.
    """

    index: int
    line: Line
    text: str
    kind: RegionKind
    part: int


def labelled(document: Document) -> tuple[Labelled, ...]:
    """Every line of ``document`` with its function."""
    return tuple(_Reader(document).read())


def regions(document: Document, lines: Sequence[Labelled]) -> tuple[Region, ...]:
    """Stretches of neighbouring lines with one function; each appendix carries its title."""
    found: list[Region] = []
    start = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and not _breaks(lines[index - 1], lines[index]):
            continue
        group = lines[start:index]
        kind = group[0].kind
        span = span_of(document.lines, group[0].index, group[-1].index + 1)
        found.append(Region(kind, span, _title(group) if kind == "appendix" else None))
        start = index
    closings = (
        Region("closing", line.line.span) for line in lines if line.kind == "body" and _CLOSING.match(line.text)
    )
    return (*found, *closings)


def _breaks(above: Labelled, below: Labelled) -> bool:
    if above.kind != below.kind or above.part != below.part:
        return True
    return below.kind == "appendix" and below.line.table is None and _APPENDIX.match(below.text) is not None


def _title(group: Sequence[Labelled]) -> str | None:
    """The words above an appendix's table: its number and name, without "(Kèm theo …)"."""
    words: list[str] = []
    for line in group[:_NOTE_LINES]:
        if line.line.table is not None or _ATTACHED.match(line.text) or len(line.text) > 2 * _SHORT:
            break
        if not (line.line.bold or line.line.heading_mark or line.text.isupper() or _APPENDIX.match(line.text)):
            break
        words.append(line.text)
    return " ".join(words) or None


class _Reader:
    """Walks the lines once, front to back."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.texts = [document.slice(line.span) for line in document.lines]
        self.tables: set[int] = set()
        for start, end in flattened(document):
            self.tables.update(range(start, end))
        self.part = 0
        self.over = False

    def read(self) -> Iterator[Labelled]:
        state: RegionKind = "header"
        for index, line in enumerate(self.document.lines):
            if line.footnote:
                yield self._made(index, "footnote")
                continue
            state = self._next(state, index, line)
            yield self._made(index, state)
            if _ENDED.search(self.texts[index]) and state == "body":
                self.over = True

    def _made(self, index: int, kind: RegionKind) -> Labelled:
        return Labelled(index, self.document.lines[index], self.texts[index], kind, self.part)

    def _next(self, state: RegionKind, index: int, line: Line) -> RegionKind:
        text = self.texts[index]
        if line.table is not None and (kind := self._layout_table(state, index, line)) is not None:
            return kind
        if line.table is not None or index in self.tables:
            return "appendix"
        if state != "header" and _RECIPIENTS.match(text):
            self.over = True
            return "recipients"
        if state in ("body", "recipients", "signature", "appendix") and self._is_capacity(index):
            self.over = True
            return "signature"
        if state != "header" and self._new_part(index):
            self.part += 1
            self.over = False
            return "header"
        if state in ("body", "recipients", "signature") and self._appendix_starts(state, index):
            return "appendix"
        return self._within(state, index)

    def _within(self, state: RegionKind, index: int) -> RegionKind:
        """The function of a line that starts nothing new by itself."""
        text = self.texts[index]
        if state in ("header", "bases"):
            return self._opening(state, index)
        if state == "recipients":
            return "recipients" if len(text) < 2 * _SHORT and not self._resumes(index) else "body"
        if state == "signature":
            return "signature" if len(text) < _SHORT and not self._resumes(index) else "body"
        if state == "appendix" and (self._was_table(index - 1) or self._was_table(index)):
            return "appendix" if self.over else self._after_table(index)
        return state

    def _opening(self, state: RegionKind, index: int) -> RegionKind:
        text = self.texts[index]
        if _RESOLVED.match(text) and state == "bases":
            return "body"
        if (
            _MOTTO.search(text)
            or _ATTACHED.match(text)
            or self.document.lines[index].heading_mark
            and kinds.exact(text)
        ):
            return "header"
        if _BASE.match(text) and not self.document.lines[index].bold:
            return self._base(state, text)
        found = marker(text)
        if found is not None and found.style not in ("dash", "plus", "bullet", "star"):
            return "body"
        if state == "bases":
            return "body" if len(text) > 60 or text.endswith((".", ":")) else state
        prose = len(text) > _SHORT or (len(text) > 40 and text.endswith((".", ":", ";")))
        return "body" if prose and not text.isupper() and not self.document.lines[index].bold else "header"

    def _base(self, state: RegionKind, text: str) -> RegionKind:
        """A line that names a ground: one of the căn cứ, or the preamble that goes on to "… xây dựng Kế hoạch"."""
        plain = _PLAIN_BASE.match(text) is not None
        if text.endswith(";") or (text.endswith(",") and (plain or state == "bases")):
            return "bases"
        if plain and not text.endswith(":") and not _PREAMBLE.search(text[20:]):
            return "bases"
        prose = len(text) > _SHORT or (len(text) > 40 and text.endswith((":", ".")))
        return "body" if prose else state

    def _resumes(self, index: int) -> bool:
        """Whether the body goes on behind a signature or nơi nhận that the extraction moved up."""
        found = marker(self.texts[index])
        return found is not None and found.rank <= 6 and found.style not in ("capital", "number")

    def _after_table(self, index: int) -> RegionKind:
        """Behind a table inside the body: prose and headings resume, notes of the table stay with it."""
        text = self.texts[index]
        if marker(text) is not None or len(text) > _SHORT or _CLOSING.match(text):
            return "body"
        return "appendix"

    def _was_table(self, index: int) -> bool:
        return index in self.tables or (index >= 0 and self.document.lines[index].table is not None)

    def _is_capacity(self, index: int) -> bool:
        text = self.texts[index].replace("\t", " ")
        if not _CAPACITY.match(text) or len(text) > _SHORT or text.endswith((";", ":", ",")):
            return False
        return sum(c.isupper() for c in text) >= 0.8 * sum(c.isalpha() for c in text)

    def _new_part(self, index: int) -> bool:
        text, line = self.texts[index], self.document.lines[index]
        if kinds.exact(text) is None and kinds.leading(text) is None:
            return False
        if _RESOLVED.match(text) and text.rstrip().endswith(":"):
            return False
        if not (text.isupper() or line.heading_mark or line.bold):
            return False
        near = self.texts[index + 1 : index + 6]
        return self.over or any(_ATTACHED.match(later) for later in near)

    def _appendix_starts(self, state: RegionKind, index: int) -> bool:
        text, line = self.texts[index], self.document.lines[index]
        if (
            len(text) < _SHORT
            and _APPENDIX.match(text)
            and (text.isupper() or self.over or line.bold or line.heading_mark)
        ):
            return True
        if not self.over:
            return False
        if _ATTACHED.match(text):
            return True
        if state == "signature" and _PERSON.fullmatch(text) and not text.isupper():
            return False
        titled = line.bold or line.heading_mark or text.isupper()
        follows = any(self._was_table(at) for at in range(index + 1, min(index + 8, len(self.texts))))
        return (titled or state == "body") and follows and not self._is_capacity(index)

    def _layout_table(self, state: RegionKind, index: int, line: Line) -> RegionKind | None:
        """The function of a table that only sets columns side by side: a letterhead, nơi nhận beside a signature."""
        table = self.document.tables[line.table or 0]
        if table.columns > 3 or table.rows > 8:
            return None
        words = " ".join(cell.text for cell in table.cells)
        if state == "header" and (_MOTTO.search(words) or re.search(r"\bSố\s*:", words)):
            return "header"
        if _RECIPIENTS.search(words) and len(table.cells) <= 12:
            self.over = True
            return "recipients"
        return None
