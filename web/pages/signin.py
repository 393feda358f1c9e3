"""Coming in and going out: the log-in page, the log-out, and a form sent again after a log-in that was over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from search_api.access import cookies
from search_api.access.door import Caller, Entered
from search_api.access.reception import Reception
from search_api.access.visit import Visit, visit_of
from search_api.errors import SearchError, TooManyAttempts
from web.back import within
from web.templating import render, request_language

router = APIRouter()
CHANGE_PASSWORD = "/account/password"


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The form, what was typed before, what was wrong with it, and the provider's name where there is one."""

    next: str
    name: str = ""
    problem: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True)
class HeldPage:
    """What was typed into a form that came too late: where it goes, its fields, and how many files it had."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: int


def reception(request: Request) -> Reception:
    """What lets people in, in the running application."""
    found: Reception = request.app.state.api.state.reception
    return found


def caller(request: Request) -> Caller:
    """Who stands before the door."""
    visit = visit_of(request)
    known = request.cookies.get(cookies.name_of(cookies.DEVICE, visit.origin.secure), "")
    return Caller(visit.origin, request.headers.get("user-agent", ""), known)


def let_in(visit: Visit, entered: Entered, to: str) -> Response:
    """On to where the reader wanted to go, with the cookies of the new session."""
    visit.outgoing.extend(entered.cookies)
    return RedirectResponse(CHANGE_PASSWORD if entered.account.must_change else to, 303)


@router.get("/signin", response_class=HTMLResponse)
def form(request: Request, next: str = "/") -> Response:  # noqa: A002
    """The log-in form; somebody who is signed in goes on."""
    to = within(next)
    if visit_of(request).session is not None:
        return RedirectResponse(to, 303)
    return render(request, "signin.html", SignInPage(to, provider=_provider(request)))


@router.post("/signin")
def sign_in(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    """Let somebody in by name and password, or say why not."""
    visit, to = visit_of(request), within(next)
    try:
        entered = reception(request).door.by_password(name.strip(), password, caller(request))
    except SearchError as error:
        said = str(error) if request_language(request).code == "vi" else error.en
        page = SignInPage(to, name, said, _provider(request))
        answer = render(request, "signin.html", page, status=error.status)
        if isinstance(error, TooManyAttempts):
            answer.headers["retry-after"] = str(error.seconds)
        return answer
    return let_in(visit, entered, to)


@router.post("/signout")
def sign_out(request: Request, everywhere: Annotated[str, Form()] = "") -> Response:
    """End this session, or every session of the account."""
    visit = visit_of(request)
    session = visit.session
    if session is not None:
        reception(request).door.leave(session.account.id, session.id, bool(everywhere))
    visit.session = None
    visit.outgoing.append(cookies.header(cookies.SESSION, "", visit.origin.secure, 0))
    return RedirectResponse("/signin", 303)


@router.get("/held", response_class=HTMLResponse)
def held(request: Request) -> Response:
    """What was typed before the log-in was over, to be sent again by the same person."""
    visit = visit_of(request)
    secret = request.cookies.get(cookies.name_of(cookies.HELD, visit.origin.secure), "")
    found = reception(request).register.held.find(secret) if secret else None
    whose = visit.session.account.id if visit.session else None
    if found is None or found.account_id not in (None, whose):
        return RedirectResponse("/", 303)
    answer = render(request, "held.html", HeldPage(within(found.path), found.fields, found.files))
    answer.headers["cache-control"] = "no-store"
    return answer


@router.post("/held")
def let_go(request: Request) -> Response:
    """Forget what was typed."""
    visit = visit_of(request)
    reception(request).register.held.drop(request.cookies.get(cookies.name_of(cookies.HELD, visit.origin.secure), ""))
    visit.outgoing.append(cookies.header(cookies.HELD, "", visit.origin.secure, 0))
    return RedirectResponse("/", 303)


def _provider(request: Request) -> str:
    provider = reception(request).provider
    return provider.name if provider is not None else ""
