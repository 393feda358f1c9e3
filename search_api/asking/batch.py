"""Many questions at once: a CSV or XLSX of questions in, a report of answers with their citations out."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import PurePath

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from indexer.fold import fold
from search_api.errors import BadUpload, SearchError
from search_api.exports.report import Column, Report, Source, Table, Value, source
from search_api.present import Json
from search_api.service import Service

MOST_QUESTIONS = 1000
MOST_BYTES = 8 << 20
MOST_UNPACKED = 100 << 20
_CITED = 3
ABSTAINED = "không trả lời"
_HEADINGS = ("cau hoi", "question", "questions", "noi dung cau hoi", "hoi")
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1258")

COLUMNS = (
    Column("STT", 6),
    Column("Câu hỏi", 44),
    Column("Trả lời", 60),
    Column("Kết luận", 14),
    Column("Chủ trì", 30),
    Column("Phối hợp", 34),
    Column("Thời hạn", 18),
    Column("Sản phẩm", 28),
    Column("Số lượng", 10),
    Column("Độ tin cậy (%)", 10),
    *(column for i in range(1, _CITED + 1) for column in (Column(f"Nguồn {i}", 26), Column(f"Trích dẫn {i}", 50))),
)

Tell = Callable[[int, int], None]


def questions(name: str, content: bytes) -> tuple[str, ...]:
    """The questions of a CSV or XLSX in their order: the column headed "Câu hỏi" or "question", else the first.

    Raises BadUpload for another kind of file, one without questions, and one with more than MOST_QUESTIONS.
    """
    if len(content) > MOST_BYTES:
        raise BadUpload(f"“{name}” lớn hơn {MOST_BYTES >> 20} MB.", f"“{name}” is larger than {MOST_BYTES >> 20} MB.")
    kind = PurePath(name).suffix.lower()
    if kind not in (".csv", ".txt", ".xlsx"):
        raise BadUpload(
            f"“{name}” phải là CSV hoặc XLSX, mỗi dòng một câu hỏi.",
            f"“{name}” must be CSV or XLSX, one question a row.",
        )
    table = _sheet(name, content) if kind == ".xlsx" else _comma(name, content)
    column, head = _column(table)
    found = tuple(row[column].strip() for row in table[head:] if column < len(row) and row[column].strip())
    if not found:
        raise BadUpload(f"“{name}” không có câu hỏi nào.", f"“{name}” holds no question.")
    if len(found) > MOST_QUESTIONS:
        raise BadUpload(
            f"“{name}” có hơn {MOST_QUESTIONS} câu hỏi; xin chia nhỏ.",
            f"“{name}” has more than {MOST_QUESTIONS} questions; please split it.",
        )
    return found


def _comma(name: str, content: bytes) -> list[list[str]]:
    """The rows of a CSV, whatever of the usual separators and encodings it has."""
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeError:
            continue
    else:
        raise BadUpload(f"Không đọc được bảng mã của “{name}”.", f"The encoding of “{name}” cannot be read.")
    first = text.lstrip().split("\n", 1)[0]
    separator = max(";\t", key=first.count)
    if PurePath(name).suffix.lower() == ".txt":
        return [[line] for line in text.splitlines()]
    if first.count(separator) == 0:
        separator = ","
    try:
        return list(islice(csv.reader(io.StringIO(text.replace("\0", "")), delimiter=separator), MOST_QUESTIONS * 4))
    except csv.Error as error:
        raise BadUpload(f"“{name}” không phải CSV đọc được.", f"“{name}” is no readable CSV.") from error


def _sheet(name: str, content: bytes) -> list[list[str]]:
    """The rows of a workbook's first sheet; formulas count by the value they were saved with."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise BadUpload(f"“{name}” nở quá lớn khi mở.", f"“{name}” grows too large when opened.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = list(islice(book.worksheets[0].iter_rows(values_only=True), MOST_QUESTIONS * 4))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise BadUpload(f"“{name}” không phải XLSX đọc được.", f"“{name}” is no readable XLSX.") from error
    return [["" if value is None else str(value) for value in row] for row in rows]


def _column(table: Sequence[Sequence[str]]) -> tuple[int, int]:
    """The column of the questions and the first row that holds one."""
    for at, row in enumerate(table[:10]):
        for column, cell in enumerate(row):
            if " ".join(fold(cell).split()) in _HEADINGS:
                return column, at + 1
    return 0, 0


def answered(service: Service, asked: Sequence[str], base: str, tell: Tell | None = None) -> Report:
    """The answers as a report, a row a question; one that cannot be read says why. ``tell`` hears how many are done."""
    rows: list[tuple[Value, ...]] = []
    abstained = 0
    for number, question in enumerate(asked, start=1):
        try:
            reply = service.ask(question)
            abstained += bool(reply["answer"]["abstained"])
            rows.append(_row(number, question, reply, base))
        except SearchError as error:
            rows.append((number, question, str(error), "không đọc được", *[None] * (len(COLUMNS) - 4)))
        if tell is not None:
            tell(number, len(asked))
    lines = (f"{len(asked)} câu hỏi", f"{abstained} câu không trả lời vì các kế hoạch không nói hoặc chưa đủ chắc")
    return Report("tra-loi", "Trả lời câu hỏi", lines, (Table("Trả lời", COLUMNS, tuple(rows)),))


def _row(number: int, question: str, reply: Json, base: str) -> tuple[Value, ...]:
    answer = reply["answer"]
    due = answer["deadline"]
    sources = [source(citation, base) for citation in reply["citations"][:_CITED]]
    cited: list[Source | str | None] = [part for one in sources for part in (one, one.quote)]
    return (
        number,
        question,
        answer["reason"] if answer["abstained"] else answer["text"],
        ABSTAINED if answer["abstained"] else "trả lời",
        "; ".join(unit["name"] for unit in answer["units"]) or None,
        "; ".join(unit["name"] for unit in answer["coordinate"]) or None,
        due["text"] if due else None,
        answer["product"],
        answer["count"],
        None if answer["abstained"] else round(100 * answer["confidence"]),
        *cited,
        *[None] * (2 * (_CITED - len(sources))),
    )
