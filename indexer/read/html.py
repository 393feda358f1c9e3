"""HTML saved from portals: the document apart from the page's furniture, tables with rowspan and colspan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, NavigableString, Tag

from indexer.read import refusals
from indexer.read.checksum import sha256
from indexer.read.oldcode import Decoder, Run, decoder, named
from indexer.read.protocol import Progress
from indexer.settings import Settings
from indexer.types import RawCell, RawDocument, RawLine, RawPage, RawTable

_FURNITURE = (
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "iframe", "svg",
    "select", "head",
)  # fmt: skip
_BLOCKS = frozenset((
    "p", "div", "section", "article", "main", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5",
    "h6", "blockquote", "pre", "br", "hr", "table", "tr", "td", "th", "tbody", "thead", "tfoot", "body", "html",
    "center", "figure", "figcaption", "address",
))  # fmt: skip
_MAIN_SHARE = 0.6
_WIDEST_SPAN = 100
_LONGEST_SPAN = 2000


@dataclass(frozen=True, slots=True)
class HtmlReader:
    """Reads .html."""

    name: str = "html"
    suffixes: tuple[str, ...] = (".html", ".htm")

    def sniff(self, head: bytes, path: Path) -> bool:
        """Whether the file opens like a web page."""
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return start.startswith((b"<!doctype html", b"<html")) or (
            start.startswith((b"<?xml", b"<!--", b"<meta", b"<head", b"<body")) and b"<html" in start
        )

    def read(self, path: Path, settings: Settings, progress: Progress | None) -> RawDocument:
        """Paragraphs and tables without pages. Raises ``UnreadableDocument`` for a page without text."""
        soup = BeautifulSoup(path.read_bytes(), "lxml")
        for tag in soup.find_all(_FURNITURE):
            tag.decompose()
        main = _main(soup)
        runs = [Run(str(text), _font(text)) for text in main.find_all(string=True)]
        reading = decoder(runs)
        items = tuple(_items(main, reading))
        if not any(isinstance(item, RawTable) or item.text for item in items):
            raise refusals.empty(path)
        page = RawPage(None, 0.0, 0.0, items)
        return RawDocument(path.name, sha256(path), self.name, (page,), named(reading, runs))


READER = HtmlReader()


def _main(soup: BeautifulSoup) -> Tag:
    """The smallest element that holds most of the words that are no links: a document has few, a menu nothing else."""
    here: Tag = soup.body or soup
    whole = _own_words(here)
    while True:
        inner = [child for child in here.find_all(True, recursive=False) if child.name not in ("tr", "tbody", "td")]
        best = max(inner, key=_own_words, default=None)
        if best is None or best.name in ("table", "p") or _own_words(best) < _MAIN_SHARE * whole:
            return here
        here = best


def _own_words(tag: Tag) -> int:
    linked = sum(len(link.get_text().split()) for link in tag.find_all("a"))
    return len(tag.get_text(" ").split()) - linked


def _items(tag: Tag, reading: Decoder) -> Iterator[RawLine | RawTable]:
    inline: list[Run] = []
    for child in tag.children:
        if isinstance(child, NavigableString):
            if type(child) is NavigableString:
                inline.append(Run(str(child), _font(child), _bold(child)))
        elif isinstance(child, Tag):
            if child.name not in _BLOCKS and not child.find(list(_BLOCKS)):
                inline += [Run(str(text), _font(text), _bold(text)) for text in child.find_all(string=True)]
                continue
            yield from _flushed(inline, reading)
            inline = []
            if child.name == "table":
                yield from _table(child, reading)
            else:
                yield from _items(child, reading)
    yield from _flushed(inline, reading)


def _flushed(runs: list[Run], reading: Decoder) -> Iterator[RawLine]:
    text = " ".join(reading.line(runs).split())
    if text:
        bold = sum(len(run.text.strip()) for run in runs if run.bold)
        yield RawLine(text, bold=2 * bold > len(text), whole=True)


def _font(text: NavigableString) -> str | None:
    for parent in text.parents:
        face = parent.get("face")
        if isinstance(face, str):
            return face.split(",")[0].strip("'\" ")
        style = parent.get("style")
        if isinstance(style, str) and "font-family" in style.lower():
            return style.lower().split("font-family")[1].split(";")[0].strip(": ").split(",")[0].strip("'\" ")
    return None


def _bold(text: NavigableString) -> bool:
    return any(parent.name in ("b", "strong", "h1", "h2", "h3", "h4", "th") for parent in text.parents)


def _table(table: Tag, reading: Decoder) -> Iterator[RawLine | RawTable]:
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    if table.find("table") or _is_layout(rows):
        # Portals and Word set whole pages, letterheads and signatures in tables.
        for row in rows:
            for cell in row.find_all(["td", "th"], recursive=False):
                yield from _items(cell, reading)
        return
    cells: list[RawCell] = []
    taken: set[tuple[int, int]] = set()
    columns = 0
    for r, row in enumerate(rows):
        c = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while (r, c) in taken:
                c += 1
            height = min(_span(cell, "rowspan", _LONGEST_SPAN), len(rows) - r)
            width = _span(cell, "colspan", _WIDEST_SPAN)
            taken |= {(r + i, c + j) for i in range(height) for j in range(width)}
            lines = tuple(item for item in _items(cell, reading) if isinstance(item, RawLine))
            cells.append(RawCell(r, c, lines, height, width))
            c += width
        columns = max(columns, c)
    if cells:
        yield RawTable(len(rows), columns, tuple(cells), "markup")


def _is_layout(rows: list[Tag]) -> bool:
    widths = [len(row.find_all(["td", "th"], recursive=False)) for row in rows]
    return not widths or max(widths) == 1 or (max(widths) <= 2 and len(rows) <= 3)


def _span(cell: Tag, name: str, most: int) -> int:
    value = cell.get(name)
    return max(1, min(int(value), most)) if isinstance(value, str) and value.isdigit() else 1
