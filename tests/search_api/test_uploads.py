"""Files handed in over HTTP: ZIPs, duplicates, refusals, the queue, the stream, and what is left after a break."""

from __future__ import annotations

import io
import json
import socket
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
import uvicorn
from fastapi.testclient import TestClient

from indexer.settings import Settings
from indexer.store.records import Job
from search_api.app import create_app
from search_api.engine import Engine
from search_api.errors import BadUpload
from tests.patience import PATIENCE, eventually
from tests.search_api.conftest import COMMUNE, INSPECTORATE, PROVINCE

API = "/api/v1"


@pytest.fixture
def settings(tiny_model: Path, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", cache=tmp_path / "cache", model=str(tiny_model), threads=1)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as opened:
        yield opened


def zipped(**files: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, words in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), words)
    return content.getvalue()


def send(client: TestClient, name: str, content: bytes | str, status: int = 202) -> dict:
    answer = client.post(f"{API}/documents", files={"file": (name, content)})
    assert answer.status_code == status, answer.text
    return answer.json()


def finished(client: TestClient, upload: str) -> dict:
    def told() -> dict | None:
        state = client.get(f"{API}/uploads/{upload}").json()
        return None if state["waiting"] else state

    assert (state := eventually(told)), "the upload did not end"
    return state


def test_a_zip_becomes_a_job_a_file_and_refusals_are_told(client: TestClient) -> None:
    content = zipped(a__tinh_txt=PROVINCE, b__xa_txt=COMMUNE, b__lai_txt=COMMUNE, anh_exe="MZ", rong_txt="")
    made = send(client, "các kế hoạch.zip", content)
    assert {one["file"] for one in made["jobs"]} == {"tinh.txt", "xa.txt", "lai.txt", "anh.exe", "rong.txt"}
    told = finished(client, made["upload"])
    by_name = {one["file"]: one for one in told["files"]}
    assert [by_name[name]["state"] for name in ("tinh.txt", "xa.txt", "anh.exe", "rong.txt")] == [
        "done",
        "done",
        "failed",
        "failed",
    ]
    assert (by_name["lai.txt"]["duplicate"], by_name["xa.txt"]["duplicate"]) == (True, False)
    assert by_name["lai.txt"]["document_id"] == by_name["xa.txt"]["document_id"]
    assert "anh.exe" in by_name["anh.exe"]["message"]
    assert by_name["anh.exe"]["code"] == "bad_upload"
    assert client.get(f"{API}/documents").json()["total"] == 2
    assert told["counts"] == {"queued": 0, "running": 0, "done": 3, "failed": 2, "cancelled": 0}
    assert client.get(f"{API}/uploads").json()["uploads"][0] == told
    again = send(client, "tinh.txt", PROVINCE, 200)
    assert (again["job"], again["duplicate_of"]) == (None, by_name["tinh.txt"]["document_id"])


def test_a_zip_without_anything_readable_is_refused_with_reasons(client: TestClient) -> None:
    answer = client.post(f"{API}/documents", files={"file": ("x.zip", zipped(a_exe="MZ", b_mp3="ID3"))})
    assert answer.status_code == 400
    assert "a.exe" in answer.json()["error"]["message"]
    assert client.post(f"{API}/documents", files={"file": ("x.zip", b"PK\3\4 broken")}).status_code == 400


def test_names_from_outside_never_leave_their_folder(client: TestClient, settings: Settings) -> None:
    for name in ("../../etc/ke-hoach.txt", "..\\..\\ke-hoach.txt", "a" * 300 + ".txt", "Kế hoạch.txt"):
        made = send(client, name, f"{PROVINCE}\n{name}")
        (one,) = finished(client, client.get(f"{API}/jobs/{made['job']}").json()["upload"])["files"]
        assert one["state"] == "done"
        assert "/" not in one["file"] and "\\" not in one["file"] and len(one["file"]) <= 184
    assert one["file"] == "Kế hoạch.txt"
    assert not list((settings.data / "incoming").iterdir())


class Breaking(io.RawIOBase):
    """A connection that drops after its first bytes."""

    def __init__(self) -> None:
        self.given = False

    def read(self, size: int = -1) -> bytes:
        if self.given:
            raise ConnectionResetError("gone")
        self.given = True
        return b"half a plan"


