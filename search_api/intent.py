"""What a question asks for, by its cue phrases, and which of its words are only the asking."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search_api.types import FactKind, Intent, Role, Token
from search_api.vocabulary import cues


@dataclass(frozen=True, slots=True)
class Asking:
    """The intent with the role it is about, the kind of fact, and the tokens that carry no topic.

    ``asks`` is False for bare keywords; ``joint`` that jointly led tasks are wanted too; ``prose`` and ``appendix``
    that the question names the prose or the table as the place to look; ``found`` every cue in the question.
    """

    intent: Intent
    role: Role | None
    fact: FactKind
    asks: bool
    prose: bool
    appendix: bool
    spent: frozenset[int]
    found: tuple[str, ...]


# A fact of these kinds must show in the passage that answers.
_FACTS: tuple[tuple[FactKind, str], ...] = (
    (
        "contact",
        r"so dien thoai|dien thoai (?:lien he|nao|so)|hotline|duong day nong|(?:dia chi )?e ?mail|dia chi(?: lien he)?"
        r"(?: \w+){0,3}? (?:o dau|nao|la gi)|so may de|phone|telephone|contact (?:number|details|address)|address of|zalo so",
    ),
    (
        "money",
        r"bao nhieu (?:ty|trieu|nghin|ngan|dong|tien|kinh phi|von)|(?:le phi|muc phi|phi|hoc phi|muc luong|luong|"
        r"muc (?:ho tro|phat|chi|thuong|khoan|dong)|tong (?:kinh phi|von|du toan|muc dau tu|chi phi)|kinh phi|du toan|"
        r"gia tri)(?: \w+){0,14}? (?:la |het |khoang )?bao nhieu(?! phan tram)|how much(?: money)?(?: \w+){0,8}? "
        r"(?:cost|budget|fee|fund|paid|pay|spent|vnd|dong|allocated|money)|(?:cost|fee|budget|amount)(?: \w+){0,8}? "
        r"how much|what (?:is|was|are) the (?:total |exact )?(?:\w+ )?(?:fee|fees|budget|cost|amount|funding amount|fine)|"
        r"ton bao nhieu|het bao nhieu tien|how many (?:billion|million)",
    ),
    (
        "rank",
        r"(?:xep|dung|hang|xep hang|vi tri)(?: hang)?(?: thu)? (?:may|bao nhieu|nao)|thu hang (?:may|bao nhieu|nao|"
        r"la)|dat (?:bao nhieu|may) diem|(?:diem|diem so)(?: \w+){0,10}? (?:la )?bao nhieu|bao nhieu diem|\brank(?:ed|ing)?\b"
        r"(?: in| was| is|$)|what(?: \w+){0,8}? (?:rank|ranking|score|place)\b|how did .* (?:rank|score)",
    ),
    (
        "person",
        r"(?:ong|ba|dong chi|giam doc|chu tich|pho chu tich|pho giam doc|chanh thanh tra|lanh dao|nguoi|ai)(?: \w+){0,3}? "
        r"(?:ky|ky ten|ky ban hanh|ky quyet dinh)\b|(?:ho ten|ten|ho va ten)(?: cua)? (?:giam doc|chu tich|nguoi|ong|ba|"
        r"truong|chanh)|ten (?:la )?gi|who (?:signed|signs)|name of the (?:director|chairman|chairperson|head|signer|chief|"
        r"person)|signed by(?: whom)?|ai la (?:giam doc|chu tich|truong|chanh|pho)|who is the (?:director|chairman|head|chief)",
    ),
    (
        "percent",
        r"bao nhieu (?:phan tram|%)|may phan tram|ty le(?: \w+){0,12}? bao nhieu|what (?:%|percent|percentage|share|"
        r"proportion|rate)|what ho so|how many percent|(?:dat|toi thieu|it nhat|giam|cat giam|tang) bao nhieu",
    ),
    ("number", r"bao nhieu|may (?:nguoi|cuoc|lop|lan|ho so|don vi|phong|can bo|bien che)|how many"),
)


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
                spent.update(covered(starts, match.span()))
    fact: FactKind = next((kind for kind, pattern in _FACTS if re.search(rf"(?<!\S)(?:{pattern})", text)), "none")
    intent, role = _decide(set(found), text, fact)
    return Asking(
        intent,
        role,
        fact,
        bool(found) or fact != "none" or question.rstrip().endswith("?"),
        "prose" in found,
        "appendix" in found,
        frozenset(spent),
        tuple(found),
    )


def _decide(found: set[str], text: str, fact: FactKind) -> tuple[Intent, Role | None]:
    """One intent from the cues present; the narrower wins."""
    role: Role | None = _listed_role(text)
    if "compare" in found:
        return "compare", role
    if "count" in found:
        return "count", role
    if fact in ("money", "contact", "rank", "person"):
        return "lookup", None
    if "lookup" in found and not found & {"lead", "coordinate", "product", "list"}:
        return "lookup", None
    if "list" in found and not found & {"lead", "coordinate"}:
        return "unit_tasks", role
    for intent in ("coordinate", "lead"):
        if intent in found:
            return intent, None  # type: ignore[return-value]
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
    r"(?<!\S)(?:chu tri|dong chu tri|phu trach|tham muu|dau moi|leads?|leading|led|in charge|headed)(?!\S)"
)


def _listed_role(text: str) -> Role | None:
    """The role that a list is asked for: "chủ trì những gì" lead, "phối hợp những gì" coordinate, else either."""
    leads, coordinates = _LEADS.search(text), _COORDINATES.search(text)
    if leads and (not coordinates or leads.start() < coordinates.start()):
        return "lead"
    return "coordinate" if coordinates else None
