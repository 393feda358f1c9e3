"""Suggestions, saved searches, past questions and files of questions as jobs, over the API."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api.access.viewer import Viewer
from search_api.app import create_app
from search_api.asking.batch_jobs import Courtesy
from search_api.asking.past import owner
from search_api.asking.suggest import initials
from search_api.engine import Engine
from tests.patience import eventually
from tests.search_api.conftest import PROVINCE

QUESTIONS = "Câu hỏi\nAi chủ trì rà soát tài sản công tại các trường học?\nai chu tri mo lop tap huan chu ky so\n"


@pytest.fixture(scope="module")
def own(settings: Settings, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The API over a copy of the data, since these tests add a document."""
    folder = shutil.copytree(engine.settings.data, tmp_path_factory.mktemp("own") / "data")
    with TestClient(create_app(settings.model_copy(update={"data": folder}))) as opened:
        yield opened


def suggested(client: TestClient, typed: str) -> list[tuple[str, str]]:
    reply = client.get("/api/v1/suggest", params={"q": typed})
    assert reply.status_code == 200
    return [(one["kind"], one["text"]) for one in reply.json()["suggestions"]]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("stttt", ("unit", "Sở Thông tin và Truyền thông")),
        ("sttvtt", ("unit", "Sở Thông tin và Truyền thông")),
        ("so thong", ("unit", "Sở Thông tin và Truyền thông")),
        ("truyền th", ("unit", "Sở Thông tin và Truyền thông")),
        ("77/q", ("document", "Quyết định 77/QĐ-UBND")),
        ("chuyen doi so nam", ("document", "Quyết định 77/QĐ-UBND")),
        ("chữ ký", ("task", "Mở lớp tập huấn chữ ký số cho công chức")),
        ("tthc", ("task", "Công bố kết quả giải quyết thủ tục hành chính")),
    ],
)
def test_words_beginnings_and_initials_suggest(client: TestClient, typed: str, expected: tuple[str, str]) -> None:
    assert expected in suggested(client, typed)


@pytest.mark.parametrize("typed", ["", " ", "?!", "zzzz", '" OR 1=1 --', "<script>", "a" * 5000, "\u202e\U0001f600"])
def test_what_nothing_begins_with_suggests_nothing(client: TestClient, typed: str) -> None:
    assert suggested(client, typed) == []


def test_typed_marks_come_before_others(client: TestClient) -> None:
    assert suggested(client, "sở tài")[0] == ("unit", "Sở Tài chính")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("so thong tin va truyen thong", ("stttt", "sttvtt")), ("van phong", ("vp",)), ("tinh", ())],
)
def test_initials_pass_over_small_words(name: str, expected: tuple[str, ...]) -> None:
    assert initials(name) == expected


def test_a_visitor_without_an_account_keeps_nothing() -> None:
    assert owner(Viewer(None, "khách", "viewer", "anonymous")) is None
    assert owner(Viewer(None, "máy này", "editor", "anonymous")) == ""
    assert owner(Viewer("a1", "An", "viewer", "session")) == "a1"


