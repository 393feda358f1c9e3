"""The gate: forms of our own only, names and proxies, tokens, and what each role may do."""

from __future__ import annotations

import pytest

from tests.access.conftest import ELSEWHERE, PASSWORD

LOCAL = "http://localhost:8000"
PREFERENCE = {"theme": "dark", "back": "/units"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"origin": LOCAL, "sec-fetch-site": "same-origin"}, 303),
        ({"sec-fetch-site": "none"}, 303),
        ({"origin": LOCAL}, 303),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": LOCAL, "sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://localhost:8001"}, 403),
        ({"origin": "http://[::1"}, 403),
    ],
)
def test_a_form_is_taken_from_our_own_pages_only(place, headers, status):
    browser = place.browser("127.0.0.1", LOCAL)
    assert browser.post("/preferences", PREFERENCE, headers=headers).status_code == status


@pytest.mark.parametrize("key", ["", "x", "0" * 64, "é"])
def test_a_form_without_its_key_is_not_taken(place, key):
    browser = place.signed_in("bien")
    browser.key("/account")
    answer = browser.client.post("/preferences", data={"csrf": key, **PREFERENCE})
    assert answer.status_code == 403 and "tải lại trang" in answer.text


def test_the_key_of_one_browser_does_not_open_another(place):
    one, other = place.signed_in("bien"), place.signed_in("doc")
    stolen = one.key("/account")
    assert other.client.post("/preferences", data={"csrf": stolen, **PREFERENCE}).status_code == 403


def test_an_upload_carries_its_key_before_its_files(place):
    browser = place.signed_in("bien")
    key, file = browser.key("/account"), {"file": ("a.xyz", b"x" * 300_000, "text/plain")}
    sent = browser.client.post("/add", data={"csrf": key}, files=file, headers={"accept": "text/html"})
    assert sent.status_code != 403
    assert browser.client.post("/add", files=file).status_code == 403
    assert browser.client.post("/add", files=file, headers={"x-csrf-token": key}).status_code != 403


def test_a_form_of_megabytes_is_refused_in_a_sentence(place):
    browser = place.signed_in("bien")
    answer = browser.client.post("/preferences", data={"back": "x" * 2_100_000, "csrf": browser.key("/account")})
    assert answer.status_code == 413


def test_a_program_on_this_machine_needs_no_key_and_a_page_of_another_site_is_refused(start):
    place = start()
    program, nothing = place.browser("127.0.0.1", LOCAL).client, {"file": ("a.xyz", b"", "text/plain")}
    assert program.post("/api/v1/documents", files=nothing).json()["error"]["code"] == "bad_upload"
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        answer = program.post("/api/v1/documents", files=nothing, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "cross_site")
    own = program.post("/api/v1/documents", files=nothing, headers={"origin": LOCAL})
    assert own.json()["error"]["code"] == "bad_form_key"
    key = place.browser("127.0.0.1", LOCAL)
    headers = {"origin": LOCAL, "x-csrf-token": key.key("/add")}
    assert key.client.post("/api/v1/documents", files=nothing, headers=headers).json()["error"]["code"] == "bad_upload"


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("localhost:8000", True),
        ("127.0.0.1", True),
        ("[::1]:8000", True),
        ("chutri.localhost:8000", True),
        ("van-thu.example.vn", True),
        ("evil.example:8000", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example", False),
        ("[::1", False),
        ("localhost:abc", False),
    ],
)
def test_a_name_made_to_resolve_to_this_machine_is_not_believed(start, host, known):
    place = start(public_url="https://van-thu.example.vn")
    answer = place.browser("127.0.0.1", LOCAL).client.get("/api/v1/documents", headers={"host": host})
    assert answer.status_code == (200 if known else 403)


def test_who_comes_through_a_proxy_is_never_this_machine(start):
    place = start(trusted_proxies="127.0.0.1, 10.0.0.0/8")
    for forged in ({"x-forwarded-for": "127.0.0.1"}, {"forwarded": "for=127.0.0.1"}, {"x-real-ip": "127.0.0.1"}):
        for peer in ("127.0.0.1", ELSEWHERE, "testclient"):
            client = place.browser(peer, LOCAL).client
            assert client.get("/api/v1/documents", headers=forged).status_code == 401, (peer, forged)


def test_a_trusted_proxy_tells_the_address_and_the_scheme_and_others_do_not(start):
    place = start(trusted_proxies="10.0.0.0/8", host="0.0.0.0")
    place.person("doc", "viewer")
    said = {"x-forwarded-for": "6.6.6.6, 198.51.100.9, 10.0.0.2", "x-forwarded-proto": "https"}
    sessions = place.reception.register.sessions
    for peer, address, secure in (("10.0.0.1", "198.51.100.9", True), (ELSEWHERE, ELSEWHERE, False)):
        browser = place.browser(peer, "http://chutri.example", **said)
        page = browser.client.get("/signin")
        assert ("Secure" in page.headers["set-cookie"]) is secure
        browser.client.cookies.clear()
        key = page.text.split('name="csrf" content="')[1].split('"')[0]
        cookie = page.headers["set-cookie"].split(";")[0]
        fields = {"csrf": key, "name": "doc", "password": PASSWORD}
        assert browser.client.post("/signin", data=fields, headers={"cookie": cookie}).status_code == 303
        assert sessions.of(place.reception.people.one("doc").id)[0].address == address or secure is False
        assert address in {one.address for one in sessions.of(place.reception.people.one("doc").id)}


