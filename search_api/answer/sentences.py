"""The shortest run of sentences of a passage that says what the question asks about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from indexer.tokenise import sentences
from indexer.types import Span
from search_api.question.vocabulary import Keys
from search_api.ranking.matching import part_match, weight
from search_api.ranking.prepared import part, spelled_out
from search_api.types import Concept, FactKind

_ENOUGH = 0.92
_SHORT = 240

FACT_PATTERNS: dict[FactKind, re.Pattern[str]] = {
    "money": re.compile(r"\d[\d.,]*\s*(?:tỷ|triệu|nghìn|ngàn|đồng|đ\b|VNĐ|VND|USD)", re.IGNORECASE),
    "contact": re.compile(
        r"\b0\d{2,3}[\s.]?\d{3}[\s.]?\d{3,4}\b|\b1[89]00[\s.]?\d{4}\b|[\w.]+@[\w.]+\.\w+|https?://|\b1022\b"
    ),
    "rank": re.compile(
        r"(?:xếp|đứng|hạng|vị trí)\s+(?:hạng\s+)?(?:thứ\s+)?\d+|\d+(?:[.,]\d+)?\s*điểm|thứ\s+hạng\s+\d+|top\s*\d+",
        re.IGNORECASE,
    ),
    "percent": re.compile(r"\d+(?:[.,]\d+)?\s*%|phần trăm", re.IGNORECASE),
    "number": re.compile(r"\d"),
    "hours": re.compile(
        r"\d{1,2}\s*(?:giờ|h)\s*(?:\d{2}\s*)?(?:đến|-|–)|từ\s+\d{1,2}\s*(?:giờ|h)\b|\b\d{1,2}[h:]\d{2}\b"
    ),
    "winner": re.compile(
        r"trúng thầu|nhà thầu|nhà cung cấp|công ty|liên danh"
        r"|\bngân hàng (?:nhà nước|chính sách|nông nghiệp|thương mại|tmcp)|\b\w+bank\b",
        re.IGNORECASE,
    ),
    "penalty": re.compile(r"phạt|xử lý|kỷ luật|đình chỉ|bồi thường|hoàn trả|thu hồi|trách nhiệm", re.IGNORECASE),
}


def shows(fact: FactKind, text: str) -> bool:
    """Whether the text holds a fact of that kind; every text holds one of a kind without a pattern."""
    pattern = FACT_PATTERNS.get(fact)
    return pattern is None or pattern.search(text) is not None


_TIME_WORDS = (
    "phút|giờ|buổi|ngày|tuần|tháng|quý|năm|kỳ|lần|giai đoạn|thời hạn|thời điểm|thường xuyên|liên tục|hằng|hàng|"
    "kịp thời|ngay|khi|trước"
)
_TIME = re.compile(rf"\b(?:{_TIME_WORDS})\b|\b(?:19|20)\d\d\b|\d{{1,2}}/\d{{1,2}}", re.IGNORECASE)


def says_when(text: str) -> bool:
    """Whether the text has any word or figure of time."""
    return _TIME.search(text) is not None


_NO_COUNTS = re.compile(
    r"\d+\s*/\s*[\w/-]+|ngày\s+\d+\s+tháng\s+\d+|(?:tháng|năm|quý|ngày)\s+\d+|\b20\d\d\b|^\s*\d+[.)]"
)


def counts(text: str) -> bool:
    """Whether the text holds a figure that is neither a date nor a document's number."""
    return any(character.isdigit() for character in _NO_COUNTS.sub(" ", text))


def shortest(text: str, topic: Sequence[Concept], fact: FactKind, idf: Callable[[str], float]) -> Span:
    """Where in ``text`` the answer stands: as few sentences as say nearly all that the whole says of the topic."""
    whole = Span(0, len(text))
    if len(text) <= _SHORT:
        return whole
    found = sentences(text)
    if len(found) < 2:
        return whole
    no_short: dict[str, Keys] = {}
    weights = [weight(concept, idf) for concept in topic]
    keys = [part(spelled_out(text[span.start : span.end], no_short)) for span in found]
    scores = [[part_match(concept, one, idf) for concept in topic] for one in keys]
    goal = _value(range(len(found)), scores, weights) * _ENOUGH
    for length in range(1, len(found)):
        runs = [range(i, i + length) for i in range(len(found) - length + 1)]
        best = max(runs, key=lambda run: _value(run, scores, weights))
        words = text[found[best[0]].start : found[best[-1]].end]
        if _value(best, scores, weights) >= goal and shows(fact, words):
            return Span(found[best[0]].start, found[best[-1]].end)
    return whole


def _value(run: Sequence[int], scores: Sequence[Sequence[float]], weights: Sequence[float]) -> float:
    """What the sentences of the run say together of the topic."""
    return sum(w * max(scores[i][c] for i in run) for c, w in enumerate(weights))
