"""The clause tree: depth from numbering, paths with true letters, paragraphs, glued numbers, closings."""

from __future__ import annotations

import difflib
import json
from pathlib import Path

import pytest

from indexer.normalise import normalise
from indexer.read import read
from indexer.segment import outline
from indexer.settings import Settings
from indexer.types import Clause, Document, RawDocument, RawLine, RawPage


def document_of(text: str) -> Document:
    lines = tuple(RawLine(line.strip(), whole=bool(line.strip())) for line in text.strip().split("\n"))
    return normalise(RawDocument("a.txt", "0" * 64, "text", (RawPage(None, 0, 0, lines),)))


def leaves(text: str) -> list[tuple[str, str]]:
    document = document_of(text)
    return [("/".join(c.path), document.slice(c.span)) for c in outline(document).clauses if c.leaf]


def test_roman_number_letter_dash() -> None:
    assert leaves(
        """
        KẾ HOẠCH
        Rà soát năm 2024
        I. MỤC TIÊU
        1. Mục tiêu chung
        Hồ sơ trả đúng hạn.
        2. Mục tiêu cụ thể
        a) Về hồ sơ
        - Giảm giấy tờ.
        - Giảm chi phí.
        + Chi phí đi lại.
        b) Cơ quan nào cũng có trang thông tin.
        II. KINH PHÍ
        Ngân sách tỉnh bảo đảm.
        """
    ) == [
        ("I/1/¶1", "Hồ sơ trả đúng hạn."),
        ("I/2/a/-1", "Giảm giấy tờ."),
        ("I/2/a/-2", "Giảm chi phí."),
        ("I/2/a/-2/-1", "Chi phí đi lại."),
        ("I/2/b", "Cơ quan nào cũng có trang thông tin."),
        ("II/¶1", "Ngân sách tỉnh bảo đảm."),
    ]


def test_a_clause_with_words_of_its_own_above_points_is_a_leaf_too() -> None:
    found = dict(
        leaves(
            "I. CHUNG\n- Giảm chi phí cho người dân và doanh nghiệp khi đến làm thủ tục.\n+ Chi phí đi lại.\nII. HẾT"
        )
    )
    assert found["I/-1"].startswith("Giảm chi phí")
    assert found["I/-1/-1"] == "Chi phí đi lại."


def test_articles_hold_their_paragraphs() -> None:
    text = """
    QUYẾT ĐỊNH
    Ban hành Kế hoạch
    Căn cứ Luật Tổ chức chính quyền địa phương;
    QUYẾT ĐỊNH:
    Điều 1. Ban hành kèm theo Quyết định này Kế hoạch rà soát.
    Điều 2. Quyết định có hiệu lực từ ngày ký.
    Giao Sở Nội vụ theo dõi việc thực hiện.
    1. Sở Tài chính bố trí kinh phí.
    Nơi nhận:
    - Như Điều 2;
    - Lưu: VT.
    """
    assert [path for path, _ in leaves(text)] == ["Điều 1", "Điều 2", "Điều 2/¶2", "Điều 2/1"]
    document = document_of(text)
    assert {c.heading for c in outline(document).clauses} == {"QUYẾT ĐỊNH"}


def test_what_follows_the_last_article_of_a_decision_stands_beside_it() -> None:
    text = """
        QUYẾT ĐỊNH:
        Điều 1. Ban hành kèm theo Quyết định này kế hoạch kiểm tra.
        Điều 2. Các phòng chịu trách nhiệm thi hành Quyết định này./.
        1. Mục tiêu
        a) Hồ sơ đủ chữ ký trước khi gửi.
        """
    assert ("1/a", "Hồ sơ đủ chữ ký trước khi gửi.") in leaves(text)


def test_an_end_mark_within_an_article_does_not_end_it() -> None:
    text = """
        QUYẾT ĐỊNH:
        Điều 1. Phê duyệt kế hoạch kiểm tra như sau./.
        1. Kiểm tra hồ sơ.
        Điều 2. Các phòng chịu trách nhiệm thi hành Quyết định này./.
        """
    assert ("Điều 1/1", "Kiểm tra hồ sơ.") in leaves(text)


def test_letters_that_ocr_changed_are_put_right_in_the_path_only() -> None:
    text = "I. VIỆC\n" + "\n".join(f"{letter}) Việc thứ {i} của phòng." for i, letter in enumerate("abcddcgh"))
    found = [(c.path[-1], c.marker) for c in outline(document_of(text)).clauses if c.leaf]
    assert [path for path, _ in found] == list("abcdđegh")
    assert [marker for _, marker in found] == [f"{letter})" for letter in "abcddcgh"]


