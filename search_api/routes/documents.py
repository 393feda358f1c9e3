"""Documents: listed, read, added, removed; and the jobs that add them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, Response

from search_api import contract, limits, present
from search_api.contract import returns
from search_api.errors import BadUpload
from search_api.routes.access import fetched, intake, service

router = APIRouter()

# An original is somebody else's: it is handed over as a file, and nothing in it may run, call or be framed.
INERT = {"content-security-policy": "sandbox; default-src 'none'", "x-content-type-options": "nosniff"}

Text = Annotated[str | None, Query()]


@router.get("/documents", responses=returns(contract.Documents))
def documents(request: Request, q: Text = None, limit: Text = None, offset: Text = None) -> Any:
    """The documents in the order in which they were added; with ``q`` those that are called so."""
    return service(request).documents(limits.page(limit, offset), q)


@router.post("/documents", status_code=202, responses={**returns(contract.Upload), **returns(contract.Upload, 202)})
def add(
    request: Request,
    file: Annotated[UploadFile | None, File()] = None,
    group: Annotated[list[str] | None, Form()] = None,
) -> JSONResponse:
    """Take a file in: 202 with the job that indexes it, 200 for one already held; a ZIP becomes a job a file.

    With ``group`` (as often as there are groups) only their members may read it.
    """
    groups = [one for one in group or [] if one]
    if file is None or not file.filename:
        raise BadUpload(
            "Hãy gửi tệp trong trường “file” của biểu mẫu multipart.", "Send the file in the multipart field “file”."
        )
    if file.filename.lower().endswith(".zip"):
        return _archive(request, file, groups)
    taken = intake(request).take(file.filename, file.file, groups=groups)
    if taken.duplicate_of:
        body: dict[str, Any] = {"job": None, "document_id": taken.document_id, "duplicate_of": taken.duplicate_of}
        return JSONResponse(body)
    return JSONResponse({"job": taken.job, "document_id": taken.document_id}, status_code=202)


def _archive(request: Request, file: UploadFile, groups: list[str]) -> JSONResponse:
    """Every file of a ZIP as a job of its own: ``{"upload", "jobs"}``, and the first of them as for a single file."""
    at = intake(request)
    upload = at.open_upload((file.filename or "",), groups)
    jobs = at.hand_in(file.filename or "", file.file, upload)
    if all(one.state == "failed" for one in jobs):
        raise BadUpload("; ".join(str(one.error) for one in jobs[:5]), "; ".join(str(one.error_en) for one in jobs[:5]))
    first = next(one for one in jobs if one.state != "failed")
    told = [present.job(one) for one in jobs]
    body = {"upload": upload.id, "job": first.id, "document_id": first.document_id, "jobs": told}
    return JSONResponse(body, status_code=202)


@router.get("/jobs/{job_id}", responses=returns(contract.Job))
def job(request: Request, job_id: str) -> Any:
    """How far an addition has come."""
    return intake(request).job(job_id)


@router.get("/documents/{document_id}", responses=returns(contract.WholeDocument))
def document(request: Request, document_id: str) -> Any:
    """One document with its references."""
    return service(request).document(document_id)


@router.delete("/documents/{document_id}", status_code=204)
def remove(request: Request, document_id: str) -> Response:
    """Remove a document and everything found in it."""
    intake(request).remove(document_id)
    return Response(status_code=204)


@router.get("/documents/{document_id}/clauses", responses=returns(contract.Clauses))
def clauses(request: Request, document_id: str) -> Any:
    """The clause tree in the order of the text."""
    return service(request).clauses(document_id)


@router.get(
    "/documents/{document_id}/text", responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}
)
def text(request: Request, document_id: str) -> PlainTextResponse:
    """The one text that quotes refer to."""
    return PlainTextResponse(service(request).text(document_id))


@router.get("/documents/{document_id}/file", response_class=FileResponse)
def original(request: Request, document_id: str) -> FileResponse:
    """The file as it was added."""
    path, name = intake(request).original(document_id)
    fetched(request).original(document_id, name, request.headers.get("range"))
    return FileResponse(path, filename=name, headers=INERT)
