"""GET /me: who the caller is and what they may do."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from search_api.access.viewer import current

router = APIRouter()


@router.get("/me")
def me() -> dict[str, Any]:
    """The caller's name (null for nobody known), role, scopes of the token, and groups."""
    viewer = current()
    return {
        "name": viewer.name if viewer.id is not None else None,
        "role": viewer.role,
        "via": viewer.via,
        "scopes": sorted(viewer.scopes),
        "groups": sorted(viewer.groups),
    }
