"""The printed pages over HTTP: words where they stand, pictures, and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api.app import create_app


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path, corpus: Path) -> Iterator[TestClient]:
    settings = Settings(data=tmp_path_factory.mktemp("leaves"), model=str(tiny_model), threads=1)
    pipeline = Pipeline(settings)
    documents = corpus / "documents"
    pipeline.add([documents / "108-ubnd-phuong-ban-chau-2026.pdf", documents / "103-so-ke-hoach-dau-tu-2024.txt"])
    pipeline.close()
    with TestClient(create_app(settings)) as made:
        yield made


@pytest.fixture(scope="module")
def held(client: TestClient) -> dict[str, str]:
    return {one["file"][:3]: one["id"] for one in client.get("/api/v1/documents").json()["documents"]}


def test_the_runs_of_a_page_are_slices_of_the_one_text_within_the_page(client: TestClient, held: dict[str, str]):
    text = client.get(f"/api/v1/documents/{held['108']}/text").text
    page = client.get(f"/api/v1/documents/{held['108']}/pages/1").json()
    assert page["page"] == 1 and page["source"] == "text" and len(page["runs"]) > 20
    for run in page["runs"]:
        assert run["text"] == text[run["start"] : run["end"]] and run["text"].strip()
        assert 0 <= run["x0"] < run["x1"] <= page["width"] and 0 <= run["top"] < run["bottom"] <= page["height"]


def test_a_page_comes_as_a_picture(client: TestClient, held: dict[str, str]):
    answer = client.get(f"/api/v1/documents/{held['108']}/pages/1.webp")
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/webp"
    assert answer.content[:4] == b"RIFF" and "private" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("108/pages/99.webp", 404),
        ("108/pages/0.webp", 404),
        ("108/pages/1.webp?width=123", 422),
        ("108/pages/one", 422),
        ("108/pages/99", 404),
        ("103/pages/1.webp", 404),
        ("103/pages/1", 404),
    ],
)
def test_what_has_no_such_page_is_told(client: TestClient, held: dict[str, str], address: str, status: int):
    key, _, rest = address.partition("/")
    answer = client.get(f"/api/v1/documents/{held[key]}/{rest}")
    assert answer.status_code == status and answer.json()["error"]["message"]


def test_an_unknown_document_has_no_pages(client: TestClient):
    assert client.get("/api/v1/documents/nothing/pages/1").status_code == 404
    assert client.get("/api/v1/documents/nothing/pages/1.webp").status_code == 404
