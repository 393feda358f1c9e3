"""People and their rights, for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from search_api.access.accounts import Account, AccountRefused, UnknownAccount
from search_api.access.readers import Readers
from search_api.access.viewer import ROLES
from search_api.access.visit import visit_of
from web.faults import page as fault
from web.pages.account import said
from web.pages.signin import reception
from web.templating import render, request_language

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Handed:
    """A password to hand over, shown once."""

    name: str
    password: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form for a new account."""

    name: str
    display: str
    role: str
    groups: frozenset[str]


NOTHING = Typed("", "", "viewer", frozenset())


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Every account, the names of the groups by id, and the form for another with what was typed into it."""

    accounts: tuple[Account, ...]
    roles: tuple[str, ...]
    groups: Mapping[str, str]
    handed: Handed | None = None
    problem: str = ""
    typed: Typed = NOTHING


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One account with its rights."""

    account: Account
    roles: tuple[str, ...]
    groups: Mapping[str, str]
    own: bool
    handed: Handed | None = None
    problem: str = ""


@router.get("/people", response_class=HTMLResponse)
def people(request: Request) -> Response:
    """Every account."""
    return _people(request)


@router.post("/people")
def add(
    request: Request,
    name: Annotated[str, Form()] = "",
    display: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "viewer",
    group: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Add an account and show the password to hand over, this once."""
    try:
        made, password = reception(request).people.add(name, role, display, _chosen(request, group))
    except AccountRefused as error:
        typed = Typed(name, display, role, frozenset(group or ()))
        return _people(request, problem=said(request, error), typed=typed, status=422)
    return _people(request, handed=Handed(made.name, password))


@router.get("/people/{account_id}", response_class=HTMLResponse)
def person(request: Request, account_id: str) -> Response:
    """One account."""
    return _person(request, account_id)


@router.post("/people/{account_id}")
def change(
    request: Request,
    account_id: str,
    display: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
    group: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Change role, groups and displayed name."""
    desk = reception(request).people
    try:
        desk.set_rights(desk.one(account_id), role, _chosen(request, group), display)
    except AccountRefused as error:
        return _person(request, account_id, problem=said(request, error), status=422)
    except UnknownAccount as error:
        return _missing(request, error)
    return RedirectResponse("/people", 303)


@router.post("/people/{account_id}/active")
def activate(request: Request, account_id: str, active: Annotated[str, Form()] = "") -> Response:
    """Let somebody in again, or no longer."""
    desk = reception(request).people
    try:
        desk.set_active(desk.one(account_id), active == "1")
    except AccountRefused as error:
        return _person(request, account_id, problem=said(request, error), status=422)
    except UnknownAccount as error:
        return _missing(request, error)
    return RedirectResponse("/people", 303)


@router.post("/people/{account_id}/reset")
def reset(request: Request, account_id: str) -> Response:
    """Give a new password and show it, this once."""
    desk = reception(request).people
    try:
        held = desk.one(account_id)
        password = desk.reset(held)
    except AccountRefused as error:
        return _person(request, account_id, problem=said(request, error), status=422)
    except UnknownAccount as error:
        return _missing(request, error)
    return _person(request, account_id, handed=Handed(held.name, password))


def _people(
    request: Request,
    handed: Handed | None = None,
    problem: str = "",
    typed: Typed = NOTHING,
    status: int = 200,
) -> Response:
    accounts = reception(request).people.all()
    page = PeoplePage(accounts, ROLES, dict(readers(request).mine()), handed, problem, typed)
    return _unstored(render(request, "people.html", page, status=status))


def _person(
    request: Request, account_id: str, handed: Handed | None = None, problem: str = "", status: int = 200
) -> Response:
    desk = reception(request).people
    try:
        account = desk.one(account_id)
    except UnknownAccount as error:
        return _missing(request, error)
    from_session = visit_of(request).session
    own = from_session is not None and from_session.account.id == account.id
    page = PersonPage(account, ROLES, dict(readers(request).mine()), own, handed, problem)
    return _unstored(render(request, "person.html", page, status=status))


def readers(request: Request) -> Readers:
    """The groups of the running application."""
    found: Readers = request.app.state.api.state.readers
    return found


def _chosen(request: Request, group: list[str] | None) -> frozenset[str]:
    """The ids of the groups chosen. Raises NotFound for one that there is not."""
    return frozenset(readers(request).found(one).id for one in group or ())


def _missing(request: Request, error: UnknownAccount) -> Response:
    return fault(request, 404, str(error) if request_language(request).code == "vi" else error.en)


def _unstored(answer: HTMLResponse) -> HTMLResponse:
    answer.headers["cache-control"] = "no-store"
    return answer
