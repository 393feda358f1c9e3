"""How a question was read, as chips: each can be taken away or changed, and every change is an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search_api.question.overrides import ALL, NAMES, NOTHING
from web.address import Address, Pair
from web.labels import INTENTS, ROLES
from web.language import Language

Record = Mapping[str, Any]
Options = Sequence[tuple[str, str]]
PLAN_MEANT = 0.5
MOST_PLANS = 3
MOST_TOPICS = 6
LISTS = ("unit_tasks", "list", "count")
READ_AS = {"vi-nodiacritics": "Không dấu, đọc là", "en": "Tiếng Anh, đọc là", "mixed": "Lẫn tiếng Anh, đọc là"}
ANY_ROLE = "mọi vai trò"


@dataclass(frozen=True, slots=True)
class Choice:
    """Another value of a chip; ``now`` where it is the present one."""

    words: str
    address: Address
    now: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A small form that asks again with another value: ``keep`` are the parameters that go along."""

    name: str
    label: str
    value: str
    keep: tuple[Pair, ...]
    options: Options = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of the reading: what it is, its words, the address without it, and what it may be changed to.

    ``off`` marks what was taken away; ``without`` then puts it back.
    """

    label: str
    words: str
    without: Address | None = None
    choices: tuple[Choice, ...] = ()
    entry: Entry | None = None
    off: bool = False
    ours: bool = False


def chips(read: Record | None, at: Address, language: Language, documents: Options, sections: Options) -> list[Chip]:
    """The chips of an ``interpreted`` record; ``documents`` and ``sections`` are what may be chosen instead."""
    if not read:
        return []
    say = language.gettext
    found = [
        _intent(read, at, say),
        _role(read, at, say),
        *_units(read, at, say),
        *_documents(read, at, say, documents),
        _section(read, at, say, sections),
        _time(read, at, say),
        _wording(read, at, say),
        *_expanded(read, at, say),
        *_topic(read, at, say),
        *_taken_away(at, say, dict(documents)),
    ]
    return [chip for chip in found if chip is not None]


def changed(at: Address) -> Address | None:
    """The address without any change to the reading; None where there is none."""
    return at.drop(*NAMES) if at.has(*NAMES) else None


Say = Any


def _intent(read: Record, at: Address, say: Say) -> Chip | None:
    now = str(read.get("intent") or "")
    choices = tuple(Choice(say(words), at.put("intent", code), code == now) for code, words in INTENTS.items())
    chosen = at.has("intent")
    if now == "clause" and not chosen:
        return Chip(say("Hỏi"), say(INTENTS["clause"]), None, choices, ours=True)
    without = at.drop("intent", "as_role") if chosen else at.put("intent", "clause")
    return Chip(say("Hỏi"), say(INTENTS.get(now, now)), without, choices, ours=True)


def _role(read: Record, at: Address, say: Say) -> Chip | None:
    if read.get("intent") not in LISTS or not read.get("units"):
        return None
    now = str(read.get("role") or "any")
    named = (("lead", ROLES["lead"]), ("coordinate", ROLES["coordinate"]), ("any", ANY_ROLE))
    choices = tuple(Choice(say(words), at.put("as_role", code), code == now) for code, words in named)
    without = at.drop("as_role") if at.has("as_role") else at.put("as_role", "any") if now != "any" else None
    return Chip(say("Vai trò"), say(dict(named)[now]), without, choices, ours=True)


def _units(read: Record, at: Address, say: Say) -> list[Chip]:
    found = []
    for unit, options in zip(read.get("units") or (), read.get("unit_options") or (), strict=False):
        name, ids = str(unit["name"]), list(unit["ids"])
        rest = at
        for key in ids:
            rest = rest.minus("as_unit", key)
        rest = rest.minus("as_unit", name)
        choices = tuple(
            Choice(f"{one['name']}, {one['scope']}", rest.plus("as_unit", str(one["id"]))) for one in options
        )
        shown = f"{name}, {options[0]['scope']}" if len(options) == 1 and options[0]["scope"] else name
        without = rest.plus("not_unit", name)
        entry = Entry("as_unit", say("Đơn vị khác"), "", without.pairs)
        found.append(Chip(say("Đơn vị"), shown, without, choices if len(choices) > 1 else (), entry))
    return found


def _documents(read: Record, at: Address, say: Say, documents: Options) -> list[Chip]:
    meant = [d for d in read.get("documents") or () if float(d.get("weight") or 0) >= PLAN_MEANT]
    rest = at.drop("as_document")
    entry = Entry("as_document", say("Văn bản khác"), "", rest.drop("not_document").pairs, documents)
    label = say("Văn bản")
    if len(meant) > MOST_PLANS:
        words = say("một trong {n} văn bản").replace("{n}", str(len(meant)))
        choices = tuple(Choice(_name(d), rest.put("as_document", str(d["id"]))) for d in meant[:12])
        return [Chip(label, words, rest.put("not_document", ALL), choices, entry, ours=True)]
    return [Chip(label, _name(d), rest.plus("not_document", str(d["id"])), (), entry) for d in meant]


def _name(document: Record) -> str:
    return str(document["number"] or document["file"])


def _section(read: Record, at: Address, say: Say, sections: Options) -> Chip | None:
    named = [str(one) for one in read.get("sections") or ()]
    chosen = at.values("as_section")
    if chosen and chosen[-1] != NOTHING:
        named = [chosen[-1]]
    if not named:
        return None
    entry = Entry("as_section", say("Nhóm khác"), named[0], at.drop("as_section").pairs, sections)
    choices = tuple(Choice(one, at.put("as_section", one)) for one in named) if len(named) > 1 else ()
    return Chip(say("Nhóm"), "; ".join(named), at.put("as_section", NOTHING), choices, entry)


def _time(read: Record, at: Address, say: Say) -> Chip | None:
    if not read.get("time"):
        return None
    words = str(read["time"]["text"])
    entry = Entry("as_time", say("Thời gian khác, ví dụ “quý II năm 2024”"), words, at.drop("as_time").pairs)
    return Chip(say("Thời gian"), words, at.put("as_time", NOTHING), (), entry)


def _wording(read: Record, at: Address, say: Say) -> Chip | None:
    words, rest = str(read.get("vietnamese") or ""), at.drop("read", "not_expanded", "not_topic")
    chosen = at.values("read")
    typed = Choice(say("đúng như đã gõ"), rest.put("read", NOTHING), chosen == (NOTHING,))
    if chosen == (NOTHING,):
        return Chip(say("Đọc là"), say("đúng như đã gõ"), rest, (), _reread(words, rest, say), ours=True)
    label = READ_AS.get(str(read.get("language")))
    if label is None and not chosen:
        return None
    readings = [str(one["text"]) for one in read.get("restored") or ()]
    choices = tuple(Choice(one, rest.put("read", one)) for one in readings[:4] if one != words)
    without = rest if chosen else rest.put("read", NOTHING)
    return Chip(say(label or "Đọc là"), words, without, (*choices, typed), _reread(words, rest, say))


def _reread(words: str, rest: Address, say: Say) -> Entry:
    return Entry("read", say("Sửa cách đọc"), words, rest.pairs)


def _expanded(read: Record, at: Address, say: Say) -> list[Chip]:
    if read.get("language") in ("en", "mixed"):
        return []
    pairs = [(str(one["from"]), str(one["to"])) for one in read.get("expanded") or ()]
    return [
        Chip(say("Viết tắt"), f"{short}: {long}", at.plus("not_expanded", short))
        for short, long in dict(pairs[:MOST_TOPICS]).items()
    ]


def _topic(read: Record, at: Address, say: Say) -> list[Chip]:
    words = dict.fromkeys(str(one) for one in read.get("topic") or ())
    return [Chip(say("Về"), one, at.plus("not_topic", one)) for one in list(words)[:MOST_TOPICS]]


def _taken_away(at: Address, say: Say, documents: Mapping[str, str]) -> list[Chip]:
    """What the address leaves out of the reading, each with the address that puts it back."""
    found = []
    named = {"not_unit": "Đơn vị", "not_topic": "Về", "not_expanded": "Viết tắt", "not_document": "Văn bản"}
    for name, value in at.pairs:
        if name in named:
            shown = say("mọi văn bản") if value == ALL else documents.get(value, value)
            found.append(Chip(say(named[name]), shown, at.minus(name, value), off=True))
        elif (name, value) == ("as_time", NOTHING):
            found.append(Chip(say("Thời gian"), say("trong câu hỏi"), at.drop(name), off=True, ours=True))
        elif (name, value) == ("as_section", NOTHING):
            found.append(Chip(say("Nhóm"), say("trong câu hỏi"), at.drop(name), off=True, ours=True))
    return found
