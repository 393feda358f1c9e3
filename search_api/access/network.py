"""Where a request comes from: its peer, what a trusted proxy says of it, and by what name it calls this server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from indexer.settings import Settings

Address = IPv4Address | IPv6Address
_FORWARDING = ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded", "x-real-ip")
_LOCAL_NAMES = frozenset({"localhost", "localhost.localdomain", "ip6-localhost"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one request comes from.

    ``machine`` tells that it was made on this machine, straight to a server that listens to this machine only.
    ``host`` is the name and port it was sent to, ``known_host`` whether that can be this server's.
    """

    address: str
    secure: bool
    host: str
    machine: bool
    known_host: bool

    @property
    def bucket(self) -> str:
        """The address as attempts are counted by: an IPv6 network of 64 bits is one household."""
        parsed = parse(self.address)
        if isinstance(parsed, IPv6Address):
            return str(ip_network((parsed, 64), strict=False))
        return self.address


def parse(text: str) -> Address | None:
    """The IP address in ``text`` (IPv4 written as IPv6 counts as IPv4), or None."""
    try:
        found = ip_address(text.strip().strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def is_loopback(host: str) -> bool:
    """Whether a name or address means this machine only."""
    found = parse(host)
    return found.is_loopback if found else host.casefold() in _LOCAL_NAMES


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """The addresses and networks in a list parted by commas. Raises ValueError for what is neither."""
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


class Surroundings:
    """Reads the origin of requests as the settings tell what lies around the server."""

    def __init__(self, settings: Settings) -> None:
        self._proxies = networks(settings.trusted_proxies)
        self._only_this_machine = is_loopback(settings.host)
        named = urlsplit(settings.public_url).hostname if settings.public_url else None
        self._names = {name.casefold() for name in (named, settings.host) if name}

    def origin(self, scope: Scope) -> Origin:
        """Where the request of an ASGI scope comes from."""
        headers = Headers(scope=scope)
        client = scope.get("client")
        peer = str(client[0]) if client else ""
        address, host = peer, headers.get("host", "")
        secure = scope.get("scheme") == "https"
        forwarded = any(name in headers for name in _FORWARDING)
        trusted = self._is_proxy(peer)
        if forwarded and trusted:
            address = self._client(peer, headers.getlist("x-forwarded-for"))
            secure = _last(headers.getlist("x-forwarded-proto"), "https" if secure else "http") == "https"
            host = _last(headers.getlist("x-forwarded-host"), host)
        found = parse(peer)
        # Without an address of the network the caller is in this process or at a socket file of this machine.
        here = found is None or found.is_loopback
        return Origin(
            address=address,
            secure=secure,
            host=host,
            machine=self._only_this_machine and here and not forwarded,
            known_host=self._known(host) or found is None or (forwarded and trusted),
        )

    def _known(self, host: str) -> bool:
        """Whether a server that listens to this machine only can have been called by that name.

        A page from elsewhere whose name was made to resolve to 127.0.0.1 still sends its own name.
        """
        if not self._only_this_machine:
            return True
        name = (urlsplit(f"//{host}").hostname or "") if _parses(host) else ""
        return is_loopback(name) or name.casefold() in self._names or name.casefold().endswith(".localhost")

    def _is_proxy(self, peer: str) -> bool:
        found = parse(peer)
        return found is not None and any(found in network for network in self._proxies)

    def _client(self, peer: str, values: Iterable[str]) -> str:
        """The nearest address on the way that is not a trusted proxy; the peer's where the header is unreadable."""
        steps = [step.strip() for value in values for step in value.split(",")]
        for step in reversed(steps):
            found = parse(step)
            if found is None:
                return peer
            if not self._is_proxy(str(found)):
                return str(found)
        return peer


def _last(values: list[str], otherwise: str) -> str:
    """The last value a header was given, which the nearest proxy wrote."""
    steps = [step.strip() for value in values for step in value.split(",") if step.strip()]
    return steps[-1].casefold() if steps else otherwise


def _parses(host: str) -> bool:
    try:
        urlsplit(f"//{host}").port  # noqa: B018 - asks whether it is a number
    except ValueError:
        return False
    return True
