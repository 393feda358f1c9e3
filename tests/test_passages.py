from __future__ import annotations

from pathlib import Path

import pytest

from indexer.passages import embedded_text, passages
from indexer.pipeline import parse
from indexer.settings import Settings
from indexer.types import Clause, Document, Header, Line, Outline, Page, Region, Span, Task
from tests.factories import parsed
from tests.plans import plan

LONG = " ".join(f"Câu thứ {n} nói về việc quản lý rừng ở xã và nêu rõ ai làm." for n in range(40))


def document(text: str) -> Document:
    lines, start = [], 0
    for words in text.split("\n"):
        lines.append(Line(Span(start, start + len(words)), None))
        start += len(words) + 1
    return Document("0" * 12, "x.txt", "0" * 64, "text", text, (Page(None, 0, 0, Span(0, len(text))),), tuple(lines))


def clause(text: Document, words: str, path: tuple[str, ...], parent: str | None = None, leaf: bool = True) -> Clause:
    start = text.text.index(words)
    span = Span(start, start + len(words))
    return Clause("/".join(path), parent, path, "mục", None, None, span, span, None, leaf)


def made(text: Document, outline: Outline, tasks: tuple[Task, ...] = (), **limits: int) -> list[tuple[str, str, str]]:
    found = passages(text, outline, tasks, Settings(**limits))
    return [(passage.kind, passage.context, passage.text) for passage in found]


def test_a_leaf_carries_the_headings_above_it() -> None:
    text = document("I. MỤC TIÊU\nGiữ rừng.\nII. GIẢI PHÁP")
    outline = Outline(
        Header(title="Giữ rừng năm 2024"),
        (
            clause(text, "MỤC TIÊU", ("I",), leaf=False),
            clause(text, "Giữ rừng.", ("I", "¶1"), "I"),
            clause(text, "GIẢI PHÁP", ("II",), leaf=False),
        ),
        (),
    )
    assert made(text, outline) == [("clause", "Giữ rừng năm 2024 | MỤC TIÊU", "Giữ rừng.")]


def test_a_long_clause_is_cut_at_sentence_ends_and_loses_nothing() -> None:
    text = document(LONG)
    outline = Outline(Header(), (clause(text, LONG, ("1",)),), ())
    found = passages(text, outline, (), Settings(passage_syllables=60))
    assert len(found) > 5
    assert all(len(passage.text.split()) <= 60 for passage in found)
    assert all(passage.text.endswith(".") and passage.text.startswith("Câu") for passage in found)
    assert " ".join(passage.text for passage in found) == LONG
    assert all(text.slice(passage.span) == passage.text for passage in found)


def test_a_sentence_longer_than_a_passage_is_cut_between_words() -> None:
    words = " ".join(f"chữ{n}" for n in range(130))
    text = document(words)
    found = passages(text, Outline(Header(), (clause(text, words, ("1",)),), ()), (), Settings(passage_syllables=50))
    assert [len(passage.text.split()) for passage in found] == [44, 44, 42]
    assert " ".join(passage.text for passage in found) == words


def test_what_nothing_covers_is_found_but_for_the_recipients() -> None:
    text = document(
        "XÃ TÂN LẬP\nSố: 5/KH-UBND\nCăn cứ Luật Lâm nghiệp năm 2017;\nCăn cứ Luật Đất đai năm 2024;\n"
        "Nơi nhận: Phòng Kinh tế\n12\nHàng của một bảng không đọc được"
    )
    lines = [line.span for line in text.lines]
    outline = Outline(
        Header(),
        (),
        (
            Region("header", Span(lines[0].start, lines[1].end)),
            Region("bases", Span(lines[2].start, lines[3].end)),
            Region("recipients", lines[4]),
            Region("appendix", Span(lines[5].start, lines[6].end), "Phụ lục"),
        ),
    )
    assert [words for _, _, words in made(text, outline)] == [
        "XÃ TÂN LẬP\nSố: 5/KH-UBND",
        "Căn cứ Luật Lâm nghiệp năm 2017;",
        "Căn cứ Luật Đất đai năm 2024;",
        "12\nHàng của một bảng không đọc được",
    ]


def test_a_task_is_one_passage_under_its_section() -> None:
    whole = parsed("Kế hoạch quản lý tài sản")
    found = passages(whole.document, whole.outline, whole.tasks, Settings())
    rows = [passage for passage in found if passage.kind == "task"]
    assert [(row.task_id, row.text, row.path) for row in rows] == [
        (task.id, task.task, task.path) for task in whole.tasks
    ]
    assert rows[0].context == "Kế hoạch quản lý tài sản | Mục A"
    assert embedded_text(rows[0]) == f"{rows[0].context}\nRà soát tài sản công"


def test_ids_follow_the_order_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(plan("trồng cây", 3), encoding="utf-8")
    whole = parse(path, Settings())
    starts = [passage.span.start for passage in whole.passages]
    assert starts == sorted(starts)
    assert [passage.id for passage in whole.passages] == [
        f"{whole.document.id}-p{n}" for n in range(1, len(starts) + 1)
    ]


@pytest.mark.parametrize("words", ["3/KH-UBND", "Phòng Kinh tế chủ trì", "trước ngày 30/6/2024", "Công an xã"])
def test_every_word_that_people_ask_for_stands_in_a_passage(tmp_path: Path, words: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(plan("trồng cây", 3), encoding="utf-8")
    assert any(words in passage.text for passage in parse(path, Settings()).passages)
