"""Coming in and going out: the first administrator, passwords, sessions, and waiting after failures."""

from __future__ import annotations

import re
import sqlite3
from datetime import timedelta

import pytest

from indexer.store.accounts.tables import SessionRow
from indexer.store.database import writing
from search_api.access import passwords, throttle
from tests.access.conftest import ELSEWHERE, PASSWORD


def test_the_first_administrator_is_made_once_and_must_choose_a_password(start):
    place = start()
    name, password = place.reception.people.first()
    assert place.reception.people.first() is None
    browser = place.browser()
    answer = browser.sign_in(name, password)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/password")
    assert browser.get("/documents").headers["location"] == "/account/password"
    assert browser.get("/api/v1/documents").json()["error"]["code"] == "password_change_required"
    changed = {"present": password, "wanted": PASSWORD, "again": PASSWORD}
    assert browser.post("/account/password", changed, "/account/password").headers["location"] == "/"
    assert browser.get("/documents").status_code == 200
    assert browser.get("/people").status_code == 200


def test_until_then_this_machine_works_without_a_log_in_and_afterwards_only_reads(start):
    place = start()
    name, password = place.reception.people.first()
    program = place.browser().client
    assert program.get("/api/v1/me").json()["role"] == "editor"
    upload = {"file": ("không.xyz", b"", "text/plain")}
    assert program.post("/api/v1/documents", files=upload).json()["error"]["code"] == "bad_upload"
    browser = place.browser()
    browser.sign_in(name, password)
    assert program.get("/api/v1/me").json()["role"] == "editor"
    changed = {"present": password, "wanted": PASSWORD, "again": PASSWORD}
    browser.post("/account/password", changed, "/account/password")
    assert program.get("/api/v1/me").json()["role"] == "viewer"
    assert program.get("/api/v1/documents").status_code == 200
    assert program.post("/api/v1/documents", files=upload).status_code == 401


@pytest.mark.parametrize(
    ("anonymous", "host", "address", "reads"),
    [
        ("auto", "127.0.0.1", "127.0.0.1", True),
        ("auto", "127.0.0.1", "::1", True),
        ("auto", "0.0.0.0", "127.0.0.1", False),
        ("auto", "0.0.0.0", ELSEWHERE, False),
        ("viewer", "0.0.0.0", ELSEWHERE, True),
        ("none", "127.0.0.1", "127.0.0.1", False),
    ],
)
def test_who_may_read_without_an_account(start, anonymous, host, address, reads):
    place = start(anonymous=anonymous, host=host)
    client = place.browser(address, "http://localhost:8000").client
    assert client.get("/api/v1/health").status_code == 200
    assert client.get("/static/app.css").status_code == 200
    assert client.get("/api/v1/documents").status_code == (200 if reads else 401)
    page = client.get("/documents?offset=0")
    assert page.status_code == (200 if reads else 303)
    if not reads:
        assert page.headers["location"] == "/signin?next=/documents%3Foffset%3D0"
        assert "Nhiệm vụ" not in client.get("/signin").text


def test_a_wrong_password_and_an_unknown_name_get_one_sentence(place):
    said = [place.browser().sign_in(name, "sai mật khẩu rồi") for name in ("chi", "nobody-here")]
    assert [answer.status_code for answer in said] == [401, 401]
    sentences = {answer.text.split('id="problem">')[1].split("</p>")[0] for answer in said}
    assert len(sentences) == 1
    kinds = [(kind, subject) for kind, subject, *_ in place.heard if kind == "sign_in_refused"]
    assert kinds == [("sign_in_refused", "chi"), ("sign_in_refused", "nobody-here")]


def test_a_name_is_found_whatever_its_case_and_a_password_however_it_was_composed(place):
    import unicodedata

    answer = place.browser().sign_in("CHI", unicodedata.normalize("NFD", PASSWORD))
    assert answer.status_code == 303
    assert ("signed_in", "chi") in [(kind, subject) for kind, subject, *_ in place.heard]


def test_failing_from_one_address_locks_nobody_out_elsewhere(place):
    attacker = place.browser("203.0.113.8", "http://localhost:8000")
    for _ in range(throttle.FREE + 1):
        assert attacker.sign_in("doc", "đoán mò lần nữa").status_code == 401
    slowed = attacker.sign_in("doc", PASSWORD)
    assert slowed.status_code == 429 and int(slowed.headers["retry-after"]) >= 1
    assert "locked" in [kind for kind, *_ in place.heard]
    assert place.browser("127.0.0.1", "http://localhost:8000").sign_in("doc", PASSWORD).status_code == 303


