"""The facets beside the hits and the filters of a search: as links that choose a value or let go of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search_api.ranking.facets import NAMES, PREFIX, quarter_of
from web.address import Address
from web.labels import PERIODS
from web.language import Language

Record = Mapping[str, Any]
SHOWN = 6
LONG = 600
FILTERS = ("document", "unit", "role", "kind", "due_from", "due_to")
TITLES = {
    "document": "Văn bản",
    "unit": "Đơn vị",
    "role": "Vai trò",
    "section": "Nhóm",
    "time": "Thời hạn",
    "kind": "Loại đoạn",
}
CODES = {
    "lead": "Chủ trì",
    "coordinate": "Phối hợp",
    "task": "Nhiệm vụ trong bảng",
    "clause": "Điều khoản",
    "ongoing": "Thường xuyên",
    "undated": "Không rõ ngày",
}
ROMAN = ("I", "II", "III", "IV")
BEFORE, AFTER = "Hạn đến", "Hạn từ"


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet with how many hits have it; ``address`` chooses it, or lets go of a chosen one."""

    words: str
    count: int
    chosen: bool
    address: Address
    ours: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values, those beyond the first few apart; ``deeper`` searches within the one plan chosen."""

    name: str
    title: str
    values: tuple[Value, ...]
    more: tuple[Value, ...] = ()
    deeper: Address | None = None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A filter or facet value in force, with the address without it."""

    title: str
    words: str
    without: Address
    ours: bool = False


def facets(counted: Record, at: Address, language: Language, documents: Mapping[str, str]) -> tuple[Facet, ...]:
    """The facets that tell hits apart: those with two values or more, or with one chosen.

    ``documents`` says what each is called.
    """
    found = []
    for name, title in TITLES.items():
        values = _values(name, counted.get(name) or (), at, language, documents)
        if len(values) > 1 or any(value.chosen for value in values):
            first = [value for at_, value in enumerate(values) if at_ < SHOWN or value.chosen]
            rest = tuple(value for value in values if value not in first)
            # Every link repeats the question: a whole page of text as a question gets few links.
            if len(str(at)) > LONG:
                rest = ()
            if len(rest) == 1:
                first, rest = values, ()
            found.append(Facet(name, language.gettext(title), tuple(first), rest, _deeper(name, at)))
    return tuple(found)


def _values(
    name: str, counted: Sequence[Record], at: Address, language: Language, documents: Mapping[str, str]
) -> list[Value]:
    """The values of a facet; of times the months only of a quarter that is chosen."""
    param = PREFIX + name
    opened = {quarter_of(value) or value for value in at.values(param)} if name == "time" else set()
    found = []
    for one in counted:
        value = str(one["value"])
        quarter = quarter_of(value) if name == "time" else None
        if quarter is not None and quarter not in opened:
            continue
        words, ours = _words(name, value, documents.get(value, str(one["label"])), language)
        address = at.minus(param, value) if one["chosen"] else at.plus(param, value)
        # A month within a chosen quarter narrows it: the quarter would let the other months stay.
        if quarter is not None and not one["chosen"]:
            address = at.minus(param, quarter).plus(param, value)
        found.append(Value(words, int(one["count"]), bool(one["chosen"]), address, ours, quarter is not None))
    return found


def _deeper(name: str, at: Address) -> Address | None:
    chosen = at.values("in_document")
    if name != "document" or len(chosen) != 1 or at.has("document"):
        return None
    return at.drop(*NAMES).put("document", chosen[0])


def _words(name: str, value: str, label: str, language: Language) -> tuple[str, bool]:
    """A value in words, and whether they are the page's own rather than a document's."""
    if name == "time":
        return time_words(value, language), True
    if name in ("role", "kind"):
        return language.gettext(CODES[value]), True
    return label, False


def time_words(value: str, language: Language) -> str:
    """A value of the facet of times: a quarter, a month, or how it comes back."""
    if value.startswith("every-"):
        words = language.gettext(PERIODS.get(value.removeprefix("every-"), ""))
        return words[:1].upper() + words[1:]
    year, _, part = value.partition("-")
    if part[:1] == "Q" and part[1:] in "1234":
        quarter = language.gettext("Quý {q}/{y}")
        return quarter.replace("{q}", ROMAN[int(part[1:]) - 1]).replace("{y}", year)
    if part.isdigit():
        return f"{language.gettext('tháng')} {int(part)}/{year}"
    return language.gettext(CODES.get(value, value))


def in_force(counted: Record, at: Address, language: Language, documents: Mapping[str, str]) -> tuple[Narrowed, ...]:
    """Every filter and facet value of the address, to be let go of one by one."""
    labels = {(name, str(one["value"])): str(one["label"]) for name in TITLES for one in counted.get(name) or ()}
    found = []
    for name, value in at.pairs:
        facet = name.removeprefix(PREFIX)
        if name in NAMES:
            words, ours = _words(facet, value, documents.get(value) or labels.get((facet, value), value), language)
            found.append(Narrowed(language.gettext(TITLES[facet]), words, at.minus(name, value), ours))
        elif name in ("due_from", "due_to"):
            title = language.gettext(AFTER if name == "due_from" else BEFORE)
            found.append(Narrowed(title, value, at.drop(name), True))
        elif name in FILTERS:
            words = language.gettext(CODES[value]) if value in CODES else documents.get(value, value)
            found.append(Narrowed(language.gettext(TITLES[name]), words, at.drop(name), value in CODES))
    return tuple(found)
