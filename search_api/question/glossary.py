"""English administrative wording → Vietnamese: phrases before words, body names in Vietnamese order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.fold import syllables
from search_api.question.language import Tongue
from search_api.question.stems import stems
from search_api.question.vocabulary import ENGLISH_STOP_WORDS, Keys, english, english_stems, rows
from search_api.types import Token

_LONGEST = 7
_POSSESSIVE = frozenset(("s",))

# Bodies are named by one of these subjects: "the justice department" is Sở Tư pháp, "the reform department" no body.
_SUBJECT_NAMES = (
    "home affairs,internal affairs,interior,justice,finance,planning and investment,information and communications,"
    "information and communication,science and technology,education and training,health,labour,labor,"
    "labour invalids and social affairs,labor invalids and social affairs,culture sports and tourism,"
    "culture and sports,tourism,agriculture and rural development,agriculture and environment,agriculture,"
    "natural resources and environment,industry and trade,transport,transportation,construction,foreign affairs,"
    "ethnic minority affairs,tax,customs,finance accounting,finance and accounting,office statistics,"
    "office and statistics,justice civil status,justice and civil status,judicial civil status,culture society,"
    "culture and society,cadastral,land administration,finance and planning,legal"
)
_SUBJECTS = frozenset(tuple(phrase.split()) for phrase in _SUBJECT_NAMES.split(","))


@dataclass(frozen=True, slots=True)
class Rendered:
    """A stretch of the question in Vietnamese: its wordings as search keys, and the tokens it stands for.

    ``kind`` is "name" for a word that the glossary does not know, "body" for a body put together by its level and
    subject, "term" for the rest; "stop" carries no topic.
    """

    wordings: tuple[Keys, ...]
    start: int
    end: int
    kind: str


@lru_cache(maxsize=1)
def _levels() -> dict[Keys, tuple[Keys, str]]:
    return {
        tuple(term.replace("'s", " ").split()): (tuple(syllables(vietnamese)), side)
        for term, vietnamese, side, _ in rows("levels")
    }


def render(tokens: Sequence[Token], tongues: Sequence[Tongue], vietnamese: Sequence[str]) -> list[Rendered]:
    """The question's stretches in order: English by the glossary, everything else as ``vietnamese`` reads it.

    "Department of Justice" and "the justice department" come out as one stretch "sở tư pháp"; "Thạnh Tân commune"
    as "xã" before the name.
    """
    words = [token.text.casefold() for token in tokens]
    found: list[Rendered] = []
    at = 0
    while at < len(tokens):
        if tongues[at] != "en":
            found.append(Rendered(((vietnamese[at],),), at, at + 1, "name"))
            at += 1
            continue
        stretch = _longer(_body(words, tongues, at), _term(words, at))
        found.append(stretch)
        at = stretch.end
    gaps = [tokens[i].start - tokens[i - 1].end if i else 0 for i in range(len(tokens))]
    return _vietnamese_order(found, words, gaps)


_OFFICE = (("văn", "phòng"), "part")


def _is_office(words: Sequence[str], at: int) -> bool:
    """Whether "office" is a part of a body and not only asks: "the office", "office of the department", no "which
    office"."""
    return words[at] == "office" and (words[at + 1 : at + 2] == ["of"] or (at > 0 and words[at - 1] == "the"))


def _longer(body: Rendered | None, term: Rendered) -> Rendered:
    """The longer of the two; what the glossary has as a whole wins over what is put together."""
    return body if body is not None and (body.end > term.end or term.kind != "term") else term


def _term(words: Sequence[str], at: int) -> Rendered:
    """The longest phrase of the glossary that starts at ``at``, or the word itself."""
    table, by_stems = english(), english_stems()
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        phrase = tuple(words[at : at + length])
        if length == 1 and (phrase[0] in ENGLISH_STOP_WORDS or phrase[0] in _POSSESSIVE):
            level = _levels().get(phrase) or (_OFFICE if _is_office(words, at) else None)
            return Rendered((level[0],) if level else (), at, at + 1, "level" if level else "stop")
        wordings = table.get(phrase) or by_stems.get(stems(phrase))
        if wordings:
            return Rendered(wordings, at, at + length, "term")
    single = _levels().get((words[at],))
    return Rendered((single[0],) if single else ((words[at],),), at, at + 1, "level" if single else "unknown")


