"""Every reading address of the application, walked by somebody outside a document's group and by a member."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from tests.access.conftest import PASSWORD, Place, Starter
from tests.patience import ended
from tests.search_api.test_readership import OPEN, SECRET, TELLING
from web.pages import home

# Asked by words of the limited plan that give none of the telling ones away.
QUERIES = (
    "",
    "?q=khóa kho quỹ đối chiếu",
    "?q=991/KH-TTr",
    "?format=csv",
    "?format=xlsx&from=2024-01-01&to=2024-12-31",
    "?unit=Sở Tài chính&from=2024-01-01&to=2024-12-31",
    "?superior=77/QĐ-UBND&q=Sở Nội vụ có bao nhiêu nhiệm vụ?&via_group=1",
    "?document=SECRET&superior=SECRET",
    "?documents=77/QĐ-UBND&document=OPEN&below=SECRET",
)
# Streams, and what needs a provider outside.
SKIPPED = ("/events", "/signin", "/metrics")


@pytest.fixture(scope="module")
def house(held: Path, tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    starter = Starter(held, tiny_model, tmp_path_factory.mktemp("limited"))
    started = starter(rate_limits=False)
    for name, role in (("quan-tri", "administrator"), ("ngoai", "viewer"), ("sua", "editor"), ("trong", "viewer")):
        started.person(name, role)
    yield started
    starter.stop()


@pytest.fixture(scope="module")
def secret(house: Place) -> str:
    """The open plans added, and one handed in limited to a group that one reader is in; its id."""
    client, key = house.browser().client, house.token("quan-tri", "admin", "write", "read")
    made = client.post("/api/v1/groups", json={"name": "Thanh tra"}, headers=key)
    assert made.json()["id"] == "thanh-tra"
    accounts = house.reception.register.accounts
    accounts.set_rights(house.reception.people.one("trong").id, "viewer", frozenset({"thanh-tra"}))
    for name, words in (*OPEN, ("105-mat", SECRET)):
        form = {"group": ["Thanh tra"]} if words is SECRET else {}
        sent = client.post("/api/v1/documents", files={"file": (f"{name}.txt", words.encode())}, data=form, headers=key)
        assert sent.status_code == 202, sent.text
        job = sent.json()["job"]
        assert (state := ended(client, job, headers=key))["state"] == "done", state
    house.job = job
    return str(sent.json()["document_id"])


def addresses(place: Place, secret: str, queries: tuple[str, ...]) -> list[str]:
    """Every GET address with its places filled by what the limited document gives, each with every query."""
    api = place.app.state.api
    paths = set(_paths(place.app.routes)) | set(_paths(api.routes))
    paths |= {path for path, methods in api.openapi()["paths"].items() if "get" in methods}
    engine = api.state.engine
    unit = next(one.id for one in engine.whole.units() if "đặc nhiệm" in one.name)
    common = next(one.id for one in engine.whole.units() if one.name == "Sở Tài chính")
    opened = engine.whole.find("101-tinh.txt").id
    places = {"document_id": (secret, opened), "unit_id": (unit, common), "job_id": (place.job,), "key": ("1",)}
    found = []
    for path in sorted(paths):
        if any(part in path for part in SKIPPED):
            continue
        names = re.findall(r"{(\w+)(?::\w+)?}", path)
        values = [places.get(name, ("1",)) for name in names]
        for filling in zip(*(one if len(one) == 2 else one * 2 for one in values), strict=True) if names else [()]:
            address = path
            for name, value in zip(names, filling, strict=True):
                address = re.sub(rf"{{{name}(?::\w+)?}}", value, address)
            found += [address + query.replace("SECRET", secret).replace("OPEN", opened) for query in queries]
    return list(dict.fromkeys(found))


def _paths(routes) -> Iterator[str]:
    for route in routes:
        if isinstance(route, APIRoute):
            if "GET" in route.methods:
                yield route.path
        elif hasattr(route, "original_router"):
            yield from _paths(route.original_router.routes)
        elif getattr(route, "routes", None):
            yield from _paths(route.routes)


def said(answer) -> str:
    """The words of an answer, those of a workbook or Word file unpacked."""
    if answer.content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist()).casefold()
    return answer.text.casefold()


def walk(place: Place, secret: str, who: str, queries: tuple[str, ...] = QUERIES) -> dict[str, str]:
    """What every address answers to that person's token."""
    client, key = place.browser().client, place.token(who, "read")
    found = {}
    for address in addresses(place, secret, queries):
        answer = client.get(address, headers=key)
        assert answer.status_code < 500, (address, answer.text[:300])
        found[address] = said(answer)
    return found


# An editor comes to more addresses than a viewer, and sees no more documents at any.
@pytest.mark.parametrize("who, queries", [("ngoai", QUERIES), ("sua", ("", QUERIES[-2]))])
def test_nothing_of_a_limited_document_is_said_to_anybody_outside(
    house: Place, secret: str, who: str, queries: tuple[str, ...]
) -> None:
    found = walk(house, secret, who, queries)
    assert {"/", "/tasks", f"/documents/{secret}", "/api/v1/search"} <= found.keys() and len(found) > 100
    betrayed = [(address, words) for address, text in found.items() for words in TELLING if words in text]
    assert betrayed == []
    # Who asks for its id is told that there is no such document; nobody else reads of it.
    unasked = {address: text for address, text in found.items() if secret not in address}
    assert [address for address, text in unasked.items() if secret in text] == []


