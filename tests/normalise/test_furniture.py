"""Page numbers and running headers go; numbers and headings of the text stay."""

from __future__ import annotations

import pytest

from indexer.normalise import normalise
from indexer.types import RawDocument, RawLine, RawPage


def text_of(*pages: tuple[int | None, list[str]]) -> str:
    raw = tuple(RawPage(number, 0, 0, tuple(RawLine(line) for line in lines)) for number, lines in pages)
    return normalise(RawDocument("a.txt", "0" * 64, "text", raw)).text


@pytest.mark.parametrize("printed", ["2", " 2 ", "- 2 -", "Trang 2", "2/7", "Trang 2/7", "Page 2"])
def test_a_page_number_at_the_edge_goes(printed: str) -> None:
    assert text_of((1, ["Mở đầu."]), (2, [printed, "Nội dung tiếp."])) == "Mở đầu.\nNội dung tiếp."
    assert text_of((1, ["Mở đầu."]), (2, ["Nội dung tiếp.", printed])) == "Mở đầu.\nNội dung tiếp."


def test_another_number_at_the_edge_stays() -> None:
    assert text_of((1, ["Mở đầu."]), (2, ["7", "Rà soát quy trình."])) == "Mở đầu.\n7\nRà soát quy trình."


def test_a_number_under_a_wide_gap_goes_and_one_in_the_text_stays() -> None:
    lines = ["Rà soát.", "", "", "", "16", "", "VII. HẾT", "17", "Báo cáo."]
    assert text_of((None, lines)) == "Rà soát.\nVII. HẾT\n17\nBáo cáo."


def test_a_line_that_heads_most_pages_goes_and_a_tables_heading_stays() -> None:
    pages = [
        (n, ["Kế hoạch năm 2024 của tỉnh An Bình", "STT Nhiệm vụ Chủ trì", f"Việc thứ {w}."])
        for n, w in enumerate("abcd", 1)
    ]
    text = text_of(*pages)
    assert "Kế hoạch năm 2024" not in text
    assert text.count("STT Nhiệm vụ Chủ trì") == 4
    assert text.count("Việc thứ") == 4
