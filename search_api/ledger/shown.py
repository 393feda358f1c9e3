"""Records of the ledger → the JSON of the public contract, each fact with its citation."""

from __future__ import annotations

from typing import Any

from indexer.store.records import Judgement
from search_api import present
from search_api.ledger.cascade import Carried, Match, Omission, Unmandated
from search_api.ledger.conflicts import Conflict
from search_api.ledger.differences import differences
from search_api.ledger.obligations import Obligation
from search_api.ledger.references import Doubtful, Graph, Link
from search_api.ledger.successors import Successor
from search_api.ledger.workroom import Underway
from search_api.present import Json
from search_api.records import Presenter

# A task that very many plans carry out shows the nearest; one lower plan at a time shows all of its own.
SHOWN_MATCHES = 12


def obligation(presenter: Presenter, one: Obligation) -> Json:
    """An obligation with its document and citation; ``task`` is the whole row where it is one."""
    span = presenter.row_span(one.stored) if one.stored else one.span
    return {
        "id": one.id,
        "key": one.key,
        "kind": one.kind,
        "no": one.stored.task.no if one.stored else None,
        "text": one.text,
        "section": one.section,
        "lead": [present.unit(unit) for unit in one.lead],
        "coordinate": [present.unit(unit) for unit in one.coordinate],
        "deadline": present.deadline(one.deadline),
        "product": one.product,
        "document": present.document(presenter.held(one.document_id)),
        "citation": presenter.cited(one.document_id, span, one.path, one.page),
    }


def match(presenter: Presenter, one: Match) -> Json:
    """A lower obligation with its relation, similarity, what that rests on, and the differences side by side."""
    because = one.because
    return {
        "relation": one.relation,
        "similarity": round(one.similarity, 3),
        "because": {
            "words": round(because.words, 3),
            "meaning": round(because.meaning, 3),
            "units": round(because.units, 3),
            "of_above": round(because.of_above, 3),
            "of_below": round(because.of_below, 3),
            "part": because.part,
        },
        "below": obligation(presenter, one.below),
        "differences": differences(one.above, one.below),
        "judgement": judgement(one.judged) if one.judged else None,
    }


def carried(presenter: Presenter, one: Carried) -> Json:
    """A superior task with what answers to it below."""
    relations = {found.relation for found in one.matches}
    return {
        "above": obligation(presenter, one.above),
        "status": next((r for r in ("same", "narrowed", "mentioned") if r in relations), "none"),
        "matches": [match(presenter, found) for found in one.matches[:SHOWN_MATCHES]],
        "matches_total": len(one.matches),
        "rejected": [judgement(word) for word in one.rejected],
    }


def omission(presenter: Presenter, one: Omission) -> Json:
    """A task that its unit's own plan leaves out."""
    return {
        "above": obligation(presenter, one.above),
        "document": present.document(presenter.held(one.document_id)),
        "part": one.part,
        "nearest": match(presenter, one.nearest) if one.nearest else None,
    }


def unmandated(presenter: Presenter, one: Unmandated) -> Json:
    """An obligation below that nothing above asks for."""
    nearest = one.nearest
    return {
        "below": obligation(presenter, one.below),
        "nearest": {
            "above": obligation(presenter, nearest.above),
            "similarity": round(nearest.similarity, 3),
        }
        if nearest
        else None,
    }


def judgement(one: Judgement) -> dict[str, Any]:
    """What a person said about a pair."""
    return {
        "above_key": one.above_key,
        "below_key": one.below_key,
        "above_document": one.above_document,
        "below_document": one.below_document,
        "verdict": one.verdict,
        "above_words": one.above_words,
        "below_words": one.below_words,
        "by": one.judged_by,
        "why": one.why,
        "at": f"{one.judged_at.isoformat()}Z",
    }


def progress(one: Underway) -> Json:
    """How far a comparison has come."""
    return {"progress": {"done": one.done, "of": one.of}}


def conflict(presenter: Presenter, one: Conflict) -> Json:
    """Two obligations that are one and disagree."""
    return {
        "about": list(one.about),
        "where": one.where,
        "late": one.late,
        "similarity": round(one.similarity, 3),
        "first": obligation(presenter, one.first),
        "second": obligation(presenter, one.second),
        "differences": differences(one.first, one.second),
    }


def link(presenter: Presenter, one: Link) -> Json:
    """A document that another names, with the document it is named in."""
    shown = presenter.reference(one.stored)
    document = presenter.held(one.stored.document_id)
    return {**shown, "held": one.held, "normal": one.number, "document": present.document(document)}


def graph(presenter: Presenter, found: Graph) -> Json:
    """Documents as nodes and what they say of one another as edges."""
    return {
        "nodes": [
            {
                "id": node.id,
                "document_id": node.document_id,
                "held": node.document_id is not None,
                "number": node.number,
                "file": presenter.held(node.document_id).file if node.document_id else None,
                "kind": node.kind,
                "issued_on": present.iso(node.issued_on),
                "cited": node.cited,
            }
            for node in found.nodes
        ],
        "edges": [{"source": edge.source, "target": edge.target, "relation": edge.relation} for edge in found.edges],
    }


def doubtful(presenter: Presenter, one: Doubtful) -> Json:
    """Two numbers that seem to mean one document."""
    return {
        "reason": one.reason,
        "similarity": round(one.similarity, 3),
        "first": link(presenter, one.first),
        "second": link(presenter, one.second),
    }


def successor(one: Successor) -> Json:
    """A body responsible now, with the steps that led to it."""
    return {
        "name": one.name,
        "scope": one.scope,
        "subject": one.subject,
        "verified": one.verified,
        "steps": [
            {
                "name": step.name,
                "scope": step.scope,
                "since": step.since.isoformat(),
                "basis": step.basis,
                "verified": step.verified,
            }
            for step in one.steps
        ],
    }
