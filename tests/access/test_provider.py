"""Signing in through an OpenID Connect provider, one that really runs beside the test."""

from __future__ import annotations

import re
import warnings
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from search_api.access.vouched import groups_of, roles_of
from tests.access.pkce import Verifying, running

CLIENT = {"oidc_client_id": "chutri", "oidc_client_secret": "bi-mat", "oidc_name": "Cổng của tỉnh"}
ROLES = {"oidc_role_claim": "groups", "oidc_roles": "van-thu=editor, tin-hoc=administrator, moi-nguoi=viewer"}
PEOPLE = {
    "lan": {
        "preferred_username": "lan.tt",
        "name": "Trần Thị Lan",
        "email": "lan@tinh.gov.vn",
        "groups": ["van-thu", "moi-nguoi"],
    },
    "khach": {"preferred_username": "khach", "email": "khach@noikhac.example", "groups": ["moi-nguoi"]},
    "la": {"preferred_username": "la", "email": "la@tinh.gov.vn", "groups": ["khong-ai-biet"]},
}


@pytest.fixture(scope="module")
def desk():
    """A provider that knows those people, and insists on the verifier of what was challenged."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from oidc_provider_mock import User
        from oidc_provider_mock import app as provider_app

        users = [User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
        yield Verifying(provider_app(user_claims=users))


@pytest.fixture(scope="module")
def provider(desk):
    """Its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with running(desk) as address:
            yield address


@pytest.fixture
def place(start, provider):
    return start(oidc_issuer=provider, host="0.0.0.0", **CLIENT, **ROLES, oidc_domains="tinh.gov.vn")


def away(browser, to: str = "/units") -> str:
    """The provider's address to which somebody is sent who chooses it."""
    answer = browser.get("/signin/oidc", params={"next": to})
    assert answer.status_code == 303
    return answer.headers["location"]


def vouched(address: str, sub: str) -> str:
    """The way back with which the provider sends on whoever says there that they are ``sub``."""
    answer = httpx2.post(address, data={"sub": sub})
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["location"])
    return f"{parts.path}?{parts.query}"


def through(place, sub: str):
    browser = place.browser("203.0.113.50", "http://chutri.example")
    return browser, browser.get(vouched(away(browser), sub))


def test_the_log_in_page_offers_the_provider_and_asks_it_with_state_nonce_and_challenge(place):
    browser = place.browser("203.0.113.50", "http://chutri.example")
    assert "Đăng nhập qua Cổng của tỉnh" in browser.get("/signin").text
    asked = parse_qs(urlsplit(away(browser)).query)
    assert asked["response_type"] == ["code"] and asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) > 20 and len(asked["nonce"][0]) > 20 and len(asked["code_challenge"][0]) == 43
    assert asked["redirect_uri"] == ["http://chutri.example/signin/oidc/callback"]


def test_somebody_vouched_for_comes_in_with_the_role_of_their_claim(place):
    browser, answer = through(place, "lan")
    assert (answer.status_code, answer.headers["location"]) == (303, "/units")
    told = browser.get("/api/v1/me").json()
    assert (told["name"], told["role"]) == ("lan.tt", "editor")
    account = place.reception.people.one("lan.tt")
    assert (account.display, account.subject, account.password) == ("Trần Thị Lan", "lan", None)
    _, again = through(place, "lan")
    assert again.status_code == 303 and len(place.reception.people.all()) == 1


def test_a_local_account_of_the_same_name_is_not_taken_over(place):
    place.person("lan.tt", "administrator")
    browser, answer = through(place, "lan")
    assert answer.status_code == 303
    assert browser.get("/api/v1/me").json() | {"groups": []} == {
        "name": "lan@tinh.gov.vn",
        "role": "editor",
        "via": "session",
        "scopes": [],
        "groups": [],
    }


@pytest.mark.parametrize(("sub", "said"), [("khach", "thư của cơ quan"), ("la", "không trao")])
def test_whom_nothing_maps_is_not_let_in(place, sub, said):
    browser, answer = through(place, sub)
    assert answer.status_code == 401 and said in answer.text
    assert browser.get("/api/v1/me").status_code == 401 and not place.reception.people.all()
    assert "sign_in_refused" in [kind for kind, *_ in place.heard]


def test_somebody_locked_here_stays_out(place):
    through(place, "lan")
    people = place.reception.people
    people.set_active(people.one("lan.tt"), False)
    _, answer = through(place, "lan")
    assert answer.status_code == 401 and "bị khóa" in answer.text


def test_a_way_back_that_was_not_begun_here_is_refused(place):
    begun, other = (place.browser("203.0.113.50", "http://chutri.example") for _ in range(2))
    back = vouched(away(begun), "lan")
    assert other.get(back).status_code == 401
    away(other)
    assert other.get(back).status_code == 401, "the state belongs to another browser"
    assert begun.get(re.sub("state=[^&]+", "state=x", back)).status_code == 401
    assert begun.get(back).status_code == 401, "the attempt was spent"


def test_a_code_serves_once(place):
    browser = place.browser("203.0.113.50", "http://chutri.example")
    back = vouched(away(browser), "lan")
    cookie = {"cookie": f"chutri-oidc={browser.client.cookies['chutri-oidc']}"}
    assert browser.get(back).status_code == 303
    thief = place.browser("203.0.113.51", "http://chutri.example")
    assert thief.get(back, headers=cookie).status_code == 401


