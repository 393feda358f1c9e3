"""What a question asks for, by its cue phrases, and which of its words are only the asking."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search_api.question.vocabulary import ENGLISH_STOP_WORDS, STOP_WORDS, Cue, cues, facts
from search_api.types import FactKind, Intent, Role, Token


@dataclass(frozen=True, slots=True)
class Asking:
    """The intent with the role it is about, the kind of fact, and the tokens that carry no topic.

    ``both`` tells that a list is asked for in either role ("chủ trì và phối hợp những gì"), ``role`` is None then.
    ``asks`` is False for bare keywords; ``joint`` that jointly led tasks are wanted too; ``prose`` and ``appendix``
    that the question names the prose or the table as the place to look; ``found`` every cue in the question.
    """

    intent: Intent
    role: Role | None
    both: bool
    fact: FactKind
    asks: bool
    prose: bool
    appendix: bool
    spent: frozenset[int]
    found: tuple[str, ...]


def joined(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """The folded words with one space between, and where each word starts in that string."""
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token.folded) + 1
    return " ".join(token.folded for token in tokens), starts


def covered(starts: Sequence[int], span: tuple[int, int]) -> range:
    """The positions of the words that a match over the joined string covers."""
    inside = [i for i, start in enumerate(starts) if span[0] <= start < span[1]]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


# "what percentage", "bao nhiêu phần trăm": longer ones take in what the share is of.
_SHARE_ASKED = 4


def asking(tokens: Sequence[Token], question: str = "") -> Asking:
    """The cues of the question put together into one intent."""
    text, starts = joined(tokens)
    found: dict[str, tuple[int, int]] = {}
    spent: set[int] = set()
    for cue in cues():
        match = cue.pattern.search(text)
        if match and match.group().strip():
            found.setdefault(cue.what, match.span())
            if cue.what not in ("duty",):
                spent.update(_asked_with(tokens, covered(starts, match.span()), cue))
    _drop_names(found, text)
    fact: FactKind = next((kind for kind, pattern, _ in facts() if pattern.search(text)), "none")
    if fact == "percent":
        shares = (
            covered(starts, match.span())
            for kind, pattern, _ in facts()
            if (match := pattern.search(text)) and kind == "percent"
        )
        spent.update(i for share in shares if len(share) <= _SHARE_ASKED for i in share)
    if fact in ("money", "rank") and set(found) & {"lead", "coordinate", "list"}:
        fact = "none"
    if fact == "winner" and "coordinate" in found:
        fact = "none"
    if fact == "contact" and "deadline" in found:
        # How soon the hotline answers is no question for its number.
        fact = "none"
    intent, role = _decide(set(found), text, fact)
    return Asking(
        intent,
        role,
        intent in ("unit_tasks", "count") and role is None and bool(_BOTH.search(text) or _TAKES_PART.search(text)),
        fact,
        bool(found) or fact != "none" or question.rstrip().endswith("?"),
        "prose" in found,
        "appendix" in found,
        frozenset(spent),
        tuple(found),
    )


# What asks or bids in a cue.
_ASKS = re.compile(r"(?<!\S)(?:ai|nao|gi|may|who|whom|whose|which|what|whats|liet ke|ke|list|show|name|give)(?!\S)")


def _drop_names(found: dict[str, tuple[int, int]], text: str) -> None:
    """Without cues of a lead or support that ask nothing beside a list that does: "Văn phòng chủ trì những nhiệm vụ
    nào" asks for tasks, its "phòng chủ trì" for nobody."""
    asking_cues = {what for what, (first, last) in found.items() if _ASKS.search(text[first:last])}
    if "list" in asking_cues:
        for what in {"lead", "coordinate"} & found.keys() - asking_cues:
            del found[what]


_GAP = re.compile(r"\\w\+ ?\)\{\d,(?:8|14)\}")


def _asked_with(tokens: Sequence[Token], words: range, cue: Cue) -> list[int]:
    """The words of a cue that are mere asking: of one with a wide gap its ends and small words alone."""
    if not _GAP.search(cue.pattern.pattern):
        return list(words)
    small = STOP_WORDS | ENGLISH_STOP_WORDS
    return [i for i in words if i in (words[0], words[-1]) or tokens[i].key in small]


def _decide(found: set[str], text: str, fact: FactKind) -> tuple[Intent, Role | None]:
    """One intent from the cues present; the narrower wins."""
    role: Role | None = _listed_role(text)
    if "compare" in found:
        return "compare", role
    if "count" in found:
        return "count", role
    if fact in ("money", "contact", "rank", "person", "hours", "winner", "penalty", "opinion"):
        return "lookup", None
    if "lookup" in found and not found & {"lead", "coordinate", "product", "list"}:
        return "lookup", None
    if "list" in found and not found & {"lead", "coordinate"}:
        return "unit_tasks", role
    for intent in ("coordinate", "lead"):
        if intent in found:
            return intent, None
    if "product" in found:
        return "product", None
    if "lookup" in found:
        return "lookup", None
    if "deadline" in found:
        return "deadline", None
    if "list" in found:
        return "unit_tasks", role
    if "duty" in found:
        return "unit_tasks", role
    if fact in ("percent", "number"):
        return "lookup", None
    return "clause", None


_COORDINATES = re.compile(r"(?<!\S)(?:phoi hop|coordinat\w+|support\w*|assist\w*|ho tro)(?!\S)")
_LEADS = re.compile(
    r"(?<!\S)(?:chu tri|dong chu tri|phu trach|tham muu|dau moi|leads?|leading|led|in charge|headed|responsible)(?!\S)"
)


_AND = r"(?: (?:va|hoac|hay|lan|cung|nhu|and|or|cac|nhung|viec|nhiem vu|gi|vua|ca|tham gia))+"
_BOTH = re.compile(
    rf"(?:{_LEADS.pattern}{_AND} {_COORDINATES.pattern})|(?:{_COORDINATES.pattern}{_AND} {_LEADS.pattern})"
)
# "tham gia những việc gì", "dính vào nhiệm vụ nào": in whatever part.
_TAKES_PART = re.compile(
    r"(?<!\S)(?:tham gia|dinh(?: dang)? (?:vao|den|toi)|lien quan (?:den|toi) (?:nhung|cac|viec|nhiem vu|cong viec)"
    r"|co ten|gop mat|co mat)(?!\S)"
)


def _listed_role(text: str) -> Role | None:
    """The role that a list is asked for: "chủ trì những gì" lead, "phối hợp những gì" coordinate, else either."""
    if _BOTH.search(text):
        return None
    leads, coordinates = _LEADS.search(text), _COORDINATES.search(text)
    if leads and (not coordinates or leads.start() < coordinates.start()):
        return "lead"
    return "coordinate" if coordinates else None
