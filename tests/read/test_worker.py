"""Reading in a worker process: answers, refusals, limits, and a fresh process after a dead one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.errors import UnreadableDocument
from indexer.parsing import parse
from indexer.read import read
from indexer.read.worker import Worker
from indexer.settings import Settings
from tests.patience import eventually


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    found = Worker()
    yield found
    found.close()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text("KẾ HOẠCH\n\n1. Rà soát bến thuyền.\n", encoding="utf8")
    return path


def test_the_worker_reads_what_the_reader_reads(worker: Worker, plan: Path) -> None:
    assert worker.read(plan, Settings()) == read(plan, Settings())


def test_a_refusal_comes_back_as_the_reader_said_it(worker: Worker, tmp_path: Path) -> None:
    path = tmp_path / "rong.txt"
    path.write_bytes(b"")
    with pytest.raises(UnreadableDocument, match="rỗng") as caught:
        worker.read(path, Settings())
    assert "empty" in caught.value.en


def test_a_killed_process_is_one_files_failure_only(worker: Worker, plan: Path) -> None:
    worker.read(plan, Settings())
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGSTOP)
    with pytest.raises(UnreadableDocument, match="parse_seconds"):
        worker.read(plan, Settings(parse_seconds=1))
    assert worker.read(plan, Settings()).file == plan.name


def test_a_process_that_dies_is_said_and_replaced(worker: Worker, plan: Path) -> None:
    worker.read(plan, Settings())
    pid = worker.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    # The request is written before the process dies, as with a file that crashes its parser.
    os.kill(pid, signal.SIGKILL)
    try:
        assert worker.read(plan, Settings()).file == plan.name
    except UnreadableDocument as error:
        assert "dừng giữa chừng" in str(error)
    assert worker.read(plan, Settings()).file == plan.name


def hungry(path: Path, settings: Settings, tell: Callable[..., None]) -> int:
    """Takes more memory than any limit of these tests."""
    return len(bytearray(4 * 2**30))


def test_a_job_that_needs_too_much_memory_is_refused_and_the_next_is_done(worker: Worker, plan: Path) -> None:
    with pytest.raises(UnreadableDocument, match="512 MB.*parse_memory_mb"):
        worker.run(hungry, plan, Settings(parse_memory_mb=512))
    assert worker.read(plan, Settings(parse_memory_mb=512)).file == plan.name


def starting_another(path: Path, settings: Settings, tell: Callable[..., None]) -> None:
    """Starts a program that runs long, tells its number and waits for it."""
    program = subprocess.Popen(["sleep", "3600"])
    tell(program.pid)
    program.wait()


def gone(pid: int) -> bool:
    """Whether the process ends before it would by itself."""

    def ended() -> bool:
        status = Path(f"/proc/{pid}/stat")
        return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"

    return eventually(ended)


def test_what_a_stopped_job_started_ends_with_it(worker: Worker, plan: Path) -> None:
    told: list[int] = []
    # A busy machine may need longer than the shortest limit before the job has started anything.
    for limit in (1, 4, 16, 60):
        with pytest.raises(UnreadableDocument, match="parse_seconds"):
            worker.run(starting_another, plan, Settings(parse_seconds=limit), told.append)
        if told:
            break
    assert gone(told[0])


ORPHAN = """
import sys
from pathlib import Path
from tests.read.test_worker import starting_another
from indexer.read.worker import Worker
from indexer.settings import Settings

worker = Worker()
worker.run(starting_another, Path(sys.argv[1]), Settings(), lambda pid: print(worker.pid, pid, flush=True))
"""


def test_a_worker_ends_with_the_process_that_started_it(plan: Path) -> None:
    search = os.pathsep.join((*filter(None, sys.path), str(Path.cwd())))
    with subprocess.Popen(
        [sys.executable, "-c", ORPHAN, str(plan)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": search}
    ) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()
    assert len(pids) == 2
    assert all(gone(pid) for pid in pids)


def test_a_whole_parse_runs_there_and_tells_its_stages(worker: Worker, plan: Path) -> None:
    told: list[tuple[str, int, int]] = []
    parsed = worker.run(parse, plan, Settings(), lambda *what: told.append(what))
    assert parsed == parse(plan, Settings())
    assert [stage for stage, _, of in told if not of] == ["read", "normalise", "segment", "extract"]
    assert ("read", 1, 1) in told
