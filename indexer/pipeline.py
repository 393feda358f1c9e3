"""Every stage in order, file by file: the only module that calls them all."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer import picture
from indexer.embed import Encoder
from indexer.errors import IndexerError, IndexMismatch, NoRoom, NothingToIndex, UnreadableDocument
from indexer.parsing import parse
from indexer.passages import embedded_text
from indexer.read import readable_suffixes
from indexer.read.kinds import is_small_text
from indexer.read.worker import Worker
from indexer.report import Added, Duplicate, Failed, Progress, Report, Stage, Step
from indexer.settings import Settings
from indexer.store import originals
from indexer.store.catalogue import Catalogue
from indexer.store.insert import Embedded
from indexer.store.live import LiveIndex
from indexer.store.lock import write_lock
from indexer.store.terms import word_terms
from indexer.types import ParsedDocument, Passage

__all__ = ["Pipeline", "parse", "readable_suffixes"]

log = logging.getLogger(__name__)

# Plain text of this size holds no surprise that is worth a process of its own.
SMALL_TEXT_BYTES = 400_000
LOCK_SECONDS = 120.0
# An index update may take this share of the time between two of them; a big index is thus published less often.
PUBLISH_SHARE = 0.05
RENEWED = (
    "Mô hình nhúng đã đổi (%s → %s), nhúng lại mọi văn bản / "
    "the embedding model changed, every document is embedded anew"
)


class Pipeline:
    """Adds files to the data folder of ``settings`` and takes documents out of it.

    ``catalogue``, ``index`` and ``encoder`` may be shared with a search engine of the same process. Raises
    ModelUnavailable when the model is not there.
    """

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue | None = None,
        encoder: Encoder | None = None,
        index: LiveIndex | None = None,
    ) -> None:
        self.settings = settings
        settings.data.mkdir(parents=True, exist_ok=True)
        self.catalogue = catalogue or Catalogue(settings.data / "catalogue.db")
        self.encoder = encoder or Encoder(settings)
        self._worker = Worker()
        self._index = index
        self._lock = settings.data / "write.lock"
        self._published = 0.0
        self._publishing = 0.0
        self._embedding = 0.0

    def close(self) -> None:
        """Ends the process that parses files; the next file starts another."""
        self._worker.close()

    @property
    def index(self) -> LiveIndex:
        """The search index of the data folder."""
        if self._index is None:
            state = self.catalogue.state()
            current = state.fingerprint == self.encoder.fingerprint and state.dimension
            dimension = state.dimension if current and state.dimension else self.encoder.dimension
            self._index = LiveIndex(self.settings.data, self.catalogue, self.encoder.fingerprint, dimension)
        return self._index

    def add(self, paths: Iterable[Path], progress: Progress | None = None, groups: Sequence[str] = ()) -> Report:
        """Add files, and the readable files of folders; a bad file is reported with its reason and the rest go on.

        Only members of ``groups`` (ids; none for everybody) ever read what is added; see ``Groups.ids``.
        Documents whose vectors come from another model are embedded anew first. Raises CatalogueLocked when another
        process does not let go of the data folder, and NoRoom when the disk is full: what was added until then stays.
        """
        began, self._embedding = time.perf_counter(), 0.0
        tell = progress or (lambda step: None)
        added: list[Added] = []
        twice: list[Duplicate] = []
        with _room():
            renewed = self.renew_vectors(tell)
            self.index.bring_up(LOCK_SECONDS)
            files, failed = _files(paths)
            for at, path in enumerate(files, 1):
                outcome = self._add_or_fail(path, tell, Step(path.name, at, len(files), "read"), groups)
                for kind, kept in ((Added, added), (Duplicate, twice), (Failed, failed)):
                    if isinstance(outcome, kind):
                        kept.append(outcome)  # type: ignore[arg-type]
            self.index.bring_up(LOCK_SECONDS)
        seconds = time.perf_counter() - began
        return Report(tuple(added), tuple(twice), tuple(failed), renewed, seconds, self._embedding)

    def add_file(
        self, path: Path, progress: Progress | None = None, by: str = "chutri", groups: Sequence[str] = ()
    ) -> Added | Duplicate:
        """Add one file and make it findable at once (``by`` names who added a draft, ``groups`` who may read it).

        Raises the IndexerError that says why it cannot be added.
        """
        step = Step(path.name, 1, 1, "read")
        with _room():
            self.renew_vectors(progress)
            try:
                outcome = self._add(path, progress or (lambda step: None), step, by, groups)
            except IndexerError as error:
                self.catalogue.record_failure(path.name, error)
                raise
            self.index.bring_up(LOCK_SECONDS)
        return outcome

    def remove(self, document_id: str, by: str = "chutri") -> bool:
        """Take a document out so that nothing of it is found any more; False when it is not held.

        It is kept aside for as long as the settings say, see ``indexer.shelving``.
        """
        with self.write_lock():
            if self.settings.keep_removed_days:
                sha256 = self.catalogue.shelf.put_aside(document_id, "removed", by)
            else:
                sha256 = self.catalogue.remove(document_id) or self.catalogue.shelf.forget(document_id)
            if sha256 is None:
                return False
            if self.settings.keep_removed_days:
                originals.set_aside(self.settings.data, sha256)
            else:
                originals.forget(self.settings.data, sha256)
        picture.forget(self.settings.data, sha256)
        self.index.bring_up(LOCK_SECONDS)
        return True

    def reread(self, document_id: str, progress: Progress | None = None) -> bool:
        """Read the kept original of a document anew and put what is found now in place of what was found then.

        Corrections by people are laid over it again. False when the document is not held; raises UnreadableDocument
        when its original cannot be read any more, and then nothing has changed.
        """
        held = self.catalogue.document(document_id)
        if held is None:
            return False
        self.renew_vectors(progress)
        path = originals.original(self.settings.data, held.sha256, held.file)
        whole = self._whole(path, progress or (lambda step: None), Step(held.file, 1, 1, "read"))
        document = replace(whole.parsed.document, file=held.file)
        whole = replace(whole, parsed=replace(whole.parsed, document=document))
        with write_lock(self._lock, LOCK_SECONDS):
            self.catalogue.replace(whole, self.encode)
        self.index.bring_up(LOCK_SECONDS)
        return True

    def renew_vectors(self, progress: Progress | None = None) -> int:
        """Embed anew whatever has no vectors of the present model; returns how many documents that were."""
        fingerprint = self.encoder.fingerprint
        state = self.catalogue.state()
        if state.fingerprint != fingerprint:
            if state.fingerprint is not None:
                log.warning(RENEWED, state.fingerprint[:12], fingerprint[:12])
            with write_lock(self._lock, LOCK_SECONDS):
                self.catalogue.set_model(fingerprint, self.encoder.dimension)
        waiting = self.catalogue.without_vectors(fingerprint)
        for at, document_id in enumerate(waiting, 1):
            held = self.catalogue.document_passages(document_id)
            step = Step(document_id, at, len(waiting), "embed")
            texts = [embedded_text(stored.as_searched) for stored in held]
            vectors = self.encoder.passages(texts, _within(progress, step))
            with write_lock(self._lock, LOCK_SECONDS):
                self.catalogue.replace_vectors(document_id, vectors, fingerprint)
        return len(waiting)

    def _add_or_fail(self, path: Path, tell: Progress, step: Step, groups: Sequence[str]) -> Added | Duplicate | Failed:
        try:
            outcome = self._add(path, tell, step, groups=groups)
        except UnreadableDocument as error:
            self.catalogue.record_failure(path.name, error)
            return Failed(path.name, error.code, str(error), error.en)
        self._publish_now_and_then()
        return outcome

    def _add(
        self, path: Path, tell: Progress, step: Step, by: str = "chutri", groups: Sequence[str] = ()
    ) -> Added | Duplicate:
        held = self.held(path)
        return held if held is not None else self._store(path, self._whole(path, tell, step), by, groups)

    def _whole(self, path: Path, tell: Progress, step: Step) -> Embedded:
        """The file read, parsed and embedded."""
        parsed = self._parsed(path, tell, step)
        texts = [embedded_text(passage) for passage in parsed.passages]
        began = time.perf_counter()
        vectors = self.encoder.passages(texts, _within(tell, replace(step, stage="embed", of=len(texts))))
        self._embedding += time.perf_counter() - began
        tell(replace(step, stage="store"))
        words = tuple(" ".join(word_terms(passage.text)) for passage in parsed.passages)
        return Embedded(parsed, vectors, self.encoder.fingerprint, words, path.stat().st_size)

    def write_lock(self) -> AbstractContextManager[None]:
        """The right to write to the data folder. Raises CatalogueLocked when another process keeps it."""
        return write_lock(self._lock, LOCK_SECONDS)

    def encode(self, passages: Sequence[Passage]) -> NDArray[np.float32]:
        """``(count, dim)`` vectors of passages under their headings."""
        return self.encoder.passages([embedded_text(passage) for passage in passages], None)

    def _parsed(self, path: Path, tell: Progress, step: Step) -> ParsedDocument:
        """The file parsed in the worker process, a small plain text in this one."""

        def at(stage: Stage, done: int, of: int) -> None:
            tell(replace(step, stage=stage, done=done, of=of))

        if is_small_text(path, SMALL_TEXT_BYTES):
            return parse(path, self.settings, at)
        parsed: ParsedDocument = self._worker.run(parse, path, self.settings, at)
        return parsed

    def held(self, path: Path) -> Duplicate | None:
        """What holds the content of that file, drafts included."""
        try:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            # The reader says what is wrong with it.
            return None
        return self._already(path.name, sha256[:12])

    def _already(self, file: str, document_id: str) -> Duplicate | None:
        held = self.catalogue.document(document_id)
        if held is not None:
            return Duplicate(file, held.id, held.file)
        draft = self.catalogue.shelf.one(document_id)
        return Duplicate(file, draft.id, draft.file) if draft is not None and draft.state == "draft" else None

    def _store(self, path: Path, whole: Embedded, by: str, groups: Sequence[str]) -> Added | Duplicate:
        parsed = whole.parsed
        with write_lock(self._lock, LOCK_SECONDS):
            current = self.catalogue.state().fingerprint
            if current not in (None, whole.fingerprint):
                raise IndexMismatch(
                    f"Mô hình nhúng đã đổi trong khi thêm {path.name}: cần {current}, đang dùng {whole.fingerprint}.",
                    f"The model changed while {path.name} was added: wanted {current}, found {whole.fingerprint}.",
                )
            held = self._already(path.name, parsed.document.id)
            if held is not None:
                return held
            originals.keep(path, self.settings.data, parsed.document.sha256)
            # Before there is anything to read; a limit that the content already has stays as it is.
            if groups and parsed.document.id not in self.catalogue.limits():
                self.catalogue.limit(parsed.document.sha256, groups)
            if self.settings.review == "before":
                self.catalogue.shelf.keep_draft(whole, by)
            else:
                self.catalogue.add(whole, self.encode)
            originals.forget_aside(self.settings.data, parsed.document.sha256)
        return Added(
            file=path.name,
            document_id=parsed.document.id,
            tasks=len(parsed.tasks),
            clauses=sum(clause.leaf for clause in parsed.outline.clauses),
            duties=len(parsed.duties),
            passages=len(parsed.passages),
            reviews=sum(task.needs_review for task in parsed.tasks),
            notes=parsed.document.notes,
        )

    def _publish_now_and_then(self) -> None:
        """Make what was added findable while a long batch goes on, without spending the batch on it."""
        now = time.perf_counter()
        if (now - self._published) * PUBLISH_SHARE < self._publishing:
            return
        self.index.bring_up(LOCK_SECONDS)
        self._published = time.perf_counter()
        self._publishing = self._published - now


@contextmanager
def _room() -> Iterator[None]:
    """Turns whatever comes of a full disk into NoRoom."""
    try:
        yield
    except Exception as error:
        if isinstance(error, NoRoom) or not NoRoom.behind(error):
            raise
        raise NoRoom from error


def _within(tell: Progress | None, step: Step) -> Callable[[int, int], None] | None:
    return None if tell is None else lambda done, of: tell(replace(step, done=done, of=of))


def _files(paths: Iterable[Path]) -> tuple[list[Path], list[Failed]]:
    """The files to add, and a failure for every folder that holds none."""
    files: dict[Path, None] = {}
    failed = []
    for path in paths:
        found = _in_folder(path) if path.is_dir() else [path]
        if not found:
            known = " ".join(sorted(readable_suffixes()))
            error = NothingToIndex(
                f"Thư mục {path} không có văn bản nào đọc được (các loại đọc được: {known}).",
                f"The folder {path} holds no document that can be read (readable: {known}).",
            )
            failed.append(Failed(str(path), error.code, str(error), error.en))
        files.update(dict.fromkeys(found))
    return list(files), failed


def _in_folder(folder: Path) -> Sequence[Path]:
    known = frozenset(readable_suffixes())
    inside = (path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in known)
    return sorted(
        path for path in inside if not any(part.startswith((".", "~$")) for part in path.parts[len(folder.parts) :])
    )
