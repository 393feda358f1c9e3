"""Places: in the one text of a document, and on a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of ``Document.text``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its top-left corner; ``page`` counts from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float