def test_saved_searches_tell_what_was_added_since(own: TestClient, tmp_path: Path) -> None:
    kept = own.post("/api/v1/saved", json={"query": "?q=bàn giao trụ sở&in_kind=task&lang=en", "name": "Trụ sở"})
    assert kept.status_code == 201 and kept.json()["new"] == 0
    assert "lang=" not in kept.json()["url"]
    plan = tmp_path / "104-moi.txt"
    plan.write_text(
        PROVINCE.replace("77/QĐ-UBND", "99/QĐ-UBND").replace(
            "Đo lường sự hài lòng của người dân", "Bàn giao trụ sở cũ"
        ),
        encoding="utf8",
    )
    assert not Pipeline(own.app.state.engine.settings).add([plan]).failed  # type: ignore[attr-defined]
    (found,) = own.get("/api/v1/saved").json()["saved"]
    assert found["new"] == 1
    assert found["hits"][0]["document"]["number"] == "99/QĐ-UBND"
    assert own.post(f"/api/v1/saved/{found['id']}/seen").status_code == 204
    assert own.get("/api/v1/saved").json()["saved"][0]["new"] == 0
    assert own.delete(f"/api/v1/saved/{found['id']}").status_code == 204
    assert own.get("/api/v1/saved").json() == {"total": 0, "saved": []}


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("POST", "/saved", {"query": "document=x"}, 422),
        ("POST", "/saved", {"query": "q=" + "x" * 7000}, 422),
        ("POST", "/saved/none/seen", None, 404),
        ("DELETE", "/saved/none", None, 404),
        ("GET", "/ask/batch/jobs/none", None, 404),
        ("DELETE", "/ask/batch/jobs/none", None, 404),
        ("POST", "/ask/batch/jobs", None, 400),
    ],
)
def test_what_is_not_there_or_asks_nothing_is_refused(
    own: TestClient, method: str, address: str, body: Any, status: int
) -> None:
    reply = own.request(method, f"/api/v1{address}", json=body)
    assert reply.status_code == status and reply.json()["error"]["message"]


def test_past_questions_are_suggested_again_and_can_be_let_go_of(own: TestClient) -> None:
    past = own.app.state.seeking.past  # type: ignore[attr-defined]
    own.app.state.seeking.note("Ai trực phòng máy chủ?")  # type: ignore[attr-defined]
    past.flush()
    assert own.get("/api/v1/asked").json()["questions"] == ["Ai trực phòng máy chủ?"]
    assert suggested(own, "phong may")[0] == ("past", "Ai trực phòng máy chủ?")
    assert own.delete("/api/v1/asked").status_code == 204
    assert ("past", "Ai trực phòng máy chủ?") not in suggested(own, "phong may")


def test_a_file_of_questions_is_answered_in_the_background(own: TestClient) -> None:
    begun = own.post("/api/v1/ask/batch/jobs", files={"file": ("hoi.csv", QUESTIONS.encode())})
    assert begun.status_code == 202 and begun.json()["of"] == 2
    address = f"/api/v1/ask/batch/jobs/{begun.json()['job']}"
    state = ended(own, address)
    assert (state["state"], state["done"], state["error"]) == ("done", 2, None)
    sheet = load_workbook(io.BytesIO(own.get(state["result"]).content)).worksheets[0]
    assert sheet.cell(2, 5).value == "Sở Tài chính"
    assert own.delete(address).status_code == 204
    assert own.get(address).status_code == 404


def ended(client: TestClient, address: str) -> dict[str, Any]:
    def state() -> dict[str, Any] | None:
        told: dict[str, Any] = client.get(address).json()
        return None if told["state"] in ("queued", "running") else told

    assert (last := eventually(state)), "the batch did not end"
    return last


def test_a_job_can_be_called_off_and_others_go_on(own: TestClient) -> None:
    long = ("hoi.csv", ("Câu hỏi\n" + "\n".join(f"Ai chủ trì việc số {i}?" for i in range(400))).encode())
    first = own.post("/api/v1/ask/batch/jobs", files={"file": long}).json()["job"]
    second = own.post("/api/v1/ask/batch/jobs", files={"file": ("hoi.csv", QUESTIONS.encode())}).json()["job"]
    assert own.delete(f"/api/v1/ask/batch/jobs/{first}").status_code == 204
    assert own.get(f"/api/v1/ask/batch/jobs/{first}").json()["state"] == "cancelled"
    assert own.get(f"/api/v1/ask/batch/jobs/{first}/result").status_code == 404
    assert ended(own, f"/api/v1/ask/batch/jobs/{second}")["state"] == "done"


def test_work_in_the_background_rests_longer_while_somebody_asks() -> None:
    courtesy = Courtesy()
    assert courtesy.pause(0.2) < 0.01
    courtesy.note()
    assert courtesy.pause(0.2) == pytest.approx(0.4)