def test_a_token_for_another_log_in_or_another_server_is_refused(place, provider):
    keys = place.reception.provider
    for spoiled in ("nonce", "audience"):
        browser = place.browser("203.0.113.50", "http://chutri.example")
        address = away(browser)
        if spoiled == "nonce":
            address = re.sub("nonce=[^&]+", "nonce=another", address)
        back = vouched(address, "lan")
        if spoiled == "audience":
            keys._settings = keys._settings.model_copy(update={"oidc_client_id": "another"})
        answer = browser.get(back)
        assert answer.status_code == 401, spoiled
        assert browser.get("/api/v1/me").status_code == 401


def test_a_code_is_worth_nothing_without_the_verifier_of_its_challenge(place, desk, monkeypatch):
    before = desk.refused
    browser, answer = through(place, "lan")
    assert answer.status_code == 303 and desk.refused == before
    back = vouched(away(browser), "lan")
    code = parse_qs(urlsplit(back).query)["code"][0]
    desk.challenges[code] = "A" * 43
    answer = browser.get(back)
    assert desk.refused == before + 1 and answer.status_code == 401 and "không dùng được" in answer.text
    plain = re.sub("code_challenge_method=S256", "code_challenge_method=plain", away(browser))
    assert browser.get(vouched(plain, "lan")).status_code == 401 and desk.refused == before + 2


GROUPS = {"oidc_group_claim": "groups", "oidc_groups": "van-thu=Thanh tra, tin-hoc=tai-chinh, moi-nguoi=Chưa lập"}


def test_groups_follow_the_claim_and_leave_those_given_by_hand(start, provider):
    place = start(oidc_issuer=provider, host="0.0.0.0", **CLIENT, **ROLES, **GROUPS)
    groups = place.app.state.api.state.engine.whole.groups
    for name in ("Thanh tra", "Tài chính", "Đoàn kiểm tra"):
        groups.make(name)
    through(place, "lan")
    people = place.reception.people
    assert people.one("lan.tt").groups == {"thanh-tra"}, "the group that is not made yet is passed over"
    people.set_rights(people.one("lan.tt"), "editor", frozenset({"doan-kiem-tra", "tai-chinh"}))
    through(place, "lan")
    assert people.one("lan.tt").groups == {"doan-kiem-tra", "thanh-tra"}
    changed = [detail for kind, _, detail, _ in place.heard if kind == "account_changed"]
    assert changed[-1]["groups"] == ["doan-kiem-tra", "thanh-tra"] and changed[-1]["role"] == "editor"
    number = len(changed)
    through(place, "lan")
    assert len([kind for kind, *_ in place.heard if kind == "account_changed"]) == number, "nothing new, nothing told"


@pytest.mark.parametrize("missing", [{"oidc_role_claim": "vai-tro.o-day"}, {"oidc_group_claim": "vai-tro.o-day"}])
def test_a_claim_that_the_provider_does_not_send_is_named(start, provider, missing):
    place = start(oidc_issuer=provider, host="0.0.0.0", **CLIENT, **{**ROLES, **GROUPS, **missing})
    browser, answer = through(place, "lan")
    assert answer.status_code == 401 and "không gửi thông tin “vai-tro.o-day”" in answer.text
    assert not place.reception.people.all()
    english = browser.get(vouched(away(browser), "lan"), headers={"accept-language": "en"})
    assert "does not send the claim “vai-tro.o-day”" in english.text


def test_a_provider_that_goes_away_in_between_is_said_so(start):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from oidc_provider_mock import app as provider_app

        with running(Verifying(provider_app())) as address:
            place = start(oidc_issuer=address, host="0.0.0.0", **CLIENT, oidc_default_role="viewer")
            browser = place.browser("203.0.113.50", "http://chutri.example")
            back = vouched(away(browser), "lan")
    answer = browser.get(back)
    assert answer.status_code == 502 and "Không liên lạc được với nhà cung cấp" in answer.text


def test_a_log_in_called_off_is_said_so(place):
    browser = place.browser("203.0.113.50", "http://chutri.example")
    state = parse_qs(urlsplit(away(browser)).query)["state"][0]
    answer = browser.get("/signin/oidc/callback", params={"state": state, "error": "access_denied"})
    assert answer.status_code == 401 and "từ chối" in answer.text


def test_a_provider_that_is_away_leaves_the_password(start):
    place = start(oidc_issuer="http://127.0.0.1:9", **CLIENT)
    answer = place.browser().get("/signin/oidc")
    assert answer.status_code == 502 and "mật khẩu" in answer.text.casefold()


def test_without_a_provider_there_is_no_such_way(start):
    place = start()
    assert place.browser().get("/signin/oidc").status_code == 404
    assert "/signin/oidc" not in place.browser().get("/signin").text


@pytest.mark.parametrize("text", ["staff", "staff=owner", "=viewer"])
def test_a_mapping_to_no_role_of_ours_is_refused_at_the_start(text):
    with pytest.raises(ValueError, match="oidc_roles"):
        roles_of(text)


@pytest.mark.parametrize("text", ["staff", "=Thanh tra", "staff="])
def test_half_a_mapping_of_groups_is_refused_at_the_start(text):
    with pytest.raises(ValueError, match="oidc_groups"):
        groups_of(text)
