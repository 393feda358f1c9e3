"""How the threads of the server take turns."""

from __future__ import annotations

import sys

# Seconds after which a thread that reckons in Python lets another go on. A question gives its turn away at every
# query; at the interpreter's own 5 ms it would wait that long for each of them while a plan is being read.
TURN = 0.0005


def short_turns() -> None:
    """Have the threads of this process take short turns, so that a question passes what reckons for long."""
    sys.setswitchinterval(TURN)
