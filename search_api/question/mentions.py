"""Plans and units named in a question, found on its Vietnamese reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from indexer.fold import fold
from indexer.tokenise import words as segmented
from search_api.question.identity import shortened
from search_api.question.plan_names import PlanNames
from search_api.types import AskedDocument, Token

NO_YEARS: Mapping[str, int | None] = MappingProxyType({})
NO_NAMES: Mapping[str, Sequence[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the Vietnamese reading with the token of the question that it comes from; ``certain`` when typed.

    ``apart`` tells that English words which end a name stand between it and the word before.
    """

    key: str
    folded: str
    token: int
    certain: bool
    apart: bool = False


def in_one(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether nothing parts the words from ``start`` to ``end``, so that they may be one name."""
    return not any(word.apart for word in words[start + 1 : end])


_NUMBER_CUES = (
    "quyet ke nghi decision plan decree no so number thong chi thi dinh hoach resolution directive notice tu circular"
)
_NUMBER_CUE = frozenset(_NUMBER_CUES.split())
_REFERENCE = re.compile(r"\d{1,5}\s*/\s*(?:\d{4}(?:\s*/\s*[^\W\d_]{2,}(?:-[^\W\d_]+)*)?|[^\W\d_]{2,}(?:-[^\W\d_]+)*)")


def written_numbers(text: str) -> tuple[tuple[str, int, int], ...]:
    """Document numbers as the question writes them, without spaces, with where they stand."""
    return tuple((re.sub(r"\s+", "", m.group()), m.start(), m.end()) for m in _REFERENCE.finditer(text))


def numbered(text: str, tokens: Sequence[Token], words: Sequence[Word], plans: PlanNames) -> list[AskedDocument]:
    """Plans named by their number: "140/QĐ-UBND", "QĐ 140", "Decision 140"."""
    found: list[AskedDocument] = []
    for whole, first, last in _numbers(text, tokens, words):
        meant = plans.numbered(fold(whole))
        if meant:
            found.append(AskedDocument(text_of(words, first, last), first, last, tuple(meant.items()), "number"))
    return found


def absent(text: str, tokens: Sequence[Token], words: Sequence[Word], plans: PlanNames) -> tuple[AskedDocument, ...]:
    """Documents named by a number that no plan bears, in the order of the question; their ``text`` is the number."""
    found = []
    for whole, first, last in _numbers(text, tokens, words):
        if not plans.numbered(fold(whole)) and _names_document(whole, words, first, last):
            found.append(AskedDocument(whole, first, last, (), "number"))
    return tuple(found)


def _names_document(whole: str, words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a number is a document's: with the letters of its kind, or after a word for one and no year or sum."""
    if re.search(r"/[^\W\d_]{2}|-[^\W\d_]", whole):
        return True
    said = {word.folded for word in words[first:last]}
    after = words[last].folded if last < len(words) else ""
    sum_of = after in _MEASURES or len(whole) < 2 or re.fullmatch(r"20\d\d", whole) is not None
    return bool(said & _KINDS) and (not sum_of or "so" in said)


_KINDS = frozenset(
    ["quyet", "ke", "nghi", "chi", "thong", "decision", "plan", "decree", "resolution", "directive", "circular"]
)
_MEASURES = frozenset(
    [
        "nam",
        "thang",
        "ngay",
        "tuan",
        "quy",
        "nhiem",
        "viec",
        "noi",
        "muc",
        "don",
        "co",
        "phan",
        "ty",
        "trieu",
        "nguoi",
        "year",
        "years",
    ]
)


def _numbers(text: str, tokens: Sequence[Token], words: Sequence[Word]) -> Iterable[tuple[str, int, int]]:
    """Every number that may be a document's, whole, with the words that it and the word for its kind take up."""
    for i, word in enumerate(words):
        if not word.folded.isdigit() or (i and words[i - 1].token == word.token):
            continue
        start = tokens[word.token].start
        written = written_numbers(text)
        if any(one < start < last for _, one, last in written):
            continue
        whole = next((w for w, one, last in written if one <= start < last), word.folded)
        first = i
        while first and words[first - 1].folded in _NUMBER_CUE:
            first -= 1
        if first == i and whole == word.folded:
            continue
        end = next((last for _, one, last in written if one <= start < last), tokens[word.token].end)
        last = i + 1
        while last < len(words) and tokens[words[last].token].start < end:
            last += 1
        yield whole, first, last


def text_of(words: Sequence[Word], start: int, end: int) -> str:
    """The words from ``start`` to ``end`` of the reading, for showing."""
    return " ".join(word.key for word in words[start:end])


def named(words: Sequence[Word], plans: PlanNames, taken: set[int]) -> list[AskedDocument]:
    """Plans named by issuer, place or level, the longest wording first; a place beside an issuer only narrows it."""
    folded = [word.folded for word in words]
    found: list[AskedDocument] = []
    used = set(taken)
    inside = {i for first, last in word_bounds(words).items() if last - first > 1 for i in range(first, last)}
    for length in range(min(plans.longest, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            span = range(start, start + length)
            entries = plans.by_words.get(tuple(folded[start : start + length]))
            if not entries or used.intersection(span) or _cuts_term(words, start, start + length):
                continue
            if not in_one(words, start, start + length):
                continue
            kind = max(entries, key=lambda entry: entry[1])[2]
            if kind == "level" and length == 1 and start in inside:
                # "xã | hội"
                continue
            if kind == "level" and not _level_stands_alone(words, start, start + length):
                continue
            if kind != "level" and length == 1:
                continue
            if _goes_on(folded[start : start + length], folded[start + length :], [one.core for one, _, _ in entries]):
                continue
            if not _level_typed(words[start : start + length]):
                continue
            used.update(span)
            weights = {one.document_id: weight for one, weight, _ in entries}
            shown = text_of(words, start, start + length)
            beside = beside_plan(words, start, start + length)
            found.append(AskedDocument(shown, start, start + length, tuple(weights.items()), kind, beside))  # type: ignore[arg-type]
    return sorted(_without_common(found, folded), key=lambda mention: mention.start)


_NAMING = "cua o tai va voi giua ben con thuoc do cho giao nganh and of with"
_BEFORE_BODY = frozenset(_NAMING.split())
_COMMON = 2


def _without_common(found: Sequence[AskedDocument], folded: Sequence[str]) -> list[AskedDocument]:
    """Without short names of bodies that are common words too, where another body is named in full: beside "xã X",
    "kết luận thanh tra" names no inspectorate."""
    sure = [m for m in found if m.kind == "issuer" and max(weight for _, weight in m.weights) >= 1]
    return [
        m
        for m in found
        if m in sure
        or m.kind != "issuer"
        or m.of_plan
        or m.end - m.start > _COMMON
        or m.start == 0
        or folded[m.start - 1] in _BEFORE_BODY
        or not sure
    ]


def word_bounds(words: Sequence[Word]) -> dict[int, int]:
    """Where each word of the segmented reading starts and ends, in syllables."""
    bounds: dict[int, int] = {}
    at = 0
    for word in segmented(" ".join(word.key for word in words)):
        length = word.count("_") + 1
        bounds[at] = at + length
        at += length
    return bounds if at == len(words) else {}


def _cuts_term(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a mention takes in only a part of what one word or phrase of the question stands for."""
    before = start > 0 and words[start - 1].token == words[start].token
    return before or (end < len(words) and words[end].token == words[end - 1].token)


def _goes_on(said: Sequence[str], rest: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a department's name goes on otherwise than the shortened one: "Sở Nông nghiệp | và Môi trường"."""
    short = " ".join(said)
    return rest[:1] == ["va"] and any(shortened(name) == short != name for name in names)


# The last word of a word for a plan, with the words that stand before it: "an" alone may be "an toàn".
_TITLE_CUES = {"hoach": ("ke",), "khung": (), "trinh": ("chuong",), "an": ("de", "du", "phuong")}
_TITLE_CUES |= {"thi": ("chi",), "quyet": ("nghi",)}
_AFTER_TITLE = "cua o tai theo thuoc co nhom giao gom la nam voi duoc thi neu"
_TITLE_ENDS = frozenset(_AFTER_TITLE.split())
_LONGEST_TITLE = 9


def titled(words: Sequence[Word], plans: PlanNames, spent: frozenset[int]) -> list[AskedDocument]:
    """Plans named by words of their title after a word for a plan, where that tells them from most others."""
    found = []
    for i, word in enumerate(words):
        before = _TITLE_CUES.get(word.folded)
        if before is None or (before and (i == 0 or words[i - 1].folded not in before)):
            continue
        end = i + 1
        while end < len(words) and end - i <= _LONGEST_TITLE:
            if words[end].token in spent or words[end].folded in _TITLE_ENDS or _apart(words, i, end):
                break
            end += 1
        said = [w.folded for w in words[i + 1 : end] if not w.folded.isdigit()]
        if len(said) < 2 or tuple(said) in plans.by_words:
            continue
        fitting, best = plans.titled(said)
        meant = tuple((key, 0.9) for key in fitting)
        if best >= _TITLE_SAID and 2 * len(meant) <= plans.count:
            first = i - 1 if before else i
            found.append(AskedDocument(text_of(words, first, end), first, end, meant, "issuer", True))
    return found


def _apart(words: Sequence[Word], cue: int, at: int) -> bool:
    """Whether English words stand between the word for a plan and what follows: "the plan have under …"."""
    return at == cue + 1 and cue > 0 and words[cue - 1].token == words[cue].token < words[at].token - 1


_TITLE_SAID = 0.8
_PLAN_WORDS = frozenset(("hoach", "luc", "dinh", "trinh"))
_LINKS = "cua o tai tren dia ban cai cach hanh chinh cchc nam kem theo trong so cap thuc hien"
_BETWEEN = frozenset(_LINKS.split())


def beside_plan(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a word for a plan stands right before the mention, or right after it as in English."""
    after = [word.folded for word in words[end : end + 2]]
    if after == ["ke", "hoach"]:
        return True
    for word in reversed(words[max(0, start - 10) : start]):
        if word.folded in _PLAN_WORDS:
            return True
        if word.folded not in _BETWEEN and not word.folded.isdigit():
            return False
    return False


_LEVEL_CUES = "cua o tai ke hoach phu luc cap plan quyet dinh trong toan theo"
_BEFORE_LEVEL = frozenset(_LEVEL_CUES.split())


def _level_typed(words: Sequence[Word]) -> bool:
    """Whether no level word typed with other marks is taken for one: "phương tiện" names no "phường"."""
    return not any(w.certain and w.key != w.folded and w.key != _MARKED_LEVEL.get(w.folded, w.key) for w in words)


_MARKED_LEVEL = {fold(level): level for level in ("tỉnh", "phố", "huyện", "xã", "quận", "phường", "trấn", "sở")}


def _level_stands_alone(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether "xã", "tỉnh" means the plan's issuer ("kế hoạch của xã") and not a part of a unit or place name."""
    before = words[start - 1].folded if start else ""
    after = words[end].folded if end < len(words) else ""
    return end - start > 1 or before in _BEFORE_LEVEL or after == "ke"


def weights(
    mentions: Sequence[AskedDocument], year: int | None = None, years: Mapping[str, int | None] = NO_YEARS
) -> dict[str, float]:
    """How well every plan is meant by the mentions together: numbers over issuers over places over levels.

    Of plans that a mention leaves open, those of another ``year`` than the question's are meant less.
    """
    found = _weights(mentions)
    if year is None or not any(years.get(document) == year for document in found):
        return found
    return {d: w * (1.0 if years.get(d) in (year, None) else _OTHER_YEAR) for d, w in found.items()}


_OTHER_YEAR = 0.3


def _weights(mentions: Sequence[AskedDocument]) -> dict[str, float]:
    found: dict[str, float] = {}
    sure = [m for m in mentions if m.kind == "number"] or [m for m in mentions if m.kind == "issuer"]
    for mention in sure or mentions:
        for document, weight in mention.weights:
            found[document] = max(found.get(document, 0.0), weight)
    if sure:
        places = [m for m in mentions if m.kind == "place"]
        for mention in places:
            for document, weight in mention.weights:
                if document in found and found[document] < 1.0:
                    found[document] = min(1.0, found[document] + 0.4 * weight)
    return found
