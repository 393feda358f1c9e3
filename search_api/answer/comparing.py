"""One row a plan: the same subject in every plan that the question names, or in all of them."""

from __future__ import annotations

import re

from indexer.store.records import StoredTask
from search_api.answer.prose import quote
from search_api.answer.reply import Quoted, Reply, names
from search_api.answer.wording import say
from search_api.knowledge import Knowledge
from search_api.question.intent import joined
from search_api.question.settling import years_named
from search_api.ranking.finding import Findings
from search_api.ranking.rank import Judged
from search_api.selection import meant
from search_api.types import Reading

_MOST = 10
_LEAST_SAID = 0.25
# Of prose the next passage of a plan that fits as well is quoted too.
_AS_GOOD = 0.6


# What rows tell, by words that are no whole way of asking: "so sánh hạn của …".
_OF_ROWS = re.compile(
    r"(?<!\S)(?:ai|who|which|(?:thoi )?han|chu tri|phoi hop|san pham|dau ra|deadlines?|outputs?)(?!\S)"
)
_ROW_CUES = frozenset(("lead", "coordinate", "deadline", "product"))


def compared(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply:
    """The best row or passage of every plan meant, in the order in which the question names them; rows where it asks
    for what rows tell."""
    rows = bool(_ROW_CUES & set(reading.cues) or _OF_ROWS.search(joined(reading.tokens)[0]))
    wanted = meant(findings.plans)
    plans = _by_year(reading, findings, knowledge) or (wanted if len(wanted) > 1 else tuple(knowledge.documents))
    best: list[Judged] = []
    beside: list[Judged] = []
    for plan in plans[:_MOST]:
        own = [j for j in findings.judged if j.prepared.passage.document_id == plan and j.said >= _LEAST_SAID]
        fitting = [j for j in own if rows and j.prepared.task is not None] or own
        if fitting:
            best.append(fitting[0])
            beside += [j for j in fitting[1:2] if not rows and j.score >= fitting[0].score - _AS_GOOD]
    if not best:
        return Reply(intent="compare", abstained=True, reason=say("weak", reading.language))
    tasks: list[StoredTask] = [j.prepared.task for j in best if j.prepared.task is not None]
    quoted: list[Quoted] = [quote(j) for j in (*best, *beside)]
    items = "; ".join(_line(j, knowledge) for j in best)
    return Reply(
        intent="compare",
        text=say("compare", reading.language, items=items),
        tasks=tuple(tasks),
        quoted=tuple(quoted),
        confidence=round(min(j.said for j in best), 2),
    )


def _by_year(reading: Reading, findings: Findings, knowledge: Knowledge) -> tuple[str, ...]:
    """The plan best meant of every year, where the question sets years side by side."""
    years = years_named(reading.tokens)
    if len(years) < 2:
        return ()
    best: dict[int, str] = {}
    for key, one in knowledge.identities.items():
        if (
            one.year is not None
            and one.year in years
            and findings.plans.get(key, 0.0) > findings.plans.get(best.get(one.year, ""), -1.0)
        ):
            best[one.year] = key
    return tuple(best[year] for year in sorted(best)) if len(best) > 1 else ()


def _line(judged: Judged, knowledge: Knowledge) -> str:
    document = knowledge.documents[judged.prepared.passage.document_id]
    name = document.header.issuer or document.header.number or document.file
    task = judged.prepared.task
    if task is None:
        return f"{name}: {judged.prepared.passage.passage.text}"
    due = task.task.deadline.text if task.task.deadline else "–"
    return f"{name}: {names(task.task.lead) or task.task.lead_text or '–'} ({due})"
