"""Comparisons in the background give way to readers, whatever becomes of these."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Message, Receive, Scope, Send

from search_api.ledger.courtesy import Counted, Courtesy
from search_api.ledger.workroom import Workroom


async def nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def unheard(_: Message) -> None:
    return None


def run(app: Counted, scope: Scope | None = None) -> None:
    # In a thread of its own: a browser of other tests may hold this one's event loop.
    with ThreadPoolExecutor(1) as pool:
        answered = app(scope if scope is not None else {"type": "http"}, nothing, unheard)
        pool.submit(asyncio.run, answered).result()


def test_a_request_is_in_hand_until_its_answer_begins() -> None:
    courtesy, seen = Courtesy(), []

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(courtesy.busy)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        seen.append(courtesy.busy)
        await send({"type": "http.response.body", "body": b""})

    run(Counted(answering, courtesy))
    assert seen == [1, 0]
    assert courtesy.busy == 0


def test_a_request_that_fails_is_no_longer_in_hand() -> None:
    courtesy = Courtesy()

    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        run(Counted(failing, courtesy))
    assert courtesy.busy == 0


def test_a_request_that_passes_two_applications_counts_once() -> None:
    courtesy, seen = Courtesy(), []

    async def looking(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(courtesy.busy)

    run(Counted(Counted(looking, courtesy), courtesy))  # type: ignore[arg-type]
    assert seen == [1]
    assert courtesy.busy == 0


def test_who_waits_for_a_comparison_does_not_hold_it_up() -> None:
    room, seen = Workroom(), []
    room.courtesy.begin()
    try:
        done = room.result("work", lambda tell: (tell(1, 2), seen.append(room.courtesy.busy)))
    finally:
        room.courtesy.done()
        room.close()
    assert done is not None
    assert seen == [0]
    assert room.courtesy.busy == 0
