"""Whether the plans answer at all: the kind of fact must show, and the telling words of the question must be said."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from indexer.fold import fold
from search_api.answer.lookup import asks_own_number
from search_api.answer.sentences import counts, shows
from search_api.answer.wording import say
from search_api.knowledge import Knowledge
from search_api.question.concepts import terms
from search_api.question.falling import falls
from search_api.ranking.finding import Findings
from search_api.ranking.matching import concept_match, weight
from search_api.ranking.rank import Judged
from search_api.selection import meant
from search_api.types import AskedDocument, Concept, Reading

# Nearly all questions that plans answer stand above, most that they do not answer below (docs/evaluation.md).
_LEAST_SAID = 0.45
_FACT_SAID = 0.6
_CONCEPT_SAID = 0.25
# What English was put into has its marks: words that agree without them alone do not say it.
_ENGLISH_SAID = 0.36
# Half of a long term is another thing: "nghĩa vụ tài chính" for "nghĩa vụ quân sự".
_TERM_SAID, _LONG_TERM = 0.5, 4
_NUMBER_SAID = 0.4
_TELLING = 0.2
# Of a best passage as near in meaning as this, by the encoder that comes with the program, fewer words are asked.
_CLOSE = 0.88
_LEAST_SAID_CLOSE = 0.3
# So much of the subject in phrases that no plan has at all: nothing else is meant, short of a passage nearly the same.
_STRANGE = 0.4
_CLOSEST = 0.9
# More than half of the subject in none of the best passages: they speak of something else.
_MOSTLY = 0.55
# A passage that stands as far before the others by its meaning was not met by chance.
_STANDS_OUT = 1.2
_COUNTED_IN = 10
_SAYS_IT = 3


def reason_to_abstain(reading: Reading, findings: Findings, knowledge: Knowledge) -> str | None:
    """The sentence that says why nothing is answered, or None when there is an answer."""
    if not knowledge.documents:
        return say("nothing", reading.language)
    if reading.fact == "opinion":
        return say("opinion", reading.language)
    if reading.foreign and not reading.documents:
        return say("foreign", reading.language, what=", ".join(reading.foreign))
    if reading.places and reading.intent != "compare":
        return say("foreign", reading.language, what=", ".join(reading.places))
    if reading.unheld:
        return say("unheld", reading.language, what=reading.unheld)
    missing = _not_held(reading, findings, knowledge)
    if missing is not None:
        return missing
    if _other_year(reading, findings, knowledge):
        return say("other_year", reading.language, what=reading.time.text if reading.time else "")
    if reading.intent in ("list", "unit_tasks", "count", "compare"):
        return None
    if not findings.judged:
        return say("weak", reading.language)
    return _missing_fact(reading, findings) or _unsaid(reading, findings, knowledge)


def _other_year(reading: Reading, findings: Findings, knowledge: Knowledge) -> bool:
    """Whether the question names a plan and a year of which that plan says nothing; a list wants a plan of the year,
    or tasks due in it."""
    asked = reading.time
    plans = meant(findings.plans)
    if asked is None or asked.kind != "year" or asked.start is None:
        return False
    year = asked.start.year
    if reading.intent in ("list", "unit_tasks", "count"):
        if reading.units:
            return False
        among = plans or tuple(knowledge.documents)
        if any(knowledge.plan_years.get(plan) == year for plan in among):
            return False
        due = ((t.task.deadline, knowledge.plan_years.get(t.document_id)) for t in knowledge.tasks(among))
        return not any(deadline is not None and falls(deadline, asked, own) for deadline, own in due)
    years = frozenset[int]().union(*(knowledge.years[plan] for plan in plans))
    return bool(years) and year not in years


def _not_held(reading: Reading, findings: Findings, knowledge: Knowledge) -> str | None:
    """That a document named by its number is not held, and which held ones cite it; None where what they say of it is
    asked for and said."""
    if not reading.absent or any(mention.kind == "number" for mention in reading.documents):
        return None
    one = reading.absent[0]
    citing = cited_by(one.text, knowledge)
    if (citing or findings.judged) and not _asks_its_own(reading, one):
        if citing and reading.intent == "lookup":
            return None
        if any(_cites(judged, one) for judged in findings.judged[:_SAYS_IT]):
            return None
    if (
        citing
        and _AS_BASIS.search(_before(reading, one))
        and any(_cites(judged, one) and judged.said >= _DESCRIBED for judged in findings.judged[:_SAYS_IT])
    ):
        return None
    shown = one.text if "/" in one.text else " ".join(reading.vietnamese.split()[one.start : one.end])
    said = say("not_held", reading.language, what=shown)
    return f"{said} {say('cited_by', reading.language, what=', '.join(citing))}" if citing else said


# What stands before the number of a document whose own words are asked for, and what after it.
_IN_IT = re.compile(r"(?:^|\s)(?:theo|trong|tai|cua|o|phu luc|kem theo|under|in|of|by)$")
# "chính sách thu hút theo Quyết định 12": told apart from other work by what it rests on, where a passage says both.
_AS_BASIS = re.compile(r"\w \w+ (?:theo|under|by)$")
_DESCRIBED = 0.6
_IT_SAYS = re.compile(r"^(?:giao|co|gom|phan cong|quy dinh|yeu cau|neu|de ra|assign\w*|has|have|contain\w*|list\w*)\b")


def _cites(judged: Judged, one: AskedDocument) -> bool:
    return squeezed(one.text) in squeezed(judged.prepared.passage.passage.text)


def _before(reading: Reading, one: AskedDocument) -> str:
    """The folded words before the mention of a document."""
    return " ".join(fold(reading.vietnamese).split()[: one.start])


def _asks_its_own(reading: Reading, one: AskedDocument) -> bool:
    """Whether the question asks for what the document itself assigns, not for what others say of it."""
    after = " ".join(fold(reading.vietnamese).split()[one.end :])
    if reading.intent == "lookup":
        return False
    return bool(_IN_IT.search(_before(reading, one)) or _IT_SAYS.match(after))


def cited_by(number: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The names of the held documents that cite one of that number, or one whose number begins so."""
    wanted = squeezed(number)
    own = re.compile(rf"{re.escape(wanted)}(?![a-z0-9])")
    citing = dict.fromkeys(
        stored.document_id
        for stored in knowledge.catalogue.references()
        if own.match(squeezed(stored.reference.number)) and stored.document_id in knowledge.documents
    )
    headers = ((key, knowledge.documents[key].header) for key in citing)
    return tuple(h.number or h.title or h.issuer or knowledge.documents[key].file for key, h in headers)