def test_nothing_is_left_of_an_upload_that_broke_off(client: TestClient, settings: Settings) -> None:
    intake = client.app.state.intake
    upload = intake.open_upload(("mot.txt", "hai.txt"))
    with pytest.raises(ConnectionResetError):
        intake.hand_in("mot.txt", Breaking(), upload)
    intake.hand_in("hai.txt", io.BytesIO(COMMUNE.encode()), upload)
    told = finished(client, upload.id)
    assert told["missing"] == ["mot.txt"]
    assert [one["file"] for one in told["files"]] == ["hai.txt"]
    assert not list((settings.data / "incoming").iterdir())


def test_waiting_files_can_be_hurried_called_off_and_begun_anew(settings: Settings) -> None:
    engine = Engine(settings)
    app = create_app(settings, engine)
    client = TestClient(app)
    # The application has not been started, so nothing leaves the queue yet.
    intake = app.state.intake
    upload = intake.open_upload()
    for name, words in (("a.txt", PROVINCE), ("b.txt", COMMUNE), ("c.txt", INSPECTORATE)):
        intake.hand_in(name, io.BytesIO(words.encode()), upload)
    a, b, c = (one["job"] for one in client.get(f"{API}/uploads/{upload.id}").json()["files"])
    assert [client.get(f"{API}/jobs/{one}").json()["position"] for one in (a, b, c)] == [1, 2, 3]
    client.post(f"{API}/jobs/{c}/first")
    assert [client.get(f"{API}/jobs/{one}").json()["position"] for one in (a, b, c)] == [2, 3, 1]
    called_off = client.post(f"{API}/jobs/{a}/cancel").json()
    assert (called_off["state"], called_off["code"]) == ("failed", "cancelled")
    assert client.post(f"{API}/jobs/{a}/cancel").status_code == 422
    with TestClient(app) as started:
        told = finished(started, upload.id)
        assert {one["file"]: one["state"] for one in told["files"]} == {
            "a.txt": "failed",
            "b.txt": "done",
            "c.txt": "done",
        }
        assert [one["can_retry"] for one in told["files"]] == [True, False, False]
        started.post(f"{API}/jobs/{a}/retry")
        assert finished(started, upload.id)["counts"]["done"] == 3
        assert started.post(f"{API}/jobs/{a}/retry").status_code == 422
        assert started.get(f"{API}/documents").json()["total"] == 3
    engine.close()


def test_what_waited_when_the_server_stopped_is_read_after_it_starts_again(settings: Settings) -> None:
    engine = Engine(settings)
    intake = create_app(settings, engine).state.intake
    upload = intake.open_upload()
    intake.hand_in("a.txt", io.BytesIO(PROVINCE.encode()), upload)
    lost = Job("0" * 32, "b.txt", "running", "read", 0, 0, None, "f" * 12, upload.at, upload.id)
    engine.whole.save_job(lost)
    engine.close()
    with TestClient(create_app(settings)) as client:
        told = finished(client, upload.id)
        assert {one["file"]: one["state"] for one in told["files"]} == {"a.txt": "done", "b.txt": "failed"}
        assert "gửi lại" in next(one["message"] for one in told["files"] if one["file"] == "b.txt")


def test_a_refusal_is_raised_where_a_program_sends_one_file(client: TestClient) -> None:
    with pytest.raises(BadUpload):
        client.app.state.intake.take("a.exe", io.BytesIO(b"MZ"))
    assert client.get(f"{API}/uploads/nothing").status_code == 404


def test_an_upload_is_told_as_a_stream_until_everything_is_read(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = create_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    base = f"http://127.0.0.1:{port}{API}"
    try:
        assert eventually(lambda: server.started)
        made = httpx2.post(f"{base}/documents", files={"file": ("x.zip", zipped(a_txt=PROVINCE, b_txt=COMMUNE))}).json()
        states, events = [], []
        with httpx2.stream("GET", f"{base}/uploads/{made['upload']}/events", timeout=PATIENCE) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            for line in answer.iter_lines():
                if line.startswith("event: "):
                    events.append(line[7:])
                elif line.startswith("data: ") and events[-1] == "state":
                    states.append(json.loads(line[6:]))
                if events[-1:] == ["end"] and not line:
                    break
        assert [one["state"] for one in states[-1]["files"]] == ["done", "done"]
        assert states[0]["waiting"] and not states[-1]["waiting"]
        assert all(state["upload"] == made["upload"] for state in states)
        assert httpx2.get(f"{base}/uploads/nothing/events").status_code == 404
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
