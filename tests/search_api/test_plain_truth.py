"""Blank cells, bodies at large, deadlines kept elsewhere and places that contradict each other are said to be so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api.engine import Engine
from search_api.service import Service

PLAN = """ỦY BAN NHÂN DÂN
TỈNH LAM SƠN
Số: 88/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lam Sơn, ngày 12 tháng 01 năm 2024

KẾ HOẠCH
Bảo vệ bến đò năm 2024

I. MỤC ĐÍCH

1. Giữ an toàn cho người qua sông.

II. NHIỆM VỤ

1. Sở Tài chính chủ trì kiểm kê phao cứu sinh tại các bến đò, hoàn thành trước ngày 30/9/2024.

2. Sở Nội vụ theo dõi, đôn đốc.

3. Sở Y tế chủ trì sơ cứu nạn nhân tại chỗ cho người đi đò gặp nạn giữa dòng và hướng dẫn chủ đò cách hô hấp nhân tạo.

Phụ lục

STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian hoàn thành
1\tKiểm kê phao cứu sinh tại các bến đò\tBáo cáo\tSở Nội vụ\tSở Tài chính\tQuý II năm 2024
2\tTreo biển cảnh báo dòng xoáy\tBiển báo\tCác cơ quan liên quan\t\tHằng tháng
3\tCấp áo phao cho học sinh qua sông\tÁo phao\tSở Y tế\tSở Nội vụ\tTheo Kế hoạch số 45/KH-UBND
4\tKiểm tra giấy phép của người lái đò\tBiên bản\tSở Tài chính\t\tQuý III năm 2024
5\tKiểm tra giấy phép của người lái đò\tBiên bản\tSở Y tế\t\tQuý IV năm 2024
6\tTập huấn cứu đuối cho dân quân đợt 1\tLớp học\tSở Nội vụ\t\tQuý I năm 2024
7\tTập huấn cứu đuối cho dân quân đợt 2\tLớp học\tSở Y tế\t\tQuý III năm 2024
8\tSơ cứu nạn nhân tại chỗ\tSổ trực\tSở Nội vụ\t\tThường xuyên
"""


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Iterator[Service]:
    root = tmp_path_factory.mktemp("boats")
    (root / "201-ben-do.txt").write_text(PLAN, encoding="utf-8")
    settings = Settings(data=root / "data", cache=root / "cache", model=str(tiny_model), threads=1)
    Pipeline(settings).add([root / "201-ben-do.txt"])
    engine = Engine(settings)
    yield Service(engine)
    engine.close()


@pytest.mark.parametrize(
    "question, values, quotes",
    [
        (
            "Ai chủ trì kiểm kê phao cứu sinh tại các bến đò?",
            ("Sở Nội vụ", "Sở Tài chính"),
            ("1\tKiểm kê", "30/9/2024"),
        ),
        ("Hạn kiểm kê phao cứu sinh là khi nào?", ("Quý II năm 2024", "30/9/2024"), ("1\tKiểm kê", "30/9/2024")),
        ("Ai chủ trì kiểm tra giấy phép của người lái đò?", ("Sở Y tế", "Sở Tài chính"), ("4\tKiểm", "5\tKiểm")),
        ("Khi nào kiểm tra giấy phép của người lái đò?", ("Quý III", "Quý IV"), ("4\tKiểm", "5\tKiểm")),
    ],
)
def test_places_that_contradict_each_other_are_both_told_and_cited(
    boats: Service, question: str, values: tuple[str, ...], quotes: tuple[str, ...]
) -> None:
    found = boats.ask(question)
    answer = found["answer"]
    assert "ghi khác" in answer["text"]
    assert all(value in answer["text"] for value in values)
    assert all(any(quote in one["quote"] for one in found["citations"]) for quote in quotes)
    assert answer["confidence"] <= 0.6


@pytest.mark.parametrize(
    "question", ["Ai chủ trì tập huấn cứu đuối cho dân quân đợt 1?", "Ai phối hợp kiểm kê phao cứu sinh?"]
)
def test_parts_of_one_work_and_what_agrees_are_no_contradiction(boats: Service, question: str) -> None:
    assert "ghi khác" not in boats.ask(question)["answer"]["text"]


def test_a_row_that_contradicts_the_clause_that_answers_is_told_and_cited(boats: Service) -> None:
    found = boats.ask("Ai chủ trì sơ cứu nạn nhân đi đò gặp nạn giữa dòng và hướng dẫn hô hấp nhân tạo?")
    assert [unit["name"] for unit in found["answer"]["units"]] == ["Sở Y tế"]
    assert "ghi khác: Sở Nội vụ" in found["answer"]["text"]
    assert any("Sổ trực" in citation["quote"] for citation in found["citations"])


@pytest.mark.parametrize(
    "question, words",
    [
        ("Ai chủ trì treo biển cảnh báo dòng xoáy?", "chỉ ghi chung “Các cơ quan liên quan”"),
        ("Ai phối hợp treo biển cảnh báo dòng xoáy?", "để trống"),
        ("Hạn cấp áo phao cho học sinh qua sông là khi nào?", "theo văn bản khác"),
        ("Which unit leads cấp áo phao cho học sinh qua sông?", "Sở Y tế"),
    ],
)
def test_what_a_cell_leaves_open_is_said(boats: Service, question: str, words: str) -> None:
    answer = boats.ask(question)["answer"]
    assert not answer["abstained"]
    assert words in answer["text"]
