"""One backup or restore at a time on a data folder, each with a workspace that never outlives it for long."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from indexer.errors import CatalogueLocked, IndexerError, of_system
from indexer.store.lock import write_lock
from search_api.landing import DRAFT
from search_api.operations.errors import Busy

LOCK = "operations.lock"
PREFIX = ".work-"


@contextmanager
def working(data: Path, kind: str) -> Iterator[Path]:
    """An empty folder on the file system of the data folder, deleted at the end.

    Raises Busy while another works, NoRoom or Inaccessible for what the system refuses inside.
    """
    with ExitStack() as held:
        try:
            held.enter_context(write_lock(data / LOCK, 0))
        except CatalogueLocked as error:
            raise Busy(
                "Một việc sao lưu hoặc phục hồi khác đang chạy; hãy chờ nó xong.",
                "Another backup or restore is running; wait for it to finish.",
            ) from error
        _tidy(data)
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{kind}-", dir=data))
        held.callback(shutil.rmtree, folder, ignore_errors=True)
        try:
            yield folder
        except IndexerError:
            raise
        except Exception as error:
            said = of_system(error)
            if said is None:
                raise
            raise said from error


def tidy(data: Path) -> None:
    """Delete what a backup or restore that was killed left behind; nothing while one is at work."""
    try:
        with write_lock(data / LOCK, 0):
            _tidy(data)
    except CatalogueLocked:
        return


def _tidy(data: Path) -> None:
    for path in (*data.glob(f"{PREFIX}*"), *(data / "backups").glob(f"{DRAFT}*")):
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