def test_a_browser_that_was_in_before_gets_in_past_a_neighbour_who_fails(place):
    own = place.signed_in("doc", address="203.0.113.9", base="http://localhost:8000")
    own.post("/signout", page="/account")
    neighbour = place.browser("203.0.113.9", "http://localhost:8000")
    for _ in range(throttle.FREE + 1):
        neighbour.sign_in("doc", "đoán mò lần nữa")
    assert neighbour.sign_in("doc", PASSWORD).status_code == 429
    assert own.sign_in("doc", PASSWORD).status_code == 303


def test_an_address_that_fails_at_many_names_waits_for_all_of_them(place, monkeypatch):
    monkeypatch.setattr(passwords, "verified", lambda kept, password: False)
    attacker = place.browser("203.0.113.10", "http://localhost:8000")
    key = attacker.key()
    answers = [
        attacker.client.post("/signin", data={"csrf": key, "name": f"ten{n}", "password": "x"}).status_code
        for n in range(throttle.PER_ADDRESS + 1)
    ]
    assert set(answers[:-1]) == {401} and answers[-1] == 429


def test_whoever_failed_still_waits_after_a_restart_and_nobody_else_does(start, monkeypatch):
    place = start(host="0.0.0.0")
    place.person("lan", "editor")
    data = place.reception.settings.data
    known = place.signed_in("lan", address="203.0.113.20", base="http://chutri.example").client.cookies
    attacker = place.browser("203.0.113.20", "http://chutri.example")
    monkeypatch.setattr(throttle, "delay", lambda failures: 0.0 if failures <= throttle.FREE else throttle.LONGEST)
    for _ in range(throttle.FREE + 1):
        attacker.sign_in("lan", "đoán mò lần nữa")
    before = int(attacker.sign_in("lan", PASSWORD).headers["retry-after"])
    start.stop()
    again = start(data=data, host="0.0.0.0")
    refused = again.browser("203.0.113.20", "http://chutri.example").sign_in("lan", PASSWORD)
    assert refused.status_code == 429 and 1 <= int(refused.headers["retry-after"]) <= before
    assert again.browser("203.0.113.21", "http://chutri.example").sign_in("lan", PASSWORD).status_code == 303
    own = again.browser("203.0.113.20", "http://chutri.example")
    own.client.cookies = known
    assert own.post("/signin", {"name": "lan", "password": PASSWORD}, "/account").status_code == 303
    with sqlite3.connect(data / "catalogue.db") as catalogue:
        kept = catalogue.execute("SELECT digest FROM failure_counts").fetchall()
    assert kept and all(re.fullmatch("[0-9a-f]{64}", one) for (one,) in kept), "neither names nor addresses"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_secure_over_https(place):
    plain = place.browser()
    answer = plain.sign_in("doc", PASSWORD)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("chutri="))
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Secure" not in cookie
    over = place.browser(base="https://testserver").sign_in("doc", PASSWORD)
    cookie = next(c for c in over.headers.get_list("set-cookie") if c.startswith("__Host-chutri="))
    assert "Secure" in cookie and "HttpOnly" in cookie and "Path=/" in cookie and "Domain" not in cookie


def test_signing_in_makes_a_new_id_and_the_catalogue_keeps_only_its_digest(place):
    browser = place.browser()
    browser.client.cookies.set("chutri", "x" * 43)
    browser.sign_in("doc", PASSWORD)
    secret = browser.client.cookies.get("chutri", domain="testserver.local") or browser.client.cookies["chutri"]
    assert secret != "x" * 43 and len(secret) == 43
    data = (place.reception.settings.data / "catalogue.db").read_bytes()
    wal = place.reception.settings.data / "catalogue.db-wal"
    assert secret.encode() not in data + (wal.read_bytes() if wal.exists() else b"")


def test_signing_out_everywhere_ends_every_browser(place):
    place.person("thu", "editor")
    first, second = place.signed_in("thu"), place.signed_in("thu")
    assert first.get("/account").text.count('class="button quiet" aria-label="Chấm dứt phiên') == 1
    assert first.post("/signout", {"everywhere": "1"}, "/account").headers["location"] == "/signin"
    for browser in (first, second):
        assert browser.get("/account").headers["location"].startswith("/signin")


