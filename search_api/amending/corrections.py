"""Corrections as people make them over HTTP and on the command line: checked, kept, listed, taken back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast, get_args

from indexer.pipeline import Pipeline
from indexer.store.amend.records import UNSAID, Action, Correction, Draft, Kind
from indexer.store.amend.replay import taken_back
from indexer.store.lock import write_lock
from indexer.types import Header
from search_api import limits, present
from search_api.amending.noted import brief, reason, signature
from search_api.amending.wanted import Wanted
from search_api.engine import Engine
from search_api.errors import BadParameter
from search_api.limits import Page
from search_api.present import Json

LOCK_SECONDS = 60.0
STATES = ("active", "undone", "orphaned")


class Corrections:
    """Writes and lists what people corrected, over one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._own: Pipeline | None = None

    @property
    def _pipeline(self) -> Pipeline:
        if self._own is None:
            engine = self._engine
            self._own = Pipeline(engine.settings, engine.whole, engine.encoder, engine.live)
        return self._own

    def list(self, wanted: Mapping[str, str | None], page: Page) -> Json:
        """``{"total", "corrections"}``, the oldest first; filters are document, state, by, record, field and day.

        ``order`` "newest" begins with the latest.
        """
        state = limits.one_of("state", wanted.get("state"), STATES)
        latest = limits.one_of("order", wanted.get("order"), ("oldest", "newest")) == "newest"
        day = limits.day("day", wanted.get("day"))
        said = self._engine.catalogue.people.corrections()
        undone = taken_back(said)
        keys = limits.documents_ever(said, wanted.get("document"))
        found = [
            one
            for one in said
            if (not keys or one.document.id in keys)
            and (state is None or state_of(one, undone) == state)
            and wanted.get("by") in (None, "", one.by)
            and wanted.get("record") in (None, "", one.record_id)
            and wanted.get("field") in (None, "", one.field, one.action)
            and day in (None, one.at.date())
        ]
        if latest:
            found.reverse()
        shown = found[page.offset : page.offset + page.limit]
        return present.page("corrections", len(found), [as_json(one, undone) for one in shown])

    def make(self, body: Any) -> Json:
        """Keep a correction; returns it with the record as it is now.

        Raises BadParameter for a request that says nothing usable, and whatever the catalogue refuses.
        """
        draft = self._draft(body)
        self._pipeline.renew_vectors()
        with write_lock(self._engine.settings.data / "write.lock", LOCK_SECONDS):
            made = self._engine.catalogue.people.correct(draft, self._pipeline.encode)
        self._engine.live.bring_up()
        return self._told(made)

    def undo(self, correction_id: str | int, by: str | None, why: str | None) -> Json:
        """Take a correction back; returns the undoing with the record as it is now."""
        number = int(correction_id) if str(correction_id).isdigit() else 0
        who, because = signature(by), reason(why)
        with write_lock(self._engine.settings.data / "write.lock", LOCK_SECONDS):
            made = self._engine.catalogue.people.undo(number, who, because, self._pipeline.encode)
        self._engine.live.bring_up()
        return self._told(made)

    def check_all(self, document_id: str, by: str | None, why: str | None = None) -> tuple[int, ...]:
        """Mark every task of a document that nobody answers for as right; returns the ids of the corrections."""
        who, because = signature(by), reason(why)
        with write_lock(self._engine.settings.data / "write.lock", LOCK_SECONDS):
            made = self._engine.catalogue.people.check_all(document_id, who, because, self._pipeline.encode)
        self._engine.live.bring_up()
        return made

    def undo_all(self, ids: Sequence[int], by: str | None) -> int:
        """Take several corrections back at once; returns how many of them were in force."""
        who = signature(by)
        with write_lock(self._engine.settings.data / "write.lock", LOCK_SECONDS):
            number = self._engine.catalogue.people.undo_all(ids, who, self._pipeline.encode)
        self._engine.live.bring_up()
        return number

    def _told(self, made: Correction) -> Json:
        catalogue = self._engine.catalogue
        told = as_json(made, taken_back(catalogue.people.corrections()))
        stored = catalogue.task(made.record_id) if made.kind == "task" and made.record_id else None
        return {**told, "task": self._engine.presenter().task(stored) if stored else None}

    def _draft(self, body: Any) -> Draft:
        if not isinstance(body, Mapping):
            raise BadParameter("Nội dung phải là một đối tượng JSON.", "The body must be a JSON object.")
        action = str(body.get("action") or "set")
        if action not in get_args(Action) or action == "undo":
            raise BadParameter(
                f"“action” phải là một trong: set, add, delete, split, join, check; không phải “{action[:40]}”.",
                f"“action” must be one of: set, add, delete, split, join, check; not “{action[:40]}”.",
            )
        kind: Kind = "duty" if body.get("duty") or body.get("kind") == "duty" else "task"
        if action == "set" and body.get("document") and not body.get(kind):
            kind = "document"
        key = body.get("document") if action == "add" else body.get(kind)
        if not isinstance(key, str) or not key:
            needed = "document" if action == "add" else kind
            raise BadParameter(f"Thiếu “{needed}”: mã bản ghi cần sửa.", f"“{needed}” is missing: what to correct.")
        header = self._header(kind, key, action)
        field = str(body["field"]) if body.get("field") is not None else None
        before = body.get("before", UNSAID)
        wanted = Wanted(header)
        if action == "set" and field is not None and before is not UNSAID:
            before = wanted.value(field, before)
        return Draft(
            kind=kind,
            action=cast("Action", action),
            record_id=self._document(key) if action == "add" or kind == "document" else key,
            by=signature(body.get("by")),
            why=reason(body.get("why")),
            field=field if action == "set" else None,
            after=self._after(action, body, field, wanted, key),
            before=before,
        )

    def _after(self, action: str, body: Mapping[str, Any], field: str | None, wanted: Wanted, key: str) -> Any:
        if action == "set":
            return wanted.value(field, body.get("value")) if field else None
        if action == "split":
            parts = body.get("parts")
            return [wanted.row(part) for part in parts] if isinstance(parts, Sequence) else None
        if action == "join":
            return {
                "with": [str(one) for one in body.get("with") or ()],
                "fields": wanted.row(body.get("fields") or {}),
            }
        if action == "add":
            row = wanted.row(body.get("fields") or {})
            needed = "unit" if body.get("kind") == "duty" else "task"
            if not row.get(needed):
                raise BadParameter(f"Thiếu “fields.{needed}” của dòng thêm vào.", f"“fields.{needed}” is missing.")
            return {**row, **self._place(self._document(key), body.get("quote") or row.get("task"))}
        return None

    def _document(self, named: str) -> str:
        aside = self._engine.catalogue.shelf.one(named)
        return aside.id if aside is not None else self._engine.catalogue.find(named).id

    def _header(self, kind: Kind, key: str, action: str) -> Header:
        """The header of the document that the row stands in; an empty one for a row that is not there."""
        catalogue = self._engine.catalogue
        owner = self._document(key) if action == "add" or kind == "document" else key.rpartition("-")[0]
        held = catalogue.document(owner) or catalogue.shelf.one(owner)
        return held.header if held else Header()

    def _place(self, document_id: str, quote: Any) -> dict[str, Any]:
        """Where the words stand that prove an added row. Raises BadParameter when the document does not have them."""
        words = str(quote or "").split()
        document = self._engine.catalogue.shelf.parsed(document_id).document
        text = document.text
        match = re.search(r"\s+".join(map(re.escape, words)), text, re.IGNORECASE) if words else None
        if match is None:
            raise BadParameter(
                f"Không thấy “{' '.join(words)[:80]}” trong văn bản; hãy chép nguyên văn vào “quote”.",
                f"The document does not hold “{' '.join(words)[:80]}”; copy its exact words into “quote”.",
            )
        page = next((one.number for one in document.pages if one.span.start <= match.start() < one.span.end), None)
        return {"span": [match.start(), match.end()], "page": page}


def state_of(one: Correction, undone: frozenset[int]) -> str:
    """Whether a correction is in force, taken back, or waits for a row that is not there."""
    if one.id in undone:
        return "undone"
    return "active" if one.record_id or one.undoes else "orphaned"


def as_json(one: Correction, undone: frozenset[int]) -> Json:
    """A correction as the API shows it."""
    return {
        **brief(one),
        "kind": one.kind,
        "undoes": one.undoes,
        "state": state_of(one, undone),
        "document": {"id": one.document.id, "file": one.document.file, "number": one.document.number},
        "record_id": one.record_id,
        "target": {"path": list(one.target.path), "no": one.target.no, "words": one.target.words},
    }
