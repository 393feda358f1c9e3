"""What a running server says to what should not come, over real connections: one sentence, and all that is held stays.

One server for all of it; the disk that fills up comes last.
"""

from __future__ import annotations

import html
import json
import re
import resource
import select
import shutil
import socket
import sqlite3
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPResponse
from pathlib import Path

import pytest

from bench.tour import EDITOR, OLDER, PASSWORD, Visitor, furnish
from indexer.settings import Settings
from tests.operations.conftest import HEAD
from tests.operations.serving import Server
from tests.patience import eventually

MARK = "x3b0undary"
PART = f'--{MARK}\r\nContent-Disposition: form-data; name="file"; filename="'
FORM = f"multipart/form-data; boundary={MARK}"


@pytest.fixture(scope="module")
def settings(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    data = shutil.copytree(bundled, tmp_path_factory.mktemp("bad") / "data")
    furnish(data)
    return Settings(data=data, threads=1, max_request_mb=2)


@pytest.fixture(scope="module")
def server(settings: Settings) -> Iterator[Server]:
    with Server(settings, settings.data.parent / "log") as started:
        Visitor(started.base, EDITOR).upload(("nhiệm vụ.txt", OLDER))
        yield started
    assert "Traceback" not in started.log.read_text()


@pytest.fixture
def editor(server: Server) -> Visitor:
    return Visitor(server.base, EDITOR)


def opened(server: Server, who: Visitor, address: str, **headers: str) -> socket.socket:
    """A connection on which the head of a sending was written."""
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in who.cookies())
    told = {"Host": server.base.removeprefix("http://"), "Cookie": cookie, "Content-Type": FORM, **who.key(), **headers}
    line = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    lines = "\r\n".join(f"{name}: {value}" for name, value in told.items())
    line.sendall(f"POST {address} HTTP/1.1\r\n{lines}\r\n\r\n".encode())
    return line


def answered(line: socket.socket) -> tuple[int, str]:
    """The status and the words of what the server answers."""
    answer = HTTPResponse(line)
    answer.begin()
    return answer.status, sentence(answer.read().decode())


def sentence(body: str) -> str:
    """The one sentence of an error, from the API or on a page; nothing of the program's insides is beside it."""
    assert "Traceback" not in body and "Error:" not in body and ".py" not in body
    if body.startswith("{"):
        return str(json.loads(body)["error"]["message"])
    main = re.search(r"<main.*?</main>", body, re.DOTALL)
    assert main, body
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", main[0]).split()))


def incoming(settings: Settings) -> list[Path]:
    return list((settings.data / "incoming").rglob("*"))


def emptied(settings: Settings) -> bool:
    """Whether nothing of an upload is left in the end."""
    return eventually(lambda: not incoming(settings))


@pytest.mark.parametrize("address", ["/api/v1/documents", "/add"])
@pytest.mark.parametrize(
    ("language", "said"), [("vi", "Yêu cầu lớn hơn 2 MB"), ("en", "The request is larger than 2 MB")]
)
def test_two_gigabytes_are_refused_when_they_are_announced(
    server: Server, editor: Visitor, settings: Settings, address: str, language: str, said: str
):
    with opened(server, editor, address, **{"Content-Length": str(2 << 30), "Accept-Language": language}) as line:
        line.sendall(f'{PART}a.pdf"\r\n\r\n'.encode() + b"%PDF" * 10_000)
        status, words = answered(line)
    assert status == 413 and said in words
    assert not incoming(settings)


@pytest.mark.parametrize("address", ["/api/v1/documents", "/add"])
def test_an_endless_stream_is_stopped_and_told_why(server: Server, editor: Visitor, settings: Settings, address: str):
    chunk = b"10000\r\n" + b"a" * 65_536 + b"\r\n"
    head = f'{PART}a.txt"\r\n\r\n'.encode()
    with opened(server, editor, address, **{"Transfer-Encoding": "chunked"}) as line:
        line.sendall(b"%x\r\n%s\r\n" % (len(head), head))
        for _ in range(2 << 14):
            if select.select([line], [], [], 0)[0]:
                break
            line.sendall(chunk)
        status, words = answered(line)
    assert status == 413 and "Yêu cầu lớn hơn 2 MB" in words
    assert emptied(settings)


NAMES = {
    "../../etc/passwd.txt": "passwd.txt",
    "..\\..\\boot.txt": "boot.txt",
    f"{'ế' * 300}.txt": None,
    unicodedata.normalize("NFD", "kế hoạch đợt hai.txt"): "kế hoạch đợt hai.txt",
}


def test_names_are_shown_composed_and_short_and_never_lead_anywhere(
    server: Server, editor: Visitor, settings: Settings
):
    before = server.files()
    parts = [
        f'{PART}{name}"\r\n\r\n{HEAD.format(name=f"Tên {at}", number=40 + at)}\r\n' for at, name in enumerate(NAMES)
    ]
    body = f"{''.join(parts)}--{MARK}--\r\n".encode()
    with opened(server, editor, "/add", **{"Content-Length": str(len(body))}) as line:
        line.sendall(body)
        answer = HTTPResponse(line)
        answer.begin()
        assert answer.status == 303
        address = editor.when_done(str(answer.headers["location"]))
    came = server.files() - before
    (long,) = came - {name for name in NAMES.values() if name}
    assert came == {long, *filter(None, NAMES.values())}
    assert re.fullmatch("ế{50,180}\\.txt", long)
    shown = html.unescape(editor.get(address).text)
    assert all(name in shown for name in came)
    assert all(re.fullmatch(r"[0-9a-f]{64}\.txt", path.name) for path in (settings.data / "files").iterdir())
    assert not [path for path in settings.data.parent.rglob("*") if path.name in ("passwd.txt", "boot.txt")]
    original = editor.get(f"/api/v1/documents/{editor.held(long)}/file")
    assert original.headers["content-disposition"].startswith("attachment") and "onload" not in original.text


