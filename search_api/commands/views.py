"""Commands of the views: matrix, calendar, compare, profile; each prints, gives JSON, or writes a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indexer.console import AsJson, Data, err, out, print_json, say_error
from search_api.commands.service import service_of
from search_api.landing import write

if TYPE_CHECKING:
    from search_api.exports.report import Report
    from search_api.ledger.book import Ledger
    from search_api.views import Views

app = typer.Typer()

Document = Annotated[str | None, typer.Option(help="Mã văn bản, tên tệp hoặc số ký hiệu.")]
Unit = Annotated[str | None, typer.Option(help="Mã hoặc tên đơn vị.")]
RoleOf = Annotated[str | None, typer.Option(help="lead hoặc coordinate.")]
AsOf = Annotated[str | None, typer.Option(help="Tính đến ngày (2024-06-30); bỏ trống là hôm nay.")]
Limit = Annotated[int, typer.Option(help="In nhiều nhất chừng này, từ 1 đến 200.", min=1, max=200)]
Offset = Annotated[int, typer.Option(help="Bỏ qua chừng này dòng đầu.", min=0)]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Ghi tất cả vào tệp .xlsx, .csv hoặc .docx.", show_default=False)
]


@contextmanager
def _views(context: typer.Context, data: Path | None) -> Iterator[tuple[Views, Ledger, str]]:
    """The views, the ledger, and the address that links in files lead to."""
    from search_api.ledger.book import Ledger
    from search_api.views import Views

    with service_of(context, data) as service:
        settings = service.engine.settings
        yield Views(service.engine), Ledger(service.engine), f"http://{settings.host}:{settings.port}"


def _form(path: Path) -> str:
    from search_api.exports import FORMATS

    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        say_error(f"Tên tệp phải kết thúc bằng .xlsx, .csv hoặc .docx, không phải “{path.name}”.")
        raise typer.Exit(1)
    return form


def _write(path: Path, report: Callable[[], Report]) -> None:
    from search_api.exports import written

    form = _form(path)
    _put(path, written(report(), form))


def _put(path: Path, content: bytes) -> None:
    write(path, content)
    err.print(f"Đã ghi {path}")


@app.command()
def matrix(
    context: typer.Context,
    by: Annotated[str, typer.Option(help="section (theo nhóm) hoặc document (theo văn bản).")] = "section",
    role: RoleOf = None,
    document: Document = None,
    unit: Unit = None,
    limit: Limit = 200,
    offset: Offset = 0,
    output: Output = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Ma trận trách nhiệm: đơn vị nào làm bao nhiêu việc ở đâu. (Who does how much of what.)"""
    from search_api.limits import Page

    given = {"by": by, "role": role, "document": document, "unit": unit}
    with _views(context, data) as (views, _, base):
        if output:
            _write(output, lambda: views.matrix_report(given, base))
            return
        found = views.matrix(given, Page(limit, offset))
    if as_json:
        print_json(found)
        return
    names = {column["key"]: column["name"] for column in found["columns"]}
    for row in found["rows"]:
        out.print(f"{row['unit']['name']} ({row['unit']['scope']}) — {_counts(row)}")
        for cell in row["cells"]:
            out.print(f"    {names[cell['column']]}: {_counts(cell)}")
    out.print(f"{found['total']} đơn vị, {found['tasks']} nhiệm vụ — {_counts(found)}")


def _counts(one: Mapping[str, Any]) -> str:
    return f"chủ trì {one['lead']}, phối hợp {one['coordinate']}, trách nhiệm {one['duties']}"