def squeezed(text: str) -> str:
    """The text folded, with nothing left but what numbers of documents are written with."""
    return re.sub(r"[^a-z0-9/-]", "", fold(text))


def _missing_fact(reading: Reading, findings: Findings) -> str | None:
    """A sum of money, a telephone number, a rank that no passage about the subject shows."""
    if reading.fact == "number" and reading.intent == "lookup" and not asks_own_number(reading):
        if reading.counted:
            few = findings.judged[:_COUNTED_IN]
            held = any(j.features["figure"] for j in few if j.said >= _CONCEPT_SAID)
            return None if held else say("number", reading.language)
        near = [j for j in findings.judged[:5] if j.said >= _NUMBER_SAID]
        if any(j.prepared.passage.passage.path and counts(_said_words(j)) for j in near):
            return None
        return say("number", reading.language)
    if reading.fact not in ("money", "contact", "rank", "percent", "hours", "winner", "penalty"):
        return None
    best = max((judged.said for judged in findings.judged), default=0.0)
    near = [j for j in findings.judged if j.said >= max(_FACT_SAID, best - 0.15)]
    if reading.fact == "percent":
        near = [*near, *findings.judged[:5]]
    if any(shows(reading.fact, judged.prepared.passage.passage.text) for judged in near):
        return None
    return say(reading.fact, reading.language)


