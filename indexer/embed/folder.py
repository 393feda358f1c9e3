"""Where the model is, what it wants in front of a text, and a digest that tells two models apart."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from indexer.embed.bundled import bundled_model
from indexer.errors import ModelUnavailable
from indexer.settings import Settings

# Whatever else lies in a model folder (other formats of the same weights, read-me files) changes no vector.
_WEIGHING = ("*.safetensors", "pytorch_model*.bin", "*.json", "*.txt", "*.model")


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What stands before the words of a query and of a passage when they are encoded."""

    query: str
    passage: str


def model_folder(settings: Settings) -> Path:
    """The folder of ``settings.model``: a path, a name already in the local model store, or the bundled one.

    Raises ModelUnavailable when it is not on this machine; nothing is ever downloaded.
    """
    named = settings.model.strip()
    if not named:
        return bundled_model(settings.cache)
    folder = Path(named).expanduser()
    if folder.is_dir():
        if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
            raise ModelUnavailable(
                f"Thư mục {folder} không phải mô hình sentence-transformers: thiếu modules.json và config.json.",
                f"{folder} is not a sentence-transformers folder: it has neither modules.json nor config.json.",
            )
        return folder.resolve()
    return _stored(named)


def _stored(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    names = [name] if "/" in name else [f"sentence-transformers/{name}", name]
    for candidate in names:
        try:
            return Path(snapshot_download(candidate, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError):
            continue
    raise ModelUnavailable(
        f"Không có mô hình “{name}” trên máy này: không phải thư mục, cũng không có trong kho mô hình cục bộ.",
        f"The model “{name}” is not on this machine: neither a folder nor in the local model store.",
    )


def prefixes(folder: Path, settings: Settings) -> Prefixes:
    """The settings' prefixes, else the folder's own prompts, else those of the e5 family, else none."""
    prompts = _prompts(folder)
    query, passage = prompts.get("query", ""), prompts.get("passage", prompts.get("document", ""))
    # The e5 models state their prefixes on the card only; the instruct ones use another scheme.
    if not prompts and re.search(r"(^|[^a-z0-9])e5([^a-z0-9]|$)", settings.model.lower()):
        query, passage = "query: ", "passage: "
    return Prefixes(
        query if settings.query_prefix is None else settings.query_prefix,
        passage if settings.passage_prefix is None else settings.passage_prefix,
    )


def _prompts(folder: Path) -> dict[str, str]:
    path = folder / "config_sentence_transformers.json"
    if not path.is_file():
        return {}
    prompts = json.loads(path.read_text(encoding="utf-8")).get("prompts") or {}
    return {str(name): str(prompt) for name, prompt in prompts.items() if prompt}


def stated_dimension(folder: Path) -> int | None:
    """The length of a vector as the folder's last module that shapes one states it; None when none does."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        for module in reversed(modules):
            settings = folder / module["path"] / "config.json"
            if module["path"] and settings.is_file():
                stated = json.loads(settings.read_text(encoding="utf-8"))
                for name in ("out_features", "embedding_dimension", "word_embedding_dimension"):
                    if name in stated:
                        return int(stated[name])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None


def model_fingerprint(folder: Path, prefix: Prefixes, cache: Path) -> str:
    """A hexadecimal digest of every file that weighs on a vector, and of the prefixes."""
    digest = hashlib.sha256(f"{prefix.query}\0{prefix.passage}\0".encode())
    files = {path for pattern in _WEIGHING for path in folder.rglob(pattern) if path.is_file()}
    known = _Digests(cache / "fingerprints.json")
    for path in sorted(files):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{known.of(path)}\0".encode())
    known.save()
    return digest.hexdigest()[:32]


class _Digests:
    """SHA-256 of files, remembered by size and time of change, for weights take seconds to read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, str] = {}
        self._grown = False
        if path.is_file():
            try:
                self._known = dict(json.loads(path.read_text(encoding="utf-8")))
            except (OSError, ValueError):
                self._known = {}

    def of(self, path: Path) -> str:
        real = path.resolve()
        state = real.stat()
        key = f"{real}|{state.st_size}|{state.st_mtime_ns}"
        if key not in self._known:
            with real.open("rb") as file:
                self._known[key] = hashlib.file_digest(file, "sha256").hexdigest()
            self._grown = True
        return self._known[key]

    def save(self) -> None:
        if not self._grown:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft = self._path.with_suffix(".part")
            draft.write_text(json.dumps(self._known, indent=0), encoding="utf-8")
            draft.replace(self._path)
        except OSError:
            # A read-only cache costs a second at the next start, nothing else.
            return
