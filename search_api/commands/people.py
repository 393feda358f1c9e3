"""Commands for what people say of the records: correct, corrections, and joining and splitting of units."""

from __future__ import annotations

import getpass
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from indexer.console import AsJson, Data, out, print_json, sentences
from search_api.commands.groups import ListsByDefault
from search_api.commands.lists import units
from search_api.commands.service import service_of
from search_api.landing import write

app = typer.Typer()
said = typer.Typer(cls=ListsByDefault, help="Các lần sửa: liệt kê, xuất, hoàn tác. (Corrections.)")
named = typer.Typer(cls=ListsByDefault, help="Đơn vị: liệt kê, gộp, để riêng, tách. (Units.)")
app.add_typer(said, name="corrections")
app.add_typer(named, name="units")
named.command("list")(units)

By = Annotated[str, typer.Option(help="Người sửa.", default_factory=getpass.getuser, show_default=False)]
Why = Annotated[str, typer.Option(help="Vì sao sửa.")]
Record = Annotated[str, typer.Argument(help="Mã nhiệm vụ hoặc trách nhiệm.", show_default=False)]


def _value(given: str | None) -> Any:
    """A value typed on the command line: JSON where it is an object or a list, else the words."""
    if given is None or given[:1] not in ("{", "["):
        return given
    try:
        return json.loads(given)
    except ValueError:
        return given


@app.command()
def correct(
    context: typer.Context,
    record: Record,
    by: By,
    field: Annotated[str | None, typer.Option(help="Trường cần sửa.")] = None,
    to: Annotated[str | None, typer.Option(help="Giá trị mới; chuỗi rỗng là xóa trắng.")] = None,
    before: Annotated[str | None, typer.Option(help="Giá trị đang thấy, để không đè lên người khác.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Đánh dấu đã kiểm tra.")] = False,
    delete: Annotated[bool, typer.Option("--delete", help="Xóa vì sai.")] = False,
    split: Annotated[str | None, typer.Option(help="JSON: danh sách các phần.")] = None,
    join: Annotated[list[str] | None, typer.Option(help="Mã nhiệm vụ gộp vào.")] = None,
    add: Annotated[str | None, typer.Option(help="JSON: các trường của dòng thêm vào văn bản này.")] = None,
    quote: Annotated[str | None, typer.Option(help="Nguyên văn làm chứng cho dòng thêm vào.")] = None,
    why: Why = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Sửa một trường, thêm, tách, gộp, xóa hay đánh dấu một dòng. (Correct a record.)"""
    from search_api.amending.corrections import Corrections

    kind = "duty" if "-d" in record else "task"
    body: dict[str, Any] = {kind: record, "by": by, "why": why}
    if add is not None:
        body = {"document": record, "action": "add", "fields": _value(add), "quote": quote, "by": by, "why": why}
    elif split is not None:
        body |= {"action": "split", "parts": _value(split)}
    elif join:
        body |= {"action": "join", "with": join}
    elif check or delete:
        body["action"] = "check" if check else "delete"
    else:
        body |= {"field": field or "", "value": _value(to)} | ({} if before is None else {"before": _value(before)})
    with service_of(context, data) as service:
        made = Corrections(service.engine).make(body)
    if as_json:
        print_json(made)
        return
    _print(made)


@said.command("list")
def corrections(
    context: typer.Context,
    document: Annotated[str | None, typer.Option(help="Mã văn bản, tên tệp hoặc số ký hiệu.")] = None,
    state: Annotated[str | None, typer.Option(help="active, undone hoặc orphaned.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Liệt kê các lần sửa. (List corrections.)"""
    from search_api.amending.corrections import Corrections
    from search_api.limits import Page

    with service_of(context, data) as service:
        kept, offset, total = [], 0, 1
        while offset < total:
            found = Corrections(service.engine).list({"document": document, "state": state}, Page(200, offset))
            kept += found["corrections"]
            offset, total = offset + 200, found["total"]
    if as_json:
        print_json({"total": total if kept else 0, "corrections": kept})
        return
    for one in kept:
        _print(one)
    out.print(f"{len(kept)} lần sửa")


@said.command("export")
def export(
    context: typer.Context,
    document: Annotated[str | None, typer.Option(help="Mã văn bản, tên tệp hoặc số ký hiệu.")] = None,
    to: Annotated[Path | None, typer.Option("--out", help="Thư mục ghi ra, mỗi văn bản một tệp JSON.")] = None,
    data: Data = None,
) -> None:
    """Xuất các dòng đã sửa làm chuẩn đánh giá. (Export corrected rows as truth.)"""
    from search_api.amending.truth import truth

    with service_of(context, data) as service:
        chosen = service.engine.catalogue.find(document).id if document else None
        found = truth(service.engine, chosen)
    if to is None:
        print_json(found)
        return
    with sentences():
        _export(found["documents"], to)


def _export(documents: Sequence[Mapping[str, Any]], to: Path) -> None:
    to.mkdir(parents=True, exist_ok=True)
    for one in documents:
        path = to / f"{Path(one['file']).stem}.json"
        write(path, (json.dumps(one, ensure_ascii=False, indent=1) + "\n").encode())
        out.print(f"{path}: {len(one['tasks'])} nhiệm vụ, {len(one['duties'])} trách nhiệm")


@said.command("undo")
def undo(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="Số của lần sửa.", show_default=False)],
    by: By,
    why: Why = "",
    data: Data = None,
) -> None:
    """Hoàn tác một lần sửa. (Take a correction back.)"""
    from search_api.amending.corrections import Corrections

    with service_of(context, data) as service:
        _print(Corrections(service.engine).undo(number, by, why))


