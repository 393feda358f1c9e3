"""GET /suggest; saved searches; past questions; files of questions as jobs."""

from __future__ import annotations

import time
from typing import Annotated, Any

from fastapi import APIRouter, Body, File, Query, Request, UploadFile
from fastapi.responses import FileResponse, Response

from search_api import limits
from search_api.access import rules
from search_api.access.viewer import current
from search_api.asking import batch
from search_api.asking.atom import MEDIA_TYPE
from search_api.errors import BadUpload
from search_api.exports import MEDIA_TYPES
from search_api.routes.access import fetched, seeking
from search_api.routes.views import base

router = APIRouter()

Text = Annotated[str | None, Query()]
_MOST_SUGGESTED = 20
_SUGGESTED = 10

# A job answers questions and changes nothing that is held; what one keeps for oneself over the API needs an editor.
rules.declare(r"/api/v1/ask/batch/jobs(/.*)?", "viewer")


@router.get("/suggest")
def suggest(request: Request, q: Text = None, limit: Text = None) -> Any:
    """Units, plans, sections, tasks and past questions that what is typed may become, the best first."""
    begun = time.perf_counter()
    number = limits.page(limit or str(_SUGGESTED), None).limit
    found = seeking(request).suggest(q or "", min(number, _MOST_SUGGESTED))
    return {**found, "took_ms": round(1000 * (time.perf_counter() - begun), 2)}


@router.get("/saved")
def saved(request: Request) -> Any:
    """The caller's saved searches with what is new for each."""
    return seeking(request).saved.all(current())


@router.post("/saved", status_code=201)
def save(request: Request, query: Annotated[str, Body()], name: Annotated[str, Body()] = "") -> Any:
    """Keep a search by the parameters of its address, as ``{"query": "q=…", "name": "…"}``."""
    return seeking(request).saved.save(current(), query, name)


@router.get("/saved/{key}/feed.atom", response_class=Response)
def feed(request: Request, key: str) -> Response:
    """What came since the search was saved, as an Atom feed; its address may carry a ``key`` in place of a log-in."""
    own, viewer = seeking(request).saved, current()
    version = f'"{own.version(viewer, key)}"'
    fetched(request).feed(f"saved/{key}", {})
    headers = {"etag": version, "cache-control": "private, no-cache"}
    if version in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(own.feed(viewer, key, str(request.url), base(request)), media_type=MEDIA_TYPE, headers=headers)


@router.post("/saved/{key}/seen", status_code=204)
def seen(request: Request, key: str) -> Response:
    """Let all that is held now count as seen."""
    seeking(request).saved.seen(current(), key)
    return Response(status_code=204)


@router.delete("/saved/{key}", status_code=204)
def forget(request: Request, key: str) -> Response:
    """Let go of a saved search."""
    seeking(request).saved.forget(current(), key)
    return Response(status_code=204)


@router.get("/asked")
def asked(request: Request) -> Any:
    """The caller's past questions, the latest first; ``kept`` tells whether any are written down."""
    past = seeking(request).past
    found = past.of(current())
    return {"kept": past.on, "total": len(found), "questions": list(found)}


@router.delete("/asked", status_code=204)
def forget_asked(request: Request) -> Response:
    """Let go of the caller's past questions."""
    seeking(request).past.forget(current())
    return Response(status_code=204)


@router.post("/ask/batch/jobs", status_code=202)
def begin(request: Request, file: Annotated[UploadFile | None, File()] = None) -> Any:
    """Take a CSV or XLSX of questions and answer it in the background."""
    if file is None or not file.filename:
        raise BadUpload(
            "Hãy gửi tệp trong trường “file” của biểu mẫu multipart.", "Send the file in the multipart field “file”."
        )
    content = file.file.read(batch.MOST_BYTES + 1)
    return seeking(request).batches.take(file.filename, content, base(request)).as_json()


@router.get("/ask/batch/jobs/{key}")
def job(request: Request, key: str) -> Any:
    """How far a file of questions has come."""
    return seeking(request).batches.job(key).as_json()


@router.get("/ask/batch/jobs/{key}/result")
def result(request: Request, key: str) -> FileResponse:
    """The answers with their citations, as a workbook."""
    path = seeking(request).batches.result(key)
    return FileResponse(path, media_type=MEDIA_TYPES["xlsx"], filename="tra-loi.xlsx")


@router.delete("/ask/batch/jobs/{key}", status_code=204)
def cancel(request: Request, key: str) -> Response:
    """Stop a job, or put its result away."""
    seeking(request).batches.cancel(key)
    return Response(status_code=204)
