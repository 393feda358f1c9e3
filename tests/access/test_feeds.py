"""Feeds of saved searches and calendars: what is in them, who opens them, and what the audit log hears of it."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from lxml import etree

from search_api.access import fetched
from tests.access.conftest import ELSEWHERE, PLAN
from tests.patience import ended

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SEARCH = "q=l%E1%BA%ADp%20danh%20m%E1%BB%A5c%20t%C3%A0i%20s%E1%BA%A3n"
BASE = "http://chutri.example"


def parsed(content: bytes) -> etree._Element:
    """The feed as RFC 4287 wants it: what it and each entry must have, once, and no id twice."""
    feed = etree.parse(BytesIO(content), etree.XMLParser(resolve_entities=False)).getroot()
    assert feed.tag == f"{{{ATOM['a']}}}feed"
    entries = feed.findall("a:entry", ATOM)
    for one in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"a:{name}", ATOM)) == 1, name
        assert datetime.fromisoformat(one.findtext("a:updated", None, ATOM)).tzinfo is not None
        assert all(urlsplit(link.get("href")).netloc for link in one.findall("a:link", ATOM))
        assert len([link for link in one.findall("a:link", ATOM) if link.get("rel") == "alternate"]) == 1
    assert feed.findtext("a:author/a:name", None, ATOM)
    ids = [one.findtext("a:id", None, ATOM) for one in entries]
    assert len(ids) == len(set(ids))
    return feed


def titles(content: bytes) -> list[str]:
    return [one.findtext("a:title", None, ATOM) for one in parsed(content).findall("a:entry", ATOM)]


def plan(number: int, words: str) -> bytes:
    told = PLAN.replace("15/KH", f"{number}/KH").replace("lập danh mục tài sản", words)
    return told.encode()


def added(place, content: bytes, name: str, *groups: str) -> None:
    """A document is added by an administrator, for some groups or (none) everybody."""
    client, key = place.browser().client, place.token("chi", "admin")
    sent = client.post("/api/v1/documents", files={"file": (name, content)}, data={"group": groups}, headers=key)
    assert sent.status_code == 202, sent.text
    assert ended(client, sent.json()["job"], headers=key)["state"] == "done"


@pytest.fixture
def town(start):
    """A server in a network with a reader and somebody who sees to it."""
    place = start(host="0.0.0.0")
    place.person("chi", "administrator")
    place.person("doc", "viewer")
    return place


def keep(place, name: str = "doc") -> dict[str, str]:
    """A saved search of that person with its addresses: ``feed`` with a key, ``bare`` without."""
    browser = place.signed_in(name, address=ELSEWHERE, base=BASE)
    assert browser.post("/saved", {"query": SEARCH, "name": "Danh mục <tài sản> & việc"}, "/account").status_code == 303
    assert browser.post("/account/feeds", {}, "/account").status_code == 303
    page = etree.HTML(browser.get("/saved").text)
    address = page.xpath("//a[@type='application/atom+xml']/@href")[0]
    return {"feed": address, "bare": address.partition("?")[0]}


def test_a_feed_tells_what_came_since_the_search_was_saved_and_keeps_ids(town):
    address = keep(town)["feed"]
    reader = town.browser("198.51.100.4", BASE)
    before = reader.get(address)
    assert before.status_code == 200 and before.headers["content-type"].startswith("application/atom+xml")
    assert titles(before.content) == [], "what was held already is not new"
    assert parsed(before.content).findtext("a:title", None, ATOM) == "Chủ Trì · Danh mục <tài sản> & việc"
    added(town, plan(16, "lập danh mục tài sản \x0b<b>&</b>"), "16.txt")
    told = parsed(reader.get(address).content)
    entry = told.find("a:entry", ATOM)
    assert "16/KH-UBND" in entry.findtext("a:summary", None, ATOM)
    assert "lập danh mục tài sản" in entry.findtext("a:content", None, ATOM)
    link = entry.find("a:link", ATOM).get("href")
    assert link.startswith(f"{BASE}/documents/") and "span=" in link
    again = parsed(reader.get(address).content)
    assert [one.text for one in again.iterfind(".//a:id", ATOM)] == [one.text for one in told.iterfind(".//a:id", ATOM)]
    itself = next(one for one in told.findall("a:link", ATOM) if one.get("rel") == "self")
    assert itself.get("href") == BASE + address


def test_a_feed_that_is_as_before_is_not_sent_again(town):
    address = keep(town)["feed"]
    reader = town.browser("198.51.100.4", BASE)
    version = reader.get(address).headers["etag"]
    same = reader.get(address, headers={"if-none-match": version})
    assert (same.status_code, same.content) == (304, b"")
    added(town, plan(16, "lập danh mục tài sản"), "16.txt")
    assert reader.get(address, headers={"if-none-match": version}).status_code == 200


def test_what_its_owner_may_not_read_is_absent_from_a_feed_until_they_may(town):
    address = keep(town)["feed"]
    reader = town.browser("198.51.100.4", BASE)
    groups = town.app.state.api.state.engine.whole.groups
    groups.make("Tài chính")
    added(town, plan(17, "lập danh mục tài sản của chợ"), "17.txt", "tai-chinh")
    assert titles(reader.get(address).content) == []
    owner = town.reception.people.one("doc")
    town.reception.people.set_rights(owner, "viewer", frozenset({"tai-chinh"}))
    assert len(titles(reader.get(address).content)) == 1
    town.reception.people.set_rights(owner, "viewer", frozenset())
    assert titles(reader.get(address).content) == []


def test_a_key_opens_its_own_address_alone_and_nothing_once_revoked(town):
    kept = keep(town)
    reader = town.browser("198.51.100.4", BASE)
    key = kept["feed"].partition("key=")[2]
    assert reader.get(kept["bare"]).status_code == 401
    assert reader.get(kept["feed"][:-1] + "_").status_code == 401
    assert reader.get(f"/api/v1/saved/other/feed.atom?key={key}").status_code == 401
    assert reader.get(f"/api/v1/calendar.ics?document=15/KH-UBND&key={key}").status_code == 401
    assert reader.get(f"/api/v1/documents?key={key}").status_code == 401, "only feeds are opened by addresses"
    assert reader.client.post(kept["feed"]).status_code in (401, 403, 405)
    people = town.reception.people
    (token,) = people.tokens(people.one("doc"))
    assert token.scopes == {"feeds"} and token.expires_at is None
    people.set_active(people.one("doc"), False)
    assert reader.get(kept["feed"]).status_code == 401
    people.set_active(people.one("doc"), True)
    assert reader.get(kept["feed"]).status_code == 200
    people.revoke_token(people.one("doc"), token.id)
    assert reader.get(kept["feed"]).status_code == 401


def test_nobody_reads_the_feed_of_anothers_search(town):
    kept = keep(town)
    town.person("la", "editor")
    client = town.browser("198.51.100.4", BASE).client
    for scopes in (("read",), ("feeds",), ("write",)):
        assert client.get(kept["bare"], headers=town.token("la", *scopes)).status_code == 404
        assert town.reception.people.tokens(town.reception.people.one("la"))
    assert client.get(kept["bare"], headers=town.token("doc", "feeds")).status_code == 200


def test_a_calendar_is_subscribed_to_by_an_address_of_its_own(town):
    keep(town)
    signed = town.signed_in("doc", address=ELSEWHERE, base=BASE)
    page = etree.HTML(signed.get("/calendar?document=15/KH-UBND&view=year&at=2024-01-01").text)
    (address,) = page.xpath("//a[starts-with(@href, '/api/v1/calendar.ics')]/@href")
    reader = town.browser("198.51.100.4", BASE)
    answer = reader.get(address)
    assert answer.status_code == 200 and Calendar.from_ical(answer.content).get("prodid")
    assert reader.get(address.replace("document=15", "document=16")).status_code == 401


def test_the_log_has_a_feed_once_an_hour_for_each_token_and_feed(town, monkeypatch):
    moment = [0.0]
    monkeypatch.setattr(town.app.state.api.state, "fetched", fetched.Fetched(lambda: moment[0]))
    address = keep(town)["feed"]
    town.heard.clear()

    def told() -> list[tuple[str, str]]:
        return [(subject, by) for kind, subject, _, by in town.heard if kind == "feed_read"]

    search = address.split("/")[4]
    for place in ("198.51.100.4", "198.51.100.5", "198.51.100.4"):
        assert town.browser(place, BASE).get(address).status_code == 200
    assert told() == [(f"saved/{search}", "doc")], "one token, wherever it is used from"
    key = town.token("doc", "feeds")
    reader = town.browser("198.51.100.4", BASE)
    calendar = "/api/v1/calendar.ics?document=15/KH-UBND"
    for _ in range(3):
        reader.get(address, headers=key)
        assert reader.get(calendar, headers=key).status_code == 200
    assert [subject for subject, _ in told()] == [f"saved/{search}", f"saved/{search}", "lich-thoi-han.ics"]
    moment[0] = fetched.EVERY + 1
    reader.get(calendar, headers=key)
    assert len(told()) == 4


def test_the_log_has_every_original_that_was_handed_over(town):
    held = town.app.state.api.state.engine.whole.documents().items[0]
    client, key = town.browser(ELSEWHERE, BASE).client, town.token("doc", "read")
    address = f"/api/v1/documents/{held.id}/file"
    town.heard.clear()
    for part in (None, "bytes=0-99", "bytes=100-199"):
        assert client.get(address, headers={**key, **({"range": part} if part else {})}).status_code in (200, 206)
    assert [one for one in town.heard if one[0] == "fetched"] == [
        ("fetched", "15-hoa-tan.txt", {"document": held.id}, "doc")
    ] * 2
    client.get("/api/v1/documents/000000000000/file", headers=key)
    assert len([one for one in town.heard if one[0] == "fetched"]) == 2
    entries = client.get("/api/v1/audit?kind=fetched", headers=town.token("chi", "admin")).json()["entries"]
    assert [(one["person"], one["document_id"], one["via"]) for one in entries] == [("doc", held.id, "token")] * 2
