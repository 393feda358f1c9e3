"""Files of the views: their totals are the API's, their links lead to the source, nothing in them is a formula."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from fastapi.testclient import TestClient
from openpyxl import Workbook, load_workbook

from search_api.exports import as_csv, as_docx, as_xlsx
from search_api.exports.report import Column, Report, Source, Table
from search_api.exports.word import MOST_ROWS
from tests.search_api.ledger.boats import boats

API = "/api/v1"
YEAR = {"from": "2024-01-01", "to": "2024-12-31"}
VIEWS: list[tuple[str, dict[str, str]]] = [
    ("/tasks", {}),
    ("/matrix", {}),
    ("/matrix", {"by": "document"}),
    ("/calendar", YEAR),
    ("/compare", {"documents": "11-ben.txt,12-phao.txt"}),
]


@pytest.fixture(scope="module")
def client(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with boats(tiny_model, tmp_path_factory.mktemp("exports")) as opened:
        yield opened


def fetched(client: TestClient, path: str, form: str, **given: str) -> bytes:
    reply = client.get(API + path, params={**given, "format": form})
    assert reply.status_code == 200, reply.text
    assert f".{form}" in reply.headers["content-disposition"]
    return reply.content


def book(client: TestClient, path: str, **given: str) -> Workbook:
    return load_workbook(io.BytesIO(fetched(client, path, "xlsx", **given)))


@pytest.mark.parametrize("path, given", VIEWS)
def test_a_workbook_has_a_frozen_filtered_head_and_no_formula(
    client: TestClient, path: str, given: dict[str, str]
) -> None:
    sheet = book(client, path, **given).worksheets[0]
    assert sheet.freeze_panes in ("A2", "B2")
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.max_row > 2
    assert all(cell.font.bold and cell.fill.fgColor.rgb != "00000000" for cell in sheet[1])
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    links = [cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert links and all(link.startswith("http://testserver/") for link in links)


@pytest.mark.parametrize("by", ["section", "document"])
def test_the_totals_of_the_matrix_file_are_those_of_the_api(client: TestClient, by: str) -> None:
    found = client.get(f"{API}/matrix", params={"by": by, "limit": 200}).json()
    rows = list(book(client, "/matrix", by=by).worksheets[0].iter_rows(values_only=True))
    head, body, last = rows[0], rows[1:-1], rows[-1]
    assert len(body) == found["total"]
    for at, part in ((2, "lead"), (3, "coordinate"), (4, "duties")):
        assert last[at] == found[part] == sum(row[at] or 0 for row in body)
        assert [row[at] or 0 for row in body] == [row[part] for row in found["rows"]]
    for at in range(5, len(head)):
        assert last[at] == sum(row[at] or 0 for row in body)
    sums = {part: sum(last[at] for at in range(5, len(head)) if head[at].endswith(f": {word}")) for part, word in (
        ("lead", "chủ trì"), ("coordinate", "phối hợp"), ("duties", "trách nhiệm"))}  # fmt: skip
    assert sums == {part: found[part] for part in sums}


def test_the_calendar_and_task_files_hold_every_record(client: TestClient) -> None:
    found = client.get(f"{API}/calendar", params={**YEAR, "limit": 200}).json()
    made = book(client, "/calendar", **YEAR)
    assert made.worksheets[0].max_row - 1 == found["total"]
    assert made.worksheets[1].max_row - 1 == found["counts"]["undated"]
    days = [row[0].date().isoformat() for row in made.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert days == [one["day"] for one in found["entries"]]
    total = client.get(f"{API}/tasks").json()["total"]
    assert book(client, "/tasks").worksheets[0].max_row - 1 == total
    lines = list(csv.reader(io.StringIO(fetched(client, "/tasks", "csv").decode("utf-8-sig"))))
    assert len(lines) - 1 == total


def test_words_that_look_like_formulas_stay_words(client: TestClient) -> None:
    content = fetched(client, "/tasks", "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert any(cell.startswith("'+84") for cell in cells)
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    sheet = book(client, "/tasks").worksheets[0]
    held = [c for row in sheet.iter_rows() for c in row if isinstance(c.value, str) and c.value.startswith("=")]
    assert held and all(cell.data_type == "s" and cell.quotePrefix for cell in held)


def test_a_printed_report_numbers_its_citations_and_repeats_its_head(client: TestClient) -> None:
    made = Document(io.BytesIO(fetched(client, "/calendar", "docx", **YEAR)))
    table = made.tables[0]
    assert "tblHeader" in table.rows[0]._tr.xml
    numbers = {row.cells[-1].text for row in table.rows[1:]}
    cited = [p.text for p in made.paragraphs if p.text.startswith("[")]
    assert numbers <= {words.split(" ")[0] for words in cited}
    assert any("Rà soát cọc neo" in words for words in cited)
    targets = [rel.target_ref for rel in made.part.rels.values() if rel.is_external]
    assert targets and all("/documents/" in target for target in targets)


def test_a_unit_s_account_is_written_in_every_form(client: TestClient) -> None:
    units = client.get(f"{API}/units", params={"q": "Kỹ thuật"}).json()["units"]
    path = f"/units/{units[0]['id']}/profile"
    sheet = book(client, path).worksheets[0]
    assert sheet.max_row - 1 == units[0]["leads"] + units[0]["coordinates"]
    assert fetched(client, path, "docx")[:2] == b"PK"
    assert fetched(client, path, "csv").startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("path, given", VIEWS)
def test_an_office_program_opens_the_files(
    client: TestClient, path: str, given: dict[str, str], tmp_path: Path
) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine (soffice is not on PATH)")
    for form in ("xlsx", "docx"):
        file = tmp_path / f"view.{form}"
        file.write_bytes(fetched(client, path, form, **given))
        command = [office, f"-env:UserInstallation={tmp_path.as_uri()}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", str(tmp_path), str(file)], check=True, timeout=120, capture_output=True)
        assert (tmp_path / "view.pdf").read_bytes().startswith(b"%PDF")
        (tmp_path / "view.pdf").unlink()


def report(rows: list[tuple[Any, ...]]) -> Report:
    return Report("thu", "Thử", (), (Table("Bảng: [1]/2?*", (Column("A", 10), Column("B", 10)), tuple(rows)),))


def test_control_characters_and_half_letters_do_not_break_a_file() -> None:
    odd = report([("a\x00b\x0b\ud800c\uffff", Source("chỗ\x01", "lời\x02", "http://x/y"))])
    sheet = load_workbook(io.BytesIO(as_xlsx(odd))).worksheets[0]
    assert sheet["A2"].value == "abc"
    assert "[1] chỗ: “lời”" in [p.text for p in Document(io.BytesIO(as_docx(odd))).paragraphs][-1]
    assert as_csv(odd).decode("utf-8-sig").splitlines()[1].startswith("abc,chỗ")


def test_a_very_long_table_is_printed_in_part_and_says_so() -> None:
    made = Document(io.BytesIO(as_docx(report([("x", n) for n in range(MOST_ROWS + 5)]))))
    assert len(made.tables[0].rows) == MOST_ROWS + 1
    assert any(f"{MOST_ROWS + 5} dòng" in paragraph.text for paragraph in made.paragraphs)
