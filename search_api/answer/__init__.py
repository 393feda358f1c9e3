"""Answers from records and from the words of the plans, one module a family of intents."""

from __future__ import annotations

from dataclasses import replace

from search_api.answer.abstain import reason_to_abstain
from search_api.answer.comparing import compared
from search_api.answer.facts import fact
from search_api.answer.listing import counted, listed
from search_api.answer.lookup import looked_up_or_prose
from search_api.answer.prose import prose
from search_api.answer.reply import Reply
from search_api.knowledge import Knowledge
from search_api.ranking.finding import Findings
from search_api.selection import meant, surely_named
from search_api.types import Reading

__all__ = ["Reply", "reply"]


def reply(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply:
    """The answer to the question, or an abstention with its reason; never a guess presented as an answer."""
    findings = _in_plans_named(reading, findings)
    reason = reason_to_abstain(reading, findings, knowledge)
    if reason is not None:
        return Reply(intent=reading.intent, abstained=True, reason=reason)
    answer = _answered(reading, findings, knowledge)
    if answer.abstained and answer.reason is None:
        return replace(answer, reason=None)
    return answer


def _in_plans_named(reading: Reading, findings: Findings) -> Findings:
    """The findings with the passages of the plans that the question names: what another plan says is no answer."""
    if not surely_named(reading):
        return findings
    wanted = frozenset(meant(findings.plans))
    own = tuple(judged for judged in findings.judged if judged.prepared.passage.document_id in wanted)
    return replace(findings, judged=own)


def _answered(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply:
    if reading.intent in ("lead", "coordinate", "deadline", "product"):
        return fact(reading, findings, knowledge)
    if reading.intent in ("unit_tasks", "list"):
        return listed(reading, findings, knowledge)
    if reading.intent == "count":
        return counted(reading, findings, knowledge)
    if reading.intent == "compare":
        return compared(reading, findings, knowledge)
    if reading.intent == "lookup":
        return looked_up_or_prose(reading, findings, knowledge)
    return prose(reading, findings, knowledge)
