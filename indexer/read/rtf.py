"""RTF: a walk over its groups and control words that keeps each run's font, which old encodings are told by.

Source of the control words: Rich Text Format Specification 1.9.1. Of the page, only paragraphs, cells and rows are
understood; pictures, headers, footers and field codes are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from indexer.read import refusals
from indexer.read.checksum import sha256
from indexer.read.oldcode import Decoder, Run, decoder, named
from indexer.read.protocol import Progress
from indexer.settings import Settings
from indexer.types import RawCell, RawDocument, RawLine, RawPage, RawTable

_TOKEN = re.compile(r"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_FONT = re.compile(r"\{\\f(\d+)\b((?:[^{};]|\{[^{}]*\})*);")
_CONTROL = re.compile(r"\{[^{}]*\}|\\[a-z]+-?\d*\s?")
_SKIPPED = frozenset((
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "header", "headerl", "headerr", "headerf", "footer",
    "footerl", "footerr", "footerf", "fldinst", "object", "themedata", "colorschememapping", "latentstyles",
    "datastore", "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "pntext", "pnseclvl",
    "filetbl", "revtbl", "bkmkstart", "bkmkend",
))  # fmt: skip
_SPACES = {"tab": " ", "emspace": " ", "enspace": " ", "line": "\n", "~": "\u00a0", "_": "-"}
_MARKS = {
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "endash": "–", "emdash": "—", "bullet": "-",
}  # fmt: skip
_DEEPEST = 2000


@dataclass(frozen=True, slots=True)
class _State:
    font: str | None = None
    bold: bool = False
    hidden: bool = False
    size: float | None = None
    unicode_skip: int = 1


@dataclass(slots=True)
class _Row:
    """A table row as it is read: its cells' paragraphs, and which cells its definition merges."""

    cells: list[list[list[Run]]] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    merge: str = ""


@dataclass(slots=True)
class _Walk:
    """What a walk has gathered: paragraphs and rows in order."""

    fonts: dict[int, str]
    items: list[list[Run] | _Row] = field(default_factory=list)
    paragraph: list[Run] = field(default_factory=list)
    cell: list[list[Run]] = field(default_factory=list)
    row: _Row = field(default_factory=_Row)
    in_table: bool = False

    def write(self, text: str, state: _State) -> None:
        if text and not state.hidden:
            self.paragraph.append(Run(text, state.font, state.bold, state.size))

    def end_paragraph(self) -> None:
        if self.in_table:
            self.cell.append(self.paragraph)
        else:
            self.items.append(self.paragraph)
        self.paragraph = []

    def end_cell(self) -> None:
        self.cell.append(self.paragraph)
        self.row.cells.append(self.cell)
        self.paragraph, self.cell = [], []

    def end_row(self) -> None:
        if self.row.cells:
            self.items.append(self.row)
        self.row, self.in_table = _Row(merges=self.row.merges), False


@dataclass(frozen=True, slots=True)
class RtfReader:
    """Reads .rtf, and the RTF files that people call .doc."""

    name: str = "rtf"
    suffixes: tuple[str, ...] = (".rtf",)

    def sniff(self, head: bytes, path: Path) -> bool:
        """Whether the file opens with the RTF mark."""
        return head.lstrip().startswith(b"{\\rtf")

    def read(self, path: Path, settings: Settings, progress: Progress | None) -> RawDocument:
        """Paragraphs and tables without pages. Raises ``UnreadableDocument`` for a cut-off or empty file."""
        source = path.read_bytes().decode("latin-1")
        if not source.rstrip("\x00\r\n\t ").endswith("}"):
            raise refusals.cut_off(path)
        walk = _walked(source, _fonts(source))
        runs = [run for paragraph in _paragraphs(walk.items) for run in paragraph]
        reading = decoder(runs)
        items = tuple(_items(walk.items, reading))
        if not any(isinstance(item, RawTable) or item.text.strip() for item in items):
            raise refusals.empty(path)
        page = RawPage(None, 0.0, 0.0, items)
        return RawDocument(path.name, sha256(path), self.name, (page,), named(reading, runs))


READER = RtfReader()


def _fonts(source: str) -> dict[int, str]:
    start = source.find("\\fonttbl")
    if start < 0:
        return {}
    depth, end = 1, start
    while end < len(source) and depth:
        depth += {"{": 1, "}": -1}.get(source[end], 0)
        end += 1
    return {int(number): _CONTROL.sub("", rest).strip() for number, rest in _FONT.findall(source[start:end])}


