"""One file through every stage that needs no model: read, normalise, segment, extract, passages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from indexer.errors import IndexerError, UnreadableDocument
from indexer.extract.abbreviations import abbreviations
from indexer.extract.duties import duties
from indexer.extract.references import references
from indexer.extract.tasks import tasks
from indexer.extract.units import UnitReader
from indexer.normalise import normalise
from indexer.passages import passages
from indexer.read import read
from indexer.report import Stage
from indexer.segment import outline
from indexer.settings import Settings
from indexer.types import ParsedDocument

log = logging.getLogger(__name__)

Tell = Callable[[Stage, int, int], None]
"""Called with the stage that begins or goes on, and how much of it is done of how much (0 of 0: not known)."""


def parse(path: Path, settings: Settings, tell: Tell | None = None) -> ParsedDocument:
    """Everything that the stages find in one file. Raises UnreadableDocument with the reason."""
    at = tell or (lambda stage, done, of: None)
    try:
        at("read", 0, 0)
        raw = read(path, settings, lambda done, of: at("read", done, of))
        at("normalise", 0, 0)
        document = normalise(raw)
        if not document.text.strip():
            raise _nothing_read(path, document.notes)
        at("segment", 0, 0)
        structure = outline(document)
        at("extract", 0, 0)
        shorts = abbreviations(document)
        units = UnitReader(structure.header, shorts)
        rows = tasks(document, structure, units)
        owed = duties(document, structure, units)
        named = references(document, structure)
        pieces = passages(document, structure, rows, settings)
    except (IndexerError, MemoryError):
        raise
    except Exception as error:
        # A document that a stage was not written for must not take the rest of the batch with it.
        log.debug("stage failed on %s", path, exc_info=True)
        raise UnreadableDocument(
            f"Lỗi khi phân tích {path.name}: {type(error).__name__}: {error}",
            f"Failed while analysing {path.name}: {type(error).__name__}: {error}",
        ) from error
    return ParsedDocument(document, structure, rows, owed, named, shorts, pieces)


def _nothing_read(path: Path, notes: tuple[str, ...]) -> UnreadableDocument:
    why = f" ({'; '.join(notes)})" if notes else ""
    return UnreadableDocument(
        f"Không đọc được chữ nào trong {path.name}{why}.", f"Not a single word could be read in {path.name}{why}."
    )
