"""The ``watch`` command."""

from __future__ import annotations

import signal
import threading
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from indexer.console import Data, OnlyFor, err, out, sentences, settings_of

app = typer.Typer()

OUTCOMES = {
    "added": "Đã thêm",
    "duplicate": "Đã có sẵn",
    "failed": "Lỗi",
    "skipped": "Bỏ qua",
    "replaced": "Đã thay bản cũ",
    "removed": "Đã xóa",
}


@app.command()
def watch(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Thư mục cần theo dõi.", show_default=False)],
    report: Annotated[
        Path | None, typer.Option(help="Tệp báo cáo, .csv hoặc .jsonl; mặc định nằm trong thư mục dữ liệu.")
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Tệp bị xóa thì văn bản cũng bị xóa; tệp sửa thì bản cũ được thay.")
    ] = False,
    once: Annotated[bool, typer.Option("--once", help="Thêm những gì đang có rồi dừng.")] = False,
    settle: Annotated[float, typer.Option(help="Số giây tệp phải đứng yên trước khi được đọc.", min=0.1)] = 2.0,
    group: OnlyFor = None,
    data: Data = None,
) -> None:
    """Theo dõi một thư mục, tự thêm tệp mới. (Watch a folder and add what comes.)"""
    from indexer.pipeline import Pipeline
    from indexer.watch import Line, Watched

    def told(line: Line) -> None:
        counts = f": {line.tasks} nhiệm vụ, {line.reviews} cần xem lại" if line.outcome in ("added", "replaced") else ""
        why = f" ({line.reason})" if line.reason else ""
        out.print(
            f"{OUTCOMES[line.outcome]} {line.file}{f' [{line.document_id}]' if line.document_id else ''}{counts}{why}"
        )

    stop = threading.Event()
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with sentences(), closing(Pipeline(settings_of(context, data))) as pipeline:
        watched = Watched(pipeline, folder, report, remove, settle, pipeline.catalogue.groups.ids(group or ()))
        err.print(f"Theo dõi {watched.folder}, báo cáo ở {watched.report}" + ("" if once else " (Ctrl+C để dừng)"))
        try:
            watched.run(told, stop, once)
        except KeyboardInterrupt:
            stop.set()
