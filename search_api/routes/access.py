"""What the endpoints take from the application that they belong to."""

from __future__ import annotations

from fastapi import Request

from search_api.jobs import Intake
from search_api.service import Service


def service(request: Request) -> Service:
    """The service of the running application."""
    found: Service = request.app.state.service
    return found


def intake(request: Request) -> Intake:
    """What takes new files in."""
    found: Intake = request.app.state.intake
    return found
