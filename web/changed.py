"""A changed sentence as pieces that stayed, went and came."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
LONGEST = 6000


def worded(before: str, after: str) -> tuple[tuple[Kind, str], ...]:
    """The words of both in reading order; a text too long to compare is shown as gone and come whole."""
    if len(before) + len(after) > LONGEST:
        return tuple(piece for piece in (("gone", before), ("new", after)) if piece[1])
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    found: list[tuple[Kind, str]] = []
    matcher = SequenceMatcher(None, [w.strip() for w in old], [w.strip() for w in new], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(new[j1:j2])))
            continue
        if i1 < i2:
            found.append(("gone", "".join(old[i1:i2])))
        if j1 < j2:
            found.append(("new", "".join(new[j1:j2])))
    return tuple(found)
