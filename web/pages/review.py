"""Review: the page of the plan on one side, what was read from it on the other; doubtful rows first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from search_api.access.viewer import current
from search_api.errors import IndexerError, SearchError
from search_api.intake.reviewing import Field, Reviewed, Row
from web.beside import Beside, beside
from web.corrected import value_words
from web.templating import render, request_language
from web.workbench import Workbench, workbench

router = APIRouter()


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What waits for a person."""

    documents: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of the form: what is in it, the value it is compared with, and what was wrong with what was typed."""

    field: Field
    typed: str
    before: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A document under review with the row in hand, and where to go from it.

    ``done`` are the corrections just made, for taking back; ``problem`` what stopped one.
    """

    reviewed: Reviewed
    row: Row | None
    fields: tuple[Shown, ...]
    header: tuple[Shown, ...]
    beside: Beside
    next: str
    previous: str
    done: tuple[int, ...] = ()
    note: str = ""
    problem: str = ""


@router.get("/review", response_class=HTMLResponse)
def queue(request: Request) -> HTMLResponse:
    """Drafts, and held documents with doubtful rows."""
    return render(request, "review_queue.html", QueuePage(workbench(request).reviewing.queue()))


@router.get("/review/{document_id}", response_class=HTMLResponse)
def review(
    request: Request, document_id: str, task: str = "", at: str = "", done: str = "", note: str = ""
) -> HTMLResponse:
    """The document with the row ``task`` in hand (the least sure one for none), or the stretch ``at``."""
    ids = tuple(int(one) for one in done.split(",") if one.isdigit())
    return render(
        request, "review.html", replace(_page(workbench(request), document_id, task, at), done=ids, note=note)
    )


def _page(bench: Workbench, document_id: str, task: str = "", at: str = "", header: bool = False) -> ReviewPage:
    reviewed = bench.reviewing.open(document_id)
    row = next((one for one in reviewed.rows if one.id == task), None)
    if row is None and not at and not header:
        row = next(iter(reviewed.doubtful), None)
    return ReviewPage(
        reviewed=reviewed,
        row=row,
        fields=tuple(_as_shown(one) for one in row.fields) if row else (),
        header=tuple(_as_shown(one) for one in reviewed.header),
        beside=beside(reviewed, row, at),
        next=_neighbour(reviewed, row, 1),
        previous=_neighbour(reviewed, row, -1),
    )


def _as_shown(field: Field) -> Shown:
    return Shown(field, field.words, json.dumps(field.value, ensure_ascii=False))


def _neighbour(reviewed: Reviewed, row: Row | None, step: int) -> str:
    """The id of the doubtful row after or before this one, empty where there is none."""
    order = [one.id for one in reviewed.doubtful]
    if row is None:
        return order[0] if order and step > 0 else ""
    if row.id in order:
        at = order.index(row.id) + step
        return order[at] if 0 <= at < len(order) else ""
    return next((one for one in order if one != row.id), "") if step > 0 else ""


@router.post("/review/{document_id}/tasks/{task_id}")
async def correct(request: Request, document_id: str, task_id: str) -> Response:
    """Keep what was changed in a row, mark it as right, or delete it; what cannot be kept stays in the form."""
    form = await request.form()
    return await _in_thread(_correct, request, document_id, task_id, form)


def _correct(request: Request, document_id: str, task_id: str, form: FormData) -> Response:
    bench, action = workbench(request), str(form.get("action") or "save")
    page = _page(bench, document_id, task_id)
    if page.row is None or page.row.id != task_id:
        # Somebody deleted, split or joined the row meanwhile; what was typed is shown beside that news.
        return _gone(request, page, form)
    made, fields = _changes(request, bench, {"task": task_id}, page.fields, form)
    if any(one.problem for one in fields):
        return render(
            request, "review.html", replace(_page(bench, document_id, task_id), fields=fields, done=made), 409
        )
    try:
        if action in ("right", "delete"):
            act = "check" if action == "right" else "delete"
            why = str(form.get("why") or "")
            told = bench.corrections.make({"task": task_id, "action": act, "by": current().name, "why": why})
            made = (*made, int(told["id"]))
    except (SearchError, IndexerError) as error:
        problem = _sentence(request, error)
        return render(request, "review.html", replace(page, fields=fields, problem=problem, done=made), 409)
    onward = task_id if action == "save" else page.next
    return _back(document_id, task=onward, made=made)


@router.post("/review/{document_id}/header")
async def correct_header(request: Request, document_id: str) -> Response:
    """Keep what was changed in the header."""
    form = await request.form()
    return await _in_thread(_correct_header, request, document_id, "", form)


