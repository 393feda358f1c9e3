"""Word (.docx): paragraphs with their printed markers, tables with merged cells, notes, text boxes; ECMA-376, Part 1.

Tracked changes are taken as accepted. The format has no pages: page numbers are None.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from indexer.read import refusals
from indexer.read.checksum import sha256
from indexer.read.office.container import opened, xml
from indexer.read.office.numbering import Numbering, W, numbering
from indexer.read.oldcode import Decoder, Run, decoder, named
from indexer.read.protocol import Progress
from indexer.settings import Settings
from indexer.types import RawCell, RawDocument, RawLine, RawPage, RawTable

_DROPPED = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText"})
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class WordReader:
    """Reads .docx."""

    name: str = "docx"
    suffixes: tuple[str, ...] = (".docx", ".docm")

    def sniff(self, head: bytes, path: Path) -> bool:
        """Whether the file is a container with a Word body."""
        return head.startswith(b"PK") and holds(path, "word/")

    def read(self, path: Path, settings: Settings, progress: Progress | None) -> RawDocument:
        """Paragraphs and tables. Raises ``UnreadableDocument`` for damaged, bloated and empty files."""
        return read_docx(path, settings, path.name, sha256(path), self.name)


READER = WordReader()


def holds(path: Path, folder: str) -> bool:
    """Whether a container has parts in a folder; damaged containers count by what their bytes name."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.startswith(folder) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        with path.open("rb") as file:
            return folder.encode() in file.read(65_536)


def read_docx(path: Path, settings: Settings, file: str, digest: str, format_: str) -> RawDocument:
    """A .docx as a record under another file's name, for formats that are converted to it."""
    with opened(path, settings) as archive:
        try:
            body = xml(archive, "word/document.xml")
            if body is None:
                raise refusals.damaged(path, "word/document.xml")
            document = _Document(
                numbering(xml(archive, "word/numbering.xml"), xml(archive, "word/styles.xml")),
                _Fonts.of(xml(archive, "word/styles.xml")),
            )
            items = list(document.blocks(_first_header(archive, body)))
            items += document.blocks(body.find(f"{W}body"))
            items += document.notes(xml(archive, "word/footnotes.xml"))
        except (etree.XMLSyntaxError, zipfile.BadZipFile, EOFError) as error:
            raise refusals.damaged(path, type(error).__name__) from error
    runs = [run for item in items for run in _runs_of(item)]
    reading = decoder(runs)
    found = tuple(raw for item in items for raw in _raw(item, reading))
    if not any(isinstance(item, RawTable) or item.text.strip() for item in found):
        raise refusals.empty(path)
    return RawDocument(file, digest, format_, (RawPage(None, 0.0, 0.0, found),), named(reading, runs))


def _first_header(archive: zipfile.ZipFile, body: etree._Element) -> etree._Element | None:
    """The header of the first page alone, where offices keep their letterhead; one for every page is furniture."""
    section = next(body.iter(f"{W}sectPr"), None)
    if section is None or section.find(f"{W}titlePg") is None:
        return None
    named = {ref.get(f"{W}type"): ref.get(_ID) for ref in section.findall(f"{W}headerReference")}
    links = xml(archive, "word/_rels/document.xml.rels")
    targets = {link.get("Id"): link.get("Target", "") for link in links} if links is not None else {}
    target = targets.get(named.get("first"), "")
    return xml(archive, f"word/{target.rsplit('/', 1)[-1]}") if target else None


@dataclass(frozen=True, slots=True)
class _Paragraph:
    runs: tuple[Run, ...]
    marker: str = ""


