"""A form that comes after the log-in was over: what was typed is kept for the same person, and sent again."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor

from search_api.access.forms import Form
from tests.access.conftest import ELSEWHERE, PASSWORD

JUDGED = {
    "above": "khóa trên",
    "below": "khóa dưới",
    "verdict": "same",
    "superior": "15-hoa-tan",
    "note": "đã đối chiếu <b>",
}


def ended(place, name: str) -> None:
    place.reception.register.sessions.end_all(place.reception.people.one(name).id)


def late(place, name: str, fields: dict, address: str = "/cascade/judge", **more):
    """A browser whose session ended while its form was open, and the answer to that form."""
    browser = place.signed_in(name)
    key = browser.key("/account")
    ended(place, name)
    return browser, browser.client.post(address, data={"csrf": key, **fields}, **more)


def test_what_was_typed_is_there_after_signing_in_again_and_can_be_sent(place):
    browser, answer = late(place, "bien", {**JUDGED, "password": "không được giữ"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/signin?next=/held")
    assert "được giữ lại" in browser.get("/signin?next=/held").text
    assert browser.sign_in("bien", PASSWORD, "/held").headers["location"] == "/held"
    page = browser.get("/held")
    assert 'action="/cascade/judge"' in page.text and page.headers["cache-control"] == "no-store"
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text.split('id="again"')[1].split("</form>")[0]))
    assert fields.pop("csrf") == browser.key("/account")
    assert fields == {**JUDGED, "note": "đã đối chiếu &lt;b&gt;"}
    assert "không được giữ" not in page.text
    sent = browser.post("/cascade/judge", fields, "/account")
    assert sent.status_code in (303, 404, 422)
    assert browser.post("/held", page="/account").headers["location"] == "/"
    assert browser.get("/held").headers["location"] == "/"


def test_what_was_typed_is_kept_too_when_another_window_signed_out(place):
    browser = place.signed_in("bien")
    key = browser.key("/account")
    browser.post("/signout", page="/account")
    answer = browser.client.post("/cascade/judge", data={"csrf": key, **JUDGED})
    assert answer.headers["location"] == "/signin?next=/held"
    browser.sign_in("bien", PASSWORD)
    assert "khóa trên" in browser.get("/held").text


def test_a_form_of_before_is_shown_at_once_to_somebody_signed_in_again_meanwhile(place):
    browser = place.signed_in("bien")
    key = browser.key("/account")
    ended(place, "bien")
    browser.sign_in("bien", PASSWORD)
    answer = browser.client.post("/cascade/judge", data={"csrf": key, **JUDGED})
    assert answer.headers["location"] == "/held" and "khóa trên" in browser.get("/held").text


def test_nobody_else_sees_what_was_typed(place):
    browser, _ = late(place, "bien", JUDGED)
    browser.sign_in("doc", PASSWORD)
    assert browser.get("/held").headers["location"] == "/"
    other = place.signed_in("bien")
    assert other.get("/held").headers["location"] == "/"


def test_of_an_upload_only_the_words_are_kept_and_the_page_says_so(place):
    files = {"file": ("kế hoạch.txt", b"x" * 100_000, "text/plain")}
    browser, answer = late(place, "bien", {"why": "bản mới"}, "/add", files=files)
    assert answer.headers["location"] == "/signin?next=/held"
    browser.sign_in("bien", PASSWORD)
    page = browser.get("/held").text
    assert "1 tệp không giữ lại được" in page and "bản mới" in page and "Gửi lại</button>" not in page


def test_a_form_of_another_site_is_not_kept(place):
    browser = place.signed_in("bien")
    ended(place, "bien")
    answer = browser.client.post(
        "/cascade/judge", data={"csrf": "x" * 43, **JUDGED}, headers={"referer": "http://testserver/cascade"}
    )
    assert answer.headers["location"] == "/signin?next=/cascade"
    assert "chutri-held" not in answer.headers.get("set-cookie", "")


def test_a_stranger_can_keep_nothing(start):
    place = start(host="0.0.0.0")
    browser = place.browser(ELSEWHERE, "http://chutri.example")
    answer = browser.post("/cascade/judge", JUDGED)
    assert answer.status_code == 303 and "chutri-held" not in answer.headers.get("set-cookie", "")


def test_the_api_says_that_the_log_in_is_over(place):
    browser = place.signed_in("bien")
    key = browser.key("/account")
    ended(place, "bien")
    answer = browser.client.post("/api/v1/corrections", json={}, headers={"x-csrf-token": key})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorized")


def test_a_script_of_a_page_is_told_as_a_program_is_and_nothing_is_held(place):
    browser, answer = late(place, "bien", {"name": "a.txt"}, "/add", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorized")
    assert "chutri-held" not in answer.headers.get("set-cookie", "")
    browser.sign_in("bien", PASSWORD)
    assert browser.get("/held").headers["location"] == "/"


def body(*chunks: bytes):
    waiting = [{"type": "http.request", "body": one, "more_body": at < len(chunks)} for at, one in enumerate(chunks, 1)]

    async def receive():
        return waiting.pop(0)

    return receive


def run(coroutine):
    """The coroutine's result, from a thread of its own: a browser of other tests may hold this one's event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def test_a_key_is_found_across_chunks_and_the_body_is_read_again_from_its_start():
    part = b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\nabc\r\n--b\r\n'
    form = Form("multipart/form-data; boundary=b", body(part[:20], part[20:50], part[50:], b"rest"))
    assert run(form.key()) == "abc"
    read = [run(form.receive())["body"] for _ in range(4)]
    assert b"".join(read) == part + b"rest"


def test_no_key_is_sought_far_behind_the_beginning_of_an_upload():
    file = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + b"x" * 70_000
    late_key = b'\r\n--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\nabc\r\n--b--'
    assert run(Form("multipart/form-data; boundary=b", body(file, late_key)).key()) == ""
