"""Where a unit starts, told from its first words: what the grammar asks before it ends another name."""

from __future__ import annotations

from indexer.extract.unit_lexicon import LINKS, UnitKindEntry, is_capital
from indexer.extract.unit_parsed import Stream
from indexer.extract.unit_places import Place, place_at

# In prose, and before another unit, only their closed list of fields completes these.
CLOSED = frozenset({"Sở", "Bộ", "Ban"})


# Kind words that name the issuer by themselves: "Công đoàn Bệnh viện", "các đơn vị thuộc Bộ".
BODIES = frozenset(
    {"Sở", "Bộ", "Cục", "Ban", "Chi cục", "Bệnh viện", "Trường", "Viện", "Học viện", "Công ty", "Trung tâm"}
)


class Starts(Stream):
    """A stream that tells where units, offices and collectives start."""

    def opens_group(self, i: int) -> bool:
        """Whether "các" or its like opens a collective here, not the middle of a name ("các khu công nghiệp")."""
        opener = self.lexicon.openers.longest(self.keys, i)
        return opener is not None and self.lexicon.nouns.longest(self.keys, opener[1]) is not None

    def at_unit_start(self, i: int) -> bool:
        """Whether a unit, office or collective plainly starts at token ``i``; looks no further than its first words."""
        if i >= len(self.tokens):
            return False
        if self.opens_group(i):
            return True
        title = self.lexicon.titles.longest(self.keys, i)
        if title is not None:
            body = title[1]
            return self.kind(body) is not None or self.opens_group(body) or self.keys[body : body + 1] == ["sở"]
        found = self.kind(i)
        if found is None or not (is_capital(self.tokens[i].text) or self.tokens[i].short):
            return False
        return self.is_printed_kind(found[0], i) and self._has_tail(found[0], found[1])

    def _has_tail(self, entry: UnitKindEntry, end: int) -> bool:
        """Whether what follows a kind word can complete its name."""
        if entry.tail == "field":
            trie = self.lexicon.fields.get(entry.kind)
            if trie and trie.longest(self.keys, end, LINKS):
                return True
            return (self.cell or entry.kind not in CLOSED) and self._is_word(end)
        if entry.tail == "name":
            return self._is_word(end)
        if entry.kind == "Thanh tra":
            return self.keys[end : end + 1] in (["sở"], ["bộ"]) or bool(self.place(end))
        return True

    def _is_word(self, i: int) -> bool:
        if i >= len(self.tokens) or not self.tokens[i].text[:1].isalnum():
            return False
        return self.cell or is_capital(self.tokens[i].text) or self.tokens[i].short

    def bare_body(self, i: int) -> tuple[str, int] | None:
        """The capitalised kind word alone that stands for the issuer at ``i``, as printed, and the index behind it."""
        found = self.kind(i)
        if found is None or found[0].kind not in BODIES or not is_capital(self.tokens[i].text):
            return None
        return " ".join(t.text for t in self.tokens[i : found[1]]), found[1]

    def place(self, i: int) -> Place | None:
        """The place that starts at token ``i``."""
        return place_at(self.tokens, self.keys, i, self.lexicon)

    def is_printed_kind(self, entry: UnitKindEntry, i: int) -> bool:
        """In prose a one-syllable kind counts only with its capital: "sở hữu", "ban hành", "bộ máy" are no units."""
        first = self.tokens[i]
        shouted = first.text.isupper() and len(first.text) > 1 and not first.short
        if shouted and entry.tail == "name" and len(entry.kind.split()) == 1:
            return False
        if self.cell or first.short or is_capital(first.text):
            return True
        return len(entry.kind.split()) > 1 or self.heads_an_office(i)

    def heads_an_office(self, i: int) -> bool:
        """Whether token ``i`` stands behind "Trưởng" or "Chánh"."""
        return i > 0 and self.keys[i - 1] in ("trưởng", "chánh")

    def is_top(self, i: int) -> bool:
        """A body that stands by itself and is never part of another's name."""
        found = self.kind(i)
        return found is not None and found[0].kind in ("Sở", "Bộ", "Ủy ban nhân dân", "Hội đồng nhân dân", "Công chức")
