"""Who owes what in prose: subjects, headings, orders, roles by the verb, and sentences that put no duty on anyone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from indexer.extract.duties import duties
from indexer.extract.duty_subjects import heading_units
from indexer.extract.units import UnitReader
from indexer.types import Clause, Document, Header, Outline, Region, Span

PROVINCE = Header(issuer="Ủy ban nhân dân tỉnh Hà Nam", scope="tỉnh Hà Nam", province="tỉnh Hà Nam")


def plan(
    rows: list[tuple[tuple[str, ...], str | None, str, int | None]], silent: str | None = None
) -> tuple[Document, Outline]:
    """A document of clauses given as (path, heading, text, index of the parent)."""
    text, clauses = "", []
    for i, (path, heading, words, parent) in enumerate(rows):
        span = Span(len(text), len(text) + len(words))
        above = f"d/{parent}" if parent is not None else None
        clauses.append(Clause(f"d/{i}", above, path, "đoạn", None, heading, span, span, None, leaf=True))
        text += words + "\n"
    regions = (Region(silent, Span(0, len(text))),) if silent else ()
    return Document("d", "d.txt", "0", "text", text, (), ()), Outline(PROVINCE, tuple(clauses), regions)


def read(text: str, heading: str | None = None, header: Header = PROVINCE) -> set[tuple[str, str]]:
    document, outline = plan([(("1",), heading, text, None)])
    return {(d.unit.name, d.role) for d in duties(document, outline, UnitReader(header))}


SENTENCES = [
    (
        "Giao Sở Nội vụ theo dõi, đôn đốc việc thực hiện và tổng hợp báo cáo UBND tỉnh.",
        {("Sở Nội vụ", "monitor"), ("Sở Nội vụ", "responsible")},
    ),
    (
        "Sở Y tế chủ trì, phối hợp với Sở Tài chính và các đơn vị liên quan lập dự toán.",
        {("Sở Y tế", "lead"), ("Sở Tài chính", "coordinate"), ("Các đơn vị liên quan", "coordinate")},
    ),
    ("Sở Y tế phối hợp với Sở Nội vụ rà soát biên chế.", {("Sở Y tế", "coordinate")}),
    ("Công an tỉnh có trách nhiệm bảo đảm an ninh.", {("Công an tỉnh Hà Nam", "responsible")}),
    ("Sở Xây dựng: Chủ trì thẩm định hồ sơ.", {("Sở Xây dựng", "lead")}),
    ("Giao Giám đốc Sở Xây dựng chủ trì tham mưu UBND tỉnh.", {("Giám đốc Sở Xây dựng", "lead")}),
    (
        "Sở Tư pháp có trách nhiệm hướng dẫn, kiểm tra các đơn vị.",
        {("Sở Tư pháp", "guide"), ("Sở Tư pháp", "monitor")},
    ),
    (
        "Văn phòng UBND tỉnh, Sở Nội vụ theo dõi tiến độ.",
        {("Văn phòng Ủy ban nhân dân tỉnh Hà Nam", "monitor"), ("Sở Nội vụ", "monitor")},
    ),
    (
        "Chánh Văn phòng UBND tỉnh; Giám đốc các Sở: Y tế, Nội vụ; Thủ trưởng các đơn vị có liên quan chịu trách nhiệm"
        " thi hành Quyết định này./.",
        {
            ("Chánh Văn phòng Ủy ban nhân dân tỉnh Hà Nam", "responsible"),
            ("Giám đốc Sở Y tế", "responsible"),
            ("Giám đốc Sở Nội vụ", "responsible"),
            ("Thủ trưởng các đơn vị có liên quan", "responsible"),
        },
    ),
    (
        "UBND tỉnh yêu cầu Thủ trưởng các sở, ngành khẩn trương triển khai thực hiện.",
        {("Thủ trưởng các sở, ngành", "responsible")},
    ),
    (
        "Trong quá trình thực hiện, nếu có vướng mắc, các cơ quan, đơn vị phản ánh về Sở Nội vụ để tổng hợp.",
        {("Các cơ quan, đơn vị", "responsible"), ("Sở Nội vụ", "responsible")},
    ),
    (
        "Việc kiểm tra do Thanh tra tỉnh chủ trì, với sự tham gia của Sở Nội vụ.",
        {("Thanh tra tỉnh Hà Nam", "lead"), ("Sở Nội vụ", "coordinate")},
    ),
    (
        "Giao Sở Y tế căn cứ chức năng, nhiệm vụ được giao kiểm tra các cơ sở; phối hợp với Công an tỉnh xử lý vi phạm;"
        " báo cáo UBND tỉnh.",
        {("Sở Y tế", "monitor"), ("Sở Y tế", "coordinate"), ("Sở Y tế", "responsible")},
    ),
    (
        "Trên đây là Kế hoạch năm 2025; các sở, ngành theo chức năng, nhiệm vụ tổ chức thực hiện.",
        {("Các sở, ngành", "responsible")},
    ),
    ("Sở Y tế và Sở Tài chính đồng chủ trì xây dựng giá.", {("Sở Y tế", "lead"), ("Sở Tài chính", "lead")}),
    (
        "Mở lớp tập huấn. Đơn vị chủ trì: Sở Nội vụ; cơ quan phối hợp: Sở Y tế, các sở, ngành.",
        {("Sở Nội vụ", "lead"), ("Sở Y tế", "coordinate"), ("Các sở, ngành", "coordinate")},
    ),
    ("Danh mục hết hiệu lực do Sở Tư pháp tổng hợp trong tháng 01.", {("Sở Tư pháp", "responsible")}),
    ("Việc trả lời công dân giao Sở Nội vụ thực hiện.", {("Sở Nội vụ", "responsible")}),
    ("Giao Sở Xây dựng dựng biển cảnh báo.", {("Sở Xây dựng", "responsible")}),
    ("Sở Y tế: niêm phong kho thuốc.", {("Sở Y tế", "responsible")}),
    (
        "Sở Y tế là cơ quan đầu mối theo dõi; tham mưu UBND tỉnh báo cáo.",
        {("Sở Y tế", "lead"), ("Sở Y tế", "responsible")},
    ),
    ("Các ông (bà) Giám đốc Sở Y tế chịu trách nhiệm thi hành.", {("Giám đốc Sở Y tế", "responsible")}),
    ("Đề nghị Tòa án nhân dân tỉnh phối hợp thực hiện.", {("Tòa án nhân dân tỉnh Hà Nam", "coordinate")}),
    (
        "Đảng ủy Sở Y tế lãnh đạo Sở Y tế chủ trì, phối hợp với Sở Nội vụ soát danh sách.",
        {("Đảng ủy Sở Y tế", "responsible"), ("Sở Y tế", "lead"), ("Sở Nội vụ", "coordinate")},
    ),
    (
        "Sở Ngoại vụ (cơ quan thường trực) tham mưu việc kết nghĩa, Sở Y tế và Sở Nội vụ cùng phối hợp.",
        {("Sở Ngoại vụ", "responsible"), ("Sở Y tế", "coordinate"), ("Sở Nội vụ", "coordinate")},
    ),
    (
        "Sở Y tế chủ trì cùng Sở Nội vụ rà soát mức thu.",
        {("Sở Y tế", "lead"), ("Sở Nội vụ", "coordinate")},
    ),
    (
        "Kiểm tra bếp ăn. Đơn vị chủ trì: Sở Y tế; phối hợp: Sở Nội vụ; Sở Tài chính, Sở Xây dựng.",
        {
            ("Sở Y tế", "lead"),
            ("Sở Nội vụ", "coordinate"),
            ("Sở Tài chính", "coordinate"),
            ("Sở Xây dựng", "coordinate"),
        },
    ),
    ("Sở Y tế theo dõi; 6 tháng một lần tổng hợp kết quả.", {("Sở Y tế", "monitor"), ("Sở Y tế", "responsible")}),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_a_sentence_puts_work_on_its_subject_by_its_verb(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Chủ tịch UBND tỉnh chủ trì cuộc họp giao ban hằng tháng.",
        "Thực hiện theo hướng dẫn của Sở Tài chính.",
        "Kinh phí thực hiện do ngân sách nhà nước bảo đảm.",
        "Bộ Nội vụ đã ban hành văn bản.",
        "Căn cứ Quyết định số 5/QĐ-UBND của UBND tỉnh, Sở Y tế xây dựng Kế hoạch với các nội dung như sau:",
        "Đánh giá, xếp hạng đối với các sở, ban, ngành và UBND cấp huyện.",
        "Tiếp tục thực hiện Kế hoạch số 12/KH-SYT của Sở Y tế về chuyển đổi số.",
        "Nâng cao trách nhiệm của người đứng đầu các cơ quan, đơn vị.",
        "Hội nghị tổng kết do Chủ tịch UBND tỉnh chủ trì.",
        "Phấn đấu 98% hồ sơ do UBND cấp xã tiếp nhận đúng hạn.",
        "Bộ tiêu chí do Bộ Nội vụ ban hành.",
    ],
)
def test_receivers_and_mere_mentions_owe_nothing(text):
    assert read(text) == set()


HEADED = [
    ("Sở Nội vụ", "Chủ trì tổ chức đo lường sự hài lòng.", {("Sở Nội vụ", "lead")}),
    ("Trách nhiệm của Sở Nội vụ", "Thường xuyên kiểm tra công vụ.", {("Sở Nội vụ", "monitor")}),
    (
        "Báo Hà Nam, Đài Phát thanh và Truyền hình tỉnh",
        "Chủ trì dành chuyên mục tuyên truyền.",
        {("Báo Hà Nam", "lead"), ("Đài Phát thanh và Truyền hình tỉnh Hà Nam", "lead")},
    ),
    (
        "Các sở, ban, ngành tỉnh",
        "Thực hiện kiểm tra nội bộ. Bố trí nhân sự; hạn chế gửi văn bản giấy.",
        {("Các sở, ban, ngành tỉnh", "monitor"), ("Các sở, ban, ngành tỉnh", "responsible")},
    ),
    ("Sở Tư pháp", "Chủ trì tham mưu các giải pháp; đổi mới công tác thể chế.", {("Sở Tư pháp", "lead")}),
    ("Sở Y tế", "Tăng cường công tác phối hợp để giải quyết hồ sơ.", {("Sở Y tế", "coordinate")}),
    ("Cải cách thể chế", "Tăng cường kiểm tra, rà soát văn bản.", set()),
    ("Trách nhiệm chung", "Bố trí đủ nguồn lực.", set()),
]


@pytest.mark.parametrize(("heading", "text", "expected"), HEADED)
def test_a_heading_that_names_units_puts_its_points_on_them(heading, text, expected):
    assert read(text, heading) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("SỞ NỘI VỤ", ["Sở Nội vụ"]),
        ("Đối với các sở, ban, ngành tỉnh:", ["Các sở, ban, ngành tỉnh"]),
        ("Nhiệm vụ chung của các cơ quan, đơn vị, địa phương", ["Các cơ quan, đơn vị, địa phương"]),
        ("Giao Sở Y tế:", ["Sở Y tế"]),
        ("UBND các huyện, thành phố có trách nhiệm:", ["Ủy ban nhân dân các huyện, thành phố"]),
        ("Chánh Văn phòng có trách nhiệm", ["Chánh Văn phòng"]),
        ("Kiểm tra việc thực hiện của Sở Nội vụ", []),
        ("Sở Nội vụ - Cơ quan thường trực cải cách hành chính của tỉnh", ["Sở Nội vụ"]),
        ("Tổ chức thực hiện", []),
        ("Giám đốc Sở Y tế và các đơn vị có liên quan căn cứ Quyết định thi hành./.", []),
        ("Sở Nội vụ, Sở Y tế căn cứ Kế hoạch này thực hiện nghiêm", []),
        ("Công tác chỉ đạo của UBND tỉnh", []),
        ("", []),
    ],
)
def test_only_a_heading_made_of_units_names_bearers(heading, expected):
    assert [m.name for m in heading_units(heading, UnitReader(PROVINCE))] == expected


def test_a_parent_line_gives_its_bullets_their_subject_role_and_partner():
    document, outline = plan(
        [
            (("1",), None, "Sở Công Thương chủ trì, phối hợp với Sở Y tế:", None),
            (("1", "-1"), None, "Rà soát các cơ sở.", 0),
            (("1", "-2"), None, "Kiểm tra hồ sơ.", 0),
            (("2",), None, "Giao Sở Nội vụ:", None),
            (("2", "-1"), None, "Theo dõi tiến độ.", 3),
        ]
    )
    found = {(d.unit.name, d.role, d.path) for d in duties(document, outline, UnitReader(PROVINCE))}
    assert found == {
        ("Sở Công Thương", "lead", ("1", "-1")),
        ("Sở Y tế", "coordinate", ("1", "-1")),
        ("Sở Công Thương", "lead", ("1", "-2")),
        ("Sở Y tế", "coordinate", ("1", "-2")),
        ("Sở Nội vụ", "monitor", ("2", "-1")),
    }


@pytest.mark.parametrize("region", ["bases", "recipients", "signature", "appendix"])
def test_the_parts_that_never_assign_work_are_passed_over(region):
    document, outline = plan([(("1",), None, "Sở Nội vụ có trách nhiệm báo cáo.", None)], silent=region)
    assert duties(document, outline, UnitReader(PROVINCE)) == ()


def test_a_duty_points_at_the_words_that_say_so():
    document, outline = plan([(("1",), None, "Mở đầu. Giao Sở Y tế chủ trì lập dự toán.", None)])
    (duty,) = duties(document, outline, UnitReader(PROVINCE))
    assert document.slice(duty.span).strip() == "Giao Sở Y tế chủ trì lập dự toán"
    assert (duty.id, duty.clause_id, duty.path) == ("d-d1", "d/0", ("1",))


def test_a_request_is_less_certain_than_an_order():
    asked, outline = plan([(("1",), None, "Đề nghị Sở Y tế báo cáo.", None)])
    ordered, again = plan([(("1",), None, "Giao Sở Y tế báo cáo.", None)])
    reader = UnitReader(PROVINCE)
    assert duties(asked, outline, reader)[0].confidence < duties(ordered, again, reader)[0].confidence


def legal(path: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(p for p in path if not re.match(r"¶|-\d", p))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "header", "least"),
    [
        ("001", Header(scope="tỉnh Tây Ninh", province="tỉnh Tây Ninh"), 0.93),
        ("003", Header(scope="Thanh tra tỉnh Sóc Trăng", province="tỉnh Sóc Trăng"), 0.93),
    ],
)
def test_the_duties_of_the_annotated_plans(shared: Path, name: str, header: Header, least: float):
    gold = json.loads((shared / "gold" / f"{name}.json").read_text(encoding="utf8"))
    document, outline = plan([(tuple(c["path"]), c.get("heading"), c["text"], None) for c in gold["clauses"]])
    found = {(legal(d.path), d.role) for d in duties(document, outline, UnitReader(header))}
    owed = {(legal(d["path"]), d["role"]) for d in gold["duties"] if d.get("explicit", True)}
    free = {(legal(d["path"]), d["role"]) for d in gold["duties"]} - owed
    right = len(found & owed)
    precision, recall = right / len(found - free), right / len(owed)
    assert 2 * precision * recall / (precision + recall) >= least, (found - owed - free, owed - found)
