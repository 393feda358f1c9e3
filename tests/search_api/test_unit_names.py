"""Units are known by parts of their names, never by words that would do for several or are another name."""

from __future__ import annotations

import pytest

from indexer.fold import fold
from indexer.store.records import StoredUnit
from search_api.question.mentions import Word
from search_api.question.tokens import tokens
from search_api.question.unit_names import UnitNames, without_owners

NAMES = (
    "Kho bạc Nhà nước tỉnh Lam Sơn",
    "Ủy ban Mặt trận Tổ quốc Việt Nam xã",
    "Hội Liên hiệp Phụ nữ xã",
    "Ủy ban nhân dân xã",
    "Ủy ban nhân dân các huyện, thị xã, thành phố",
    "Phòng Giám sát, Kiểm tra và Xử lý sau thanh tra",
    "Trung tâm Theo dõi, điều hành tập trung tập hợp số liệu tỉnh",
    "Trưởng các phòng chuyên môn",
    "Phòng Bảo vệ rừng và Trồng rừng mới",
    "Phòng Bảo vệ rừng và Trồng rừng thay thế",
    "Sở Giáo dục và Đào tạo nghề tỉnh",
    "Cơ quan chủ trì soạn thảo",
    "Đơn vị phối hợp thực hiện dự án",
    "Phòng Tổ chức cán bộ và Đào tạo",
)
UNITS = UnitNames([StoredUnit(str(i), name, "", "unit", 1, 1, 0) for i, name in enumerate(NAMES)], {})


def found(question: str) -> list[str]:
    words = [Word(t.key, fold(t.key), i, t.marked) for i, t in enumerate(tokens(question))]
    return [unit.name for unit in UNITS.find(words, set(), None)]


@pytest.mark.parametrize(
    "question, name",
    [
        ("Kho bạc tỉnh Lam Sơn phối hợp gì", NAMES[0]),
        ("mat tran to quoc xa duoc giao viec gi", NAMES[1]),
        ("Hội Phụ nữ xã làm gì", NAMES[2]),
        ("Ủy ban nhân dân các huyện, thị xã chịu trách nhiệm gì", NAMES[4]),
        ("Phòng Giám sát, kiểm tra chủ trì những gì", NAMES[5]),
        ("Trung tâm Theo dõi, điều hành tập trung hợp số liệu tỉnh phối hợp gì", NAMES[6]),
        ("Trưởng phòng chuyên môn phải làm gì", NAMES[7]),
        ("cơ quan chủ trì soạn thảo phải làm gì", NAMES[11]),
        ("co quan chu tri soan phai lam gi", NAMES[11]),
        ("phong to chuc can bo chu tri nhung gi", NAMES[13]),
    ],
)
def test_a_unit_is_known_by_part_of_its_name(question: str, name: str) -> None:
    assert found(question) == [name]


@pytest.mark.parametrize(
    "question",
    [
        "Kinh phí phục vụ nhân dân xã lấy ở đâu",
        "Phòng Bảo vệ rừng và Trồng rừng làm gì",
        "Sở Giáo dục và Thể thao làm gì",
        "Phòng Giám sát làm gì",
        "co quan nào chu tri kiem tra an toan ho chua",
        "Cơ quan nào chủ trì soạn thảo quy chế",
        "cơ quan chủ trì là ai",
        "cơ quan chủ trì thực hiện nhiệm vụ này",
        "don vi nào phoi hop thuc hien du an",
        "đơn vị phối hợp thực hiện là ai",
        "phong nào to chuc can bo di hoc",
    ],
)
def test_words_of_several_names_or_of_another_are_no_unit(question: str) -> None:
    assert found(question) == []


@pytest.mark.parametrize(
    "question, left",
    [
        ("Phòng Tổ chức cán bộ và Đào tạo của Sở Giáo dục và Đào tạo nghề tỉnh làm gì", [NAMES[13]]),
        ("Hội Phụ nữ xã thuộc Ủy ban Mặt trận Tổ quốc Việt Nam xã phải làm gì", [NAMES[2]]),
        ("Hội Phụ nữ xã và Ủy ban nhân dân xã làm gì", [NAMES[2], NAMES[3]]),
        ("việc của Ủy ban nhân dân xã", [NAMES[3]]),
    ],
)
def test_the_body_of_a_unit_is_no_second_unit(question: str, left: list[str]) -> None:
    words = [Word(t.key, fold(t.key), i, t.marked) for i, t in enumerate(tokens(question))]
    assert [unit.name for unit in without_owners(UNITS.find(words, set(), None), words)] == left
