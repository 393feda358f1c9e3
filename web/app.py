"""The whole application: pages for readers over the API that other programs call."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from search_api.access.gate import Gate
from search_api.access.readable import KEPT as READERSHIPS
from search_api.app import create_app as create_api
from search_api.kept import Kept
from search_api.ledger.courtesy import Counted
from search_api.operations.bounds import Bounds
from search_api.operations.pace import Pace
from search_api.operations.watch import Told, Watch
from search_api.settings import Settings
from web import faults
from web.guard import Guard
from web.pages import (
    account,
    add,
    audit,
    batch,
    calendar,
    cascade,
    compare,
    conflicts,
    corrections,
    documents,
    groups,
    home,
    matrix,
    operations,
    people,
    preferences,
    provider,
    references,
    removed,
    review,
    rulings,
    saved,
    signin,
    tasks,
    units,
    versions,
)
from web.templating import make_ready

STATIC = Path(__file__).parent / "static"


class Static(StaticFiles):
    """Static files that a browser keeps for a day; style and script carry a checksum in their address."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file, with how long it may be kept."""
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "public, max-age=86400"
        return response


class ApiFirst:
    """Hands everything under /api/, and /metrics, to the API as it is, and the rest to the pages."""

    def __init__(self, app: ASGIApp, api: FastAPI) -> None:
        self.app, self.api = app, api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on to whose address it is."""
        own = scope["type"] == "http" and str(scope["path"]).startswith(("/api/", "/metrics"))
        await (self.api if own else self.app)(scope, receive, send)


def create_app(settings: Settings) -> FastAPI:
    """The application over the data folder that ``settings`` name, ready to serve."""
    api = create_api(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(make_ready)
        async with api.router.lifespan_context(api):
            yield

    app = FastAPI(title="Chủ Trì", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.api = api
    app.state.home = Kept(READERSHIPS)
    app.state.max_file_mb = settings.max_file_mb
    for module in (
        home,
        saved,
        batch,
        documents,
        units,
        tasks,
        matrix,
        calendar,
        compare,
        cascade,
        conflicts,
        references,
        add,
        versions,
        review,
        rulings,
        removed,
        corrections,
        operations,
        preferences,
        signin,
        provider,
        account,
        people,
        groups,
        audit,
    ):
        app.include_router(module.router)
    app.mount("/static", Static(directory=STATIC), name="static")
    faults.install(app)
    app.add_middleware(ApiFirst, api=api)
    app.add_middleware(Told)
    app.add_middleware(Pace, refuse=faults.refuse, limited=settings.rate_limits)
    app.add_middleware(Bounds, upload_bytes=settings.max_request_mb << 20, refuse=faults.refuse)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    register = api.state.engine.catalogue.register
    app.add_middleware(Gate, register=register, settings=settings, page=faults.refused)
    app.add_middleware(Guard)
    app.add_middleware(Counted, courtesy=api.state.ledger.workroom.courtesy)
    house = api.state.house
    app.add_middleware(Watch, metrics=house.metrics, slow=house.slow, slow_ms=settings.slow_ms)
    return app