@dataclass(slots=True)
class _Cell:
    row: int
    column: int
    column_span: int
    row_span: int = 1
    paragraphs: list[_Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    rows: int
    columns: int
    bordered: bool
    cells: list[_Cell]


@dataclass(frozen=True, slots=True)
class _Fonts:
    """Fonts that runs take from styles and defaults."""

    default: str | None
    styles: dict[str, str]
    based_on: dict[str, str]

    @classmethod
    def of(cls, part: etree._Element | None) -> _Fonts:
        if part is None:
            return cls(None, {}, {})
        default = part.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
        fonts, bases = {}, {}
        for style in part.findall(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            font = style.find(f"{W}rPr/{W}rFonts")
            if font is not None and font.get(f"{W}ascii"):
                fonts[name] = font.get(f"{W}ascii", "")
            base = style.find(f"{W}basedOn")
            if base is not None:
                bases[name] = base.get(f"{W}val", "")
        return cls(None if default is None else default.get(f"{W}ascii"), fonts, bases)

    def of_style(self, style: str | None) -> str | None:
        """The font of a style, its own or inherited."""
        for _ in range(12):
            if style is None:
                break
            if style in self.styles:
                return self.styles[style]
            style = self.based_on.get(style)
        return self.default


class _Document:
    """Walks a body in printed order."""

    def __init__(self, numbers: Numbering, fonts: _Fonts) -> None:
        self._numbers, self._fonts = numbers, fonts

    def blocks(self, parent: etree._Element | None) -> Iterator[_Paragraph | _Table]:
        """Paragraphs and tables below an element, those in content controls and accepted insertions included."""
        for child in parent if parent is not None else ():
            if child.tag == f"{W}p":
                yield self._paragraph(child)
                for box in _text_boxes(child):
                    yield from self.blocks(box)
            elif child.tag == f"{W}tbl":
                yield self._table(child)
            elif child.tag in _CONTAINERS:
                yield from self.blocks(child)

    def notes(self, part: etree._Element | None) -> Iterator[_Paragraph]:
        """Footnotes as paragraphs that open with their raised number."""
        for note in part.findall(f"{W}footnote") if part is not None else ():
            if note.get(f"{W}type") is not None:
                continue
            mark = note.get(f"{W}id", "").translate(_RAISED)
            for paragraph in note.iter(f"{W}p"):
                found = self._paragraph(paragraph)
                if any(run.text.strip() for run in found.runs):
                    yield _Paragraph(found.runs, mark)
                    mark = ""

    def _paragraph(self, element: etree._Element) -> _Paragraph:
        style = element.find(f"{W}pPr/{W}pStyle")
        name = None if style is None else style.get(f"{W}val")
        marker = self._numbers.marker(element, name)
        font = self._fonts.of_style(name)
        return _Paragraph(tuple(_runs(element, font, self._fonts)), marker)

    def _table(self, element: etree._Element) -> _Table:
        cells: list[_Cell] = []
        above: dict[int, _Cell] = {}
        columns = 0
        rows = [row for row in _children(element, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
        for r, row in enumerate(rows):
            column = int(_number(row.find(f"{W}trPr/{W}gridBefore")) or 0)
            for cell in _children(row, f"{W}tc"):
                span = int(_number(cell.find(f"{W}tcPr/{W}gridSpan")) or 1)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val", "continue") == "continue" and column in above:
                    above[column].row_span = r - above[column].row + 1
                else:
                    found = _Cell(r, column, span)
                    found.paragraphs = list(self._cell_paragraphs(cell))
                    cells.append(found)
                    above[column] = found
                column += span
            columns = max(columns, column)
        return _Table(len(rows), columns, _bordered(element), cells)

    def _cell_paragraphs(self, cell: etree._Element) -> Iterator[_Paragraph]:
        """A cell's paragraphs; the cells of a table inside it follow one another as paragraphs."""
        for block in self.blocks(cell):
            if isinstance(block, _Paragraph):
                yield block
            else:
                for inner in block.cells:
                    yield from inner.paragraphs


_CONTAINERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{W}customXml"})


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _CONTAINERS:
            yield from _children(child, tag)


def _text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for box in paragraph.iter(f"{W}txbxContent"):
        # The same box stands twice, once for programs that know no drawings.
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield box


def _runs(parent: etree._Element, font: str | None, fonts: _Fonts) -> Iterator[Run]:
    for child in parent:
        if child.tag in _DROPPED:
            continue
        if child.tag == f"{W}r":
            text = "".join(_text(child))
            if text:
                yield Run(text, _run_font(child, fonts) or font, _on(child, "b"), _size(child))
        elif child.tag not in (f"{W}pPr", f"{W}tbl"):
            yield from _runs(child, font, fonts)


def _text(run: etree._Element) -> Iterator[str]:
    for child in run:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in (f"{W}tab", f"{W}ptab"):
            yield " "
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{W}softHyphen":
            # TCVN3 keeps its ư at the place of the soft hyphen; elsewhere normalising drops it.
            yield "\u00ad"
        elif child.tag == f"{W}footnoteReference":
            yield child.get(f"{W}id", "").translate(_RAISED)


def _run_font(run: etree._Element, fonts: _Fonts) -> str | None:
    found = run.find(f"{W}rPr/{W}rFonts")
    if found is not None and (found.get(f"{W}ascii") or found.get(f"{W}hAnsi")):
        return str(found.get(f"{W}ascii") or found.get(f"{W}hAnsi"))
    style = run.find(f"{W}rPr/{W}rStyle")
    return fonts.styles.get(style.get(f"{W}val", "")) if style is not None else None


def _on(run: etree._Element, tag: str) -> bool:
    found = run.find(f"{W}rPr/{W}{tag}")
    return found is not None and found.get(f"{W}val", "1") not in ("0", "false", "off")


def _size(run: etree._Element) -> float | None:
    value = _number(run.find(f"{W}rPr/{W}sz"))
    return float(value) / 2 if value else None


def _number(element: etree._Element | None) -> str | None:
    value = None if element is None else element.get(f"{W}val")
    return value if value and value.replace(".", "", 1).isdigit() else None


def _bordered(table: etree._Element) -> bool:
    """Whether rulings are asked for anywhere: by the table, its style's name or a cell."""
    style = table.find(f"{W}tblPr/{W}tblStyle")
    borders = [*table.findall(f"{W}tblPr/{W}tblBorders"), *table.iter(f"{W}tcBorders")]
    drawn = any(side.get(f"{W}val") not in (None, "nil", "none") for border in borders for side in border)
    return drawn or (style is not None and not borders and "grid" in style.get(f"{W}val", "").lower())


def _runs_of(item: _Paragraph | _Table) -> Iterator[Run]:
    if isinstance(item, _Paragraph):
        yield from item.runs
    else:
        for cell in item.cells:
            for paragraph in cell.paragraphs:
                yield from paragraph.runs


def _raw(item: _Paragraph | _Table, reading: Decoder) -> Iterator[RawLine | RawTable]:
    if isinstance(item, _Paragraph):
        yield from _lines(item, reading)
        return
    if item.columns == 1 or (not item.bordered and item.columns <= 3 and item.rows <= 8):
        # Letterhead, nơi nhận and signature are set side by side in a table without rulings.
        for column in range(item.columns):
            for cell in item.cells:
                if cell.column == column:
                    for paragraph in cell.paragraphs:
                        yield from _lines(paragraph, reading)
        return
    cells = tuple(
        RawCell(
            cell.row,
            cell.column,
            tuple(line for p in cell.paragraphs for line in _lines(p, reading) if line.text.strip()),
            cell.row_span,
            cell.column_span,
        )
        for cell in item.cells
    )
    yield RawTable(item.rows, item.columns, cells, "markup")


def _lines(paragraph: _Paragraph, reading: Decoder) -> Iterator[RawLine]:
    text = reading.line(paragraph.runs)
    letters = sum(len(run.text.strip()) for run in paragraph.runs)
    bold = sum(len(run.text.strip()) for run in paragraph.runs if run.bold)
    size = max((run.size for run in paragraph.runs if run.size and run.text.strip()), default=None)
    marker = f"{paragraph.marker} " if paragraph.marker else ""
    for n, line in enumerate(text.split("\n")):
        yield RawLine((marker if n == 0 else "") + line.strip(), (), 2 * bold > letters > 0, size, whole=True)
