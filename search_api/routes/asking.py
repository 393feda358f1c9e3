"""GET /search and GET /ask; POST /ask/batch for a file of questions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Query, Request, UploadFile
from fastapi.responses import Response

from search_api import contract, limits
from search_api.asking import batch
from search_api.contract import returns
from search_api.errors import BadUpload
from search_api.question.overrides import overrides
from search_api.ranking.facets import picked
from search_api.routes.access import seeking, service
from search_api.routes.views import base
from search_api.routes.views import file as as_file

router = APIRouter()

Text = Annotated[str | None, Query()]


@router.get("/search", responses=returns(contract.Searched))
def search(
    request: Request,
    q: Text = None,
    limit: Text = None,
    offset: Text = None,
    document: Text = None,
    unit: Text = None,
    role: Text = None,
    kind: Text = None,
    due_from: Text = None,
    due_to: Text = None,
    facets: Text = None,
) -> Any:
    """Passages that fit the question, best first, within the filters.

    ``facets=1`` counts all of them by plan, unit, role, section, time and kind; ``in_document``, ``in_unit`` … narrow
    them to chosen values, and ``not_unit``, ``as_unit``, ``intent`` … change how the question is read.
    """
    filters = {
        "document": document,
        "unit": unit,
        "role": role,
        "kind": kind,
        "due_from": due_from,
        "due_to": due_to,
    }
    pairs = request.query_params.multi_items()
    seeking(request).note()
    counted = limits.one_of("facets", facets, ("1", "true", "0", "false")) in ("1", "true")
    return service(request).search(
        q or "", limits.page(limit, offset), filters, overrides(pairs), picked(pairs), counted
    )


@router.get("/ask", responses=returns(contract.Asked))
def ask(request: Request, q: Text = None, via_group: Text = None) -> Any:
    """The answer to the question with its citations, or an abstention with its reason.

    ``intent``, ``as_role``, ``read``, ``not_unit``, ``as_unit``, ``not_document``, ``as_document``, ``as_section``,
    ``as_time``, ``not_expanded`` and ``not_topic`` change how the question is read.
    """
    seeking(request).note()
    return service(request).ask(q or "", via_group, overrides(request.query_params.multi_items()))


@router.post("/ask/batch", response_class=Response)
def ask_batch(request: Request, file: Annotated[UploadFile | None, File()] = None) -> Response:
    """The answers to a CSV or XLSX of questions, as a workbook with their citations."""
    if file is None or not file.filename:
        raise BadUpload(
            "Hãy gửi tệp trong trường “file” của biểu mẫu multipart.", "Send the file in the multipart field “file”."
        )
    asked = batch.questions(file.filename, file.file.read(batch.MOST_BYTES + 1))
    return as_file(batch.answered(service(request), asked, base(request)), "xlsx")
