"""A question read: language, marks, short forms, English, intent, units, plans, times, and what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer.fold import fold
from search_api.question import language as languages
from search_api.question.concepts import Written, telling, topic
from search_api.question.glossary import Rendered, render
from search_api.question.identity import Identity
from search_api.question.intent import Asking, asking, covered, joined
from search_api.question.mentions import (
    Word,
    absent,
    beside_plan,
    named,
    numbered,
    titled,
    weights,
    written_numbers,
)
from search_api.question.places import foreign_provinces, unheld
from search_api.question.plan_names import PlanNames
from search_api.question.restore import SyllableModel, options
from search_api.question.settling import of_plan_itself, settled
from search_api.question.slips import Mended, mend
from search_api.question.times import times
from search_api.question.tokens import clean_question, tokens
from search_api.question.unit_names import UnitNames, without_owners
from search_api.question.vocabulary import ENGLISH_STOP_WORDS, STOP_WORDS, Keys, shortforms
from search_api.types import AskedDocument, AskedTime, AskedUnit, Reading, Token


@dataclass(frozen=True, slots=True)
class Known:
    """What the indexed plans lend to reading a question.

    ``short`` are the short forms that plans define, ``text`` tells whether folded words stand somewhere in them.
    """

    model: SyllableModel
    identities: tuple[Identity, ...]
    units: UnitNames
    sections: tuple[str, ...]
    short: Mapping[str, Keys] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    plans: PlanNames = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plans", PlanNames(self.identities))


def read(question: str, known: Known) -> Reading:
    """The reading of ``question`` against the indexed plans; raises BadQuery for one that cannot be read."""
    text = clean_question(question)
    typed = tokens(text)
    mended = mend(typed, known.model, {*shortforms(), *known.short})
    asked = mended.tokens
    spoken = languages.tongues(asked)
    spelled, restored = _spelled(asked, spoken, known, mended.choices)
    plain = tuple(
        Token(t.text, key, fold(key), t.marked, t.start, t.end) for t, key in zip(asked, spelled, strict=True)
    )
    cue = asking(plain, text)
    written = _written(plain, spoken, known)
    documents = _documents(text, plain, written.words, known, cue)
    taken = {i for mention in documents if mention.kind != "level" for i in range(mention.start, mention.end)}
    units = _units(written.words, known, taken, cue, documents)
    documents = _without_units(documents, units, cue)
    said = _times(plain, known, documents, written.words)
    when = said[0] if said else None
    documents = _dated(_of_year(documents, units, when, known), said, written.words, known)
    foreign = foreign_provinces(typed, written.words, known.places)
    documents = [m for m in documents if m.kind != "level" or not foreign]
    timed = {i for one in said for i in range(one.first, one.last)}
    spent = _spent(written, cue, documents, units, said)
    intent = settled(cue.intent, plain, written.words, units, documents, when, known.identities)
    spent |= _english_left(plain, written.words, languages.language(asked, spoken))
    concepts = topic(written, plain, spent, not languages.needs_marks(asked, spoken))
    if when is not None and intent in ("clause", "deadline") and not telling(concepts, "list"):
        # A time with nothing asked about it, "việc của Sở X trong tháng 6", asks for what is due then.
        intent = "unit_tasks" if units else "list"
    concepts = telling(concepts, intent, plain)
    if of_plan_itself(intent, concepts, documents):
        intent = "lookup"
    return Reading(
        question=text,
        language=languages.language(asked, spoken),
        tokens=typed,
        vietnamese=" ".join(word.key for word in written.words),
        restored=restored,
        expanded=(*_mended(typed, spelled, mended), *written.expanded),
        intent=intent,
        role=cue.role,
        fact=cue.fact,
        asks=cue.asks,
        topic=concepts,
        units=tuple(units),
        documents=tuple(documents),
        section=None,
        time=when,
        references=tuple(number for number, _, _ in written_numbers(text)),
        foreign=foreign,
        prose=cue.prose,
        cues=cue.found,
        counted=counted(plain, written),
        unread=tuple(plain[i].text for i in sorted(written.unknown - cue.spent - timed) if len(plain[i].text) > 2),
        unheld=_unheld(written.words, units, documents, known) or _of_no_plan(written.words, documents, said, known),
        places=unheld(text, typed, written.words, cue.spent, known.model),
        absent=absent(text, plain, written.words, known.plans),
        both=cue.both,
    )


def _spelled(
    asked: Sequence[Token],
    spoken: Sequence[languages.Tongue],
    known: Known,
    meant: Mapping[int, tuple[str, ...]],
) -> tuple[tuple[str, ...], tuple[tuple[str, float], ...]]:
    """The search key of every token, marks restored where missing, and the whole readings with their weights.

    ``meant`` are the keys that mistyped tokens may stand for.
    """
    all_of_it = languages.needs_marks(tuple(asked), tuple(spoken))
    may = [
        tongue == "vi" and (all_of_it or not known.model.knows(token.key))
        for token, tongue in zip(asked, spoken, strict=True)
    ]
    if not any(may) and not meant:
        return tuple(token.key for token in asked), ()
    readings = known.model.readings(options(asked, may, known.model, meant))
    return readings[0][0], tuple((" ".join(path), round(weight, 3)) for path, weight in readings)


def _mended(typed: Sequence[Token], spelled: Sequence[str], mended: Mended) -> tuple[tuple[str, str], ...]:
    """Every mistyped word with the one it was read as."""
    return tuple(
        (token.text, spelled[at] if at in mended.choices else mended.tokens[at].text)
        for at, token in enumerate(typed)
        if mended.tokens[at] is not token
    )


def _written(plain: Sequence[Token], spoken: Sequence[languages.Tongue], known: Known) -> Written:
    """The question's words in Vietnamese: short forms spelled out, English put into Vietnamese."""
    table = {**shortforms(), **known.short}
    folded = {fold(short): short for short in table}
    words: list[Word] = []
    expanded: list[tuple[str, str]] = []
    stretches = render(plain, spoken, [token.key for token in plain])
    alternatives: dict[int, tuple[Keys, ...]] = {}
    for stretch, apart in zip(stretches, _parted(stretches, plain), strict=True):
        token = plain[stretch.start]
        short = token.key if token.key in table else None
        if short is None and not token.marked and stretch.kind == "name" and not known.model.knows(token.key):
            short = folded.get(token.folded)
        if stretch.kind == "name" and short is not None:
            expanded.append((token.text, " ".join(table[short])))
            words += [Word(key, fold(key), stretch.start, True, apart and not i) for i, key in enumerate(table[short])]
            continue
        if stretch.kind in ("term", "body", "level"):
            shown = " ".join(plain[i].text for i in range(stretch.start, stretch.end))
            expanded.append((shown, " ".join(stretch.wordings[0])))
            alternatives[stretch.start] = stretch.wordings
        certain = token.marked or stretch.kind != "name"
        for i, key in enumerate(stretch.wordings[0] if stretch.wordings else ()):
            words.append(Word(key, fold(key), stretch.start, certain, apart and not i))
    unknown = frozenset(s.start for s in stretches if s.kind == "unknown" and not known.model.knows(plain[s.start].key))
    return Written(tuple(words), tuple(stretches), alternatives, tuple(expanded), unknown)


