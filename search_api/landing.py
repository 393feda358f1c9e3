"""Files put in a place that somebody named: whole, or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

DRAFT = ".part-"


@contextmanager
def landing(path: Path, mode: int = 0o666) -> Iterator[IO[bytes]]:
    """A file to write that is at ``path`` once all is written; until then what was there stays.

    Raises OSError, which names ``path`` whatever the system refused about the draft beside it.
    """
    draft = path.with_name(f"{DRAFT}{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        if error.filename not in (None, str(draft)):
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        with suppress(OSError):
            draft.unlink()


def write(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` as ``landing`` does; a pipe or a terminal takes it as it comes."""
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    with landing(path) as file:
        file.write(content)
