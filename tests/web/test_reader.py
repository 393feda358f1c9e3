"""The reader's blocks: the whole text once, cited stretches marked, also over cells and paragraphs."""

from __future__ import annotations

import pytest

from search_api.sheet import Cell, Clause, Line, Region, Sheet, Span, Table
from web.reader import View, anchor, ranges, view

HEAD = "I. NHIỆM VỤ"
LONG = "1. Rà soát sổ sách của bến thuyền."
POINT = "a) Kiểm đếm phao tiêu."
ROW = ("12", "Sơn lại phao", "Ban Bến thuyền")


def made() -> Sheet:
    """Two pages: a heading, a clause with a point, and a table of two rows."""
    table_rows = ["\t".join(("TT", "Nhiệm vụ", "Chủ trì")), "\t".join(ROW)]
    parts = [HEAD, LONG, POINT, *table_rows]
    text = "\n".join(parts) + "\n"
    spans, at = [], 0
    for part in parts:
        spans.append(Span(at, at + len(part)))
        at += len(part) + 1
    lines = tuple(
        Line(span, page=1 if i < 3 else 2, table=0 if i > 2 else None, bold=i == 0) for i, span in enumerate(spans)
    )
    cells, row_at = [], spans[3].start
    for row, words in enumerate(table_rows):
        for column, cell in enumerate(words.split("\t")):
            cells.append(Cell(row, column, 1, 1, (Span(row_at, row_at + len(cell)),), cell))
            row_at += len(cell) + 1
    table = Table(2, 3, tuple(cells), Span(spans[3].start, spans[4].end), "ruled", pages=(2,))
    end = spans[2].end
    clauses = (
        Clause("d/I", None, ("I",), "mục", "I.", None, Span(3, spans[0].end), Span(0, end), 1, False),
        Clause("d/I/1", "d/I", ("I", "1"), "khoản", "1.", None, Span(15, spans[1].end), Span(12, end), 1, False),
        Clause(
            "d/I/1/a", "d/I/1", ("I", "1", "a"), "điểm", "a)", None, Span(50, end), Span(spans[2].start, end), 1, True
        ),
    )
    return Sheet(text, lines, (table,), clauses, (Region("body", Span(0, len(text))),))


def shown(page: View) -> str:
    """Everything that the blocks show, without white space."""
    words: list[str] = []
    for block in page.blocks:
        words += [piece.text for piece in block.pieces]
        words += [piece.text for row in block.rows for cell in row for line in cell.lines for piece in line]
    return "".join("".join(words).split())


def marked(page: View) -> list[str]:
    found = [piece.text for block in page.blocks for piece in block.pieces if piece.marked]
    for block in page.blocks:
        found += [p.text for row in block.rows for cell in row for line in cell.lines for p in line if p.marked]
    return found


def test_the_blocks_show_the_one_text_and_nothing_else():
    document = made()
    assert shown(view(document, ())) == "".join(document.text.split())


def test_a_span_over_two_paragraphs_is_marked_in_both():
    document = made()
    start, end = document.text.index("sổ sách"), document.text.index("phao tiêu")
    page = view(document, [(start, end)])
    assert marked(page) == ["sổ sách của bến thuyền.", "a) Kiểm đếm "]


def test_a_span_over_cells_is_marked_in_each_cell():
    document = made()
    start = document.text.index("\t".join(ROW))
    page = view(document, [(start, start + len("\t".join(ROW)))])
    assert marked(page) == list(ROW)
    assert page.marked == 3


def test_only_the_first_marked_piece_is_the_place_to_scroll_to():
    document = made()
    page = view(document, [(0, 4), (20, 30)])
    firsts = [piece.text for block in page.blocks for piece in block.pieces if piece.begins == 1]
    assert firsts == [document.text[0:4]]


def test_a_span_beyond_the_text_marks_nothing():
    document = made()
    assert view(document, [(9000, 9010)]).marked == 0


def test_headings_indents_pages_and_outline_follow_the_clauses():
    document = made()
    page = view(document, ())
    heading, clause, point, table = page.blocks
    assert (heading.kind, heading.anchors, heading.page) == ("heading", ("c.I",), 1)
    assert (clause.indent, point.indent, point.kind) == (0, 1, "paragraph")
    assert (table.kind, table.page, table.head_rows, len(table.rows)) == ("table", 2, 1, 2)
    assert [entry.label for entry in page.outline] == [HEAD, LONG]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3-9", ((3, 9),)),
        ("3-9,20-25", ((3, 9), (20, 25))),
        ("9-3", ()),
        ("", ()),
        ("abc", ()),
        ("1-2;3-4", ()),
        ("-5-9", ()),
        ("3-9,x-y", ((3, 9),)),
        ("1-99999999999999", ()),
    ],
)
def test_the_span_parameter_is_read_strictly(text, expected):
    assert ranges(text) == expected


def test_an_anchor_has_no_spaces():
    assert anchor(("Phụ lục II", "Điều 5", "đ")) == "c.Phụ_lục_II.Điều_5.đ"
