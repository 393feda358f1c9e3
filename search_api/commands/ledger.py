"""Commands of the ledger: references, cascade, conflicts, successors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indexer.console import AsJson, Data, out, print_json
from search_api.commands.service import service_of

if TYPE_CHECKING:
    from search_api.ledger.book import Ledger

app = typer.Typer()

Document = Annotated[str | None, typer.Option(help="Mã văn bản, tên tệp hoặc số ký hiệu.")]
Limit = Annotated[int, typer.Option(help="In nhiều nhất chừng này, từ 1 đến 200.", min=1, max=200)]
Offset = Annotated[int, typer.Option(help="Bỏ qua chừng này dòng đầu.", min=0)]

RELATIONS = {"same": "đúng việc đó", "narrowed": "thu hẹp", "mentioned": "chỉ nhắc tới", "none": "chưa thấy"}
LINKS = {
    "basis": "căn cứ",
    "implements": "thực hiện",
    "attached": "kèm theo",
    "amends": "sửa đổi",
    "replaces": "thay thế",
    "repeals": "bãi bỏ",
    "mentions": "nhắc tới",
}


@contextmanager
def _ledger(context: typer.Context, data: Path | None) -> Iterator[Ledger]:
    from search_api.ledger.book import Ledger

    with service_of(context, data) as service:
        yield Ledger(service.engine)


def _id(ledger: Ledger, name: str) -> str:
    return ledger.engine.catalogue.find(name).id


@app.command()
def references(
    context: typer.Context,
    document: Document = None,
    held: Annotated[str | None, typer.Option(help="yes: chỉ văn bản đang có; no: chỉ văn bản chưa có.")] = None,
    limit: Limit = 200,
    offset: Offset = 0,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Văn bản nào dẫn văn bản nào. (Which document names which.)"""
    from search_api.limits import Page

    with _ledger(context, data) as ledger:
        chosen = _id(ledger, document) if document else None
        found = ledger.references(chosen, held, Page(limit, offset))
    if as_json:
        print_json(found)
        return
    for one in found["references"]:
        source = one["document"]["number"] or one["document"]["file"]
        state = "đang có" if one["held"] else "chưa có"
        day = one["issued_on"] or "không ghi ngày"
        out.print(f"{source} → {one['number']} ({day}) · {LINKS[one['relation']]} · {state}")
    for pair in found["doubtful"]:
        out.print(f"Nghi là một văn bản: {pair['first']['number']} và {pair['second']['number']}")
    out.print(f"{found['total']} dẫn chiếu")


@app.command()
def cascade(
    context: typer.Context,
    superior: Annotated[str, typer.Argument(help="Kế hoạch cấp trên.", show_default=False)],
    below: Annotated[list[str] | None, typer.Argument(help="Kế hoạch cấp dưới; bỏ trống là tự tìm.")] = None,
    which: Annotated[str | None, typer.Option("--list", help="carried, omissions hoặc unmandated.")] = None,
    limit: Limit = 200,
    offset: Offset = 0,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Đối chiếu một kế hoạch cấp trên với các kế hoạch cấp dưới. (Hold plans against the one above them.)"""
    from search_api.limits import Page

    with _ledger(context, data) as ledger:
        lower = [_id(ledger, name) for name in below or ()]
        found = ledger.cascade(_id(ledger, superior), lower, which, Page(limit, offset))
    if as_json:
        print_json(found)
        return
    for one in found.get("carried", ()):
        _print_carried(one)
    for one in found.get("omissions", ()):
        out.print(f"{_place(one['above'])} — không có trong {one['document']['file']}")
    for one in found.get("unmandated", ()):
        out.print(f"{one['below']['document']['file']} {_place(one['below'])}")
    parts = found["counts"]
    out.print(
        f"{parts['tasks']} nhiệm vụ: {parts['carried']} có nơi thực hiện, {parts['mentioned']} chỉ được nhắc tới, "
        f"{parts['neither']} chưa thấy; {parts['omissions']} việc được giao mà kế hoạch của đơn vị không nêu; "
        f"{parts['unmandated']} việc cấp dưới không có ở cấp trên"
    )


def _print_carried(one: Mapping[str, Any]) -> None:
    out.print(f"{_place(one['above'])}  [{RELATIONS[one['status']]}]")
    for match in one["matches"]:
        marks = [name for name, side in match["differences"].items() if side["differs"]]
        apart = f"; khác: {', '.join(marks)}" if marks else ""
        said = " (đã có người xem)" if match["judgement"] else ""
        relation = RELATIONS[match["relation"]]
        file = match["below"]["document"]["file"]
        out.print(f"    {match['similarity']:.2f} {relation}{said}: {file} {_place(match['below'])}{apart}")


def _place(one: Mapping[str, Any]) -> str:
    return f"{'/'.join(one['citation']['path']) or '–'}. {one['text']}"


@app.command()
def conflicts(
    context: typer.Context,
    documents: Annotated[list[str] | None, typer.Argument(help="Các văn bản; bỏ trống là tất cả.")] = None,
    limit: Limit = 200,
    offset: Offset = 0,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Một việc giao hai nơi hoặc hai thời hạn. (One obligation with two leads or two deadlines.)"""
    from search_api.limits import Page

    with _ledger(context, data) as ledger:
        found = ledger.conflicts([_id(ledger, name) for name in documents or ()], Page(limit, offset))
    if as_json:
        print_json(found)
        return
    for one in found["conflicts"]:
        out.print(f"Khác {', '.join(one['about'])}:")
        for side in (one["first"], one["second"]):
            lead = "; ".join(unit["name"] for unit in side["lead"]) or "—"
            due = side["deadline"]["text"] if side["deadline"] else "—"
            out.print(f"    {side['document']['file']} {_place(side)} · {lead} · {due}")
    out.print(f"{found['total']} mâu thuẫn")


@app.command()
def successors(
    context: typer.Context,
    unit: Annotated[str, typer.Argument(help="Mã hoặc tên đơn vị, kèm địa danh.", show_default=False)],
    named_on: Annotated[str | None, typer.Option(help="Ngày văn bản nêu tên (2024-01-19).")] = None,
    as_of: Annotated[str | None, typer.Option(help="Ngày cần biết; bỏ trống là hiện nay.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Đơn vị nào nay nhận việc của một đơn vị. (Who has the duties of a unit now.)"""
    with _ledger(context, data) as ledger:
        found = ledger.successors(unit, named_on, as_of)
    if as_json:
        print_json(found)
        return
    for one in found["successors"]:
        subject = f" ({one['subject']})" if one["subject"] else ""
        acts = "; ".join(f"{step['basis']}, từ {step['since']}" for step in one["steps"])
        doubt = "" if one["verified"] else " [chưa đối chiếu văn bản gốc]"
        out.print(f"{found['unit']['name']} → {one['name']}, {one['scope'] or '—'}{subject}: {acts}{doubt}")
    if not found["successors"]:
        out.print("Không đổi.")
