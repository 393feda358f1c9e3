"""Units joined, told apart and split by hand; a unit is named by its id or by a name that is only its own."""

from __future__ import annotations

from typing import Any

from indexer.store import rule
from indexer.store.entities import in_force
from indexer.store.lock import write_lock
from indexer.store.records import Ruling
from search_api import limits, present
from search_api.amending.alike import alike
from search_api.amending.noted import reason, signature
from search_api.engine import Engine
from search_api.errors import BadParameter
from search_api.limits import Page
from search_api.present import Json

LOCK_SECONDS = 60.0


class Rulings:
    """Writes and lists what people said about units, over one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list(self, page: Page) -> Json:
        """``{"total", "rulings"}``, the oldest first."""
        said = self._engine.catalogue.people.rulings()
        standing = {one.id for one in in_force(said)}
        shown = said[page.offset : page.offset + page.limit]
        return present.page("rulings", len(said), [_as_json(one, one.id in standing) for one in shown])

    def scopes(self) -> dict[str, str]:
        """The scope of every unit by its id: what tells namesakes from one another."""
        return {one.id: one.scope for one in self._engine.catalogue.units()}

    def candidates(self, unit: str = "") -> tuple[Json, ...]:
        """``{"unit", "other", "why"}`` of the pairs that may be one, all or those with ``unit``, the busiest first.

        Those that somebody told apart are left out.
        """
        pairs = alike(self._engine.catalogue.units())
        apart = self._engine.catalogue.people.entities().apart()
        wanted = (
            pair
            for pair in pairs
            if (not unit or unit in (pair.unit.id, pair.other.id)) and {pair.unit.id, pair.other.id} not in apart
        )
        return tuple(
            {"unit": present.stored_unit(pair.unit), "other": present.stored_unit(pair.other), "why": pair.why}
            for pair in wanted
        )

    def join(self, unit: str, other: Any, by: Any, why: Any) -> Json:
        """Make ``other`` one with ``unit``; returns the ruling."""
        return self._rule(rule.Draft("join", self._id(unit), self._id(other), signature(by), reason(why)))

    def apart(self, unit: str, other: Any, by: Any, why: Any) -> Json:
        """Say that two units are not one, so that they are not put forward again; returns the ruling."""
        return self._rule(rule.Draft("apart", self._id(unit), self._id(other), signature(by), reason(why)))

    def split(self, unit: str, alias: Any, by: Any, why: Any) -> Json:
        """Make the wording ``alias`` of ``unit`` a unit of its own; returns the ruling."""
        words = " ".join(str(alias or "").split())
        if not words:
            raise BadParameter("Thiếu “alias”: cách gọi cần tách.", "“alias” is missing: the wording to split off.")
        return self._rule(rule.Draft("split", self._id(unit), words, signature(by), reason(why)))

    def undo(self, ruling_id: str | int, by: Any, why: Any) -> Json:
        """Take a ruling back; returns the undoing."""
        number = int(ruling_id) if str(ruling_id).isdigit() else 0
        with write_lock(self._engine.settings.data / "write.lock", LOCK_SECONDS):
            made = self._engine.catalogue.people.unrule(number, signature(by), reason(why))
        self._engine.live.bring_up()
        return _as_json(made, True)

    def _rule(self, draft: rule.Draft) -> Json:
        with write_lock(self._engine.settings.data / "write.lock", LOCK_SECONDS):
            made = self._engine.catalogue.people.rule(draft)
        self._engine.live.bring_up()
        return _as_json(made, True)

    def _id(self, named: Any) -> str:
        """The one unit that is meant. Raises BadParameter when several go by the name, NotFound when none does."""
        name = str(named or "").strip()
        if not name:
            raise BadParameter("Thiếu tên hoặc mã đơn vị.", "The name or id of a unit is missing.")
        knowledge = self._engine.presenter().knowledge
        found = limits.units(knowledge, name, "printed")
        if len(found) > 1:
            known = "; ".join(found[:6])
            raise BadParameter(
                f"“{name[:80]}” là nhiều đơn vị, hãy chọn một mã: {known}.",
                f"“{name[:80]}” is several units, choose an id: {known}.",
            )
        return found[0]


def _as_json(one: Ruling, standing: bool) -> Json:
    return {
        "id": one.id,
        "action": one.action,
        "unit": {"id": one.unit_id, "name": one.unit_name},
        "other": {"id": one.other_id, "name": one.other_name},
        "alias": one.alias,
        "by": one.made_by,
        "at": one.made_at.isoformat(),
        "why": one.why,
        "undoes": one.undoes,
        "state": "active" if standing or one.undoes else "undone",
    }
