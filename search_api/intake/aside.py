"""What cannot be found: drafts to be published, removed documents and replaced versions to be restored."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from indexer import shelving
from indexer.store.shelf import ShelfState, Shelved
from search_api import limits, present
from search_api.access.viewer import current
from search_api.engine import Engine
from search_api.errors import NotFound
from search_api.intake.jobs import Intake
from search_api.limits import Page
from search_api.present import Json

STATES: tuple[ShelfState, ...] = ("draft", "removed", "replaced")


class Aside:
    """Lists, publishes, restores and deletes documents that are kept aside."""

    def __init__(self, engine: Engine, intake: Intake) -> None:
        self._engine, self._intake = engine, intake

    def list(self, state: str | None, page: Page) -> Json:
        """``{"total", "documents", "days"}``, the latest first; ``days`` is how long removed ones are kept."""
        wanted = limits.one_of("state", state, STATES)
        found = self._engine.catalogue.shelf.listed(*((cast("ShelfState", wanted),) if wanted else STATES))
        shown = [as_json(one) for one in found[page.offset : page.offset + page.limit]]
        days = self._engine.settings.keep_removed_days
        return {**present.page("documents", len(found), shown), "days": days}

    def one(self, document_id: str) -> Shelved:
        """The document of that id. Raises NotFound when it is not aside, or may not be read."""
        found = self._engine.catalogue.shelf.one(document_id)
        if found is None:
            raise NotFound(
                f"Không có văn bản “{document_id[:80]}” trong số đã xóa hay chờ công bố.",
                f"There is no document “{document_id[:80]}” among those removed or waiting to be published.",
            )
        return found

    def readable(self, document_id: str) -> Json | None:
        """A held document or a draft as lists show it; None for one that is neither."""
        held = self._engine.catalogue.document(document_id)
        if held is not None:
            return present.document(held)
        return as_json(self.one(document_id)) if self.is_draft(document_id) else None

    def needed(self, document_id: str) -> Json:
        """A held document or a draft as lists show it. Raises NotFound for one that is neither."""
        found = self.readable(document_id)
        if found is None:
            raise NotFound(f"Không có văn bản “{document_id[:80]}”.", f"There is no document “{document_id[:80]}”.")
        return found

    def is_draft(self, document_id: str) -> bool:
        """Whether the document waits to be published."""
        aside = self._engine.catalogue.shelf.one(document_id)
        return aside is not None and aside.state == "draft"

    def original(self, document_id: str) -> tuple[Path, str]:
        """Where the original of a document that is aside lies, and its name."""
        found = self.one(document_id)
        return shelving.original(self._engine.settings.data, found), found.file

    def bring_back(self, document_id: str) -> Json:
        """Publish a draft, or restore what was removed or replaced; returns the document as it is held now.

        A version that had been put in its place stays: which of the two is to stand is another decision.
        """
        self.one(document_id)
        shelving.bring_back(self._intake.pipeline, document_id)
        held = self._engine.catalogue.document(document_id)
        return present.document(held) if held else {"id": document_id}

    def withdraw(self, document_id: str) -> None:
        """Hold a published document back again as a draft. Raises NotFound for one that is not held."""
        seen = self._engine.catalogue.document(document_id)
        pipeline = self._intake.pipeline
        with pipeline.write_lock():
            if seen is None or self._engine.whole.shelf.put_aside(document_id, "draft", current().name) is None:
                raise NotFound(f"Không có văn bản “{document_id[:80]}”.", f"There is no document “{document_id[:80]}”.")
        pipeline.index.bring_up()

    def swap_back(self, document_id: str) -> Json:
        """Restore a replaced version and put the one that replaced it aside."""
        found = self.one(document_id)
        if found.successor and self._engine.catalogue.document(found.successor) is not None:
            shelving.bring_back(self._intake.pipeline, document_id)
            self._intake.pipeline.remove(found.successor, current().name)
            self._engine.whole.shelf.choose(found.successor, document_id, "undone", current().name)
            held = self._engine.catalogue.document(document_id)
            return present.document(held) if held else {"id": document_id}
        return self.bring_back(document_id)

    def forget(self, document_id: str) -> None:
        """Delete for good; raises NotFound when it is not aside."""
        self.one(document_id)
        shelving.forget(self._intake.pipeline, document_id)


def as_json(found: Shelved) -> Json:
    """A document that is aside as the API shows it."""
    header = found.header
    return {
        "id": found.id,
        "file": found.file,
        "state": found.state,
        "number": header.number,
        "kind": header.kind,
        "issuer": header.issuer,
        "title": header.title,
        "issued_on": present.iso(header.issued_on),
        "tasks": found.tasks,
        "needs_review": found.reviews,
        "pages": found.pages,
        "successor": found.successor,
        "by": found.by,
        "at": found.at.isoformat(),
    }
