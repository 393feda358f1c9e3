from __future__ import annotations

from datetime import date

import pytest

from search_api.question.intent import asking
from search_api.question.times import times
from search_api.question.tokens import tokens


@pytest.mark.parametrize(
    "question, intent, role",
    [
        ("Đơn vị nào chủ trì rà soát tài sản công?", "lead", None),
        ("ai lo viec so hoa ho so", "lead", None),
        ("Which department is in charge of the portal?", "lead", None),
        ("CQ nào chủ trì rà soát tài sản công?", "lead", None),
        ("Phòng nào lập danh sách hộ kinh doanh?", "lead", None),
        ("Trực đường dây nóng do tổ nào đảm nhiệm?", "lead", None),
        ("Vụ nào phối hợp soạn quy chế?", "coordinate", None),
        ("đv nào ph soạn quy chế", "coordinate", None),
        ("Ai được hỗ trợ học phí?", "clause", None),
        ("Cơ quan nào có trụ sở dôi dư?", "clause", None),
        ("Còn nhiệm vụ nào phải xong trong tháng 6?", "unit_tasks", None),
        ("Bồi dưỡng xong thì được cấp gì?", "product", None),
        ("Đợt kiểm tra phải ra được những văn bản nào?", "product", None),
        ("Đoàn Thanh niên tham gia những việc gì?", "unit_tasks", None),
        ("Phụ lục có bn NV?", "count", None),
        ("Phải giải quyết dứt điểm bao nhiêu hồ sơ?", "lookup", None),
        ("who leads tập huấn", "lead", None),
        ("Những cơ quan nào phối hợp với Sở Tài chính?", "coordinate", None),
        ("which bodies support the finance department", "coordinate", None),
        ("Phân công ai xây dựng quy chế phối hợp liên thông?", "lead", None),
        ("Những cơ quan nào của tỉnh phải bảo đảm an toàn thông tin?", "lead", None),
        ("Cơ quan nào phải phối hợp với Sở Tài chính?", "coordinate", None),
        ("Đợt kiểm tra diễn ra vào những quý nào?", "deadline", None),
        ("Cơ quan nào ở tỉnh phụ trách chính sách thu hút nhân tài?", "lead", None),
        ("Who at the commune certifies copies?", "lead", None),
        ("Who in the office supports the drafting?", "coordinate", None),
        ("By whom are unsafe batches to be destroyed?", "lead", None),
        ("who drafts legal documents", "lead", None),
        ("Whose responsibility is the portal?", "lead", None),
        ("who supports the drafting of documents", "coordinate", None),
        ("With which agency does the Department of Finance cooperate on it?", "coordinate", None),
        ("Which agencies does the Department of Health work with on vaccination?", "coordinate", None),
        ("partner agencies for the survey", "coordinate", None),
        ("By which department is the survey led?", "lead", None),
        ("Who was entrusted with the portal?", "lead", None),
        ("Hòa Tân commune: officer handling complaints", "lead", None),
        ("How many of the inspectorate's tasks are coordinated by the office?", "count", "coordinate"),
        ("What did the survey cost last year?", "lookup", None),
        ("Văn phòng chủ trì những nhiệm vụ nào?", "unit_tasks", "lead"),
        ("person responsible for staff training", "lead", None),
        ("competent authority for land procedures", "lead", None),
        ("How far in advance must lecturers upload their lectures?", "deadline", None),
        ("Within how many hours must the hotline answer?", "deadline", None),
        ("latest date for the upgrade", "deadline", None),
        ("What form does the result of the survey take?", "product", None),
        ("What will prove that it was installed?", "product", None),
        ("how many nhiệm vụ does Sở Nội vụ chủ trì", "count", "lead"),
        ("How many of the tasks are led by the office?", "count", "lead"),
        ("What does the directive require of the Department of Health?", "unit_tasks", None),
        ("What is the Fatherland Front of the commune asked to do?", "unit_tasks", None),
        ("What is due in June 2024?", "unit_tasks", None),
        ("Which report is due every quarter?", "deadline", None),
        ("What does the Party Committee have to complete by June?", "unit_tasks", None),
        ("Every task coordinated by the division", "unit_tasks", "coordinate"),
        ("Show me what the officer leads", "unit_tasks", "lead"),
        ("What share of files must the commune complete online?", "lookup", None),
        ("Việc này phải xong khi nào?", "deadline", None),
        ("In which years will the rights be reviewed?", "deadline", None),
        ("What result is expected from the courses?", "product", None),
        ("What should come out of the survey?", "product", None),
        ("what is the output of the rank promotion exam", "product", None),
        ("bao lau mot lan phai bao cao", "deadline", None),
        ("How often must the results be published?", "deadline", None),
        ("Nhiệm vụ số hóa cho ra sản phẩm gì?", "product", None),
        ("what is the output of the survey", "product", None),
        ("Khảo sát xong thì đầu ra là gì?", "product", None),
        ("Kết quả cần có của việc khảo sát?", "product", None),
        ("Khảo sát thì phải nộp lại cái gì?", "product", None),
        ("Sở Tư pháp phối hợp những gì?", "unit_tasks", "coordinate"),
        ("Sở Tư pháp vừa chủ trì vừa phối hợp những việc nào?", "unit_tasks", None),
        ("Sở Tư pháp chủ trì những nhiệm vụ nào?", "unit_tasks", "lead"),
        ("list all tasks led by the health department", "unit_tasks", "lead"),
        ("Có bao nhiêu nhiệm vụ về tài chính công?", "count", None),
        ("how many tasks does the annex have", "count", None),
        ("So sánh thời hạn trong từng kế hoạch", "compare", None),
        ("Nghị định 30/2020/NĐ-CP nói về gì?", "lookup", None),
        ("Lệ phí chứng thực là bao nhiêu?", "lookup", None),
        ("chữ ký số", "clause", None),
        ("phát triển sản phẩm du lịch", "clause", None),
        ("kết quả phối hợp liên ngành", "clause", None),
    ],
)
def test_a_question_has_one_intent(question: str, intent: str, role: str | None) -> None:
    found = asking(tokens(question), question)
    assert (found.intent, found.role) == (intent, role)