def _correct_header(request: Request, document_id: str, _: str, form: FormData) -> Response:
    bench = workbench(request)
    page = _page(bench, document_id, str(form.get("task") or ""))
    made, fields = _changes(request, bench, {"document": document_id}, page.header, form)
    if any(one.problem for one in fields):
        again = _page(bench, document_id, str(form.get("task") or ""))
        return render(request, "review.html", replace(again, header=_merged(again.header, fields), done=made), 409)
    return _back(document_id, task=str(form.get("task") or ""), made=made)


def _changes(
    request: Request, bench: Workbench, target: Mapping[str, str], shown: Sequence[Shown], form: FormData
) -> tuple[tuple[int, ...], tuple[Shown, ...]]:
    """The ids of the corrections made of what was changed in the form, and the fields as they are to be shown again."""
    made: list[int] = []
    fields: list[Shown] = []
    for one in shown:
        name = one.field.name
        typed, was = form.get(f"f-{name}"), form.get(f"was-{name}")
        if typed is None or _line(str(typed)) == _line(str(was or "")):
            fields.append(one)
            continue
        body = {**target, "field": name, "value": str(typed), "by": current().name, "why": str(form.get("why") or "")}
        try:
            before = json.loads(str(form.get(f"before-{name}") or "null"))
            made.append(int(bench.corrections.make({**body, "before": before})["id"]))
            fields.append(one)
        except (SearchError, IndexerError, ValueError) as error:
            problem = _sentence(request, error)
            # Saving again then means: the value of now was seen.
            present = getattr(error, "present", one.field.value)
            seen = replace(one.field, words=value_words(present), value=present)
            fields.append(Shown(seen, str(typed), json.dumps(present, ensure_ascii=False), problem))
    return tuple(made), tuple(fields)


def _merged(present: Sequence[Shown], told: Sequence[Shown]) -> tuple[Shown, ...]:
    """The fields as they are now, but what could not be kept as it was typed."""
    kept = {one.field.name: one for one in told if one.problem}
    return tuple(kept.get(one.field.name, one) for one in present)


def _line(words: str) -> str:
    return " ".join(words.split())


def _sentence(request: Request, error: Exception) -> str:
    return str(error) if request_language(request).code == "vi" else str(getattr(error, "en", error))


def _gone(request: Request, page: ReviewPage, form: FormData) -> Response:
    typed = "; ".join(str(form[name]) for name in form if name.startswith("f-") and str(form[name]).strip())
    sentence = request_language(request).gettext(
        "Dòng này vừa bị người khác xóa, tách hoặc gộp. Những gì đã gõ: {typed}"
    )
    return render(request, "review.html", replace(page, problem=sentence.replace("{typed}", typed)), 409)


@router.post("/review/{document_id}/rows")
def add(
    request: Request,
    document_id: str,
    task: Annotated[str, Form()] = "",
    lead: Annotated[str, Form()] = "",
    deadline: Annotated[str, Form()] = "",
    product: Annotated[str, Form()] = "",
    quote: Annotated[str, Form()] = "",
) -> Response:
    """Add a row that was missed, with the exact words that prove it."""
    bench = workbench(request)
    given = {"task": task, "lead": lead, "deadline": deadline, "product": product}
    fields = {name: words for name, words in given.items() if words.strip()}
    body = {"document": document_id, "action": "add", "fields": fields, "quote": quote, "by": current().name}
    try:
        made = bench.corrections.make(body)
    except (SearchError, IndexerError) as error:
        page = replace(_page(bench, document_id), problem=_sentence(request, error))
        return render(request, "review.html", page, 422)
    return _back(document_id, task=str(made["record_id"] or ""), made=(int(made["id"]),))


@router.post("/review/{document_id}")
def act(request: Request, document_id: str, action: Annotated[str, Form()] = "") -> Response:
    """Mark all rows as right, publish a draft, or hold a published document back again."""
    bench = workbench(request)
    bench.reviewing.open(document_id)
    if action == "check-all":
        return _back(document_id, made=bench.corrections.check_all(document_id, current().name), note="checked")
    if action == "publish":
        bench.aside.bring_back(document_id)
        return _back(document_id, note="published")
    if action == "withdraw":
        bench.aside.withdraw(document_id)
        return _back(document_id, note="withdrawn")
    return _back(document_id)


def _back(document_id: str, task: str = "", made: Sequence[int] = (), note: str = "") -> Response:
    given = {"task": task, "done": ",".join(map(str, made[:400])), "note": note}
    query = urlencode({name: value for name, value in given.items() if value})
    return RedirectResponse(f"/review/{document_id}{'?' if query else ''}{query}", status_code=303)


async def _in_thread(act: Any, *given: Any) -> Response:
    answer: Response = await run_in_threadpool(act, *given)
    return answer
