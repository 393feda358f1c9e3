"""What each part of understanding and ranking is worth: the same questions with one part taken away at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from bench import report
from indexer.store.lexical import QueryTerms
from search_api import evaluate, query
from search_api.kept import Kept
from search_api.question import concepts
from search_api.question.glossary import Rendered
from search_api.question.slips import Mended
from search_api.ranking import finding, fuse, rank, retrieve
from search_api.service import Service

Row = dict[str, Any]
_PLAIN_FUSED = fuse.fused
_PLAIN_TERMS = retrieve.query_terms
_PLAIN_JUDGE = rank.judge


def _without_words(concepts_of: Sequence[Any]) -> QueryTerms:
    return replace(_PLAIN_TERMS(concepts_of), words=())


def _without_marks(asked: Sequence[Any], *_: object) -> tuple[tuple[str, ...], tuple[()]]:
    return tuple(token.key for token in asked), ()


def _without_glossary(tokens: Sequence[Any], tongues: Sequence[str], vietnamese: Sequence[str]) -> list[Rendered]:
    return [Rendered(((one,),), at, at + 1, "name") for at, one in enumerate(vietnamese)]


def _by_fusion_alone(*given: Any, **named: Any) -> list[rank.Judged]:
    judged = _PLAIN_JUDGE(*given, **named)
    return sorted(judged, key=lambda one: -one.features["fused"])


def _share(share: float) -> Callable[..., Any]:
    return lambda dense, lexical, *_: _PLAIN_FUSED(dense, lexical, share)


PARTS: dict[str, tuple[tuple[Any, str, Any], ...]] = {
    "segmented words": ((retrieve, "query_terms", _without_words), (concepts, "word_bounds", lambda words: {})),
    "marks put back": ((query, "_spelled", _without_marks),),
    "English glossary": ((query, "render", _without_glossary),),
    "slips mended": ((query, "mend", lambda asked, *_: Mended(asked, {})),),
    "dense ranking": ((retrieve, "fused", _share(0.0)), (rank, "WEIGHTS", {**rank.WEIGHTS, "dense": 0.0})),
    "lexical ranking": ((retrieve, "fused", _share(1.0)),),
    "second look": ((finding, "judge", _by_fusion_alone),),
}


@contextmanager
def without(part: str) -> Iterator[None]:
    """The engine without that part of PARTS until the block ends."""
    with ExitStack() as stack:
        for module, name, instead in PARTS[part]:
            stack.enter_context(patch.object(module, name, instead))
        yield


def table(service: Service, questions: Sequence[Row], parts: Sequence[str] = tuple(PARTS)) -> str:
    """The figures of the whole and without each of the parts, with what was gained and lost against the whole."""
    whole = [evaluate.score(service, one) for one in questions]
    rows: list[list[object]] = [["nothing", mean(whole, "right"), mean(whole, "found"), "", ""]]
    for part in parts:
        with without(part), patch.object(service.engine, "_readings", Kept(1)):
            scored = [evaluate.score(service, one) for one in questions]
        gained, lost = changes(whole, scored, "found")
        rows.append([part, mean(scored, "right"), mean(scored, "found"), gained, lost])
    return report.table(("without", "right", "found", "found gained", "found lost"), rows)


def changes(before: Sequence[Row], after: Sequence[Row], measure: str) -> tuple[str, str]:
    """The ids of questions that have the measure after and not before, and the other way round."""
    had = {row["id"]: bool(row.get(measure)) for row in before}
    gained = [row["id"] for row in after if row.get(measure) and not had[row["id"]]]
    lost = [row["id"] for row in after if not row.get(measure) and had[row["id"]]]
    return ", ".join(gained) or "none", ", ".join(lost) or "none"


def mean(rows: Sequence[Row], measure: str) -> float:
    """The mean of a measure over the rows that have it; not a number where none has."""
    values = [float(row[measure]) for row in rows if measure in row]
    return sum(values) / len(values) if values else math.nan
