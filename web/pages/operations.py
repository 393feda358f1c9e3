"""Operations for administrators: what is held, done, failed and left, with backups and their restore."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse

from search_api.operations.house import House
from search_api.routes.operations import as_file
from web.language import Language
from web.templating import render, request_language

router = APIRouter(prefix="/operations")
Record = Mapping[str, Any]

PARTS = {
    "incoming": "Tệp chờ đọc và tệp lỗi",
    "catalogue.db": "Danh mục",
    "files": "Tệp gốc",
    "removed": "Tệp gốc đã xóa, còn lấy lại được",
    "index": "Chỉ mục tìm kiếm",
    "pictures": "Ảnh trang",
    "backups": "Bản sao lưu",
    "previous": "Trạng thái trước lần phục hồi",
    "other": "Khác",
}
MEMORY = {"server": "Máy chủ", "adding": "Thêm tệp", "other": "Tiến trình phụ khác"}
WORKS = {"backup": "Sao lưu", "restore": "Phục hồi", "undo": "Quay lại trạng thái trước"}
UNITS = ("B", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup: its name, size and moment in words, and where to fetch it."""

    name: str
    size: str
    made: str
    address: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be added; ``kept`` when it can be read again."""

    file: str
    reason: str
    when: str
    kept: bool


@dataclass(frozen=True, slots=True)
class WorkView:
    """The backup or restore at hand, or the last one."""

    name: str
    state: str
    stage: str
    done: int
    of: int
    began: str
    error: str


@dataclass(frozen=True, slots=True)
class OperationsPage:
    """The state of the house in words; ``status`` is the record it comes from."""

    status: Record
    parts: tuple[tuple[str, str], ...]
    memory: tuple[tuple[str, str], ...]
    free: str
    total: str
    since: str
    uptime: tuple[int, int, int]
    backups: tuple[Kept, ...]
    failures: tuple[Failure, ...]
    work: WorkView | None
    slow: tuple[Record, ...]


@router.get("", response_class=HTMLResponse)
def operations(request: Request) -> HTMLResponse:
    """The state of the house."""
    tongue = request_language(request)
    status = _house(request).status()
    disk = status["disk"]
    page = OperationsPage(
        status=status,
        parts=tuple((tongue.gettext(PARTS[name]), size(taken, tongue)) for name, taken in disk["parts"].items()),
        memory=tuple(
            (tongue.gettext(MEMORY[name]), size(held, tongue) if held else tongue.gettext("không chạy"))
            for name, held in status["memory"].items()
        ),
        free=size(disk["free"], tongue),
        total=size(disk["total"], tongue),
        since=moment(status["server"]["since"], tongue),
        uptime=duration(status["server"]["uptime_seconds"]),
        backups=tuple(_kept(one, tongue) for one in status["backups"]),
        failures=tuple(_failure(one, tongue) for one in status["failures"]),
        work=_work(status["work"], tongue),
        slow=tuple({**one, "at": moment(one["at"], tongue)} for one in status["slow"]),
    )
    return render(request, "operations.html", page)


@router.post("/backup")
def backup(request: Request) -> RedirectResponse:
    """Begin a backup."""
    _house(request).backup()
    return _back("backups")


@router.post("/restore")
def restore(request: Request, name: Annotated[str, Form(max_length=200)]) -> RedirectResponse:
    """Begin to put a backup in place of what is held."""
    _house(request).restore(name)
    return _back("backups")


@router.post("/undo")
def undo(request: Request) -> RedirectResponse:
    """Begin to go back to what was held before the last restore."""
    _house(request).undo()
    return _back("backups")


@router.post("/forget")
def forget(request: Request, name: Annotated[str, Form(max_length=200)]) -> RedirectResponse:
    """Delete a backup."""
    _house(request).forget(name)
    return _back("backups")


@router.get("/backups/{name}")
def download(request: Request, name: str) -> FileResponse:
    """A backup as a file."""
    return as_file(_house(request), name)


@router.post("/dismiss")
def dismiss(request: Request, file: Annotated[str, Form(max_length=1000)]) -> RedirectResponse:
    """Forget that a file could not be added."""
    _house(request).dismiss(file)
    return _back("failures")


@router.post("/retry")
def retry(request: Request, file: Annotated[str, Form(max_length=1000)]) -> RedirectResponse:
    """Have a file read again that could not be added."""
    _house(request).retry(file)
    return _back("queue")


def size(count: int, tongue: Language) -> str:
    """Bytes in words of three digits or so."""
    value, unit = float(count), 0
    while value >= 1000 and unit < len(UNITS) - 1:
        value, unit = value / 1000, unit + 1
    digits = f"{value:.1f}" if unit and value < 100 else f"{value:.0f}"
    return f"{digits.replace('.', ',') if tongue.code == 'vi' else digits} {UNITS[unit]}"


def moment(iso: str, tongue: Language) -> str:
    """A moment (UTC where it names no zone) as the server's clock shows it."""
    found = datetime.fromisoformat(iso)
    local = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone()
    return f"{local:%H:%M} {tongue.day(local.date())}"


def duration(seconds: int) -> tuple[int, int, int]:
    """Days, hours and minutes."""
    return seconds // 86_400, seconds // 3600 % 24, seconds // 60 % 60


def _kept(one: Record, tongue: Language) -> Kept:
    name = str(one["name"])
    address = f"/operations/backups/{quote(name)}"
    return Kept(name, size(one["size"], tongue), moment(one["made_at"], tongue), address)


def _failure(one: Record, tongue: Language) -> Failure:
    reason = one["reason"] if tongue.code == "vi" else one["reason_en"]
    return Failure(one["file"], reason, moment(one["failed_at"], tongue), one["job"] is not None)


def _work(one: Record | None, tongue: Language) -> WorkView | None:
    if one is None:
        return None
    error = one["error"] if tongue.code == "vi" else one["error_en"]
    stage = one["stage_words"][tongue.code]
    name = tongue.gettext(WORKS[one["kind"]])
    return WorkView(name, one["state"], stage, one["done"], one["of"], moment(one["began"], tongue), error or "")


def _back(part: str) -> RedirectResponse:
    return RedirectResponse(f"/operations#{part}", status_code=303)


def _house(request: Request) -> House:
    found: House = request.app.state.api.state.house
    return found
