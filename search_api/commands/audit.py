"""Commands for administrators of a data folder: chutri audit, chutri groups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indexer.console import AsJson, Data, out, print_json, say_error, sentences, settings_of
from search_api.commands.groups import ListsByDefault
from search_api.landing import write

if TYPE_CHECKING:
    from indexer.store.catalogue import Catalogue
    from search_api.access.readers import Readers

app = typer.Typer()
audit = typer.Typer(cls=ListsByDefault, help="Nhật ký: xem, lọc, ghi ra tệp, kiểm tra. (The audit log.)")
groups = typer.Typer(cls=ListsByDefault, help="Nhóm người đọc và văn bản dành cho nhóm. (Groups of readers.)")
app.add_typer(audit, name="audit")
app.add_typer(groups, name="groups")

Group = Annotated[str, typer.Argument(help="Mã hoặc tên nhóm.", show_default=False)]
WHY = {
    "changed": ("đã bị sửa", "was changed"),
    "missing": ("đã bị lấy đi", "was taken away"),
    "cut": ("và phần sau đã bị cắt bỏ", "and what followed were cut off"),
}


@dataclass(frozen=True, slots=True)
class _Whole:
    """A catalogue of which everything may be read."""

    whole: Catalogue

    @property
    def catalogue(self) -> Catalogue:
        return self.whole


@contextmanager
def _opened(context: typer.Context, data: Path | None) -> Iterator[Catalogue]:
    from indexer.store.catalogue import Catalogue
    from search_api.access.auditing import audited
    from search_api.errors import SearchError

    with sentences():
        catalogue = Catalogue(settings_of(context, data).data / "catalogue.db")
        try:
            with audited(catalogue.audit):
                yield catalogue
        except SearchError as error:
            say_error(str(error), error.en)
            raise typer.Exit(1) from error
        finally:
            catalogue.close()


@contextmanager
def _readers(context: typer.Context, data: Path | None) -> Iterator[Readers]:
    from search_api.access.readers import Readers

    with _opened(context, data) as catalogue:
        yield Readers(_Whole(catalogue))


@audit.command("list")
def listing(
    context: typer.Context,
    person: Annotated[str, typer.Option(help="Tên người, hoặc một phần.")] = "",
    kind: Annotated[str, typer.Option(help="Loại việc, như removed hay exported.")] = "",
    document: Annotated[str, typer.Option(help="Mã văn bản.")] = "",
    result: Annotated[str, typer.Option(help="done, failed hoặc refused.")] = "",
    address: Annotated[str, typer.Option(help="Địa chỉ mạng.")] = "",
    first: Annotated[str, typer.Option("--from", help="Từ ngày (2024-06-30).")] = "",
    last: Annotated[str, typer.Option("--to", help="Đến ngày.")] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Ghi tất cả vào tệp .csv hoặc .xlsx.")] = None,
    limit: Annotated[int, typer.Option(help="In nhiều nhất chừng này, từ 1 đến 200.", min=1, max=200)] = 50,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Liệt kê, việc mới nhất trước; giờ UTC. (List, the latest first.)"""
    from search_api.access.audit import Audit, said
    from search_api.exports import written
    from search_api.limits import Page

    given = {"person": person, "kind": kind, "document": document, "result": result, "address": address}
    given |= {"from": first, "to": last}
    with _opened(context, data) as catalogue:
        log = Audit(catalogue.audit)
        if output is not None:
            form = output.suffix.lower().removeprefix(".")
            if form not in ("csv", "xlsx"):
                say_error("Tên tệp phải kết thúc bằng .csv hoặc .xlsx.", "The file must end in .csv or .xlsx.")
                raise typer.Exit(1)
            write(output, written(log.report(given), form))
            out.print(f"Đã ghi {output}")
            return
        found = log.list(given, Page(limit, 0))
    if as_json:
        print_json(found)
        return
    for one in found["entries"]:
        who = " ".join(part for part in (one["person"], one["address"]) if part)
        refused = "" if one["result"] == "done" else f" ({one['result']})"
        line = f"#{one['id']} {str(one['at'])[:19]} · {who} · {one['kind']}{refused} · {one['subject']}"
        out.print(" · ".join(part for part in (line, said(one["detail"])) if part), markup=False)
    out.print(f"{found['total']} việc")


