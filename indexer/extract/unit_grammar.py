"""One unit, collective or office read from tokens: kind word, field or name, owner, place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.extract.unit_lexicon import LINKS, Lexicon, UnitKindEntry, is_capital
from indexer.extract.unit_places import Place, place_at
from indexer.extract.unit_tokens import Token
from indexer.types import UnitKind

_DASHES = frozenset({"-", "–", "—"})
_PAIRS = frozenset({",", "-", "–", "—", "&", "và", "/"})
_OWNING = ("thuộc", "của", "trực")
# Lower-case words that end a name in prose: what follows is what the unit does.
_STOP_WORDS = """
có là được sẽ phải đã đang cần để trong tại về theo với cho từ đến khi nếu do bằng này cùng trên ngoài thuộc của
chủ phối hướng thực triển chịu căn tham báo trình giao làm gửi những một và hoặc như tiếp tăng thường kiểm đôn giám
rà cung tổ nâng đẩy duy bố xây đề tổng đưa chỉ
"""
_STOPS = frozenset(_STOP_WORDS.split())
_COMMITTEES = frozenset({"Ủy ban nhân dân", "Hội đồng nhân dân", "Thường trực Hội đồng nhân dân"})
# Words that share a first syllable with a noun of collectives: "trường hợp", "bộ phận", "cấp có thẩm quyền".
_OTHER_WORDS = frozenset(
    {"trường hợp", "bộ tiêu", "bộ chỉ", "bộ luật", "bộ máy", "ban hành", "hội nghị", "hội thảo", "phòng chống"}
    | {"khoa học", "ngành nghề", "xã hội", "cấp có", "đội ngũ", "tổ chức", "cấp độ", "trung tâm"}
)
# Printed side by side without a comma: "ban ngành", "sở ngành", "phòng ban".
_COMPOUNDS = frozenset({"sở", "ban", "ngành", "bộ", "phòng", "đoàn thể", "đơn vị"})
_ON_SITE = (["trên địa bàn"], ["đóng trên địa bàn"])
_NESTED = frozenset({"nội bộ", "huyện"})


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


class UnitGrammar:
    """Reads mentions out of one token sequence; ``cell`` allows names that only a table cell delimits."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, cell: bool) -> None:
        self.tokens = tokens
        self.keys = [t.key for t in tokens]
        self.lexicon = lexicon
        self.cell = cell

    def at(self, i: int) -> list[Parsed]:
        """The mentions that start at token ``i``: one, several that share words, or none."""
        if i >= len(self.tokens):
            return []
        return self._office(i) or self._shared_kind(i) or self._unit(i) or self._group(i)

    def _kind(self, i: int) -> tuple[UnitKindEntry, int] | None:
        return self.lexicon.kinds.longest(self.keys, i, _DASHES)

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
            self._unit(end) or self._bare_issuer(end) or self._shared_kind(end) or self._group(end, needs_opener=False)
        )
        if not bodies:
            return []
        lead = " ".join(t.text for t in self.tokens[i:end])
        lead = lead[:1].upper() + lead[1:].lower() if lead.isupper() else lead[:1].upper() + lead[1:]
        return [
            replace(
                b,
                first=min(i, b.first) if n == 0 else b.first,
                name=f"{lead} {_lower_collective(b)}",
                kind="office",
                inner=b,
                known=b.known,
            )
            for n, b in enumerate(bodies)
        ]

    # --- units -----------------------------------------------------------------------------------------------

    def _unit(self, i: int) -> list[Parsed]:
        found = self._kind(i)
        if found is None:
            return []
        entry, end = found
        if not self._is_printed_kind(entry, i):
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
        other = self._kind(at)
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

    def _is_printed_kind(self, entry: UnitKindEntry, i: int) -> bool:
        """In prose a one-syllable kind counts only with its capital: "sở hữu", "ban hành", "bộ máy" are no units."""
        first = self.tokens[i]
        shouted = first.text.isupper() and len(first.text) > 1 and not first.short
        if shouted and entry.tail == "name" and len(entry.kind.split()) == 1:
            return False
        if self.cell or first.short or is_capital(first.text):
            return True
        return len(entry.kind.split()) > 1 or self._heads_an_office(i)

    def _heads_an_office(self, i: int) -> bool:
        return i > 0 and self.keys[i - 1] in ("trưởng", "chánh")

    def _with_field(self, entry: UnitKindEntry, i: int, end: int) -> list[Parsed]:
        trie = self.lexicon.fields.get(entry.kind)
        at = end + (self.cell and self.keys[end : end + 1] == [":"])
        found = trie.longest(self.keys, at, LINKS) if trie else None
        broken = self._broken_field(entry, at)
        found = max((f for f in (found, broken) if f), key=lambda f: f[1], default=None)
        if found:
            field, last = found
            parts = [Parsed(i, last, f"{entry.kind} {field}", "unit", entry.level)]
            while more := self._next_field(entry, parts[-1].last):
                parts.append(more)
            return parts[:-1] + self._placed(parts[-1])
        if entry.kind == "Công chức" and end < len(self.keys) and self.keys[end] in ("chuyên", "liên", "các"):
            return []
        if not self.cell and entry.kind in ("Sở", "Bộ", "Ban"):
            return []
        named = self._with_name(entry, i, end, entry.kind)
        if named or entry.kind not in ("Sở", "Ban", "Công chức", "Phòng"):
            return named
        return self._issuer_itself(entry, i, end)

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
        if self._kind(at + 1) is not None and self.at_unit_start(at + 1):
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
        entry = self._kind(at)
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
        if self.at_unit_start(i) or (link == "," and not self.cell and not is_capital(self.tokens[i].text)):
            return False
        return self.cell or link != ","

    def _ends_name(self, i: int) -> bool:
        token = self.tokens[i]
        if place_at(self.tokens, self.keys, i, self.lexicon) or self.keys[i] in _OWNING:
            return True
        if token.key == "và":
            follows = i + 1 < len(self.tokens)
            return not follows or self.at_unit_start(i + 1) or not (self.cell or is_capital(self.tokens[i + 1].text))
        if self.cell:
            return self._opens_group(i) or (is_capital(token.text) and self._is_top(i))
        if is_capital(token.text):
            return self._is_top(i)
        return token.key in _STOPS

    def _is_top(self, i: int) -> bool:
        """A body that stands by itself and is never part of another's name."""
        found = self._kind(i)
        return found is not None and found[0].kind in ("Sở", "Bộ", "Ủy ban nhân dân", "Hội đồng nhân dân", "Công chức")

    def _with_owner(self, entry: UnitKindEntry, i: int, end: int) -> list[Parsed]:
        base = Parsed(i, end, entry.kind, "unit", entry.level)
        at = end + (end < len(self.keys) and self.keys[end] in _OWNING)
        owners = self._unit(at) if at < len(self.keys) else []
        if owners and owners[0].level != "nội bộ":
            return [self._owned(base, o) for o in owners]
        if at < len(self.keys) and self.keys[at] in ("sở", "bộ", "cơ", "cục", "ban"):
            length = 2 if self.keys[at : at + 2] == ["cơ", "quan"] else 1
            word = " ".join(t.text for t in self.tokens[at : at + length])
            if length == 2 or is_capital(self.tokens[at].text):
                bare = word if length == 1 else None
                return [replace(base, last=at + length, name=f"{entry.kind} {word}", bare=bare)]
        if not self.cell and not is_capital(self.tokens[i].text) and not self._heads_an_office(i):
            return []
        thing = end < len(self.keys) and self.keys[end] in ("điện", "phẩm", "không")
        if thing:
            return []
        placed = self._placed(base)
        return placed if placed[0].last > end or self.cell or self._heads_an_office(i) else placed

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
        place = place_at(self.tokens, self.keys, at + owned, self.lexicon)
        if place is None and self.keys[at : at + 3] == ["trên", "địa", "bàn"]:
            after = place_at(self.tokens, self.keys, at + 3, self.lexicon)
            return [replace(base, last=after.end if after else at + 3)]
        if place is None:
            return [self._owner_after(base)] if base.level in _NESTED or base.level == "nơi" else [base]
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
        place = place_at(self.tokens, self.keys, start, self.lexicon)
        return place.end if place else at

    def _owner_after(self, base: Parsed) -> Parsed:
        """A unit inside a body named right behind it: "Phòng Nội vụ (thuộc) Sở Y tế"."""
        at = base.last
        if self.keys[at : at + 2] == ["trực", "thuộc"]:
            at += 2
        elif at < len(self.keys) and self.keys[at] in ("thuộc", "của"):
            at += 1
        if at >= len(self.tokens) or not is_capital(self.tokens[at].text) or not self._is_top(at):
            return base
        owners = self._unit(at)
        if len(owners) != 1:
            if at > base.last and self.keys[at] == "sở":
                return replace(base, last=at + 1, name=f"{base.name} Sở", bare="Sở")
            return base
        return self._owned(base, owners[0])

    # --- collectives -----------------------------------------------------------------------------------------

    def _group(self, i: int, needs_opener: bool | None = None) -> list[Parsed]:
        """ "Các sở, ban, ngành tỉnh", "Các cơ quan, đơn vị có liên quan", in a cell also without "các"."""
        opener = self.lexicon.openers.longest(self.keys, i)
        at = opener[1] if opener else i
        nouns, end = self._nouns(at)
        if not nouns:
            return []
        needs_opener = (not self.cell) if needs_opener is None else needs_opener
        qualified, text = self._qualifiers(end)
        opens = i == 0 or not self.tokens[i - 1].text[:1].isalnum()
        if opener is None and needs_opener and not (len(nouns) > 1 and opens and is_capital(self.tokens[i].text)):
            return []
        lead = f"{opener[0].capitalize()} {', '.join(nouns)}" if opener else ", ".join(nouns)
        name = lead[:1].upper() + lead[1:] + text
        last, owner = self._belonging(qualified)
        name += f" thuộc {_lower_collective(owner)}" if owner else ""
        level = self._group_level(nouns, text)
        if last == qualified and self.keys[last : last + 2] == ["thuộc", "sở"]:
            last, name = last + 2, f"{name} thuộc Sở"
        return [Parsed(i, last, name, "group", level, owner=owner, place=owner.place if owner else None)]

    def _nouns(self, at: int) -> tuple[list[str], int]:
        names: list[str] = []
        i = at
        while (found := self.lexicon.nouns.longest(self.keys, i, frozenset({"-", "–"}))) is not None:
            if names and self._unit(i) and self.tokens[i].text[:1].isupper():
                break
            if " ".join(self.keys[i : i + 2]) in _OTHER_WORDS and " " not in found[0]:
                break
            names.append(f"các {found[0]}" if names and self.keys[i - 1] == "các" else found[0])
            i = found[1]
            linked = i + 1 < len(self.keys) and self.keys[i] in _PAIRS
            following = i + 1 if linked else i
            following += self.keys[following : following + 1] == ["các"] and linked
            again = self.lexicon.nouns.longest(self.keys, following, frozenset({"-", "–"}))
            if again is None or (following - i == 2 and self._stands_alone(again[1])):
                break
            if not linked and not {found[0], again[0]} <= _COMPOUNDS:
                break
            i = following
        return names, i

    def _stands_alone(self, end: int) -> bool:
        """A second "các …" with a qualifier of its own is a collective of its own."""
        return self._qualifiers(end)[0] > end

    def _qualifiers(self, at: int) -> tuple[int, str]:
        words: list[str] = []
        i = at
        while i < len(self.keys):
            place = None if self.keys[i] in ("các",) else place_at(self.tokens, self.keys, i, self.lexicon)
            found = self.lexicon.qualifiers.longest(self.keys, i)
            if found and not (found[0] in ("chủ trì", "phối hợp", "tham mưu", "học") and self._role_follows(found[1])):
                words.append(found[0])
                i = found[1]
            elif (
                place
                and place.texts
                and (place.kind != "named" or place.named == place.texts[0] or words[-1:] in _ON_SITE)
            ):
                words.append(", ".join(place.texts))
                i = place.end
            elif place and place.level == "trung ương":
                words.append("Trung ương")
                i = place.end
            else:
                break
        text = " ".join(words)
        text = text.replace("trung ương", "Trung ương")
        return i, f" {text}" if text else ""

    def _role_follows(self, at: int) -> bool:
        return at < len(self.keys)

    def _belonging(self, at: int) -> tuple[int, Parsed | None]:
        """The body a collective belongs to ("thuộc Thanh tra tỉnh")."""
        i = at
        if self.keys[i : i + 2] == ["trực", "thuộc"]:
            i += 2
        elif self.keys[i : i + 1] in (["thuộc"], ["của"]):
            i += 1
        if i == at or i >= len(self.tokens):
            return at, None
        owners = self._unit(i)
        return (owners[0].last, owners[0]) if len(owners) == 1 else (at, None)

    def _group_level(self, nouns: list[str], text: str) -> str:
        for word in ("xã", "huyện", "tỉnh", "Trung ương"):
            if word in text.split():
                return word.lower()
        if {"sở", "ban", "ngành"} & set(nouns):
            return "tỉnh"
        return "nội bộ" if {"phòng", "phòng chuyên môn", "phòng ban"} & set(nouns) else "nơi"

    # --- shared ----------------------------------------------------------------------------------------------

    def _opens_group(self, i: int) -> bool:
        """Whether "các" or its like opens a collective here, not the middle of a name ("các khu công nghiệp")."""
        opener = self.lexicon.openers.longest(self.keys, i)
        return opener is not None and self.lexicon.nouns.longest(self.keys, opener[1]) is not None

    def at_unit_start(self, i: int) -> bool:
        """Whether a unit, office or collective plainly starts at token ``i``."""
        if i >= len(self.tokens):
            return False
        if self._opens_group(i):
            return True
        if self.lexicon.titles.longest(self.keys, i) is not None and self._office(i):
            return True
        found = self._kind(i)
        return found is not None and (is_capital(self.tokens[i].text) or self.tokens[i].short) and bool(self._unit(i))


def _lower_collective(parsed: Parsed) -> str:
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