def _said_words(judged: Judged) -> str:
    """The words of a passage in which a figure may answer: not a row's number."""
    task = judged.prepared.task
    if task is None:
        return judged.prepared.passage.passage.text
    return " ".join(filter(None, (task.task.task, task.task.activity, task.task.product)))


def _unsaid(reading: Reading, findings: Findings, knowledge: Knowledge) -> str | None:
    """That no passage says the subject, that it leaves a telling part of it unsaid, or that there is no subject."""
    if reading.intent == "lookup" and reading.fact == "person":
        # Who signed is told by the header, which abstains by itself.
        return None
    if not reading.topic:
        named = reading.units or reading.documents or reading.time
        nothing_said = bool(reading.unread) or not named
        return say("weak", reading.language) if nothing_said and reading.intent != "lookup" else None
    strange = _in_no_plan(reading, findings, knowledge)
    if sum(strange.values()) >= _STRANGE and findings.judged[0].close < _CLOSEST:
        return say("uncovered", reading.language, what=", ".join(" ".join(one.forms[0].keys) for one in strange))
    close = findings.judged[0].close >= _CLOSE
    least = _LEAST_SAID_CLOSE if close else _LEAST_SAID
    if max(judged.said for judged in findings.judged[:_SAYS_IT]) < least:
        return say("weak", reading.language)
    if not close and len(reading.unread) >= len(reading.topic) and _ahead(findings) < _STANDS_OUT:
        # Half of the words are English ones that neither the glossary nor a plan has, and by its meaning, to which
        # they belong, the best passage is one of many.
        return say("uncovered", reading.language, what=", ".join(reading.unread))
    unsaid = unsaid_concepts(reading, findings, knowledge)
    if sum(unsaid.values()) < _MOSTLY:
        if close or reading.intent not in ("lead", "coordinate", "deadline", "product", "lookup"):
            return None
        # A wording put in place of an English word is one of several: alone it is not missed.
        unsaid = {
            one: part
            for one, part in unsaid.items()
            if part >= _TELLING and one.source != "english" and one.forms[0].keys in terms()
        }
    if not unsaid:
        return None
    return say("uncovered", reading.language, what=", ".join(" ".join(one.forms[0].keys) for one in unsaid))


def _ahead(findings: Findings) -> float:
    """How far the best passage stands before the others found by its meaning, in their standard deviations."""
    near = np.array([judged.close for judged in findings.judged], np.float32)
    spread = float(near.std())
    return (findings.judged[0].close - float(near.mean())) / spread if spread > 0 else 0.0


def _in_no_plan(reading: Reading, findings: Findings, knowledge: Knowledge) -> dict[Concept, float]:
    """The phrases of the question that none of the best passages says and whose words stand together in no plan, with
    the share of the subject that each carries; a word put in place of an English one is no phrase of the question."""
    stand = knowledge.known.model.stand
    return {
        one: share
        for one, share in unsaid_concepts(reading, findings, knowledge).items()
        if one.source != "english"
        and len(one.forms[0].keys) > 1
        and not all(stand(fold(before), fold(after)) for before, after in pairwise(one.forms[0].keys))
    }


def unsaid_concepts(reading: Reading, findings: Findings, knowledge: Knowledge) -> dict[Concept, float]:
    """The concepts that none of the best passages says, with the share of the subject that each carries."""
    weights = [weight(concept, knowledge.idf) for concept in reading.topic]
    total = sum(weights) or 1.0
    top = findings.judged[:_SAYS_IT]
    return {
        concept: value / total
        for concept, value in zip(reading.topic, weights, strict=True)
        if all(concept_match(concept, judged.prepared, knowledge.idf) < _least(concept) for judged in top)
    }


def _least(concept: Concept) -> float:
    """How well a passage must match a concept to say it."""
    if concept.source != "english":
        return _CONCEPT_SAID
    return _TERM_SAID if len(concept.forms[0].keys) >= _LONG_TERM else _ENGLISH_SAID