@pytest.mark.parametrize("address", ["/api/v1/documents", "/add"])
def test_a_connection_dropped_in_mid_upload_leaves_nothing(
    server: Server, editor: Visitor, settings: Settings, address: str
):
    before = server.files()
    line = opened(server, editor, address, **{"Content-Length": str(1_900_000)})
    line.sendall(f'{PART}rơi.txt"\r\n\r\n'.encode() + b"a" * 950_000)
    # Cut off as by a cable, without a farewell.
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()
    assert server.files() == before and emptied(settings)


def row_in_hand(who: Visitor) -> tuple[str, dict[str, str], str]:
    """The address of the form of the first task, its fields as the page has them, and the address of the page."""
    document, task = who.held("nhiệm vụ.txt"), first_task(who)["id"]
    page = f"/review/{document}?task={task}"
    return f"/review/{document}/tasks/{task}", fields(who.get(page).text), page


def first_task(who: Visitor) -> dict[str, str]:
    return dict(who.json("tasks?limit=1")["tasks"][0])


def fields(page: str) -> dict[str, str]:
    """What is in the fields of the row's form."""
    inputs = dict(re.findall(r'name="((?:f|was|before)-\w+)" value="([^"]*)"', page))
    areas = dict(re.findall(r'<textarea[^>]* name="(f-\w+)"[^>]*>([^<]*)</textarea>', page))
    return {name: html.unescape(value) for name, value in {**inputs, **areas}.items()}


def test_of_two_editors_on_one_task_the_second_is_told_and_loses_nothing(server: Server, editor: Visitor):
    other = Visitor(server.base, EDITOR)
    address, held, page = row_in_hand(editor)
    mine, theirs = {**held, "f-product": "Biên bản của tôi"}, {**held, "f-product": "Danh sách của người kia"}
    other.post(address, theirs, page)
    key = editor.key()
    answer = editor._client.post(address, data=mine, headers=key)
    assert answer.status_code == 409
    assert "Chỗ này đã được sửa trước đó" in sentence(answer.text)
    assert "Biên bản của tôi" in answer.text and "Danh sách của người kia" in answer.text
    again = {**fields(answer.text), "f-product": "Biên bản của tôi"}
    editor.post(address, again, page)
    assert first_task(editor)["product"] == "Biên bản của tôi"


def test_a_session_that_expires_in_mid_review_costs_nothing_that_was_typed(
    server: Server, editor: Visitor, settings: Settings
):
    address, held, _ = row_in_hand(editor)
    key = editor.key()
    with closing(sqlite3.connect(settings.data / "catalogue.db", timeout=30)) as catalogue, catalogue:
        catalogue.execute("UPDATE account_sessions SET ends_at = '2020-01-01 00:00:00'")
    typed = {**held, "f-product": "Sổ theo dõi “gõ dở”"}
    assert editor.late(address, typed, key) == "/signin?next=/held"
    assert "được giữ lại" in sentence(editor.get("/signin?next=/held").text)
    editor.post("/signin", {"name": EDITOR, "password": PASSWORD, "next": "/held"}, "/signin")
    page = editor.get("/held").text
    assert f'action="{address}"' in page and "Sổ theo dõi “gõ dở”" in html.unescape(page)
    kept = {name: html.unescape(value) for name, value in re.findall(r'name="([\w-]+)" value="([^"]*)"', page)}
    editor.post(address, {name: value for name, value in kept.items() if name != "csrf"})
    assert first_task(editor)["product"] == "Sổ theo dõi “gõ dở”"


def test_scripts_and_events_that_are_named_pdf_are_refused_and_never_run(server: Server, editor: Visitor):
    held = server.files()
    script = "<!doctype html><html><script>alert(1)</script><body onload=alert(2)>x</body></html>"
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
    page = editor.get(editor.upload(("trang.pdf", script), ("hình.pdf", drawing))).text
    words = sentence(page)
    assert "alert(" not in page
    assert "trang.pdf: tên tệp có đuôi .pdf nhưng nội dung là trang HTML" in words
    assert "hình.pdf: tên tệp có đuôi .pdf nhưng nội dung là hình vẽ SVG" in words
    assert server.files() == held


@contextmanager
def at_most(server: Server, size: int) -> Iterator[None]:
    """No file of the server may grow beyond that many bytes, as on a disk that is full."""
    soft, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_fills_up_is_said_and_works_again_with_room(server: Server, editor: Visitor, settings: Settings):
    address, held, page = row_in_hand(editor)
    before, key = server.files(), editor.key()
    content = HEAD.format(name="Đầy", number=77).encode()
    sent: Mapping[str, object] = {"files": {"file": ("đầy.txt", content)}, "headers": key}
    with at_most(server, server.log.stat().st_size):
        for path, language, said in (
            ("/api/v1/documents", "vi", "Đĩa đã đầy"),
            ("/api/v1/documents", "en", "The disk is full"),
            ("/add", "vi", "Đĩa đã đầy"),
        ):
            answer = editor._client.post(path, **{**sent, "headers": {**key, "accept-language": language}})
            assert answer.status_code == 507 and said in sentence(answer.text)
        answer = editor._client.post(address, data={**held, "f-product": "Không có chỗ"}, headers=key)
        assert "Đĩa đã đầy" in sentence(answer.text) and fields(answer.text)["f-product"] == "Không có chỗ"
        assert server.files() == before and server.found() >= before - {"passwd.txt", "boot.txt"}
    editor.post(address, {**held, "f-product": "Có chỗ"}, page)
    editor.upload(("đầy.txt", content.decode()))
    assert server.files() == {*before, "đầy.txt"}
