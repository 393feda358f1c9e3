"""Reading in a worker process: answers, refusals, limits, and a fresh process after a dead one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.errors import UnreadableDocument
from indexer.read import read
from indexer.read.worker import Worker
from indexer.settings import Settings


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
    process = worker._process
    assert process is not None and process.pid is not None
    os.kill(process.pid, signal.SIGSTOP)
    with pytest.raises(UnreadableDocument, match="parse_seconds"):
        worker.read(plan, Settings(parse_seconds=1))
    assert worker.read(plan, Settings()).file == plan.name


def test_a_process_that_dies_is_said_and_replaced(worker: Worker, plan: Path) -> None:
    worker.read(plan, Settings())
    process = worker._process
    assert process is not None and process.pid is not None
    os.kill(process.pid, signal.SIGSTOP)
    # The request is written before the process dies, as with a file that crashes its parser.
    os.kill(process.pid, signal.SIGKILL)
    try:
        assert worker.read(plan, Settings()).file == plan.name
    except UnreadableDocument as error:
        assert "dừng giữa chừng" in str(error)
    assert worker.read(plan, Settings()).file == plan.name