# English words that may stand within a name: "Department of Justice of the province".
_WITHIN_NAME = frozenset(("a", "an", "the", "of", "in", "at", "for", "from", "s", "and"))


def _parted(stretches: Sequence[Rendered], plain: Sequence[Token]) -> Iterator[bool]:
    """For every stretch whether English words that end a name stand between it and the words before: "does", or "in"
    before a plan ("the Justice Department in the Tây Ninh plan")."""
    between: list[str] = []
    for stretch in stretches:
        into_plan = "in" in between and any(
            token.text.casefold() in _PLANS for token in plain[stretch.start : stretch.start + _NEAR_PLAN + 2]
        )
        yield bool(set(between) - _WITHIN_NAME) or into_plan
        if stretch.kind != "stop" or stretch.wordings:
            between = []
        else:
            between += [plain[i].text.casefold() for i in range(stretch.start, stretch.end)]


_PLANS = frozenset(("plan", "plans", "programme", "program", "annex", "appendix", "directive", "decision"))


def _documents(
    text: str, plain: Sequence[Token], words: Sequence[Word], known: Known, cue: Asking
) -> list[AskedDocument]:
    by_number = numbered(text, plain, words, known.plans) or titled(words, known.plans, cue.spent)
    taken = {i for mention in by_number for i in range(mention.start, mention.end)}
    return sorted([*by_number, *named(words, known.plans, taken)], key=lambda mention: mention.start)


