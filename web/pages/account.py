"""One's own account: the password, the browsers that are signed in, and the tokens of programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from search_api.access import cookies
from search_api.access.accounts import Account, AccountRefused, Session, Token
from search_api.access.people import TERMS, scopes_of
from search_api.access.scopes import SCOPES, ends
from search_api.access.visit import session_of, visit_of
from web.back import within
from web.pages.signin import reception
from web.templating import render, request_language

router = APIRouter()
NOT_THE_SAME = "Hai lần gõ mật khẩu mới không giống nhau."


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """The form for another password; ``required`` for one that was handed over."""

    name: str
    required: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OwnFeed:
    """A feed that has an address with a key: the token that it is, that address, and when it ends unless used."""

    token: Token
    address: str
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One's account with its sessions, tokens and addresses of feeds; ``secret`` is a token just made."""

    account: Account
    session_id: str
    sessions: tuple[Session, ...]
    tokens: tuple[Token, ...]
    scopes: tuple[str, ...]
    all_scopes: tuple[str, ...]
    terms: tuple[int, ...]
    groups: Mapping[str, str]
    feeds: tuple[OwnFeed, ...]
    secret: str = ""
    problem: str = ""


def said(request: Request, error: AccountRefused) -> str:
    """The sentence of a refusal in the reader's language."""
    return str(error) if request_language(request).code == "vi" else error.en


@router.get("/account", response_class=HTMLResponse)
def account(request: Request) -> Response:
    """One's own account."""
    return _page(request)


@router.get("/account/password", response_class=HTMLResponse)
def password_form(request: Request) -> Response:
    """The form for another password."""
    person = session_of(request).account
    return render(request, "password.html", PasswordPage(person.name, person.must_change))


@router.post("/account/password")
def change_password(
    request: Request,
    present: Annotated[str, Form()] = "",
    wanted: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Change the password; every other session of the account is over, and this one gets a new id."""
    session, visit = session_of(request), visit_of(request)
    try:
        if wanted != again:
            raise AccountRefused(request_language(request).gettext(NOT_THE_SAME))
        secret = reception(request).people.change_password(session, present, wanted)
    except AccountRefused as error:
        page = PasswordPage(session.account.name, session.account.must_change, said(request, error))
        return render(request, "password.html", page, status=422)
    visit.outgoing.append(cookies.header(cookies.SESSION, secret, visit.origin.secure))
    return RedirectResponse("/" if session.account.must_change else "/account", 303)


@router.post("/account/sessions/{session_id}/end")
def end_session(request: Request, session_id: str) -> Response:
    """Sign one of one's own browsers out."""
    reception(request).people.end_session(session_of(request).account, session_id)
    return RedirectResponse("/account#sessions", 303)


@router.post("/account/tokens")
def make_token(
    request: Request,
    name: Annotated[str, Form()] = "",
    scope: Annotated[list[str] | None, Form()] = None,
    days: Annotated[int, Form()] = 90,
) -> Response:
    """Make a token and show it, this once."""
    person = session_of(request).account
    try:
        _, secret = reception(request).people.make_token(person, name, frozenset(scope or ()), days)
    except AccountRefused as error:
        return _page(request, problem=said(request, error), status=422)
    return _page(request, secret=secret)


@router.post("/account/tokens/{token_id}/revoke")
def revoke_token(request: Request, token_id: str) -> Response:
    """Take a token back."""
    reception(request).people.revoke_token(session_of(request).account, token_id)
    return RedirectResponse("/account#tokens", 303)


@router.post("/account/feeds")
def open_feed(
    request: Request,
    feed: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
) -> Response:
    """Give a feed an address that carries a key of one's own, and go back to where it was asked for."""
    try:
        reception(request).feeds.open(session_of(request).account.id, feed, name)
    except AccountRefused as error:
        return _page(request, problem=said(request, error), status=422)
    return RedirectResponse(within(back, "/account#feeds"), 303)


@router.post("/account/feeds/end")
def close_feeds(request: Request, token: Annotated[str, Form()] = "") -> Response:
    """Withdraw the address of a feed, or (without ``token``) all of one's own."""
    reception(request).feeds.close(session_of(request).account.id, token)
    return RedirectResponse("/account#feeds", 303)


def _page(request: Request, secret: str = "", problem: str = "", status: int = 200) -> Response:
    session, desk = session_of(request), reception(request)
    going = tuple(one for one in desk.people.sessions(session.account) if desk.identifier.goes_on(one))
    tokens = desk.people.tokens(session.account)
    own, readers = scopes_of(session.account), request.app.state.api.state.readers
    page = AccountPage(
        account=session.account,
        session_id=session.id,
        sessions=going,
        tokens=tokens,
        scopes=own,
        all_scopes=tuple(SCOPES),
        terms=TERMS,
        groups=dict(readers.mine()),
        feeds=tuple(OwnFeed(one, desk.feeds.address(one), ends(one)) for one in desk.feeds.own(session.account.id)),
        secret=secret,
        problem=problem,
    )
    answer = render(request, "account.html", page, status=status)
    answer.headers["cache-control"] = "no-store"
    return answer
