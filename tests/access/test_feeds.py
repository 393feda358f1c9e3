"""Feeds of saved searches and calendars: what is in them, who opens them, and what the audit log hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from lxml import etree

from search_api.access import fetched, scopes
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
    address = made(browser, "/saved", "application/atom+xml")
    return {"feed": address, "bare": address.partition("?")[0]}


def made(browser, shown: str, kind: str) -> str:
    """The address that the one form for it at that page makes; the page then shows it in the form's place."""
    form = etree.HTML(browser.get(shown).text).xpath("//form[@action='/account/feeds']")[0]
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input[@name!='csrf']")}
    sent = browser.post("/account/feeds", fields, "/account")
    assert sent.status_code == 303 and sent.headers["location"] == fields["back"]
    (address,) = etree.HTML(browser.get(shown).text).xpath(f"//a[@type='{kind}']/@href")
    return address


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
    people.set_active(people.one("doc"), False)
    assert reader.get(kept["feed"]).status_code == 401
    people.set_active(people.one("doc"), True)
    assert reader.get(kept["feed"]).status_code == 200
    (token,) = town.reception.feeds.own(people.one("doc").id)
    town.signed_in("doc").post("/account/feeds/end", {"token": token.id}, "/account")
    assert reader.get(kept["feed"]).status_code == 401


def test_one_sees_own_addresses_and_withdraws_one_or_all(town):
    first = keep(town)["feed"]
    browser, reader = town.signed_in("doc", address=ELSEWHERE, base=BASE), town.browser("198.51.100.4", BASE)
    second = made(browser, "/calendar?document=15/KH-UBND", "text/calendar")
    reader.get(first)
    shown = etree.HTML(browser.get("/account").text)
    rows = shown.xpath("//h2[@id='feeds']/following-sibling::ul[1]/li")
    told = {row.xpath(".//h3/a/@href")[0]: "".join(row.itertext()) for row in rows}
    assert set(told) == {first, second}
    assert "Dùng lần cuối" in told[first] and "chưa dùng" in told[second]
    stranger = town.signed_in("chi", address=ELSEWHERE, base=BASE)
    token = rows[0].xpath(".//button/@value")[0]
    stranger.post("/account/feeds/end", {"token": token}, "/account")
    assert {reader.get(one).status_code for one in told} == {200}, "nobody withdraws another's"
    browser.post("/account/feeds/end", {"token": token}, "/account")
    assert sorted(reader.get(one).status_code for one in told) == [200, 401]
    browser.post("/account/feeds/end", {}, "/account")
    assert {reader.get(one).status_code for one in told} == {401}
    assert town.reception.feeds.own(town.reception.people.one("doc").id) == ()


@pytest.mark.parametrize(
    "feed", ["/account", "//elsewhere/api/v1/calendar.ics", "/api/v1/calendar.ics?" + "a" * 2000, ""]
)
def test_only_feeds_get_addresses(town, feed):
    browser = town.signed_in("doc")
    assert browser.post("/account/feeds", {"feed": feed}, "/account").status_code == 422
    assert town.reception.feeds.own(town.reception.people.one("doc").id) == ()


def test_signing_out_everywhere_ends_the_addresses_and_signing_out_here_does_not(town):
    kept, reader = keep(town), town.browser("198.51.100.4", BASE)
    town.signed_in("doc").post("/signout", {}, "/account")
    assert reader.get(kept["feed"]).status_code == 200
    town.signed_in("doc").post("/signout", {"everywhere": "1"}, "/account")
    assert reader.get(kept["feed"]).status_code == 401
    browser = town.signed_in("doc", address=ELSEWHERE, base=BASE)
    anew = made(browser, "/saved", "application/atom+xml")
    assert anew != kept["feed"] and reader.get(anew).status_code == 200


def test_an_address_that_nobody_asks_for_is_over_in_time_and_each_use_puts_that_off(town):
    owner = town.reception.people.one("doc").id
    address = keep(town)["feed"]
    (token,) = town.reception.feeds.own(owner)
    after = scopes.ends(token) + timedelta(seconds=1)
    assert scopes.ends(token) - token.made_at == scopes.FEED_IDLE
    assert scopes.usable(token, after - timedelta(seconds=2)) and not scopes.usable(token, after)
    town.app.state.api.state.engine.whole.register.tokens.touch(token.id, token.made_at - scopes.FEED_IDLE)
    assert town.browser("198.51.100.4", BASE).get(address).status_code == 401
    assert town.reception.feeds.own(owner) == ()


def test_nobody_reads_the_feed_of_anothers_search(town):
    kept = keep(town)
    town.person("la", "editor")
    client = town.browser("198.51.100.4", BASE).client
    for given in (("read",), ("feeds",), ("write",)):
        assert client.get(kept["bare"], headers=town.token("la", *given)).status_code == 404
        assert town.reception.people.tokens(town.reception.people.one("la"))
    assert client.get(kept["bare"], headers=town.token("doc", "feeds")).status_code == 200


def test_a_calendar_is_subscribed_to_by_an_address_of_its_own(town):
    keep(town)
    signed = town.signed_in("doc", address=ELSEWHERE, base=BASE)
    address = made(signed, "/calendar?document=15%2FKH-UBND&view=year&at=2024-01-01", "text/calendar")
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
