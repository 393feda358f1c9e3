"""Commands for accounts: chutri user list, add, role, reset, disable, enable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indexer.console import AsJson, Data, out, print_json, say_error, sentences, settings_of
from search_api.commands.groups import ListsByDefault

if TYPE_CHECKING:
    from indexer.store.accounts.records import Account
    from indexer.store.groups import Groups
    from search_api.access.people import People

app = typer.Typer()
users = typer.Typer(cls=ListsByDefault, help="Tài khoản: liệt kê, thêm, đổi quyền, cấp lại mật khẩu. (Accounts.)")
app.add_typer(users, name="user")

Name = Annotated[str, typer.Argument(help="Tên tài khoản.", show_default=False)]
Role = Annotated[str, typer.Option(help="viewer, editor hoặc administrator.")]
Reads = Annotated[list[str] | None, typer.Option("--group", help="Mã hoặc tên nhóm văn bản được đọc; dùng nhiều lần.")]


@contextmanager
def _people(context: typer.Context, data: Path | None) -> Iterator[tuple[People, Groups]]:
    from indexer.store.catalogue import Catalogue
    from search_api.access.auditing import audited
    from search_api.access.people import People
    from search_api.errors import SearchError

    with sentences():
        catalogue = Catalogue(settings_of(context, data).data / "catalogue.db")
        try:
            with audited(catalogue.audit):
                yield People(catalogue.register), catalogue.groups
        except SearchError as error:
            say_error(str(error), error.en)
            raise typer.Exit(1) from error
        finally:
            catalogue.close()


def _as_json(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        "display": account.display,
        "role": account.role,
        "active": account.active,
        "must_change": account.must_change,
        "provider": account.issuer,
        "groups": sorted(account.groups),
        "signed_in_at": account.signed_in_at.isoformat() if account.signed_in_at else None,
    }


@users.command("list")
def listing(context: typer.Context, data: Data = None, as_json: AsJson = False) -> None:
    """Liệt kê tài khoản. (List accounts.)"""
    with _people(context, data) as (people, _):
        found = people.all()
    if as_json:
        print_json([_as_json(one) for one in found])
        return
    for one in found:
        marks = [one.role, "" if one.active else "đã khóa", "chờ đổi mật khẩu" if one.must_change else ""]
        shown = f" ({one.display})" if one.display else ""
        out.print(f"{one.name}{shown} · {' · '.join(mark for mark in marks if mark)}")
    out.print(f"{len(found)} tài khoản")


@users.command("add")
def add(
    context: typer.Context,
    name: Name,
    role: Role = "viewer",
    display: Annotated[str, typer.Option(help="Họ tên.")] = "",
    group: Reads = None,
    data: Data = None,
) -> None:
    """Thêm tài khoản; in mật khẩu một lần. (Add an account; prints its password once.)"""
    from search_api.access.readers import choosable

    with _people(context, data) as (people, groups):
        made, password = people.add(name, role, display, frozenset(choosable(groups, group or ())))
    out.print(f"{made.name}: {password}")
    out.print("Mật khẩu chỉ in lần này và phải đổi khi đăng nhập lần đầu.")


@users.command("role")
def role(
    context: typer.Context,
    name: Name,
    wanted: Annotated[str, typer.Argument(help="viewer, editor hoặc administrator.", show_default=False)],
    group: Reads = None,
    data: Data = None,
) -> None:
    """Đổi vai trò và nhóm. (Change role and groups.)"""
    from search_api.access.readers import choosable

    with _people(context, data) as (people, groups):
        held = people.one(name)
        chosen = held.groups if group is None else frozenset(choosable(groups, filter(None, group)))
        changed = people.set_rights(held, wanted, chosen)
    out.print(f"{changed.name}: {changed.role}")


@users.command("reset")
def reset(context: typer.Context, name: Name, data: Data = None) -> None:
    """Cấp lại mật khẩu; in một lần, mọi phiên đăng nhập chấm dứt. (Give a new password.)"""
    with _people(context, data) as (people, _):
        held = people.one(name)
        password = people.reset(held)
    out.print(f"{held.name}: {password}")
    out.print("Mật khẩu chỉ in lần này và phải đổi khi đăng nhập lần đầu.")


@users.command("disable")
def disable(context: typer.Context, name: Name, data: Data = None) -> None:
    """Khóa tài khoản. (Let an account in no longer.)"""
    with _people(context, data) as (people, _):
        people.set_active(people.one(name), False)
    out.print(f"{name}: đã khóa")


@users.command("enable")
def enable(context: typer.Context, name: Name, data: Data = None) -> None:
    """Mở lại tài khoản. (Let an account in again.)"""
    with _people(context, data) as (people, _):
        people.set_active(people.one(name), True)
    out.print(f"{name}: đã mở lại")