def _body(words: Sequence[str], tongues: Sequence[Tongue], at: int) -> Rendered | None:
    """A body named in English at ``at``: level of subject, or subject level."""
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        subject = tuple(words[at : at + length])
        level = _levels().get((words[at + length],)) if at + length < len(words) else None
        if subject in _SUBJECTS and level and level[1] == "subject":
            return Rendered(_named(level[0], subject), at, at + length + 1, "body")
    level = _levels().get((words[at],))
    if not level or level[1] != "subject" or at + 2 >= len(words) or words[at + 1] not in ("of", "for"):
        return None
    start = at + 3 if words[at + 2] == "the" and at + 3 < len(words) else at + 2
    for length in range(min(_LONGEST, len(words) - start), 0, -1):
        subject = tuple(words[start : start + length])
        if subject in _SUBJECTS and tongues[start] == "en":
            return Rendered(_named(level[0], subject), at, start + length, "body")
    return None


def _named(level: Keys, subject: Keys) -> tuple[Keys, ...]:
    """Level and subject together, with the level's smaller counterpart beside it (a division of a district)."""
    wordings = tuple((*level, *wording) for wording in english()[subject])
    return wordings + tuple(("phòng", *wording) for wording in english()[subject] if level == ("sở",))


# Characters between two words: a space, or the "'s " of a possessive.
_SPACE, _OWNED = 1, 3


def _vietnamese_order(found: list[Rendered], words: Sequence[str], gaps: Sequence[int]) -> list[Rendered]:
    """Levels of place and bodies put before the name they follow in English, also as "X's provincial …"."""
    ordered: list[Rendered] = []
    for stretch in found:
        if stretch.kind == "stop" and words[stretch.start] in _POSSESSIVE:
            ordered.append(stretch)
            continue
        moves = stretch.kind in ("level", "body") or _is_body(words[stretch.start : stretch.end])
        first = last = len(ordered)
        here = stretch.start
        body = _names_body(stretch, words)
        while (moves or body) and first:
            past_name = stretch.kind == "body" and first < last
            beside = gaps[here] == _SPACE or (gaps[here] == _OWNED and first == last)
            if not beside and not (past_name and _is_level(ordered[first - 1], words)):
                break
            back = _back_over(ordered[:first], words, body or past_name)
            if not back:
                break
            first -= back
            here = min(one.start for one in ordered[first : first + back])
        ordered.insert(first, stretch)
    return ordered


def _back_over(before: Sequence[Rendered], words: Sequence[str], levels: bool) -> int:
    """How many stretches a level or body is put before: a name, a year between; with ``levels`` also those ("commune
    and ward …")."""
    if _is_name(before[-1]):
        return 1
    if _is_year(before[-1]) and len(before) > 1 and _is_name(before[-2]):
        return 2
    if not levels:
        return 0
    if _is_level(before[-1], words):
        return 1
    both = len(before) > 1 and words[before[-1].start] in ("and", "or") and _is_level(before[-2], words)
    return 2 if both else 0


# Bodies of a place that stand before its name.
_PLACED = (
    "ủy ban nhân dân,hội đồng nhân dân,công an,thanh tra,bưu điện,mặt trận tổ quốc,tỉnh ủy,thành ủy,huyện ủy,đảng ủy,"
    "đoàn thanh niên,hội liên hiệp phụ nữ,hội nông dân,hội cựu chiến binh,kho bạc nhà nước,bảo hiểm xã hội,trạm y tế,"
    "bệnh viện,trường đại học,trường cao đẳng,trường chính trị,tòa án nhân dân,viện kiểm sát nhân dân,"
    "trung tâm phục vụ hành chính công,văn phòng ủy ban nhân dân"
)
_BODIES = frozenset(_PLACED.split(","))


def _is_level(stretch: Rendered, words: Sequence[str]) -> bool:
    """Whether a stretch says nothing but the level of a place."""
    level = _levels().get(tuple(words[stretch.start : stretch.end]))
    return level is not None and level[1] == "place"


def _names_body(stretch: Rendered, words: Sequence[str]) -> bool:
    """Whether a stretch names a body of a place without saying the place."""
    if stretch.kind not in ("term", "level", "body") or not stretch.wordings:
        return False
    said = " ".join(stretch.wordings[0])
    return said in _BODIES and not _is_level(stretch, words)


def _is_name(stretch: Rendered) -> bool:
    return stretch.kind == "name" and not stretch.wordings[0][0].isdigit()


def _is_year(stretch: Rendered) -> bool:
    return stretch.kind == "name" and re.fullmatch(r"20\d\d", stretch.wordings[0][0]) is not None


def _is_body(words: Sequence[str]) -> bool:
    level = _levels().get(tuple(words))
    return bool(level) and level[1] != "subject"  # type: ignore[index]
