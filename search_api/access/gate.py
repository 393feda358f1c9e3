"""The gate before every page and endpoint: who asks, whether they may, and whether a form is our own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indexer.settings import Settings
from indexer.store.accounts.register import Register
from search_api.access import events, rules
from search_api.access.forms import HEADER, Form, TooMuchTyped
from search_api.access.holding import hold, late, to_sign_in
from search_api.access.identify import BadToken, Identifier
from search_api.access.network import Surroundings
from search_api.access.scopes import opens
from search_api.access.viewer import Viewer, current, enter
from search_api.access.visit import PLACE, Visit
from search_api.faults import wants_english

API = "/api/"
# Refusals of somebody unknown that the audit is told of by address: enough to see it, too few to fill the log.
_TOLD_OF_UNKNOWN = RateLimitItemPerMinute(20)
CHANGE_PASSWORD = "/account/password"
# What somebody may still do whose password must be changed first.
_BEFORE_CHANGE = (CHANGE_PASSWORD, "/signout", "/preferences")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request goes no further, in both languages."""

    status: int
    code: str
    vi: str
    en: str


class Refused(Exception):
    """Stops a request with a refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.en)
        self.refusal = refusal


HOST = Refusal(
    403,
    "unknown_host",
    "Máy chủ này không mang tên đó; hãy mở bằng địa chỉ của chính nó hoặc đặt CHUTRI_PUBLIC_URL.",
    "This server does not go by that name; open it by its own address or set CHUTRI_PUBLIC_URL.",
)
NO_ACCOUNT = Refusal(401, "unauthorized", "Cần đăng nhập để làm việc này.", "You have to sign in for this.")
NO_TOKEN = Refusal(
    401,
    "bad_token",
    "Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi.",
    "The access token is wrong, has expired or was revoked.",
)
CROSS_SITE = Refusal(
    403,
    "cross_site",
    "Yêu cầu đến từ một trang khác nên không được nhận.",
    "The request comes from another site and is not taken.",
)
OLD_FORM = Refusal(
    403,
    "bad_form_key",
    "Biểu mẫu này đã cũ hoặc không do trang này tạo; hãy tải lại trang rồi gửi lại.",
    "This form is out of date or was not made by this site; reload the page and send it again.",
)
TOO_LONG = Refusal(413, "too_long", "Biểu mẫu dài quá mức nhận được.", "The form is longer than can be taken.")
BEYOND = Refusal(
    403,
    "beyond_scope",
    "Phạm vi của mã truy cập này không gồm địa chỉ đó.",
    "The scopes of this access token do not take in that address.",
)
MUST_CHANGE = Refusal(
    403,
    "password_change_required",
    "Hãy đổi mật khẩu được cấp trước khi làm việc khác.",
    "Change the password that you were given before anything else.",
)
_ROLES = {
    "viewer": ("người đọc", "a viewer"),
    "editor": ("biên tập viên", "an editor"),
    "administrator": ("quản trị viên", "an administrator"),
    "account": ("người đã đăng nhập trên trang", "somebody signed in on the pages"),
}

PageFor = Callable[[Request, int, str, str], Response]


class Gate:
    """Identifies the viewer of each request and lets through what they may do.

    ``page`` makes the page that tells of a refusal, from the request, the status and the sentence in both languages;
    without it everything is answered as JSON.
    """

    def __init__(self, app: ASGIApp, register: Register, settings: Settings, page: PageFor | None = None) -> None:
        self.app = app
        self._register, self._page = register, page
        self._surroundings = Surroundings(settings)
        self._identifier = Identifier(register, settings)
        self._told = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, answer it with a refusal, or send its reader to the log-in page."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http" or PLACE in scope:
            await self.app(scope, receive, send)
            return
        form = Form(Headers(scope=scope).get("content-type", ""), receive)
        before = current()
        try:
            answer = await self._admit(scope, form)
            await (answer or self.app)(scope, form.receive, _completed(scope, send))
        finally:
            enter(before)
        visit: Visit = scope[PLACE]
        if visit.session is not None:
            await run_in_threadpool(self._identifier.touch, visit)

    async def _admit(self, scope: Scope, form: Form) -> Response | None:
        """None for a request that may go on, else the answer to it; what follows acts for its viewer."""
        origin = self._surroundings.origin(scope)
        visit = scope[PLACE] = Visit(origin)
        enter(unknown(visit))
        request = Request(scope)
        wanted = rules.need(request.method, str(scope["path"]))
        try:
            if not origin.known_host:
                raise Refused(HOST)
            visit = scope[PLACE] = await run_in_threadpool(self._identifier.visit, scope, origin)
            enter(visit.viewer or unknown(visit))
            # Addresses that the application writes are then those by which a proxy was called.
            scope["scheme"] = "https" if origin.secure else scope["scheme"]
            await self._check(request, visit, wanted, form)
        except BadToken:
            return None if wanted == "open" else self._refused(request, NO_TOKEN)
        except TooMuchTyped:
            return self._refused(request, TOO_LONG)
        except Refused as stopped:
            return await self._refuse(request, visit, stopped.refusal, form)
        return None

    async def _check(self, request: Request, visit: Visit, wanted: rules.Need, form: Form) -> None:
        """Raise the refusal that the request deserves, if any."""
        viewer = visit.viewer
        changing = request.method not in rules.READING
        if wanted != "open":
            if viewer is None or (viewer.id is None and not rules.satisfies(viewer.role, False, wanted)):
                raise Refused(NO_ACCOUNT)
            if viewer.via == "token" and not opens(viewer.scopes, request.url.path):
                raise Refused(BEYOND)
            if not rules.satisfies(viewer.role, viewer.via == "session", wanted):
                raise Refused(_lacking(wanted))
        if changing and not visit.program:
            await self._check_form(request, visit, form)
        person = visit.session.account if visit.session else None
        if person and person.must_change and wanted != "open" and request.url.path not in _BEFORE_CHANGE:
            raise Refused(MUST_CHANGE)

    async def _check_form(self, request: Request, visit: Visit, form: Form) -> None:
        """Let a change through only from a page of ours, or from a program that sends no cookies of a browser."""
        origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
        if not same_site(origin, site, visit.origin.host, request.headers.get("host", "")):
            raise Refused(CROSS_SITE)
        browser = origin is not None or site is not None or visit.session is not None
        if not browser and request.url.path.startswith(API):
            return
        key = request.headers.get(HEADER) or await form.key()
        if not visit.fits(key):
            raise Refused(OLD_FORM)

    async def _refuse(self, request: Request, visit: Visit, refusal: Refusal, form: Form) -> Response:
        """The answer to somebody who may not: a sentence, or the way to the log-in page."""
        pages = self._page is not None and not _for_program(request)
        if pages and refusal is MUST_CHANGE:
            return RedirectResponse(CHANGE_PASSWORD, 303)
        if not pages or refusal not in (NO_ACCOUNT, OLD_FORM):
            return self._refused(request, refusal)
        if request.method in rules.READING:
            return to_sign_in(request)
        try:
            known = await late(self._register, request, visit, form)
            if refusal is OLD_FORM and not known:
                return self._refused(request, OLD_FORM)
            if not known and visit.origin.machine:
                known = visit.fits(request.headers.get(HEADER) or await form.key())
            return await hold(self._register, request, visit, form, known)
        except TooMuchTyped:
            return self._refused(request, TOO_LONG)

    def _refused(self, request: Request, refusal: Refusal) -> Response:
        """The refusal as the API or as a page tells it; what somebody known was refused is told to the audit."""
        detail: dict[str, Any] = {"method": request.method, "code": refusal.code}
        if current().id is not None or self._told.hit(_TOLD_OF_UNKNOWN, current().address):
            events.record("refused", request.url.path[:200], detail)
        if self._page is None or _for_program(request):
            said = refusal.en if wants_english(request) else refusal.vi
            body = {"error": {"code": refusal.code, "message": said, "detail": None}}
            headers = {"www-authenticate": "Bearer"} if refusal.status == 401 else None
            return JSONResponse(body, refusal.status, headers)
        return self._page(request, refusal.status, refusal.vi, refusal.en)


def _for_program(request: Request) -> bool:
    """Whether a program waits for the answer: one that calls the API, or a script of a page, which asks for JSON."""
    return request.url.path.startswith(API) or request.headers.get("accept", "").startswith("application/json")


def unknown(visit: Visit) -> Viewer:
    """The viewer of a request by somebody who may do nothing."""
    return Viewer(None, "", "viewer", "anonymous", address=visit.origin.address)


def _lacking(wanted: rules.Need) -> Refusal:
    vi, en = _ROLES[wanted]
    return Refusal(403, "forbidden", f"Việc này cần quyền {vi}.", f"This needs the rights of {en}.")


def same_site(origin: str | None, fetch_site: str | None, *hosts: str) -> bool:
    """Whether the headers of a browser tell that its request comes from a page of one of ``hosts``."""
    if fetch_site is not None and fetch_site not in {"same-origin", "none"}:
        return False
    if origin is None:
        return True
    try:
        place = urlsplit(origin)
    except ValueError:
        return False
    return bool(place.netloc) and place.netloc.casefold() in {host.casefold() for host in hosts}


def _completed(scope: Scope, send: Send) -> Send:
    """Sends on what is sent, with the cookies of the visit, and kept from being stored for others."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            visit: Visit = scope[PLACE]
            headers = MutableHeaders(scope=message)
            for name, value in visit.outgoing:
                headers.append(name.decode(), value.decode())
            known = visit.viewer is not None and visit.viewer.id is not None
            if known and "cache-control" not in headers:
                headers["cache-control"] = "private, no-cache"
        await send(message)

    return sending
