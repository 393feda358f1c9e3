"""Commands that keep the house: backup, restore."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indexer.console import AsJson, Data, err, out, print_json, say_error, sentences, settings_of

if TYPE_CHECKING:
    from search_api.operations.restore import Restored
    from search_api.operations.tell import Tell, WorkStage

app = typer.Typer()


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="Tệp sao lưu sẽ ghi, hoặc thư mục để ghi vào.", show_default=False)
    ] = Path(),
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Sao lưu mọi thứ đang lưu vào một tệp, cả khi máy chủ đang chạy. (Back up, also while serving.)"""
    from search_api.access import auditing
    from search_api.operations import backup as backups

    with sentences(), _bar() as tell:
        folder = settings_of(context, data).data
        made = backups.backup(folder, file, tell)
        auditing.tell(folder, "backup", made.path.name, {"documents": made.documents})
    if as_json:
        print_json(asdict(made))
        return
    out.print(f"Đã sao lưu {made.documents} văn bản vào {made.path} ({made.size / 1e6:.1f} MB)")
    for name in made.damaged:
        say_error(f"Tệp gốc {name} bị thiếu hoặc hỏng.", f"The original {name} is missing or damaged.")


@app.command()
def restore(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Tệp sao lưu.", show_default=False)] = None,
    back: Annotated[bool, typer.Option("--undo", help="Quay lại trạng thái trước lần phục hồi gần nhất.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Phục hồi từ một bản sao lưu, cả khi máy chủ đang chạy; --undo để quay lại. (Restore, also while serving.)"""
    from search_api.access import auditing
    from search_api.operations import restore as restoring

    if (file is None) != back:
        say_error("Hãy nêu một tệp sao lưu, hoặc --undo.", "Name a backup, or --undo.")
        raise typer.Exit(2)
    with sentences(), _bar() as tell:
        settings = settings_of(context, data)
        found = restoring.undo(settings, tell) if file is None else restoring.restore(settings, file, tell)
        name = file.name if file else "undo"
        auditing.tell(settings.data, "restore", name, {"documents": found.documents})
    if as_json:
        print_json(asdict(found))
        return
    _tell(found, back)


def _tell(found: Restored, back: bool) -> None:
    held = f"{found.documents} văn bản, {found.passages} đoạn"
    out.print(f"Đã quay lại trạng thái trước: {held}" if back else f"Đã phục hồi bản ngày {found.created_at}: {held}")
    if found.reembedded:
        out.print(f"  · đã nhúng lại {found.reembedded} văn bản bằng mô hình hiện tại")
    for name in found.missing:
        out.print(f"  · bản sao lưu không có tệp gốc {name}")
    out.print("Quay lại: chutri restore --undo. Mọi người cần đăng nhập lại.")


@contextmanager
def _bar() -> Iterator[Tell]:
    """A progress bar on stderr, and the function that moves it."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from search_api.operations.tell import STAGES

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        bar = progress.add_task("", total=None)

        def tell(stage: WorkStage, done: int, of: int) -> None:
            progress.update(bar, description=STAGES[stage][0], completed=done, total=of or None)

        yield tell
