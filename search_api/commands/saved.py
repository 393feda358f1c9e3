"""The command ``saved``: searches that are kept on this machine, and what is new for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

import typer

from indexer.console import AsJson, Data, out, print_json
from search_api.commands.groups import ListsByDefault
from search_api.commands.service import service_of

if TYPE_CHECKING:
    from search_api.asking.saved import Saved

app = typer.Typer()
saved = typer.Typer(cls=ListsByDefault, help="Câu hỏi đã lưu và những gì mới. (Saved searches.)")
app.add_typer(saved, name="saved")

Key = Annotated[str, typer.Argument(help="Mã của câu hỏi đã lưu, hoặc phần đầu của mã.", show_default=False)]


@contextmanager
def _saved(context: typer.Context, data: Path | None) -> Iterator[Saved]:
    from search_api.asking.saved import Saved

    with service_of(context, data) as service:
        opened = Saved(service, service.engine.catalogue.searches)
        try:
            yield opened
        finally:
            opened.stop()


@saved.command("list")
def listed(context: typer.Context, data: Data = None, as_json: AsJson = False) -> None:
    """Liệt kê câu hỏi đã lưu và những gì mới. (List saved searches and what is new.)"""
    from search_api.access.viewer import current

    with _saved(context, data) as searches:
        found = searches.all(current())
    if as_json:
        print_json(found)
        return
    for one in found["saved"]:
        out.print(f"{one['id'][:8]}  {one['name']} — {_news(one)}")
        for hit in one["hits"]:
            cited = hit["citation"]
            out.print(f"    {cited['number'] or cited['file']}: {' '.join(hit['text'].split())[:160]}")
    out.print(f"{found['total']} câu hỏi đã lưu")


def _news(one: Any) -> str:
    if one["problem"]:
        return str(one["problem"])
    return f"{one['new']} đoạn mới" if one["new"] else f"chưa có gì mới từ {one['seen_at'][:10]}"


@saved.command("add")
def add(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="Câu hỏi hoặc từ khóa.", show_default=False)],
    name: Annotated[str, typer.Option(help="Tên gọi; bỏ trống là chính câu hỏi.")] = "",
    document: Annotated[str, typer.Option(help="Chỉ trong văn bản có mã này.")] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Lưu một câu hỏi. (Save a search.)"""
    from search_api.access.viewer import current

    pairs = {"q": question, **({"document": document} if document else {})}
    with _saved(context, data) as searches:
        kept = searches.save(current(), urlencode(pairs), name)
    if as_json:
        print_json(kept)
        return
    out.print(f"{kept['id'][:8]}  {kept['name']}")


@saved.command("seen")
def seen(context: typer.Context, key: Key, data: Data = None) -> None:
    """Coi như đã xem hết những gì đang có. (Mark as seen.)"""
    from search_api.access.viewer import current

    with _saved(context, data) as searches:
        searches.seen(current(), _whole(searches, key))


@saved.command("remove")
def remove(context: typer.Context, key: Key, data: Data = None) -> None:
    """Thôi lưu một câu hỏi. (Remove a saved search.)"""
    from search_api.access.viewer import current

    with _saved(context, data) as searches:
        searches.forget(current(), _whole(searches, key))


def _whole(searches: Saved, key: str) -> str:
    """The id that begins with ``key`` where just one does, else ``key`` itself."""
    from search_api.access.viewer import current

    found = [one for one in searches.ids(current()) if key and one.startswith(key)]
    return found[0] if len(found) == 1 else key
