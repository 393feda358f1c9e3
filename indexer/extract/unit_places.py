"""The place inside a unit's name: "tỉnh", "cấp huyện, cấp xã", "các huyện, thị xã, thành phố", "xã Thạnh Tân"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.extract.unit_lexicon import Lexicon, is_capital
from indexer.extract.unit_tokens import Token

_SEPARATORS = frozenset({",", "và", "-", "–", "&", "/"})
# "xã hội", "tỉnh ủy", "huyện đoàn", "xã viên": the level word is part of another word.
_NOT_A_PLACE = frozenset({"hội", "ủy", "đoàn", "đội", "viên"})
# A lower level never swallows a higher one's name: "xã X, huyện Y, tỉnh Z" climbs.
_RANK = {"ấp": 0, "thôn": 0, "khu phố": 0, "xã": 1, "phường": 1, "thị trấn": 1, "đặc khu": 1}
_RANK |= {"huyện": 2, "quận": 2, "thị xã": 2, "thành phố": 2, "tỉnh": 3}


@dataclass(frozen=True, slots=True)
class Place:
    """A parsed place. ``texts`` has one entry, or several where one kind word is shared out ("cấp huyện, cấp xã").

    ``level`` is the level word; ``named`` the place with its own name ("xã Thạnh Tân"); kind "many" is a collective.
    """

    texts: tuple[str, ...]
    end: int
    kind: Literal["named", "bare", "many"]
    level: str
    named: str | None = None


def place_at(tokens: Sequence[Token], keys: Sequence[str], at: int, lexicon: Lexicon) -> Place | None:
    """The place that starts at token ``at``, or None."""
    if at >= len(tokens):
        return None
    if keys[at] == "cấp":
        return _tiers(keys, at, lexicon)
    if keys[at] in ("các", "từng", "mọi"):
        return _collective(keys, at, lexicon)
    if keys[at : at + 2] == ["trung", "ương"]:
        return Place(("Trung ương",), at + 2, "named", "trung ương", "Trung ương")
    if keys[at : at + 2] == ["việt", "nam"]:
        return Place(("Việt Nam",), at + 2, "named", "trung ương", "Việt Nam")
    tp = keys[at] == "tp"
    level = ("thành phố", at + 1 + (at + 1 < len(keys) and keys[at + 1] == ".")) if tp else None
    level = level or lexicon.levels.longest(keys, at)
    if level and level[1] < len(keys) and keys[level[1]] in _NOT_A_PLACE:
        return None
    if level is None:
        return _province(tokens, keys, at, lexicon)
    return _levelled(tokens, keys, at, level, lexicon)


def _tiers(keys: Sequence[str], at: int, lexicon: Lexicon) -> Place | None:
    """ "cấp tỉnh", "cấp huyện, cấp xã", "cấp huyện, xã"; a trailing "cấp" that the page cut off is passed over."""
    texts: list[str] = []
    i = at
    while i < len(keys):
        step = i + (keys[i] == "cấp")
        if keys[step : step + 2] == ["trung", "ương"]:
            level = ("Trung ương", step + 2)
        else:
            found = lexicon.levels.longest(keys, step)
            if found is None:
                return Place(tuple(texts), len(keys), "many", "cấp") if texts and step >= len(keys) else None
            level = found
        texts.append(f"cấp {level[0]}")
        i = level[1]
        following = i + 1
        if not (i < len(keys) and keys[i] in _SEPARATORS and following < len(keys)):
            break
        tier = keys[following] == "cấp"
        if not tier and lexicon.levels.longest(keys, following) is None:
            break
        i = following
    return Place(tuple(texts), i, "many", "cấp")


def _collective(keys: Sequence[str], at: int, lexicon: Lexicon) -> Place | None:
    """ "các huyện, thị xã, thành phố": one collective, however long its list."""
    listed = _level_list(keys, at + 1, lexicon)
    if listed is None:
        return None
    names, i = listed
    text = f"{keys[at]} {', '.join(names)}"
    return Place((text,), i, "many", names[0])


def _level_list(keys: Sequence[str], at: int, lexicon: Lexicon) -> tuple[list[str], int] | None:
    names: list[str] = []
    i = at
    while (found := lexicon.levels.longest(keys, i)) is not None:
        names.append(found[0])
        i = found[1]
        if i + 1 < len(keys) and keys[i] in _SEPARATORS and lexicon.levels.longest(keys, i + 1):
            i += 1
            continue
        break
    return (names, i) if names else None


def _province(tokens: Sequence[Token], keys: Sequence[str], at: int, lexicon: Lexicon) -> Place | None:
    if not is_capital(tokens[at].text):
        return None
    found = lexicon.provinces.longest(keys, at, frozenset({"-", "–"}))
    if found is None:
        return None
    (name, kind), end = found
    return Place((name,), end, "named", kind, f"{kind} {name}")


def _levelled(
    tokens: Sequence[Token], keys: Sequence[str], at: int, level: tuple[str, int], lexicon: Lexicon
) -> Place | None:
    word, i = level
    end = _name_end(tokens, keys, i, lexicon)
    if end == i:
        listed = _level_list(keys, at, lexicon)
        if listed and len(listed[0]) > 1:
            return Place((", ".join(listed[0]),), listed[1], "many", word)
        return Place((word,), i, "bare", word)
    text = f"{word} {_proper(tokens, keys, i, end, lexicon)}"
    named = text
    above = end + (end < len(keys) and keys[end] == ",")
    higher = lexicon.levels.longest(keys, above) if above < len(keys) else None
    if higher and _RANK.get(higher[0], 0) > _RANK.get(word, 0):
        upper = place_at(tokens, keys, above, lexicon)
        if upper and upper.kind == "named":
            return Place((f"{text}, {upper.texts[0]}",), upper.end, "named", word, named)
    return Place((text,), end, "named", word, named)


def _proper(tokens: Sequence[Token], keys: Sequence[str], at: int, end: int, lexicon: Lexicon) -> str:
    """A place's own name in ordinary letters, where a letterhead prints capitals."""
    known = lexicon.provinces.longest(keys, at, frozenset({"-", "–"}))
    if known and known[1] == end:
        return known[0][0]
    name = _joined(tokens[at:end])
    return name.title() if name.isupper() and len(name) > 2 else name


def _name_end(tokens: Sequence[Token], keys: Sequence[str], at: int, lexicon: Lexicon) -> int:
    """Where the proper name that starts at ``at`` ends; ``at`` itself when there is none."""
    known = lexicon.provinces.longest(keys, at, frozenset({"-", "–"})) if at < len(tokens) else None
    if known and is_capital(tokens[at].text):
        return known[1]
    i = at
    while i < len(tokens) and i - at < 4 and (is_capital(tokens[i].text) or (i == at and keys[i].isdigit())):
        if not tokens[i].text[:1].isalnum() or tokens[i].short or _opens_unit(tokens, keys, i, lexicon):
            break
        i += 1
    # "UBND tỉnh Quyết định": one capital before a small letter opens the next words, it is no name.
    lone = i - at == 1 and not keys[at].isdigit() and i < len(tokens) and tokens[i].text[:1].islower()
    return at if lone else i


def _opens_unit(tokens: Sequence[Token], keys: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    opens = lexicon.kinds.longest(keys, at) or lexicon.titles.longest(keys, at) or lexicon.openers.longest(keys, at)
    # A name may hold a syllable that is also a kind ("Phước Hội"); a kind never stands second without its tail.
    return opens is not None and at + 1 < len(tokens)


def _joined(tokens: Sequence[Token]) -> str:
    return " ".join(t.text for t in tokens).replace(" - ", "-").replace("-", " - ")
