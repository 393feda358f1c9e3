"""The cookies of this application: for this host only, out of reach of scripts, and over https marked as secure."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import Scope

SESSION = "chutri"
VISIT = "chutri-visit"
DEVICE = "chutri-device"
HELD = "chutri-held"
PROVIDER = "chutri-oidc"


def name_of(cookie: str, secure: bool) -> str:
    """The name under which a cookie is kept; over https one that no other host or path can set."""
    return f"__Host-{cookie}" if secure else cookie


def read(scope: Scope) -> Mapping[str, str]:
    """The cookies of a request."""
    values = Headers(scope=scope).getlist("cookie")
    return cookie_parser("; ".join(values)) if values else {}


def header(cookie: str, value: str, secure: bool, seconds: int | None = None) -> tuple[bytes, bytes]:
    """The header that sets a cookie until the browser is closed, for ``seconds``, or (0) takes it away."""
    made = Response()
    made.set_cookie(
        name_of(cookie, secure), value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax"
    )
    return next(pair for pair in made.raw_headers if pair[0] == b"set-cookie")
