"""A real folder watched: what comes, grows, changes, goes, and what a second run leaves alone."""

from __future__ import annotations

import csv
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import NothingToIndex, UnknownGroup
from indexer.pipeline import Pipeline
from indexer.settings import Settings
from indexer.store.lock import write_lock
from indexer.watch import Line, Watched
from tests.patience import PATIENCE, eventually
from tests.search_api.conftest import COMMUNE, INSPECTORATE, PROVINCE

SETTLE = 0.1


@pytest.fixture
def settings(tiny_model: Path, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", cache=tmp_path / "cache", model=str(tiny_model), threads=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "den" / "xa").mkdir(parents=True)
    return tmp_path / "den"


@pytest.fixture
def pipeline(settings: Settings) -> Iterator[Pipeline]:
    opened = Pipeline(settings)
    yield opened
    opened.close()


def write(path: Path, words: str) -> Path:
    path.write_text(words, encoding="utf-8")
    return path


def once(watched: Watched) -> dict[str, Line]:
    told: list[Line] = []
    watched.run(told.append, threading.Event(), once=True)
    return {line.file: line for line in told}


def files(pipeline: Pipeline) -> set[str]:
    return {one.file for one in pipeline.catalogue.documents().items}


def test_what_lies_there_is_added_once_and_told_with_reasons(pipeline: Pipeline, folder: Path) -> None:
    write(folder / "tinh.txt", PROVINCE)
    write(folder / "xa" / "xa.txt", COMMUNE)
    write(folder / "xa" / "lai.txt", COMMUNE)
    write(folder / "rong.txt", "")
    write(folder / "=cmd.exe", "MZ")
    write(folder / "~$tinh.docx", "x")
    write(folder / "dang-tai.pdf.part", "x")
    told = once(Watched(pipeline, folder, settle=SETTLE))
    assert {name: line.outcome for name, line in told.items()} == {
        "tinh.txt": "added",
        "xa/lai.txt": "added",
        "xa/xa.txt": "duplicate",
        "rong.txt": "failed",
        "=cmd.exe": "skipped",
    }
    assert told["tinh.txt"].tasks == 4
    assert all(told[name].reason and told[name].reason_en for name in ("rong.txt", "=cmd.exe"))
    again = Watched(pipeline, folder, settle=SETTLE)
    with again.report.open(encoding="utf-8-sig", newline="") as report:
        rows = list(csv.DictReader(report))
    assert {row["file"].lstrip("'"): row["outcome"] for row in rows} == {n: line.outcome for n, line in told.items()}
    assert not any(value.startswith(("=", "+", "@")) for row in rows for value in row.values())
    assert again.report.is_relative_to(pipeline.settings.data)
    assert once(again) == {}


def test_what_a_person_removed_is_not_added_again(pipeline: Pipeline, folder: Path) -> None:
    write(folder / "tinh.txt", PROVINCE)
    told = once(Watched(pipeline, folder, settle=SETTLE))
    pipeline.remove(told["tinh.txt"].document_id)
    assert once(Watched(pipeline, folder, settle=SETTLE)) == {}
    assert files(pipeline) == set()


def test_a_changed_file_is_added_beside_its_older_version_or_in_its_place(
    pipeline: Pipeline, folder: Path, tmp_path: Path
) -> None:
    path = write(folder / "tinh.txt", PROVINCE)
    (first,) = once(Watched(pipeline, folder, settle=SETTLE)).values()
    write(path, PROVINCE.replace("Quý I năm 2024", "Quý III năm 2024"))
    (second,) = once(Watched(pipeline, folder, settle=SETTLE)).values()
    assert second.outcome == "added"
    assert pipeline.catalogue.documents().total == 2
    write(path, PROVINCE.replace("Quý I năm 2024", "Tháng 9 năm 2024"))
    (third,) = once(Watched(pipeline, folder, remove=True, settle=SETTLE)).values()
    assert third.outcome == "replaced"
    assert {one.id for one in pipeline.catalogue.documents().items} == {first.document_id, third.document_id}
    assert [one.id for one in pipeline.catalogue.shelf.listed("replaced")] == [second.document_id]


def test_gone_and_moved_files_are_left_alone_unless_asked(pipeline: Pipeline, folder: Path, tmp_path: Path) -> None:
    write(folder / "tinh.txt", PROVINCE)
    write(folder / "xa.txt", COMMUNE)
    report = tmp_path / "bao-cao.jsonl"
    once(Watched(pipeline, folder, report, settle=SETTLE))
    (folder / "tinh.txt").rename(folder / "xa" / "tinh-moi.txt")
    (folder / "xa.txt").unlink()
    moved = once(Watched(pipeline, folder, report, settle=SETTLE))
    assert {name: line.outcome for name, line in moved.items()} == {"xa/tinh-moi.txt": "duplicate"}
    assert pipeline.catalogue.documents().total == 2
    gone = once(Watched(pipeline, folder, report, remove=True, settle=SETTLE))
    assert {name: line.outcome for name, line in gone.items()} == {"xa.txt": "removed"}
    assert files(pipeline) == {"tinh.txt"}
    lines = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert [one["outcome"] for one in lines] == ["added", "added", "duplicate", "removed"]


def test_a_file_is_read_only_when_it_has_stopped_growing_and_the_writer_has_its_turn(
    pipeline: Pipeline, folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.pipeline.LOCK_SECONDS", 0.05)
    told: list[Line] = []
    stop = threading.Event()
    watched = Watched(pipeline, folder, settle=0.5)
    thread = threading.Thread(target=watched.run, args=(told.append, stop))
    thread.start()
    try:
        path = folder / "lon.txt"
        half = len(PROVINCE) // 2
        with path.open("w", encoding="utf-8") as file:
            for piece in (PROVINCE[:half], PROVINCE[half:]):
                file.write(piece)
                file.flush()
                time.sleep(0.2)
        with write_lock(settings.data / "write.lock", 5):
            write(folder / "xa.txt", INSPECTORATE)
            time.sleep(1.5)
            assert told == []
        eventually(lambda: len(told) >= 2)
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert {(line.file, line.outcome) for line in told} == {("lon.txt", "added"), ("xa.txt", "added")}
    assert next(line for line in told if line.file == "lon.txt").tasks == 4


def test_what_is_no_folder_is_told(pipeline: Pipeline, tmp_path: Path) -> None:
    with pytest.raises(NothingToIndex):
        Watched(pipeline, tmp_path / "khong-co")


def test_a_damaged_memory_costs_only_a_second_look(pipeline: Pipeline, folder: Path) -> None:
    write(folder / "tinh.txt", PROVINCE)
    once(Watched(pipeline, folder, settle=SETTLE))
    next((pipeline.settings.data / "watch").glob("*.json")).write_text("{broken", encoding="utf-8")
    (line,) = once(Watched(pipeline, folder, settle=SETTLE)).values()
    assert line.outcome == "duplicate"


def test_what_comes_is_limited_before_anybody_can_read_it(pipeline: Pipeline, folder: Path) -> None:
    group = pipeline.catalogue.groups.make("Thanh tra")
    assert group is not None
    outside, seen = pipeline.catalogue.seen_by(frozenset()), list[int]()
    add = type(pipeline.catalogue).add

    def added(*given: Any) -> Any:
        done = add(*given)
        seen.append(outside.documents().total)
        return done

    write(folder / "tinh.txt", PROVINCE)
    patch = pytest.MonkeyPatch()
    patch.setattr(type(pipeline.catalogue), "add", added)
    told = once(Watched(pipeline, folder, settle=SETTLE, groups=pipeline.catalogue.groups.ids(["thanh tra"])))
    patch.undo()
    assert told["tinh.txt"].outcome == "added" and seen == [0]
    assert outside.documents().total == 0 and pipeline.catalogue.documents().total == 1
    assert pipeline.catalogue.seen_by(frozenset({group.id})).documents().total == 1
    pipeline.remove(told["tinh.txt"].document_id)
    assert pipeline.catalogue.limits() == {told["tinh.txt"].document_id: {group.id}}


def test_a_group_that_there_is_not_is_refused(pipeline: Pipeline) -> None:
    with pytest.raises(UnknownGroup, match="Không có nhóm"):
        pipeline.catalogue.groups.ids(["không có"])
