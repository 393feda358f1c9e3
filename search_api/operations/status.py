"""What an administrator looks at: what is held and indexed, what is being done, what failed, and what is left."""

from __future__ import annotations

import platform
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from indexer import doctor
from indexer.settings import Settings
from indexer.store.database import HEAD
from indexer.store.records import Job
from search_api.engine import Engine
from search_api.operations import room
from search_api.operations.backup import backups
from search_api.operations.metrics import Level
from search_api.operations.restore import can_undo
from search_api.operations.snapshot import CATALOGUE, connect

Json = dict[str, Any]
LOW_BYTES = 1 << 30
LOW_SHARE = 0.05
ENGINES = {"q4": "ONNX Runtime (4 bit)"}
PACKAGES = (
    "fastapi",
    "uvicorn",
    "sqlalchemy",
    "alembic",
    "faiss-cpu",
    "tantivy",
    "onnxruntime",
    "sentence-transformers",
    "torch",
    "underthesea",
    "pdfplumber",
    "pypdfium2",
)


def index(engine: Engine) -> Json:
    """The generation and counts of the catalogue, those of the index, and whether the two are level."""
    catalogue = engine.whole
    state = catalogue.state()
    snapshot = engine.live.snapshot()
    held = catalogue.passage_count()
    return {
        "generation": state.generation,
        "documents": len(catalogue.serials()[1]),
        "passages": held,
        "index_generation": snapshot.generation,
        "index_passages": snapshot.size,
        "level": snapshot.generation == state.generation and snapshot.size == held,
    }


def model(engine: Engine) -> Json:
    """The model and what computes it; how many documents still have vectors of another one."""
    encoder, settings = engine.encoder, engine.settings
    state = engine.whole.state()
    return {
        "name": settings.model or "multilingual-e5-small",
        "engine": ENGINES.get(encoder.engine, encoder.engine),
        "fingerprint": encoder.fingerprint,
        "dimension": encoder.dimension,
        "current": state.fingerprint in (None, encoder.fingerprint),
        "documents_waiting": len(engine.whole.without_vectors(encoder.fingerprint)),
    }


def queue(engine: Engine) -> Json:
    """What is being read and what waits, the oldest first."""
    jobs = engine.whole.unfinished_jobs()
    return {
        "running": [_job(job) for job in jobs if job.state == "running"],
        "queued": [_job(job) for job in jobs if job.state == "queued"],
    }


def _job(job: Job) -> Json:
    return {
        "id": job.id,
        "file": job.file,
        "stage": job.stage,
        "done": job.done,
        "of": job.of,
        "created_at": job.created_at.isoformat(),
    }


def disk(settings: Settings) -> Json:
    """Bytes of the data folder by part, bytes free, and whether those are few."""
    usage = shutil.disk_usage(settings.data)
    return {
        "parts": room.taken(settings.data),
        "free": usage.free,
        "total": usage.total,
        "low": usage.free < LOW_BYTES or usage.free < LOW_SHARE * usage.total and usage.free < 20 * LOW_BYTES,
    }


def kept_backups(settings: Settings) -> Json:
    """The backups in the data folder, the newest first, and whether a restore can be undone."""
    found = []
    for path in backups(settings.data):
        about = path.stat()
        made = datetime.fromtimestamp(about.st_mtime, UTC).replace(microsecond=0).isoformat()
        found.append({"name": path.name, "size": about.st_size, "made_at": made})
    return {"backups": found, "can_undo": can_undo(settings.data)}


def versions(settings: Settings) -> Json:
    """Versions of the program, the catalogue's schema, the interpreter and the packages that matter most."""
    with closing(connect(settings.data / CATALOGUE)) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return {
        "program": _version("chutri"),
        "schema": row[0] if row else HEAD,
        "schema_wanted": HEAD,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "packages": {name: _version(name) for name in PACKAGES},
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def installation(settings: Settings) -> Json:
    """What ``chutri doctor`` says of readers, OCR engines and the model."""
    return doctor.installation(settings)


def levels(engine: Engine, memory: Mapping[str, float]) -> Level:
    """What is at this moment, for Prometheus; ``memory`` is resident bytes by kind of process."""
    state, jobs = index(engine), engine.whole.unfinished_jobs()
    states = {"running": 0.0, "queued": 0.0}
    for job in jobs:
        states[job.state] += 1
    return {
        "chutri_documents": ("Documents held.", {"": state["documents"]}),
        "chutri_passages": ("Passages held.", {"": state["passages"]}),
        "chutri_index_level": ("Whether the index is level with the catalogue.", {"": float(state["level"])}),
        "chutri_generation": ("Generation of the catalogue.", {"": state["generation"]}),
        "chutri_jobs": ("Files being read or waiting.", states),
        "chutri_failures": ("Files that could not be added.", {"": len(engine.whole.failures())}),
        "chutri_disk_free_bytes": ("Bytes free for the data folder.", {"": disk_free(engine.settings)}),
        "chutri_resident_bytes": ("Memory held by the server and what it started.", memory),
    }


def disk_free(settings: Settings) -> int:
    """Bytes free where the data folder lies."""
    return shutil.disk_usage(settings.data).free
