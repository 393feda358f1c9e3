"""Documents that change or go while the ledger looks at them: told, asked again, never mixed up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from search_api.errors import NotFound
from search_api.ledger.book import Ledger, answered
from search_api.ledger.library import Library, Outdated, Shelf
from search_api.ledger.pairs import PairStore
from tests.search_api.ledger.boats import boats

API = "/api/v1"


@pytest.fixture
def client(tiny_model: Path, tmp_path: Path) -> Iterator[TestClient]:
    with boats(tiny_model, tmp_path) as opened:
        yield opened


def ledger(client: TestClient) -> Ledger:
    found: Ledger = client.app.state.ledger  # type: ignore[attr-defined]
    return found


def unread(client: TestClient, folder: Path) -> Library:
    """The plans as they stand now, none of them read yet."""
    return Library(ledger(client).engine.presenter().knowledge, Shelf(PairStore(folder / "pairs.db")))


def corrected(client: TestClient) -> str:
    """Corrects a task; returns the id of its document."""
    task = client.get(f"{API}/tasks", params={"limit": 1}).json()["tasks"][0]
    said = {"action": "set", "task": task["id"], "field": "product", "value": "Sổ theo dõi", "by": "An"}
    assert client.post(f"{API}/corrections", json=said).status_code == 201
    return str(task["document"]["id"])


def test_a_plan_that_changed_since_its_digest_was_taken_is_not_read_under_it(
    client: TestClient, tmp_path: Path
) -> None:
    library = unread(client, tmp_path)
    changed = corrected(client)
    with pytest.raises(Outdated):
        library.plan(changed)
    assert library.digest(changed) not in library.shelf.plans
    untouched = next(key for key in library.digests if key != changed)
    assert library.plan(untouched).obligations
    assert unread(client, tmp_path).plan(changed).obligations


def test_a_plan_that_was_taken_out_meanwhile_is_not_read(client: TestClient, tmp_path: Path) -> None:
    library = unread(client, tmp_path)
    gone = next(iter(library.digests))
    assert client.delete(f"{API}/documents/{gone}").status_code == 204
    with pytest.raises(Outdated):
        library.plan(gone)
    conflicts = client.get(f"{API}/conflicts").json()["conflicts"]
    assert all(gone != side["document"]["id"] for one in conflicts for side in (one["first"], one["second"]))


def test_conflicts_are_asked_again_when_a_document_changed_meanwhile() -> None:
    asked: list[int] = []

    def answer() -> str:
        asked.append(1)
        if len(asked) < 3:
            raise Outdated("a")
        return "ok"

    assert answered(answer) == "ok"

    def never() -> str:
        raise Outdated("a")

    with pytest.raises(Outdated):
        answered(never)


def test_a_document_that_came_since_is_looked_up_and_one_that_went_is_told(client: TestClient) -> None:
    presenter = ledger(client).engine.presenter()
    key = next(iter(presenter.knowledge.documents))
    late = {name: one for name, one in presenter.knowledge.documents.items() if name != key}
    presenter.knowledge.documents.clear()
    presenter.knowledge.documents.update(late)
    assert presenter.held(key).id == key
    (task, *_) = presenter.knowledge.catalogue.tasks().items
    assert presenter.task(task)["document"]["id"] == task.document_id
    with pytest.raises(NotFound):
        presenter.held("0" * 12)
