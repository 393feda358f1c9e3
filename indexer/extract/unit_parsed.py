"""What the unit grammar hands on: a mention by its parts, and the token stream it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.extract.unit_lexicon import Lexicon, UnitKindEntry
from indexer.extract.unit_tokens import Token
from indexer.types import UnitKind

_DASHES = frozenset({"-", "–", "—"})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A mention as grammar: tokens ``first`` to ``last`` (exclusive) and the parts of its full name.

    ``bare`` is a level word at the end of the name ("tỉnh") that the issuer's place completes; ``place`` the place
    printed in the name; ``owner`` the body it belongs to; ``inner`` the unit an office stands for. ``known`` tells
    that the whole name comes from the gazetteer.
    """

    first: int
    last: int
    name: str
    kind: UnitKind
    level: str
    place: str | None = None
    bare: str | None = None
    owner: Parsed | None = None
    inner: Parsed | None = None
    known: bool = True


_SEASONS = frozenset({"xuân", "hè", "hạ", "thu", "đông", "mùa", "chiêm"})


class Stream:
    """The tokens of one text with what reads them; ``cell`` allows names that only a table cell delimits."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, cell: bool) -> None:
        self.tokens = tokens
        self.keys = [t.key for t in tokens]
        self.lexicon = lexicon
        self.cell = cell

    def kind(self, i: int) -> tuple[UnitKindEntry, int] | None:
        """The kind word at token ``i`` and the index behind it; a dash inside it is passed over.

        "Vụ Đông Xuân" is a season of the fields, no department of a ministry.
        """
        if self.keys[i : i + 1] == ["vụ"] and self._names_season(i + 1):
            return None
        return self.lexicon.kinds.longest(self.keys, i, _DASHES)

    def _names_season(self, i: int) -> bool:
        """Whether the words from ``i`` to the next that is no part of a name are seasons."""
        named = [key for key in self.keys[i : i + 3] if key not in _DASHES]
        pair = [key in _SEASONS for key in named[:2]]
        return pair[:1] == [True] and (pair[1:] != [False] or not self.tokens[i + 1].text[:1].isupper())


def lower_collective(parsed: Parsed) -> str:
    """A name inside another: a collective's "Các" becomes small."""
    name = parsed.name
    return name[:1].lower() + name[1:] if parsed.kind == "group" and name[:1] not in "ỦH" else name


def spaced(tokens: Sequence[Token]) -> str:
    """The words of ``tokens`` as a name is written: commas close up, dashes stand free."""
    text = ""
    for token in tokens:
        if token.key in (",", ";", ".", ")", "”"):
            text += token.text
        elif token.key in ("-", "–", "—"):
            text += " -"
        else:
            text += ("" if text.endswith(("(", "“")) or not text else " ") + token.text
    return text.strip()
