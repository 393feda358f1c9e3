"""A folder watched: files that have stopped growing are added unattended, and a report tells what became of each."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Literal

from watchfiles import watch as changes

from indexer import shelving
from indexer.errors import CatalogueLocked, IndexerError, NothingToIndex
from indexer.pipeline import Pipeline, readable_suffixes
from indexer.report import Added

Outcome = Literal["added", "duplicate", "failed", "skipped", "replaced", "removed"]
SETTLE_SECONDS = 2.0
# What editors, browsers and systems write beside a file while they are at work on it.
_LEAVINGS_BEFORE = (".", "~$", "~")
_LEAVINGS_AFTER = (".tmp", ".part", ".crdownload", ".download", ".lock", ".swp")


@dataclass(frozen=True, slots=True)
class Line:
    """What became of a file: a line of the report. ``file`` is its path within the folder."""

    at: str
    file: str
    outcome: Outcome
    document_id: str = ""
    tasks: int = 0
    reviews: int = 0
    reason: str = ""
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A file as it was when it was last dealt with."""

    size: int
    changed: int
    outcome: Outcome
    document_id: str = ""


class Watched:
    """One folder, watched for one data folder. What was dealt with is remembered there from one run to the next.

    With ``remove`` a document goes aside when its file is gone, and an older version when its file is written anew;
    without it both stay. Only members of ``groups`` (ids) read what is added. Raises NothingToIndex for what is no
    folder.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        folder: Path,
        report: Path | None = None,
        remove: bool = False,
        settle: float = SETTLE_SECONDS,
        groups: Sequence[str] = (),
    ) -> None:
        self.folder = folder.resolve()
        if not self.folder.is_dir():
            raise NothingToIndex(f"Không có thư mục {folder}.", f"There is no folder {folder}.")
        self._pipeline, self._remove, self._settle, self._groups = pipeline, remove, settle, tuple(groups)
        own = pipeline.settings.data / "watch"
        own.mkdir(parents=True, exist_ok=True)
        name = f"{self.folder.name}-{hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:8]}"
        self.report = (report or own / f"{name}.csv").resolve()
        self._memory = own / f"{name}.json"
        self._known = self._remembered()
        self._growing: dict[Path, tuple[int, int, float]] = {}

    def run(self, told: Callable[[Line], None], stop: threading.Event, once: bool = False) -> None:
        """Deal with what lies there, then with what comes until ``stop`` is set; ``once`` ends when nothing waits."""
        if once:
            while True:
                for line in self.look():
                    told(line)
                if not self._growing or stop.wait(self._settle / 2):
                    return
        pace = int(1000 * max(0.1, self._settle / 2))
        for line in self.look():
            told(line)
        for _ in changes(self.folder, stop_event=stop, yield_on_timeout=True, rust_timeout=pace, recursive=True):
            for line in self.look():
                told(line)

    def look(self) -> Iterator[Line]:
        """Deal with every file that is new or changed and has stopped growing; gives what became of each."""
        here = {path: stat for path in self._files() if (stat := _stat(path)) is not None}
        for path in self._ready(here):
            try:
                line, known = self._taken(path, here[path])
            except CatalogueLocked:
                # Another process writes; the file is looked at again at the next turn.
                continue
            self._growing.pop(path, None)
            yield self._kept(line, known)
        if self._remove:
            yield from self._gone(here)

    def _files(self) -> Iterator[Path]:
        for path in sorted(self.folder.rglob("*")):
            inside = path.relative_to(self.folder).parts
            left = any(part.startswith(_LEAVINGS_BEFORE) for part in inside) or path.name.lower().endswith(
                _LEAVINGS_AFTER
            )
            if not left and path.is_file() and path.resolve() != self.report:
                yield path

    def _ready(self, here: dict[Path, os.stat_result]) -> list[Path]:
        """The files to deal with now: not dealt with as they are, and unchanged for as long as settling takes."""
        now = time.monotonic()
        ready = []
        for path, stat in here.items():
            known = self._known.get(self._name(path))
            if known is not None and (known.size, known.changed) == (stat.st_size, stat.st_mtime_ns):
                self._growing.pop(path, None)
                continue
            size, changed, since = self._growing.get(path, (-1, -1, now))
            if (size, changed) != (stat.st_size, stat.st_mtime_ns):
                self._growing[path] = (stat.st_size, stat.st_mtime_ns, now)
            elif now - since >= self._settle:
                ready.append(path)
        for path in self._growing.keys() - here.keys():
            del self._growing[path]
        return ready

    def _taken(self, path: Path, stat: os.stat_result) -> tuple[Line, Known]:
        name = self._name(path)
        before = self._known.get(name)

        def made(outcome: Outcome, document: str = "", **more: object) -> tuple[Line, Known]:
            line = Line(_now(), name, outcome, document, **more)  # type: ignore[arg-type]
            return line, Known(stat.st_size, stat.st_mtime_ns, outcome, document)

        if path.is_symlink():
            return made("skipped", reason="chỉ là một liên kết", reason_en="only a link")
        if path.suffix.lower() not in readable_suffixes():
            vi, en = f"không có bộ đọc cho tệp {path.suffix}", f"there is no reader for {path.suffix} files"
            return made("skipped", reason=vi, reason_en=en)
        try:
            outcome = self._pipeline.add_file(path, by="chutri watch", groups=self._groups)
        except CatalogueLocked:
            raise
        except IndexerError as error:
            return made("failed", reason=str(error), reason_en=error.en)
        if not isinstance(outcome, Added):
            return made("duplicate", outcome.document_id, reason=f"đã có: {outcome.held_as}", reason_en="held already")
        counts = {"tasks": outcome.tasks, "reviews": outcome.reviews, "reason": "; ".join(outcome.notes)}
        if self._remove and before is not None and self._alone(name, before):
            shelving.exchange(self._pipeline, outcome.document_id, before.document_id, "chutri watch")
            return made("replaced", outcome.document_id, **counts)
        return made("added", outcome.document_id, **counts)

    def _gone(self, here: dict[Path, os.stat_result]) -> Iterator[Line]:
        """Put the documents aside whose files have gone and lie nowhere else in the folder."""
        names = {self._name(path) for path in here}
        for name in [one for one in self._known if one not in names]:
            known = self._known.pop(name)
            line = Line(_now(), name, "removed", known.document_id)
            if known.outcome in ("added", "replaced") and not self._elsewhere(name, known.document_id):
                try:
                    if self._pipeline.remove(known.document_id, "chutri watch"):
                        self._write(line)
                        yield line
                except CatalogueLocked:
                    self._known[name] = known
                    continue
            self._remember()

    def _alone(self, name: str, before: Known) -> bool:
        """Whether the older version of a file is held, and came from no other file as well."""
        held = before.document_id and self._pipeline.catalogue.document(before.document_id) is not None
        return bool(held) and not self._elsewhere(name, before.document_id)

    def _elsewhere(self, name: str, document_id: str) -> bool:
        return any(one.document_id == document_id for other, one in self._known.items() if other != name)

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    # --- what stays ---

    def _kept(self, line: Line, known: Known) -> Line:
        self._known[line.file] = known
        self._write(line)
        self._remember()
        return line

    def _write(self, line: Line) -> None:
        """Add a line to the report: JSON where its name says so, else CSV without anything a spreadsheet would run."""
        self.report.parent.mkdir(parents=True, exist_ok=True)
        if self.report.suffix.lower() in (".jsonl", ".json", ".ndjson"):
            with self.report.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
            return
        fresh = not self.report.is_file()
        with self.report.open("a", encoding="utf-8-sig" if fresh else "utf-8", newline="") as file:
            writer = csv.writer(file)
            if fresh:
                writer.writerow([field.name for field in fields(Line)])
            writer.writerow([_safe(value) for value in asdict(line).values()])

    def _remembered(self) -> dict[str, Known]:
        try:
            told = json.loads(self._memory.read_text(encoding="utf-8"))
            return {name: Known(**one) for name, one in told.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            # A memory that is not there or damaged costs a second look: content that is held is not added twice.
            return {}

    def _remember(self) -> None:
        draft = self._memory.with_suffix(".part")
        told = {name: asdict(one) for name, one in self._known.items()}
        draft.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        draft.replace(self._memory)


def _safe(value: object) -> str:
    words = str(value)
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r")) else words


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
