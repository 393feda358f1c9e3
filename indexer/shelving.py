"""Documents brought back, published, exchanged for a newer version, or deleted for good."""

from __future__ import annotations

from pathlib import Path

from indexer import picture
from indexer.errors import UnknownDocument
from indexer.pipeline import LOCK_SECONDS, Pipeline
from indexer.store import originals
from indexer.store.shelf import Shelved


def bring_back(pipeline: Pipeline, document_id: str) -> Shelved:
    """Publish a draft, or restore a removed document or an older version, corrections included.

    Raises UnknownDocument when it is not on the shelf.
    """
    with pipeline.write_lock():
        found = pipeline.catalogue.shelf.bring_back(document_id, pipeline.encode)
        if found is None:
            raise _not_aside(document_id)
        originals.put_back(pipeline.settings.data, found.sha256)
    pipeline.index.bring_up(LOCK_SECONDS)
    return found


def exchange(pipeline: Pipeline, document_id: str, other_id: str, by: str) -> None:
    """Put ``document_id`` in the place of ``other_id``; corrections go over, and the other can be restored.

    Raises UnknownDocument when either is not there.
    """
    with pipeline.write_lock():
        if pipeline.catalogue.document(document_id) is None and pipeline.catalogue.shelf.one(document_id) is None:
            raise _not_aside(document_id)
        sha256 = pipeline.catalogue.shelf.exchange(document_id, other_id, by, pipeline.encode)
        if sha256 is None:
            raise _not_aside(other_id)
        originals.set_aside(pipeline.settings.data, sha256)
    pipeline.index.bring_up(LOCK_SECONDS)


def forget(pipeline: Pipeline, document_id: str) -> None:
    """Delete a document on the shelf for good, its original included. Raises UnknownDocument when it is not there."""
    with pipeline.write_lock():
        sha256 = pipeline.catalogue.shelf.forget(document_id)
        if sha256 is None:
            raise _not_aside(document_id)
        originals.forget(pipeline.settings.data, sha256)
        picture.forget(pipeline.settings.data, sha256)


def forget_outdated(pipeline: Pipeline) -> int:
    """Delete for good what was removed longer ago than the settings keep; returns how many documents that were."""
    outdated = pipeline.catalogue.shelf.outdated(pipeline.settings.keep_removed_days)
    for one in outdated:
        forget(pipeline, one.id)
    return len(outdated)


def original(data: Path, aside: Shelved) -> Path:
    """Where the original of a document on the shelf lies."""
    place = originals.original(data, aside.sha256, aside.file)
    return place if aside.state == "draft" else data / "removed" / place.name


def _not_aside(document_id: str) -> UnknownDocument:
    return UnknownDocument(
        f"Không có văn bản “{document_id[:80]}” trong số đã xóa hay chờ công bố.",
        f"There is no document “{document_id[:80]}” among those removed or waiting to be published.",
    )
