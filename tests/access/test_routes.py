"""Every address of the application: a viewer changes nothing anywhere, and nobody without rights comes in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from indexer.errors import AccountRefused
from search_api.access import rules
from search_api.access.scopes import SCOPES
from tests.access.conftest import ELSEWHERE

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
# What a viewer may send: questions in files, searches and questions of their own, their own account and browser.
HARMLESS = {
    ("POST", "/api/v1/ask/batch"),
    ("POST", "/api/v1/ask/batch/jobs"),
    ("DELETE", "/api/v1/ask/batch/jobs/{key}"),
    ("POST", "/batch"),
    ("POST", "/batch/{key}/cancel"),
    ("POST", "/saved"),
    ("POST", "/saved/{key}/seen"),
    ("POST", "/saved/{key}/remove"),
    ("POST", "/asked/clear"),
    ("POST", "/preferences"),
    ("POST", "/signin"),
    ("POST", "/signout"),
    ("POST", "/held"),
    ("POST", "/account/password"),
    ("POST", "/account/feeds"),
    ("POST", "/account/feeds/end"),
    ("POST", "/account/tokens"),
    ("POST", "/account/tokens/{token_id}/revoke"),
    ("POST", "/account/sessions/{session_id}/end"),
}


def addresses(routes) -> set[tuple[str, str]]:
    """Method and path of every route, those of routers within routers included."""
    found: set[tuple[str, str]] = set()
    for route in routes:
        if isinstance(route, APIRoute):
            found |= {(method, route.path) for method in route.methods}
        elif (router := getattr(route, "original_router", route)) is not None:
            found |= addresses(getattr(router, "routes", None) or ())
    return found


@pytest.fixture
def every(place):
    api = place.app.state.api
    paths = api.openapi()["paths"]
    declared = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    return declared | addresses(place.app.routes)


def filled(path: str) -> str:
    return re.sub(r"{[^}]+}", "1", path)


def test_there_are_addresses_to_walk(every):
    assert len(every) > 80 and ("POST", "/add") in every and ("DELETE", "/api/v1/documents/{document_id}") in every


def test_a_viewers_token_changes_nothing_at_any_address(place, every):
    client, header = place.browser().client, place.token("doc", "read")
    before = client.get("/api/v1/health").json()["generation"]
    for method, path in sorted(every):
        if method in CHANGING and (method, path) not in HARMLESS:
            answer = client.request(method, filled(path), headers=header)
            own = rules.need(method, filled(path)) == "viewer"
            assert answer.status_code == 403 or own, (method, path, answer.status_code)
    assert client.get("/api/v1/health").json()["generation"] == before


def test_a_viewers_session_changes_nothing_at_any_address(place, every):
    browser = place.signed_in("doc")
    header = {"x-csrf-token": browser.key("/account")}
    for method, path in sorted(every):
        if method in CHANGING and (method, path) not in HARMLESS:
            answer = browser.client.request(method, filled(path), headers=header)
            own = rules.need(method, filled(path)) == "viewer"
            assert answer.status_code == 403 or own, (method, path, answer.status_code)


def test_only_these_changing_addresses_ask_for_less_than_an_editor(every):
    less = {
        (method, path)
        for method, path in every
        if method in CHANGING and rules.need(method, filled(path)) in {"open", "account", "viewer"}
    }
    assert less <= HARMLESS, sorted(less - HARMLESS)


OWNERS = {"read": "doc", "write": "bien", "admin": "chi", "feeds": "doc", "metrics": "chi"}
FEEDS = {"/api/v1/calendar.ics", "/api/v1/saved/{key}/feed.atom"}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_opens_what_it_is_for_at_every_address_and_nothing_else(place, every, scope):
    # Through a proxy, so that this machine's own rights do not count.
    client = place.browser(**{"x-forwarded-for": ELSEWHERE}).client
    header = place.token(OWNERS[scope], scope)
    for method, path in sorted(every):
        needed = rules.need(method, filled(path))
        if method == "OPTIONS" or needed == "open" or path.endswith("/events"):
            continue
        if SCOPES[scope].only:
            may = scope == "feeds" and path in FEEDS
        else:
            may = rules.satisfies(SCOPES[scope].role, False, needed)
        if may and method in CHANGING:
            continue  # what they do is tested where it belongs
        code = client.request(method, filled(path), headers=header).status_code
        assert (code != 403) is may and code != 401, (method, path, code)
    assert client.get("/metrics", headers=header).status_code == (200 if scope in ("admin", "metrics") else 403)


def test_every_scope_is_on_the_page_and_in_the_manual_once_for_whom_may_give_it(place):
    page = place.signed_in("chi").get("/account").text
    assert re.findall(r'name="scope" value="(\w+)"', page) == list(SCOPES)
    assert re.findall(r'name="scope" value="(\w+)"', place.signed_in("doc").get("/account").text) == ["read", "feeds"]
    manual = (Path(__file__).parents[2] / "docs/access.md").read_text(encoding="utf-8")
    manual = manual.partition("## Tokens")[2]
    assert re.findall(r"^\| `(\w+)` \|", manual, re.MULTILINE) == list(SCOPES)
    with pytest.raises(AccountRefused):
        place.token("bien", "metrics")


def test_an_editor_may_not_see_to_people(place):
    browser = place.signed_in("bien")
    for path in ("/people", "/people/x"):
        answer = browser.get(path)
        assert answer.status_code == 403 and "quản trị viên" in answer.text
    assert browser.post("/people", {"name": "moi"}, "/account").status_code == 403


def test_nothing_but_the_way_in_is_open_to_somebody_unknown(start, every):
    place = start(host="0.0.0.0")
    client = place.browser(ELSEWHERE, "http://chutri.example").client
    opened = {
        path
        for method, path in every
        if method == "GET" and client.get(filled(path)).status_code not in (401, 303, 403)
    }
    assert opened <= {"/api/v1/health", "/signin", "/signin/oidc", "/signin/oidc/callback", "/metrics"}
    for method, path in sorted(every):
        if method in CHANGING:
            assert client.request(method, filled(path)).status_code in (303, 401, 403), (method, path)