def test_a_member_finds_it_at_every_kind_of_address(house: Place, secret: str) -> None:
    found = walk(house, secret, "trong", ("", QUERIES[1]))
    whole = "\n".join(found.values())
    assert [words for words in TELLING if words not in whole] == []
    for address in (
        "/api/v1/documents",
        "/api/v1/tasks",
        "/api/v1/units",
        "/api/v1/matrix",
        "/documents",
        "/tasks",
        "/units",
    ):
        assert any(words in found[address] for words in TELLING), address
    assert "sinh trắc" in found[f"/documents/{secret}"]
    assert "chỉ dành cho" in found["/documents"]


def test_the_same_file_is_not_taken_from_anybody_outside_and_the_log_says_so(house: Place, secret: str) -> None:
    client, key = house.browser().client, house.token("sua", "write", "read")
    sent = client.post("/api/v1/documents", files={"file": ("ban-sao.txt", SECRET.encode())}, headers=key)
    assert sent.status_code == 400
    assert secret not in sent.text and "đã có" not in sent.text
    refused = client.get(
        "/api/v1/audit?kind=refused&person=sua&limit=200", headers=house.token("quan-tri", "admin", "read")
    ).json()
    told = [one for one in refused["entries"] if one["detail"]["code"] == "limited_content"]
    assert [(one["document_id"], one["subject"]) for one in told] == [(secret, "ban-sao.txt")]


def test_an_editor_outside_cannot_remove_or_open_it(house: Place, secret: str) -> None:
    client, key = house.browser().client, house.token("sua", "write", "read")
    assert client.delete(f"/api/v1/documents/{secret}", headers=key).status_code == 404
    assert client.put(f"/api/v1/documents/{secret}/groups", json={"groups": []}, headers=key).status_code == 403
    posted = client.post(
        "/api/v1/documents", files={"file": ("x.txt", b"KE HOACH")}, data={"group": "thanh-tra"}, headers=key
    )
    assert posted.status_code == 422


def test_an_administrator_changes_readers_by_page_and_the_log_keeps_it(house: Place, secret: str) -> None:
    browser = house.signed_in("quan-tri", PASSWORD)
    page = browser.get(f"/documents/{secret}/readers")
    assert 'value="thanh-tra" checked' in page.text
    assert browser.post(f"/documents/{secret}/readers", {}, "/groups").status_code == 303
    outside = house.browser().client.get("/api/v1/documents", headers=house.token("ngoai", "read")).text
    assert secret in outside
    assert browser.post(f"/documents/{secret}/readers", {"group": "thanh-tra"}, "/groups").status_code == 303
    log = browser.get(f"/api/v1/audit?document={secret}&kind=limited").json()
    assert [one["detail"]["groups"] for one in log["entries"]] == ["thanh-tra", "*", "thanh-tra"]
    assert {one["person"] for one in log["entries"]} == {"quan-tri"}
    assert browser.post("/groups/thanh-tra", {"do": "remove"}, "/groups").status_code == 422


def test_what_people_do_is_in_the_log_with_who_and_from_where(house: Place, secret: str) -> None:
    browser = house.signed_in("quan-tri", PASSWORD)
    assert browser.get("/api/v1/tasks?format=csv").status_code == 200
    kinds = ("added", "limited", "group_made", "account_made", "token_made", "signed_in", "exported")
    found = {kind: browser.get(f"/api/v1/audit?limit=200&kind={kind}").json()["entries"] for kind in kinds}
    assert [kind for kind in kinds if not found[kind]] == []
    entries = [one for kind in kinds for one in found[kind]]
    exported = next(one for one in entries if one["kind"] == "exported")
    assert (exported["person"], exported["via"], exported["role"]) == ("quan-tri", "session", "administrator")
    assert exported["detail"]["format"] == "csv" and exported["detail"]["rows"] > 3
    added = next(one for one in entries if one["kind"] == "added" and one["document_id"] == secret)
    assert (added["person"], added["via"]) == ("quan-tri", "token") and added["address"]
    told = str(entries).casefold()
    assert [words for words in ("niêm phong", PASSWORD, "argon2") if words in told] == []
    assert browser.get("/api/v1/audit/verify").json()["broken"] is None
    page = browser.get("/audit?kind=exported&verify=1")
    assert page.status_code == 200 and "nhiem-vu" in page.text and "nguyên vẹn" in page.text
    written = browser.get("/api/v1/audit?format=xlsx")
    assert "thanh-tra" in said(written)


@pytest.mark.parametrize("address", ["/audit", "/groups", "/api/v1/audit", "/api/v1/audit/verify", "/api/v1/groups"])
def test_only_administrators_read_the_log_and_the_groups(house: Place, secret: str, address: str) -> None:
    client = house.browser().client
    assert client.get(address, headers=house.token("sua", "write", "read")).status_code == 403


def test_the_first_page_is_kept_for_each_readership(house: Place, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    browsers = [house.signed_in(name) for name in ("trong", "ngoai")]
    assert [browser.get("/").status_code for browser in browsers] == [200, 200]
    monkeypatch.setattr(home, "_home", None)
    # Neither throws away what was made for the other.
    assert [browser.get("/").status_code for browser in (*browsers, *browsers)] == [200] * 4
