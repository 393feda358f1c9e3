"""Records of ``indexer.types`` to JSON and back, and words with their boxes to compact bytes."""

from __future__ import annotations

import io
import json
import types
import typing
import zlib
from collections.abc import Callable, Hashable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

from indexer.types import Box, Span, Word

T = TypeVar("T")
Build = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Field:
    """A field's type and what its absence from the JSON stands for."""

    name: str
    hint: Any
    absent: Any


@lru_cache(maxsize=64)
def _fields(kind: type) -> tuple[_Field, ...]:
    hints = typing.get_type_hints(kind)
    found = []
    for field in fields(kind):
        hint = hints[field.name]
        empty = () if typing.get_origin(hint) is tuple else None
        found.append(_Field(field.name, hint, empty if field.default is MISSING else field.default))
    return tuple(found)


def dumps(record: object) -> str:
    """The record (a dataclass, or a tuple of them) as JSON; what equals a field's default is left out."""
    return json.dumps(_plain(record), ensure_ascii=False, separators=(",", ":"))


def as_plain(record: object) -> Any:
    """The record as what ``json.loads`` gives of its ``dumps``."""
    return json.loads(dumps(record))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        pairs = ((field, getattr(value, field.name)) for field in _fields(typing.cast("type", type(value))))
        return {field.name: _plain(item) for field, item in pairs if item != field.absent}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def loads(kind: type[T], text: str | bytes) -> T:
    """The record of type ``kind`` that ``dumps`` wrote."""
    return typing.cast("T", _builder(typing.cast("Hashable", kind))(json.loads(text)))


def loads_all(kind: type[T], text: str | bytes) -> tuple[T, ...]:
    """The tuple of records of type ``kind`` that ``dumps`` wrote."""
    return tuple(map(_builder(typing.cast("Hashable", kind)), json.loads(text)))


@lru_cache(maxsize=256)
def _builder(kind: Any) -> Build:
    """What turns the plain value of a ``kind`` into the value; made once, since records are read by thousands."""
    if is_dataclass(kind):
        return _record(typing.cast("type", kind))
    origin = typing.get_origin(kind)
    if origin is tuple:
        return _tuple(typing.get_args(kind))
    if origin in (typing.Union, types.UnionType):
        return _optional(_builder(next(arm for arm in typing.get_args(kind) if arm is not type(None))))
    return date.fromisoformat if kind is date else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _optional(build: Build) -> Build:
    return build if build is _as_it_is else lambda value: None if value is None else build(value)


def _record(kind: type) -> Build:
    known = _fields(kind)
    absent = [field.absent for field in known]
    places = {field.name: at for at, field in enumerate(known)}
    # A record may hold its own kind, so its builders are looked up when the first one is read.
    builds: tuple[Build, ...] = ()

    def build(value: Any) -> Any:
        nonlocal builds
        if not builds:
            builds = tuple(_optional(_builder(field.hint)) for field in known)
        given = absent.copy()
        for name, item in value.items():
            at = places.get(name)
            if at is not None:
                given[at] = item if builds[at] is _as_it_is else builds[at](item)
        return kind(*given)

    return build


def _tuple(arms: tuple[Any, ...]) -> Build:
    if len(arms) == 2 and arms[1] is Ellipsis:
        each = _builder(arms[0])
        return tuple if each is _as_it_is else lambda value: tuple(map(each, value))
    builds = [_builder(arm) for arm in arms]
    return lambda value: tuple(build(item) for build, item in zip(builds, value, strict=True))


def pack(record: object) -> bytes:
    """``dumps`` compressed."""
    return zlib.compress(dumps(record).encode(), 6)


def unpack(kind: type[T], data: bytes) -> T:
    """The record that ``pack`` wrote."""
    return loads(kind, zlib.decompress(data))


def pack_words(words: tuple[Word, ...]) -> bytes:
    """Words as compressed columns: spans, pages, boxes, confidences (NaN for none)."""
    places = np.array([(w.span.start, w.span.end, w.box.page) for w in words], np.int32).reshape(-1, 3)
    boxes = np.array([_measures(word) for word in words], np.float32).reshape(-1, 5)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, places=places, boxes=boxes)
    return buffer.getvalue()


def _measures(word: Word) -> tuple[float, float, float, float, float]:
    box, sure = word.box, word.confidence
    return box.x0, box.top, box.x1, box.bottom, float("nan") if sure is None else sure


def unpack_words(data: bytes) -> tuple[Word, ...]:
    """The words that ``pack_words`` wrote, boxes to a thousandth of a point."""
    with np.load(io.BytesIO(data)) as columns:
        places, boxes = columns["places"].tolist(), np.round(columns["boxes"].astype(np.float64), 3).tolist()
    return tuple(
        Word(Span(start, end), Box(page, x0, top, x1, bottom), None if sure != sure else sure)
        for (start, end, page), (x0, top, x1, bottom, sure) in zip(places, boxes, strict=True)
    )
