"""Forms that come too late: what was typed is kept until the same person has signed in again."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from indexer.store.accounts.register import Register
from search_api.access import cookies
from search_api.access.forms import HEADER, Form
from search_api.access.visit import Visit

SIGN_IN = "/signin"
AGAIN = "/held"
DAY = 86_400


def to_sign_in(request: Request) -> Response:
    """The log-in page, which leads back to the page that was asked for."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{SIGN_IN}?next={quote(request.url.path + query)}", 303)


async def late(register: Register, request: Request, visit: Visit, form: Form) -> bool:
    """Whether a form was made for a log-in that is not the present one; ``visit.over`` is that log-in then.

    The cookie can be gone, or already another, where somebody signed out or in again in another window.
    """
    key = request.headers.get(HEADER) or await form.key()
    if visit.over is None and key:
        visit.over = await run_in_threadpool(register.sessions.by_form_key, key)
    mine = visit.session is None or visit.over is None or visit.over.account.id == visit.session.account.id
    return mine and visit.fitted(key)


async def hold(register: Register, request: Request, visit: Visit, form: Form, known: bool) -> Response:
    """Keep what somebody ``known`` typed, and lead to the log-in page, or on where they are signed in again."""
    if not known or not form.is_form:
        referrer = urlsplit(request.headers.get("referer", ""))
        return RedirectResponse(f"{SIGN_IN}?next={quote(referrer.path or '/')}", 303)
    typed = await form.typed()
    await form.drain()
    whose = visit.over.account.id if visit.over else None
    query = f"?{request.url.query}" if request.url.query else ""
    secret = await run_in_threadpool(register.held.keep, whose, request.url.path + query, typed.fields, typed.files)
    visit.outgoing.append(cookies.header(cookies.HELD, secret, visit.origin.secure, DAY))
    again = visit.session is not None and visit.session.account.id == whose
    return RedirectResponse(AGAIN if again else f"{SIGN_IN}?next={AGAIN}", 303)
