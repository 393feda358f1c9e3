"""Files of questions: choose one, watch it being answered, take the workbook of answers away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from search_api.access import rules
from search_api.asking import batch as questions
from search_api.asking.batch_jobs import BatchJob
from search_api.errors import SearchError
from search_api.exports import MEDIA_TYPES
from search_api.routes.views import base
from web.seeking import seeking
from web.templating import render, request_language

router = APIRouter()
NO_FILE = "Hãy chọn một tệp CSV hoặc XLSX."

# Asking changes nothing that is held.
rules.declare(r"/batch(/.*)?", "viewer")


@dataclass(frozen=True, slots=True)
class BatchPage:
    """The form with its limits, what was wrong with the last file, and the viewer's jobs."""

    jobs: Sequence[BatchJob]
    most_questions: int
    most_mb: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class BatchJobPage:
    """One file of questions."""

    job: BatchJob


@router.get("/batch", response_class=HTMLResponse)
def form(request: Request) -> HTMLResponse:
    """The form."""
    return render(request, "batch.html", _page(request))


@router.post("/batch", response_class=HTMLResponse)
def take(request: Request, file: Annotated[UploadFile | None, File()] = None) -> Response:
    """Queue a file of questions and lead to its progress; a file that cannot be answered is told why."""
    tongue = request_language(request)
    if file is None or not file.filename:
        return render(request, "batch.html", _page(request, tongue.gettext(NO_FILE)), 422)
    try:
        content = file.file.read(questions.MOST_BYTES + 1)
        job = seeking(request).batches.take(file.filename, content, base(request))
    except SearchError as error:
        problem = str(error) if tongue.code == "vi" else error.en
        return render(request, "batch.html", _page(request, problem), error.status)
    return RedirectResponse(f"/batch/{job.id}", 303)


def _page(request: Request, problem: str = "") -> BatchPage:
    return BatchPage(seeking(request).batches.mine(), questions.MOST_QUESTIONS, questions.MOST_BYTES >> 20, problem)


@router.get("/batch/{key}", response_class=HTMLResponse)
def progress(request: Request, key: str) -> HTMLResponse:
    """How far a file has come."""
    return render(request, "batch_job.html", BatchJobPage(seeking(request).batches.job(key)))


@router.get("/batch/{key}/result")
def result(request: Request, key: str) -> FileResponse:
    """The workbook of answers."""
    path = seeking(request).batches.result(key)
    return FileResponse(path, media_type=MEDIA_TYPES["xlsx"], filename="tra-loi.xlsx")


@router.post("/batch/{key}/cancel")
def cancel(request: Request, key: str) -> RedirectResponse:
    """Stop a job, or put its result away."""
    seeking(request).batches.cancel(key)
    return RedirectResponse("/batch", 303)
