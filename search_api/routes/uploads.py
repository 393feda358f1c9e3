"""Uploads and the queue: files handed in together, followed as a stream; jobs called off, hurried, begun anew."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from search_api.access.rules import declare
from search_api.intake.uploads import Uploads
from search_api.routes.access import intake

router = APIRouter()
declare(r"/api/v1/uploads(/.*)?", "editor")


def uploads_of(request: Request) -> Uploads:
    """What tells of uploads in the running application."""
    found: Uploads = request.app.state.uploads
    return found


@router.get("/uploads")
def listed(request: Request) -> Any:
    """The latest uploads of whoever asks, newest first."""
    found = uploads_of(request).latest()
    return {"total": len(found), "uploads": list(found)}


@router.get("/uploads/{upload_id}")
def one(request: Request, upload_id: str) -> Any:
    """Every file of an upload, and what was announced and did not arrive."""
    return uploads_of(request).one(upload_id)


@router.get("/uploads/{upload_id}/events", response_class=EventSourceResponse)
async def events(request: Request, upload_id: str) -> EventSourceResponse:
    """The upload as server-sent events: ``state`` whenever it changes, ``end`` once nothing waits any more."""
    uploads = uploads_of(request)
    await run_in_threadpool(uploads.found, upload_id)

    async def told() -> AsyncIterator[dict[str, str]]:
        async for state in uploads.follow(lambda: uploads.one(upload_id), lambda state: bool(state["waiting"])):
            yield {"event": "state", "data": json.dumps(state, ensure_ascii=False)}
        yield {"event": "end", "data": "{}"}

    return EventSourceResponse(told())


@router.post("/jobs/{job_id}/cancel")
def cancel(request: Request, job_id: str) -> JSONResponse:
    """Call off a job that still waits."""
    return JSONResponse(dict(intake(request).cancel(job_id)))


@router.post("/jobs/{job_id}/first")
def first(request: Request, job_id: str) -> JSONResponse:
    """Let a waiting job be the next."""
    return JSONResponse(dict(intake(request).first(job_id)))


@router.post("/jobs/{job_id}/retry")
def retry(request: Request, job_id: str) -> JSONResponse:
    """Queue a failed job anew, from the file that was kept."""
    return JSONResponse(dict(intake(request).retry(job_id)))