def _units(
    words: Sequence[Word], known: Known, taken: set[int], cue: Asking, documents: Sequence[AskedDocument]
) -> list[AskedUnit]:
    """Units named; a unit's name may take in the plan's own ("Văn phòng | Thanh tra tỉnh X", "công an | xã")."""
    numbers = {i for m in documents if m.kind == "number" for i in range(m.start, m.end)}
    found = known.units.find(words, numbers, cue.role)
    spread = {i for unit in found for i in range(unit.start, unit.end)}
    own = found if spread - taken else [u for u in found if set(range(u.start, u.end)) - taken] or found
    return without_owners(own, words)


def _without_units(documents: list[AskedDocument], units: Sequence[AskedUnit], cue: Asking) -> list[AskedDocument]:
    """Mentions of a plan that are no more than a unit's name inside a question about another plan fall away."""
    strong = [m for m in documents if m.kind == "number"] or [m for m in documents if m.of_plan]
    if not strong or "compare" in cue.found:
        return documents
    meant = {document for m in strong for document, _ in m.weights}
    spans = [range(unit.start, unit.end) for unit in units]
    return [
        m
        for m in documents
        if m in strong or meant & {document for document, _ in m.weights} or not any(m.start in span for span in spans)
    ]


def _times(
    plain: Sequence[Token], known: Known, documents: Sequence[AskedDocument], words: Sequence[Word]
) -> tuple[AskedTime, ...]:
    meant = weights(documents)
    years = {one.year for one in known.identities if one.year and (not meant or meant.get(one.document_id, 0) > 0.5)}
    taken = frozenset(words[i].token for m in documents if m.kind == "number" for i in range(m.start, m.end))
    found = times(plain, years.pop() if len(years) == 1 else None, taken)
    titles = {words[i].token for m in documents if m.of_plan for i in range(m.start, m.end)}
    return tuple(one for one in found if one.kind != "range" or not titles.issuperset(range(one.first, one.last)))


def _of_year(
    documents: list[AskedDocument], units: Sequence[AskedUnit], when: AskedTime | None, known: Known
) -> list[AskedDocument]:
    """Without names of units that are taken for plans of another year than the question's."""
    if when is None or when.kind != "year" or when.start is None:
        return documents
    years = {one.document_id: one.year for one in known.identities}
    inside = {i for unit in units for i in range(unit.start, unit.end)}
    return [
        m
        for m in documents
        if (m.start not in inside and m.kind != "level")
        or (m.of_plan and m.kind != "level")
        or any(years.get(d) in (when.start.year, None) for d, _ in m.weights)
    ]


