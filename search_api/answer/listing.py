"""Complete lists and counts of tasks from the catalogue, with filters derived from the question."""

from __future__ import annotations

from indexer.store.records import DutyFilter, StoredDuty
from search_api.answer.prose import prose
from search_api.answer.reply import Quoted, Reply, row
from search_api.answer.wording import say
from search_api.finding import Findings
from search_api.knowledge import Knowledge
from search_api.prepared import spelled_out
from search_api.selection import choose, meant, said
from search_api.types import Reading

_MOST_CITED = 20
_DUTY_SAID = 0.3


def listed(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply:
    """The complete list of tasks, with the prose duties of the unit where the question asks for a unit's work."""
    chosen = findings.chosen or choose(reading, findings.plans, knowledge)
    tasks = chosen.tasks
    duties = _duties(reading, findings, knowledge)
    if "list" not in reading.cues and reading.topic and not duties:
        return prose(reading, findings, knowledge)
    if not tasks and not duties:
        if not reading.units and reading.time is None:
            return prose(reading, findings, knowledge)
        reason = say("none_listed", reading.language)
        return Reply(intent=reading.intent, abstained=True, reason=reason, filters=chosen.filters)
    rows = [row(task) for task in tasks[:_MOST_CITED]]
    owed = [Quoted(d.document_id, d.duty.span, d.duty.path, d.duty.page) for d in duties]
    in_prose = bool(owed) and (reading.prose or not rows or "list" not in reading.cues)
    items = "; ".join(f"{t.task.no + '. ' if t.task.no else ''}{t.task.activity or t.task.task}" for t in tasks)
    text = " ".join(d.text for d in duties) if in_prose else say("list", reading.language, count=len(tasks), items=items)
    return Reply(
        intent=reading.intent,
        text=text,
        count=len(tasks),
        tasks=tasks,
        quoted=tuple(owed + rows if in_prose else rows + owed),
        confidence=0.8 if chosen.filters else 0.5,
        filters=chosen.filters,
    )


def _duties(reading: Reading, findings: Findings, knowledge: Knowledge) -> list[StoredDuty]:
    """The prose duties of the units named that say the subject, or all of them where none does."""
    ids = tuple(i for unit in reading.units for i in unit.ids)
    if not ids:
        return []
    role = "coordinate" if reading.role == "coordinate" else None
    found = knowledge.catalogue.duties(DutyFilter(documents=meant(findings.plans), units=ids, role=role)).items
    if not reading.topic:
        return list(found)
    scored = [(said(reading.topic, spelled_out(duty.text, {}), knowledge), duty) for duty in found]
    scored.sort(key=lambda entry: -entry[0])
    return [duty for score, duty in scored if score >= _DUTY_SAID] or [duty for _, duty in scored]


def counted(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply:
    """How many tasks the question's filters leave, with the tasks themselves."""
    chosen = findings.chosen or choose(reading, findings.plans, knowledge)
    count = len(chosen.tasks)
    return Reply(
        intent="count",
        text=say("count", reading.language, count=count),
        count=count,
        tasks=chosen.tasks,
        quoted=tuple(row(task) for task in chosen.tasks[:_MOST_CITED]),
        confidence=0.8 if chosen.filters else 0.5,
        filters=chosen.filters,
    )
