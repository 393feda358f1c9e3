"""What the pages of editors ask of the application: uploads, versions, drafts, removed documents, corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from search_api.access.rules import declare
from search_api.amending.corrections import Corrections
from search_api.engine import Engine
from search_api.intake.aside import Aside
from search_api.intake.jobs import Intake
from search_api.intake.reviewing import Reviewing
from search_api.intake.uploads import Uploads
from search_api.intake.versions import Versions

Record = Mapping[str, Any]
declare(r"/(add|review|removed|versions)(/.*)?", "editor")


@dataclass(frozen=True, slots=True)
class Workbench:
    """The services behind the pages of editors."""

    engine: Engine
    intake: Intake
    uploads: Uploads
    versions: Versions
    aside: Aside
    corrections: Corrections
    reviewing: Reviewing

    def document(self, document_id: str) -> Record | None:
        """A held document or a draft as lists show it; None for one that is neither."""
        return self.aside.readable(document_id)

    def is_draft(self, document_id: str) -> bool:
        """Whether the document waits to be published."""
        return self.aside.is_draft(document_id)


def workbench(request: Request) -> Workbench:
    """The services of the application that this request is for."""
    state = request.app.state.api.state
    return Workbench(
        state.engine, state.intake, state.uploads, state.versions, state.aside, state.corrections, state.reviewing
    )