@pytest.mark.parametrize(
    "question, fact",
    [
        ("số điện thoại đường dây nóng là số nào", "contact"),
        ("tổng dự toán là bao nhiêu tỷ đồng", "money"),
        ("tỉnh xếp hạng thứ mấy", "rank"),
        ("giám đốc nào ký kế hoạch", "person"),
        ("cắt giảm bao nhiêu phần trăm biên chế", "percent"),
        ("What was the province's rank last year?", "rank"),
        ("kế hoạch ký kết với doanh nghiệp", "none"),
        ("Do you think the plan is realistic?", "opinion"),
        ("bạn nghĩ gì về kế hoạch này", "opinion"),
        ("salary của giám đốc is how much", "money"),
        ("What salary do the officers receive?", "money"),
        ("rank promotion exam", "none"),
        ("kinh phí lấy từ nguồn nào", "none"),
        ("ứng dụng chữ ký số", "none"),
    ],
)
def test_a_question_asks_for_a_kind_of_fact(question: str, fact: str) -> None:
    assert asking(tokens(question), question).fact == fact


@pytest.mark.parametrize(
    "question, fact",
    [
        ("Số điện thoại đường dây nóng của xã là số nào?", "contact"),
        ("đường dây nóng của xã là số mấy", "contact"),
        ("giao phòng nào xử lý phản ánh qua đường dây nóng", "none"),
        ("Xã đạt bao nhiêu điểm?", "rank"),
        ("Điểm chỉ số cải cách hành chính của tỉnh là bao nhiêu?", "rank"),
        ("Phải giải quyết dứt điểm bao nhiêu hồ sơ?", "number"),
        ("Trưởng phòng Bảo trợ xã hội và Giảm nghèo của Sở tên là gì?", "person"),
        ("Kế hoạch này tên là gì?", "none"),
        ("Số hóa hồ sơ phải đạt bao nhiêu trong năm 2024?", "percent"),
        ("Mỗi tháng kiểm tra ít nhất bao nhiêu cửa hàng?", "number"),
    ],
)
def test_a_kind_of_fact_is_asked_by_its_own_words_alone(question: str, fact: str) -> None:
    assert asking(tokens(question), question).fact == fact


