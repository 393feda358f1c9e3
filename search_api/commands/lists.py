"""Commands that read what is indexed and print it as the API would: documents, clauses, text, tasks, units, duties."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indexer.console import AsJson, Data, out, print_json
from search_api.commands.service import service_of

if TYPE_CHECKING:
    from search_api.service import Service

app = typer.Typer()

Document = Annotated[str | None, typer.Option(help="Mã văn bản, tên tệp hoặc số ký hiệu.")]
Unit = Annotated[str | None, typer.Option(help="Mã hoặc tên đơn vị.")]
Limit = Annotated[int | None, typer.Option(help="In nhiều nhất chừng này; bỏ trống là in hết.", min=1)]
Named = Annotated[str, typer.Argument(help="Mã văn bản, tên tệp hoặc số ký hiệu.", show_default=False)]


def _whole(name: str, read: Callable[[Any], Mapping[str, Any]], limit: int | None) -> dict[str, Any]:
    """The list in one piece, read page by page."""
    from search_api.limits import Page

    records: list[Any] = []
    total = 0
    while limit is None or len(records) < limit:
        found = read(Page(200 if limit is None else min(200, limit - len(records)), len(records)))
        records += found[name]
        total = int(found["total"])
        if not found[name] or len(records) >= total:
            break
    return {"total": total, name: records}


def _id(service: Service, named: str | None) -> str | None:
    return None if named is None else service.engine.catalogue.find(named).id


@app.command()
def documents(
    context: typer.Context,
    named: Annotated[str | None, typer.Option(help="Số ký hiệu, trích yếu, cơ quan, năm hoặc tên tệp.")] = None,
    limit: Limit = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Liệt kê văn bản. (List documents.)"""
    with service_of(context, data) as service:
        found = _whole("documents", lambda page: service.documents(page, named), limit)
    if as_json:
        print_json(found)
        return
    for one in found["documents"]:
        out.print(f"{one['id']}  {one['number'] or '—'}  {one['issued_on'] or '—'}  {one['tasks']} nv  {one['file']}")
        out.print(f"    {one['title'] or '—'}")
    out.print(f"{found['total']} văn bản")


@app.command()
def clauses(context: typer.Context, document: Named, data: Data = None, as_json: AsJson = False) -> None:
    """In các điều khoản của một văn bản. (Print the clauses of a document.)"""
    with service_of(context, data) as service:
        found = service.clauses(str(_id(service, document)))
    if as_json:
        print_json(found)
        return
    for one in found["clauses"]:
        out.print(f"{'  ' * (len(one['path']) - 1)}{one['marker'] or ''} {one['text']}".rstrip())


@app.command()
def text(context: typer.Context, document: Named, data: Data = None) -> None:
    """In toàn văn mà mọi trích dẫn dựa vào. (Print the text that quotes refer to.)"""
    with service_of(context, data) as service:
        words = service.engine.catalogue.text(str(_id(service, document))) or ""
    sys.stdout.write(words)
    if not words.endswith("\n"):
        sys.stdout.write("\n")


@app.command()
def tasks(
    context: typer.Context,
    document: Document = None,
    unit: Unit = None,
    role: Annotated[str | None, typer.Option(help="lead hoặc coordinate.")] = None,
    section: Annotated[str | None, typer.Option(help="Một phần tên mục.")] = None,
    due_from: Annotated[str | None, typer.Option(help="Hạn từ ngày (2024-03-31).")] = None,
    due_to: Annotated[str | None, typer.Option(help="Hạn đến ngày.")] = None,
    limit: Limit = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Liệt kê nhiệm vụ. (List tasks.)"""
    with service_of(context, data) as service:
        given = {"unit": unit, "role": role, "section": section, "due_from": due_from, "due_to": due_to}
        wanted = {**given, "document": _id(service, document)}
        found = _whole("tasks", lambda page: service.tasks(wanted, page), limit)
    if as_json:
        print_json(found)
        return
    for one in found["tasks"]:
        _print_task(one)
    out.print(f"{found['total']} nhiệm vụ")


def _print_task(one: Mapping[str, Any]) -> None:
    mark = " [cần xem lại]" if one["needs_review"] else ""
    out.print(f"{one['no'] or '–'}. {' — '.join(filter(None, (one['task'], one['activity'])))}{mark}")
    for label, words in (("Chủ trì", _names(one["lead"])), ("Phối hợp", _names(one["coordinate"]))):
        if words:
            out.print(f"    {label}: {words}")
    due = one["deadline"]
    facts = (f"Sản phẩm: {one['product']}" if one["product"] else "", f"Hạn: {due['text']}" if due else "")
    for fact in filter(None, facts):
        out.print(f"    {fact}")


def _names(units: list[Mapping[str, Any]]) -> str:
    return "; ".join(unit["name"] for unit in units)


def units(
    context: typer.Context,
    named: Annotated[str | None, typer.Argument(help="Một phần tên đơn vị.", show_default=False)] = None,
    limit: Limit = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Liệt kê đơn vị. (List units.)"""
    with service_of(context, data) as service:
        found = _whole("units", lambda page: service.units(named, page), limit)
    if as_json:
        print_json(found)
        return
    for one in found["units"]:
        counts = f"chủ trì {one['leads']}, phối hợp {one['coordinates']}, trách nhiệm {one['duties']}"
        out.print(f"{one['name']} ({one['scope']}) — {counts}  [{one['id']}]")
    out.print(f"{found['total']} đơn vị")


@app.command()
def duties(
    context: typer.Context,
    document: Document = None,
    unit: Unit = None,
    role: Annotated[str | None, typer.Option(help="lead, responsible, coordinate, guide hoặc monitor.")] = None,
    limit: Limit = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Liệt kê trách nhiệm nêu trong lời văn. (List duties that prose assigns.)"""
    with service_of(context, data) as service:
        chosen = _id(service, document)
        found = _whole("duties", lambda page: service.duties(chosen, unit, role, page), limit)
    if as_json:
        print_json(found)
        return
    for one in found["duties"]:
        out.print(f"{one['unit']['name']} · {one['role']} · {'.'.join(one['path'])}: {one['text']}")
    out.print(f"{found['total']} trách nhiệm")
