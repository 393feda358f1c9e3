"""Files added by a process of their own, the pipeline as it is: reading, encoding and writing take no turn from those
who ask this one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from indexer.apart import Apart, Broke, Lost
from indexer.errors import IndexerError
from indexer.pipeline import Pipeline
from indexer.report import Added, Duplicate, Progress
from indexer.settings import Settings
from search_api.access import auditing
from search_api.access.viewer import Viewer, current, enter

log = logging.getLogger(__name__)
# As nice counts: with both processors busy nine turns in ten go to those who read.
BEHIND = 10


class AddingBroke(IndexerError):
    """The process that adds files ended, or met what nobody foresaw, in the middle of one."""

    code = "adding_broke"


class Adder:
    """The process that adds files to the data folder of ``settings``, started for the first; close it when done.

    Whatever ends it at whatever moment, the folder holds a document whole or not at all.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._apart = Apart(BEHIND)

    @property
    def pid(self) -> int | None:
        """The number of the process while there is one."""
        return self._apart.pid

    def add(self, path: Path, tell: Progress, by: str) -> Added | Duplicate:
        """Add a file for the viewer in hand, as ``Pipeline.add_file`` does. Raises AddingBroke, or what that raises."""
        try:
            outcome: Added | Duplicate = self._apart.run(_add, self._settings, path, by, current(), tell=tell)
        except Lost as error:
            raise AddingBroke(
                f"Tiến trình thêm tệp dừng giữa chừng khi đang thêm “{path.name}”; hãy thử lại.",
                f"The process that adds files ended in the middle of “{path.name}”; try again.",
            ) from error
        except Broke as error:
            log.error("adding %s broke: %s", path.name, error.where)
            raise AddingBroke(
                f"Lỗi không lường trước khi thêm “{path.name}”: {error}",
                f"An unforeseen error while “{path.name}” was added: {error}",
            ) from error
        return outcome

    def close(self) -> None:
        """End the process, whatever it is at; the next file starts another."""
        self._apart.close()


class _Opened:
    """What the process keeps open from one file to the next: the pipeline of the settings that came last."""

    settings: Settings | None = None
    pipeline: Pipeline | None = None

    @classmethod
    def of(cls, settings: Settings) -> Pipeline:
        if cls.pipeline is None or cls.settings != settings:
            if cls.pipeline is not None:
                cls.pipeline.close()
                cls.pipeline.catalogue.close()
            cls.settings, cls.pipeline = settings, Pipeline(settings)
            cls.pipeline.catalogue.audit.actor = auditing.actor
        return cls.pipeline


def _add(settings: Settings, path: Path, by: str, viewer: Viewer, tell: Callable[..., Any]) -> Added | Duplicate:
    """The process's side."""
    enter(viewer)
    return _Opened.of(settings).add_file(path, tell, by)
