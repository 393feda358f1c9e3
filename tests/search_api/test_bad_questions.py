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
]


@pytest.mark.parametrize("question", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("call", ["search", "ask"])
def test_any_question_is_answered_or_refused_in_words(client: TestClient, call: str, question: str) -> None:
    reply = client.get(f"/api/v1/{call}", params={"q": question})
    assert reply.status_code in (200, 400)
    body = reply.json()
    if reply.status_code == 400:
        assert body["error"]["code"] == "bad_query" and body["error"]["message"]
    elif call == "ask":
        answer = body["answer"]
        assert answer["abstained"] == bool(answer["reason"]) or answer["text"]


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
