"""The JSON API as an application: one engine, the endpoints under /api/v1, one error shape."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.concurrency import run_in_threadpool

from indexer.picture import Pictures
from indexer.settings import Settings
from search_api import faults
from search_api.access.audit import Audit
from search_api.access.fetched import Fetched
from search_api.access.gate import Gate
from search_api.access.readers import Readers
from search_api.access.reception import Reception
from search_api.amending.corrections import Corrections
from search_api.amending.rulings import Rulings
from search_api.asking.seeking import Seeking
from search_api.contract import REFUSALS
from search_api.engine import Engine
from search_api.intake.aside import Aside
from search_api.intake.jobs import Intake
from search_api.intake.reviewing import Reviewing
from search_api.intake.uploads import Uploads
from search_api.intake.versions import Versions
from search_api.ledger.book import Ledger
from search_api.ledger.courtesy import Counted
from search_api.ledger.watch import Watch
from search_api.operations.house import House
from search_api.priority import short_turns, spare_lasting
from search_api.routes import (
    aside,
    asking,
    audit,
    corrections,
    documents,
    leaves,
    ledger,
    listing,
    me,
    operations,
    readers,
    seeking,
    uploads,
)
from search_api.routes import views as view_routes
from search_api.service import Service
from search_api.views import Views

PREFIX = "/api/v1"


def create_app(settings: Settings, engine: Engine | None = None) -> FastAPI:
    """The API over the data folder of ``settings``; ``engine`` when the caller has one open already."""
    own = engine or Engine(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        short_turns()
        await run_in_threadpool(own.warm_up)
        await run_in_threadpool(app.state.views.roll)
        spare_lasting()
        app.state.intake.start()
        app.state.seeking.start()
        watch = Watch(app.state.ledger, app.state.views)
        watch.start()
        yield
        watch.stop()
        app.state.seeking.stop()
        app.state.intake.stop()
        app.state.pictures.close()
        if engine is None:
            own.close()

    app = FastAPI(
        title="Chủ Trì API",
        version="1",
        lifespan=lifespan,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.engine = own
    app.state.reception = Reception(own.catalogue.register, settings, own.whole.groups)
    app.state.service = Service(own)
    app.state.ledger = Ledger(own)
    app.state.corrections = Corrections(own)
    app.state.rulings = Rulings(own)
    app.state.views = Views(own)
    app.state.intake = Intake(own)
    app.state.seeking = Seeking(own, app.state.service, app.state.views, settings)
    app.state.uploads = Uploads(own, app.state.intake)
    app.state.aside = Aside(own, app.state.intake)
    app.state.versions = Versions(own, app.state.intake)
    app.state.reviewing = Reviewing(own)
    app.state.pictures = Pictures(settings)
    app.state.house = House(own, app.state.intake)
    app.state.readers = Readers(own)
    app.state.fetched = Fetched()
    app.state.audit = Audit(own.whole.audit)
    router = APIRouter(prefix=PREFIX, responses=REFUSALS)
    for module in (
        uploads,
        aside,
        corrections,
        asking,
        seeking,
        view_routes,
        listing,
        documents,
        leaves,
        ledger,
        operations,
    ):
        router.include_router(module.router)

    @router.get("/health")
    def health() -> dict[str, Any]:
        """Ready to answer, with the generation and the number of documents and passages."""
        knowledge = own.presenter().knowledge
        return {
            "status": "ready",
            "generation": knowledge.generation,
            "documents": len(knowledge.documents),
            "passages": knowledge.index.size,
        }

    router.include_router(me.router)
    router.include_router(audit.router)
    router.include_router(readers.router)
    app.include_router(router)
    app.include_router(operations.scrape)
    faults.install(app)
    app.add_middleware(Gate, register=own.catalogue.register, settings=settings)
    app.add_middleware(Counted, courtesy=app.state.ledger.workroom.courtesy)
    return app
