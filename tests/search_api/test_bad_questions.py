"""Whatever is typed, the service answers or says in one sentence why it cannot."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

ODD = [
    "140",
    "của và các những là",
    "the of and to",
    "' OR 1=1; DROP TABLE tasks; --",
    "<script>alert('x')</script> tài sản công",
    'NEAR("tài sản" công) AND NOT text:* ^2 ~1 [a TO z]',
    "(.*)+$ ^[a-z]{1,3}\\b tài|sản",
    "AND OR NOT",
    '"',
    "*",
    "مرحبا بالعالم tài sản",
    "\u05e2\u05d1\u05e8\u05d9\u05ea \u202etài sản công",
    "🏛️ tài sản công 🙂",
    "中文问题",
    "tafi sarn coong",
    "tài\tsản\ncông",
    "0" * 400,
    "x" * 1900,
    "tài sản công " * 150,
    "?" * 500 + "a",
    "20245/2024/QĐ-UBND/1/2/3",
    "năm 9999 quý V tháng 13 ngày 31/2/2024",
    "bao nhiêu",
    "how many",
    "ai ký",
    "ai",
    "gì?",
    "và",
    "và hoặc của",
    "1",
    "2024",
    "٣٤٥",
    "(((((((((((((((((((((((",
    "tài sản công)" * 3,
    "\\ \\n %s %00 {0} ${x} {{7*7}}",
    "SELECT * FROM tasks WHERE lead = 'Sở Tài chính' UNION SELECT password FROM accounts",
    'title:tài AND (body:sản OR -công) +đất~2 [a TO b] {x TO y} "cụm từ"~3^4',
    "^(a+)+$" * 20,
    "\u202egnôc nảs iàt\u202c tài sản công",
    "\u0000\u0001tài\u0007 sản\u001b[31m công\u007f",
    "👩‍👩‍👧‍👦🇻🇳 ai chủ trì 🏛️",
    "t\u0061\u0300i sa\u0309n co\u0302ng",
    "Z̷a̸l̵g̶o̷ tài sản công",
    "a\u0300" * 300,
    "việc " * 3000,
    "Đơn vị nào chủ trì? " * 500,
    ("Trách nhiệm của các phòng là thực hiện đúng quy định. " * 100) + "Ai chủ trì rà soát tài sản công?",
    "ộ" * 5000,
    "tafi " * 400,
    "responsable " * 400,
    "1/2/3/4/5/6/7/8/9" * 50,
]

NO_WORDS = ["?!…", "😀🙂", "\u202e\u200b", "   ", "((([[["]


@pytest.mark.parametrize("question", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("call", ["search", "ask"])
def test_any_question_is_answered_or_refused_in_words(client: TestClient, call: str, question: str) -> None:
    reply = client.get(f"/api/v1/{call}", params={"q": question})
    body = reply.json()
    if not any(character.isalnum() for character in question):
        assert reply.status_code == 400
        assert body["error"]["code"] == "bad_query" and body["error"]["message"]
        return
    assert reply.status_code == 200
    if call == "ask":
        answer = body["answer"]
        assert answer["abstained"] == bool(answer["reason"]) or answer["text"]


@pytest.mark.parametrize("question", NO_WORDS)
@pytest.mark.parametrize("call", ["search", "ask"])
def test_what_holds_no_word_is_refused_in_one_sentence(client: TestClient, call: str, question: str) -> None:
    reply = client.get(f"/api/v1/{call}", params={"q": question})
    assert reply.status_code == 400
    assert reply.json()["error"]["message"].endswith(".")


def test_a_page_that_ends_in_a_question_is_answered_as_the_question(client: TestClient) -> None:
    page = "Trách nhiệm của các phòng là thực hiện đúng quy định và báo cáo khi có việc phát sinh. " * 30
    question = "Ai chủ trì rà soát tài sản công tại các trường học?"
    answers = [client.get("/api/v1/ask", params={"q": q}).json()["answer"] for q in (question, page + question)]
    assert [a["units"][0]["name"] for a in answers] == ["Sở Tài chính"] * 2


def test_a_clause_pasted_whole_is_found(client: TestClient) -> None:
    clause = "Người đứng đầu tiếp công dân định kỳ ngày 15 hằng tháng tại trụ sở. "
    page = clause + "Các phòng phân công công chức ghi chép đầy đủ nội dung từng buổi và lưu hồ sơ theo quy định. " * 10
    hits = client.get("/api/v1/search", params={"q": page}).json()["hits"]
    assert any(clause.strip() in hit["text"] for hit in hits[:3])


def test_a_question_in_decomposed_letters_is_the_same_question(client: TestClient) -> None:
    question = "Ai chủ trì rà soát tài sản công tại các trường học?"
    found = [
        client.get("/api/v1/ask", params={"q": unicodedata.normalize(form, question)}).json()["answer"]
        for form in ("NFC", "NFD")
    ]
    assert found[0] == found[1]
    assert [unit["name"] for unit in found[0]["units"]] == ["Sở Tài chính"]


def test_fifty_questions_at_once_get_the_answers_they_get_alone(client: TestClient) -> None:
    asked = [
        f"{word} {number}" for number in range(10) for word in ("tài sản công", "kinh phí", "ai chủ trì", "x", "hạn")
    ]
    alone = [client.get("/api/v1/ask", params={"q": q}).json()["answer"] for q in asked]
    with ThreadPoolExecutor(50) as pool:
        together = list(pool.map(lambda q: client.get("/api/v1/ask", params={"q": q}).json()["answer"], asked))
    assert together == alone
