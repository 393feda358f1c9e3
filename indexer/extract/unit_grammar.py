"""One unit, collective or office read from tokens: kind word, field or name, owner, place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.extract.unit_groups import Collectives
from indexer.extract.unit_lexicon import LINKS, Lexicon, UnitKindEntry, is_capital
from indexer.extract.unit_parsed import Parsed, lower_collective, spaced
from indexer.extract.unit_places import Place
from indexer.extract.unit_starts import CLOSED, Starts
from indexer.extract.unit_tokens import Token

_OWNING = ("thuộc", "của", "trực")
# Lower-case words that end a name in prose: what follows is what the unit does.
_STOP_WORDS = """
có là được sẽ phải đã đang cần để trong tại về theo với cho từ đến khi nếu do bằng này cùng trên ngoài thuộc của
chủ phối hướng thực triển chịu căn tham báo trình giao làm gửi những một và hoặc như tiếp tăng thường kiểm đôn giám
rà cung tổ nâng đẩy duy bố xây đề tổng đưa chỉ
"""
_STOPS = frozenset(_STOP_WORDS.split())
_COMMITTEES = frozenset({"Ủy ban nhân dân", "Hội đồng nhân dân", "Thường trực Hội đồng nhân dân"})
_BARE_TITLES = frozenset({"chi cục trưởng", "cục trưởng", "viện trưởng", "hiệu trưởng"})
# Bodies inside an agency, whose names no closed list holds.
_ROOMS = frozenset({"Phòng", "Ban", "Chi cục"})
_NESTED = frozenset({"nội bộ", "huyện", "nơi"})


class UnitGrammar(Starts):
    """Reads mentions out of one token sequence; ``cell`` allows names that only a table cell delimits."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, cell: bool) -> None:
        super().__init__(tokens, lexicon, cell)
        self.groups = Collectives(self, self._unit)

    def at(self, i: int) -> list[Parsed]:
        """The mentions that start at token ``i``: one, several that share words, or none."""
        if i >= len(self.tokens):
            return []
        return self._office(i) or self._shared_kind(i) or self._unit(i) or self.groups.at(i)

    # --- offices ---------------------------------------------------------------------------------------------

    def _office(self, i: int) -> list[Parsed]:
        start = i + (self.keys[i] in ("phó", "các") and i + 1 < len(self.keys))
        if start > i and self.keys[i] == "các":
            start += start + 1 < len(self.keys) and self.keys[start] == "phó"
        title = self.lexicon.titles.longest(self.keys, start)
        if title is None:
            return []
        end = title[1]
        bodies = (
            self._unit(end)
            or self._bare_issuer(end)
            or self._shared_kind(end)
            or self.groups.at(end, needs_opener=False)
        )
        if not bodies:
            return self._bare_office(i, title)
        lead = " ".join(t.text for t in self.tokens[i:end])
        lead = lead[:1].upper() + lead[1:].lower() if lead.isupper() else lead[:1].upper() + lead[1:]
        return [
            replace(
                b,
                first=min(i, b.first) if n == 0 else b.first,
                name=f"{lead} {lower_collective(b)}",
                kind="office",
                inner=b,
                known=b.known,
            )
            for n, b in enumerate(bodies)
        ]

    def _bare_office(self, i: int, title: tuple[str, int]) -> list[Parsed]:
        """A head named by the title alone: "Chi cục trưởng chịu trách nhiệm"."""
        if title[0] not in _BARE_TITLES or not is_capital(self.tokens[i].text):
            return []
        return [Parsed(i, title[1], title[0].capitalize(), "office", "nội bộ")]

    # --- units -----------------------------------------------------------------------------------------------

    def _unit(self, i: int) -> list[Parsed]:
        found = self.kind(i)
        if found is None:
            return []
        entry, end = found
        if not self.is_printed_kind(entry, i):
            return []
        if entry.tail == "field":
            return self._with_field(entry, i, end)
        if entry.tail == "name":
            return self._with_name(entry, i, end, entry.kind)
        if entry.tail == "owner":
            return self._with_owner(entry, i, end)
        base = Parsed(i, end, entry.kind, "unit", entry.level)
        if entry.tail == "none":
            return [base]
        if entry.kind in _COMMITTEES and (shared := self._shared_place(base)):
            return shared
        placed = self._placed(base)
        if placed[0].name != base.name and (placed[0].owner is None or entry.kind != "Thanh tra"):
            return placed
        if entry.kind == "Thanh tra":
            return self._inspectorate(base)
        small = not is_capital(self.tokens[i].text)
        needs_place = entry.kind in ("Báo", "Hội", "Điện lực", "Thuế") or small
        return [] if needs_place and not self.cell else placed

    def _shared_place(self, base: Parsed) -> list[Parsed]:
        """ "Hội đồng nhân dân, Ủy ban nhân dân tỉnh": both are the province's."""
        at = base.last + 1
        if at >= len(self.keys) or self.keys[base.last] not in (",", "và"):
            return []
        other = self.kind(at)
        if other is None or other[0].kind not in _COMMITTEES:
            return []
        placed = self._placed(Parsed(at, other[1], other[0].kind, "unit", other[0].level))
        if len(placed) != 1 or placed[0].last == other[1]:
            return []
        suffix = placed[0].name[len(other[0].kind) :]
        return [replace(placed[0], first=base.first, last=base.last, name=base.name + suffix), placed[0]]

    def _inspectorate(self, base: Parsed) -> list[Parsed]:
        """ "Thanh tra Sở Xây dựng", "Thanh tra Sở"; the word alone is an activity."""
        at = base.last
        if at >= len(self.keys) or self.keys[at] not in ("sở", "bộ") or not is_capital(self.tokens[at].text):
            return []
        owners = self._unit(at)
        if len(owners) == 1 and owners[0].bare != "Sở":
            return [self._owned(base, owners[0])]
        return [replace(base, last=at + 1, name=f"{base.name} Sở", bare="Sở", level="nội bộ")]

    def _with_field(self, entry: UnitKindEntry, i: int, end: int) -> list[Parsed]:
        trie = self.lexicon.fields.get(entry.kind)
        at = end + (self.cell and self.keys[end : end + 1] == [":"])
        found = trie.longest(self.keys, at, LINKS) if trie else None
        broken = self._broken_field(entry, at)
        found = max((f for f in (found, broken) if f), key=lambda f: f[1], default=None)
        if found and entry.kind in _ROOMS and self._runs_on(entry, found[1]):
            return self._with_name(entry, i, end, entry.kind)
        if found:
            field, last = found
            parts = [Parsed(i, last, f"{entry.kind} {field}", "unit", entry.level)]
            while more := self._next_field(entry, parts[-1].last):
                parts.append(more)
            return parts[:-1] + self._placed(parts[-1])
        if entry.kind == "Công chức" and end < len(self.keys) and self.keys[end] in ("chuyên", "liên", "các"):
            return []
        if not self.cell and entry.kind in CLOSED:
            return []
        named = self._with_name(entry, i, end, entry.kind)
        if named or entry.kind not in ("Sở", "Ban", "Công chức", "Phòng"):
            return named
        return self._issuer_itself(entry, i, end)

    def _runs_on(self, entry: UnitKindEntry, end: int) -> bool:
        """Whether capitals behind a comma belong to the name: "Phòng Tổng hợp, Quy hoạch chủ trì"."""
        if self.cell or end + 1 >= len(self.tokens) or self.keys[end] not in (",", "-", "–", "và"):
            return False
        following = self.tokens[end + 1]
        return is_capital(following.text) and not self.at_unit_start(end + 1) and self._next_field(entry, end) is None

    def _broken_field(self, entry: UnitKindEntry, at: int) -> tuple[str, int] | None:
        """A known field whose syllables a narrow column broke apart ("Thốn g kê")."""
        if not self.cell:
            return None
        letters, longest = "", None
        for end in range(at, min(len(self.keys), at + 14)):
            if not self.keys[end].isalnum():
                if self.keys[end] not in LINKS:
                    break
                continue
            letters += self.keys[end]
            field = self.lexicon.squeezed_fields.get((entry.kind, letters))
            if field:
                longest = field, end + 1
        return longest

    def _bare_issuer(self, i: int) -> list[Parsed]:
        """ "Sở" behind a title: the issuing department."""
        if i >= len(self.keys) or self.keys[i] != "sở" or not is_capital(self.tokens[i].text):
            return []
        return [Parsed(i, i + 1, "Sở", "unit", "tỉnh", bare="Sở")]

    def _issuer_itself(self, entry: UnitKindEntry, i: int, end: int) -> list[Parsed]:
        """A kind word alone ("Sở") names the issuer; only the caller knows whether the issuer is one."""
        alone = end >= len(self.keys) or self.keys[end] in (",", ";", ".", ")")
        return (
            [Parsed(i, end, entry.kind, "unit", entry.level, bare=entry.kind)] if alone and entry.kind == "Sở" else []
        )

    def _next_field(self, entry: UnitKindEntry, at: int) -> Parsed | None:
        """A further field that shares the kind word: "Sở Nội vụ, Tài chính và Tư pháp"."""
        if entry.kind not in ("Sở", "Bộ", "Phòng") or at + 1 >= len(self.keys) or self.keys[at] not in (",", "và", "&"):
            return None
        if self.kind(at + 1) is not None and self.at_unit_start(at + 1):
            return None
        found = self.lexicon.fields[entry.kind].longest(self.keys, at + 1, LINKS)
        if found is None or not is_capital(self.tokens[at + 1].text):
            return None
        return Parsed(at + 1, found[1], f"{entry.kind} {found[0]}", "unit", entry.level)

    def _shared_kind(self, i: int) -> list[Parsed]:
        """ "Các sở: Nội vụ, Tài chính": the collective's noun is the kind word of every field that follows."""
        opener = self.lexicon.openers.longest(self.keys, i)
        if opener is None:
            return []
        at = opener[1]
        entry = self.kind(at)
        if entry is None or entry[0].kind not in ("Sở", "Bộ", "Phòng", "Ban"):
            return []
        end = entry[1] + (self.keys[entry[1] : entry[1] + 1] == [":"])
        found = self.lexicon.fields[entry[0].kind].longest(self.keys, end, LINKS)
        if found is None or not is_capital(self.tokens[end].text):
            return []
        parts = [Parsed(i, found[1], f"{entry[0].kind} {found[0]}", "unit", entry[0].level)]
        while more := self._next_field(entry[0], parts[-1].last):
            parts.append(more)
        return parts[:-1] + self._placed(parts[-1])

    def _with_name(self, entry: UnitKindEntry, i: int, end: int, lead: str) -> list[Parsed]:
        """A kind completed by the words of its own name: to the end of the item in a cell, to a verb in prose."""
        last = self._name_end(end)
        if last == end:
            return []
        words = spaced(self.tokens[end:last])
        base = Parsed(i, last, f"{lead} {words}", "unit", entry.level, known=False)
        return self._placed(base)

    def _name_end(self, at: int) -> int:
        if at >= len(self.tokens) or not self.tokens[at].text[:1].isalnum():
            return at
        if not (self.cell or is_capital(self.tokens[at].text) or self.tokens[at].short):
            return at
        i = at
        while i < len(self.tokens) and i - at < 16:
            token = self.tokens[i]
            if not token.text[:1].isalnum():
                if token.key not in (",", "-", "–", "&", "“", "”", '"') or not self._name_goes_on(i + 1, token.key):
                    break
            elif i > at and self._ends_name(i):
                break
            i += 1
        return i

    def _name_goes_on(self, i: int, link: str) -> bool:
        if i >= len(self.tokens) or not self.tokens[i].text[:1].isalnum():
            return False
        small = not is_capital(self.tokens[i].text)
        return not self.at_unit_start(i) and not (link == "," and small and not self.cell)

    def _ends_name(self, i: int) -> bool:
        token = self.tokens[i]
        if self.place(i) or self.keys[i] in _OWNING:
            return True
        if token.key == "và":
            follows = i + 1 < len(self.tokens)
            return not follows or self.at_unit_start(i + 1) or not (self.cell or is_capital(self.tokens[i + 1].text))
        if self.cell:
            return self.opens_group(i) or (is_capital(token.text) and self.is_top(i))
        if is_capital(token.text):
            return self.is_top(i)
        return token.key in _STOPS

    def _with_owner(self, entry: UnitKindEntry, i: int, end: int) -> list[Parsed]:
        base = Parsed(i, end, entry.kind, "unit", entry.level)
        at = end + (end < len(self.keys) and self.keys[end] in _OWNING)
        above = self.kind(at)
        owners = self._unit(at) if above and above[0].level != "nội bộ" else []
        if owners:
            return [self._owned(base, o) for o in owners]
        if at < len(self.keys) and self.keys[at] in ("sở", "bộ", "cơ", "cục", "ban"):
            length = 2 if self.keys[at : at + 2] == ["cơ", "quan"] else 1
            word = " ".join(t.text for t in self.tokens[at : at + length])
            if length == 2 or is_capital(self.tokens[at].text):
                bare = word if length == 1 else None
                return [replace(base, last=at + length, name=f"{entry.kind} {word}", bare=bare)]
        if not self.cell and not is_capital(self.tokens[i].text) and not self.heads_an_office(i):
            return []
        thing = end < len(self.keys) and self.keys[end] in ("điện", "phẩm", "không")
        if thing:
            return []
        placed = self._placed(base)
        return placed if placed[0].last > end or self.cell or self.heads_an_office(i) else placed

    def _owned(self, base: Parsed, owner: Parsed) -> Parsed:
        return replace(
            base, last=owner.last, name=f"{base.name} {owner.name}", place=owner.place, bare=owner.bare, owner=owner,
            level=base.level if base.level != "nơi" else owner.level, known=owner.known,
        )  # fmt: skip

    def _placed(self, base: Parsed) -> list[Parsed]:
        """The unit with the place that follows; a place shared out over tiers gives one unit each."""
        at = base.last
        if at < len(self.keys) and self.keys[at] in ("-", "–") and base.known:
            at += 1
        owned = at < len(self.keys) and self.keys[at] in _OWNING
        place = self.place(at + owned)
        if place is None and self.keys[at : at + 3] == ["trên", "địa", "bàn"]:
            after = self.place(at + 3)
            return [replace(base, last=after.end if after else at + 3)]
        if place is None:
            inside = base.level in _NESTED and base.name not in _COMMITTEES
            return [self._owner_after(base)] if inside else [base]
        if not place.texts:
            return [base]
        found = [self._at_place(base, place, text) for text in place.texts]
        tail = self._local(found[-1].last)
        return [replace(p, last=tail) if p is found[-1] else p for p in found]

    def _at_place(self, base: Parsed, place: Place, text: str) -> Parsed:
        level = {"trung ương": "trung ương", "thành phố": base.level}.get(place.level, place.level)
        return replace(
            base, last=place.end, name=f"{base.name} {text}", kind="group" if place.kind == "many" else base.kind,
            place=place.named, bare=place.level if place.kind == "bare" else None,
            level=level if base.level == "nơi" else base.level,
        )  # fmt: skip

    def _local(self, at: int) -> int:
        """Past a closing "trên địa bàn tỉnh" or "thuộc tỉnh X", which tells where and is no part of the name."""
        start = at
        if self.keys[at : at + 3] == ["trên", "địa", "bàn"]:
            start = at + 3
        elif self.keys[at : at + 1] == ["thuộc"]:
            start = at + 1
        if start == at:
            return at
        place = self.place(start)
        return place.end if place else at

    def _owner_after(self, base: Parsed) -> Parsed:
        """A unit inside a body named right behind it: "Phòng Nội vụ (thuộc) Sở Y tế"."""
        at = base.last
        if self.keys[at : at + 2] == ["trực", "thuộc"]:
            at += 2
        elif at < len(self.keys) and self.keys[at] in ("thuộc", "của"):
            at += 1
        if at >= len(self.tokens) or not is_capital(self.tokens[at].text) or not self.is_top(at):
            return base
        owners = self._unit(at)
        if len(owners) != 1:
            if at > base.last and self.keys[at] == "sở":
                return replace(base, last=at + 1, name=f"{base.name} Sở", bare="Sở")
            return base
        return self._owned(base, owners[0])
