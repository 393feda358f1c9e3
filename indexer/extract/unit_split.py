"""A table cell's tokens → the units it lists, in order."""

from __future__ import annotations

from dataclasses import replace

from indexer.extract.unit_grammar import UnitGrammar
from indexer.extract.unit_parsed import Parsed, spaced

_SEPARATORS = frozenset({";", ",", "và", "/", "-", "–", "+", "&", ".", ":", "hoặc", "cùng", "với"})
# Words between units that are no part of a name.
_NOISE = (
    ("đề", "nghị"), ("phối", "hợp", "với"), ("phối", "hợp", "cùng"), ("phối", "hợp"), ("chủ", "trì"), ("giao",),
    ("tham", "mưu"), ("kính", "đề", "nghị"),
)  # fmt: skip
_CUT_OFF = frozenset({"sở", "phòng", "bộ", "cấp", "các", "ban", "và", "ubnd"})


def split(grammar: UnitGrammar) -> list[Parsed]:
    """The mentions of a cell. Words that no rule knows are kept as a mention of their own, up to a separator."""
    found: list[Parsed] = []
    i = 0
    while i < len(grammar.tokens):
        if grammar.keys[i] in _SEPARATORS:
            i += 1
        elif grammar.keys[i] == "(":
            i = _past_bracket(grammar, i)
        elif skipped := _noise(grammar, i):
            i += skipped
        else:
            here = grammar.at(i)
            if here and not _dangling(grammar, here, bool(found)):
                here = _with_rest(grammar, here)
                found.extend(here)
                i = max(p.last for p in here)
            elif here:
                i = max(p.last for p in here)
            else:
                i = _unknown(grammar, i, found)
    return found


def _noise(grammar: UnitGrammar, i: int) -> int:
    """How many tokens at ``i`` are role words or courtesies."""
    length = next((len(words) for words in _NOISE if tuple(grammar.keys[i : i + len(words)]) == words), 0)
    after = i + length
    ends = after >= len(grammar.keys) or grammar.keys[after] in _SEPARATORS or grammar.keys[after] in "()"
    return length if length and (ends or grammar.at(after)) else 0


def _past_bracket(grammar: UnitGrammar, i: int) -> int:
    while i < len(grammar.keys) and grammar.keys[i] != ")":
        i += 1
    return i + 1


def _dangling(grammar: UnitGrammar, here: list[Parsed], after_others: bool) -> bool:
    """A kind word alone at the end of a list is a name that the page cut off."""
    alone = len(here) == 1 and here[0].last - here[0].first == 1
    return alone and after_others and grammar.keys[here[0].first] in _CUT_OFF and here[0].last == len(grammar.tokens)


def _boundary(grammar: UnitGrammar, i: int) -> bool:
    key = grammar.keys[i]
    if key in (";", "(", ")", ".", ":"):
        return True
    if key in (",", "và", "/", "-", "–", "+"):
        return i + 1 >= len(grammar.keys) or bool(grammar.at(i + 1)) or grammar.keys[i + 1] in _CUT_OFF
    return bool(_noise(grammar, i)) or grammar.at_unit_start(i)


def _with_rest(grammar: UnitGrammar, here: list[Parsed]) -> list[Parsed]:
    """The last mention with the words that follow it before the next boundary ("Công chức phụ trách Cổng …")."""
    last = here[-1]
    end = last.last
    while end < len(grammar.tokens) and not _boundary(grammar, end):
        end += 1
    if end == last.last:
        return here
    words = spaced(grammar.tokens[last.last : end])
    name = f"{last.name}{'' if words.startswith(',') else ' '}{words}"
    rest = replace(last, last=end, name=name, bare=None, known=False)
    return [*here[:-1], rest]


def _unknown(grammar: UnitGrammar, i: int, found: list[Parsed]) -> int:
    end = i + 1
    while end < len(grammar.tokens) and not _boundary(grammar, end):
        end += 1
    words = spaced(grammar.tokens[i:end])
    cut_off = found and end == len(grammar.tokens) and end - i == 1 and grammar.keys[i] in _CUT_OFF
    if any(c.isalpha() for c in words) and not cut_off:
        kind = grammar.lexicon.kinds.longest(grammar.keys, i)
        level = kind[0].level if kind else "nơi"
        found.append(Parsed(i, end, words[:1].upper() + words[1:], "unit" if kind else "group", level, known=False))
    return end
