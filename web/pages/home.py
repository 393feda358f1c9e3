"""The first page: the search box, what is held and questions to try; with ``?q=`` the answer and the hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from search_api.errors import SearchError
from search_api.kept import Kept
from search_api.limits import Page
from search_api.question.overrides import NAMES as CHANGES
from search_api.question.overrides import overrides
from search_api.ranking.facets import EVERYTHING, picked
from search_api.ranking.facets import NAMES as IN
from web.address import Address
from web.answers import AnswerView, lay_out
from web.chips import Chip, changed, chips
from web.desk import Desk, Filters, desk
from web.examples import examples
from web.language import Language
from web.narrowing import FILTERS, Facet, Narrowed, facets, in_force
from web.seeking import seeking
from web.templating import render, request_language

router = APIRouter()
Record = Mapping[str, Any]
LIMIT = 20
TABLE = 12
MOST_OPTIONS = 200


@dataclass(frozen=True, slots=True)
class HomePage:
    """How much is held, and questions that it answers."""

    documents: int
    tasks: int
    units: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """An answer (or None), the hits of one page, how the question was read, and the facets beside the hits.

    ``problem`` says why changes to the reading that the address asks for could not be made.
    """

    answer: AnswerView | None
    chips: Sequence[Chip]
    unchanged: Address | None
    hits: Sequence[Record]
    total: int
    took_ms: float | None
    offset: int
    limit: int
    facets: tuple[Facet, ...]
    in_force: tuple[Narrowed, ...]
    unfiltered: Address
    at: Address
    problem: str = ""


@router.get("/", response_class=HTMLResponse)
def home(
    request: Request,
    q: Annotated[str, Query()] = "",
    offset: Annotated[int, Query(ge=0)] = 0,
    show_all: Annotated[bool, Query(alias="all")] = False,
) -> HTMLResponse:
    """The search page, or the results of ``q`` within the filters and with the changes of reading in the address."""
    engine = desk(request)
    if not q.strip():
        return render(request, "home.html", _kept_home(request, engine))
    at, tongue = Address.of(request), request_language(request)
    seeking(request).note("" if offset or show_all or at.has(*IN, *FILTERS, *CHANGES) else q.strip())
    try:
        page = _results(engine, at, offset, show_all, tongue)
    except SearchError as error:
        plain = at.drop(*CHANGES, *IN)
        if plain == at:
            raise
        page = replace(
            _results(engine, plain, offset, show_all, tongue), problem=str(error) if tongue.code == "vi" else error.en
        )
    return render(request, "results.html", page, q=q.strip())


def _kept_home(request: Request, engine: Desk) -> HomePage:
    """The first page's contents, made anew only when what is held, or may be read, is not what it was."""
    kept: Kept[object, HomePage] = request.app.state.home
    return kept.get(engine.edition(), lambda: _home(engine))


def _home(engine: Desk) -> HomePage:
    tasks = engine.tasks(Filters(), limit=200, offset=0)
    return HomePage(
        documents=int(engine.documents(limit=1, offset=0)["total"]),
        tasks=int(tasks["total"]),
        units=int(engine.units("", limit=1, offset=0)["total"]),
        examples=examples(tasks["tasks"]),
    )


def _results(engine: Desk, at: Address, offset: int, show_all: bool, language: Language) -> ResultsPage:
    question = at.values("q")[-1].strip()
    filters = {name: at.values(name)[-1] for name in FILTERS if at.has(name)}
    changes, chosen, page = overrides(at.pairs), picked(at.pairs), Page(LIMIT, offset)
    if filters or chosen != EVERYTHING or offset:
        found = engine.service.search(question, page, filters, changes, chosen, True)
    else:
        found = engine.service.asked(question, page, changes, chosen, show_all)
    answer = lay_out(found["answer"], found["citations"], None if show_all else TABLE) if "answer" in found else None
    documents = document_options(engine)
    names = dict(documents)
    sections = tuple((name, name) for name in engine.sections(""))
    return ResultsPage(
        answer=answer,
        chips=chips(found.get("interpreted"), at.drop("all"), language, documents, sections),
        unchanged=changed(at),
        hits=found["hits"],
        total=int(found["total"]),
        took_ms=(found.get("took_ms") or {}).get("total"),
        offset=offset,
        limit=LIMIT,
        facets=facets(found["facets"], at.drop("all"), language, names),
        in_force=in_force(found["facets"], at, language, names),
        unfiltered=at.drop(*FILTERS, *IN),
        at=at,
    )


def document_options(engine: Desk) -> tuple[tuple[str, str], ...]:
    """The held documents as (id, name) for a choice, the first MOST_OPTIONS of them."""
    return engine.service.document_names()[:MOST_OPTIONS]
