"""Commands that change the data folder or need nothing but it: add, remove, doctor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from indexer.console import AsJson, Data, OnlyFor, err, out, print_json, say_error, sentences, settings_of
from indexer.report import Progress as Tell
from indexer.report import Report, Stage, Step

app = typer.Typer()

STAGES: dict[Stage, str] = {
    "read": "đọc",
    "normalise": "chuẩn hóa",
    "segment": "tách điều khoản",
    "extract": "rút nhiệm vụ",
    "embed": "nhúng",
    "store": "lưu",
    "index": "lập chỉ mục",
    "done": "xong",
}


@app.command()
def add(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Tệp hoặc thư mục.", show_default=False)],
    if_new: Annotated[bool, typer.Option("--if-new", help="Không nói gì về tệp đã có.")] = False,
    group: OnlyFor = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Thêm tệp hoặc thư mục vào chỉ mục. (Add files or folders.)"""
    from indexer.pipeline import Pipeline

    with sentences(), closing(Pipeline(settings_of(context, data))) as pipeline, _bar() as tell:
        groups = pipeline.catalogue.groups.ids(group or ())
        report = pipeline.add(paths, tell, groups)
        limited = pipeline.catalogue.limits()
    if as_json:
        print_json(asdict(report))
    else:
        _tell(report, if_new)
    for failure in report.failed:
        say_error(f"{failure.file}: {failure.reason}", failure.reason_en)
    for held in report.duplicates if groups else ():
        if held.document_id not in limited:
            how = f"chutri groups limit {held.document_id} …"
            vi, en = "đã có sẵn và ai cũng đọc được; giới hạn bằng", "held already and open to everybody; limit it by"
            say_error(f"{held.held_as}: {vi} {how}", f"{held.held_as}: {en} {how}")
    if report.failed:
        raise typer.Exit(1)


def _tell(report: Report, if_new: bool) -> None:
    for one in report.added:
        review = f", {one.reviews} cần xem lại" if one.reviews else ""
        counts = f"{one.tasks} nhiệm vụ{review}, {one.duties} trách nhiệm, {one.clauses} điều khoản"
        out.print(f"Đã thêm {one.file} [{one.document_id}]: {counts}")
        for note in one.notes:
            out.print(f"  · {note}")
    if not if_new:
        for two in report.duplicates:
            same = "" if two.held_as == two.file else f" ({two.held_as})"
            out.print(f"Đã có sẵn {two.file} [{two.document_id}]{same}")
    if report.re_embedded:
        out.print(f"Đã nhúng lại {report.re_embedded} văn bản bằng mô hình hiện tại")
    held = len(report.duplicates)
    out.print(f"{len(report.added)} văn bản mới, {held} đã có, {len(report.failed)} lỗi, {report.seconds:.1f} giây")


@contextmanager
def _bar() -> Iterator[Tell]:
    """A progress bar on stderr, and the function that moves it."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        bar = progress.add_task("", total=None)

        def tell(step: Step) -> None:
            within = f" {step.done}/{step.of}" if step.of else ""
            progress.update(
                bar, description=f"{step.file} · {STAGES[step.stage]}{within}", completed=step.at - 1, total=step.files
            )

        yield tell


@app.command()
def remove(
    context: typer.Context,
    document: Annotated[str, typer.Argument(help="Mã văn bản, tên tệp hoặc số ký hiệu.", show_default=False)],
    data: Data = None,
) -> None:
    """Xóa một văn bản khỏi chỉ mục. (Remove a document.)"""
    from indexer.pipeline import Pipeline

    with sentences():
        pipeline = Pipeline(settings_of(context, data))
        held = pipeline.catalogue.find(document)
        pipeline.remove(held.id)
    out.print(f"Đã xóa {held.file} [{held.id}]")


@app.command()
def reread(
    context: typer.Context,
    document: Annotated[str, typer.Argument(help="Mã văn bản, tên tệp hoặc số ký hiệu.", show_default=False)],
    data: Data = None,
) -> None:
    """Đọc lại tệp gốc của một văn bản, giữ mọi chỗ người đã sửa. (Read a document anew.)"""
    from indexer.pipeline import Pipeline

    with sentences():
        pipeline = Pipeline(settings_of(context, data))
        held = pipeline.catalogue.find(document)
        with _bar() as tell:
            pipeline.reread(held.id, tell)
        now = pipeline.catalogue.find(held.id)
    waiting = [one for one in pipeline.catalogue.people.corrections() if one.document.id == held.id]
    orphaned = sum(one.record_id is None and one.undoes is None for one in waiting)
    out.print(f"Đã đọc lại {now.file} [{now.id}]: {now.tasks} nhiệm vụ, {now.reviews} cần xem lại")
    if orphaned:
        out.print(f"  · {orphaned} lần sửa không còn tìm thấy dòng; vẫn được giữ")


@app.command()
def doctor(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="Tệp cần xem; bỏ trống để xem cài đặt.", show_default=False)
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Khám một tệp, hoặc bản cài đặt này. (Examine a file, or this installation.)"""
    from indexer import doctor as examination

    with sentences():
        settings = settings_of(context, data)
        found = examination.installation(settings) if file is None else examination.of_file(file, settings)
    if as_json:
        print_json(found)
    else:
        out.print(examination.as_text(found))
