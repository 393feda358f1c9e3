"""Places of the same plan that say another lead or deadline for the same work than the row that answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.fold import fold
from indexer.store.records import DutyFilter, StoredPassage, StoredTask
from indexer.types import Deadline, UnitMention
from search_api.answer.reply import Quoted, names, row
from search_api.knowledge import Knowledge
from search_api.ledger.differences import dates_differ, identities
from search_api.ledger.prose import stated
from search_api.question.vocabulary import STOP_WORDS, Keys
from search_api.ranking.finding import Findings
from search_api.ranking.prepared import spelled_out
from search_api.ranking.rank import Judged
from search_api.types import Intent

_SAME = 0.85
_OF_TEXT = 0.35
_FEWEST = 5
_LEADS = ("lead", "responsible")
_PARTS = re.compile(r"\b(?:dot|lan|ky|phan|giai doan)\s+([0-9ivx]+)\b|\b(\d+)\b")


@dataclass(frozen=True, slots=True)
class Other:
    """What another place says instead, as printed, with the place; ``task`` where it is a row."""

    value: str
    quoted: Quoted
    task: StoredTask | None = None


def otherwise(intent: Intent, best: StoredTask, findings: Findings, knowledge: Knowledge) -> tuple[Other, ...]:
    """The other places of the plan among what was found that disagree about the lead or the deadline of ``best``."""
    what = _what(best)
    keys = _keys(what)
    if intent not in ("lead", "deadline") or len(keys) < _FEWEST:
        return ()
    own = [j for j in findings.judged if j.prepared.passage.document_id == best.document_id]
    found = [*_rows(intent, best, own, keys, knowledge), *_sentences(intent, best, own, keys, knowledge)]
    return tuple({(one.value, one.quoted.span.start): one for one in found}.values())


def tabled(
    intent: Intent, clause: StoredPassage, units: Sequence[UnitMention], findings: Findings, knowledge: Knowledge
) -> tuple[Other, ...]:
    """The rows of the plan among what was found that give the work of a clause to none of ``units``, or another
    deadline than the clause states."""
    words = _keys(clause.passage.text)
    due = stated(clause.passage.text, knowledge.plan_years.get(clause.document_id))
    found: list[Other] = []
    for judged in findings.judged:
        stored = judged.prepared.task
        if stored is None or stored.document_id != clause.document_id:
            continue
        keys = _keys(_what(stored))
        if len(keys) < _FEWEST or _share(keys, words, knowledge.idf) < _SAME:
            continue
        if not _one_work(_what(stored), clause.passage.text, within=True):
            continue
        apart = units and stored.task.lead and not identities(units) & identities(stored.task.lead)
        value = names(stored.task.lead) if intent == "lead" and apart else ""
        if intent == "deadline" and due is not None:
            value = _deadline(due, stored.task.deadline)
        if value:
            found.append(Other(value, row(stored), stored))
    return tuple(found)


def _rows(intent: Intent, best: StoredTask, own: Iterable[Judged], keys: Keys, knowledge: Knowledge) -> Iterator[Other]:
    for judged in own:
        stored = judged.prepared.task
        if stored is None or stored.task.id == best.task.id or not _one_work(_what(best), _what(stored)):
            continue
        others = _keys(_what(stored))
        if min(_share(keys, others, knowledge.idf), _share(others, keys, knowledge.idf)) < _SAME:
            continue
        value = _lead(best, stored) if intent == "lead" else _deadline(best.task.deadline, stored.task.deadline)
        if value:
            yield Other(value, row(stored), stored)


def _sentences(
    intent: Intent, best: StoredTask, own: Sequence[Judged], keys: Keys, knowledge: Knowledge
) -> Iterator[Other]:
    """The sentences that put the same work on somebody, in clauses that hold its words."""
    spans = [
        j.prepared.passage.passage.span
        for j in own
        if j.prepared.task is None and _share(keys, _keys(j.prepared.passage.passage.text), knowledge.idf) >= _SAME
    ]
    if not spans:
        return
    year = knowledge.plan_years.get(best.document_id)
    for duty in knowledge.catalogue.duties(DutyFilter(documents=(best.document_id,))).items:
        one = duty.duty
        inside = any(span.start <= one.span.start < span.end for span in spans)
        if not inside or one.role not in _LEADS or not _one_work(_what(best), duty.text, within=True):
            continue
        said = _keys(duty.text)
        if _share(keys, said, knowledge.idf) < _SAME or _share(said, keys, knowledge.idf) < _OF_TEXT:
            continue
        apart = best.task.lead and not identities(best.task.lead) & identities((one.unit,))
        lead = one.unit.name if apart else ""
        value = lead if intent == "lead" else _deadline(best.task.deadline, stated(duty.text, year))
        if value:
            yield Other(value, Quoted(best.document_id, one.span, one.path, one.page))


def _what(stored: StoredTask) -> str:
    task = stored.task
    return " ".join(dict.fromkeys(filter(None, (task.task, task.activity))))


def _keys(text: str) -> Keys:
    return tuple(key for key in spelled_out(text, {}) if key not in STOP_WORDS)


def _share(keys: Keys, others: Keys, idf: Callable[[str], float]) -> float:
    """The part of the keys, by how telling they are, that is among the others."""
    held = set(others)
    total = sum(map(idf, keys))
    return sum(idf(key) for key in keys if key in held) / total if total else 0.0


def _one_work(one: str, other: str, within: bool = False) -> bool:
    """Whether no figure tells the two apart as parts of one work ("đợt 1", "đợt 2")."""
    first, second = set(_PARTS.findall(fold(one))), set(_PARTS.findall(fold(other)))
    return first <= second if within else first == second


def _lead(best: StoredTask, other: StoredTask) -> str:
    """The other row's lead where no unit leads in both."""
    if not best.task.lead or not other.task.lead or identities(best.task.lead) & identities(other.task.lead):
        return ""
    return names(other.task.lead)


def _deadline(one: Deadline | None, other: Deadline | None) -> str:
    return other.text if other is not None and dates_differ(one, other) else ""
