"""Commands that ask: search, ask, eval."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indexer.console import AsJson, Data, out, print_json
from search_api.commands.service import service_of
from search_api.landing import write

if TYPE_CHECKING:
    pass

app = typer.Typer()

Question = Annotated[str, typer.Argument(help="Câu hỏi hoặc từ khóa.", show_default=False)]


@app.command()
def search(
    context: typer.Context,
    question: Question,
    limit: Annotated[int, typer.Option(help="Số kết quả, nhiều nhất 200.")] = 10,
    offset: Annotated[int, typer.Option(help="Bỏ qua chừng này kết quả đầu.")] = 0,
    document: Annotated[str | None, typer.Option(help="Mã, tên tệp hoặc số ký hiệu.")] = None,
    unit: Annotated[str | None, typer.Option(help="Mã hoặc tên đơn vị.")] = None,
    role: Annotated[str | None, typer.Option(help="lead hoặc coordinate.")] = None,
    kind: Annotated[str | None, typer.Option(help="task hoặc clause.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Tìm đoạn và nhiệm vụ. (Search passages and tasks.)"""
    from search_api import limits

    filters = {"document": document, "unit": unit, "role": role, "kind": kind}
    with service_of(context, data) as service:
        found = service.search(question, limits.page(limit, offset), filters)
    if as_json:
        print_json(found)
        return
    for number, hit in enumerate(found["hits"], start=offset + 1):
        out.print(f"{number}. {_where(hit['citation'])}")
        out.print(f"   {' '.join(hit['text'].split())}")
    out.print(f"{found['total']} kết quả, {found['took_ms']['total']} ms")


@app.command()
def ask(
    context: typer.Context,
    question: Question,
    intent: Annotated[str, typer.Option(help="Hỏi gì: lead, coordinate, deadline, product, list, count…")] = "",
    as_role: Annotated[str, typer.Option("--role", help="Vai của đơn vị: lead, coordinate hoặc any.")] = "",
    read: Annotated[str, typer.Option(help="Câu chữ đọc thay cho câu hỏi; “-” là đúng như đã gõ.")] = "",
    as_section: Annotated[str, typer.Option("--section", help="Chỉ trong mục này; “-” là mọi mục.")] = "",
    as_time: Annotated[str, typer.Option("--time", help="Thời gian, như “quý II năm 2024”; “-” là bất kỳ.")] = "",
    as_unit: Annotated[list[str] | None, typer.Option("--unit", help="Mã hoặc tên đơn vị được hỏi.")] = None,
    not_unit: Annotated[list[str] | None, typer.Option(help="Đơn vị không được hỏi.")] = None,
    as_document: Annotated[list[str] | None, typer.Option("--document", help="Mã, tên tệp hoặc số ký hiệu.")] = None,
    not_document: Annotated[
        list[str] | None, typer.Option(help="Mã văn bản không được hỏi; “*” là mọi văn bản.")
    ] = None,
    not_expanded: Annotated[list[str] | None, typer.Option(help="Từ tắt hoặc từ tiếng Anh để nguyên.")] = None,
    not_topic: Annotated[list[str] | None, typer.Option(help="Phần nội dung bỏ ra.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Hỏi một câu, trả lời kèm trích dẫn; các tùy chọn thay cách hiểu câu hỏi. (Ask; options change the reading.)"""
    from search_api.question.overrides import MANY, NAMES, overrides

    given = locals()
    pairs = [(name, value) for name in NAMES for value in (given[name] or () if name in MANY else (given[name],))]
    with service_of(context, data) as service:
        found = service.ask(question, said=overrides(pairs))
    if as_json:
        print_json(found)
        return
    answer = found["answer"]
    out.print(answer["text"] or answer["reason"] or "")
    for label, key in (("Chủ trì", "units"), ("Phối hợp", "coordinate")):
        if answer[key]:
            out.print(f"{label}: {'; '.join(unit['name'] for unit in answer[key])}")
    if answer["deadline"]:
        out.print(f"Thời hạn: {answer['deadline']['text']}")
    if answer["product"]:
        out.print(f"Sản phẩm: {answer['product']}")
    for number, citation in enumerate(found["citations"], start=1):
        out.print(f"[{number}] {_where(citation)}: “{' '.join(citation['quote'].split())}”")


@app.command("ask-batch")
def ask_batch(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV hoặc XLSX, mỗi dòng một câu hỏi.", exists=True, dir_okay=False)],
    to: Annotated[Path, typer.Option("--out", help="Tệp XLSX ghi câu trả lời.")] = Path("tra-loi.xlsx"),
    base: Annotated[str, typer.Option(help="Địa chỉ máy chủ cho liên kết tới trích dẫn.")] = "http://127.0.0.1:8000",
    data: Data = None,
) -> None:
    """Trả lời cả tệp câu hỏi, kèm trích dẫn. (Answer a file of questions.)"""
    from rich.progress import Progress

    from indexer.console import err
    from search_api.asking import batch
    from search_api.exports.workbook import as_xlsx

    with service_of(context, data) as service:
        asked = batch.questions(file.name, file.read_bytes())
        with Progress(console=err, transient=True) as progress:
            bar = progress.add_task("Trả lời", total=len(asked))
            report = batch.answered(
                service, asked, base.rstrip("/"), lambda done, _: progress.update(bar, completed=done)
            )
        write(to, as_xlsx(report))
    out.print(f"{to}: {'; '.join(report.lines)}")


@app.command("eval")
def evaluate(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Thư mục có các tệp câu hỏi *.jsonl.", show_default=False)],
    show: Annotated[bool, typer.Option("--show", help="Liệt kê câu sai.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Chấm điểm trên một thư mục câu hỏi. (Score a folder of questions.)"""
    from search_api.evaluate import evaluate_folder, table

    with service_of(context, data) as service:
        scores = evaluate_folder(service, folder)
    if as_json:
        print_json(scores)
        return
    for line in table(scores):
        out.print(line)
    if show:
        for one in scores["questions"]:
            if not one["right"] or one.get("found") is False:
                out.print(f"{one['id']} {one['kind']} {one['lang']}: {one['question']}")


def _where(citation: Mapping[str, Any]) -> str:
    """Number or file, path and page of a citation."""
    parts = [citation["number"] or citation["file"], " › ".join(citation["path"])]
    if citation["page"]:
        parts.append(f"tr. {citation['page']}")
    return " · ".join(part for part in parts if part)
