"""Hostile and broken files: each is read rightly or refused by one sentence that says what is wrong and where."""

from __future__ import annotations

import re
import shutil
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from indexer.errors import UnreadableDocument
from indexer.parsing import parse
from indexer.pipeline import Pipeline
from indexer.read import read
from indexer.read.ocr import available_engines
from indexer.read.worker import Worker
from indexer.settings import Settings
from indexer.types import RawTable
from tests.read.drawing import Sheet, draw, grid

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SETTINGS = Settings(ocr="off")


def refusal(path: Path, settings: Settings = SETTINGS) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read(path, settings)
    said = str(caught.value)
    assert path.name in said
    assert "\n" not in said
    assert caught.value.en != said
    return said


def test_five_thousand_pages_are_refused_by_their_number(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"), pageCompression=0)
    for _ in range(5000):
        canvas.showPage()
    canvas.save()
    assert "5000 trang" in refusal(tmp_path / "a.pdf")


def test_a_word_file_that_is_really_an_old_one_is_read_as_what_it_is(tmp_path):
    path = tmp_path / "ke-hoach.docx"
    shutil.copy(CORPUS / "formats" / "105-ubnd-xa-dong-may-2024-tcvn3.doc", path)
    assert read(path, SETTINGS).encoding == "TCVN3"


def test_a_real_old_word_file_under_a_new_name_is_read(tmp_path, shared):
    path = tmp_path / "quyet-dinh.docx"
    shutil.copy(shared / "fixtures" / "legacy" / "2005-QD-256.doc", path)
    document = read(path, SETTINGS)
    assert document.format == "doc"
    assert document.pages[0].items


def test_a_word_file_named_like_a_pdf_is_refused_by_what_it_is(tmp_path):
    path = tmp_path / "a.pdf"
    shutil.copy(CORPUS / "formats" / "108-ubnd-phuong-ban-chau-2026.docx", path)
    assert "tệp nén ZIP hoặc tệp Office" in refusal(path)


def test_a_workbook_that_unpacks_to_far_more_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    workbook.save(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"<a>" + b" " * 80_000_000 + b"</a>")
    assert "phình" in refusal(path)


def test_a_workbook_whose_corners_are_filled_takes_down_nothing(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "Nhiệm vụ", "cuối"
    workbook.save(path)
    with Worker() as worker:
        with pytest.raises(UnreadableDocument, match="a.xlsx"):
            worker.read(path, Settings(parse_memory_mb=1024))
        assert worker.read(
            CORPUS / "formats" / "108-ubnd-phuong-ban-chau-2026.xlsx", Settings(parse_memory_mb=1024)
        ).pages


def test_a_million_empty_rows_that_are_only_formatted_do_not_hide_the_plan(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.load_workbook(CORPUS / "formats" / "108-ubnd-phuong-ban-chau-2026.xlsx")
    sheet = workbook.worksheets[-1]
    sheet.row_dimensions[1_048_576].height = 20
    workbook.save(path)
    assert len(parse(path, SETTINGS).tasks) == 8


def png(width: int, height: int) -> bytes:
    """A white one-bit image of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + b"\xff" * ((width + 7) // 8)
    packed = zlib.compress(row * height, 1)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.skipif(not available_engines(), reason="no OCR engine is installed")
@pytest.mark.parametrize("side", [20_000, 11_000])
def test_an_image_beyond_any_scan_is_refused_by_its_size(tmp_path, side):
    path = tmp_path / "a.png"
    path.write_bytes(png(side, side))
    assert "quá giới hạn; hãy quét lại ở 300 dpi" in refusal(path, Settings())


def test_a_pdf_around_a_huge_image_is_read_at_a_scale_that_fits(tmp_path):
    image = tmp_path / "a.png"
    Image.new("1", (9_000, 9_000), 1).save(image)

    def page(sheet: Sheet) -> None:
        sheet.canvas.drawImage(str(image), 0, 0, sheet.width, sheet.height)

    (found,) = read(draw(tmp_path / "a.pdf", page), Settings(workers=1)).pages
    assert found.items == ()


def test_forty_columns_on_a_page_are_kept(tmp_path):
    xs = [20.0 + 20 * n for n in range(41)]
    rows = [[str(n) for n in range(40)], [str(n) for n in range(40, 80)]]
    path = draw(tmp_path / "a.pdf", lambda sheet: grid(sheet, xs, [100.0, 130.0, 160.0], rows), size=(860.0, 595.0))
    (table,) = [item for item in read(path, SETTINGS).pages[0].items if isinstance(item, RawTable)]
    assert (table.rows, table.columns) == (2, 40)


def test_a_page_with_a_compressed_bomb_is_stopped_and_the_next_file_is_read(tmp_path):
    bomb = zlib.compress(b"0 0 m 1 1 l S\n" * 30_000_000, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(bomb) + bomb + b"\nendstream",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(body)
    body += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    path = tmp_path / "bom.pdf"
    path.write_bytes(body)
    limits = Settings(ocr="off", parse_seconds=6, parse_memory_mb=1024, workers=1)
    with Worker() as worker:
        try:
            (page,) = worker.read(path, limits).pages
        except UnreadableDocument as error:
            assert re.search(r"bom\.pdf.*parse_(seconds|memory_mb)", str(error))
        else:
            assert page.source == "none"
            assert "Trang 1" in (page.note or "")
        assert worker.read(draw(tmp_path / "a.pdf", lambda sheet: sheet.text(60, 80, "Kế hoạch")), limits).pages


def test_a_batch_goes_on_behind_every_bad_file(tmp_path, tiny_model):
    folder = tmp_path / "in"
    folder.mkdir()
    plan = CORPUS / "documents" / "108-ubnd-phuong-ban-chau-2026.pdf"
    (folder / "a-cut.pdf").write_bytes(plan.read_bytes()[:5000])
    (folder / "b-empty.docx").write_bytes(b"")
    (folder / "c-strange.xlsx").write_bytes(b"PK\x03\x04 nothing")
    (folder / "d-strange.doc").write_bytes(bytes(range(256)) * 40)
    shutil.copy(plan, folder / "e-plan.pdf")
    settings = Settings(data=tmp_path / "data", cache=tmp_path / "cache", model=str(tiny_model), threads=1)
    pipeline = Pipeline(settings)
    report = pipeline.add([folder])
    pipeline.close()
    assert [one.file for one in report.added] == ["e-plan.pdf"]
    assert [one.file for one in report.failed] == ["a-cut.pdf", "b-empty.docx", "c-strange.xlsx", "d-strange.doc"]
    assert all(one.file in one.reason and "\n" not in one.reason for one in report.failed)