def _dated(
    documents: Sequence[AskedDocument], said: Sequence[AskedTime], words: Sequence[Word], known: Known
) -> list[AskedDocument]:
    """The mentions, one with a year beside it meaning its plans of that year more than its others."""
    years = {one.document_id: one.year for one in known.identities}
    found = []
    for mention in documents:
        after = words[mention.end - 1].token + 1
        beside = next((t.start.year for t in said if t.kind == "year" and t.first == after and t.start), None)
        if beside is not None and any(years.get(key) == beside for key, _ in mention.weights):
            weighed = weights((mention,), beside, years)
            mention = replace(mention, weights=tuple(weighed.items()))
        found.append(mention)
    return found


def _spent(
    written: Written,
    cue: Asking,
    documents: Sequence[AskedDocument],
    units: Sequence[AskedUnit],
    said: Sequence[AskedTime],
) -> frozenset[int]:
    """Positions of the reading's words that are not what the question is about."""
    spent = {i for i, word in enumerate(written.words) if word.token in cue.spent}
    for start, end in (*((m.start, m.end) for m in documents), *((u.start, u.end) for u in units)):
        spent.update(range(start, end))
    for when in said:
        spent.update(i for i, word in enumerate(written.words) if when.first <= word.token < when.last)
    return frozenset(spent)


_HOW_MANY = re.compile(r"(?<!\S)(?:bao nhieu|bn|may|how many)(?!\S)")
_COUNTED = 2


def counted(plain: Sequence[Token], written: Written) -> tuple[tuple[str, ...], ...]:
    """The wordings of what the question asks the number of: the words right after "bao nhiêu" or "how many"."""
    text, starts = joined(plain)
    match = _HOW_MANY.search(text)
    if match is None:
        return ()
    first = covered(starts, match.span()).stop
    stretch = next((s for s in written.stretches if s.start == first), None)
    if stretch is not None and stretch.kind == "term":
        return stretch.wordings
    said: list[str] = []
    for word in written.words:
        if word.token == first + len(said) and word.key not in STOP_WORDS - {"người"} and len(said) < _COUNTED:
            said.append(word.key)
    return (tuple(said),) if said else ()


def _unheld(
    words: Sequence[Word], units: Sequence[AskedUnit], documents: Sequence[AskedDocument], known: Known
) -> str | None:
    """A unit whose plan the question asks for ("kế hoạch của Sở X") where no plan held is that unit's."""
    if any(m.kind == "number" for m in documents) or not known.plans.all_issued:
        return None
    for unit in units:
        if unit.start == 0 or words[unit.start - 1].folded != "cua" or fold(unit.name) in known.plans.issuers:
            continue
        own = any(m.kind == "issuer" and m.start <= unit.start < m.end for m in documents)
        if not own and beside_plan(words, unit.start, unit.start):
            return unit.name
    return None


def _of_no_plan(
    words: Sequence[Word], documents: Sequence[AskedDocument], said: Sequence[AskedTime], known: Known
) -> str | None:
    """A plan with the year that the question gives it ("kế hoạch năm 2025 của X") where those held are of others."""
    years = {one.document_id: one.year for one in known.identities}
    asked = [one for one in said if one.kind == "year" and one.start is not None]
    if len(asked) != 1 or asked[0].start is None:
        return None
    for mention in documents:
        held = {years.get(key) for key, _ in mention.weights}
        near = range(words[mention.start].token - _NEAR_PLAN, words[mention.end - 1].token + 2)
        of_plan = mention.kind == "issuer" and mention.of_plan and asked[0].first in near
        if of_plan and not held & {None, asked[0].start.year}:
            return f"{mention.text} {asked[0].text}"
    return None


_NEAR_PLAN = 4


def _english_left(plain: Sequence[Token], words: Sequence[Word], spoken: str) -> frozenset[int]:
    """Positions of English function words in a question that is not all Vietnamese ("in nhóm …" is no print)."""
    if spoken not in ("en", "mixed"):
        return frozenset()
    small = {i for i, token in enumerate(plain) if not token.marked and token.text.casefold() in ENGLISH_STOP_WORDS}
    return frozenset(i for i, word in enumerate(words) if word.token in small)