def _walked(source: str, fonts: dict[int, str]) -> _Walk:
    walk, state, skip = _Walk(fonts), _State(), 0
    stack: list[_State] = []
    for match in _TOKEN.finditer(source):
        word, number, hexadecimal, symbol, brace, text = match.groups()
        if brace == "{":
            if len(stack) >= _DEEPEST:
                raise RecursionError("nested groups")
            stack.append(state)
            continue
        if brace == "}":
            state = stack.pop() if stack else state
            continue
        if skip and (hexadecimal or text):
            # Characters that stand in for a \u character in readers without Unicode.
            used = min(skip, 1 if hexadecimal else len(text))
            skip -= used
            if hexadecimal or len(text) == used:
                continue
            text = text[used:]
        if word is not None:
            if word == "u":
                skip = state.unicode_skip
            state = _word(walk, state, word, int(number) if number else None)
        elif hexadecimal:
            walk.write(bytes([int(hexadecimal, 16)]).decode("cp1252", "replace"), state)
        elif symbol:
            state = replace(state, hidden=True) if symbol == "*" else state
            walk.write(_SPACES.get(symbol, symbol if symbol in "\\{}" else ""), state)
        elif text:
            walk.write(text, state)
    walk.end_paragraph()
    return walk


def _word(walk: _Walk, state: _State, word: str, number: int | None) -> _State:
    if state.hidden or word in _SKIPPED:
        return replace(state, hidden=True)
    if word in _STATES:
        return _format(walk, state, word, number)
    if word == "u" and number is not None:
        walk.write(chr(number % 65536), state)
    elif word in _SPACES or word in _MARKS:
        walk.write(_SPACES.get(word) or _MARKS[word], state)
    else:
        _structure(walk, word)
    return state


_STATES = frozenset({"f", "b", "fs", "plain", "v", "uc"})


def _format(walk: _Walk, state: _State, word: str, number: int | None) -> _State:
    if word == "f":
        return replace(state, font=walk.fonts.get(number or 0))
    if word == "b":
        return replace(state, bold=number != 0)
    if word == "fs":
        return replace(state, size=(number or 24) / 2)
    if word == "v":
        return replace(state, hidden=number != 0)
    if word == "uc":
        return replace(state, unicode_skip=max(0, number or 0))
    return _State(unicode_skip=state.unicode_skip)


def _structure(walk: _Walk, word: str) -> None:
    if word in ("par", "sect", "page"):
        walk.end_paragraph()
    elif word == "intbl":
        walk.in_table = True
    elif word == "cell":
        walk.end_cell()
    elif word == "row":
        walk.end_row()
    elif word == "trowd":
        walk.row.merges = []
    elif word in ("clvmgf", "clvmrg", "clmgf", "clmrg"):
        walk.row.merge += word
    elif word == "cellx":
        walk.row.merges.append(walk.row.merge)
        walk.row.merge = ""
    elif word == "pard" and not walk.row.cells and not walk.cell:
        walk.in_table = False


def _paragraphs(items: list[list[Run] | _Row]) -> Iterator[list[Run]]:
    for item in items:
        if isinstance(item, _Row):
            for cell in item.cells:
                yield from cell
        else:
            yield item


def _items(items: list[list[Run] | _Row], reading: Decoder) -> Iterator[RawLine | RawTable]:
    rows: list[_Row] = []
    for item in [*items, None]:
        if isinstance(item, _Row):
            rows.append(item)
            continue
        if rows:
            yield from _table(rows, reading)
            rows = []
        if item is not None:
            yield from _lines(item, reading)


def _table(rows: list[_Row], reading: Decoder) -> list[RawLine | RawTable]:
    columns = max(len(row.cells) for row in rows)
    if columns == 1 or len(rows) == 1:
        # A frame around text or a letterhead set in a row of cells.
        return [line for row in rows for cell in row.cells for paragraph in cell for line in _lines(paragraph, reading)]
    cells: list[RawCell] = []
    above: dict[int, int] = {}
    for r, row in enumerate(rows):
        for c, paragraphs in enumerate(row.cells):
            merge = row.merges[c] if c < len(row.merges) else ""
            if "clvmrg" in merge and c in above:
                first = cells[above[c]]
                cells[above[c]] = replace(first, row_span=r - first.row + 1)
                continue
            if "clmrg" in merge and cells and cells[-1].row == r:
                cells[-1] = replace(cells[-1], column_span=c - cells[-1].column + 1)
                continue
            above[c] = len(cells)
            lines = tuple(line for p in paragraphs for line in _lines(p, reading) if line.text.strip())
            # A row of one cell is a group title across the table, whatever its width was.
            span = columns if len(row.cells) == 1 else 1
            cells.append(RawCell(r, c, lines, column_span=span))
    return [RawTable(len(rows), columns, tuple(cells), "markup")]


def _lines(paragraph: list[Run], reading: Decoder) -> list[RawLine]:
    """A paragraph's lines: one, unless it holds line breaks of its own."""
    letters = sum(len(run.text.strip()) for run in paragraph)
    bold = sum(len(run.text.strip()) for run in paragraph if run.bold)
    size = max((run.size for run in paragraph if run.size and run.text.strip()), default=None)
    heavy = 2 * bold > letters > 0
    return [RawLine(text.strip(), bold=heavy, size=size, whole=True) for text in reading.line(paragraph).split("\n")]
