"""RawDocument → Document: the one text that every offset and every quote refers to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.normalise import markup
from indexer.normalise.footnotes import settled
from indexer.normalise.furniture import plain_text, without_furniture
from indexer.normalise.layout import Layout, Paragraph
from indexer.normalise.pieces import Piece, TablePieces, pieces
from indexer.normalise.wrap import Setting, joins
from indexer.types import Document, Page, RawDocument, Span


def normalise(raw: RawDocument) -> Document:
    """The document with its one fixed text.

    Characters are composed, displaced tone marks put back, markup and page furniture taken out, wrapped prose
    joined into paragraphs; tables are written row by row with tabs. See docs/architecture.md, "The one text".
    """
    pages = without_furniture(raw)
    markdown = markup.is_markdown(plain_text(pages))
    parts = [part for index, items in enumerate(pages) for part in pieces(items, index, markdown)]
    setting = Setting.of([part for part in parts if isinstance(part, Piece)])
    layout = Layout(raw.pages, setting.usual_blanks)
    for block in _paragraphs(settled(parts), setting):
        if isinstance(block, TablePieces):
            layout.table(block)
        else:
            layout.paragraph(block)
    return Document(
        id=raw.sha256[:12],
        file=raw.file,
        sha256=raw.sha256,
        format=raw.format,
        text=layout.text,
        pages=_pages(raw, layout),
        lines=tuple(layout.lines),
        tables=tuple(layout.tables),
        words=tuple(layout.words),
        repairs=tuple(layout.repairs),
        encoding=raw.encoding,
        notes=raw.notes,
    )


def _paragraphs(parts: Sequence[Piece | TablePieces], setting: Setting) -> Iterator[Paragraph | TablePieces]:
    """The parts with the printed lines of each paragraph brought together."""
    held: list[Piece] = []
    for part in parts:
        if isinstance(part, Piece) and held and joins(held, part, setting):
            held.append(part)
            continue
        if held:
            yield tuple(held)
            held = []
        if isinstance(part, Piece):
            held = [part]
        else:
            yield part
    if held:
        yield tuple(held)


def _pages(raw: RawDocument, layout: Layout) -> tuple[Page, ...]:
    found = []
    end = 0
    for index, page in enumerate(raw.pages):
        span = layout.page_spans.get(index, Span(end, end))
        end = span.end
        found.append(Page(page.number, page.width, page.height, span, page.source, page.confidence))
    return tuple(found)
