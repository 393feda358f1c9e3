"""The identity of a unit: its full name and the scope that tells it from its namesakes."""

from __future__ import annotations

import hashlib
import re

from indexer import fold
from indexer.types import UnitMention

_BETWEEN = re.compile(r"[^a-z0-9]+")


def unit_id(name: str, scope: str) -> str:
    """A stable, readable id: the name without marks and a digest of name and scope in their search spelling."""
    same = f"{fold.key(name)}|{fold.key(scope)}"
    digest = hashlib.sha256(same.encode()).hexdigest()[:8]
    slug = _BETWEEN.sub("-", fold.fold(name)).strip("-")[:60].strip("-")
    return f"{slug}-{digest}" if slug else digest


def counted_name(mention: UnitMention) -> str:
    """The unit under which a mention counts: a head's unit for an office, else the name itself."""
    return mention.unit or mention.name


def mention_id(mention: UnitMention) -> str:
    """The id of the unit under which a mention counts."""
    return unit_id(counted_name(mention), mention.scope)
