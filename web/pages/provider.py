"""Coming in through an OpenID Connect provider: away to its page, and back."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from search_api.access import cookies, events
from search_api.access.oidc import MINUTES
from search_api.access.visit import visit_of
from search_api.errors import SearchError
from web.back import within
from web.pages.signin import SignInPage, caller, let_in, reception
from web.templating import render, request_language

router = APIRouter()
CALLBACK = "/signin/oidc/callback"


@router.get("/signin/oidc")
def away(request: Request, next: str = "/") -> Response:  # noqa: A002
    """To the provider's log-in page."""
    visit, provider = visit_of(request), reception(request).needed_provider()
    try:
        begun = provider.begin(_back(request), within(next))
    except SearchError as error:
        return _refused(request, error)
    visit.outgoing.append(cookies.header(cookies.PROVIDER, begun.kept, visit.origin.secure, MINUTES * 60))
    return RedirectResponse(begun.address, 303)


@router.get(CALLBACK)
def back(request: Request) -> Response:
    """Let in whom the provider vouches for, or say why not."""
    visit, desk = visit_of(request), reception(request)
    provider = desk.needed_provider()
    kept = request.cookies.get(cookies.name_of(cookies.PROVIDER, visit.origin.secure), "")
    visit.outgoing.append(cookies.header(cookies.PROVIDER, "", visit.origin.secure, 0))
    try:
        vouched = provider.finish(_back(request), kept, dict(request.query_params))
        account = desk.links.account(vouched)
    except SearchError as error:
        events.record("sign_in_refused", provider.name, {"code": error.code})
        return _refused(request, error)
    return let_in(visit, desk.door.enter(account, caller(request)), within(vouched.to))


def _back(request: Request) -> str:
    """The address that the provider sends browsers back to, as it has to know it beforehand."""
    public = reception(request).settings.public_url or str(request.base_url)
    return public.rstrip("/") + CALLBACK


def _refused(request: Request, error: SearchError) -> Response:
    said = str(error) if request_language(request).code == "vi" else error.en
    page = SignInPage("/", problem=said, provider=reception(request).needed_provider().name)
    return render(request, "signin.html", page, status=error.status)
