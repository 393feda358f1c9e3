from __future__ import annotations

from pathlib import Path

from bench import report


def test_a_table_keeps_three_decimals_and_shows_what_is_missing():
    assert report.table(("a", "b"), [[0.5, None]]) == "| a | b |\n|---|---|\n| 0.500 | – |"


def test_only_the_words_between_the_markers_are_replaced(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text("# Title\n\nbefore\n\n<!-- x:begin -->\nold\n<!-- x:end -->\n\nafter\n", encoding="utf8")
    report.replace(page, "x", "new", "Title")
    assert page.read_text(encoding="utf8") == ("# Title\n\nbefore\n\n<!-- x:begin -->\nnew\n<!-- x:end -->\n\nafter\n")


def test_missing_markers_are_added_at_the_end(tmp_path: Path):
    page = tmp_path / "page.md"
    report.replace(page, "x", "body", "Title")
    assert page.read_text(encoding="utf8") == "# Title\n\n<!-- x:begin -->\nbody\n<!-- x:end -->\n"
