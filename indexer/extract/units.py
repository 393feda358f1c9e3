"""Units named in cells and prose → mentions with the full name and the scope that tells namesakes apart."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.extract.unit_grammar import UnitGrammar
from indexer.extract.unit_lexicon import lexicon_of, squeezed
from indexer.extract.unit_names import UnitNames
from indexer.extract.unit_parsed import Parsed
from indexer.extract.unit_roles import RolePhrase, role_phrases
from indexer.extract.unit_split import split
from indexer.extract.unit_tokens import Token, tokens
from indexer.types import Abbreviation, Header, Span, UnitMention


def _leads(found: Sequence[Token], i: int) -> bool:
    """Whether a small "lãnh đạo" behind a unit or a semicolon is what the unit does ("Đảng ủy xã lãnh đạo UBND xã")."""
    return [t.text for t in found[i : i + 2]] == ["lãnh", "đạo"]


class UnitReader:
    """Reads the units of one document: its header completes bare names, its own short forms win over the standard."""

    def __init__(self, header: Header, abbreviations: tuple[Abbreviation, ...] = ()) -> None:
        self._names = UnitNames(header)
        self._lexicon = lexicon_of(self._names.province_name)
        self._defined = {squeezed(a.short): a.long for a in abbreviations if a.short.isupper() or len(a.short) < 12}

    def split(self, cell_text: str) -> tuple[UnitMention, ...]:
        """The units that a table cell lists, in order; ``printed`` is the stretch of the cell each comes from.

        Separators inside a name do not part it, a kind word before several fields or levels counts for each, and a
        last name that the page cut off is left out.
        """
        found = tokens(cell_text, self._lexicon, self._defined, prose=False)
        grammar = UnitGrammar(found, self._lexicon, cell=True)
        return self._mentions(split(grammar), grammar, cell_text)

    def find(self, text: str) -> tuple[UnitMention, ...]:
        """The units named in prose, in order, never overlapping, with spans relative to ``text``.

        The longest name at a place wins; words that only describe a body in general ("đơn vị", "cơ quan") are no
        mention unless they form a collective ("các cơ quan liên quan").
        """
        found = tokens(text, self._lexicon, self._defined, prose=True)
        grammar = UnitGrammar(found, self._lexicon, cell=False)
        mentions: list[Parsed] = []
        i = 0
        while i < len(found):
            behind = (mentions and i == mentions[-1].last) or (i and found[i - 1].key == ";")
            if behind and _leads(found, i):
                i += 2
                continue
            here = grammar.at(i)
            mentions.extend(here)
            i = max((p.last for p in here), default=i + 1)
        return self._mentions(mentions, grammar, text)

    def roles(self, text: str) -> tuple[tuple[UnitMention, ...], tuple[UnitMention, ...]]:
        """The leading and the coordinating units of a phrase such as "Sở A chủ trì, phối hợp với Sở B".

        A phrase without role words names leading units only.
        """
        lead: list[UnitMention] = []
        coordinate: list[UnitMention] = []
        for part in role_phrases(text):
            (coordinate if part.role == "coordinate" else lead).extend(self._part(part))
        return tuple(lead), tuple(coordinate)

    def _part(self, part: RolePhrase) -> tuple[UnitMention, ...]:
        return self.split(part.text)

    def _mentions(self, parsed: list[Parsed], grammar: UnitGrammar, text: str) -> tuple[UnitMention, ...]:
        found: list[UnitMention] = []
        for p in parsed:
            span = Span(grammar.tokens[p.first].start, grammar.tokens[p.last - 1].end)
            mention = self._names.mention(p, text[span.start : span.end], span)
            if mention not in found:
                found.append(mention)
        return tuple(found)
