from __future__ import annotations

import io

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from tests.patience import ended

API = "/api/v1"


@pytest.mark.parametrize(
    "path, status",
    [
        ("/search?q=", 400),
        ("/ask?q=%3F%3F", 400),
        ("/search?q=a&limit=0", 422),
        ("/search?q=a&limit=201", 422),
        ("/search?q=a&limit=x", 422),
        ("/tasks?offset=-1", 422),
        ("/tasks?due_from=2024-13-01", 422),
        ("/tasks?due_from=2024-12-01&due_to=2024-01-01", 422),
        ("/tasks?role=boss", 422),
        ("/tasks?format=pdf", 422),
        ("/tasks?unit=khong-co", 404),
        ("/duties?role=boss", 422),
        ("/documents/none", 404),
        ("/documents/none/text", 404),
        ("/documents/none/file", 404),
        ("/units/none", 404),
        ("/jobs/none", 404),
        ("/nowhere", 404),
    ],
)
def test_every_error_has_one_shape_in_the_callers_language(client: TestClient, path: str, status: int) -> None:
    vietnamese = client.get(API + path, headers={"Accept-Language": "vi"})
    english = client.get(API + path, headers={"Accept-Language": "en-GB,en;q=0.9"})
    for reply in (vietnamese, english):
        assert reply.status_code == status
        assert set(reply.json()) == {"error"}
        assert set(reply.json()["error"]) == {"code", "message", "detail"}
    assert vietnamese.json()["error"]["message"] != english.json()["error"]["message"]


def test_health_tells_that_it_is_ready(client: TestClient) -> None:
    reply = client.get(f"{API}/health")
    assert reply.status_code == 200
    assert reply.json()["documents"] >= 3


def test_search_has_the_fields_of_the_contract(client: TestClient) -> None:
    body = client.get(f"{API}/search", params={"q": "tài sản công", "limit": 3}).json()
    assert set(body) >= {"query", "interpreted", "total", "took_ms", "hits"}
    assert "total" in body["took_ms"]
    assert len(body["hits"]) <= 3
    hit = body["hits"][0]
    names = {"id", "kind", "score", "text", "highlights", "path", "section", "page", "document", "task", "citation"}
    assert set(hit) >= names
    assert any(hit["text"][start:end].casefold().startswith("tài") for start, end in hit["highlights"])
    assert set(hit["citation"]) == {"document_id", "file", "number", "page", "path", "quote", "boxes", "url"}


def test_ask_has_the_fields_of_the_contract(client: TestClient) -> None:
    body = client.get(f"{API}/ask", params={"q": "ai chủ trì rà soát tài sản công tại các trường học"}).json()
    assert set(body) >= {"question", "answer", "citations", "hits", "took_ms"}
    names = {"abstained", "reason", "intent", "text", "units", "coordinate", "deadline", "product", "count", "tasks"}
    assert set(body["answer"]) >= names | {"confidence"}
    task = body["answer"]["tasks"][0]
    fields = "id no section goal task activity product lead coordinate lead_text coordinate_text deadline document"
    assert set(task) >= {*fields.split(), "citation", "origin", "confidence", "needs_review"}
    assert set(task["lead"][0]) >= {"id", "name", "scope"}
    assert set(task["deadline"]) >= {"kind", "start", "end", "every", "text"}


def test_a_search_keeps_within_its_filters(client: TestClient) -> None:
    every = client.get(f"{API}/search", params={"q": "tài sản công", "kind": "task"}).json()["hits"]
    assert every
    assert all(hit["kind"] == "task" for hit in every)
    named = client.get(f"{API}/search", params={"q": "kinh phí", "document": "102-xa.txt"}).json()["hits"]
    assert {hit["document"]["file"] for hit in named} == {"102-xa.txt"}
    led = client.get(f"{API}/search", params={"q": "báo cáo", "unit": "Sở Tài chính", "role": "lead"}).json()["hits"]
    assert all("Sở Tài chính" in [unit["name"] for unit in hit["task"]["lead"]] for hit in led)


