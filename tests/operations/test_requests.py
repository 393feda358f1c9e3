"""What a request may be and what is told of it: sizes, rates, metrics, operations for administrators."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from indexer.errors import UnreadableDocument
from indexer.settings import Settings
from indexer.store.accounts.records import NewAccount
from search_api.operations.pace import RATES
from tests.patience import ended, eventually
from web.app import create_app

HERE, ELSEWHERE = ("127.0.0.1", 5000), ("10.1.2.3", 5000)


@pytest.fixture(scope="module")
def app(
    three: Path, settings_for: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    data = shutil.copytree(three, tmp_path_factory.mktemp("requests") / "data")
    made = create_app(settings_for(data).model_copy(update={"max_request_mb": 1, "slow_ms": 1}))
    with TestClient(made, base_url="http://127.0.0.1:8000", client=HERE):
        yield made


def client(app: Any, address: tuple[str, int] = HERE, **headers: str) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1:8000", client=address, headers=headers, follow_redirects=False)


def token(app: Any, role: str, scope: str) -> str:
    """A bearer header of a new account."""
    register = app.state.api.state.engine.whole.register
    account = register.accounts.make(NewAccount(f"{role}-{time.monotonic_ns()}", role, None, must_change=False))
    return f"Bearer {register.tokens.make(account.id, 't', frozenset({scope}), None)[1]}"


def leftovers(app: Any) -> list[Path]:
    folder = app.state.api.state.engine.settings.data / "incoming"
    return list(folder.rglob("*")) if folder.exists() else []


def pieces(count: int) -> Iterator[bytes]:
    yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    for _ in range(count):
        yield b"a" * 65_536
    yield b"\r\n--x--\r\n"


def test_two_gigabytes_are_refused_before_they_come(app):
    for path in ("/api/v1/documents", "/add"):
        headers = {"content-length": str(2 << 30), "content-type": "multipart/form-data; boundary=x"}
        answer = client(app).post(path, headers=headers, content=b"--x")
        assert answer.status_code == 413 or (path == "/add" and answer.status_code == 403)
        if path.startswith("/api/"):
            assert answer.json()["error"]["code"] == "too_large" and "1 MB" in answer.json()["error"]["message"]
    assert not leftovers(app)


def test_a_body_without_a_length_is_stopped_when_too_much_has_come(app):
    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = client(app).post("/api/v1/documents", headers=headers, content=pieces(40))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert not leftovers(app)
    assert client(app).post("/api/v1/documents", headers=headers, content=pieces(2)).status_code == 202


def test_words_that_are_no_upload_may_be_much_shorter(app):
    answer = client(app).post("/api/v1/corrections", json={"value": "a" * (1 << 20)})
    assert answer.status_code in (413, 422)
    answer = client(app).post("/api/v1/corrections", json={"value": "a" * (5 << 20)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_long_addresses_and_headers_are_refused_in_a_sentence(app):
    answer = client(app).get("/api/v1/ask", params={"q": "a" * 40_000})
    assert (answer.status_code, answer.json()["error"]["code"]) == (414, "address_too_long")
    page = client(app).get("/", params={"q": "a" * 40_000, "lang": "en"})
    assert page.status_code == 414 and "The address is longer than" in page.text
    answer = client(app).get("/api/v1/documents", headers={f"x-{n}": "a" for n in range(200)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (431, "headers_too_large")


def test_more_parts_than_any_form_has_are_refused(app):
    files = [("file", (f"{n}.txt", b"x")) for n in range(1200)]
    assert client(app).post("/api/v1/documents", files=files).status_code == 400


def test_rates_hold_for_accounts_and_not_for_this_machine_without_one(app):
    asked = client(app, ELSEWHERE, authorization=token(app, "viewer", "read"))
    most = RATES["export"].amount
    states = [asked.get("/api/v1/tasks", params={"format": "csv"}).status_code for _ in range(most)]
    assert set(states) == {200}
    late = asked.get("/api/v1/tasks", params={"format": "csv"})
    assert (late.status_code, late.json()["error"]["code"]) == (429, "too_many_requests")
    assert 1 <= int(late.headers["retry-after"]) <= 60
    assert late.headers["retry-after"] in late.json()["error"]["message"]
    assert asked.get("/api/v1/documents").status_code == 200
    here = client(app)
    assert {here.get("/api/v1/tasks", params={"format": "csv"}).status_code for _ in range(most + 5)} == {200}


def test_metrics_tell_routes_and_numbers_and_never_words(app):
    client(app).get("/api/v1/ask", params={"q": "ai lo gốc cây hồng hạc"})
    document = client(app).get("/api/v1/documents").json()["documents"][0]["id"]
    client(app).get(f"/api/v1/documents/{document}")
    told = client(app).get("/metrics")
    assert told.status_code == 200 and told.headers["content-type"].startswith("text/plain")
    for line in (
        'chutri_requests_total{method="GET",route="/api/v1/ask",status="200"}',
        'route="/api/v1/documents/{document_id}"',
        'chutri_search_seconds_count{stage="encode"}',
        "chutri_documents ",
        'chutri_jobs{state="queued"}',
        "process_resident_memory_bytes",
        'chutri_resident_bytes{state="server"}',
    ):
        assert line in told.text
    assert not any(word in told.text for word in ("hồng", "%E1", document))
    assert client(app, ELSEWHERE).get("/metrics").status_code == 403
    assert client(app, **{"x-forwarded-for": "10.0.0.9"}).get("/metrics").status_code == 403
    watcher = token(app, "administrator", "metrics")
    assert client(app, ELSEWHERE, authorization=watcher).get("/metrics").status_code == 200
    assert client(app, ELSEWHERE, authorization=watcher).get("/api/v1/documents").status_code == 403
    once = token(app, "viewer", "metrics")
    assert client(app, ELSEWHERE, authorization=once).get("/metrics").status_code == 403, "not an administrator's"
    reader = token(app, "viewer", "read")
    assert client(app, ELSEWHERE, authorization=reader).get("/metrics").status_code == 403


def test_operations_are_for_administrators(app):
    for one in (client(app), client(app, authorization=token(app, "editor", "write"))):
        for method, path in (
            ("GET", ""),
            ("POST", "/backups"),
            ("POST", "/restore/undo"),
            ("DELETE", "/failures?file=a"),
        ):
            assert one.request(method, f"/api/v1/operations{path}").status_code in (401, 403)
        assert one.get("/operations").status_code in (303, 403)


def test_an_administrator_backs_up_restores_and_dismisses(app):
    own = client(app, authorization=token(app, "administrator", "admin"))
    engine = app.state.api.state.engine
    engine.whole.record_failure("hỏng.pdf", UnreadableDocument("Tệp hỏng.", "The file is broken."))
    state = own.get("/api/v1/operations").json()
    assert state["index"]["level"] and state["index"]["documents"] >= 3
    assert [(one["file"], one["job"]) for one in state["failures"]] == [("hỏng.pdf", None)]
    assert own.post("/api/v1/operations/failures/retry", json={"file": "hỏng.pdf"}).status_code == 404
    assert state["versions"]["schema"] == state["versions"]["schema_wanted"]
    assert state["slow"] and set(state["slow"][0]) == {"at", "id", "method", "route", "status", "ms", "viewer"}
    assert own.post("/api/v1/operations/backups").status_code == 202
    finished(own)
    (kept,) = own.get("/api/v1/operations").json()["backups"]
    assert own.get(f"/api/v1/operations/backups/{kept['name']}").content.startswith(b"PK")
    assert own.get("/api/v1/operations/backups/..%2Fcatalogue.db").status_code == 404
    assert own.delete("/api/v1/operations/failures", params={"file": "hỏng.pdf"}).status_code == 204
    assert own.post("/api/v1/operations/restore", json={"name": "none.zip"}).status_code == 404
    assert own.post("/api/v1/operations/restore", json={"name": kept["name"]}).status_code == 202
    finished(own)
    state = own.get("/api/v1/operations").json()
    assert state["can_undo"] and [one["file"] for one in state["failures"]] == ["hỏng.pdf"]
    page = own.get("/operations?lang=en")
    assert page.status_code == 200 and "hỏng.pdf" in page.text and "The file is broken." in page.text
    assert kept["name"] in page.text
    assert own.delete(f"/api/v1/operations/backups/{kept['name']}").status_code == 204


def finished(own: TestClient) -> None:
    def work() -> dict[str, Any] | None:
        told: dict[str, Any] = own.get("/api/v1/operations/work").json()["work"]
        return None if told["state"] == "running" else told

    assert (last := eventually(work)) and last["state"] == "done", last


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.txt",
        "..\\..\\boot.txt",
        "a" * 300 + ".txt",
        "ke\u0302\u0301 hoa\u0323ch.txt",
        "a\x07b\u202e.txt",
    ],
)
def test_a_name_from_outside_stays_a_name(app, tmp_path: Path, name: str):
    own = client(app, authorization=token(app, "editor", "write"))
    answer = own.post(
        "/api/v1/documents",
        files={"file": (name, f"KẾ HOẠCH\n\n1. Việc {len(name)} {sum(map(ord, name))}.\n".encode())},
    )
    assert answer.status_code == 202
    job = ended(own, answer.json()["job"])
    assert job["state"] == "done", job
    shown = own.get(f"/api/v1/documents/{answer.json()['document_id']}").json()["file"]
    assert not {"/", "\\", "\x07", "\u202e", "\u0301"} & set(shown) and len(shown) < 260
    original = own.get(f"/api/v1/documents/{answer.json()['document_id']}/file")
    assert original.headers["content-disposition"].startswith("attachment")
    assert original.headers["x-content-type-options"] == "nosniff"
    assert original.headers["content-security-policy"].startswith("sandbox")
    data = app.state.api.state.engine.settings.data
    assert not (data.parent.parent / "etc").exists() and not list(data.glob("*.txt"))


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><html><script>alert(1)</script><body onload=alert(2)>x</body></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>',
    ],
)
def test_what_only_calls_itself_a_pdf_is_not_held(app, content: bytes):
    own = client(app, authorization=token(app, "editor", "write"))
    answer = own.post("/api/v1/documents", files={"file": ("a.pdf", content)})
    job = ended(own, answer.json()["job"])
    assert job["state"] == "failed" and job["error"] and "alert" not in str(job["error"])
    assert own.get(f"/api/v1/documents/{answer.json()['document_id']}").status_code == 404
    keeper = client(app, authorization=token(app, "administrator", "admin"))
    (failure,) = [one for one in keeper.get("/api/v1/operations").json()["failures"] if one["file"] == "a.pdf"]
    assert failure["job"] == job["job"]
    again = keeper.post("/api/v1/operations/failures/retry", json={"file": "a.pdf"})
    assert again.status_code == 202 and again.json()["job"] == job["job"]
