"""How much a stretch of words looks like what a column holds: a unit, a product, a piece of work, a time."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from indexer.fold import key
from indexer.gazetteer import load

YEAR = re.compile(r"(?:(?:\d{1,2}|[ivx]{1,3})[/.-]){0,2}20\d\d(?:[-–]20\d\d)?")
DAY = re.compile(r"\d{1,2}/\d{1,2}")
NUMERIC = re.compile(r"(?:\d+|(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3}))(?:[/.\-–](?:\d+|[ivx]{1,3}))*")
_WORD = re.compile(r"[^\W_]+(?:[/.\-–][^\W_]+)*%?")
_LONGEST_OPENING = 5


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of ``gazetteer/cells.toml``, each by its ``key``."""

    unit: frozenset[str]
    not_unit: frozenset[str]
    product: frozenset[str]
    work: frozenset[str]
    time: frozenset[str]
    time_words: frozenset[str]
    time_core: frozenset[str]
    joining: frozenset[str]
    dangling: frozenset[str]
    whole_pairs: frozenset[str]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of cell contents."""
    data = tomllib.loads(files("indexer.gazetteer").joinpath("cells.toml").read_text(encoding="utf8"))

    def phrases(words: Sequence[str]) -> frozenset[str]:
        return frozenset(" ".join(words_of(w)) for w in words)

    kinds = [row["kind"] for row in load("unit_kinds")]
    shorts = [
        row["short"] for row in load("abbreviations") if row["kind"] == "unit" and row["long"].startswith(tuple(kinds))
    ]
    return Vocabulary(
        phrases([*data["unit"]["opens"], *kinds, *shorts]),
        phrases(data["unit"]["excepted"]),
        phrases(data["product"]["opens"]),
        phrases(data["work"]["opens"]),
        phrases(data["time"]["opens"]),
        phrases(data["time"]["words"]),
        phrases(data["time"]["core"]),
        phrases(data["dangling"]["joining"]),
        phrases(data["dangling"]["words"]),
        phrases(data["dangling"]["pairs"]),
    )


def words_of(text: str) -> tuple[str, ...]:
    """The words, numbers and dates of ``text`` by their keys."""
    return tuple(_WORD.findall(key(text)))


def opens_with(words: Sequence[str], phrases: frozenset[str]) -> bool:
    """Whether one of ``phrases`` stands at the start of ``words``."""
    return any(" ".join(words[:n]) in phrases for n in range(1, min(len(words), _LONGEST_OPENING) + 1))


def opens_unit(words: Sequence[str]) -> bool:
    """Whether the words begin as the name of a unit, a post or a group of units does."""
    terms = vocabulary()
    return opens_with(words, terms.unit) and not opens_with(words, terms.not_unit)


def opens_product(words: Sequence[str]) -> bool:
    """Whether the words begin as a document or another result of work does."""
    return opens_with(words, vocabulary().product)


def opens_work(words: Sequence[str]) -> bool:
    """Whether the words begin as a task does."""
    return opens_with(words, vocabulary().work)


def opens_time(words: Sequence[str]) -> bool:
    """Whether the words begin as a deadline does."""
    return bool(words) and (opens_with(words, vocabulary().time) or YEAR.fullmatch(words[0]) is not None)


def is_time(words: Sequence[str]) -> bool:
    """Whether the words are a whole deadline and nothing else: "Tháng 8", "Trước 15/9", "Quý IV"."""
    terms = vocabulary()
    known = all(w in terms.time_words or NUMERIC.fullmatch(w) for w in words)
    return opens_time(words) and known and any(w in terms.time_core or NUMERIC.fullmatch(w) for w in words)
