"""Pages shared out to processes come back in order and the same as read by one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.errors import UnreadableDocument
from indexer.read import parallel, read
from indexer.read.parallel import stretches
from indexer.settings import Settings
from indexer.types import RawPage
from tests.read.drawing import Sheet, draw


def numbered(number: int):
    return lambda sheet: page(sheet, number)


def page(sheet: Sheet, number: int) -> None:
    sheet.text(60, 100, f"Trang thứ {number} của kế hoạch này do Sở Nội vụ chủ trì.")


def test_pages_read_by_several_processes_are_those_read_by_one(tmp_path, monkeypatch):
    path = draw(tmp_path / "a.pdf", *[numbered(number) for number in range(1, 10)])
    alone = read(path, Settings(ocr="off", workers=1))
    monkeypatch.setattr(parallel, "_WORTH_SECONDS", 0.0)
    told: list[tuple[int, int]] = []
    together = read(path, Settings(ocr="off", workers=2), lambda done, of: told.append((done, of)))
    assert together == alone
    assert [page.number for page in together.pages] == list(range(1, 10))
    assert told == [(done, 9) for done in range(1, 10)]


def fatal_elsewhere(path: Path, numbers: range, settings: Settings) -> list[RawPage]:
    """Pages for the process whose id the file holds; any other process dies of reading the third one."""
    if 3 in numbers and os.getpid() != int(path.read_text()):
        os._exit(9)
    return [RawPage(number, 0.0, 0.0, ()) for number in numbers]


def test_pages_that_kill_their_worker_are_read_here(tmp_path, monkeypatch):
    path = tmp_path / "id"
    path.write_text(str(os.getpid()))
    monkeypatch.setattr(parallel, "_WORTH_SECONDS", 0.0)
    pages = parallel.pages_in_order(fatal_elsewhere, path, 9, 2, Settings(workers=2))
    assert [page.number for page in pages] == list(range(1, 10))


def refusing_elsewhere(path: Path, numbers: range, settings: Settings) -> list[RawPage]:
    if os.getpid() != int(path.read_text()):
        raise UnreadableDocument("không đọc được", "cannot be read")
    return [RawPage(number, 0.0, 0.0, ()) for number in numbers]


def test_a_refusal_comes_back_from_a_worker_with_both_sentences(tmp_path, monkeypatch):
    path = tmp_path / "id"
    path.write_text(str(os.getpid()))
    monkeypatch.setattr(parallel, "_WORTH_SECONDS", 0.0)
    with pytest.raises(UnreadableDocument, match="không đọc được") as caught:
        list(parallel.pages_in_order(refusing_elsewhere, path, 4, 2, Settings(workers=2)))
    assert caught.value.en == "cannot be read"


def test_stretches_hold_every_page_once():
    assert stretches(2, 10, 4) == [range(2, 6), range(6, 10), range(10, 11)]
    assert stretches(2, 1, 4) == []
