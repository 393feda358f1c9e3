"""What the server and the processes it started hold in memory."""

from __future__ import annotations

from indexer.apart import Apart
from search_api.operations.memory import resident

MEGABYTE = 1 << 20


def filled(megabytes: int, tell: object) -> int:
    """How much a process of its own took; it keeps that."""
    filled.kept = bytes(range(256)) * (megabytes << 12)  # type: ignore[attr-defined]
    return megabytes


def test_what_adds_files_is_told_from_the_server_and_from_its_other_processes() -> None:
    apart = Apart(0)
    try:
        before = resident(None)
        assert before["server"] > 10 * MEGABYTE and before["adding"] == 0
        assert apart.run(filled, 64) == 64
        as_adder, as_another = resident(apart.pid), resident(None)
        assert as_adder["adding"] > 64 * MEGABYTE
        assert as_another["adding"] == 0 and as_another["other"] - as_adder["other"] > 64 * MEGABYTE
    finally:
        apart.close()
    assert resident(apart.pid)["adding"] == 0
