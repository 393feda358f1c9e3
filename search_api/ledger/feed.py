"""Deadlines as an iCalendar feed (RFC 5545): whole-day events that keep their ids from one reading to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from icalendar import Calendar as ICalendar
from icalendar import Event

from search_api.ledger.calendar import Entry
from search_api.present import Json

_LONGEST = 180


def feed(name: str, entries: Iterable[tuple[Entry, Json]], added: Mapping[str, datetime], base: str) -> bytes:
    """The entries, each with its task as the contract shows it; ``added`` tells when a document was added, by id."""
    made = ICalendar()
    made.add("prodid", "-//Chu Tri//Lich thoi han//VI")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    host = urlsplit(base).hostname or "chutri"
    for entry, task in entries:
        made.add_component(_event(entry, task, added[entry.due.line.document_id], base, host))
    return bytes(made.to_ical())


def _event(entry: Entry, task: Json, stamp: datetime, base: str, host: str) -> Event:
    printed = entry.due.deadline.text if entry.due.deadline else ""
    same = sha256(f"{task['id']}|{printed}|{entry.day}".encode()).hexdigest()[:24]
    url = f"{base}{task['citation']['url']}"
    event = Event()
    event.add("uid", f"{same}@{host}")
    event.add("dtstamp", stamp)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(1))
    event.add("summary", _line(task["activity"] or task["task"]))
    event.add("description", _description(entry, task, printed, url))
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["định kỳ" if entry.due.rule else "thời hạn"])
    return event


def _description(entry: Entry, task: Json, printed: str, url: str) -> str:
    said = (
        ("Thời hạn ghi", printed),
        ("Chủ trì", "; ".join(unit["name"] for unit in task["lead"])),
        ("Phối hợp", "; ".join(unit["name"] for unit in task["coordinate"])),
        ("Sản phẩm", task["product"]),
        ("Ghi chú", "; ".join(entry.notes)),
        ("Văn bản", task["citation"]["number"] or task["citation"]["file"]),
        ("Nguồn", url),
    )
    return "\n".join(f"{label}: {words}" for label, words in said if words)


def _line(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]} …"
