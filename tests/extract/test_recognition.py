"""Records whose words OCR was unsure of are marked for review with the confidence; others are left alone."""

from __future__ import annotations

import pytest

from indexer.extract.recognition import recognised
from indexer.extract.tasks import tasks
from indexer.extract.units import UnitReader
from indexer.normalise import normalise
from indexer.segment import outline
from indexer.types import RawCell, RawDocument, RawLine, RawPage, RawTable, RawWord, Span, Task

HEAD = ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành"]
ROW = ["1", "Kiểm kê kho lưu trữ của trường", "Phòng Đào tạo", "Phòng Tài vụ", "Tháng 6/2026"]


def scanned(sure: dict[int, float | None]) -> RawDocument:
    """A page with a table of one task; ``sure`` is the confidence by column, 0.97 where it names none."""
    cells = []
    for at_row, row in enumerate((HEAD, ROW)):
        for column, text in enumerate(row):
            confidence = sure.get(column, 0.97) if at_row else 0.97
            words = tuple(
                RawWord(
                    word,
                    100.0 * column + 20 * n,
                    20.0 * at_row,
                    100.0 * column + 20 * n + 18,
                    20.0 * at_row + 12,
                    confidence,
                )
                for n, word in enumerate(text.split())
            )
            cells.append(RawCell(at_row, column, (RawLine(text, words),)))
    page = RawPage(1, 595.0, 842.0, (RawTable(2, len(HEAD), tuple(cells), "image"),), "ocr", 0.95)
    return RawDocument("a.pdf", "0" * 64, "pdf", (page,))


def task_of(sure: dict[int, float | None]) -> Task:
    document = normalise(scanned(sure))
    structure = outline(document)
    (task,) = tasks(document, structure, UnitReader(structure.header, ()))
    return task


def test_a_row_read_with_confidence_needs_no_review():
    task = task_of({})
    assert not task.needs_review
    assert task.review == ()


@pytest.mark.parametrize("column", [1, 2, 3, 4])
def test_one_doubtful_cell_marks_its_row_with_the_share(column):
    task = task_of({column: 0.62})
    assert task.needs_review
    assert "độ tin cậy nhận dạng chữ thấp (62 %)" in task.review
    assert task.confidence < task_of({}).confidence


def test_a_doubtful_number_alone_says_little():
    assert not task_of({0: 0.3}).needs_review


def test_words_of_a_text_layer_are_not_doubted():
    assert not task_of(dict.fromkeys(range(5))).needs_review


def test_confidence_is_weighed_by_letters_over_the_words_of_a_span():
    document = normalise(scanned({1: 0.5}))
    start = document.text.index("Kiểm kê")
    assert recognised(document.words, [Span(start, start + 7)]) == pytest.approx(0.5)
    whole = recognised(document.words, [Span(0, len(document.text))])
    assert whole is not None
    assert 0.5 < whole < 0.97
    assert recognised((), [Span(0, 5)]) is None
