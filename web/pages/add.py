"""Adding documents: the form, the upload, and a progress page that reloads itself without script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, File, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from search_api.errors import SearchError
from web.desk import Desk, desk
from web.language import Language
from web.templating import render, request_language

router = APIRouter()
MOST_FILES = 100
NO_FILE = "Hãy chọn ít nhất một tệp."
TOO_MANY = "Mỗi lần thêm nhiều nhất {n} tệp."


@dataclass(frozen=True, slots=True)
class AddPage:
    """The form, with what was wrong with the last attempt."""

    max_mb: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FileProgress:
    """One uploaded file: its job's state, or why it was refused."""

    name: str
    state: str
    stage: str | None = None
    done: int | None = None
    of: int | None = None
    error: str | None = None
    document: str | None = None
    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """Every file of one upload."""

    files: tuple[FileProgress, ...]

    @property
    def waiting(self) -> bool:
        """Whether any file is still being read."""
        return any(file.state in {"queued", "running"} for file in self.files)


@router.get("/add", response_class=HTMLResponse)
def form(request: Request) -> HTMLResponse:
    """The upload form."""
    return render(request, "add.html", AddPage(request.app.state.max_file_mb))


@router.post("/add")
def upload(request: Request, file: Annotated[list[UploadFile] | None, File()] = None) -> Response:
    """Start reading the files, then show their progress; a refused file keeps its sentence on that page."""
    language, engine = request_language(request), desk(request)
    files = [one for one in file or [] if one.filename]
    if not files or len(files) > MOST_FILES:
        message = NO_FILE if not files else TOO_MANY
        sentence = language.gettext(message).replace("{n}", str(MOST_FILES))
        page = AddPage(request.app.state.max_file_mb, sentence)
        return render(request, "add.html", page, status=400)
    steps = [_start(engine, one, language) for one in files]
    return RedirectResponse(f"/add/progress?{urlencode(steps)}", status_code=303)


def _start(engine: Desk, file: UploadFile, language: Language) -> tuple[str, str]:
    """A query parameter that tells the progress page what became of the file: a job, a duplicate or a refusal."""
    name = PurePath(str(file.filename).replace("\\", "/")).name[:200]
    try:
        made = engine.add(name, file.file)
    except SearchError as error:
        return "refused", f"{name}|{error if language.code == 'vi' else error.en}"
    if made.duplicate_of:
        return "held", f"{name}|{made.duplicate_of}"
    return "job", f"{name}|{made.job}"


@router.get("/add/progress", response_class=HTMLResponse)
def progress(
    request: Request,
    job: Annotated[list[str] | None, Query()] = None,
    held: Annotated[list[str] | None, Query()] = None,
    refused: Annotated[list[str] | None, Query()] = None,
) -> HTMLResponse:
    """The state of every file of an upload."""
    engine = desk(request)
    files = [FileProgress(_name(one), "failed", error=_value(one)) for one in refused or []]
    files += [_state(engine.job(_value(one)), _name(one)) for one in job or []]
    files += [FileProgress(_name(one), "done", document=_value(one), duplicate=True) for one in held or []]
    return render(request, "progress.html", ProgressPage(tuple(files)))


def _name(pair: str) -> str:
    return pair.rpartition("|")[0]


def _value(pair: str) -> str:
    return pair.rpartition("|")[2]


def _state(job: Mapping[str, Any], name: str) -> FileProgress:
    return FileProgress(
        name=name,
        state=str(job["state"]),
        stage=job.get("stage"),
        done=job.get("done"),
        of=job.get("of"),
        error=_sentence(job.get("error")),
        document=job.get("document_id"),
    )


def _sentence(error: object) -> str | None:
    if isinstance(error, Mapping):
        return str(error.get("message") or "") or None
    return str(error) if error else None
