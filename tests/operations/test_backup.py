"""A backup is one consistent moment; a restore brings it back whole or changes nothing."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from indexer.errors import IndexerError
from indexer.pipeline import Pipeline
from indexer.settings import Settings
from indexer.store.catalogue import Catalogue
from indexer.store.records import Job
from search_api.engine import Engine
from search_api.limits import Page
from search_api.operations import archive
from search_api.operations.backup import backup, backups, kept
from search_api.operations.errors import BadBackup, NothingToUndo
from search_api.operations.restore import can_undo, restore, undo
from search_api.operations.snapshot import connect
from search_api.service import Service


def names(settings: Settings) -> set[str]:
    with closing(Catalogue(settings.data / "catalogue.db")) as catalogue:
        return {document.file for document in catalogue.documents().items}


def complete(settings: Settings) -> int:
    """How many documents there are, each with its original, its passages and their vectors in the index."""
    engine = Engine(settings)
    knowledge = engine.presenter().knowledge
    assert engine.live.snapshot().generation == knowledge.generation
    for document in knowledge.documents.values():
        original = settings.data / "files" / f"{document.sha256}.txt"
        assert hashlib.sha256(original.read_bytes()).hexdigest() == document.sha256
        rowids = [int(one) for one in knowledge.rowids(document.id)]
        assert rowids
        assert engine.live.snapshot().vectors(rowids).shape[0] == len(rowids)
    hits = Service(engine).search("trồng cây", Page(20, 0), {})["hits"]
    assert {hit["citation"]["document_id"] for hit in hits} <= set(knowledge.documents)
    assert bool(hits) == bool(knowledge.documents)
    engine.close()
    return len(knowledge.documents)


def test_an_engine_at_work_takes_a_restored_state_over_and_back(settings: Settings, plans: list[Path], tmp_path: Path):
    made = backup(settings.data, tmp_path / "b.zip")
    assert (made.documents, made.damaged) == (3, ())
    engine = Engine(settings)
    pipeline = Pipeline(settings, engine.catalogue, engine.encoder, engine.live)
    gone = engine.catalogue.find(plans[0].name)
    pipeline.remove(gone.id)
    pipeline.add([plans[5]])
    after = {plans[1].name, plans[2].name, plans[5].name}

    def seen() -> set[str]:
        knowledge = engine.presenter().knowledge
        assert knowledge.index.generation == knowledge.generation
        hits = Service(engine).search("trồng cây", Page(50, 0), {})["hits"]
        files = {document.file for document in knowledge.documents.values()}
        assert {hit["citation"]["file"] for hit in hits} == files
        return files

    assert seen() == after
    found = restore(settings, made.path, encoder=engine.encoder)
    assert (found.documents, found.missing, found.reembedded) == (3, (), 0)
    assert seen() == {path.name for path in plans[:3]}
    assert can_undo(settings.data)
    undo(settings, encoder=engine.encoder)
    assert seen() == after
    undo(settings, encoder=engine.encoder)
    assert seen() == {path.name for path in plans[:3]}
    assert engine.whole.find(plans[0].name).id == gone.id
    pipeline.add([plans[6]])
    assert plans[6].name in seen()
    engine.close()
    assert complete(settings) == 4


def test_a_backup_during_additions_restores_to_whole_documents(
    settings: Settings, settings_for: Callable[[Path], Settings], plans: list[Path], tmp_path: Path
):
    pipeline = Pipeline(settings)
    adding = threading.Thread(target=pipeline.add, args=(plans[3:],))
    adding.start()
    made = []
    while adding.is_alive() or not made:
        made.append(backup(settings.data, tmp_path / f"{len(made)}.zip"))
    adding.join()
    pipeline.catalogue.close()
    assert names(settings) == {path.name for path in plans}
    for one in {made[0].documents: made[0], made[len(made) // 2].documents: made[len(made) // 2]}.values():
        elsewhere = settings_for(tmp_path / f"elsewhere-{one.documents}")
        assert restore(elsewhere, one.path).documents == one.documents
        assert one.damaged == ()
        assert complete(elsewhere) == one.documents


def test_a_restore_with_another_model_embeds_anew(settings: Settings, tmp_path: Path):
    from tests.tiny import save_tiny_model

    made = backup(settings.data, tmp_path / "b.zip")
    other = settings.model_copy(update={"model": str(save_tiny_model(tmp_path / "other", seed=4))})
    elsewhere = other.model_copy(update={"data": tmp_path / "elsewhere"})
    assert restore(elsewhere, made.path).reembedded == 3
    assert complete(elsewhere) == 3


def test_work_half_done_and_open_sessions_do_not_come_back(settings: Settings, tmp_path: Path):
    from datetime import datetime

    with closing(Catalogue(settings.data / "catalogue.db")) as catalogue:
        catalogue.save_job(Job("j1", "a.pdf", "running", "read", 0, 0, None, None, datetime(2026, 1, 2)))
    with closing(connect(settings.data / "catalogue.db")) as connection:
        # As accounts keep them; made here so that this test holds whatever else such a row says.
        connection.execute("CREATE TABLE IF NOT EXISTS held_forms (digest TEXT PRIMARY KEY)")
    made = backup(settings.data, tmp_path / "b.zip")
    restore(settings, made.path)
    with closing(Catalogue(settings.data / "catalogue.db")) as catalogue:
        job = catalogue.job("j1")
    assert job is not None and job.state == "failed" and "gửi lại" in str(job.error)


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of a backup with other contents."""
    with zipfile.ZipFile(path) as pack:
        content = {name: pack.read(name) for name in pack.namelist()}
    change(content)
    target = path.with_name("changed.zip")
    with zipfile.ZipFile(target, "w") as pack:
        for name, value in content.items():
            pack.writestr(name, value)
    return target


