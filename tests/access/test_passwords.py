"""Passwords and waiting, by themselves."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

import pytest

from indexer.errors import AccountRefused
from indexer.store.accounts import failures
from indexer.store.catalogue import Catalogue
from search_api.access import passwords
from search_api.access import throttle as throttling
from search_api.access.devices import device_name
from search_api.access.throttle import FREE, LONGEST, PER_ADDRESS, Throttle, delay


@pytest.mark.parametrize(
    ("password", "name"),
    [
        ("ngắn", "lan"),
        ("x" * 257, "lan"),
        ("123456789012", "lan"),
        ("qwertyuiopasdf", "lan"),
        ("aaaaaaaaaaaaaa", "lan"),
        ("admin!!!!!!!", "lan"),
        ("Matkhau12345!", "lan"),
        ("Mật khẩu 12345", "lan"),
        ("nguyenvanan2024", "nguyen.van.an"),
        ("nguyễn văn an 24", "Nguyen.Van.An"),
        ("chutri-chutri-1", "lan"),
    ],
)
def test_what_is_tried_first_is_no_password(password, name):
    with pytest.raises(AccountRefused):
        passwords.check(password, name)


@pytest.mark.parametrize(
    "password", ["con mèo trèo cây cau", "correct horse battery", "8u5a-qwaf-mxwk-qzaj", "Đò đưa k8!vW"]
)
def test_a_sentence_or_a_random_string_is_one(password):
    passwords.check(password, "lan")


def test_a_password_typed_decomposed_is_the_same():
    kept = passwords.hashed("bến vắng trăng lên")
    assert kept.startswith("$argon2id$")
    assert passwords.verified(kept, unicodedata.normalize("NFD", "bến vắng trăng lên"))
    assert not passwords.verified(kept, "ben vang trang len")


@pytest.mark.parametrize("kept", [None, "", "không phải băm"])
def test_nothing_opens_an_account_without_a_password(kept):
    assert not passwords.verified(kept, "")
    assert not passwords.verified(kept, "x" * 100_000)


def test_generated_passwords_differ_and_pass():
    made = {passwords.generated() for _ in range(50)}
    assert len(made) == 50
    for one in made:
        passwords.check(one, "admin")


def test_waiting_grows_to_a_limit():
    waits = [delay(n) for n in range(1, 30)]
    assert waits[:FREE] == [0.0] * FREE and waits[FREE] == 2.0 and waits[-1] == LONGEST
    assert waits == sorted(waits)


@pytest.fixture
def counts(tmp_path):
    catalogue = Catalogue(tmp_path / "catalogue.db")
    yield catalogue.register.failures
    catalogue.close()


def test_one_place_waits_and_another_does_not_and_success_forgets(counts):
    throttle = Throttle(counts)
    for _ in range(FREE + 1):
        throttle.failed("lan|1.1.1.1", "1.1.1.1")
    assert throttle.wait("lan|1.1.1.1", "1.1.1.1") > 0
    assert throttle.wait("lan|2.2.2.2", "2.2.2.2") == 0
    assert throttle.wait("minh|1.1.1.1", "1.1.1.1") == 0
    throttle.succeeded("lan|1.1.1.1")
    assert throttle.wait("lan|1.1.1.1", "1.1.1.1") == 0


def test_an_address_is_listened_to_again_bit_by_bit_and_a_place_after_an_hour(counts, monkeypatch):
    began, throttle = datetime(2026, 3, 1, 8), Throttle(counts)

    def after(seconds: float) -> None:
        for module in (failures, throttling):
            monkeypatch.setattr(module, "now", lambda: began + timedelta(seconds=seconds))

    after(0)
    for number in range(PER_ADDRESS):
        throttle.failed(f"ten{number}|1.1.1.1", "1.1.1.1")
    assert throttle.wait("khac|1.1.1.1", "1.1.1.1") == 15
    after(16)
    assert throttle.wait("khac|1.1.1.1", "1.1.1.1") == 0
    throttle.failed("khac|1.1.1.1", "1.1.1.1")
    assert 1 <= throttle.wait("khac|1.1.1.1", "1.1.1.1") <= 15
    for _ in range(20):
        throttle.failed("lan|2.2.2.2", None)
    assert throttle.wait("lan|2.2.2.2", None) == LONGEST
    after(-86_400)
    assert throttle.wait("lan|2.2.2.2", None) == LONGEST, "a clock set back lengthens nothing"
    after(3700)
    assert throttle.wait("lan|2.2.2.2", None) == 0
    assert throttle.failed("lan|2.2.2.2", None) == 0


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.0", "curl/8.0"),
        ("", "?"),
    ],
)
def test_a_browser_is_named_in_two_words(agent, name):
    assert device_name(agent) == name
