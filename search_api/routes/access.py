"""What the endpoints take from the application that they belong to."""

from __future__ import annotations

from fastapi import Request

from indexer.picture import Pictures
from search_api.access.feeds import Feeds
from search_api.access.fetched import Fetched
from search_api.asking.seeking import Seeking
from search_api.intake.jobs import Intake
from search_api.ledger.task_table import TaskTable
from search_api.service import Service
from search_api.views import Views


def service(request: Request) -> Service:
    """The service of the running application."""
    found: Service = request.app.state.service
    return found


def intake(request: Request) -> Intake:
    """What takes new files in."""
    found: Intake = request.app.state.intake
    return found


def views(request: Request) -> Views:
    """The matrix, the calendar and the comparison of the running application."""
    found: Views = request.app.state.views
    return found


def pictures(request: Request) -> Pictures:
    """What draws the pages of originals."""
    found: Pictures = request.app.state.pictures
    return found


def fetched(request: Request) -> Fetched:
    """What tells the audit of files and feeds handed over."""
    found: Fetched = request.app.state.fetched
    return found


def feeds(request: Request) -> Feeds:
    """What makes addresses of feeds."""
    found: Feeds = request.app.state.reception.feeds
    return found


def seeking(request: Request) -> Seeking:
    """Suggestions, past questions, saved searches and batches of the running application."""
    found: Seeking = request.app.state.seeking
    return found


def task_table(request: Request) -> TaskTable:
    """The table of tasks of the running application."""
    return TaskTable(service(request), views(request))
