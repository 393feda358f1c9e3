"""The server's log: JSON lines for programs, words for a terminal; never questions, texts or names of files."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

Form = Literal["auto", "json", "text"]
OURS = ("chutri", "indexer", "search_api", "web", "uvicorn")


def configure(level: str = "info", form: Form = "auto", stream: TextIO | None = None) -> bool:
    """Send everything that is logged to ``stream`` (stderr): as JSON lines (then True), or as words for a person.

    An exception is told by its kind and the places it came through; its words may quote a document and are left out.
    """
    target = stream or sys.stderr
    as_json = form == "json" or (form == "auto" and not target.isatty())
    drawn: Any = structlog.dev.ConsoleRenderer(colors=target.isatty(), sort_keys=False)
    if as_json:
        drawn = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, drawn],
        )
    )
    # Other libraries may tell of what they read; only what went wrong in them is of use.
    chosen = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=max(logging.WARNING, chosen), handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        one = logging.getLogger(name)
        one.handlers, one.propagate = [], True
    return as_json


def logger(name: str) -> Any:
    """A logger whose calls take an event and its fields: ``log.info("request", status=200)``."""
    return structlog.wrap_logger(
        logging.getLogger(name),
        processors=[structlog.stdlib.filter_by_level, *_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _places(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Tell an exception by its kind and where it came through."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else None
    if error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = type(error).__qualname__
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames][-12:]
    return event


_SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _places,
]
