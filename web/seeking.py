"""What the pages ask of suggestions, saved searches, past questions and batches."""

from __future__ import annotations

from starlette.requests import Request

from search_api.asking.seeking import Seeking


def seeking(request: Request) -> Seeking:
    """What stands around a search in this application."""
    found: Seeking = request.app.state.api.state.seeking
    return found
