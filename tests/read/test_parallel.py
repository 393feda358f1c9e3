"""Pages shared out to processes come back in order and the same as read by one."""

from __future__ import annotations

from drawing import Sheet, draw

from indexer.read import parallel, read
from indexer.read.parallel import stretches
from indexer.settings import Settings


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


def test_stretches_hold_every_page_once():
    assert stretches(2, 10, 4) == [range(2, 6), range(6, 10), range(10, 11)]
    assert stretches(2, 1, 4) == []