@audit.command("verify")
def verify(
    context: typer.Context,
    noted: Annotated[str | None, typer.Argument(help="Mốc SỐ:DẤU đã ghi lại lần trước.", show_default=False)] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Kiểm tra không dòng nào bị sửa hay mất; in mốc để ghi lại. (Check the seals.)"""
    from search_api.access.audit import Audit

    with _opened(context, data) as catalogue:
        found = Audit(catalogue.audit).verify(noted)
    if as_json:
        print_json(found)
    elif found["broken"] is None:
        out.print(f"{found['entries']} dòng, nguyên vẹn. Mốc / mark:")
        out.print(f"{found['entries']}:{found['seal']}", soft_wrap=True)
    if found["broken"] is not None:
        vi, en = WHY[found["why"]]
        say_error(f"Nhật ký hỏng từ dòng {found['broken']}: dòng này {vi}.", f"Entry {found['broken']} {en}.")
        raise typer.Exit(1)


@groups.command("list")
def group_list(context: typer.Context, data: Data = None, as_json: AsJson = False) -> None:
    """Liệt kê nhóm và văn bản dành cho nhóm. (List groups and the documents limited to them.)"""
    with _readers(context, data) as readers:
        found, limited = readers.list(), readers.limits()
    if as_json:
        told = {document: [key for key, _ in held] for document, held in limited.items()}
        print_json({**found, "documents": told})
        return
    for one in found["groups"]:
        out.print(f"{one['id']} · {one['name']} · {one['members']} tài khoản, {one['documents']} văn bản", markup=False)
    for document, held in sorted(limited.items()):
        out.print(f"{document}: {', '.join(name for _, name in held)}", markup=False)
    out.print(f"{found['total']} nhóm, {len(limited)} văn bản hạn chế")


@groups.command("add")
def group_add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Tên nhóm.", show_default=False)],
    data: Data = None,
) -> None:
    """Thêm nhóm; in mã. (Add a group.)"""
    with _readers(context, data) as readers:
        made = readers.make(name)
    out.print(f"{made['id']}: {made['name']}", markup=False)


@groups.command("rename")
def group_rename(
    context: typer.Context,
    group: Group,
    name: Annotated[str, typer.Argument(help="Tên mới.", show_default=False)],
    data: Data = None,
) -> None:
    """Đổi tên nhóm; mã giữ nguyên. (Rename a group.)"""
    with _readers(context, data) as readers:
        made = readers.rename(group, name)
    out.print(f"{made['id']}: {made['name']}", markup=False)


@groups.command("remove")
def group_remove(context: typer.Context, group: Group, data: Data = None) -> None:
    """Bỏ nhóm mà không văn bản nào dành cho. (Remove a group.)"""
    with _readers(context, data) as readers:
        readers.remove(group)
    out.print(f"Đã bỏ nhóm {group}", markup=False)


@groups.command("limit")
def group_limit(
    context: typer.Context,
    document: Annotated[str, typer.Argument(help="Mã, số ký hiệu hoặc tên tệp.", show_default=False)],
    group: Annotated[list[str] | None, typer.Argument(help="Các nhóm được đọc; bỏ trống là ai cũng đọc.")] = None,
    data: Data = None,
) -> None:
    """Chỉ cho vài nhóm đọc một văn bản; không nêu nhóm là mở cho mọi người. (Limit a document to groups.)"""
    with _readers(context, data) as readers, _opened(context, data) as catalogue:
        held = readers.limit(catalogue.find(document).id, group or [])
    names = ", ".join(one["name"] for one in held["groups"]) or "mọi người"
    out.print(f"{held['document_id']}: {names}", markup=False)