@app.command()
def calendar(
    context: typer.Context,
    first: Annotated[str | None, typer.Option("--from", help="Từ ngày (2024-01-01).")] = None,
    to: Annotated[str | None, typer.Option(help="Đến ngày.")] = None,
    unit: Unit = None,
    role: RoleOf = None,
    document: Document = None,
    as_of: AsOf = None,
    which: Annotated[str | None, typer.Option("--list", help="dated, overdue hoặc undated.")] = None,
    limit: Limit = 200,
    offset: Offset = 0,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Ghi vào tệp .xlsx, .csv, .docx hoặc .ics.", show_default=False),
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Lịch thời hạn: việc nào đến hạn ngày nào. (What falls due when.)"""
    from search_api.limits import Page

    given = {"from": first, "to": to, "unit": unit, "role": role, "document": document, "as_of": as_of, "list": which}
    with _views(context, data) as (views, _, base):
        if output and output.suffix.lower() == ".ics":
            _put(output, views.feed(given, date.today(), base))
            return
        if output:
            _write(output, lambda: views.calendar_report(given, date.today(), base))
            return
        found = views.calendar(given, Page(limit, offset), date.today())
    if as_json:
        print_json(found)
        return
    for entry in found["entries"]:
        _print_entry(entry)
    counts = found["counts"]
    out.print(
        f"{found['from']} – {found['to']}, tính đến {found['as_of']}: {counts['dated']} có ngày, "
        f"{counts['overdue']} đã qua hạn, {counts['undated']} không có ngày ({counts['standing']} thường xuyên)"
    )


def _print_entry(entry: Mapping[str, Any]) -> None:
    task = entry["task"]
    marks = [entry["day"] or "không có ngày"]
    marks += ["đã qua hạn"] if entry["overdue"] else []
    due = f" [{entry['deadline']['text']}]" if entry["deadline"] else ""
    out.print(f"{' · '.join(marks)}{due} {task['activity'] or task['task']}")
    lead = "; ".join(unit["name"] for unit in task["lead"]) or task["lead_text"]
    for words in (f"Chủ trì: {lead}" if lead else "", "; ".join(entry["notes"])):
        if words:
            out.print(f"    {words}")


@app.command()
def compare(
    context: typer.Context,
    documents: Annotated[list[str], typer.Argument(help="Từ 2 đến 8 văn bản.", show_default=False)],
    topic: Annotated[str | None, typer.Option(help="Chỉ những việc về chủ đề này.")] = None,
    limit: Limit = 200,
    offset: Offset = 0,
    output: Output = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """So sánh các kế hoạch, mỗi việc một dòng. (Plans side by side.)"""
    from search_api.ledger import accounts
    from search_api.limits import Page

    with _views(context, data) as (_, ledger, base):
        named = [ledger.engine.catalogue.find(name).id for name in documents]
        if output:
            _write(output, lambda: accounts.compared_report(ledger, named, topic, base))
            return
        found = accounts.compared(ledger, named, topic, Page(limit, offset))
    if as_json:
        print_json(found)
        return
    names = {one["id"]: one["number"] or one["file"] for one in found["documents"]}
    for row in found["rows"]:
        out.print("• khác thời hạn" if row["deadlines_differ"] else "•")
        for cell in row["cells"]:
            for one in cell["items"]:
                lead = "; ".join(unit["name"] for unit in one["lead"]) or "—"
                due = one["deadline"]["text"] if one["deadline"] else "—"
                out.print(f"    {names[cell['document_id']]}: {one['text']} · {lead} · {due}")
    out.print(f"{found['total']} việc, {found['shared']} có ở nhiều kế hoạch")


@app.command()
def profile(
    context: typer.Context,
    unit: Annotated[str, typer.Argument(help="Mã hoặc tên đơn vị.", show_default=False)],
    as_of: AsOf = None,
    output: Output = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Hồ sơ một đơn vị. (The account of one unit.)"""
    from search_api import limits
    from search_api.ledger import accounts

    with _views(context, data) as (views, _, base):
        ids = limits.units(views.roll()[1].knowledge, unit)
        key = ids[0] if ids else unit
        if output:
            _write(output, lambda: accounts.profiled_report(views, key, as_of, date.today(), base))
            return
        found = accounts.profiled(views, key, as_of, date.today())
    if as_json:
        print_json(found)
        return
    one, due = found["unit"], found["calendar"]
    out.print(f"{one['name']} ({one['scope']})")
    for section in found["sections"]:
        out.print(f"    {section['name']}: {_counts(section)}")
    for partner in found["partners"][:10]:
        part = "chủ trì" if partner["role"] == "lead" else "phối hợp"
        out.print(f"    cùng {partner['unit']['name']} ({part}): {partner['tasks']} nhiệm vụ")
    out.print(f"Tính đến {found['as_of']}: {due['overdue']} đã qua hạn, {due['ahead']} sắp tới")
