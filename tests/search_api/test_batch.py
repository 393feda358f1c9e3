from __future__ import annotations

import io

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook, load_workbook

from search_api.asking import batch
from search_api.errors import BadUpload
from search_api.service import Service

ASKED = ("Ai chủ trì rà soát tài sản công tại các trường học?", "ai chu tri mo lop tap huan chu ky so")


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "name, content",
    [
        ("hoi.csv", "\n".join(ASKED).encode()),
        ("hoi.csv", ("\ufeffSTT;Câu hỏi\n" + "\n".join(f"{i};{q}" for i, q in enumerate(ASKED))).encode()),
        ("hoi.csv", "\n".join(f'"{q}",x' for q in ASKED).encode("utf-16")),
        ("HOI.XLSX", workbook(("Số", "Question"), (1, ASKED[0]), (None, None), (2, ASKED[1]))),
        ("hoi.xlsx", workbook(*((q,) for q in ASKED))),
        ("hoi.txt", "\n\n".join(ASKED).encode()),
    ],
)
def test_questions_are_read_from_their_column(name: str, content: bytes) -> None:
    assert batch.questions(name, content) == ASKED


@pytest.mark.parametrize(
    "name, content",
    [
        ("hoi.pdf", b"%PDF-1.4"),
        ("hoi.csv", b""),
        ("hoi.csv", b"C\xc3\xa2u h\xe1\xbb\x8fi\n\n"),
        ("hoi.xlsx", b"not a workbook"),
        ("hoi.xlsx", workbook()),
        ("hoi.csv", b"a\n" * (batch.MOST_QUESTIONS + 1)),
        ("hoi.csv", b"x" * (batch.MOST_BYTES + 1)),
    ],
)
def test_a_file_without_readable_questions_is_refused_with_a_sentence(name: str, content: bytes) -> None:
    with pytest.raises(BadUpload) as refused:
        batch.questions(name, content)
    assert name in str(refused.value) and name in refused.value.en


def test_every_question_has_a_row_with_its_answer_and_citation(service: Service) -> None:
    heard: list[tuple[int, int]] = []
    report = batch.answered(service, [*ASKED, "?!"], "http://h", lambda done, of: heard.append((done, of)))
    (table,) = report.tables
    assert [row[0] for row in table.rows] == [1, 2, 3]
    assert table.rows[0][4] == "Sở Tài chính"
    assert "Rà soát tài sản công" in str(table.rows[0][11])
    assert table.rows[2][3] == "không đọc được"
    assert {len(row) for row in table.rows} == {len(batch.COLUMNS)}
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_the_workbook_holds_no_formula_from_a_question(client: TestClient) -> None:
    content = 'Câu hỏi\n"=HYPERLINK(""http://x"",""tài sản công"")"\n+cmd kinh phí\n'.encode()
    reply = client.post("/api/v1/ask/batch", files={"file": ("hoi.csv", content)})
    assert reply.status_code == 200
    sheet = load_workbook(io.BytesIO(reply.content)).worksheets[0]
    asked = [sheet.cell(row, 2) for row in (2, 3)]
    assert [cell.data_type for cell in asked] == ["s", "s"]
    assert asked[0].value.startswith("=HYPERLINK")


def test_a_request_without_a_file_is_told_so(client: TestClient) -> None:
    assert client.post("/api/v1/ask/batch").status_code == 400
