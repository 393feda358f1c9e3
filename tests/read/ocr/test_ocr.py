"""Page images read back: text, tables, turned and soiled pages, by each engine that is installed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFont

from indexer.fold import key
from indexer.read.ocr import available_engines, choose_engine, read_image
from indexer.read.ocr.engines import OcrFailed
from indexer.read.ocr.image import skew, without_colour
from indexer.read.ocr.page import noted
from indexer.types import RawLine, RawPage, RawTable, RawWord

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
WIDTH, HEIGHT = 595.0, 842.0
SCALE = 300 / 72
PROSE = (
    "KẾ HOẠCH",
    "Phát triển du lịch cộng đồng ven sông năm 2031",
    "1. Phòng Văn hóa rà soát các điểm đón khách, lập danh mục bến thuyền",
    "đủ điều kiện và trình lãnh đạo huyện phê duyệt trước mùa mưa.",
    "2. Trạm Khuyến nông hướng dẫn các hộ dân làm vườn sinh thái.",
)
ROWS = (
    ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"),
    ("1", "Lập bản đồ bến thuyền", "Phòng Văn hóa", "Tháng 3/2031"),
    ("2", "Tập huấn cho các hộ dân", "Trạm Khuyến nông", "Quý II/2031"),
)

pytestmark = pytest.mark.skipif(not FONT.exists(), reason=f"no font with Vietnamese letters at {FONT}")
engines = pytest.mark.parametrize("name", available_engines() or [pytest.param("none", marks=pytest.mark.skip)])


def sheet() -> Image.Image:
    image = Image.new("RGB", (round(WIDTH * SCALE), round(HEIGHT * SCALE)), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), round(11 * SCALE))
    for n, line in enumerate(PROSE):
        draw.text((60 * SCALE, (70 + 20 * n) * SCALE), line, font=font, fill="black")
    edges = [60, 90, 270, 420, 530]
    for r, row in enumerate(ROWS):
        top = (220 + 40 * r) * SCALE
        for c, text in enumerate(row):
            box = (edges[c] * SCALE, top, edges[c + 1] * SCALE, top + 40 * SCALE)
            draw.rectangle(box, outline="black", width=4)
            draw.text((box[0] + 5 * SCALE, top + 8 * SCALE), text, font=font, fill="black")
    return image


def soiled(image: Image.Image, degrees: float) -> NDArray[np.uint8]:
    turned = image.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")
    pixels = np.asarray(turned).astype(np.int16)
    noise = np.random.default_rng(7).normal(0, 12, pixels.shape)
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


def lines(page: RawPage) -> list[str]:
    return [item.text for item in page.items if isinstance(item, RawLine)]


def table(page: RawPage) -> RawTable:
    return next(item for item in page.items if isinstance(item, RawTable))


def cells(found: RawTable) -> list[list[str]]:
    grid = [["" for _ in range(found.columns)] for _ in range(found.rows)]
    for cell in found.cells:
        grid[cell.row][cell.column] = " ".join(line.text for line in cell.lines)
    return grid


def read(image: NDArray[np.uint8], name: str) -> RawPage:
    engine = choose_engine(name)
    assert engine is not None
    return read_image(image, 1, WIDTH, HEIGHT, engine)


def share(found: str, wanted: str) -> float:
    have, want = set(key(found).split()), key(wanted).split()
    return sum(word in have for word in want) / len(want)


@engines
def test_a_skewed_noisy_page_gives_its_words_and_its_table(name: str) -> None:
    page = read(soiled(sheet(), 1.3), name)
    assert page.source == "ocr"
    assert share(" ".join(lines(page)), " ".join(PROSE)) >= 0.85
    found = table(page)
    assert (found.rows, found.columns) == (3, 4)
    said = " ".join(" ".join(row) for row in cells(found)[1:])
    assert share(said, " ".join(" ".join(row[1:]) for row in ROWS[1:])) >= 0.8


@engines
def test_a_table_with_level_rules_only_keeps_its_columns(name: str) -> None:
    image = Image.new("RGB", sheet().size, "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), round(11 * SCALE))
    rows = (*ROWS, ("3", "Kẻ vạch đón khách ở bến", "Tổ quản lý bến", "Hằng tuần"))
    for r, row in enumerate(rows):
        top = (220 + 40 * r) * SCALE
        draw.line((60 * SCALE, top, 530 * SCALE, top), fill="black", width=4)
        for left, text in zip((65, 95, 275, 425), row, strict=True):
            draw.text((left * SCALE, top + 8 * SCALE), text, font=font, fill="black")
    draw.line((60 * SCALE, 380 * SCALE, 530 * SCALE, 380 * SCALE), fill="black", width=4)
    found = table(read(soiled(image, 0.9), name))
    assert (found.rows, found.columns) == (4, 4)
    for column in (1, 2, 3):
        said = " ".join(row[column] for row in cells(found))
        assert share(said, " ".join(row[column] for row in rows)) >= 0.7


@engines
def test_boxes_lie_where_the_words_were_printed(name: str) -> None:
    page = read(soiled(sheet(), 2.0), name)
    box = table(page).box
    assert box is not None
    # The table was drawn from (60, 220) to (530, 340) and turned by two degrees about the page's middle.
    assert abs((box[0] + box[2]) / 2 - 290) < 12
    assert abs((box[1] + box[3]) / 2 - 280) < 12


@engines
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_page_is_set_upright(name: str, quarters: int) -> None:
    image = np.ascontiguousarray(np.rot90(np.asarray(sheet()), quarters))
    engine = choose_engine(name)
    assert engine is not None
    size = (HEIGHT, WIDTH) if quarters % 2 else (WIDTH, HEIGHT)
    page = read_image(image, 1, *size, engine)
    if name != "tesseract" and page.source == "none":
        pytest.skip("this engine does not tell how the page is turned, and says that it cannot read it")
    assert share(" ".join(lines(page)), " ".join(PROSE)) >= 0.8
    assert (page.width, page.height) == size


@engines
def test_a_red_stamp_does_not_hide_the_words_under_it(name: str) -> None:
    stamp = Image.new("RGB", sheet().size, "white")
    ImageDraw.Draw(stamp).ellipse((250 * SCALE, 60 * SCALE, 380 * SCALE, 190 * SCALE), outline=(215, 30, 40), width=22)
    # Stamp ink is translucent: black print stays black under it.
    page = read(np.asarray(ImageChops.multiply(sheet(), stamp)), name)
    assert share(" ".join(lines(page)), " ".join(PROSE)) >= 0.8


@engines
def test_scribble_is_said_to_be_unreadable(name: str) -> None:
    image = np.full((round(HEIGHT * SCALE), round(WIDTH * SCALE)), 255, np.uint8)
    rng = np.random.default_rng(3)
    for row in range(20):
        x = np.linspace(250, 2200, 160)
        y = 300 + row * 140 + 32 * np.sin(x / 9 + rng.uniform(0, 6)) * rng.uniform(0.4, 1.4, x.size)
        cv2.polylines(image, [np.stack([x, y], 1).astype(np.int32)], False, 0, 5)
    page = read(image, name)
    text = " ".join(lines(page))
    assert page.source == "none" or len(text) < 40
    if page.source == "none":
        assert page.note is not None and "không đọc được" in page.note


def test_a_page_read_with_little_confidence_says_so() -> None:
    doubtful = RawPage(
        2, WIDTH, HEIGHT, (RawLine("Giao Phòng Văn hóa", (RawWord("Giao", 1, 1, 9, 9, 0.6),)),), "ocr", 0.6
    )
    assert noted(doubtful).note == "Trang 2: độ tin cậy nhận dạng chữ thấp (60 %), cần xem lại."
    assert noted(replace(doubtful, confidence=0.95)).note is None
    assert noted(replace(doubtful, items=())).note is None


def test_an_empty_page_has_no_items() -> None:
    names = available_engines()
    if not names:
        pytest.skip("no OCR engine is installed")
    page = read(np.full((3508, 2480), 255, np.uint8), names[0])
    assert page.items == ()


@pytest.mark.parametrize("degrees", [-3.0, -0.8, 0.0, 0.7, 4.0])
def test_the_skew_is_found(degrees: float) -> None:
    grey = without_colour(soiled(sheet(), degrees))
    assert abs(skew(grey) + degrees) <= 0.2


def test_black_print_keeps_its_darkness_and_red_ink_fades() -> None:
    image = np.array([[[0, 0, 0], [210, 20, 30], [255, 255, 255]]], np.uint8)
    assert without_colour(image).tolist()[0][0] == 0
    assert without_colour(image).tolist()[0][1] >= 200


def test_an_engine_that_is_not_there_is_named() -> None:
    with pytest.raises(OcrFailed, match="khong-co"):
        choose_engine("khong-co")


def test_the_engine_can_be_switched_off() -> None:
    assert choose_engine("off") is None
