"""How the threads of the server take turns, and how seldom all of them stand still."""

from __future__ import annotations

import gc
import sys

# Seconds after which a thread that reckons in Python lets another go on. A question gives its turn away at every
# query; at the interpreter's own 5 ms it would wait that long for each of them while a plan is being read.
TURN = 0.0005
# So many objects more than before are looked through for garbage; a page of answers makes some thousands.
YOUNG = 5_000


def short_turns() -> None:
    """Have the threads of this process take short turns, so that a question passes what reckons for long."""
    sys.setswitchinterval(TURN)


def spare_lasting() -> None:
    """Have garbage no longer be looked for among what is in memory now, and less often among what comes; to be called
    when all is loaded that the first question needs. Only a process's first call does anything.

    A search through all objects stops every thread, and nine in ten objects are code, vocabularies and models that
    stay for good. What was set aside is still let go once nothing refers to it; a generation that refers to itself
    would stay, so later ones are not set aside.
    """
    if not gc.get_freeze_count():
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
