from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from search_api.engine import Engine
from search_api.query import read


@pytest.mark.parametrize(
    "question, places",
    [
        ("Xã Tân Phú làm gì?", ("xã Tân Phú",)),
        ("Huyện Mường Lát được giao nhiệm vụ gì về tài sản công?", ("huyện Mường Lát",)),
        ("Ai chủ trì rà soát tài sản công ở phường Cầu Kho?", ("phường Cầu Kho",)),
        ("Thị trấn Yên Viên và thị xã Sơn Tây phối hợp việc nào?", ("thị trấn Yên Viên", "thị xã Sơn Tây")),
        ("What must Tan Phu commune do about public assets?", ("Tan Phu commune",)),
        ("Who leads the review in the district of Mường Lát?", ("Mường Lát district",)),
        ("phuong tan dinh chu tri viec gi", ("phường tan dinh",)),
        ("huyen muong lat lam gi", ("huyện muong lat",)),
        ("xã tân phú làm gì", ("xã tân phú",)),
        ("XÃ TÂN PHÚ LÀM GÌ", ()),
    ],
)
def test_a_place_that_no_plan_names_is_told(engine: Engine, question: str, places: tuple[str, ...]) -> None:
    assert read(question, engine.presenter().knowledge.known).places == places


@pytest.mark.parametrize(
    "question",
    [
        "Xã Hòa Tân làm gì?",
        "xa hoa tan lam gi",
        "Hoa Tan commune reviews what?",
        "xã Hòa Tân Công an xã làm gì",
        "Tỉnh Lam Sơn chuyển đổi số thế nào?",
        "Ủy ban nhân dân xã chủ trì việc gì?",
        "xã hội hóa giáo dục",
        "Bảo hiểm Xã Hội phối hợp gì?",
        "tỉnh chi tiền cho việc gì?",
        "ngan sach cua tinh chi tien the nao",
        "phương tiện của Sở Tài chính",
        "phuong an su dung tai san cong",
        "xã nào kiểm kê kho lưu trữ?",
        "Các xã, phường Sở Tài chính hướng dẫn gì?",
        "Which commune keeps its archives safe?",
        "thành phố thông minh",
        "huyện UBND CNSCĐ",
        "xã ven biển vùng sâu làm gì",
    ],
)
def test_no_other_words_are_taken_for_a_place(engine: Engine, question: str) -> None:
    assert read(question, engine.presenter().knowledge.known).places == ()


@pytest.mark.parametrize(
    "question, provinces",
    [
        ("Tỉnh Cà Mau chuyển đổi số thế nào?", ("Cà Mau",)),
        ("tinh ca mau chuyen doi so the nao", ("Cà Mau",)),
        ("việc giữ gìn hòa bình ở xã", ()),
        ("ở tỉnh hòa bình ai chủ trì", ("Hòa Bình",)),
    ],
)
def test_a_province_is_told_from_common_words(engine: Engine, question: str, provinces: tuple[str, ...]) -> None:
    assert read(question, engine.presenter().knowledge.known).foreign == provinces


def test_a_question_about_such_a_place_is_not_answered_from_another(client: TestClient) -> None:
    answer = client.get("/api/v1/ask", params={"q": "Xã Tân Phú rà soát tài sản công thế nào?"}).json()["answer"]
    assert answer["abstained"]
    assert "xã Tân Phú" in answer["reason"]
