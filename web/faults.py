"""Errors as pages: the same sentence as the JSON error, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from search_api.errors import IndexerError, NoRoom, SearchError
from search_api.faults import refusal, status_of
from web.templating import render, request_language

TITLES = {
    400: "Yêu cầu chưa rõ",
    401: "Cần đăng nhập",
    403: "Không được phép",
    404: "Không tìm thấy",
    405: "Không làm được việc này ở đây",
    409: "Đang có việc khác",
    413: "Gửi quá nhiều một lần",
    414: "Địa chỉ quá dài",
    422: "Yêu cầu chưa đúng",
    429: "Xin chờ một lát",
    431: "Phần đầu của yêu cầu quá dài",
    500: "Có lỗi ở máy chủ",
    503: "Máy chủ chưa sẵn sàng",
    507: "Đĩa đã đầy",
}


@dataclass(frozen=True, slots=True)
class FaultPage:
    """What went wrong, in a heading and a sentence."""

    title: str
    message: str


def page(request: Request, status: int, message: str) -> HTMLResponse:
    """The error page for that status."""
    tongue = request_language(request)
    title = tongue.gettext(TITLES.get(status, TITLES[500] if status >= 500 else TITLES[400]))
    return render(request, "error.html", FaultPage(title, message), status=status)


def refused(request: Request, status: int, vi: str, en: str) -> HTMLResponse:
    """The page that tells somebody why the gate did not let a request through."""
    return page(request, status, vi if request_language(request).code == "vi" else en)


def refuse(scope: Scope, error: SearchError) -> Response:
    """The error as whoever called the address expects it: JSON from the API, else a page."""
    request = Request(scope)
    if request.url.path.startswith("/api/"):
        return refusal(request, error)
    return page(request, error.status, str(error) if request_language(request).code == "vi" else error.en)


def full(request: Request, error: BaseException) -> HTMLResponse | None:
    """The page for an error that comes of a full disk, None for any other."""
    said = NoRoom()
    words = str(said) if request_language(request).code == "vi" else said.en
    return page(request, 507, words) if NoRoom.behind(error) else None


def install(app: FastAPI) -> None:
    """Answer every error of a page with a page."""

    @app.exception_handler(SearchError)
    def _search(request: Request, error: SearchError) -> HTMLResponse:
        tongue = request_language(request)
        return page(request, error.status, str(error) if tongue.code == "vi" else error.en)

    @app.exception_handler(RequestValidationError)
    def _parameter(request: Request, error: RequestValidationError) -> HTMLResponse:
        tongue = request_language(request)
        name = ".".join(str(part) for part in error.errors()[0]["loc"][1:]) or "?"
        sentence = tongue.gettext("Giá trị của “{name}” trong địa chỉ không dùng được.")
        return page(request, 422, sentence.replace("{name}", name))

    @app.exception_handler(IndexerError)
    def _indexer(request: Request, error: IndexerError) -> HTMLResponse:
        return page(request, status_of(error), str(error) if request_language(request).code == "vi" else error.en)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> HTMLResponse:
        if error.status_code == 400 and (said := full(request, error)) is not None:
            return said
        tongue = request_language(request)
        sentences = {
            404: "Không có trang nào ở địa chỉ này.",
            405: "Địa chỉ này không nhận yêu cầu kiểu đó.",
        }
        sentence = sentences.get(error.status_code, "Máy chủ không nhận được yêu cầu này.")
        return page(request, error.status_code, tongue.gettext(sentence))

    @app.exception_handler(OSError)
    @app.exception_handler(SQLAlchemyError)
    def _storing(request: Request, error: Exception) -> HTMLResponse:
        return full(request, error) or _unforeseen(request, error)

    @app.exception_handler(Exception)
    def _unforeseen(request: Request, error: Exception) -> HTMLResponse:
        tongue = request_language(request)
        sentence = "Máy chủ gặp lỗi khi trả lời. Dữ liệu đang lưu không bị ảnh hưởng; hãy thử lại."
        return page(request, 500, tongue.gettext(sentence))
