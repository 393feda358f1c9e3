"""The service over a data folder, for the length of one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from indexer.console import say_error, sentences, settings_of

if TYPE_CHECKING:
    from search_api.service import Service


@contextmanager
def service_of(context: typer.Context, data: Path | None) -> Iterator[Service]:
    """The service over the data folder; its errors become one sentence and exit status 1."""
    from search_api.engine import Engine
    from search_api.errors import SearchError
    from search_api.service import Service

    with sentences():
        engine = Engine(settings_of(context, data))
        try:
            yield Service(engine)
        except SearchError as error:
            say_error(str(error), error.en)
            raise typer.Exit(1) from error
        finally:
            engine.close()
