"""The way through the citations of one answer: which of them is open, the one before, the one after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from search_api.errors import SearchError
from web.answers import lay_out
from web.desk import Desk
from web.marks import Range
from web.reader import ranges
from web.templating import reader_link

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trail:
    """``at`` counts from 1 and is 0 when the open place is none of the ``total`` citations; links are None at the ends.

    ``back`` leads to the answer.
    """

    question: str
    at: int
    total: int
    before: str | None
    after: str | None
    back: str


def trail(engine: Desk, question: str, document_id: str, marks: Sequence[Range]) -> Trail | None:
    """The trail of the answer to ``question`` in the order of its numbered sources.

    None without a question, or with one that cannot be read.
    """
    if not question.strip():
        return None
    try:
        asked = engine.ask(question)
    except SearchError:
        return None
    known = sorted(lay_out(asked["answer"], asked["citations"], None).known, key=lambda source: source.number)
    links = list(dict.fromkeys(reader_link(source.citation, question) for source in known))
    here = next((at for at, link in enumerate(links) if _opens(link, document_id, marks)), None)
    before = links[here - 1] if here else None
    after = links[here + 1] if here is not None and here + 1 < len(links) else None
    if here is None and links:
        after = links[0]
    back = f"/?q={quote(question)}"
    return Trail(question, 0 if here is None else here + 1, len(links), before, after, back)


def _opens(link: str, document_id: str, marks: Sequence[Range]) -> bool:
    parts = urlsplit(link)
    return parts.path == f"/documents/{document_id}" and ranges(parse_qs(parts.query).get("span", [""])[0]) == tuple(
        marks
    )
