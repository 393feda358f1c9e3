"""Commands for what is kept aside: drafts to publish, removed documents and replaced versions to restore."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import Annotated

import typer

from indexer.console import AsJson, Data, out, print_json, sentences, settings_of

app = typer.Typer()
removed = typer.Typer(no_args_is_help=True, help="Văn bản đã xóa, đã thay, chờ công bố. (Documents kept aside.)")
app.add_typer(removed, name="removed")

STATES = {"draft": "chờ công bố", "removed": "đã xóa", "replaced": "đã thay"}
Key = Annotated[str, typer.Argument(help="Mã văn bản.", show_default=False)]


@removed.command("list")
def listed(context: typer.Context, data: Data = None, as_json: AsJson = False) -> None:
    """Liệt kê văn bản được cất giữ. (List them.)"""
    from indexer.store.catalogue import Catalogue

    with sentences(), closing(Catalogue(settings_of(context, data).data / "catalogue.db")) as catalogue:
        found = catalogue.shelf.listed()
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        name = one.header.number or one.header.title or one.file
        out.print(f"[{one.id}] {STATES[one.state]} {one.at:%d/%m/%Y %H:%M} {one.by} · {name} ({one.file})")
    out.print(f"{len(found)} văn bản")


@removed.command()
def restore(context: typer.Context, document: Key, data: Data = None) -> None:
    """Lấy lại một văn bản, cả các chỗ đã sửa. (Restore a document.)"""
    _bring_back(context, document, data, "Đã lấy lại")


@removed.command()
def forget(context: typer.Context, document: Key, data: Data = None) -> None:
    """Xóa hẳn một văn bản. (Delete for good.)"""
    from indexer import shelving
    from indexer.pipeline import Pipeline

    with sentences(), closing(Pipeline(settings_of(context, data))) as pipeline:
        shelving.forget(pipeline, document)
    out.print(f"Đã xóa hẳn [{document}]")


@app.command()
def publish(context: typer.Context, document: Key, data: Data = None) -> None:
    """Công bố một văn bản đang chờ. (Publish a draft.)"""
    _bring_back(context, document, data, "Đã công bố")


def _bring_back(context: typer.Context, document: str, data: Data, said: str) -> None:
    from indexer import shelving
    from indexer.pipeline import Pipeline

    with sentences(), closing(Pipeline(settings_of(context, data))) as pipeline:
        found = shelving.bring_back(pipeline, document)
    out.print(f"{said} {found.file} [{found.id}]")
