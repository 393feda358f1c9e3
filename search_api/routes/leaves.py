"""The printed pages of a document: their words where they stand, and their pictures."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse

from indexer.picture import WIDTHS
from search_api import leaves
from search_api.errors import BadParameter, NotFound
from search_api.routes.access import intake, pictures, service

router = APIRouter()


@router.get("/documents/{document_id}/pages/{number}.webp", response_class=FileResponse)
def picture(request: Request, document_id: str, number: int, width: int = WIDTHS[0]) -> FileResponse:
    """The page as a picture, ``width`` pixels wide."""
    if width not in WIDTHS:
        allowed = ", ".join(map(str, WIDTHS))
        raise BadParameter(
            f"“width” phải là một trong: {allowed}; không phải {width}.",
            f"“width” must be one of: {allowed}; not {width}.",
        )
    presenter = service(request).engine.presenter()
    held = presenter.knowledge.documents.get(document_id)
    if held is None or not leaves.has_pictures(held.file) or number not in leaves.page_numbers(presenter, document_id):
        raise NotFound(
            f"Văn bản “{document_id}” không có ảnh của trang {number}.",
            f"The document “{document_id}” has no picture of page {number}.",
        )
    original, _ = intake(request).original(document_id)
    place = pictures(request).page(original, held.sha256, number, width)
    # A document's id follows from its content, so its pictures never change; they stay private to who asked.
    return FileResponse(place, media_type="image/webp", headers={"cache-control": "private, max-age=86400"})


@router.get("/documents/{document_id}/pages/{number}")
def page(request: Request, document_id: str, number: int) -> Any:
    """The size of a page in points, and its words in runs with their places."""
    presenter = service(request).engine.presenter()
    return leaves.as_json(leaves.leaf(presenter, document_id, number), presenter.text(document_id))
