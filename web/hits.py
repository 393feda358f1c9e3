"""A hit laid out: its title, the words around its marks, and what is left out of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from web.labels import hit_title
from web.marks import excerpt, highlighted

TITLE_WIDTH = 320


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a hit's words with its marks; whether words were left out before and after it."""

    html: Markup
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class HitView:
    """``number`` is a task's number in its table; ``words`` is None where the title says it all."""

    number: str
    title: Cut
    words: Cut | None


def hit_view(hit: Mapping[str, Any]) -> HitView:
    """A task is called by its own words, marked; anything else by its heading, with its words below."""
    text, ranges, task = str(hit["text"]), hit.get("highlights") or (), hit.get("task")
    words = str(task.get("activity") or task.get("task") or "") if task else ""
    if not words:
        return HitView("", Cut(escape(hit_title(hit)), False, False), _cut(text, ranges))
    at = text.find(words)
    inside = [(start - at, end - at) for start, end in ranges] if at >= 0 else []
    title = _cut(words, [(max(0, a), min(len(words), b)) for a, b in inside], TITLE_WIDTH)
    return HitView(str((task or {}).get("no") or ""), title, None if at >= 0 else _cut(text, ranges))


def _cut(text: str, ranges: Any, width: int = 420) -> Cut:
    part = excerpt(text, ranges, width)
    return Cut(highlighted(part.text, part.ranges), part.cut_before, part.cut_after)