@pytest.mark.parametrize(
    ("scopes", "owner", "role"),
    [
        (("read",), "administrator", "viewer"),
        (("read", "write"), "administrator", "editor"),
        (("admin",), "administrator", "administrator"),
        (("write",), "editor", "editor"),
        (("read",), "viewer", "viewer"),
    ],
)
def test_a_token_can_do_what_its_scopes_and_its_owner_may(start, scopes, owner, role):
    place = start(host="0.0.0.0")
    place.person("lan", owner)
    client = place.browser(ELSEWHERE, "http://chutri.example").client
    told = client.get("/api/v1/me", headers=place.token("lan", *scopes)).json()
    assert (told["name"], told["role"], told["via"], told["scopes"]) == ("lan", role, "token", sorted(scopes))


def test_a_token_weakens_with_its_owner_and_ends_with_it(place):
    place.person("mai", "editor")
    client, header = place.browser().client, place.token("mai", "write")
    people = place.reception.people
    people.set_rights(people.one("mai"), "viewer", frozenset())
    assert client.get("/api/v1/me", headers=header).json()["role"] == "viewer"
    people.set_active(people.one("mai"), False)
    assert client.get("/api/v1/me", headers=header).json()["error"]["code"] == "bad_token"
    assert client.get("/documents", headers=header).status_code == 401


@pytest.mark.parametrize("secret", ["", "ct_", "ct_" + "x" * 43, "ký tự"])
def test_a_bad_token_is_refused_even_where_anybody_may_read(place, secret):
    client = place.browser().client
    answer = client.get("/api/v1/documents", headers={"authorization": f"Bearer {secret}".encode()})
    assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"


def test_a_token_is_shown_once_kept_as_a_digest_and_can_be_taken_back(place):
    browser = place.signed_in("bien")
    shown = browser.post("/account/tokens", {"name": "bảng tính", "scope": ["read", "write"], "days": "30"}, "/account")
    secret = shown.text.split("ct_")[1].split("<")[0]
    secret = f"ct_{secret}"
    assert shown.headers["cache-control"] == "no-store" and len(secret) == 46
    page = browser.get("/account").text
    assert secret not in page and secret[:9] in page and "chưa dùng" in page
    header = {"authorization": f"Bearer {secret}"}
    assert place.browser().get("/api/v1/me", headers=header).json()["role"] == "editor"
    assert "chưa dùng" not in browser.get("/account").text
    token = place.reception.people.tokens(place.reception.people.one("bien"))[0]
    browser.post(f"/account/tokens/{token.id}/revoke", page="/account")
    assert place.browser().get("/api/v1/me", headers=header).status_code == 401
    kinds = [kind for kind, *_ in place.heard]
    assert "token_made" in kinds and "token_revoked" in kinds


def test_a_viewer_cannot_give_a_token_more_than_a_viewer_has(place):
    browser = place.signed_in("doc")
    answer = browser.post("/account/tokens", {"name": "x", "scope": ["write"], "days": "30"}, "/account")
    assert answer.status_code == 422 and "phạm vi" in answer.text


def test_a_refusal_is_told_in_the_callers_language_and_to_the_audit(place):
    header = {**place.token("doc", "read"), "accept-language": "en"}
    answer = place.browser().client.delete("/api/v1/documents/x", headers=header)
    assert answer.json() == {
        "error": {"code": "forbidden", "message": "This needs the rights of an editor.", "detail": None}
    }
    assert ("refused", "/api/v1/documents/x", {"method": "DELETE", "code": "forbidden"}, "doc") in place.heard


def test_a_stranger_who_knocks_without_end_does_not_fill_the_audit(start):
    place = start(host="0.0.0.0")
    client = place.browser(ELSEWHERE, "http://chutri.example").client
    assert {client.get("/api/v1/documents").status_code for _ in range(60)} == {401}
    assert 0 < len([kind for kind, *_ in place.heard if kind == "refused"]) <= 20


def test_what_somebody_corrects_is_signed_with_the_account_and_not_with_a_name_they_give(place):
    client, header = place.browser().client, place.token("bien", "write")
    tasks = client.get("/api/v1/duties", headers=header).json()["duties"]
    body = {"duty": tasks[0]["id"], "action": "check", "by": "Người khác"}
    made = client.post("/api/v1/corrections", json=body, headers=header)
    assert made.status_code == 201 and made.json()["by"] == "bien"
