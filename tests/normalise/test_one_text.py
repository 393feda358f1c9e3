"""Properties of the one text: spans give back words, offsets grow, clean text stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.normalise import normalise
from indexer.read import read
from indexer.settings import Settings
from indexer.types import Document, RawCell, RawDocument, RawLine, RawPage, RawTable, RawWord


def raw_of(*pages: RawPage) -> RawDocument:
    return RawDocument("a.txt", "abcdef0123456789" * 4, "text", pages)


def check(document: Document) -> None:
    assert "\n".join(document.slice(line.span) for line in document.lines) == document.text
    assert all("\n" not in document.slice(line.span) and document.slice(line.span) for line in document.lines)
    for page, following in zip(document.pages, document.pages[1:], strict=False):
        assert page.span.start <= page.span.end <= following.span.start
    for table in document.tables:
        for cell in table.cells:
            pieces = [document.slice(span) for span in cell.spans]
            assert all(piece and piece in cell.text for piece in pieces)
            assert "".join(pieces).replace(" ", "") == "".join(cell.text.split())
    for word in document.words:
        assert document.slice(word.span).strip() == document.slice(word.span) != ""
    for repair in document.repairs:
        assert document.slice(repair.span) != repair.printed


def test_the_id_is_the_checksums_beginning() -> None:
    assert normalise(raw_of(RawPage(None, 0, 0, (RawLine("Sở A"),)))).id == "abcdef012345"


def test_a_table_is_written_row_by_row() -> None:
    cells = (
        RawCell(0, 0, (RawLine("Nhóm"),)), RawCell(0, 1, (RawLine("Việc"),)), RawCell(0, 2, (RawLine("Hạn"),)),
        RawCell(1, 0, (RawLine("Thể chế"),), row_span=2), RawCell(1, 1, (RawLine("Rà soát văn"), RawLine("bản"))),
        RawCell(1, 2, ()), RawCell(2, 1, (RawLine("Theo dõi thi hành phá"), RawLine("p luật"))),
        RawCell(2, 2, (RawLine("28-"), RawLine("30/6"))),
    )  # fmt: skip
    document = normalise(raw_of(RawPage(1, 595, 842, (RawTable(3, 3, cells, "ruled"), RawLine("Hết")))))
    assert document.text == "Nhóm\tViệc\tHạn\nThể chế\tRà soát văn bản\t\nTheo dõi thi hành pháp luật\t28-30/6\nHết"
    assert document.tables[0].pages == (1,)
    assert [line.table for line in document.lines] == [0, 0, 0, None]
    check(document)


def test_pages_follow_one_another_and_keep_their_stretch() -> None:
    word = RawWord("Sở", 10, 10, 20, 20, 0.9)
    document = normalise(
        raw_of(
            RawPage(1, 595, 842, (RawLine("Sở", (word,)),)),
            RawPage(2, 595, 842, ()),
            RawPage(3, 595, 842, (RawLine("Nội vụ."),)),
        )
    )
    assert [(p.number, document.slice(p.span)) for p in document.pages] == [(1, "Sở"), (2, ""), (3, "Nội vụ.")]
    assert document.words[0].box.page == 1
    assert document.words[0].confidence == 0.9


def test_invisible_characters_and_odd_spaces_go() -> None:
    document = normalise(raw_of(RawPage(None, 0, 0, (RawLine("Sở\u00a0Nội\u200b vụ\u00ad,  xã\ufeff\uf0b7 Ðông"),))))
    assert document.text == "Sở Nội vụ, xã• Đông"


def test_clean_text_stays_as_it_is() -> None:
    text = "I. MỤC TIÊU\n1. Rà soát thủ tục hành chính.\na) Sở Nội vụ chủ trì;\n- Báo cáo quý."
    first = normalise(raw_of(RawPage(None, 0, 0, tuple(RawLine(line) for line in text.split("\n")))))
    again = normalise(raw_of(RawPage(None, 0, 0, tuple(RawLine(line) for line in first.text.split("\n")))))
    assert first.text == again.text == text


@pytest.mark.shared
@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_the_real_plans_keep_every_property(shared: Path, name: str) -> None:
    document = normalise(read(next((shared / "seeds").glob(f"{name}_*")), Settings()))
    check(document)
    tables = [tuple(range(t.span.start, t.span.end, 1000)) for t in document.tables]
    assert tables == sorted(tables)


@pytest.mark.shared
def test_words_of_a_pdf_stand_where_their_page_prints_them(shared: Path) -> None:
    raw = read(shared / "fixtures" / "plans" / "003-text-portrait.pdf", Settings())
    document = normalise(raw)
    check(document)
    printed = [w.text for p in raw.pages for i in p.items if isinstance(i, RawLine) for w in i.words]
    shown = [document.slice(w.span) for w in document.words]
    assert len(shown) > 2000
    assert set(printed) & set(shown) >= {"KẾ", "HOẠCH", "Thanh", "CCHC"}


@pytest.mark.shared
def test_page_numbers_are_taken_out(shared: Path) -> None:
    document = normalise(read(next((shared / "seeds").glob("002_*")), Settings()))
    lines = [document.slice(line.span) for line in document.lines]
    table = lines.index("Phụ lục")
    assert not [line for line in lines[:table] if line.isdigit()]
    numbers = [int(x.split()[0]) for x in lines[table:] if x.split()[0].isdigit() and int(x.split()[0]) <= 44]
    assert sorted(numbers) == list(range(1, 45))
