"""What the index on disk is made of: its generation, its model, its documents, and a digest of every file."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT = 1
NAME = "manifest.json"


class IndexUnusable(Exception):
    """The index's files are missing, damaged or of another make; the message says which. Never leaves the store."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file's size and SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """One consistent state of the index on disk.

    ``documents`` maps a document's serial to the runs of its rowids, half-open; ``dense`` and ``lexical`` name the
    vector file and the lexical folder; ``files`` stamps every file by its path within the index folder.
    """

    generation: int
    fingerprint: str
    dimension: int
    documents: dict[int, tuple[tuple[int, int], ...]]
    dense: str
    lexical: str
    files: dict[str, Stamp]

    def save(self, folder: Path) -> None:
        """Put this manifest in place of the one in ``folder``, all at once."""
        content = {"format": FORMAT, **asdict(self)}
        draft = folder / f"{NAME}.part"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / NAME)

    def check(self, folder: Path, known: dict[str, Stamp]) -> None:
        """Raise IndexUnusable unless every file is there with its size and digest.

        Of files ``known`` with the same stamp, which are never written twice, the size will do.
        """
        for name, stamp in self.files.items():
            try:
                found = stamps(folder, (name,), {name: stamp} if known.get(name) == stamp else {})[name]
            except OSError as error:
                raise IndexUnusable(f"{name}: {error.strerror}") from error
            if found != stamp:
                raise IndexUnusable(f"{name}: content differs from its checksum")


def load(folder: Path) -> Manifest:
    """The manifest in ``folder``. Raises IndexUnusable when there is none or it cannot be understood."""
    path = folder / NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise IndexUnusable(f"{NAME}: expected format {FORMAT}, found {content['format']}")
        return Manifest(
            generation=int(content["generation"]),
            fingerprint=str(content["fingerprint"]),
            dimension=int(content["dimension"]),
            documents={
                int(serial): tuple((int(first), int(stop)) for first, stop in runs)
                for serial, runs in content["documents"].items()
            },
            dense=str(content["dense"]),
            lexical=str(content["lexical"]),
            files={str(name): Stamp(**stamp) for name, stamp in content["files"].items()},
        )
    except FileNotFoundError as error:
        raise IndexUnusable(f"no {NAME}") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexUnusable(f"{NAME}: {error}") from error


def digest(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stamps(folder: Path, names: Iterable[str], known: dict[str, Stamp]) -> dict[str, Stamp]:
    """A stamp for each file; one ``known`` under a name that is never written twice is taken over."""
    found = {}
    for name in names:
        path = folder / name
        size = path.stat().st_size
        old = known.get(name)
        # Segments of the lexical index are written once; only its meta files change under one name.
        settled = old is not None and old.size == size and path.suffix != ".json"
        found[name] = old if old is not None and settled else Stamp(size, digest(path))
    return found


def runs(rowids: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """The half-open runs of consecutive numbers that the sorted ``rowids`` consist of."""
    found: list[tuple[int, int]] = []
    for number in rowids:
        if found and found[-1][1] == number:
            found[-1] = (found[-1][0], number + 1)
        else:
            found.append((number, number + 1))
    return tuple(found)
