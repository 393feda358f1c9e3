"""The smallest pieces of a flattened table that belong to one cell: lines, and parts of lines with glued cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.extract.flat.anchors import is_stray
from indexer.extract.flat.content import is_time, opens_product, opens_time, opens_unit, opens_work, words_of
from indexer.extract.flat.region import FlatRegion
from indexer.extract.numbering import group_mark, is_group_number, is_upper
from indexer.types import Document, Span


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a line. ``number`` is a row number that it opens with; ``span`` and ``words`` are without it.

    ``title`` marks a piece that is a group's title or the bare mark of one.
    """

    span: Span
    text: str
    words: tuple[str, ...]
    line: int
    starts_line: bool
    blank_before: bool
    number: str | None = None
    title: bool = False
    page: int | None = None


def atoms(document: Document, region: FlatRegion, numbers: dict[int, tuple[str, int]]) -> tuple[Atom, ...]:
    """The pieces of the region's lines in order; ``numbers`` holds the row number of a line and its length.

    Where numbers have a column, a number alone on a line that opens no row is left out. Where they begin again, what
    stands right above each first one and looks like no cell is a group's title, as is what 1 opens above 1.1.
    """
    texts_at = [at for at, f in enumerate(_cell_fields(region)) if f in ("goal", "task", "activity")]
    work_inside = len(texts_at) > 1 or texts_at[:1] != [0]
    own_numbers = region.columns.has("no")
    firsts = {at for at, (number, _) in numbers.items() if number == "1"}
    lists = firsts if len(firsts) > 1 and not region.columns.has("section") else frozenset()
    heads = _heads(numbers)
    found: list[Atom] = []
    texts = [document.slice(line.span) for line in region.lines]
    for at, (line, text) in enumerate(zip(region.lines, texts, strict=True)):
        following = texts[at + 1] if at + 1 < len(texts) else ""
        number, offset = numbers.get(at, (None, 0)) if at not in heads else (None, 0)
        if own_numbers and number is None and is_stray(text, texts[at - 1] if at else ""):
            continue
        title = number is None and (
            at in heads
            or _is_title(text, opens_rows=at + 1 in numbers or not numbers)
            or (at + 1 in lists and _may_be_title(text))
        )
        cuts = [offset] if title else [offset, *_cuts(text, offset, following, work_inside)]
        for k, (low, high) in enumerate(zip(cuts, [*cuts[1:], len(text)], strict=True)):
            piece = text[low:high]
            start = line.span.start + low + len(piece) - len(piece.lstrip())
            end = max(start, line.span.start + low + len(piece.rstrip()))
            found.append(
                Atom(
                    span=Span(start, end),
                    text=piece.strip(),
                    words=words_of(piece),
                    line=at,
                    starts_line=k == 0,
                    blank_before=line.blank_before,
                    number=number if k == 0 else None,
                    title=title,
                    page=line.page,
                )
            )
    return tuple(found)


def _heads(numbers: dict[int, tuple[str, int]]) -> set[int]:
    """The numbered lines that rows numbered below them follow: 1 above 1.1."""
    chain = [(at, number) for at, (number, _) in numbers.items()]
    return {at for (at, number), (_, below) in pairwise(chain) if below.startswith(f"{number}.")}


def _is_title(text: str, opens_rows: bool) -> bool:
    """Whether a line is a group's title, its bare mark ("IV"), or capitals throughout.

    A Roman number with a point needs no capitals behind it right above a numbered row, or where no row is numbered.
    """
    bare = text.strip()
    if is_group_number(bare):
        return True
    mark = group_mark(bare)
    if mark is None:
        long = 2 if opens_rows and not opens_unit(words_of(bare)) else 3
        return is_upper(bare) and bare == bare.upper() and len(bare.split()) >= long
    rest = bare[len(mark) :].strip(" .:)-")
    if opens_rows and bare[len(mark) : len(mark) + 1] in (".", ")", "/"):
        return True
    return is_upper(rest) or (len(mark) == 1 and mark not in "IVX" and len(rest.split()) <= 8)


def _may_be_title(text: str) -> bool:
    words = words_of(text)
    return text.strip()[:1].isupper() and not (opens_unit(words) or opens_product(words) or opens_time(words))


def _cell_fields(region: FlatRegion) -> list[str | None]:
    return [f for f in region.columns.fields if f not in ("no", "section")]


def _cuts(text: str, offset: int, following: str, work_inside: bool) -> list[int]:
    """Places inside a line where another cell may begin: a capital or a year that opens something a column holds.

    So may any capital or number behind a whole time ("Tháng 8 Góc đón tiếp").
    """
    found: list[int] = []
    position = offset
    for word in text[offset:].split():
        start = text.index(word, position)
        position = start + len(word)
        if start <= offset or not text[offset:start].strip():
            continue
        if not (word[0].isupper() or word[0].isdigit()):
            continue
        rest = words_of(text[start:] + " " + following)
        since = words_of(text[found[-1] if found else offset : start])
        closed = is_time(since) and not is_time((*since, *rest[:2]))
        if closed or opens_unit(rest) or opens_product(rest) or opens_time(rest) or (work_inside and opens_work(rest)):
            found.append(start)
    return found


def lengths(pieces: Sequence[Atom]) -> list[int]:
    """The printed length of each line that the pieces stand on, in characters."""
    found: dict[int, int] = {}
    for piece in pieces:
        found[piece.line] = found.get(piece.line, 0) + len(piece.text) + (0 if piece.starts_line else 1)
    return list(found.values())
