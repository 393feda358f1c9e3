"""Lead, coordinators, deadline and product from the row that says what the question is about."""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.fold import fold
from indexer.store.records import DutyFilter, StoredTask
from indexer.types import Task, UnitMention
from search_api.answer.listing import helpers
from search_api.answer.otherwise import Other, otherwise, tabled
from search_api.answer.prose import prose
from search_api.answer.reply import Quoted, Reply, names, row
from search_api.answer.sentences import says_when
from search_api.answer.wording import say
from search_api.knowledge import Knowledge
from search_api.ledger.prose import stated
from search_api.question.intent import joined
from search_api.ranking.finding import Findings
from search_api.ranking.rank import Judged
from search_api.selection import meant, names_a_plan
from search_api.types import Reading

# A clause must say clearly more of the subject than the best row before it answers in its place.
_CLAUSE_MARGIN = 0.8
_LEAST_SAID = 0.3
# A product stands in a row: one that says as much of the subject answers before any clause.
_PRODUCT_SAID = 0.5
# However well a row fits, what its own plan contradicts is never sure.
_CONTRADICTED = 0.6
_LEAST_SAID_ENGLISH = 0.1


def fact(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply:
    """The answer of the best row; a clause's words where only prose speaks of it."""
    if reading.intent == "coordinate" and reading.units and not reading.topic:
        found = helpers(reading, findings, knowledge)
        if found is not None:
            return found
    rows = _rows(reading, findings)
    clauses = [judged for judged in findings.judged if judged.prepared.task is None]
    least = _LEAST_SAID if reading.language in ("vi", "vi-nodiacritics") else _LEAST_SAID_ENGLISH
    if not rows or rows[0].said < least:
        return _from_prose(reading, findings, knowledge, clauses)
    spoken = clauses and clauses[0].score > rows[0].score + _CLAUSE_MARGIN and clauses[0].said > rows[0].said + 0.15
    if spoken and not (reading.intent == "product" and rows[0].said >= _PRODUCT_SAID):
        return _from_prose(reading, findings, knowledge, clauses)
    if _said_of_unit(reading, rows[0], clauses) or _says_day(reading, rows[0], clauses):
        return _from_prose(reading, findings, knowledge, clauses)
    task = rows[0].prepared.task
    assert task is not None
    found = _from_row(reading, task, _confidence(rows))
    others = otherwise(reading.intent, task, findings, knowledge)
    return _contradicted(reading, found, others) if others else found


def _rows(reading: Reading, findings: Findings) -> list[Judged]:
    """The rows, best first; of the plans named alone where what one of them says fits best."""
    rows = [judged for judged in findings.judged if judged.prepared.task is not None]
    named = meant(findings.plans) if names_a_plan(reading) else ()
    if not findings.judged or findings.judged[0].prepared.passage.document_id not in named:
        return rows
    if rows and rows[0].features["unit"] >= 1 and rows[0].said > findings.judged[0].said:
        # The unit's row is in another plan than its own, which says less.
        return rows
    return [judged for judged in rows if judged.prepared.passage.document_id in named]


def _contradicted(reading: Reading, found: Reply, others: tuple[Other, ...]) -> Reply:
    """The answer with what other places of the plan say instead, both sides cited."""
    said = say("otherwise", reading.language, what="; ".join(dict.fromkeys(other.value for other in others)))
    return replace(
        found,
        text=f"{found.text}{'' if (found.text or '').endswith('.') else '.'} {said}",
        tasks=(*found.tasks, *(other.task for other in others if other.task is not None)),
        quoted=(*found.quoted, *(other.quoted for other in others)),
        confidence=min(found.confidence, _CONTRADICTED),
    )


def _said_of_unit(reading: Reading, best: Judged, clauses: list[Judged]) -> bool:
    """Whether a clause says the subject of the unit that the question names, and the best row is another unit's."""
    if not reading.units or not clauses or best.features["unit"] > 0:
        return False
    fits = clauses[0].score > best.score and clauses[0].said >= best.said
    return fits and clauses[0].features["unit"] > 0


_DAY_ASKED = re.compile(r"\bngay (?:nao|may|bao nhieu)\b|\b(?:what|which) (?:day|date)\b")
_DAY = re.compile(r"\bngay \d|\d{1,2}/\d{1,2}\b")


def _says_day(reading: Reading, best: Judged, clauses: list[Judged]) -> bool:
    """Whether the question asks for a day, the best row gives none, and a clause that stands before it does."""
    task = best.prepared.task
    if reading.intent != "deadline" or task is None or not _DAY_ASKED.search(joined(reading.tokens)[0]):
        return False
    due = fold(task.task.deadline.text) if task.task.deadline else ""
    if _DAY.search(due) or not clauses or clauses[0].score <= best.score:
        return False
    return _DAY.search(fold(clauses[0].prepared.passage.passage.text)) is not None


def _confidence(rows: list[Judged]) -> float:
    """0..1 from how much of the subject the best row says and how far it stands before the next."""
    margin = rows[0].score - rows[1].score if len(rows) > 1 else 1.0
    return round(min(0.99, 0.25 + 0.55 * rows[0].said + 0.2 * min(1.0, margin)), 2)


def _from_row(reading: Reading, stored: StoredTask, confidence: float) -> Reply:
    task = stored.task
    what = task.activity or task.task
    blank = {
        "lead": not task.lead and not task.lead_text,
        "coordinate": not task.coordinate and not task.coordinate_text,
        "deadline": task.deadline is None or not task.deadline.text,
        "product": not task.product,
    }[reading.intent]
    parts = {
        "task": what,
        "units": names(task.lead if reading.intent == "lead" else task.coordinate),
        "deadline": task.deadline.text if task.deadline else "",
        "product": task.product or "",
    }
    return Reply(
        intent=reading.intent,
        text=say(reading.intent + ("_blank" if blank else _kept_general(reading, task)), reading.language, **parts),
        units=task.lead,
        coordinate=task.coordinate,
        deadline=task.deadline,
        product=task.product,
        tasks=(stored,),
        quoted=(row(stored), *_cell(reading, stored)),
        confidence=confidence,
    )


_ELSEWHERE = re.compile(r"\b(?:theo|thuc hien theo)\b.{0,40}(?:ke hoach|quyet dinh|nghi quyet|van ban|huong dan)")


def _kept_general(reading: Reading, task: Task) -> str:
    """Which sentence says that a cell names only bodies at large, or leaves its deadline to another document."""
    units = task.lead if reading.intent == "lead" else task.coordinate
    if reading.intent in ("lead", "coordinate") and units and all(_at_large(unit) for unit in units):
        return "_group"
    one = task.deadline if reading.intent == "deadline" else None
    if one is not None and one.start is None and one.end is None and _ELSEWHERE.search(fold(one.text)):
        return "_elsewhere"
    return ""


def _at_large(unit: UnitMention) -> bool:
    return unit.kind == "group" and "lien quan" in fold(unit.name)


def _cell(reading: Reading, stored: StoredTask) -> tuple[Quoted, ...]:
    """The cell that answers, where it can be told from the row."""
    task = stored.task
    spans = [span for field in task.fields if field.field == reading.intent for span in field.spans]
    if not spans or (len(spans) == 1 and spans[0] == task.span):
        return ()
    corrected = tuple(one for one in stored.corrections if one.field == reading.intent)
    return (Quoted(stored.document_id, spans[0], task.path, task.page, corrections=corrected),)


def _from_prose(reading: Reading, findings: Findings, knowledge: Knowledge, clauses: list[Judged]) -> Reply:
    """The clause that answers, with the units that it charges when the question asks for a unit."""
    reply = prose(reading, findings, knowledge)
    if reply.abstained or reading.intent == "product" or not clauses:
        return reply
    best = clauses[0].prepared.passage
    if reading.intent == "deadline" and not any(says_when(text) for text in (reply.text or "", best.passage.text)):
        return Reply(intent=reading.intent, abstained=True, reason=say("when", reading.language))
    wanted = ("coordinate",) if reading.intent == "coordinate" else ("lead", "responsible", "guide", "monitor")
    duties = knowledge.catalogue.duties(DutyFilter(documents=(best.document_id,))).items
    span = best.passage.span
    charged = [
        stored.duty.unit
        for stored in duties
        if stored.duty.role in wanted and span.start <= stored.duty.span.start < span.end
    ]
    units = tuple(dict.fromkeys(charged))
    others = tabled(reading.intent, best, units, findings, knowledge)
    if others:
        reply = _contradicted(reading, reply, others)
    if reading.intent == "coordinate":
        return replace(reply, coordinate=units)
    if reading.intent == "deadline":
        return replace(reply, deadline=stated(reply.text or "", knowledge.plan_years.get(best.document_id)))
    return replace(reply, units=units) if reading.intent == "lead" else reply
