"""Records → the JSON of the public contract. Every name at this edge is the contract's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from indexer.store.records import Job, StoredDocument, StoredUnit
from indexer.store.units import mention_id
from indexer.types import Deadline, UnitMention
from search_api.types import AskedTime, Reading

Json = Mapping[str, Any]


def iso(day: date | None) -> str | None:
    """The day as ISO 8601."""
    return day.isoformat() if day else None


def unit(mention: UnitMention) -> Json:
    """A unit in full with its scope; ``unit`` is the unit that an office stands for."""
    return {
        "id": mention_id(mention),
        "name": mention.name,
        "scope": mention.scope,
        "kind": mention.kind,
        "unit": mention.unit,
        "printed": mention.printed,
    }


def stored_unit(found: StoredUnit) -> Json:
    """A unit of the catalogue with its counts."""
    return {
        "id": found.id,
        "name": found.name,
        "scope": found.scope,
        "kind": found.kind,
        "leads": found.leads,
        "coordinates": found.coordinates,
        "duties": found.duties,
        "valid_from": iso(found.valid_from),
        "valid_to": iso(found.valid_to),
    }


def deadline(found: Deadline | None) -> Json | None:
    """A deadline with the first and last day that it covers and its words as printed."""
    if found is None:
        return None
    return {
        "kind": found.kind,
        "start": iso(found.start),
        "end": iso(found.end),
        "every": found.every,
        "text": found.text,
        "day": found.day,
        "operator": found.operator,
        "also": [deadline(other) for other in found.also],
        "notes": list(found.notes),
    }


def document(found: StoredDocument) -> Json:
    """A document without its text."""
    header = found.header
    return {
        "id": found.id,
        "file": found.file,
        "number": header.number,
        "kind": header.kind,
        "issuer": header.issuer,
        "title": header.title,
        "issued_on": iso(header.issued_on),
        "signer": header.signer,
        "pages": found.pages,
        "tasks": found.tasks,
        "clauses": found.clauses,
        "status": found.status,
        "format": found.format,
        "needs_review": found.reviews,
        "notes": list(found.notes),
    }


def job(found: Job) -> Json:
    """How far an addition has come."""
    return {
        "job": found.id,
        "file": found.file,
        "state": found.state,
        "stage": found.stage,
        "done": found.done,
        "of": found.of,
        "error": _both(found.error, found.error_en),
        "document_id": found.document_id,
        "upload": found.upload,
        "code": found.code,
        "message": found.error,
        "message_en": found.error_en,
        "duplicate": found.duplicate,
    }


def _both(vi: str | None, en: str | None) -> str | None:
    return f"{vi} / {en}" if vi and en and en != vi else vi


def time(asked: AskedTime | None) -> Json | None:
    """A time of the question."""
    if asked is None:
        return None
    return {
        "text": asked.text,
        "kind": asked.kind,
        "start": iso(asked.start),
        "end": iso(asked.end),
        "every": asked.every,
    }


def interpreted(reading: Reading, plans: Mapping[str, float], documents: Mapping[str, StoredDocument]) -> Json:
    """How the question was understood, for showing as it is."""
    return {
        "language": reading.language,
        "intent": reading.intent,
        "role": reading.role,
        "fact": None if reading.fact == "none" else reading.fact,
        "vietnamese": reading.vietnamese,
        "restored": [{"text": text, "weight": weight} for text, weight in reading.restored],
        "expanded": [{"from": short, "to": long} for short, long in reading.expanded],
        "topic": [" ".join(concept.forms[0].keys) for concept in reading.topic],
        "units": [{"text": u.text, "name": u.name, "ids": list(u.ids), "role": u.role} for u in reading.units],
        "documents": [
            {"id": key, "file": documents[key].file, "number": documents[key].header.number, "weight": round(weight, 2)}
            for key, weight in sorted(plans.items(), key=lambda entry: -entry[1])
            if key in documents
        ],
        "section": reading.section,
        "time": time(reading.time),
        "references": list(reading.references),
    }


def page(name: str, total: int, records: Sequence[Json]) -> Json:
    """One page of a list with the length of the whole."""
    return {"total": total, name: list(records)}
