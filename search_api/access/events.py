"""What happened that an audit wants to know: told to every handler that attached itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from search_api.access.viewer import Viewer, current

log = logging.getLogger(__name__)

Handler = Callable[[str, str, Mapping[str, Any], Viewer], None]

# Handlers are called in the thread of the request, in the order in which they were attached.
handlers: list[Handler] = []


def record(kind: str, subject: str = "", detail: Mapping[str, Any] | None = None, by: Viewer | None = None) -> None:
    """Tell every handler of an event: its kind, what it was about, more of it, and who did it.

    ``by`` is the current viewer where it is not given. A handler that fails is logged and stops nothing.
    """
    viewer = by or current()
    for handler in tuple(handlers):
        try:
            handler(kind, subject, detail or {}, viewer)
        except Exception:  # noqa: BLE001 - an audit that fails must not undo what was already done
            log.exception("an audit handler failed at %s", kind)
