"""Whatever the bytes, a reader answers with a document or with the project's own refusal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import UnreadableDocument
from indexer.read import read
from indexer.settings import Settings
from indexer.types import RawDocument
from tests.read.drawing import Sheet, draw, grid

SETTINGS = Settings(ocr="off", workers=1)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> bytes:
    def page(sheet: Sheet) -> None:
        sheet.text(60, 60, "Kế hoạch phân công nhiệm vụ của các cơ quan trong tỉnh")
        grid(sheet, [60, 300, 530], [100, 130, 160], [["Nhiệm vụ", "Chủ trì"], ["Tập huấn", "Sở Nội vụ"]])

    return draw(tmp_path_factory.mktemp("whole") / "a.pdf", page, page).read_bytes()


def read_or_refuse(path: Path, data: bytes) -> RawDocument | None:
    path.write_bytes(data)
    try:
        return read(path, SETTINGS)
    except UnreadableDocument as error:
        assert path.name in str(error)
        return None


@given(st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=30)), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_overwritten_pdf_is_read_or_refused(whole, tmp_path, patches):
    data = bytearray(whole)
    for place, patch in patches:
        start = int(place * (len(data) - len(patch)))
        data[start : start + len(patch)] = patch
    document = read_or_refuse(tmp_path / "a.pdf", bytes(data))
    if document is not None:
        assert [page.number for page in document.pages] == list(range(1, len(document.pages) + 1))


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_under_a_txt_name_are_read_or_refused(tmp_path, data):
    document = read_or_refuse(tmp_path / "a.txt", data)
    if document is not None and document.format == "text":
        assert all(page.items for page in document.pages)


@given(st.text(alphabet="a 1-\t\f\n2Điều|", min_size=1, max_size=200))
@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_letter_of_a_text_is_lost(tmp_path, text):
    document = read_or_refuse(tmp_path / "a.txt", text.encode())
    if document is None:
        assert not text.strip()
        return
    lines = [
        line.text
        for page in document.pages
        for item in page.items
        for line in ([line for cell in item.cells for line in cell.lines] if hasattr(item, "cells") else [item])
    ]
    # The bars and dashes that draw a table are no part of its words.
    drawn = str.maketrans("", "", "|-")
    assert "".join("".join(lines).split()).translate(drawn) == "".join(text.split()).translate(drawn)