def test_a_number_behind_its_heading_is_read_where_the_next_one_confirms_it() -> None:
    text = (
        "II. NHIỆM VỤ\nCông tác chỉ đạo, điều hành CCHC1.\nTăng cường kiểm tra.\n2. Cải cách thể chế\nRà soát văn bản."
    )
    assert leaves(text) == [("II/1/¶1", "Tăng cường kiểm tra."), ("II/2/¶1", "Rà soát văn bản.")]
    heading = next(c for c in outline(document_of(text)).clauses if c.path == ("II", "1"))
    assert (heading.marker, heading.heading) == ("1.", "Công tác chỉ đạo, điều hành CCHC")


def test_a_sentence_that_ends_in_a_number_is_no_heading() -> None:
    text = "II. NHIỆM VỤ\nHọp theo Mẫu số A1.\nTăng cường kiểm tra.\n5. Cải cách thể chế\nRà soát văn bản."
    assert [path for path, _ in leaves(text)] == ["II/¶1", "II/¶2", "II/5/¶1"]


def test_the_closing_belongs_to_the_last_section() -> None:
    text = "I. CHUNG\nMở đầu.\nV. TỔ CHỨC\n1. Sở A\na) Chủ trì việc này.\nTrên đây là Kế hoạch năm 2024 của tỉnh./."
    assert leaves(text)[-1][0] == "V/¶1"


def test_a_footnote_does_not_cut_a_clause_or_become_one() -> None:
    text = (
        "## I. CHUNG\n1. Sở A\na) Chủ trì rà soát<sup>1</sup>.\n<sup>1</sup> Kế hoạch số 5/KH-UBND;\n"
        "Báo cáo hằng quý.\nb) Phối hợp."
    )
    assert [path for path, _ in leaves(text)] == ["I/1/a", "I/1/a/¶2", "I/1/b"]


def test_a_carried_plan_whose_articles_collide_has_paths_of_its_own() -> None:
    text = """
    QUYẾT ĐỊNH
    Ban hành Quy chế
    Căn cứ Luật Tổ chức chính quyền địa phương;
    QUYẾT ĐỊNH:
    Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc./.
    TM. ỦY BAN NHÂN DÂN
    CHỦ TỊCH
    QUY CHẾ
    Làm việc của Tổ công tác
    (Ban hành kèm theo Quyết định số 5/QĐ-UBND ngày 01/02/2024)
    Điều 1. Tổ công tác họp hằng tháng.
    """
    clauses = outline(document_of(text)).clauses
    assert len({c.id for c in clauses}) == len(clauses)
    assert [c.path for c in clauses if c.leaf] == [("Điều 1",), ("Phần kèm theo", "Điều 1")]


def test_repeated_numbers_get_ids_of_their_own() -> None:
    clauses = outline(document_of("I. A\n1. Việc một.\n1. Việc hai.\n2. Việc ba.")).clauses
    assert len({c.id for c in clauses}) == 4


@pytest.mark.shared
@pytest.mark.parametrize("name", ["000", "001", "002", "003"])
def test_trees_nest(shared: Path, name: str) -> None:
    document = normalise(read(next((shared / "seeds").glob(f"{name}_*")), Settings()))
    clauses = outline(document).clauses
    known: dict[str, Clause] = {}
    for clause in clauses:
        assert clause.whole.start <= clause.span.start <= clause.span.end <= clause.whole.end
        if clause.parent_id is not None:
            parent = known[clause.parent_id]
            assert parent.whole.start <= clause.whole.start <= clause.whole.end <= parent.whole.end
            assert clause.path[: len(parent.path)] == parent.path
        known[clause.id] = clause
    assert len(known) == len(clauses)


def _legal(path: list[str]) -> tuple[str, ...]:
    """A path without a final "¶1": one paragraph under a heading is the heading's clause in one of the two plans."""
    return tuple(path[:-1] if path[-1] == "¶1" else path)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["001", "003"])
def test_the_clauses_of_the_annotated_plans_are_found(shared: Path, name: str) -> None:
    gold = json.loads((shared / "gold" / f"{name}.json").read_text(encoding="utf8"))["clauses"]
    document = normalise(read(next((shared / "seeds").glob(f"{name}_*")), Settings()))
    found = {_legal(list(c.path)): c for c in outline(document).clauses if c.leaf}
    good = 0
    for clause in gold:
        mine = found.get(_legal(clause["path"]))
        if mine is not None:
            ratio = difflib.SequenceMatcher(None, clause["text"], document.slice(mine.span), autojunk=False).ratio()
            good += ratio >= 0.9 and (mine.heading or "") == (clause["heading"] or "")
    assert good / len(gold) >= 0.97
    assert len(found) <= 1.03 * len(gold)
