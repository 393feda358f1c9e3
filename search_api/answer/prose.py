"""Answers in the words of the plans: the shortest sentences that say it, verbatim, with the next best beside."""

from __future__ import annotations

from indexer.types import Span
from search_api.answer.reply import Quoted, Reply, row
from search_api.answer.sentences import shortest, shows
from search_api.knowledge import Knowledge
from search_api.ranking.finding import Findings
from search_api.ranking.rank import Judged
from search_api.types import Reading

_CITED = 3


def prose(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply:
    """The best passages as the answer; the text is the shortest run of sentences of the first."""
    judged = distinct(preferred(reading, findings.judged))[:_CITED]
    if not judged:
        return Reply(intent=reading.intent, abstained=True)
    best = judged[0].prepared
    text = _verbatim(judged[0], knowledge)
    part = shortest(text, reading.topic, reading.fact, knowledge.idf)
    task = best.task
    return Reply(
        intent=reading.intent,
        text=text[part.start : part.end].strip(),
        units=task.task.lead if task else (),
        coordinate=task.task.coordinate if task else (),
        tasks=(task,) if task else (),
        quoted=tuple(quote(one) for one in judged),
        confidence=round(min(0.97, 0.2 + 0.65 * judged[0].said), 2),
    )


def preferred(reading: Reading, judged: tuple[Judged, ...]) -> list[Judged]:
    """The passages with those first that show the kind of fact asked for, where any good one does."""
    if reading.fact in ("none", "person"):
        return list(judged)
    if reading.counted and reading.intent == "lookup":
        near, far = judged[:10], judged[10:]
        return [*sorted(near, key=lambda one: -one.features["figure"]), *far]
    showing = [one for one in judged[:10] if shows(reading.fact, one.prepared.passage.passage.text)]
    return [*showing, *(one for one in judged if one not in showing)]


def distinct(judged: list[Judged]) -> list[Judged]:
    """Without passages that say the same words as an earlier one of the same plan."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    found = []
    for one in judged:
        mark = (one.prepared.passage.document_id, one.prepared.main.keys[:60])
        if mark not in seen:
            seen.add(mark)
            found.append(one)
    return found


def quote(judged: Judged) -> Quoted:
    """The passage as what an answer rests on."""
    if judged.prepared.task is not None:
        return row(judged.prepared.task)
    stored = judged.prepared.passage
    return Quoted(stored.document_id, stored.passage.span, stored.passage.path, stored.passage.page)


def _verbatim(judged: Judged, knowledge: Knowledge) -> str:
    stored = judged.prepared.passage
    span: Span = stored.passage.span
    if judged.prepared.task is not None:
        return stored.passage.text
    return (knowledge.catalogue.text(stored.document_id) or "")[span.start : span.end]
