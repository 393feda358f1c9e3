"""Pages drawn as pictures: the right page, kept once drawn, a refusal for what cannot be drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from indexer.errors import UnreadableDocument
from indexer.picture import Pictures, forget, has_pictures, prune
from indexer.settings import Settings

PLAN = "108-ubnd-phuong-ban-chau-2026.pdf"


@pytest.fixture
def pictures(tmp_path: Path) -> Iterator[Pictures]:
    made = Pictures(Settings(data=tmp_path))
    yield made
    made.close()


def ink(path: Path) -> float:
    """The share of dark pixels."""
    with Image.open(path) as image:
        shades = image.convert("L").histogram()
    return sum(shades[:128]) / sum(shades)


def test_a_pdf_page_is_drawn_as_wide_as_asked_and_kept(pictures: Pictures, corpus: Path, tmp_path: Path):
    place = pictures.page(corpus / "documents" / PLAN, "d" * 64, 1, 900)
    assert place.is_relative_to(tmp_path / "pictures" / ("d" * 64))
    with Image.open(place) as image:
        assert image.format == "WEBP" and image.width == 900 and image.height > 1200
    assert 0.01 < ink(place) < 0.3
    drawn_at = place.stat().st_mtime_ns
    assert pictures.page(corpus / "documents" / PLAN, "d" * 64, 1, 900).stat().st_mtime_ns == drawn_at
    forget(tmp_path, "d" * 64)
    assert not place.exists()


def test_every_frame_of_an_image_is_a_page(pictures: Pictures, tmp_path: Path):
    first, second = Image.new("RGB", (600, 300), "white"), Image.new("RGB", (300, 600), "black")
    first.save(tmp_path / "scan.tiff", save_all=True, append_images=[second])
    assert ink(pictures.page(tmp_path / "scan.tiff", "e" * 64, 1, 900)) == 0
    dark = pictures.page(tmp_path / "scan.tiff", "e" * 64, 2, 900)
    assert ink(dark) == 1
    with Image.open(dark) as image:
        assert image.size == (900, 1800)


@pytest.mark.parametrize("content", [b"%PDF-1.4 nothing more", b""])
def test_what_cannot_be_drawn_is_refused_in_one_sentence(pictures: Pictures, tmp_path: Path, content: bytes):
    (tmp_path / "broken.pdf").write_bytes(content)
    with pytest.raises(UnreadableDocument, match=r"Trang 3 .* không vẽ được") as refused:
        pictures.page(tmp_path / "broken.pdf", "f" * 64, 3, 900)
    assert refused.value.en.startswith("Page 3")
    assert not list((tmp_path / "pictures").glob("**/*.webp"))


def test_pictures_drawn_longest_ago_make_room(tmp_path: Path):
    import os

    for age, name in enumerate(("new", "old", "oldest")):
        path = tmp_path / name / "1-900.webp"
        path.parent.mkdir()
        path.write_bytes(b"x" * 100)
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    prune(tmp_path, 200)
    assert [name for name in ("new", "old", "oldest") if (tmp_path / name / "1-900.webp").exists()] == ["new", "old"]


@pytest.mark.parametrize(("name", "drawn"), [("a.PDF", True), ("a.tif", True), ("a.docx", False), ("a.txt", False)])
def test_only_pages_of_pdfs_and_images_are_drawn(name: str, drawn: bool):
    assert has_pictures(name) is drawn
