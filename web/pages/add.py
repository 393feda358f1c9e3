"""Adding documents: the form, an upload with an address of its own, its progress as a stream."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from search_api.intake.uploads import WAITING
from web.language import Language
from web.templating import fragment, render, request_language
from web.workbench import Workbench, workbench

router = APIRouter()
MOST_FILES = 100
NO_FILE = "Hãy chọn ít nhất một tệp."
TOO_MANY = "Mỗi lần thêm nhiều nhất {n} tệp."


@dataclass(frozen=True, slots=True)
class AddPage:
    """The form, with what was wrong with the last attempt, the latest uploads, and the groups to choose from."""

    max_mb: int
    recent: Sequence[Mapping[str, Any]]
    groups: tuple[tuple[str, str], ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FileProgress:
    """One file of an upload: how far it has come, what became of it, and what can be done about it.

    ``held`` is the document as lists show it; ``newer_than`` a held document that it seems to be a version of.
    """

    job: str
    name: str
    state: str
    stage: str | None = None
    done: int = 0
    of: int = 0
    error: str = ""
    document: str | None = None
    duplicate: bool = False
    draft: bool = False
    position: int | None = None
    can_retry: bool = False
    cancelled: bool = False
    held: Mapping[str, Any] | None = None
    newer_than: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class UploadPage:
    """Every file of one upload."""

    upload: str
    files: tuple[FileProgress, ...]
    missing: tuple[str, ...]
    waiting: bool
    counts: Mapping[str, int]


@router.get("/add", response_class=HTMLResponse)
def form(request: Request) -> HTMLResponse:
    """The upload form and the latest uploads."""
    return render(request, "add.html", _form_page(request))


def _form_page(request: Request, problem: str = "") -> AddPage:
    groups = request.app.state.api.state.readers.mine()
    return AddPage(request.app.state.max_file_mb, workbench(request).uploads.latest(10), groups, problem)


@router.post("/add")
def upload(
    request: Request,
    file: Annotated[list[UploadFile] | None, File()] = None,
    name: Annotated[list[str] | None, Form()] = None,
    group: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Take files in and show their progress; with names alone, open an upload that the files will follow."""
    bench = workbench(request)
    files = [one for one in file or [] if one.filename]
    if name and not files:
        opened = bench.intake.open_upload(name, group or ())
        return JSONResponse({"upload": opened.id, "address": f"/add/{opened.id}"}, status_code=201)
    if not files or len(files) > MOST_FILES:
        message = NO_FILE if not files else TOO_MANY
        sentence = request_language(request).gettext(message).replace("{n}", str(MOST_FILES))
        return render(request, "add.html", _form_page(request, sentence), status=400)
    opened = bench.intake.open_upload([str(one.filename) for one in files], group or ())
    for one in files:
        bench.intake.hand_in(str(one.filename), one.file, opened)
    return RedirectResponse(f"/add/{opened.id}", status_code=303)


@router.get("/add/{upload_id}", response_class=HTMLResponse)
def progress(request: Request, upload_id: str) -> HTMLResponse:
    """The state of every file of an upload."""
    return render(request, "upload.html", _page(workbench(request), upload_id, request_language(request)))


@router.post("/add/{upload_id}/files")
def more(request: Request, upload_id: str, file: Annotated[UploadFile | None, File()] = None) -> Response:
    """Take one announced file in: 200 with how many jobs it became."""
    bench = workbench(request)
    opened = bench.uploads.found(upload_id)
    if file is None or not file.filename:
        sentence = request_language(request).gettext(NO_FILE)
        return JSONResponse({"error": {"code": "bad_upload", "message": sentence}}, status_code=400)
    jobs = bench.intake.hand_in(file.filename, file.file, opened)
    return JSONResponse({"jobs": [one.id for one in jobs]})


@router.get("/add/{upload_id}/events", response_class=EventSourceResponse)
async def events(request: Request, upload_id: str) -> EventSourceResponse:
    """The list of the upload's files as a stream of fragments, until nothing waits any more."""
    bench, language = workbench(request), request_language(request)
    await run_in_threadpool(bench.uploads.found, upload_id)

    def now() -> UploadPage:
        return _page(bench, upload_id, language)

    async def told() -> AsyncIterator[dict[str, str]]:
        async for page in bench.uploads.follow(now, lambda page: page.waiting):
            yield {"event": "files", "data": fragment(request, "upload_files.html", page)}
        yield {"event": "end", "data": "."}

    return EventSourceResponse(told())


@router.post("/add/{upload_id}/jobs/{job_id}")
def act(request: Request, upload_id: str, job_id: str, action: Annotated[str, Form()] = "") -> Response:
    """Call off, hurry or begin anew one file, then show the upload again."""
    bench = workbench(request)
    acts = {"cancel": bench.intake.cancel, "first": bench.intake.first, "retry": bench.intake.retry}
    bench.uploads.found(upload_id)
    if action in acts:
        acts[action](job_id)
    return RedirectResponse(f"/add/{upload_id}", status_code=303)


def _page(bench: Workbench, upload_id: str, language: Language) -> UploadPage:
    told = bench.uploads.one(upload_id)
    waiting = bool(told["waiting"])
    files = tuple(_file(bench, one, language, waiting) for one in told["files"])
    return UploadPage(upload_id, files, tuple(told["missing"]), waiting, told["counts"])


def _file(bench: Workbench, job: Mapping[str, Any], language: Language, waiting: bool) -> FileProgress:
    state, document = str(job["state"]), job["document_id"]
    done = state == "done" and document
    held, draft = _held(bench, document) if done else (None, False)
    versions = bench.versions.likely(document) if held and not waiting and not job["duplicate"] else ()
    error = job["message"] if language.code == "vi" else job["message_en"]
    return FileProgress(
        job=job["job"],
        name=job["file"],
        state=state,
        stage=job["stage"],
        done=int(job["done"] or 0) if state in WAITING else 0,
        of=int(job["of"] or 0) if state in WAITING else 0,
        error=str(error or job["message"] or ""),
        document=document if held else None,
        duplicate=bool(job["duplicate"]),
        draft=draft,
        position=job["position"],
        can_retry=bool(job["can_retry"]),
        cancelled=job["code"] == "cancelled",
        held=held,
        newer_than=_held(bench, versions[0].other)[0] if versions else None,
    )


def _held(bench: Workbench, document_id: str) -> tuple[Mapping[str, Any] | None, bool]:
    """The document as lists show it and whether it is a draft; None when it is gone."""
    return bench.document(document_id), bench.is_draft(document_id)
