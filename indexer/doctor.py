"""What a file is and what was understood of it, or what this installation can do: the page to read before phoning."""

from __future__ import annotations

import platform
from collections import Counter
from pathlib import Path
from typing import Any

from indexer.embed.folder import model_folder
from indexer.errors import IndexerError
from indexer.parsing import parse
from indexer.read import availability
from indexer.read.ocr import available_engines
from indexer.read.worker import Worker
from indexer.settings import Settings
from indexer.types import Document, ParsedDocument, Task

Findings = dict[str, Any]


def of_file(path: Path, settings: Settings) -> Findings:
    """Format, pages, encoding, tables, header, tasks and what needs a second look. Raises UnreadableDocument."""
    with Worker() as worker:
        parsed: ParsedDocument = worker.run(parse, path, settings)
    document, header = parsed.document, parsed.outline.header
    return {
        "file": document.file,
        "format": document.format,
        "encoding": document.encoding,
        "pages": sum(page.number is not None for page in document.pages) or None,
        "page_sources": dict(Counter(page.source for page in document.pages)),
        "scanned": [
            {"page": page.number, "confidence": page.confidence} for page in document.pages if page.source == "ocr"
        ],
        "unread_pages": [page.number for page in document.pages if page.source == "none"],
        "repairs": dict(Counter(repair.reason for repair in document.repairs)),
        "notes": list(document.notes),
        "number": header.number,
        "kind": header.kind,
        "issuer": header.issuer,
        "issued_on": header.issued_on and header.issued_on.isoformat(),
        "title": header.title,
        "clauses": sum(clause.leaf for clause in parsed.outline.clauses),
        "tables": _tables(document, parsed.tasks),
        "tasks": len(parsed.tasks),
        "task_columns": _columns(parsed.tasks),
        "duties": len(parsed.duties),
        "references": len(parsed.references),
        "review": _reviews(parsed),
    }


def _tables(document: Document, tasks: tuple[Task, ...]) -> list[Findings]:
    found = []
    for table in document.tables:
        inside = [task for task in tasks if table.span.start <= task.span.start < table.span.end]
        found.append(
            {
                "origin": table.origin,
                "rows": table.rows,
                "columns": table.columns,
                "pages": list(table.pages),
                "tasks": len(inside),
                "recognised": _columns(tuple(inside)),
            }
        )
    return found


def _columns(tasks: tuple[Task, ...]) -> list[str]:
    """The fields that at least one of the tasks has, in the order of a record."""
    order = ("no", "section", "goal", "task", "activity", "product", "lead", "coordinate", "deadline")
    seen = {field.field for task in tasks for field in task.fields if field.spans}
    return [name for name in order if name in seen]


def _reviews(parsed: ParsedDocument) -> list[Findings]:
    return [
        {"task": task.id, "no": task.no, "page": task.page, "why": list(task.review)}
        for task in parsed.tasks
        if task.needs_review
    ]


def installation(settings: Settings) -> Findings:
    """Readers, OCR engines and the model that this installation has, and what is missing of each."""
    try:
        model, problem = str(model_folder(settings)), None
    except IndexerError as error:
        model, problem = None, str(error)
    return {
        "python": platform.python_version(),
        "data": str(settings.data.absolute()),
        "held": (settings.data / "catalogue.db").is_file(),
        "readers": {
            entry.format.name: " ".join(entry.format.suffixes) if entry.reader else f"thiếu {entry.missing}"
            for entry in availability()
        },
        "ocr": [str(engine) for engine in available_engines()],
        "model": model,
        "model_problem": problem,
    }


LABELS = {
    "file": "Tệp",
    "format": "Loại",
    "encoding": "Bảng mã",
    "pages": "Số trang",
    "page_sources": "Nguồn chữ của các trang",
    "scanned": "Trang đọc bằng nhận dạng chữ",
    "confidence": "độ tin cậy",
    "unread_pages": "Trang chưa đọc được",
    "repairs": "Chữ đã sửa",
    "notes": "Ghi chú",
    "number": "Số ký hiệu",
    "kind": "Loại văn bản",
    "issuer": "Cơ quan ban hành",
    "issued_on": "Ngày ban hành",
    "title": "Trích yếu",
    "clauses": "Điều khoản",
    "tables": "Bảng",
    "tasks": "Nhiệm vụ",
    "task_columns": "Cột nhận ra",
    "duties": "Trách nhiệm trong lời văn",
    "references": "Văn bản được nhắc đến",
    "review": "Cần xem lại",
    "python": "Python",
    "data": "Thư mục dữ liệu",
    "held": "Đã có chỉ mục",
    "readers": "Bộ đọc",
    "ocr": "Nhận dạng chữ",
    "model": "Mô hình nhúng",
    "model_problem": "Lỗi mô hình",
    "origin": "dạng",
    "rows": "hàng",
    "columns": "cột",
    "recognised": "cột nhận ra",
    "task": "mã",
    "no": "số",
    "page": "trang",
    "why": "vì",
}

WORDS = {
    "text": "lớp chữ của tệp",
    "none": "không đọc được",
    "ruled": "kẻ ô",
    "aligned": "cột thẳng hàng",
    "tabs": "dấu tab",
    "markup": "bảng của tệp",
    "image": "kẻ ô trên ảnh",
    "flat": "dòng chữ rời",
    "section": "mục",
    "goal": "mục tiêu",
    "task": "nhiệm vụ",
    "activity": "hoạt động",
    "product": "sản phẩm",
    "lead": "chủ trì",
    "coordinate": "phối hợp",
    "deadline": "thời hạn",
}
"""What a record's own words are called in Vietnamese."""


def as_text(findings: Findings) -> str:
    """The findings in Vietnamese, one a line; nothing found is left out."""
    return "\n".join(_lines(findings))


def _lines(findings: Findings) -> list[str]:
    lines = []
    for name, value in findings.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"{LABELS.get(name, name)}: {len(value)}")
            lines += [f"  · {_short(item)}" for item in value]
        elif value not in (None, [], {}):
            lines.append(f"{LABELS.get(name, name)}: {_short(value, plain=name in _OWN_WORDS)}")
    return lines


# Read off the file, or named by it: "text" is a kind of file there, and no source of words.
_OWN_WORDS = frozenset({"file", "format", "title", "issuer", "number", "kind", "encoding", "notes", "ocr", "readers"})


def _short(value: Any, plain: bool = False) -> str:
    if isinstance(value, dict):
        named = LABELS if plain else {**LABELS, **WORDS, **_HEADS}
        return ", ".join(
            f"{named.get(str(k), str(k))} {_short(v, plain)}" for k, v in value.items() if v not in (None, [])
        )
    if isinstance(value, list):
        return ", ".join(_short(item, plain) for item in value)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float):
        return f"{value:.0%}".replace("%", " %")
    return str(value) if plain else {**WORDS, "no": "số"}.get(str(value), str(value))


_HEADS = {"task": "mã", "tasks": "nhiệm vụ", "pages": "trang", "ocr": "nhận dạng chữ"}
