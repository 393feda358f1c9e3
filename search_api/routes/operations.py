"""/operations for administrators: state, backups, restores, failures; /metrics for Prometheus."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import FileResponse, Response

from search_api.access.viewer import current
from search_api.access.visit import visit_of
from search_api.errors import SearchError
from search_api.operations.house import House
from search_api.operations.metrics import CONTENT_TYPE

router = APIRouter(prefix="/operations")
scrape = APIRouter()


class NotAllowed(SearchError):
    """Somebody who may not read the metrics."""

    code = "forbidden"
    status = 403


def house(request: Request) -> House:
    """The operations of the running application."""
    found: House = request.app.state.house
    return found


@router.get("")
def operations(request: Request) -> Any:
    """Index, model, queue, failures, disk, backups, versions and slow requests."""
    return house(request).status()


@router.get("/work")
def work(request: Request) -> Any:
    """The backup or restore at hand, or the last one."""
    found = house(request).works.last()
    return {"work": found.as_json() if found else None}


@router.post("/backups", status_code=202)
def backup(request: Request) -> Any:
    """Begin a backup into the data folder; 409 while another backup or restore runs."""
    return {"work": house(request).backup().as_json()}


@router.get("/backups/{name}", response_class=FileResponse)
def download(request: Request, name: str) -> FileResponse:
    """A kept backup as a file."""
    return as_file(house(request), name)


@router.delete("/backups/{name}", status_code=204)
def forget(request: Request, name: str) -> Response:
    """Delete a kept backup."""
    house(request).forget(name)
    return Response(status_code=204)


@router.post("/restore", status_code=202)
def restore(request: Request, name: Annotated[str, Body(embed=True, max_length=200)]) -> Any:
    """Begin to put a kept backup in place of what is held."""
    return {"work": house(request).restore(name).as_json()}


@router.post("/restore/undo", status_code=202)
def undo(request: Request) -> Any:
    """Begin to go back to what was held before the last restore."""
    return {"work": house(request).undo().as_json()}


@router.delete("/failures", status_code=204)
def dismiss(request: Request, file: Annotated[str, Query(max_length=1000)]) -> Response:
    """Forget that a file could not be added."""
    house(request).dismiss(file)
    return Response(status_code=204)


@router.post("/failures/retry", status_code=202)
def retry(request: Request, file: Annotated[str, Body(embed=True, max_length=1000)]) -> Any:
    """Have a file read again that could not be added; its job."""
    return house(request).retry(file)


@scrape.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    """Counts and times in the text format of Prometheus: for this machine, administrators and the scope "metrics"."""
    viewer = current()
    allowed = viewer.at_least("administrator") or "metrics" in viewer.scopes or visit_of(request).origin.machine
    if not allowed:
        raise NotAllowed(
            "Số liệu chỉ dành cho quản trị viên hoặc mã truy cập có phạm vi “metrics”.",
            "The metrics are for administrators and tokens with the scope “metrics”.",
        )
    return Response(request.app.state.house.metrics.text(), headers={"content-type": CONTENT_TYPE})


def as_file(own: House, name: str) -> FileResponse:
    """A kept backup as a download."""
    path = own.kept(name)
    return FileResponse(path, media_type="application/zip", filename=path.name, headers={"cache-control": "no-store"})