def flipped(content: dict[str, bytes]) -> None:
    name = next(name for name in content if name.startswith("files/"))
    content[name] = bytes([content[name][0] ^ 1]) + content[name][1:]


def outside(content: dict[str, bytes]) -> None:
    about = json.loads(content["manifest.json"])
    about["entries"]["../../escaped.txt"] = {"size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    content["../../escaped.txt"] = b"x"
    content["manifest.json"] = json.dumps(about).encode()


def newer(content: dict[str, bytes]) -> None:
    about = json.loads(content["manifest.json"])
    about["schema"] = "9999_later"
    content["manifest.json"] = json.dumps(about).encode()


def lost(content: dict[str, bytes]) -> None:
    del content[next(name for name in content if name.startswith("files/"))]


def no_list(content: dict[str, bytes]) -> None:
    del content["manifest.json"]


def odd_list(content: dict[str, bytes]) -> None:
    content["manifest.json"] = b"[1, 2]"


@pytest.mark.parametrize("change", [flipped, outside, newer, lost, no_list, odd_list])
def test_a_backup_that_was_changed_is_refused_and_nothing_happens(settings: Settings, tmp_path: Path, change):
    bad = rewritten(backup(settings.data, tmp_path / "b.zip").path, change)
    before = names(settings)
    with pytest.raises(BadBackup) as refusal:
        restore(settings, bad)
    assert str(refusal.value) and refusal.value.en != str(refusal.value)
    assert names(settings) == before and not can_undo(settings.data)
    assert not list(settings.data.glob(".work-*")) and not list(tmp_path.rglob("escaped.txt"))


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04 cut"])
def test_what_is_no_backup_is_refused(settings: Settings, tmp_path: Path, content: bytes):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(BadBackup):
        restore(settings, path)
    with pytest.raises(BadBackup):
        restore(settings, tmp_path / "none.zip")


def test_a_backup_cut_short_is_refused(settings: Settings, tmp_path: Path):
    made = backup(settings.data, tmp_path / "b.zip")
    made.path.write_bytes(made.path.read_bytes()[:-400])
    with pytest.raises(BadBackup):
        restore(settings, made.path)
    assert complete(settings) == 3


def test_a_damaged_original_is_told_and_the_rest_saved(settings: Settings, tmp_path: Path):
    original = sorted((settings.data / "files").iterdir())[0]
    original.write_text("hỏng", encoding="utf-8")
    made = backup(settings.data, tmp_path)
    assert made.damaged == (f"files/{original.name}",) and made.path.parent == tmp_path
    assert made.path.stat().st_mode & 0o077 == 0


def test_nothing_to_undo_is_said(settings: Settings):
    with pytest.raises(NothingToUndo):
        undo(settings)


def test_an_empty_folder_has_nothing_to_back_up(tmp_path: Path):
    with pytest.raises(IndexerError):
        backup(tmp_path, tmp_path / "b.zip")


def test_backups_are_named_within_their_folder_only(settings: Settings):
    folder = settings.data / "backups"
    folder.mkdir()
    made = backup(settings.data, folder)
    assert [path.name for path in backups(settings.data)] == [made.path.name]
    assert kept(settings.data, made.path.name) == made.path
    assert kept(settings.data, f"../backups/{made.path.name}") is None
    assert kept(settings.data, "../catalogue.db") is None


def test_the_audit_log_of_now_outlives_a_restore(settings: Settings, tmp_path: Path):
    from search_api.operations import carried

    live, staged = tmp_path / "live.db", tmp_path / "staged.db"
    for path, rows in ((live, (1, 2, 3)), (staged, (1, 2))):
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("CREATE TABLE jobs (state TEXT, error TEXT)")
            connection.execute(f"CREATE TABLE {carried.GROWING[0]} (id INTEGER PRIMARY KEY, what TEXT)")
            connection.executemany(f"INSERT INTO {carried.GROWING[0]} VALUES (?, 'x')", [(row,) for row in rows])
    carried.carry_over(live, staged)
    with closing(sqlite3.connect(staged)) as connection:
        assert connection.execute(f"SELECT count(*) FROM {carried.GROWING[0]}").fetchone() == (3,)


def test_a_manifest_says_what_is_in_it(settings: Settings, tmp_path: Path):
    made = backup(settings.data, tmp_path / "b.zip")
    with archive.opened(made.path) as pack:
        about = archive.manifest_of(pack)
        assert set(pack.namelist()) == {*about.entries, archive.MANIFEST}
    assert about.documents == 3 and about.passages > 3 and about.fingerprint
