"""The whole application: pages for readers over the API that other programs call."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from web import faults
from web.desk import Desk
from web.guard import Guard
from web.pages import add, documents, home, preferences, tasks, units

STATIC = Path(__file__).parent / "static"


def create_pages(desk: Desk, max_file_mb: int) -> FastAPI:
    """The pages over ``desk``, with their static files and headers, without the API."""
    app = FastAPI(title="Chủ Trì", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = desk
    app.state.max_file_mb = max_file_mb
    for module in (home, documents, units, tasks, add, preferences):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    faults.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Guard)
    return app
