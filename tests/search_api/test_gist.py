from __future__ import annotations

import pytest

from search_api.question.gist import gist

CLAUSE = (
    "Căn cứ chức năng, nhiệm vụ được giao, các phòng chuyên môn chủ động xây dựng chương trình công tác tháng 3; "
    "tổng hợp khó khăn, vướng mắc\ngửi về Văn phòng để báo cáo lãnh đạo xem xét, quyết định. "
)
PAGE = CLAUSE * 5


@pytest.mark.parametrize("text", ["Ai chủ trì?", "tài sản công", CLAUSE.strip(), "x" * 600])
def test_what_is_no_longer_than_a_question_stays_as_it_is(text: str) -> None:
    assert gist(text) == text


@pytest.mark.parametrize(
    "text, asked",
    [
        (f"{PAGE}Vậy đơn vị nào chủ trì rà soát tài sản công tại các trường học?", "rà soát tài sản công"),
        (f"Đơn vị nào chủ trì rà soát tài sản công tại các trường học? {PAGE}", "rà soát tài sản công"),
        (f"{PAGE}\ndon vi nao chu tri ra soat tai san cong o cac truong hoc\n{PAGE}", "ra soat tai san cong"),
        (f"{PAGE}\nPlease tell us which unit leads the review of public assets", "review of public assets"),
        (f"{PAGE}Xã phải kiểm kê nhà văn hóa bản. Vậy ai làm?", "kiểm kê nhà văn hóa"),
        (f"{PAGE * 200}\nAi chủ trì rà soát tài sản công tại các trường học?", "rà soát tài sản công"),
    ],
)
def test_the_sentence_that_asks_is_kept(text: str, asked: str) -> None:
    kept = gist(text)
    assert asked in kept
    assert len(kept) < 600


def test_a_question_over_wrapped_lines_is_kept_whole() -> None:
    text = f"{PAGE}\n\nĐơn vị nào chủ trì\nrà soát tài sản công\ntại các trường học?"
    assert "Đơn vị nào chủ trì rà soát tài sản công tại các trường học?" in gist(text)


@pytest.mark.parametrize(
    "text", [PAGE, "Ai ơi " * 400, "tài sản công " * 5000, "x" * 9000, "a.b;c?" * 2000, "1.2.3." * 999]
)
def test_a_text_of_any_length_is_cut_to_a_question(text: str) -> None:
    kept = gist(text)
    assert 0 < len(kept) <= 840
    assert kept.split()[0] in text
