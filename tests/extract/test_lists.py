"""Tasks of plans without tables, read from paragraphs with labelled lines, labels in brackets and giving lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.extract.labels import labels
from indexer.parsing import ParsedDocument, parse
from indexer.settings import Settings

HEAD = """ỦY BAN NHÂN DÂN                          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH LAM GIANG                           Độc lập - Tự do - Hạnh phúc
Số: 71/KH-UBND                           Lam Giang, ngày 09 tháng 02 năm 2026

KẾ HOẠCH
Sắp xếp chợ dân sinh năm 2026

"""


@pytest.fixture
def plan(tmp_path: Path):
    def read(body: str) -> ParsedDocument:
        path = tmp_path / "plan.txt"
        path.write_text(HEAD + body + "\n\nNơi nhận:\n- Lưu: VT.\n", encoding="utf8")
        return parse(path, Settings(data=tmp_path))

    return read


def said(read: ParsedDocument) -> list[tuple[str, ...]]:
    """Task, lead, coordinating units, deadline and product of every task."""
    return [
        (
            task.task,
            "; ".join(unit.name for unit in task.lead),
            "; ".join(unit.name for unit in task.coordinate),
            task.deadline.text if task.deadline else "",
            task.product or "",
        )
        for task in read.tasks
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a. Chủ trì: Sở A. Phối hợp: Sở B", [("lead", "Sở A"), ("coordinate", "Sở B")]),
        ("Cơ quan, đơn vị chủ trì: Sở A", [("lead", "Sở A")]),
        ("Chủ trì: A, phối hợp: B, C; hạn: Quý I.", [("lead", "A"), ("coordinate", "B, C"), ("deadline", "Quý I")]),
        ("Dọn chợ [Chủ trì: A (phòng B); Kết quả: 2 chợ] mỗi tháng", [("lead", "A (phòng B)"), ("product", "2 chợ")]),
        ("Chủ trì: Sở A. Các sở khác góp ý", [("lead", "Sở A")]),
        ("Cơ quan phối hợp:", [("coordinate", "")]),
        ("Mở cửa lúc 8:00, chi tiết xem: trang sau", []),
    ],
)  # fmt: skip
def test_labels_are_those_of_table_headings_with_their_values(text: str, wanted: list[tuple[str, str]]):
    assert [(label.field, text[slice(*label.value)]) for label in labels(text)] == wanted


LISTS = {
    "lettered lines below a numbered paragraph": (
        """I. NHIỆM VỤ

1. Kẻ vạch.
a) Cơ quan chủ trì: Sở Công Thương.
b) Cơ quan phối hợp: Sở Xây dựng, Công an tỉnh.
c) Thời gian hoàn thành: Trước ngày 30/4/2026.
d) Sản phẩm: Sơ đồ chợ.""",
        [("Kẻ vạch", "Sở Công Thương", "Sở Xây dựng; Công an tỉnh Lam Giang", "Trước ngày 30/4/2026", "Sơ đồ chợ")],
    ),
    "labels in a bracket": (
        "I. NHIỆM VỤ\n\n- Thay bóng đèn (loại 40 W) ở chợ (Chủ trì: Sở Xây dựng; thời gian: Quý II/2026).",
        [("Thay bóng đèn (loại 40 W) ở chợ", "Sở Xây dựng", "", "Quý II/2026", "")],
    ),
    "labels behind the sentence": (
        "I. NHIỆM VỤ\n\n1. Thu phí bến bãi. Chủ trì: Sở Tài chính. Phối hợp: Sở Xây dựng. Kết quả: Biểu phí.",
        [("Thu phí bến bãi", "Sở Tài chính", "Sở Xây dựng", "", "Biểu phí")],
    ),
    "a bracket that gives without labels": (
        "I. NHIỆM VỤ\n\n1. Bán hàng (Sở Công Thương chủ trì, phối hợp với Sở Tài chính; xong trong quý III/2026).",
        [("Bán hàng", "Sở Công Thương", "Sở Tài chính", "xong trong quý III/2026", "")],
    ),
    "a line that gives the task above it": (
        "I. NHIỆM VỤ\n\n1.1. Rào khu giết mổ\n+ Giao Sở Xây dựng chủ trì, hoàn thành trước 30/6/2026.",
        [("Rào khu giết mổ", "Sở Xây dựng", "", "hoàn thành trước 30/6/2026", "")],
    ),
    "both roles and the time behind one label": (
        "I. NHIỆM VỤ\n\n1. Đo nước\nPhân công: Sở Y tế chủ trì, phối hợp với Sở Xây dựng; xong trước 30/6/2026.",
        [("Đo nước", "Sở Y tế", "Sở Xây dựng", "xong trước 30/6/2026", "")],
    ),
    "units on lines below their label": (
        "I. NHIỆM VỤ\n\n1. Cân thử\nCơ quan phối hợp:\n- Sở Tài chính;\n- Sở Y tế.\nCơ quan chủ trì: Sở Công Thương",
        [("Cân thử", "Sở Công Thương", "Sở Tài chính; Sở Y tế", "", "")],
    ),
    "bulleted tasks with bulleted labels beside them": (
        """I. NHIỆM VỤ

