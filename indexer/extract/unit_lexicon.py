"""The gazetteer as tries over syllables: kinds of unit, their fields, nouns of collectives, titles, short forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Generic, TypeVar

from indexer.fold import key, syllables
from indexer.gazetteer import load

V = TypeVar("V")

LEVELS = (
    "tỉnh",
    "thành phố",
    "huyện",
    "quận",
    "thị xã",
    "thị trấn",
    "xã",
    "phường",
    "đặc khu",
    "ấp",
    "thôn",
    "khu phố",
)
# Verbs that carry another verb: "tổ chức kiểm tra" is checking.
_LIGHT = frozenset({"tổ chức", "thực hiện", "triển khai"})
# Meanings of an ambiguous short form that open the name of a body, told by the word behind it.
_OPENING_KINDS = frozenset({"trung tâm", "thường trực", "Ban Chỉ huy"})
LINKS = frozenset({",", "-", "–", "—", "&", "và"})


@dataclass(slots=True)
class Trie(Generic[V]):
    """Phrases by their syllables; the longest phrase at a place wins."""

    _next: dict[str, Trie[V]] = field(default_factory=dict)
    _value: V | None = None

    def add(self, phrase: Iterable[str], value: V) -> None:
        """Keep ``value`` for ``phrase``; a phrase added twice keeps the first."""
        node = self
        for syllable in phrase:
            node = node._next.setdefault(syllable, Trie())
        if node._value is None:
            node._value = value

    def longest(self, keys: Sequence[str], at: int, skip: frozenset[str] = frozenset()) -> tuple[V, int] | None:
        """The value of the longest phrase at ``keys[at:]`` and the index after it.

        Keys in ``skip`` between two syllables of a phrase are passed over, so that a comma, a dash and "và" in a
        name vary freely.
        """
        node, found, i = self, None, at
        while True:
            if node._value is not None:
                found = (node._value, i)
            step = i
            while at < step < len(keys) and keys[step] not in node._next and keys[step] in skip and step - i < 2:
                step += 1
            if step >= len(keys) or keys[step] not in node._next:
                return found
            node = node._next[keys[step]]
            i = step + 1


@dataclass(frozen=True, slots=True)
class UnitKindEntry:
    """A row of unit_kinds.tsv."""

    kind: str
    level: str
    tail: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tries and tables that the unit grammar reads."""

    kinds: Trie[UnitKindEntry]
    fields: dict[str, Trie[str]]
    nouns: Trie[str]
    openers: Trie[str]
    qualifiers: Trie[str]
    titles: Trie[str]
    provinces: Trie[tuple[str, str]]
    levels: Trie[str]
    shorts: dict[str, str]
    field_shorts: dict[str, dict[str, str]]
    field_kinds: dict[str, str]
    squeezed_fields: dict[tuple[str, str], str]
    verbs: Trie[bool]
    name_pairs: frozenset[str]
    by_context: dict[str, list[tuple[str, tuple[str, ...]]]]


def phrase(text: str) -> list[str]:
    """The syllables of a name without its links: what the tries are keyed by."""
    return [s for s in syllables(text) if s not in LINKS]


def squeezed(short: str) -> str:
    """A short form without the signs inside it: "KH&CN" and "KH-CN" give "KHCN"."""
    return "".join(c for c in short if c.isalnum())


def _kinds() -> Trie[UnitKindEntry]:
    """Kinds with their links as printed and without: a comma after "Văn phòng" parts it from what follows."""
    trie: Trie[UnitKindEntry] = Trie()
    for row in load("unit_kinds"):
        entry = UnitKindEntry(row["kind"], row["level"], row["tail"])
        trie.add(re.findall(r"\w+|,", key(row["kind"])), entry)
        trie.add(phrase(row["kind"]), entry)
    return trie


def _name_pairs() -> frozenset[str]:
    """Two syllables that stand side by side in a known name: "an toàn giao thông" gives nothing to anyone."""
    names = [row["field"] for row in load("fields")] + [row["example"] for row in load("unit_kinds")]
    words = [re.findall(r"\w+", name) for name in names]
    return frozenset(f"{a} {b}" for name in words for a, b in zip(name, name[1:], strict=False))


def _verbs(pairs: frozenset[str]) -> Trie[bool]:
    """The verbs of duty of more than one syllable; true for those that names hold as well ("đầu tư")."""
    pairs = frozenset(map(key, pairs))
    trie: Trie[bool] = Trie()
    for row in load("duty_verbs"):
        words = syllables(row["verb"])
        if len(words) > 1:
            trie.add(words, " ".join(words) in pairs and row["verb"] not in _LIGHT)
    return trie


def _trie(rows: Iterable[tuple[str, V]], whole: bool = False) -> Trie[V]:
    trie: Trie[V] = Trie()
    for text, value in rows:
        trie.add(syllables(text) if whole else phrase(text), value)
    return trie


@cache
def lexicon() -> Lexicon:
    """The tables of the gazetteer, built once."""
    fields: dict[str, Trie[str]] = {}
    field_shorts: dict[str, dict[str, str]] = {}
    for row in load("fields"):
        fields.setdefault(row["of"], Trie()).add(phrase(row["field"]), row["field"])
        for short in row["short"].split():
            field_shorts.setdefault(row["of"], {}).setdefault(squeezed(short), row["field"])
    by_context: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for row in load("abbreviations"):
        if row["kind"] == "ambiguous" and row["long"] in _OPENING_KINDS:
            words = tuple(word.strip() for word in row["context"].split(","))
            by_context.setdefault(row["short"], []).append((row["long"][:1].upper() + row["long"][1:], words))
    groups = load("groups")
    pairs = _name_pairs()
    provinces: list[tuple[str, tuple[str, str]]] = [(r["name"], (r["name"], r["kind"])) for r in load("provinces")]
    return Lexicon(
        kinds=_kinds(),
        fields=fields,
        nouns=_trie((r["word"], r["word"]) for r in groups if r["part"] == "noun"),
        openers=_trie((r["word"], r["word"]) for r in groups if r["part"] == "opener"),
        qualifiers=_trie(((r["word"], r["word"]) for r in groups if r["part"] == "qualifier"), whole=True),
        titles=_trie((r["title"], r["title"]) for r in load("offices")),
        provinces=_trie(provinces),
        levels=_trie((level, level) for level in LEVELS),
        shorts={squeezed(r["short"]): r["long"] for r in load("abbreviations") if r["kind"] != "ambiguous"},
        field_shorts=field_shorts,
        field_kinds={key(of): of for of in fields},
        by_context=by_context,
        squeezed_fields={(r["of"], "".join(syllables(r["field"]))): r["field"] for r in load("fields")},
        verbs=_verbs(pairs),
        name_pairs=frozenset(key(pair) for pair in pairs if pair[0].islower()),
    )


@cache
def lexicon_of(province: str | None) -> Lexicon:
    """The lexicon with one more province: a document's own is known even where the gazetteer does not have it."""
    base = lexicon()
    if not province:
        return base
    known = [(r["name"], (r["name"], r["kind"])) for r in load("provinces")]
    return replace(base, provinces=_trie([*known, (province, (province, "tỉnh"))]))


def is_capital(word: str) -> bool:
    """Whether a word opens with a capital letter."""
    return word[:1].isupper()
