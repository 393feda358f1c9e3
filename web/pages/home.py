"""The first page: the search box, what is held and questions to try; with ``?q=`` the answer and the hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from web.answers import AnswerView, lay_out
from web.desk import Desk, Filters, desk
from web.examples import examples
from web.labels import INTENTS
from web.language import Language
from web.templating import render, request_language

router = APIRouter()
Record = Mapping[str, Any]
LIMIT = 20
TABLE = 12
PLAN_MEANT = 0.5
MOST_PLANS = 3


@dataclass(frozen=True, slots=True)
class HomePage:
    """How much is held, and questions that it answers."""

    documents: int
    tasks: int
    units: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """An answer (or None), the hits of one page, and how the question was read."""

    answer: AnswerView | None
    chips: tuple[tuple[str, str], ...]
    hits: Sequence[Record]
    total: int
    took_ms: float | None
    offset: int
    limit: int
    filters: Filters
    filtered: bool
    document_options: tuple[tuple[str, str], ...]


@router.get("/", response_class=HTMLResponse)
def home(
    request: Request,
    q: Annotated[str, Query()] = "",
    document: str = "",
    unit: str = "",
    role: str = "",
    kind: str = "",
    due_from: str = "",
    due_to: str = "",
    offset: Annotated[int, Query(ge=0)] = 0,
    show_all: Annotated[bool, Query(alias="all")] = False,
) -> HTMLResponse:
    """The search page, or the results of ``q``."""
    engine = desk(request)
    if not q.strip():
        return render(request, "home.html", _kept_home(request, engine))
    filters = Filters(document=document, unit=unit, role=role, kind=kind, due_from=due_from, due_to=due_to)
    page = _results(engine, q.strip(), filters, offset, show_all, request_language(request))
    return render(request, "results.html", page, q=q.strip())


def _kept_home(request: Request, engine: Desk) -> HomePage:
    """The first page's contents, made anew only when what is held has changed."""
    generation = engine.generation()
    kept: tuple[int, HomePage] | None = getattr(request.app.state, "home", None)
    if kept is None or kept[0] != generation:
        kept = request.app.state.home = (generation, _home(engine))
    return kept[1]


def _home(engine: Desk) -> HomePage:
    tasks = engine.tasks(Filters(), limit=200, offset=0)
    return HomePage(
        documents=int(engine.documents(limit=1, offset=0)["total"]),
        tasks=int(tasks["total"]),
        units=int(engine.units("", limit=1, offset=0)["total"]),
        examples=examples(tasks["tasks"]),
    )


def _results(
    engine: Desk, question: str, filters: Filters, offset: int, show_all: bool, language: Language
) -> ResultsPage:
    given = filters.given()
    answer = None
    if not given and offset == 0:
        asked = engine.ask(question)
        answer = lay_out(asked["answer"], asked["citations"], None if show_all else TABLE)
    found = engine.search(question, filters, LIMIT, offset)
    return ResultsPage(
        answer=answer,
        chips=chips(found.get("interpreted"), language),
        hits=found["hits"],
        total=int(found["total"]),
        took_ms=(found.get("took_ms") or {}).get("total"),
        offset=offset,
        limit=LIMIT,
        filters=filters,
        filtered=bool(given),
        document_options=document_options(engine),
    )


def document_options(engine: Desk) -> tuple[tuple[str, str], ...]:
    """Every held document as (id, name) for a choice."""
    held = engine.documents(limit=200, offset=0)["documents"]
    return tuple((str(d["id"]), _name(d)) for d in held)


def _name(document: Record) -> str:
    """What a document is called in a choice: by its number, else by who issued it, else by its file."""
    if document["number"]:
        return " ".join(filter(None, (document["kind"], document["number"])))
    return " · ".join(filter(None, (document["kind"], document["issuer"] or document["file"])))


def chips(interpreted: Record | None, language: Language) -> tuple[tuple[str, str], ...]:
    """How the question was read, as (label, words), from the ``interpreted`` record of a search."""
    if not interpreted:
        return ()
    said: list[tuple[str, str]] = []
    intent = str(interpreted.get("intent") or "")
    if intent and intent != "lookup":
        said.append(("Hỏi", language.gettext(INTENTS.get(intent, intent))))
    said += [("Đơn vị", str(unit["name"])) for unit in interpreted.get("units") or ()]
    meant = [d for d in interpreted.get("documents") or () if float(d.get("weight") or 0) >= PLAN_MEANT]
    said += [("Văn bản", str(d["number"] or d["file"])) for d in meant[:MOST_PLANS]]
    if interpreted.get("section"):
        said.append(("Phần", str(interpreted["section"])))
    if interpreted.get("time"):
        said.append(("Thời gian", str(interpreted["time"]["text"])))
    topic = [str(words) for words in interpreted.get("topic") or ()]
    if interpreted.get("language") not in {None, "vi"}:
        said.append(("Đọc là", str(interpreted.get("vietnamese") or "")))
    elif topic:
        said.append(("Về", ", ".join(topic)))
    return tuple((language.gettext(label), words) for label, words in said if words)
