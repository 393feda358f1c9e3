"""How much a stretch of words looks like what a column holds: a unit, a product, a piece of work, a time."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from indexer.fold import key

_NUMERIC = re.compile(r"(?:\d+|(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3}))(?:[/.\-–](?:\d+|[ivx]{1,3}))*")
_YEAR = re.compile(r"(?:(?:\d{1,2}|[ivx]{1,3})[/.-]){0,2}20\d\d(?:[-–]20\d\d)?")
_WORD = re.compile(r"[^\W_]+(?:[/.\-–][^\W_]+)*%?|[-–+]")
_PERIOD_WORDS = frozenset(key(w) for w in ("hằng", "hàng", "trong", "cả", "mỗi", "từng", "kỳ"))
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

    return Vocabulary(
        phrases(data["unit"]["opens"]),
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
    """The words, numbers and dates of ``text`` by their keys; dashes that stand alone count as words."""
    return tuple(_WORD.findall(key(text)))


def opens_with(words: Sequence[str], phrases: frozenset[str]) -> bool:
    """Whether one of ``phrases`` stands at the start of ``words``."""
    return any(" ".join(words[:n]) in phrases for n in range(1, min(len(words), _LONGEST_OPENING) + 1))


def opens_unit(words: Sequence[str]) -> bool:
    """Whether the words begin as the name of a unit, a post or a group of units does."""
    terms = vocabulary()
    if not opens_with(words, terms.unit):
        return False
    return not any(_starts(words, phrase) for phrase in terms.not_unit)


def _starts(words: Sequence[str], phrase: str) -> bool:
    return words[0] == phrase.split(" ", 1)[0] and " ".join(words).startswith(phrase)


def opens_product(words: Sequence[str]) -> bool:
    """Whether the words begin as a document or another result of work does."""
    return opens_with(words, vocabulary().product)


def opens_work(words: Sequence[str]) -> bool:
    """Whether the words begin as a task does."""
    return opens_with(words, vocabulary().work)


def opens_time(words: Sequence[str]) -> bool:
    """Whether the words begin as a deadline does."""
    bare = [w for w in words if w not in "-–+"]
    return bool(bare) and (opens_with(bare, vocabulary().time) or _YEAR.fullmatch(bare[0]) is not None)


def broken_off(words: Sequence[str]) -> float:
    """What is to be taken off for words that break off where no cell ends: "… tại", "Công văn Trong năm"."""
    if not words:
        return 0.0
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if f"{before} {last}" in vocabulary().whole_pairs:
        return 0.0
    if last in vocabulary().joining:
        return 5.0
    if last == key("năm") and (before not in _PERIOD_WORDS or before == "trong"):
        return 4.0
    return 2.5 if last in vocabulary().dangling else 0.0


def time_score(words: Sequence[str]) -> float:
    """About 5 for a whole deadline, near 0 for one that could be, far below for anything else."""
    terms = vocabulary()
    if not words:
        return -4.0
    bare = [w for w in words if w not in "-–+"]
    if not bare:
        return -4.0
    known = sum(w in terms.time_words or _NUMERIC.fullmatch(w) is not None for w in bare)
    text = " ".join(bare)
    core = any(w in terms.time_core for w in bare) or any(c in text for c in terms.time_core if " " in c)
    core = core or any(_YEAR.fullmatch(w) for w in bare)
    if known == len(bare):
        score = 5.0 if core else -3.0
        if not opens_time(bare):
            score -= 3.0
    elif bare[0] in ("theo", "sau", "ngay", "khi") and opens_time(bare):
        score = 2.5 if len(bare) <= 22 else -1.0
    else:
        score = -9.0 * (1 - known / len(bare)) - 1.0
    return score - _broken_time(bare)


def _broken_time(words: Sequence[str]) -> float:
    """What is to be taken off for a deadline that breaks off: "Quý", "Trong", "Tháng 3 -"."""
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last in vocabulary().joining:
        return 5.0
    if last in ("năm", "tháng", "tuần") or last == key("quý"):
        return 0.0 if before in _PERIOD_WORDS and before != "trong" else 1.2 if before else 3.0
    if last in vocabulary().dangling or last in (key("trước"), key("hết"), key("giai"), key("đầu"), key("chậm")):
        return 3.0
    return 0.0


def unit_score(words: Sequence[str]) -> float:
    """About 3 for the name of a unit, below 0 for anything else."""
    if not words:
        return -4.0
    score = 3.0 if opens_unit(words) else -3.5
    terms = vocabulary()
    if len(words) > 30:
        score -= 3.0
    if len(words) == 1 and len(words[0]) < 6 and words[0] in terms.unit:  # "Sở" alone is half a name
        score -= 6.0
    if any(w[0].isdigit() and before != key("số") for before, w in zip(("", *words), words, strict=False)):
        score -= 2.5
    if words[-1] == key("số"):
        score -= 2.5
    if words[-1] in terms.time_words and (" ".join(words[-2:]) in terms.time_core or words[-1] in terms.time_core):
        score -= 3.0
    return score


def product_score(words: Sequence[str]) -> float:
    """About 3 for a document or result, below 0 for a unit or a time."""
    if not words:
        return -4.0
    score = 2.5 if opens_product(words) else 0.0
    if not opens_product(words) and opens_unit(words):
        score -= 2.5
    if time_score(words) > 2:
        score -= 5.0
    return score - (2.0 if len(words) > 70 else 0.0)


def work_score(words: Sequence[str]) -> float:
    """About 2 for a piece of work, below 0 for a unit, a time or a few loose words."""
    if not words:
        return -4.0
    score = 2.0 if opens_work(words) else 0.3
    if not opens_work(words) and opens_unit(words):
        score -= 1.5
    if len(words) < 3:
        score -= 2.5
    if time_score(words) > 2:
        score -= 5.0
    return score + 0.05 * min(len(words), 12)
