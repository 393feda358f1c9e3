"""A parsed mention → its full name and scope, bare places completed from the document's header."""

from __future__ import annotations

import re

from indexer.extract.unit_lexicon import LEVELS
from indexer.extract.unit_parsed import Parsed
from indexer.fold import key
from indexer.gazetteer import load
from indexer.types import Header, Span, UnitMention

_LEVEL = re.compile(rf"\b({'|'.join(LEVELS)})\s+((?:[A-ZĐÀ-Ỹ]\w*(?:\s*-\s*)?\s*){{1,5}})")


_COMMITTEES = ("Ủy ban nhân dân", "Hội đồng nhân dân")
# What counts as the district's level in the place of an issuer below it.
_DISTRICTS = ("huyện", "thị xã", "quận", "thành phố")


class UnitNames:
    """Names and scopes in the light of one header."""

    def __init__(self, header: Header) -> None:
        self._province = _with_level(header.province)
        self._scope = header.scope or header.issuer or self._province or ""
        self._places = self._known_places(header)

    @property
    def province_name(self) -> str | None:
        """The province without its level word: "Hà Nam"."""
        return re.sub(r"^(?:tỉnh|thành phố) ", "", self._province, flags=re.IGNORECASE) if self._province else None

    def _known_places(self, header: Header) -> dict[str, str]:
        """Level word → the place of that level the document stands in ("xã" → "xã Thạnh Tân")."""
        places: dict[str, str] = {}
        for text in (header.scope, header.issuer, self._province, header.parent, header.title, header.place):
            for match in _LEVEL.finditer(text or ""):
                places.setdefault(key(match[1]), f"{key(match[1])} {match[2].strip()}")
        return places

    def mention(self, parsed: Parsed, printed: str, span: Span) -> UnitMention:
        """The mention with its name in full; an office keeps its title and carries the unit it heads."""
        name = self._complete(parsed)
        unit = self._complete(parsed.inner) if parsed.inner else None
        return UnitMention(name, self._scope_of(parsed), printed, parsed.kind, unit, span)

    def _complete(self, parsed: Parsed) -> str:
        """The name with the issuer's place after a level word that ends it; collectives stay as printed."""
        name = parsed.name[:1].upper() + parsed.name[1:]
        if parsed.name in _COMMITTEES and parsed.place is None:
            return f"{name} {self._scope}" if _LEVEL.match(self._scope) else name
        if parsed.inner is not None and parsed.inner.name == "Văn phòng" and not _LEVEL.match(self._scope):
            return f"{name} {self._issuing_department() or self._scope}".strip()
        if parsed.bare is None or parsed.kind == "group" or (parsed.inner and parsed.inner.kind == "group"):
            return name
        if parsed.bare == "Sở":
            owner = self._issuing_department()
            return f"{name[:-2]}{owner}" if owner else name
        place = self._places.get(key(parsed.bare))
        return f"{name[: -len(parsed.bare)]}{place}" if place and key(name).endswith(key(parsed.bare)) else name

    def _body(self, owner: str) -> str:
        """The scope that an owner gives: the issuer as its header names it; a committee's place."""
        if key(self._scope).startswith(key(owner)) or key(owner).startswith(key(self._scope)):
            return self._scope
        committee = re.match(r"Ủy ban nhân dân (?=\w+ [A-ZĐÀ-Ỹ])", owner)
        return owner[committee.end() :] if committee else owner

    def _issuing_department(self) -> str | None:
        match = re.match(r"Sở .+?(?= tỉnh| thành phố|$)", self._scope)
        return match.group() if match else None

    def _scope_of(self, parsed: Parsed) -> str:
        if parsed.place:
            return parsed.place
        if parsed.bare and parsed.bare not in ("Sở", "Bộ") and (place := self._places.get(key(parsed.bare))):
            return (
                place if parsed.owner is None or parsed.level != "nội bộ" else self._body(self._complete(parsed.owner))
            )
        if parsed.owner is not None:
            return self._body(self._complete(parsed.owner))
        if parsed.bare in ("Sở", "Bộ") and parsed.level == "nội bộ":
            return self._scope
        if parsed.level == "trung ương":
            return "Trung ương"
        if parsed.level == "tỉnh":
            return self._province or self._scope
        for level in _DISTRICTS if parsed.level == "huyện" else (parsed.level,):
            if level in self._places:
                return self._places[level]
        return self._scope


def _with_level(province: str | None) -> str | None:
    """ "Hà Nam" → "tỉnh Hà Nam", "Cần Thơ" → "thành phố Cần Thơ"."""
    if not province or key(province).startswith(("tỉnh ", "thành phố ")):
        return province
    kinds = {key(row["name"]): row["kind"] for row in load("provinces")}
    return f"{kinds.get(key(province), 'tỉnh')} {province}"