@pytest.mark.parametrize(
    "question, both",
    [
        ("Sở Tư pháp vừa chủ trì vừa phối hợp những việc nào?", True),
        ("Đoàn Thanh niên tham gia những việc gì?", True),
        ("tổ công nghệ số dính vào những nhiệm vụ nào", True),
        ("Sở Tư pháp tham gia phối hợp những việc gì?", False),
        ("Sở Tư pháp có nhiệm vụ nào liên quan đến chứng thực?", False),
    ],
)
def test_a_list_is_of_both_roles_where_the_question_says_no_one_part(question: str, both: bool) -> None:
    assert asking(tokens(question), question).both is both


@pytest.mark.parametrize(
    "question, kind, start, end, every",
    [
        ("trong quý II năm 2024", "quarter", date(2024, 4, 1), date(2024, 6, 30), None),
        ("quy 3", "quarter", date(2025, 7, 1), date(2025, 9, 30), None),
        ("in the first quarter of 2026", "quarter", date(2026, 1, 1), date(2026, 3, 31), None),
        ("việc làm hằng tháng", "recurring", None, None, "month"),
        ("published monthly", "recurring", None, None, "month"),
        ("giai đoạn 2025-2030", "range", date(2025, 1, 1), date(2030, 12, 31), None),
        ("trong tháng 9", "month", date(2025, 9, 1), date(2025, 9, 30), None),
        ("trước tháng 6 năm 2024", "before", None, date(2024, 5, 31), None),
        ("6 tháng đầu năm 2024", "range", date(2024, 1, 1), date(2024, 6, 30), None),
        ("by September 2024", "before", None, date(2024, 8, 31), None),
        ("trước ngày 30/6/2024", "before", None, date(2024, 6, 30), None),
        ("xong trước 15/12", "before", None, date(2025, 12, 15), None),
        ("before 30 April 2026", "before", None, date(2026, 4, 30), None),
        ("ngày 15/3/2024", "day", date(2024, 3, 15), date(2024, 3, 15), None),
        ("before June 30, 2024", "before", None, date(2024, 6, 30), None),
        ("a deadline of 30 June 2024", "day", date(2024, 6, 30), date(2024, 6, 30), None),
        ("reports for September 2024", "month", date(2024, 9, 1), date(2024, 9, 30), None),
        ("between 2022 and 2026", "range", date(2022, 1, 1), date(2026, 12, 31), None),
        ("in the 3rd quarter of 2026", "quarter", date(2026, 7, 1), date(2026, 9, 30), None),
        ("once a month", "recurring", None, None, "month"),
        ("on a quarterly basis", "recurring", None, None, "quarter"),
        ("on a regular, ongoing basis", "ongoing", None, None, None),
    ],
)
def test_a_time_is_read(question: str, kind: str, start: date | None, end: date | None, every: str | None) -> None:
    found = times(tokens(question), 2025)[0]
    assert (found.kind, found.start, found.end, found.every) == (kind, start, end, every)


@pytest.mark.parametrize("question", ["quy định về quý khách", "tháng giêng ăn chơi", "31/31/2024 không phải ngày"])
def test_what_is_no_time_is_not_read_as_a_day_or_quarter(question: str) -> None:
    assert all(found.kind == "year" for found in times(tokens(question), 2025))