def test_one_of_ones_own_sessions_can_be_ended_and_nobody_elses(place):
    place.person("ha", "editor")
    mine, lost, other = place.signed_in("ha"), place.signed_in("ha"), place.signed_in("doc")
    sessions = place.reception.register.sessions
    theirs = sessions.of(place.reception.people.one("doc").id)[0].id
    mine.post(f"/account/sessions/{theirs}/end", page="/account")
    assert other.get("/account").status_code == 200
    ids = [one.id for one in sessions.of(place.reception.people.one("ha").id)]
    kept = mine.get("/account").text
    gone = next(one for one in ids if f"/account/sessions/{one}/end" in kept)
    mine.post(f"/account/sessions/{gone}/end", page="/account")
    assert lost.get("/account").status_code == 303 and mine.get("/account").status_code == 200


@pytest.mark.parametrize("column", ["used_at", "ends_at"])
def test_a_session_is_over_after_its_hours(place, column):
    browser = place.signed_in("doc")
    long_ago = place.reception.register.sessions.of(place.reception.people.one("doc").id)[0].made_at - timedelta(days=8)
    with writing(place.reception.register._engine) as session:
        session.query(SessionRow).update({column: long_ago})
    assert browser.get("/account").status_code == 303


def test_a_change_of_rights_renews_the_id_and_a_form_that_is_open_still_works(place):
    place.person("mai", "viewer")
    browser = place.signed_in("mai")
    before, key = browser.client.cookies["chutri"], browser.key("/account")
    people = place.reception.people
    people.set_rights(people.one("mai"), "editor", frozenset({"Tổ 1"}))
    assert browser.get("/api/v1/me").json() | {"scopes": []} == {
        "name": "mai",
        "role": "editor",
        "via": "session",
        "scopes": [],
        "groups": ["Tổ 1"],
    }
    assert browser.client.cookies["chutri"] != before
    assert browser.client.post("/preferences", data={"csrf": key, "theme": "dark"}).status_code == 303


def test_changing_the_password_ends_other_sessions_and_renews_this_one(place):
    place.person("son", "editor")
    mine, other = place.signed_in("son"), place.signed_in("son")
    before = mine.client.cookies["chutri"]
    fields = {"present": PASSWORD, "wanted": PASSWORD + " và thuyền", "again": PASSWORD + " và thuyền"}
    assert mine.post("/account/password", fields, "/account/password").headers["location"] == "/account"
    assert mine.client.cookies["chutri"] != before
    stolen = place.browser().get("/account", headers={"cookie": f"chutri={before}"})
    assert stolen.status_code == 303
    assert mine.get("/account").status_code == 200 and other.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("wanted", "again", "said"),
    [
        ("ngắn quá", "ngắn quá", "12"),
        ("bien-bien-bien-2024", "bien-bien-bien-2024", "dễ đoán"),
        ("mật khẩu 12345678", "mật khẩu 12345678", "dễ đoán"),
        ("gió đưa cành trúc la đà", "gió đưa cành trúc", "không giống"),
        (PASSWORD, PASSWORD, "phải khác"),
    ],
)
def test_a_weak_or_mistyped_password_is_not_taken(place, wanted, again, said):
    browser = place.signed_in("bien")
    fields = {"present": PASSWORD, "wanted": wanted, "again": again}
    answer = browser.post("/account/password", fields, "/account/password")
    assert answer.status_code == 422 and said in answer.text
    assert place.browser().sign_in("bien", PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("wished", "led"),
    [
        ("/tasks?role=lead", "/tasks?role=lead"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/ok\r\nset-cookie: a=b", "/"),
    ],
)
def test_the_way_back_never_leads_out_of_this_site(place, wished, led):
    browser = place.browser()
    answer = browser.post("/signin", {"name": "doc", "password": PASSWORD, "next": wished})
    assert answer.headers["location"] == led
    assert browser.get("/signin", params={"next": wished}).headers["location"] == led


def test_a_hash_with_old_parameters_is_renewed_at_log_in(place):
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    place.reception.register.accounts.set_password(place.reception.people.one("doc").id, weak, must_change=False)
    assert place.browser().sign_in("doc", PASSWORD).status_code == 303
    kept = place.reception.people.one("doc").password
    assert kept != weak and kept.startswith("$argon2id$") and not passwords.outdated(kept)