1. Sửa chợ
- Lợp mái chợ Nậm Cút
- Chủ trì: Sở Xây dựng
- Hạn: 30/6/2026
- Lát nền chợ Pa Thơm
- Chủ trì: Sở Tài chính
- Hạn: 30/7/2026""",
        [
            ("Lợp mái chợ Nậm Cút", "Sở Xây dựng", "", "30/6/2026", ""),
            ("Lát nền chợ Pa Thơm", "Sở Tài chính", "", "30/7/2026", ""),
        ],
    ),
    "a task that is complete, and an unnumbered one below it": (
        """I. NHIỆM VỤ

1. Quét sân (thực hiện: Sở Công Thương; thời gian: Quý I)

Nhiệm vụ thêm: Rửa sạp

Cơ quan chủ trì: Sở Y tế""",
        [("Quét sân", "Sở Công Thương", "", "Quý I", ""), ("Nhiệm vụ thêm: Rửa sạp", "Sở Y tế", "", "", "")],
    ),
    "a task behind a label of its own": (
        "II. NỘI DUNG\n\nNội dung: Thi nấu ăn.\nChủ trì: Sở Y tế.\n\nNội dung: Chợ phiên.\nChủ trì: Sở Công Thương.",
        [("Thi nấu ăn", "Sở Y tế", "", "", ""), ("Chợ phiên", "Sở Công Thương", "", "", "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", LISTS)
def test_a_list_gives_its_tasks(shape: str, plan):
    body, wanted = LISTS[shape]
    assert said(plan(body)) == wanted


@pytest.mark.parametrize("shape", LISTS)
def test_every_field_of_a_listed_task_is_where_its_spans_say(shape: str, plan):
    read = plan(LISTS[shape][0])
    for task in read.tasks:
        words = {field.field: [read.document.slice(span) for span in field.spans] for field in task.fields}
        assert " ".join(words["task"]) == task.task
        assert "".join(words["lead"]) == task.lead_text
        assert "; ".join(words.get("coordinate", [])) == task.coordinate_text
        assert task.origin == "prose"


@pytest.mark.parametrize(
    "body",
    [
        "I. NHIỆM VỤ\n\n1. Sở Công Thương chủ trì, phối hợp với Sở Tài chính đo chợ; thời gian: quý I/2026.",
        "I. NHIỆM VỤ\n\n1. Giao Sở Tư pháp chủ trì tham mưu quy chế chợ, hoàn thành trước 30/6/2026.",
        "I. NHIỆM VỤ\n\n1. Giữ chợ sạch\n- Giao Sở Y tế chủ trì kiểm tra nước, hoàn thành trước 30/6/2026.",
        "III. TỔ CHỨC THỰC HIỆN\n\n1. Cơ quan chủ trì: Sở Công Thương.\n2. Cơ quan phối hợp: Sở Tài chính.",
        "III. TỔ CHỨC\n\n1. Phân công thực hiện\na) Cơ quan chủ trì: Sở Công Thương.\nb) Thời gian: năm 2026.",
        "III. TIẾN ĐỘ\n\n1. Đợt đầu đến tháng 6.\n2. Thời gian: Quý III. Kết quả: báo cáo.",
        "III. TỔ CHỨC\n\n1. Sở Công Thương: theo dõi chung.\n2. Kết quả: gửi trước ngày 15/12.",
    ],
)
def test_a_sentence_that_names_who_leads_makes_no_task(body: str, plan):
    assert plan(body).tasks == ()


def test_details_between_a_task_and_its_labels_are_its_activity(plan):
    read = plan("I. NHIỆM VỤ\n\n1. Dạy bán hàng\n- Mở ba lớp;\n- Tặng sổ.\n- Chủ trì: Sở Công Thương\n- Hạn: Quý II")
    assert [(task.no, task.path, task.section, task.activity) for task in read.tasks] == [
        ("1", ("I", "1"), "I. NHIỆM VỤ", "Mở ba lớp Tặng sổ")
    ]


def test_labelled_lines_stay_duties_too_and_only_once(plan):
    read = plan(LISTS["lettered lines below a numbered paragraph"][0])
    assert [(duty.unit.name, duty.role, duty.path) for duty in read.duties] == [
        ("Sở Công Thương", "lead", ("I", "1", "a")),
        ("Sở Xây dựng", "coordinate", ("I", "1", "b")),
        ("Công an tỉnh Lam Giang", "coordinate", ("I", "1", "b")),
    ]


def test_a_plan_with_a_table_has_the_tasks_of_the_table_only(plan):
    table = (
        "II. BẢNG\n\nTT\tNhiệm vụ\tChủ trì\tThời hạn\n1\tĐếm sạp\tSở Tài chính\tQuý I\n2\tĐếm xe\tSở Xây dựng\tQuý II"
    )
    read = plan(LISTS["labels in a bracket"][0] + "\n\n" + table)
    assert [(task.task, task.origin) for task in read.tasks] == [("Đếm sạp", "table"), ("Đếm xe", "table")]
