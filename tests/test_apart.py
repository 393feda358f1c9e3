"""Work in a process of its own: what is returned, told and raised there, and what its end means here."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from indexer.apart import Apart, Broke, Lost, OutOfMemory, OutOfTime
from indexer.errors import CorrectionConflict, IndexerError, NoRoom, UnreadableDocument

Tell = Callable[..., None]
BEHIND = 7


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    found = Apart(BEHIND)
    yield found
    found.close()


def place(tell: Tell) -> tuple[int, int, int]:
    """How far behind the process stands, its group and its session."""
    return os.nice(0), os.getpgid(0), os.getsid(0)


def twice(number: int, tell: Tell) -> int:
    """Tells the number and returns twice as much."""
    tell("number", number)
    return 2 * number


def refusing(error: IndexerError, tell: Tell) -> None:
    """Raises the error."""
    raise error


def breaking(tell: Tell) -> None:
    """Raises what nobody foresaw."""
    raise ValueError("mười")


def greedy(tell: Tell) -> int:
    """Takes more memory than it may."""
    return len(bytearray(4 * 2**30))


def endless(tell: Tell) -> None:
    """Says that it has begun, and never ends."""
    tell(os.getpid())
    threading.Event().wait()


def test_a_job_is_done_there_and_tells_here(apart: Apart) -> None:
    told: list[tuple[object, ...]] = []
    assert apart.run(twice, 21, tell=lambda *what: told.append(what)) == 42
    assert told == [("number", 21)]


def test_the_process_stands_behind_in_the_same_session_and_leads_its_own_group(apart: Apart) -> None:
    nice, group, session = apart.run(place)
    assert nice == min(19, os.nice(0) + BEHIND)
    assert group == apart.pid != os.getpgid(0)
    assert session == os.getsid(0)


@pytest.mark.parametrize(
    "error",
    [
        UnreadableDocument("tệp rỗng", "the file is empty"),
        UnreadableDocument("một câu"),
        NoRoom(5 << 20),
        CorrectionConflict("đã sửa", "corrected", {"a": 1}, "Lan"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_refusal_arrives_as_it_was_raised(apart: Apart, error: IndexerError) -> None:
    with pytest.raises(type(error)) as caught:
        apart.run(refusing, error)
    found = caught.value
    assert (str(found), vars(found), found.code) == (str(error), vars(error), error.code)
    assert vars(pickle.loads(pickle.dumps(found))) == vars(error)


def test_what_nobody_foresaw_is_named_and_the_process_goes_on(apart: Apart) -> None:
    pid = apart.pid
    with pytest.raises(Broke, match="ValueError: mười") as caught:
        apart.run(breaking)
    assert "in breaking" in caught.value.where
    assert apart.run(twice, 1) == 2
    assert apart.pid == pid or pid is None


def test_a_job_that_takes_too_much_memory_is_told_apart(apart: Apart) -> None:
    with pytest.raises(OutOfMemory):
        apart.run(greedy, memory_mb=512)
    assert apart.run(twice, 2) == 4


def test_a_job_that_takes_too_long_is_ended_and_the_next_has_a_process_of_its_own(apart: Apart) -> None:
    pids: list[int] = []
    with pytest.raises(OutOfTime):
        apart.run(endless, tell=pids.append, seconds=0.5)
    assert apart.run(twice, 3) == 6
    assert apart.pid not in pids


@pytest.mark.parametrize("end", [lambda pid, apart: os.kill(pid, signal.SIGKILL), lambda pid, apart: apart.close()])
def test_a_process_that_ends_loses_its_job_only(apart: Apart, end: Callable[[int, Apart], None]) -> None:
    with pytest.raises(Lost):
        apart.run(endless, tell=lambda pid: end(pid, apart))
    assert apart.run(twice, 4) == 8


def test_what_ends_a_service_is_left_to_the_process_that_serves(apart: Apart) -> None:
    assert apart.run(twice, 5) == 10
    assert apart.pid is not None
    for ending in (signal.SIGTERM, signal.SIGINT):
        os.kill(apart.pid, ending)
    pid = apart.pid
    assert apart.run(twice, 6) == 12
    assert apart.pid == pid
