"""A backup put in place of what a data folder holds, with or without a server at work on it, and taken back again."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from indexer.embed.encoder import Encoder
from indexer.pipeline import Pipeline
from indexer.report import Step
from indexer.settings import Settings
from indexer.store.catalogue import Catalogue
from indexer.store.database import HEAD, MIGRATIONS
from indexer.store.local import LocalIndex
from indexer.store.lock import write_lock
from search_api.operations import archive, snapshot
from search_api.operations.carried import carry_over
from search_api.operations.errors import BadBackup, NothingToUndo
from search_api.operations.guarding import working
from search_api.operations.room import need
from search_api.operations.tell import Tell, silent

PREVIOUS = "previous"
INDEX = "index"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a data folder holds after a restore; ``missing`` are originals that the backup did not have."""

    documents: int
    passages: int
    created_at: str
    missing: tuple[str, ...]
    reembedded: int


def restore(settings: Settings, path: Path, tell: Tell = silent, encoder: Encoder | None = None) -> Restored:
    """Put the backup at ``path`` in place of what the data folder holds; what it held is kept for ``undo``.

    Every checksum is verified and the index is built beside the present data first; a server at work takes the new
    state over by itself. Raises BadBackup, NoRoom, Busy or CatalogueLocked, and then nothing has changed.
    """
    data = settings.data
    data.mkdir(parents=True, exist_ok=True)
    with archive.opened(path) as pack, working(data, "restore") as workspace:
        manifest = archive.manifest_of(pack)
        _known(manifest.schema)
        need(data, 2 * sum(entry.size for entry in manifest.entries.values()))
        stage = workspace / "stage"
        archive.unpack(pack, manifest, stage, tell)
        _sound(stage / snapshot.CATALOGUE)
        return _put_in_place(settings, stage, workspace, manifest.created_at, tell, encoder)


def undo(settings: Settings, tell: Tell = silent, encoder: Encoder | None = None) -> Restored:
    """Go back to what the data folder held before the last restore; a second undo goes forth again."""
    data = settings.data
    with working(data, "restore") as workspace:
        previous, stage = data / PREVIOUS, workspace / "stage"
        if not (previous / snapshot.CATALOGUE).is_file():
            raise NothingToUndo("Không có trạng thái trước để quay lại.", "There is no earlier state to go back to.")
        snapshot.folders(stage)
        snapshot.copy_database(previous / snapshot.CATALOGUE, stage / snapshot.CATALOGUE)
        for name in snapshot.kept(previous):
            snapshot.link(previous / name, stage / name)
        return _put_in_place(settings, stage, workspace, "", tell, encoder)


def can_undo(data: Path) -> bool:
    """Whether a state from before a restore is kept."""
    return (data / PREVIOUS / snapshot.CATALOGUE).is_file()


def _put_in_place(
    settings: Settings, stage: Path, workspace: Path, created_at: str, tell: Tell, encoder: Encoder | None
) -> Restored:
    data = settings.data
    tell("index", 0, 0)
    # Opened once, so that it is migrated and there are always two of a kind to compare.
    Catalogue(data / snapshot.CATALOGUE).close()
    reembedded = _prepare(settings, stage, tell, encoder)
    tell("swap", 0, 0)
    held = frozenset(snapshot.kept(stage))
    with write_lock(data / snapshot.LOCK, snapshot.LOCK_SECONDS):
        carry_over(data / snapshot.CATALOGUE, stage / snapshot.CATALOGUE)
        snapshot.copy(data, workspace / "before")
        _swap(data, stage, workspace)
        _keep_for_undo(data, workspace / "before", workspace, held)
    return _told(data, created_at, reembedded, tell)


def _prepare(settings: Settings, stage: Path, tell: Tell, encoder: Encoder | None) -> int:
    """Bring the staged catalogue to this program's schema and model and build its index; returns what was embedded."""

    def step(at: Step) -> None:
        tell("model", at.at, at.files)

    pipeline = Pipeline(settings.model_copy(update={"data": stage}), encoder=encoder)
    try:
        reembedded = pipeline.renew_vectors(step)
        tell("index", 0, 0)
        generation, serials = pipeline.catalogue.serials()
        fingerprint = pipeline.encoder.fingerprint
        (stage / INDEX).mkdir()
        index = LocalIndex(stage / INDEX)
        index.reset(fingerprint, pipeline.catalogue.state().dimension or pipeline.encoder.dimension)
        index.update((), pipeline.catalogue.index_entries(serials, fingerprint), generation)
    finally:
        pipeline.close()
        pipeline.catalogue.close()
    return reembedded


