"""What is new for a saved search as an Atom feed (RFC 4287): entries keep their ids from one reading to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from search_api.present import Json

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_LONGEST_TITLE = 180
# What XML 1.0 cannot hold, and documents sometimes do.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class Source:
    """The feed itself: the search by id and name, where it is read (``itself``) and shown, and since when it is."""

    id: str
    name: str
    itself: str
    shown: str
    since: datetime


def atom(source: Source, hits: Iterable[tuple[Json, datetime]], base: str) -> bytes:
    """The hits, each with the moment (UTC) at which its document was added; links in the feed begin with ``base``."""
    host = urlsplit(base).hostname or "chutri"
    entries = tuple(hits)
    feed = Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "vi"})
    _add(feed, "id", f"tag:{host},2024:saved/{source.id}")
    _add(feed, "title", f"Chủ Trì · {source.name}")
    _add(feed, "updated", _moment(max((added for _, added in entries), default=source.since)))
    SubElement(feed, f"{{{ATOM}}}link", rel="self", type="application/atom+xml", href=source.itself)
    SubElement(feed, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=source.shown)
    _add(SubElement(feed, f"{{{ATOM}}}author"), "name", "Chủ Trì")
    for hit, added in entries:
        _entry(feed, hit, added, source, base, host)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(feed: Element, hit: Json, added: datetime, source: Source, base: str, host: str) -> None:
    entry = SubElement(feed, f"{{{ATOM}}}entry")
    document, task, citation = hit["document"], hit["task"], hit["citation"]
    _add(entry, "id", f"tag:{host},2024:saved/{source.id}/{hit['id']}")
    _add(entry, "title", _line((task["activity"] or task["task"]) if task else hit["text"]))
    _add(entry, "updated", _moment(added))
    SubElement(entry, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=f"{base}{citation['url']}")
    SubElement(entry, f"{{{ATOM}}}category", term=document["number"] or document["file"])
    _add(entry, "summary", _said(hit))
    _add(entry, "content", citation["quote"])


def _said(hit: Json) -> str:
    """Who leads and by when where the hit is a task, and the document with the place in it."""
    task, citation = hit["task"], hit["citation"]
    named = citation["number"] or citation["file"]
    said: list[tuple[str, str | None]] = [("Văn bản", ", ".join((named, *citation["path"])))]
    if task:
        said = [
            ("Chủ trì", "; ".join(unit["name"] for unit in task["lead"]) or task["lead_text"]),
            ("Thời hạn", (task["deadline"] or {}).get("text")),
            *said,
        ]
    return "\n".join(f"{label}: {words}" for label, words in said if words)


def _add(parent: Element, name: str, words: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{name}").text = _UNFIT.sub("", words)


def _line(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_TITLE else f"{line[:_LONGEST_TITLE].rsplit(' ', 1)[0]} …"


def _moment(at: datetime) -> str:
    return at.replace(tzinfo=UTC).isoformat(timespec="seconds")
