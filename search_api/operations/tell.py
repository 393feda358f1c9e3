"""How long work says how far it has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

WorkStage = Literal["catalogue", "originals", "check", "model", "index", "swap", "done"]
Tell = Callable[[WorkStage, int, int], None]
"""Called with the stage, how much of it is done, and of how much (0 when that is not known)."""

STAGES: dict[WorkStage, tuple[str, str]] = {
    "catalogue": ("chép danh mục", "copying the catalogue"),
    "originals": ("chép tệp gốc", "copying the originals"),
    "check": ("kiểm tra từng tệp", "checking every file"),
    "model": ("nhúng lại bằng mô hình hiện tại", "embedding anew with the present model"),
    "index": ("dựng chỉ mục", "building the index"),
    "swap": ("thay dữ liệu", "putting the data in place"),
    "done": ("xong", "done"),
}


def silent(stage: WorkStage, done: int, of: int) -> None:
    """Tell nobody."""
