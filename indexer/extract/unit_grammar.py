"""One unit, collective or office read from tokens: kind word, field or name, owner, place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.extract.unit_endings import OWNING, Endings
from indexer.extract.unit_groups import Collectives
from indexer.extract.unit_lexicon import LINKS, Lexicon, UnitKindEntry, is_capital
from indexer.extract.unit_parsed import Parsed, lower_collective, spaced
from indexer.extract.unit_places import Place
from indexer.extract.unit_starts import CLOSED
from indexer.extract.unit_tokens import Token

_COMMITTEES = frozenset({"Ủy ban nhân dân", "Hội đồng nhân dân", "Thường trực Hội đồng nhân dân"})
_BARE_TITLES = frozenset({"chi cục trưởng", "cục trưởng", "viện trưởng", "hiệu trưởng"})
# Bodies of the Party may stand for several agencies at once: "Đảng ủy các cơ quan Đảng tỉnh".
_PARTY = frozenset({"Đảng ủy", "Đảng bộ"})
# Bodies set up for a purpose, which small letters name: "Ban Chỉ đạo cải cách hành chính".
_FREE = frozenset(
    {"Ban Chỉ đạo", "Thường trực Ban Chỉ đạo", "Ban Quản lý", "Ban quản lý dự án", "Tổ công tác", "Đoàn kiểm tra"}
)
# Bodies inside an agency, whose names no closed list holds.
_ROOMS = frozenset({"Phòng", "Ban", "Chi cục"})
_NESTED = frozenset({"nội bộ", "huyện", "nơi"})


class UnitGrammar(Endings):
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
        charge = self._in_charge(title[1])
        if not is_capital(self.tokens[i].text) or (title[0] not in _BARE_TITLES and charge == title[1]):
            return []
        return [Parsed(i, charge, " ".join(t.text for t in self.tokens[i:charge]), "office", "nội bộ")]

    def _in_charge(self, at: int) -> int:
        """The index behind "phụ trách …", which tells one holder of a title from another; ``at`` without it."""
        if self.keys[at : at + 2] != ["phụ", "trách"]:
            return at
        i = at + 2
        while i < len(self.tokens) and self.tokens[i].text[:1].isalnum():
            if self.place(i) or (not self.cell and self.acts(i)):
                break
            i += 1
        return i

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
        if needs_place and not self.cell:
            return self._with_name(entry, i, end, entry.kind) if entry.kind == "Báo" else []
        return placed

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
        """ "Thanh tra Sở Xây dựng", "Thanh tra Sở", in cells "Thanh tra các sở"; the word alone is an activity."""
        at = base.last
        if self.cell and self.keys[at : at + 1] == ["các"] and len(group := self.at(at)) == 1:
            return [replace(group[0], first=base.first, name=f"{base.name} {lower_collective(group[0])}")]
        if at >= len(self.keys) or self.keys[at] not in ("sở", "bộ") or not is_capital(self.tokens[at].text):
            return []
        owners = self._unit(at)
        if len(owners) == 1 and owners[0].bare != "Sở":
            return [self._owned(base, owners[0])]
        of = self.tokens[at].text.capitalize()
        return [replace(base, last=at + 1, name=f"{base.name} {of}", bare=of, level="nội bộ")]

    def _with_field(self, entry: UnitKindEntry, i: int, end: int) -> list[Parsed]:
        trie = self.lexicon.fields.get(entry.kind)
        at = end + (self.cell and self.keys[end : end + 1] == [":"])
        found = trie.longest(self.keys, at, LINKS) if trie else None
        broken = self._broken_field(entry, at)
        found = max((f for f in (found, broken) if f), key=lambda f: f[1], default=None)
        if found and entry.kind in _ROOMS and (self._runs_on(entry, found[1]) or self.closes(found[1])):
            return self._with_name(entry, i, end, entry.kind)
        if found:
            field, last = self._numbered(*found)
            parts = [Parsed(i, last, f"{entry.kind} {field}", "unit", entry.level)]
            while more := self._next_field(entry, parts[-1].last):
                parts.append(more)
            return parts[:-1] + self._placed(parts[-1])
        if entry.kind == "Công chức" and (charge := self._in_charge(end)) > end:
            return self._placed(
                Parsed(i, charge, f"{entry.kind} {spaced(self.tokens[end:charge])}", "unit", entry.level)
            )
        if entry.kind == "Công chức" and end < len(self.keys) and self.keys[end] in ("chuyên", "liên", "các"):
            return []
        if entry.kind in CLOSED and (not self.cell or self.at_unit_start(end)):
            return []
        named = self._with_name(entry, i, end, entry.kind)
        if named or entry.kind not in ("Sở", "Ban", "Công chức", "Phòng"):
            return named
        return self._issuer_itself(entry, i, end)

    def _numbered(self, field: str, last: int) -> tuple[str, int]:
        """A field with the number that tells its rooms apart: "Phòng Thanh tra - Kiểm tra số 1"."""
        if self.keys[last : last + 1] == ["số"] and self.keys[last + 1 : last + 2] and self.keys[last + 1].isdigit():
            return f"{field} số {self.keys[last + 1]}", last + 2
        return field, last

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
        last = self.name_end(end, small=entry.kind in _FREE and is_capital(self.tokens[i].text))
        if last == end and entry.kind in _FREE and not self.cell and is_capital(self.tokens[i].text):
            return [Parsed(i, end, entry.kind, "unit", entry.level)]
        if last == end:
            return []
        words = spaced(self.tokens[end:last])
        base = Parsed(i, last, f"{lead} {words}", "unit", entry.level, known=False)
        return self._placed(base)

    def _with_owner(self, entry: UnitKindEntry, i: int, end: int) -> list[Parsed]:
        base = Parsed(i, end, entry.kind, "unit", entry.level)
        at = end + (end < len(self.keys) and self.keys[end] in OWNING)
        above = self.kind(at)
        owners = self._unit(at) if above and above[0].level != "nội bộ" else []
        if not owners and entry.kind in _PARTY and self.opens_group(at):
            owners = self.groups.at(at)
        if owners:
            return [self._owned(base, o) for o in owners]
        if self.keys[at : at + 2] == ["cơ", "quan"]:
            words = " ".join(t.text for t in self.tokens[at : at + 2])
            return [replace(base, last=at + 2, name=f"{entry.kind} {words}")]
        if body := self.bare_body(at):
            return [replace(base, last=body[1], name=f"{entry.kind} {body[0]}", bare=body[0])]
        if not self.cell and not is_capital(self.tokens[i].text) and not self.heads_an_office(i):
            return []
        thing = end < len(self.keys) and self.keys[end] in ("điện", "phẩm", "không")
        if thing:
            return []
        placed = self._placed(base)
        return placed if placed[0].last > end or self.cell or self.heads_an_office(i) else placed

    def _owned(self, base: Parsed, owner: Parsed) -> Parsed:
        return replace(
            base, last=owner.last, name=f"{base.name} {lower_collective(owner)}",
            place=owner.place, bare=owner.bare, owner=owner,
            level=base.level if base.level != "nơi" else owner.level, known=owner.known,
        )  # fmt: skip

    def _placed(self, base: Parsed) -> list[Parsed]:
        """The unit with the place that follows; a place shared out over tiers gives one unit each."""
        base = self._of_region(base)
        at = base.last
        if at < len(self.keys) and self.keys[at] in ("-", "–") and base.known:
            at += 1
        owned = at < len(self.keys) and self.keys[at] in OWNING
        place = self.place(at + owned)
        if place is None and self.keys[at : at + 3] == ["trên", "địa", "bàn"]:
            after = self.place(at + 3)
            return [replace(base, last=after.end if after else at + 3)]
        if place is None:
            inside = (base.level in _NESTED or base.name == "Thư viện") and base.name not in _COMMITTEES
            return [self._owner_after(base)] if inside else [base]
        if not place.texts:
            return [base]
        found = [self._at_place(base, place, text) for text in place.texts]
        tail = self._local(found[-1].last)
        return [replace(p, last=tail) if p is found[-1] else p for p in found]

    def _of_region(self, base: Parsed) -> Parsed:
        """The unit with the number of its region: "Kho bạc Nhà nước khu vực IX"."""
        at = base.last
        number = (
            self.tokens[at + 2].text if self.keys[at : at + 2] == ["khu", "vực"] and at + 2 < len(self.keys) else ""
        )
        if not re.fullmatch(r"\d{1,2}|[IVX]{1,6}", number):
            return base
        return replace(base, last=at + 3, name=f"{base.name} khu vực {number}")

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
        if at >= len(self.tokens) or not is_capital(self.tokens[at].text):
            return base
        owners = self._unit(at) if self.is_top(at) else []
        if len(owners) != 1:
            body = self.bare_body(at)
            if body and (at > base.last or body[0] == "Trường"):
                return replace(base, last=body[1], name=f"{base.name} {body[0]}", bare=body[0])
            return base
        return self._owned(base, owners[0])
