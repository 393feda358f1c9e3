"""Footnotes at the foot of a page: told by their smaller type, and kept out of the paragraph that they interrupt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from indexer.normalise.opening import ended, opens, opens_note
from indexer.normalise.pieces import Piece, TablePieces

_SMALLER = 0.9


def settled(parts: Sequence[Piece | TablePieces]) -> list[Piece | TablePieces]:
    """The parts with footnotes marked, and moved ahead of a paragraph that goes on over the page break.

    The pages stay in order: the footnotes stay on their page, before its last paragraph.
    """
    by_page: dict[int, list[Piece | TablePieces]] = {}
    for part in parts:
        by_page.setdefault(part.page, []).append(part)
    sizes = [p.size for p in parts if isinstance(p, Piece) and p.size]
    if not sizes:
        return list(parts)
    body = median(sizes)
    pages = [_marked(by_page[page], body) for page in sorted(by_page)]
    found: list[Piece | TablePieces] = []
    for page, following in zip(pages, [*pages[1:], []], strict=True):
        found += _moved(page, following)
    return found


def _marked(page: list[Piece | TablePieces], body: float) -> list[Piece | TablePieces]:
    """The page with the small lines at its foot marked as footnotes, from the first that opens with a number."""
    start = len(page)
    while start and (part := page[start - 1]) and isinstance(part, Piece) and (part.size or body) < _SMALLER * body:
        start -= 1
    while start < len(page) and isinstance(part := page[start], Piece) and not opens_note(part.shown):
        start += 1
    notes = [replace(part, footnote=True) if isinstance(part, Piece) else part for part in page[start:]]
    return page[:start] + notes


def _moved(page: list[Piece | TablePieces], following: list[Piece | TablePieces]) -> list[Piece | TablePieces]:
    cut = len(page)
    while cut and isinstance(part := page[cut - 1], Piece) and part.footnote:
        cut -= 1
    body, notes = page[:cut], page[cut:]
    if not notes or not body or not following:
        return page
    last, first = body[-1], following[0]
    if not isinstance(last, Piece) or not isinstance(first, Piece) or ended(last.shown):
        return page
    if opens(first.shown, last.shown) or not (first.shown[:1].islower() or first.shown[:1].isdigit()):
        return page
    head = _paragraph_start(body)
    return body[:head] + notes + body[head:]


def _paragraph_start(body: list[Piece | TablePieces]) -> int:
    """Where the page's last paragraph begins: behind the last line that ended a sentence, or at an opening."""
    for index in range(len(body) - 1, 0, -1):
        here, above = body[index], body[index - 1]
        if not isinstance(here, Piece) or not isinstance(above, Piece):
            return index
        if opens(here.shown, above.shown) or (ended(above.shown) and not here.shown[:1].islower()):
            return index
    return 0
