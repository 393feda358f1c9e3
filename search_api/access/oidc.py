"""Signing in through an OpenID Connect provider: authorization code with PKCE, state and nonce."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from itsdangerous import BadSignature, URLSafeTimedSerializer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from indexer.settings import Settings
from indexer.store.accounts.register import Register
from search_api.errors import ProviderUnavailable, SignInRefused

log = logging.getLogger(__name__)

# Signed by the provider's own key: a secret that both sides share could be used by either.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
MINUTES = 10
_KEPT_SECONDS = 3600.0
_TIMEOUT = 10.0
_LEEWAY = 60

# Authlib's client is one of httpx2, and raises its errors.
_FAILED: tuple[type[Exception], ...] = (httpx2.HTTPError, httpx2.InvalidURL, ValueError, KeyError)

Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Begun:
    """The provider's page to go to, and the signed cookie value that the way back is checked against."""

    address: str
    kept: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom the provider vouches for, and where they wanted to go."""

    issuer: str
    subject: str
    claims: Claims
    to: str


class Provider:
    """One provider, as the settings name it. Nothing is asked of it before somebody signs in."""

    def __init__(self, register: Register, settings: Settings) -> None:
        self._settings = settings
        self._issuer = settings.oidc_issuer.rstrip("/")
        self.name = settings.oidc_name or urlsplit(self._issuer).netloc
        self._signer = URLSafeTimedSerializer(register.key("oidc"), salt="way back")
        self._metadata: tuple[float, Claims] | None = None

    @classmethod
    def of(cls, register: Register, settings: Settings) -> Provider | None:
        """The provider of the settings, None where they name none."""
        return cls(register, settings) if settings.oidc_issuer and settings.oidc_client_id else None

    def begin(self, back: str, to: str) -> Begun:
        """The way to the provider's page, which leads ``back``. Raises ProviderUnavailable."""
        nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        with self._client(back) as client:
            address, state = client.create_authorization_url(
                str(self._known()["authorization_endpoint"]), nonce=nonce, code_verifier=verifier
            )
        return Begun(address, str(self._signer.dumps([state, nonce, verifier, to])))

    def finish(self, back: str, kept: str, query: Mapping[str, str]) -> Vouched:
        """Whom the provider vouches for in what it sent the browser back with.

        Raises SignInRefused for a way back that is not ours, and for a token that is not for us.
        """
        try:
            state, nonce, verifier, to = self._signer.loads(kept, max_age=MINUTES * 60)
        except (BadSignature, ValueError, TypeError) as error:
            raise _stale() from error
        if not secrets.compare_digest(query.get("state", "").encode(), str(state).encode()):
            raise _stale()
        if "error" in query or not query.get("code"):
            raise SignInRefused(
                "Nhà cung cấp đăng nhập đã từ chối hoặc việc đăng nhập bị hủy.",
                "The provider refused, or the log-in was called off.",
            )
        claims = self._claims(back, query["code"], str(verifier), str(nonce))
        return Vouched(str(claims["iss"]), str(claims["sub"]), claims, str(to))

    def _claims(self, back: str, code: str, verifier: str, nonce: str) -> Claims:
        """The claims of the identity token that the code is worth, with those of the person's own endpoint."""
        known = self._known()
        try:
            with self._client(back) as client:
                token = client.fetch_token(str(known["token_endpoint"]), code=code, code_verifier=verifier)
                published = _json(httpx2.get(str(known["jwks_uri"]), timeout=_TIMEOUT))
                keys = KeySet.import_key_set({"keys": published["keys"]})
                claims = self._checked(str(token.get("id_token") or ""), keys, nonce)
                more: Claims = {}
                if known.get("userinfo_endpoint"):
                    more = _json(client.get(str(known["userinfo_endpoint"])))
        except _FAILED as error:
            log.warning("the log-in provider failed: %s", type(error).__name__)
            raise (_not_ours() if isinstance(error, JoseError) else _away()) from error
        except (OAuthError, JoseError) as error:
            log.warning("the log-in provider's word was not taken: %s", type(error).__name__)
            raise _not_ours() from error
        return {**more, **claims} if more.get("sub") == claims["sub"] else claims

    def _checked(self, token: str, keys: KeySet, nonce: str) -> Claims:
        """The claims of a token signed by the provider, for this server, now, and in answer to this log-in."""
        read = jwt.decode(token, keys, algorithms=ALGORITHMS)
        client_id = self._settings.oidc_client_id
        options = {
            "iss": {"essential": True, "value": str(self._known()["issuer"])},
            "aud": {"essential": True, "value": client_id},
            "sub": {"essential": True},
            "nonce": {"essential": True, "value": nonce},
        }
        params = {"nonce": nonce, "client_id": client_id}
        claims = CodeIDToken(read.claims, read.header, options, params)
        claims.validate(leeway=_LEEWAY)
        return dict(claims)

    def _known(self) -> Claims:
        """What the provider says of itself, asked for at most once an hour."""
        held = self._metadata
        if held is not None and time.monotonic() - held[0] < _KEPT_SECONDS:
            return held[1]
        try:
            found = _json(httpx2.get(f"{self._issuer}/.well-known/openid-configuration", timeout=_TIMEOUT))
        except _FAILED as error:
            raise _away() from error
        needed = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
        if str(found.get("issuer", "")).rstrip("/") != self._issuer or any(not found.get(one) for one in needed):
            raise _away()
        self._metadata = (time.monotonic(), found)
        return found

    def _client(self, back: str) -> OAuth2Client:
        settings = self._settings
        secret = settings.oidc_client_secret.get_secret_value()
        return OAuth2Client(
            settings.oidc_client_id,
            secret or None,
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
            scope=settings.oidc_scopes,
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=_TIMEOUT,
        )


def _json(answer: httpx2.Response) -> dict[str, Any]:
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise ValueError("the provider answered with something else than an object")
    return found


def _stale() -> SignInRefused:
    return SignInRefused(
        "Lượt đăng nhập này đã cũ hoặc không bắt đầu từ trình duyệt này; hãy đăng nhập lại.",
        "This log-in is out of date or was not begun in this browser; sign in again.",
    )


def _not_ours() -> SignInRefused:
    return SignInRefused(
        "Chứng thực của nhà cung cấp không dùng được cho máy chủ này; hãy đăng nhập lại.",
        "What the provider vouched for cannot be used at this server; sign in again.",
    )


def _away() -> ProviderUnavailable:
    return ProviderUnavailable(
        "Không liên lạc được với nhà cung cấp đăng nhập; hãy thử lại hoặc dùng mật khẩu.",
        "The log-in provider cannot be reached; try again or use a password.",
    )
