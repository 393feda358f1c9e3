"""The addresses at which a count opens into the tasks or duties that it counts."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode


def cell_url(unit_id: str, key: str | None, by: str, part: str, given: Mapping[str, str] | None = None) -> str:
    """The page that lists what a cell counts: ``key`` is the column's (None for the whole row), ``part`` lead,
    coordinate or duties, ``given`` the filters of the matrix. Duties stand on the unit's own page."""
    if part == "duties":
        return f"/units/{quote(unit_id)}#duties"
    column = {} if key is None else {"document": key} if by == "document" else {"section_is": key or "-"}
    document = (given or {}).get("document")
    kept = {"document": document} if document else {}
    return f"/tasks?{urlencode({'unit': unit_id, 'role': part, **kept, **column})}"
