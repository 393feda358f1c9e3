"""Collectives: "Các sở, ban, ngành tỉnh", "Các cơ quan, đơn vị có liên quan", "Các phòng nghiệp vụ thuộc Sở"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from indexer.extract.unit_lexicon import is_capital
from indexer.extract.unit_parsed import Parsed, lower_collective
from indexer.extract.unit_places import place_at
from indexer.extract.unit_starts import Starts

_PAIRS = frozenset({",", "-", "–", "—", "&", "và", "/"})
# Words that share a first syllable with a noun of collectives: "trường hợp", "bộ phận", "cấp có thẩm quyền".
_OTHER_WORDS = frozenset(
    {"trường hợp", "bộ tiêu", "bộ chỉ", "bộ luật", "bộ máy", "ban hành", "hội nghị", "hội thảo", "phòng chống"}
    | {"khoa học", "ngành nghề", "xã hội", "cấp có", "đội ngũ", "tổ chức", "cấp độ", "trung tâm"}
)
# Nouns that are common words too ("các vụ vi phạm"), unless they have their capital or are listed.
_COMMON = frozenset({"vụ", "cục", "viện"})
# Printed side by side without a comma: "ban ngành", "sở ngành", "phòng ban".
_COMPOUNDS = frozenset({"sở", "ban", "ngành", "bộ", "phòng", "đoàn thể", "đơn vị"})
_ON_SITE = (["trên địa bàn"], ["đóng trên địa bàn"])


class Collectives:
    """Reads collectives; ``unit`` reads the body that one belongs to."""

    def __init__(self, stream: Starts, unit: Callable[[int], list[Parsed]]) -> None:
        self._s = stream
        self._unit = unit

    def at(self, i: int, needs_opener: bool | None = None) -> list[Parsed]:
        """ "Các sở, ban, ngành tỉnh", "Các cơ quan, đơn vị có liên quan", in a cell also without "các"."""
        opener = self._s.lexicon.openers.longest(self._s.keys, i)
        at = opener[1] if opener else i
        if opener and (several := self._several(i, at, opener[0])):
            return several
        nouns, end = self._nouns(at)
        if not nouns:
            return []
        needs_opener = (not self._s.cell) if needs_opener is None else needs_opener
        qualified, text = self._qualifiers(end)
        opens = i == 0 or not self._s.tokens[i - 1].text[:1].isalnum()
        listed = "," in nouns or " và " in nouns
        if opener is None and needs_opener and not (listed and opens and is_capital(self._s.tokens[i].text)):
            return []
        lead = f"{opener[0].capitalize()} {nouns}" if opener else nouns
        name = lead[:1].upper() + lead[1:] + text
        last, owner = self._belonging(qualified, direct=bool(text))
        if owner:
            of = self._s.keys[qualified] if owner.name == owner.name.lower() else "thuộc"
            name += f" {of} {lower_collective(owner)}" if owner.first > qualified else f" {lower_collective(owner)}"
        level = self._group_level(nouns, text)
        if last == qualified and self._s.keys[last : last + 1] == ["thuộc"] and (body := self._s.bare_body(last + 1)):
            last, name = body[1], f"{name} thuộc {body[0]}"
        return [Parsed(i, last, name, "group", level, owner=owner, place=owner.place if owner else None)]

    def _several(self, i: int, at: int, opener: str) -> list[Parsed]:
        """Bodies that share a name of their own: "các Đội Thuế liên huyện", "các Trạm Thủy nông"."""
        if at >= len(self._s.tokens) or not is_capital(self._s.tokens[at].text):
            return []
        bodies = self._unit(at)
        if len(bodies) != 1 or bodies[0].known or bodies[0].owner:
            return []
        return [replace(bodies[0], first=i, name=f"{opener.capitalize()} {bodies[0].name}", kind="group")]

    def _nouns(self, at: int) -> tuple[str, int]:
        """The listed nouns as one text, their "và" kept, and the index behind them; "" when there is none."""
        names = link = ""
        i = at
        while (found := self._noun(i)) is not None:
            units = self._unit(i) if names and self._s.tokens[i].text[:1].isupper() else []
            if any(unit.known or found[0] not in _COMMON for unit in units):
                break
            names += f"{link}các {found[0]}" if names and self._s.keys[i - 1] == "các" else f"{link}{found[0]}"
            i = found[1]
            linked = i + 1 < len(self._s.keys) and self._s.keys[i] in _PAIRS
            link = " và " if linked and self._s.keys[i] == "và" else ", "
            following = i + 1 if linked else i
            following += self._s.keys[following : following + 1] == ["các"] and linked
            again = self._noun(following)
            if again is None or (following - i == 2 and self._stands_alone(again[1])):
                break
            if not linked and not {found[0], again[0]} <= _COMPOUNDS:
                break
            i = following
        return names, i

    def _noun(self, i: int) -> tuple[str, int] | None:
        """The collective's noun at token ``i``, unless it is the start of another word or of a title."""
        found = self._s.lexicon.nouns.longest(self._s.keys, i, frozenset({"-", "–"}))
        if found is None:
            return None
        other = " ".join(self._s.keys[i : i + 2]) in _OTHER_WORDS and " " not in found[0]
        other |= found[0] in _COMMON and not is_capital(self._s.tokens[i].text) and not self._beside_link(i)
        return None if other or self._s.keys[found[1] : found[1] + 1] == ["trưởng"] else found

    def _beside_link(self, i: int) -> bool:
        """Whether token ``i`` is listed with others: "cục, vụ"."""
        return bool({*self._s.keys[max(i - 1, 0) : i], *self._s.keys[i + 1 : i + 2]} & _PAIRS)

    def _stands_alone(self, end: int) -> bool:
        """A second "các …" with a qualifier of its own is a collective of its own."""
        return self._qualifiers(end)[0] > end

    def _qualifiers(self, at: int) -> tuple[int, str]:
        words: list[str] = []
        i = at
        while i < len(self._s.keys):
            place = None if self._s.keys[i] in ("các",) else place_at(self._s.tokens, self._s.keys, i, self._s.lexicon)
            found = self._s.lexicon.qualifiers.longest(self._s.keys, i, frozenset({","}))
            if found and not (found[0] in ("chủ trì", "phối hợp", "tham mưu", "học") and found[1] < len(self._s.keys)):
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

    def _belonging(self, at: int, direct: bool) -> tuple[int, Parsed | None]:
        """The body a collective belongs to ("thuộc Thanh tra tỉnh"), in prose also right behind its qualifier."""
        i = at
        if self._s.keys[i : i + 2] == ["trực", "thuộc"]:
            i += 2
        elif self._s.keys[i : i + 1] in (["thuộc"], ["của"]):
            i += 1
        if i > at and (place := place_at(self._s.tokens, self._s.keys, i, self._s.lexicon)) and place.kind == "bare":
            return place.end, Parsed(i, place.end, place.level, "unit", "nơi")
        if i >= len(self._s.tokens) or (
            i == at and (not direct or self._s.cell or not is_capital(self._s.tokens[i].text))
        ):
            return at, None
        owners = self._unit(i)
        return (owners[0].last, owners[0]) if len(owners) == 1 else (at, None)

    def _group_level(self, listed: str, text: str) -> str:
        """Whose collective it is: told by its place, else by the nouns that exist at one level only."""
        nouns = listed.replace(" và ", ", ").split(", ")
        for word in ("xã", "huyện", "tỉnh"):
            if word in text.split():
                return word
        if "Trung ương" in text or "bộ" in nouns:
            return "trung ương"
        return "tỉnh" if "sở" in nouns else "nơi"
