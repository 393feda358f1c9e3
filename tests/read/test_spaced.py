"""Columns that plain text keeps apart by spaces."""

from __future__ import annotations

import pytest

from indexer.read.spaced import items
from indexer.types import RawLine, RawTable

TOP_ALIGNED = """
TT   Nhiệm vụ                       Chủ trì           Phối hợp         Thời hạn
1    Rà soát hồ sơ quá hạn của      Phòng Một         Phòng Hai        Quý I
     từng phòng
2    Mở sổ theo dõi phản ánh        Phòng Hai         Phòng Một        Quý II
3    Công khai lịch tiếp dân ở      Văn phòng         Các phòng        Tháng 3
     nhà văn hóa từng khu
4    Tổng kết                       Văn phòng         Các phòng        Tháng 12
"""
CENTRED = """
                                                      Phối
TT              Nhiệm vụ              Chủ trì                   Thời hạn
                                                      hợp
     Rà soát hồ sơ quá hạn của
                                      Phòng Một       Phòng
1    từng phòng, nêu rõ lý do và                                Quý I
                                      Nghiệp vụ       Hai
     người chịu trách nhiệm
II   CÔNG KHAI
                                      Văn phòng
     Công khai lịch tiếp dân ở                        Các
2                                     và Ban Tiếp               Tháng 3
     nhà văn hóa từng khu                             phòng
                                      công dân
3    Tổng kết                         Văn phòng       Phòng     Tháng 12
"""


def rows(text: str) -> list[list[str]]:
    (table,) = [item for item in items(text.strip("\n").split("\n")) if isinstance(item, RawTable)]
    found = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        found[cell.row][cell.column] = " ".join(line.text for line in cell.lines)
    return found


def test_wrapped_cells_are_put_together():
    assert rows(TOP_ALIGNED)[0] == ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"]
    assert [row[1] for row in rows(TOP_ALIGNED)[1:]] == [
        "Rà soát hồ sơ quá hạn của từng phòng",
        "Mở sổ theo dõi phản ánh",
        "Công khai lịch tiếp dân ở nhà văn hóa từng khu",
        "Tổng kết",
    ]


def test_rows_stand_around_their_numbers_where_cells_are_centred():
    assert rows(CENTRED)[1] == [
        "1",
        "Rà soát hồ sơ quá hạn của từng phòng, nêu rõ lý do và người chịu trách nhiệm",
        "Phòng Một Nghiệp vụ",
        "Phòng Hai",
        "Quý I",
    ]
    assert rows(CENTRED)[2][:2] == ["II", "CÔNG KHAI"]
    assert rows(CENTRED)[3][2:] == ["Văn phòng và Ban Tiếp công dân", "Các phòng", "Tháng 3"]


@pytest.mark.parametrize(
    "text",
    [
        "ỦY BAN NHÂN DÂN       CỘNG HÒA XÃ HỘI\nXÃ ĐỒNG MÂY       Độc lập - Tự do\nSố: 5/KH     Đồng Mây, ngày 2",
        "Nơi nhận:           TM. ỦY BAN\n- Như trên;         CHỦ TỊCH\n- Lưu: VT.\n                    Vi Văn Thàng",
        "Văn  bản  gửi  các  phòng\nđể  biết  và  thực  hiện\nmột  cách  kịp  thời  hơn\nnăm  trước  đã  làm  được",
        "Cán bộ nghe điện thoại, ghi sổ, trả lời trong ngày.\nMỗi tuần tổng hợp một lần.\nBáo cáo vào thứ sáu.",
    ],
    ids=["letterhead", "signature", "double spaces", "prose"],
)
def test_other_lines_stay_lines(text):
    lines = text.split("\n")
    assert items(lines) == tuple(RawLine(line) for line in lines)


DRIFTING = """\
              (Kèm theo Kế hoạch số 9/KH-UBND ngày 04 tháng 8 của UBND xã
                                   Đồng Mây)
STT          Nội dung công việc            Chủ trì           Thời hạn
QUÝ I
1     Đặt ghế chờ cho người cao tuổi   Văn phòng         Tháng 8
2     Viết thư xin lỗi khi trả kết quả Phòng Kinh tế xã Trước 15/9
QUÝ II
3     Cấp căn cước ở bản xa            Công an xã        Quý IV
4     Khám bệnh người neo đơn          Trạm Y tế         Tháng 10
5     Họp bản nghe góp ý của dân       Mặt trận xã       Quý III
"""


def test_titles_leave_their_columns_and_full_cells_touch_the_next():
    found = rows(DRIFTING)
    assert found[0] == ["STT", "Nội dung công việc", "Chủ trì", "Thời hạn"]
    assert [row[0] for row in found[1:]] == ["QUÝ I", "1", "2", "QUÝ II", "3", "4", "5"]
    assert found[3][1:] == ["Viết thư xin lỗi khi trả kết quả", "Phòng Kinh tế xã", "Trước 15/9"]


PAGE_TWO = """\
      và trả kết quả cho dân
4     Cấp căn cước ở bản xa            Công an xã         Bản ghi        Quý IV
      trung tâm
5     Khám bệnh người neo đơn          Trạm Y tế          Sổ khám        Tháng 10
6     Họp bản nghe góp ý               Mặt trận xã        Biên bản       Quý III
7     Tổng hợp phiếu chấm điểm         Văn phòng          Báo cáo        Tháng 12
8     Trực điện thoại ngày nghỉ        Công an xã         Sổ trực        Hằng tuần
"""


def test_rows_that_go_on_below_the_rest_of_the_one_before_are_a_table():
    (table,) = [item for item in items(PAGE_TWO.split("\n"), opening=True) if isinstance(item, RawTable)]
    assert table.columns == 5
    assert any("Khám bệnh" in line.text for cell in table.cells for line in cell.lines)
