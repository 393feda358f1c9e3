"""Every error as ``{"error": {"code", "message", "detail"}}`` in the caller's language."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from indexer.errors import (
    AccountRefused,
    CatalogueLocked,
    CorrectionConflict,
    CorrectionRefused,
    IndexerError,
    NoRoom,
    UnknownAccount,
    UnknownDocument,
    UnknownRecord,
)
from search_api.errors import SearchError
from search_api.operations.errors import Busy, NothingToUndo

log = logging.getLogger(__name__)

_STATUS: dict[type[IndexerError], int] = {
    CatalogueLocked: 503,
    NoRoom: 507,
    Busy: 409,
    NothingToUndo: 409,
    CorrectionConflict: 409,
    CorrectionRefused: 422,
    UnknownRecord: 404,
    UnknownAccount: 404,
    AccountRefused: 422,
    UnknownDocument: 404,
}
_HTTP: dict[int, tuple[str, str, str]] = {
    404: (
        "not_found",
        "Không có địa chỉ này; xem tài liệu API.",
        "There is nothing at this address; see the API notes.",
    ),
    405: ("method_not_allowed", "Địa chỉ này không nhận phương thức đó.", "This address does not take that method."),
}


def wants_english(request: Request) -> bool:
    """Whether the caller asks for English before Vietnamese (Accept-Language)."""
    accepted: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            accepted.append((float(quality or 1), tag.strip().casefold()[:2]))
        except ValueError:
            continue
    best = max((one for one in accepted if one[1] in ("vi", "en")), default=(0.0, "vi"), key=lambda one: one[0])
    return best[1] == "en"


def _body(request: Request, status: int, code: str, vi: str, en: str, detail: Any = None) -> JSONResponse:
    message = en if wants_english(request) else vi
    return JSONResponse({"error": {"code": code, "message": message, "detail": detail}}, status_code=status)


def status_of(error: IndexerError) -> int:
    """The HTTP status of an error of the indexer."""
    return next((number for kind, number in _STATUS.items() if isinstance(error, kind)), 400)


def refusal(request: Request, error: SearchError) -> JSONResponse:
    """The error as the API answers it."""
    return _body(request, error.status, error.code, str(error), error.en, error.detail)


def full(request: Request, error: BaseException) -> JSONResponse | None:
    """The answer to an error that comes of a full disk, None for any other."""
    said = NoRoom()
    return _body(request, 507, said.code, str(said), said.en) if NoRoom.behind(error) else None


def install(app: FastAPI) -> None:
    """Answer every error of the API in the one shape."""

    @app.exception_handler(SearchError)
    def _search(request: Request, error: SearchError) -> JSONResponse:
        return refusal(request, error)

    @app.exception_handler(IndexerError)
    def _indexer(request: Request, error: IndexerError) -> JSONResponse:
        status = status_of(error)
        detail = {"present": error.present, "by": error.by} if isinstance(error, CorrectionConflict) else None
        return _body(request, status, error.code, str(error), error.en, detail)

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"][1:]) or "?"
        vi, en = f"Giá trị của “{name}” không dùng được.", f"The value of “{name}” cannot be used."
        return _body(request, 422, "bad_parameter", vi, en, str(first.get("msg", "")))

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 400 and (said := full(request, error)) is not None:
            return said
        fallback = ("bad_request", "Máy chủ không nhận được yêu cầu này.", "The request cannot be taken.")
        code, vi, en = _HTTP.get(error.status_code, fallback)
        return _body(request, error.status_code, code, vi, en, str(error.detail))

    @app.exception_handler(OSError)
    @app.exception_handler(SQLAlchemyError)
    def _storing(request: Request, error: Exception) -> JSONResponse:
        return full(request, error) or _unforeseen(request, error)

    @app.exception_handler(Exception)
    def _unforeseen(request: Request, error: Exception) -> JSONResponse:
        log.exception("unforeseen error at %s", request.url.path, exc_info=error)
        vi = "Máy chủ gặp lỗi khi trả lời; dữ liệu đang lưu không bị ảnh hưởng."
        return _body(request, 500, "internal_error", vi, "The server failed to answer; stored data is untouched.")
