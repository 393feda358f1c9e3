"""What a question is about, as concepts with every wording that counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.fold import fold, syllables
from search_api.question.glossary import Rendered
from search_api.question.mentions import Word, word_bounds
from search_api.question.vocabulary import STOP_WORDS, Keys, english, shortforms, synonyms
from search_api.types import Concept, Form, Token

_LONGEST = 6
_OTHER_WORDING = 0.85


@dataclass(frozen=True, slots=True)
class Written:
    """A question in Vietnamese words, the stretches they come from, and what short forms and English became.
    ``unknown`` are tokens of English words that neither the glossary nor any plan has.

    ``alternatives`` are all Vietnamese wordings of an English stretch by the position of its first token.
    """

    words: tuple[Word, ...]
    stretches: tuple[Rendered, ...]
    alternatives: Mapping[int, tuple[Keys, ...]]
    expanded: tuple[tuple[str, str], ...]
    unknown: frozenset[int] = frozenset()


@lru_cache(maxsize=1)
def terms() -> frozenset[Keys]:
    """Phrases of the genre that are one concept: wordings of the glossary, of short forms, and of synonyms."""
    found = {wording for wordings in english().values() for wording in wordings}
    found |= set(shortforms().values()) | set(synonyms())
    return frozenset(phrase for phrase in found if len(phrase) > 1)


def topic(written: Written, plain: Sequence[Token], spent: frozenset[int], certain: bool) -> tuple[Concept, ...]:
    """The concepts of the words that are not ``spent``, in order."""
    found: list[Concept] = []
    at = 0
    bounds = word_bounds(written.words)
    while at < len(written.words):
        if at in spent:
            at += 1
            continue
        end = _end(written, at, spent, bounds)
        if written.unknown & {word.token for word in written.words[at:end]}:
            at = end
            continue
        if not all(word.key in STOP_WORDS for word in written.words[at:end]):
            found.append(_concept(written, plain, at, end, certain))
        at = end
    return tuple(found)


# What every task is about, or is asked by; words of asking cut no list and find no passage.
_ASKING_WORDS = (
    "xong,chủ trì,đồng chủ trì,phối hợp,làm,làm gì,làm việc gì,lo,giao,được giao,phụ trách,chịu trách nhiệm,thực hiện,"
    "nhiệm vụ,công việc,hạn,thời hạn,thời gian,đơn vị,cơ quan,cụ thể,kế hoạch,phụ lục,phần trăm,"
    "tối đa,nhiều nhất,cuối cùng,đảm nhiệm,đảm nhận,đảm trách,đảm đương,gánh vác,ấn định,rơi,rơi vào,chuyện"
)
_LISTING_WORDS = (
    "việc,hoạt động,hoàn thành,trách nhiệm,tiến độ,giai đoạn,phần,phân công,tổ chức,tổ chức thực hiện,công tác,"
    "triển khai,quy định,"
    "ngày,mốc,đến hạn,tới hạn,tới,đứng,đứng ra,đứng tên,chịu,tham gia,có hạn,đầu mối,đề nghị,dính,dính vào,dính đến,"
    "dính dáng,liên quan,có tên,có mặt,góp mặt,"
    "cải cách hành chính,lĩnh vực,mục,đề mục,nội dung,danh mục,"
    "số lượng,tổng cộng,tổng,bảng,biểu,lập kế hoạch,cá nhân,yêu cầu"
)
_ASKING = frozenset(tuple(syllables(words)) for words in _ASKING_WORDS.split(","))
_LISTING = _ASKING | frozenset(tuple(syllables(words)) for words in _LISTING_WORDS.split(","))


_PLAN = ("kế", "hoạch")
_MAKING = frozenset(("lam", "lap", "dung", "hanh", "trinh"))


def telling(concepts: Sequence[Concept], intent: str, plain: Sequence[Token] = ()) -> tuple[Concept, ...]:
    """The concepts that say what the question is about; all of them where nothing else would be left of a search.

    A plan that is to be made ("hạn lập kế hoạch rà soát") is part of the work, one that is asked is not.
    """
    if intent in ("unit_tasks", "list", "count"):
        return tuple(c for c in concepts if not _of_asking(c, _LISTING) and not _maybe_small(c))
    made = [
        c for c in concepts if c.forms[0].keys == _PLAN and c.start and plain and plain[c.start - 1].folded in _MAKING
    ]
    return tuple(c for c in concepts if c in made or c.forms[0].keys not in _ASKING) or tuple(concepts)


def _of_asking(concept: Concept, words: frozenset[Keys]) -> bool:
    """Whether the concept is one of the words, or typed without marks may as well be ("dinh" for "dính")."""
    keys = concept.forms[0].keys
    return keys in words or (concept.source == "restored" and tuple(map(fold, keys)) in _folded(words))


@lru_cache(maxsize=2)
def _folded(words: frozenset[Keys]) -> frozenset[Keys]:
    return frozenset(tuple(map(fold, keys)) for keys in words)


_SMALL = frozenset(map(fold, STOP_WORDS))


def _maybe_small(concept: Concept) -> bool:
    """Whether the concept is one word typed without marks that may as well be a word of no topic ("co" for "có")."""
    keys = concept.forms[0].keys
    return concept.source == "restored" and len(keys) == 1 and fold(keys[0]) in _SMALL


def _end(written: Written, at: int, spent: frozenset[int], bounds: Mapping[int, int]) -> int:
    """Where the concept that starts at ``at`` ends: an English stretch, a term of the genre, a number, a word."""
    words = written.words
    if words[at].token in written.alternatives:
        end = at
        while end < len(words) and words[end].token == words[at].token and end not in spent:
            end += 1
        return end
    if words[at].key.isdigit():
        end = at + 1
        while end < len(words) and words[end].key.isdigit() and end not in spent:
            end += 1
        return end
    for length in range(min(_LONGEST, len(words) - at), 1, -1):
        if tuple(word.key for word in words[at : at + length]) in terms() and not spent & set(range(at, at + length)):
            return at + length
    end = bounds.get(at, at + 1)
    return next((i for i in range(at + 1, end) if i in spent), end)


def _concept(written: Written, plain: Sequence[Token], start: int, end: int, certain: bool) -> Concept:
    words = written.words[start:end]
    keys = tuple(word.key for word in words)
    wordings = written.alternatives.get(words[0].token, (keys,))
    forms: dict[Keys, float] = {}
    for rank, wording in enumerate(wordings):
        forms[wording] = max(forms.get(wording, 0.0), _OTHER_WORDING**rank)
    for wording in wordings:
        for other, weight in synonyms().get(wording, ()):
            forms[other] = max(forms.get(other, 0.0), weight * forms[wording])
    source = "english" if words[0].token in written.alternatives else "typed" if certain else "restored"
    return Concept(
        tuple(Form(wording, weight) for wording, weight in forms.items()),
        words[0].token,
        words[-1].token + 1,
        source == "english" or certain or all(word.key == word.folded and word.key.isdigit() for word in words),
        source,  # type: ignore[arg-type]
    )
