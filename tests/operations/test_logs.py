"""The log: JSON lines or words, told by kind and place, never by what a document or a question says."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from search_api.operations import logs


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield io.StringIO()
    root.handlers[:], root.level = handlers, level
    for name in logs.OURS:
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_events_are_json_lines_with_their_fields(stream: io.StringIO):
    logs.configure("info", "json", stream)
    logs.logger("chutri.request").info("request", route="/ask", status=200, ms=3)
    logs.logger("chutri.request").debug("hidden")
    logging.getLogger("other.library").info("chatter")
    logging.getLogger("other.library").warning("it broke")
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert (first["event"], first["route"], first["status"], first["level"]) == ("request", "/ask", 200, "info")
    assert (second["event"], second["logger"]) == ("it broke", "other.library")


def test_an_exception_is_told_by_its_kind_and_place_only(stream: io.StringIO):
    logs.configure("info", "json", stream)
    try:
        raise ValueError("Sở Nội vụ chủ trì")
    except ValueError:
        logging.getLogger("search_api.x").exception("it failed")
        logs.logger("chutri.work").exception("work_failed")
    for line in stream.getvalue().splitlines():
        told = json.loads(line)
        assert told["error"] == "ValueError" and "test_logs.py" in told["at"][-1]
    assert "Sở" not in stream.getvalue()


def test_a_terminal_gets_words(stream: io.StringIO):
    logs.configure("warning", "text", stream)
    logs.logger("chutri.x").warning("disk_low", free=3)
    assert "disk_low" in stream.getvalue() and "free=3" in stream.getvalue()
    assert not stream.getvalue().startswith("{")
