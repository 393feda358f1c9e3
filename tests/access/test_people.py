"""Administrators see to people; the last of them stays; commands do the same without a server."""

from __future__ import annotations

import json
import re

import pytest
from typer.testing import CliRunner

from tests.access.conftest import PASSWORD
from web.cli import app

SECRET = re.compile(r"<code>([^<]+)</code>")


def test_an_administrator_adds_somebody_who_must_change_the_password_handed_over(place):
    chi = place.signed_in("chi")
    readers = place.app.state.api.state.readers
    one = readers.make("Tổ Một")["id"]
    fields = {"name": "Lan.TT", "display": "Trần Thị Lan", "role": "editor", "group": [one]}
    shown = chi.post("/people", fields, "/account")
    password = SECRET.search(shown.text)[1]
    assert shown.headers["cache-control"] == "no-store" and password not in chi.get("/people").text
    made = place.reception.people.one("lan.tt")
    assert (made.name, made.role, made.groups) == ("Lan.TT", "editor", frozenset({one}))
    assert "Tổ Một" in chi.get("/people").text
    lan = place.browser()
    assert lan.sign_in("lan.tt", password).headers["location"] == "/account/password"
    assert ("account_made", "Lan.TT") in [(kind, subject) for kind, subject, *_ in place.heard]
    assert {by for kind, _, _, by in place.heard if kind == "account_made"} == {"chi"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "doc", "role": "viewer"}, "Đã có tài khoản"),
        ({"name": "ＤＯＣ", "role": "viewer"}, "Đã có tài khoản"),
        ({"name": "a", "role": "viewer"}, "2 đến 64"),
        ({"name": "<script>", "role": "viewer"}, "2 đến 64"),
        ({"name": "moi1", "role": "owner"}, "Vai trò là một trong"),
        ({"name": "moi3", "role": "viewer", "display": "x" * 101}, "Họ tên"),
    ],
)
def test_what_cannot_be_an_account_is_refused_and_what_was_typed_stays(place, fields, said):
    answer = place.signed_in("chi").post("/people", fields, "/account")
    assert answer.status_code == 422 and said in answer.text
    assert "<script>" not in answer.text


def test_a_group_that_there_is_not_is_refused(place):
    answer = place.signed_in("chi").post("/people", {"name": "moi4", "role": "viewer", "group": ["la"]}, "/account")
    assert answer.status_code == 404 and "Không có nhóm" in answer.text


def test_a_lock_ends_sessions_at_once_and_can_be_taken_back(place):
    person = place.person("khoa", "editor")
    chi, khoa = place.signed_in("chi"), place.signed_in("khoa")
    chi.post(f"/people/{person}/active", {"active": "0"}, "/account")
    assert khoa.get("/account").status_code == 303
    assert place.browser().sign_in("khoa", PASSWORD).status_code == 401
    chi.post(f"/people/{person}/active", {"active": "1"}, "/account")
    assert place.browser().sign_in("khoa", PASSWORD).status_code == 303


def test_a_reset_ends_sessions_and_hands_over_another_password(place):
    person = place.person("quen", "viewer")
    quen = place.signed_in("quen")
    token = place.token("quen", "read")
    answer = place.signed_in("chi").post(f"/people/{person}/reset", page="/account")
    password = SECRET.search(answer.text)[1]
    assert quen.get("/account").status_code == 303
    assert place.browser().get("/api/v1/me", headers=token).status_code == 401
    assert place.browser().sign_in("quen", PASSWORD).status_code == 401
    assert place.browser().sign_in("quen", password).headers["location"] == "/account/password"


@pytest.mark.parametrize(
    ("action", "fields"), [("", {"role": "editor"}), ("", {"role": "viewer"}), ("/active", {"active": "0"})]
)
def test_the_last_administrator_stays_one(place, action, fields):
    chi = place.signed_in("chi")
    answer = chi.post(f"/people/{place.reception.people.one('chi').id}{action}", fields, "/account")
    assert answer.status_code == 422 and "quản trị viên cuối cùng" in answer.text
    assert chi.get("/people").status_code == 200


def test_one_administrator_of_two_may_be_demoted(start):
    place = start()
    first, second = place.person("mot", "administrator"), place.person("hai", "administrator")
    mot = place.signed_in("mot")
    assert mot.post(f"/people/{second}", {"role": "viewer"}, "/account").status_code == 303
    assert mot.post(f"/people/{first}", {"role": "viewer"}, "/account").status_code == 422


def test_an_unknown_account_is_a_page_with_a_sentence(place):
    chi = place.signed_in("chi")
    assert chi.get("/people/khong-co").status_code == 404
    for action in ("", "/reset", "/active"):
        assert chi.post(f"/people/khong-co{action}", {"role": "viewer"}, "/account").status_code == 404


def test_accounts_are_seen_to_from_the_command_line(tmp_path):
    def run(*words: str, status: int = 0) -> str:
        done = CliRunner().invoke(app, ["--data", str(tmp_path), "user", *words])
        assert done.exit_code == status, done.output
        return done.output

    password = run("add", "lan", "--role", "administrator").split("lan: ")[1].split()[0]
    assert len(password) == 19
    listed = json.loads(run("list", "--json"))
    assert [(one["name"], one["role"], one["groups"], one["must_change"]) for one in listed] == [
        ("lan", "administrator", [], True)
    ]
    assert "password" not in listed[0]
    assert "quản trị viên cuối cùng" in run("role", "lan", "viewer", status=1)
    assert "quản trị viên cuối cùng" in run("disable", "lan", status=1)
    assert password not in run("reset", "lan")
    run("add", "minh")
    assert "Không có nhóm" in run("role", "minh", "viewer", "--group", "la", status=1)
    run("role", "minh", "editor")
    run("disable", "minh")
    assert "minh · editor · đã khóa" in run()
    run("enable", "minh")
    assert "Không có tài khoản" in run("reset", "khong-co", status=1)


def test_the_password_of_the_first_administrator_is_told_once(tmp_path, capsys):
    from indexer.settings import Settings
    from indexer.store.catalogue import Catalogue
    from search_api.access.reception import Reception
    from web.cli import introduce

    catalogue = Catalogue(tmp_path / "catalogue.db")
    reception = Reception(catalogue.register, Settings(data=tmp_path), catalogue.groups)
    introduce(reception)
    told = capsys.readouterr().err
    assert "admin" in told and re.search(r"(\w{4}-){3}\w{4}", told)
    introduce(reception)
    assert not capsys.readouterr().err
    catalogue.close()
