"""What a question asks for once its units, plans and times are known."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from search_api.question.identity import Identity
from search_api.question.mentions import Word
from search_api.types import AskedDocument, AskedTime, AskedUnit, Concept, Intent, Token

_ISSUING = frozenset((("ban", "hành"), ("ký",), ("ngày",)))
_SENDING = frozenset((("gửi",), ("nhận",), ("nơi", "nhận"), ("gửi", "tới"), ("chuyển",), ("chuyển", "đến"), ("đâu",)))
_PAIRING = frozenset(("va", "voi", "con", "and", "with"))
_AROUND = "ke hoach quyet dinh chuong trinh phu luc so cua o tai nam tinh cap plan decision the of"
_OF_A_PLAN = frozenset(_AROUND.split())
_OF_ONE_ROW = ("lead", "coordinate", "deadline", "product")


def settled(
    intent: Intent,
    plain: Sequence[Token],
    words: Sequence[Word],
    units: Sequence[AskedUnit],
    documents: Sequence[AskedDocument],
    when: AskedTime | None,
    plans: Collection[Identity],
) -> Intent:
    """The intent in view of all that is named: what is asked of several of the ``plans`` is compared, tasks of nobody
    are a list."""
    if intent in (*_OF_ONE_ROW, "clause", "compare") and _several(intent, words, units, documents):
        return "compare"
    if intent in _OF_ONE_ROW and (when is None or when.kind == "year"):
        years = years_named(plain)
        if len(years) > 1 and len(years & {one.year for one in plans}) > 1:
            return "compare"
    if intent == "compare" and len(plans) < 2:
        return "clause"
    if intent == "unit_tasks" and not units:
        return "list"
    return intent


def _several(
    intent: Intent, words: Sequence[Word], units: Sequence[AskedUnit], documents: Sequence[AskedDocument]
) -> bool:
    """Whether more than one plan is meant, and each as a plan rather than as a unit that has one."""
    plans = [m for m in documents if m.kind in ("number", "issuer")]
    if len({max(m.weights, key=lambda entry: entry[1])[0] for m in plans}) < 2:
        return False
    if intent != "compare" and _paired(documents, words):
        return True
    inside = {i for unit in units for i in range(unit.start, unit.end)}
    mere_units = sum(m.start in inside for m in plans) >= len(plans) - 1
    said_as_plans = any(m.kind == "number" or m.of_plan for m in plans)
    return not said_as_plans and (intent == "compare" or not mere_units)


def of_plan_itself(intent: Intent, concepts: Sequence[Concept], documents: Sequence[AskedDocument]) -> bool:
    """Whether the question asks for nothing but when a plan named by its number was issued, or whom a plan is sent."""
    said = {one.forms[0].keys for one in concepts}
    if intent == "deadline":
        return bool(said) and said <= _ISSUING and any(mention.kind == "number" for mention in documents)
    named_one = any(mention.kind == "number" or mention.of_plan for mention in documents)
    return named_one and bool(said) and said <= _SENDING and intent not in ("compare", "count", "product")


def years_named(tokens: Sequence[Token]) -> set[int | None]:
    """The years that stand in a question."""
    return {int(token.key) for token in tokens if re.fullmatch(r"20\d\d", token.key)}


def _paired(documents: Sequence[AskedDocument], words: Sequence[Word]) -> bool:
    """Whether two plans are named side by side: "kế hoạch của tỉnh X và của xã Y"."""
    for one, other in pairwise(m for m in documents if m.kind != "level"):
        between = {word.folded for word in words[one.end : other.start] if not word.folded.isdigit()}
        if between & _PAIRING and between <= _PAIRING | _OF_A_PLAN and (one.of_plan or one.kind == "number"):
            return True
    return False