def test_tasks_units_duties_and_documents_are_listed(client: TestClient) -> None:
    tasks = client.get(f"{API}/tasks", params={"document": "101-tinh.txt"}).json()
    assert tasks["total"] == 4
    units = client.get(f"{API}/units", params={"q": "noi vu"}).json()
    assert any(unit["name"] == "Sở Nội vụ" for unit in units["units"])
    one = client.get(f"{API}/units/{units['units'][0]['id']}").json()
    assert set(one) >= {"aliases", "lead_tasks", "coordinate_tasks", "prose_duties", "successors"}
    duties = client.get(f"{API}/duties", params={"document": "102-xa.txt"}).json()
    assert any(duty["role"] == "lead" for duty in duties["duties"])
    document = tasks["tasks"][0]["document"]["id"]
    assert client.get(f"{API}/documents/{document}").json()["references"]
    clauses = client.get(f"{API}/documents/{document}/clauses").json()
    assert all(set(clause) >= {"path", "marker", "heading", "text", "page"} for clause in clauses["clauses"])
    assert client.get(f"{API}/documents/{document}/file").content.startswith("ỦY BAN".encode())


def test_tasks_come_as_files_without_formulas(client: TestClient) -> None:
    csv = client.get(f"{API}/tasks", params={"format": "csv"})
    assert csv.content.startswith(b"\xef\xbb\xbf")
    book = load_workbook(io.BytesIO(client.get(f"{API}/tasks", params={"format": "xlsx"}).content))
    assert book.active.max_row >= 5


HOSTILE = (
    "'; DROP TABLE tasks; --",
    '"rà soát" AND NEAR(tài) OR *',
    "<script>alert(1)</script> rà soát",
    "(((((a+)+)+)+)+)$ .* [",
    "140",
    "và của những các",
    "مرحبا tài sản 😀",
    "ra\u0300 soa\u0301t ta\u0300i sa\u0309n co\u0302ng",
    "a AND b NOT c",
    "\\x00\\u0000 %s %d {0}",
    "tài sản " * 200,
)


@pytest.mark.parametrize("question", HOSTILE)
def test_odd_questions_are_answered_or_abstained_from(client: TestClient, question: str) -> None:
    for path in ("search", "ask"):
        assert client.get(f"{API}/{path}", params={"q": question}).status_code == 200


def test_a_question_of_ten_thousand_letters_is_read_all_the_same(client: TestClient) -> None:
    reply = client.get(f"{API}/ask", params={"q": "rà soát tài sản công " * 500})
    assert reply.status_code == 200
    assert any("tài sản công" in hit["text"] for hit in reply.json()["hits"])


def test_an_upload_is_indexed_found_and_removed(client: TestClient) -> None:
    words = "KẾ HOẠCH\nNuôi cá lồng bè năm 2024\n\nI. MỤC ĐÍCH\n\nPhát triển nghề nuôi cá chình trên lòng hồ.\n"
    reply = client.post(f"{API}/documents", files={"file": ("../../nuôi cá.txt", words.encode(), "text/plain")})
    assert reply.status_code == 202
    job, document = reply.json()["job"], reply.json()["document_id"]
    assert ended(client, job)["state"] == "done"
    first = client.get(f"{API}/search", params={"q": "nuôi cá chình"}).json()["hits"][0]
    assert first["document"]["id"] == document
    assert first["document"]["file"] == "nuôi cá.txt"
    again = client.post(f"{API}/documents", files={"file": ("khac.txt", words.encode(), "text/plain")})
    assert (again.status_code, again.json()["duplicate_of"]) == (200, document)
    assert client.delete(f"{API}/documents/{document}").status_code == 204
    left = client.get(f"{API}/search", params={"q": "nuôi cá chình"}).json()["hits"]
    assert all(hit["document"]["id"] != document for hit in left)
    assert client.delete(f"{API}/documents/{document}").status_code == 404


@pytest.mark.parametrize("name, content", [("rong.txt", b""), ("anh.xyz", b"abc"), ("hong.pdf", b"khong phai pdf")])
def test_a_bad_upload_fails_with_a_sentence(client: TestClient, name: str, content: bytes) -> None:
    reply = client.post(f"{API}/documents", files={"file": (name, content, "application/octet-stream")})
    if reply.status_code == 202:
        told = ended(client, reply.json()["job"])
        assert told["state"] == "failed"
        assert told["error"]
    else:
        assert reply.status_code == 400
        assert reply.json()["error"]["message"].endswith(".")


def test_a_form_without_a_file_is_refused(client: TestClient) -> None:
    assert client.post(f"{API}/documents").status_code == 400
