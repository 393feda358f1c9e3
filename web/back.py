"""The way back to where a reader was, never out of this application."""

from __future__ import annotations

from urllib.parse import urlsplit


def within(address: str, otherwise: str = "/") -> str:
    """The address where it is a path of this application, else ``otherwise``."""
    if not address.startswith("/") or address.startswith(("//", "/\\")) or not address.isprintable():
        return otherwise
    try:
        parts = urlsplit(address)
    except ValueError:
        return otherwise
    return otherwise if parts.netloc or parts.scheme or "\\" in parts.path else address
