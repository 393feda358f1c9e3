"""What every command shares: the data folder, results on stdout, everything else on stderr, errors as one sentence."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.logging import RichHandler

from indexer.errors import IndexerError, of_system
from indexer.settings import Settings

Data = Annotated[
    Path | None, typer.Option("--data", help="Thư mục chứa chỉ mục (hoặc biến CHUTRI_DATA).", show_default=False)
]
OnlyFor = Annotated[
    list[str] | None,
    typer.Option("--group", help="Chỉ nhóm này được đọc, ngay từ đầu; nêu được nhiều lần.", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="In bản ghi dạng JSON.")]

out = Console(highlight=False, markup=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def settings_of(context: typer.Context, data: Path | None) -> Settings:
    """The settings, with the data folder named after the command, else before it, else by variable or file."""
    chosen = data or (context.find_root().params or {}).get("data")
    given: dict[str, Any] = {"data": Path(chosen)} if chosen else {}
    return Settings(**given)


def begin() -> None:
    """Send the log to stderr, warnings only, and keep libraries from drawing their own progress bars."""
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    handler = RichHandler(console=err, show_time=False, show_path=False, show_level=False)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[handler], force=True)


@contextmanager
def sentences() -> Iterator[None]:
    """Turns the project's own errors, and what the system refuses, into one sentence on stderr and exit status 1."""
    try:
        yield
    except typer.Exit:
        raise
    except Exception as error:
        said = error if isinstance(error, IndexerError) else of_system(error)
        if said is None:
            raise
        say_error(str(said), said.en)
        raise typer.Exit(1) from error


def say_error(message: str, en: str | None = None) -> None:
    """The sentence in Vietnamese, then in English where that differs."""
    err.print(f"Lỗi: {message}", style="red")
    if en and en != message:
        err.print(f"Error: {en}", style="dim")


def print_json(value: Any) -> None:
    """The value as UTF-8 JSON on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")
