"""The memory that the server and the processes it started hold, as the kernel tells it under /proc."""

from __future__ import annotations

import os
from pathlib import Path

PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def resident(adding: int | None) -> dict[str, int]:
    """Resident bytes of the ``server``, of what ``adding`` files takes, and of its ``other`` processes.

    ``adding`` is the number of the process that adds files, if there is one; what a process started counts with it.
    Empty where there is no /proc.
    """
    held = {int(one.name): _held(one) for one in PROC.glob("[0-9]*")}
    own = os.getpid()
    if own not in held:
        return {}
    started = _below(own, {pid: parent for pid, (parent, _) in held.items()})
    adders = started & {adding, *_below(adding, {pid: held[pid][0] for pid in started})} if adding else set()
    parts = {"server": {own}, "adding": adders, "other": started - adders}
    return {name: sum(held[pid][1] for pid in pids) for name, pids in parts.items()}


def _held(process: Path) -> tuple[int, int]:
    """The parent of a process and its resident bytes; no parent and none for one that has just ended."""
    try:
        after = (process / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0, 0
    # Fields 4 and 24 of proc(5), counted after the name.
    return int(after[1]), int(after[21]) * _PAGE


def _below(pid: int, parents: dict[int, int]) -> set[int]:
    """The processes that a process started, and those that they did."""
    found: set[int] = set()
    level = {pid}
    while level:
        level = {one for one, parent in parents.items() if parent in level and one not in found}
        found |= level
    return found
