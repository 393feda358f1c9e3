"""Long work asked for over HTTP: one backup or restore at a time in a thread of its own, told as it goes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from indexer.errors import IndexerError
from search_api.operations.errors import Busy
from search_api.operations.logs import logger
from search_api.operations.tell import STAGES, Tell, WorkStage

log = logger("chutri.work")

Kind = Literal["backup", "restore", "undo"]


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work: how far it has come, or how it ended. Moments are UTC."""

    kind: Kind
    state: Literal["running", "done", "failed"]
    began: str
    stage: WorkStage = "catalogue"
    done: int = 0
    of: int = 0
    ended: str | None = None
    error: str | None = None
    error_en: str | None = None
    result: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The work with its stage in words too."""
        vi, en = STAGES[self.stage]
        return {**asdict(self), "stage_words": {"vi": vi, "en": en}}


class Works:
    """Runs one piece of work at a time and remembers the last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: Work | None = None
        self._thread: threading.Thread | None = None

    def last(self) -> Work | None:
        """The work at hand, or the last one."""
        return self._last

    def start(self, kind: Kind, action: Callable[[Tell], dict[str, Any]]) -> Work:
        """Begin ``action``; raises Busy while another is at work."""
        with self._lock:
            if self._last is not None and self._last.state == "running":
                raise Busy(
                    "Một việc sao lưu hoặc phục hồi khác đang chạy; hãy chờ nó xong.",
                    "Another backup or restore is running; wait for it to finish.",
                )
            begun = self._last = Work(kind, "running", _now())
            self._thread = threading.Thread(target=self._run, args=(begun, action), name=kind, daemon=True)
            self._thread.start()
        return begun

    def wait(self, seconds: float) -> None:
        """Wait for the work at hand, if there is any."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, begun: Work, action: Callable[[Tell], dict[str, Any]]) -> None:
        def tell(stage: WorkStage, done: int, of: int) -> None:
            self._last = replace(begun, stage=stage, done=done, of=of)

        try:
            result = action(tell)
        except IndexerError as error:
            self._end(begun, "failed", error=str(error), error_en=error.en)
        except Exception as error:  # noqa: BLE001 - the thread has nobody above it who could tell
            log.exception("work_failed", kind=begun.kind)
            kind = type(error).__name__
            vi = f"Việc này dừng vì lỗi không lường trước ({kind}); dữ liệu đang lưu không bị ảnh hưởng."
            en = f"The work stopped at an unforeseen error ({kind}); stored data is untouched."
            self._end(begun, "failed", error=vi, error_en=en)
        else:
            self._end(begun, "done", result=result)

    def _end(self, begun: Work, state: Literal["done", "failed"], **more: Any) -> None:
        log.info("work_ended", kind=begun.kind, state=state)
        self._last = replace(begun, state=state, stage="done", ended=_now(), **more)


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()
