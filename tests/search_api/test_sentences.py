"""Whether a passage holds what a question asks for."""

from __future__ import annotations

import pytest

from search_api.answer.sentences import says_when


@pytest.mark.parametrize(
    "text",
    [
        "Người dân chờ tại quầy không quá 15 phút.",
        "Hoàn thành trong quý III.",
        "Thực hiện thường xuyên",
        "Báo cáo trước 30/6",
        "Giai đoạn hai",
        "Xong năm sau",
        "Đạt mục tiêu vào 2025",
    ],
)
def test_a_passage_with_a_word_or_figure_of_time_says_when(text: str) -> None:
    assert says_when(text)


@pytest.mark.parametrize("text", ["Nâng cao năng lực cán bộ.", "Đạt 95% hồ sơ", "Kỷ luật, kỷ cương", "Mở 12 lớp"])
def test_other_words_and_figures_do_not(text: str) -> None:
    assert not says_when(text)