def _swap(data: Path, stage: Path, workspace: Path) -> None:
    """The few steps that change what is held; after a stop at any of them the next start finds one whole state.

    Until the catalogue's one transaction everything added is spare; the index has no manifest meanwhile and is built
    anew from whichever catalogue it then finds. The generation that the new index has comes last: a server that looks
    between sees no index that is not its catalogue's.
    """
    snapshot.folders(data)
    for name in snapshot.kept(stage):
        (stage / name).chmod(0o644)
        (stage / name).replace(data / name)
    generation = 2 + max(_generation(data / snapshot.CATALOGUE), _generation(stage / snapshot.CATALOGUE))
    _set_generation(stage / snapshot.CATALOGUE, generation - 1)
    manifest = stage / INDEX / MANIFEST
    _stamp(manifest, generation)
    manifest.replace(workspace / MANIFEST)
    (data / INDEX / MANIFEST).unlink(missing_ok=True)
    if (data / INDEX).exists():
        (data / INDEX).replace(workspace / "old-index")
    (stage / INDEX).replace(data / INDEX)
    snapshot.copy_database(stage / snapshot.CATALOGUE, data / snapshot.CATALOGUE)
    (workspace / MANIFEST).replace(data / INDEX / MANIFEST)
    _set_generation(data / snapshot.CATALOGUE, generation)


def _keep_for_undo(data: Path, before: Path, workspace: Path, held: frozenset[str]) -> None:
    """Put the state of before where ``undo`` finds it, and drop the originals that only it has."""
    with suppress(FileNotFoundError):
        (data / PREVIOUS).replace(workspace / "older")
    before.replace(data / PREVIOUS)
    for name in snapshot.kept(data / PREVIOUS):
        if name not in held:
            (data / name).unlink(missing_ok=True)


def _known(schema: str) -> None:
    """Raises BadBackup for a schema that a newer program made."""
    versions = {path.stem for path in (MIGRATIONS / "versions").glob("*.py")}
    if schema not in versions:
        raise BadBackup(
            f"Bản sao lưu do chương trình mới hơn tạo (lược đồ {schema}; bản này có {HEAD}); hãy nâng cấp.",
            f"The backup was made by a newer program (schema {schema}; this one has {HEAD}); upgrade, then restore.",
        )


def _sound(catalogue: Path) -> None:
    try:
        with closing(snapshot.connect(catalogue)) as connection:
            found = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise BadBackup(
            f"Danh mục trong bản sao lưu bị hỏng ({found}). Dữ liệu hiện có còn nguyên.",
            f"The catalogue in the backup is damaged ({found}). The present data is untouched.",
        )


def _generation(catalogue: Path) -> int:
    with closing(snapshot.connect(catalogue)) as connection:
        return int(connection.execute("SELECT generation FROM state").fetchone()[0])


def _set_generation(catalogue: Path, generation: int) -> None:
    with closing(snapshot.connect(catalogue)) as connection:
        connection.execute("UPDATE state SET generation = ?", (generation,))


def _stamp(manifest: Path, generation: int) -> None:
    """Say in an index's manifest which generation it belongs to."""
    import json

    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**content, "generation": generation}), encoding="utf-8")


def _told(data: Path, created_at: str, reembedded: int, tell: Tell) -> Restored:
    with closing(snapshot.connect(data / snapshot.CATALOGUE)) as connection:
        documents = int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
        passages = int(connection.execute("SELECT count(*) FROM passages").fetchone()[0])
    names = snapshot.originals(data / snapshot.CATALOGUE)
    missing = tuple(name for name in names if not (data / name).is_file())
    tell("done", 1, 1)
    return Restored(documents, passages, created_at, missing, reembedded)