def _print(one: Any) -> None:
    what = one["field"] or one["action"]
    mark = "" if one["state"] == "active" else f" [{one['state']}]"
    out.print(f"#{one['id']} {one['at'][:16]} {one['by']} · {one['record_id'] or '—'} · {what}{mark}")
    if one["field"]:
        out.print(f"    {_short(one['before'])} → {_short(one['after'])}")
    if one["why"]:
        out.print(f"    {one['why']}")


def _short(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_short(item) for item in value) or "—"
    if isinstance(value, dict):
        return str(value.get("name") or value.get("text") or value)
    return str(value or "—")


@named.command("join")
def join_units(
    context: typer.Context,
    unit: Annotated[str, typer.Argument(help="Mã hoặc tên đơn vị ở lại.", show_default=False)],
    other: Annotated[str, typer.Argument(help="Mã hoặc tên đơn vị nhập vào.", show_default=False)],
    by: By,
    why: Why = "",
    data: Data = None,
) -> None:
    """Gộp hai đơn vị là một. (Join two units.)"""
    from search_api.amending.rulings import Rulings

    with service_of(context, data) as service:
        made = Rulings(service.engine).join(unit, other, by, why)
    out.print(f"#{made['id']} Đã gộp {made['other']['name']} vào {made['unit']['name']} [{made['unit']['id']}]")


@named.command("apart")
def tell_apart(
    context: typer.Context,
    unit: Annotated[str, typer.Argument(help="Mã hoặc tên một đơn vị.", show_default=False)],
    other: Annotated[str, typer.Argument(help="Mã hoặc tên đơn vị kia.", show_default=False)],
    by: By,
    why: Why = "",
    data: Data = None,
) -> None:
    """Ghi hai đơn vị là khác nhau, để không nhắc gộp nữa. (Tell two units apart.)"""
    from search_api.amending.rulings import Rulings

    with service_of(context, data) as service:
        made = Rulings(service.engine).apart(unit, other, by, why)
    out.print(f"#{made['id']} Để riêng {made['unit']['name']} và {made['other']['name']}")


@named.command("split")
def split_unit(
    context: typer.Context,
    alias: Annotated[str, typer.Argument(help="Cách gọi cần tách.", show_default=False)],
    unit: Annotated[str, typer.Option("--from", help="Mã hoặc tên đơn vị đang mang cách gọi đó.", show_default=False)],
    by: By,
    why: Why = "",
    data: Data = None,
) -> None:
    """Tách một cách gọi thành đơn vị riêng. (Split a wording off a unit.)"""
    from search_api.amending.rulings import Rulings

    with service_of(context, data) as service:
        made = Rulings(service.engine).split(unit, alias, by, why)
    out.print(f"#{made['id']} Đã tách “{made['alias']}” khỏi {made['unit']['name']} [{made['other']['id']}]")


@named.command("undo")
def undo_ruling(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="Số của quyết định.", show_default=False)],
    by: By,
    why: Why = "",
    data: Data = None,
) -> None:
    """Hoàn tác một lần gộp, để riêng hay tách. (Take back what was said of units.)"""
    from search_api.amending.rulings import Rulings

    with service_of(context, data) as service:
        made = Rulings(service.engine).undo(number, by, why)
    out.print(f"#{made['id']} Đã hoàn tác #{made['undoes']}")
