"""Passwords and waiting, by themselves."""

from __future__ import annotations

import unicodedata

import pytest

from indexer.errors import AccountRefused
from search_api.access import passwords
from search_api.access.devices import device_name
from search_api.access.throttle import FREE, LONGEST, Throttle, delay


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


def test_one_place_waits_and_another_does_not_and_success_forgets():
    throttle = Throttle()
    for _ in range(FREE + 1):
        throttle.failed("lan|1.1.1.1", "1.1.1.1")
    assert throttle.wait("lan|1.1.1.1", "1.1.1.1") > 0
    assert throttle.wait("lan|2.2.2.2", "2.2.2.2") == 0
    assert throttle.wait("minh|1.1.1.1", "1.1.1.1") == 0
    throttle.succeeded("lan|1.1.1.1")
    assert throttle.wait("lan|1.1.1.1", "1.1.1.1") == 0


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
