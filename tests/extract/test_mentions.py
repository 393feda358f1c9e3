"""Mentions of the five real plans and the entity each stands for: name and scope; namesakes are never merged."""

from __future__ import annotations

import pytest

from indexer.extract.units import UnitReader
from indexer.types import Header

HEADERS = {
    "000": Header(issuer="Sở Tài chính tỉnh Tây Ninh", scope="Sở Tài chính tỉnh Tây Ninh", province="Tây Ninh"),
    "001": Header(issuer="Ủy ban nhân dân tỉnh Tây Ninh", scope="tỉnh Tây Ninh", province="Tây Ninh"),
    "002": Header(
        issuer="Ủy ban nhân dân xã Thạnh Tân",
        scope="xã Thạnh Tân",
        province="Tây Ninh",
        title="Cải cách hành chính trên địa bàn xã Thạnh Tân, thành phố Tây Ninh",
    ),
    "003": Header(
        issuer="Thanh tra tỉnh Sóc Trăng",
        parent="Ủy ban nhân dân tỉnh Sóc Trăng",
        scope="Thanh tra tỉnh Sóc Trăng",
        province="Sóc Trăng",
    ),
    "004": Header(issuer="Sở Tư pháp tỉnh Tây Ninh", scope="Sở Tư pháp tỉnh Tây Ninh", province="Tây Ninh"),
}
TN, ST, TT = "tỉnh Tây Ninh", "tỉnh Sóc Trăng", "xã Thạnh Tân"
STC, STP, TTR = "Sở Tài chính tỉnh Tây Ninh", "Sở Tư pháp tỉnh Tây Ninh", "Thanh tra tỉnh Sóc Trăng"

MENTIONS = [
    ("000", "UBND tỉnh", "Ủy ban nhân dân tỉnh Tây Ninh", TN),
    ("000", "Sở Tài Chính", "Sở Tài chính", TN),
    ("000", "Lãnh đạo Sở", "Lãnh đạo Sở Tài chính", TN),
    ("000", "Ban Chỉ đạo CCHC tỉnh", "Ban Chỉ đạo cải cách hành chính tỉnh Tây Ninh", TN),
    ("000", "Văn phòng Sở", "Văn phòng Sở Tài chính", STC),
    ("000", "Các phòng và tương đương thuộc Sở", "Các phòng và tương đương thuộc Sở", STC),
    ("000", "Trưởng các phòng chuyên môn thuộc Sở", "Trưởng các phòng chuyên môn thuộc Sở", STC),
    ("000", "VP UBND tỉnh", "Văn phòng Ủy ban nhân dân tỉnh Tây Ninh", TN),
    ("000", "VP", "Văn phòng", STC),
    ("001", "Bộ Nội vụ", "Bộ Nội vụ", "Trung ương"),
    ("001", "Giám đốc Sở Nội vụ", "Giám đốc Sở Nội vụ", TN),
    ("001", "SNV", "Sở Nội vụ", TN),
    ("001", "Sở Nội vụ", "Sở Nội vụ", TN),
    ("001", "Sở TTTT", "Sở Thông tin và Truyền thông", TN),
    ("001", "Sở Kế hoạch và Đầu tư", "Sở Kế hoạch và Đầu tư", TN),
    ("001", "Chánh Văn phòng Ủy ban nhân dân tỉnh", "Chánh Văn phòng Ủy ban nhân dân tỉnh Tây Ninh", TN),
    ("001", "Thủ trưởng các sở, ban, ngành tỉnh", "Thủ trưởng các sở, ban, ngành tỉnh", TN),
    ("001", "Các sở, ban ngành tỉnh", "Các sở, ban, ngành tỉnh", TN),
    ("001", "các Bộ, ngành Trung ương", "Các bộ, ngành Trung ương", "Trung ương"),
    ("001", "Chủ tịch UBND tỉnh", "Chủ tịch Ủy ban nhân dân tỉnh Tây Ninh", TN),
    ("001", "UBND cấp huyện", "Ủy ban nhân dân cấp huyện", TN),
    ("001", "UBND các huyện, thị xã, thành phố", "Ủy ban nhân dân các huyện, thị xã, thành phố", TN),
    ("001", "Văn phòng UBND tỉnh", "Văn phòng Ủy ban nhân dân tỉnh Tây Ninh", TN),
    ("001", "KBNN tỉnh", "Kho bạc Nhà nước tỉnh Tây Ninh", TN),
    ("001", "Bưu điện tỉnh", "Bưu điện tỉnh Tây Ninh", TN),
    ("001", "Bưu điện tỉnh Tây Ninh", "Bưu điện tỉnh Tây Ninh", TN),
    ("001", "Báo Tây Ninh", "Báo Tây Ninh", TN),
    ("001", "Đài Phát thanh và Truyền hình tỉnh", "Đài Phát thanh và Truyền hình tỉnh Tây Ninh", TN),
    ("001", "Thường trực BCĐ CCHC", "Thường trực Ban Chỉ đạo cải cách hành chính", TN),
    ("001", "HĐND tỉnh", "Hội đồng nhân dân tỉnh Tây Ninh", TN),
    ("001", "UBMTTQVN tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Tây Ninh", TN),
    ("001", "Hiệp hội doanh nghiệp tỉnh", "Hiệp hội Doanh nghiệp tỉnh Tây Ninh", TN),
    ("001", "Trung tâm Phục vụ hành chính công tỉnh", "Trung tâm Phục vụ hành chính công tỉnh Tây Ninh", TN),
    ("001", "Tỉnh ủy", "Tỉnh ủy", TN),
    ("002", "UBND xã", "Ủy ban nhân dân xã Thạnh Tân", TT),
    ("002", "UBND", "Ủy ban nhân dân xã Thạnh Tân", TT),
    ("002", "HĐND", "Hội đồng nhân dân xã Thạnh Tân", TT),
    ("002", "Chủ tịch UBND xã", "Chủ tịch Ủy ban nhân dân xã Thạnh Tân", TT),
    ("002", "UBND Thành phố", "Ủy ban nhân dân thành phố Tây Ninh", "thành phố Tây Ninh"),
    ("002", "Thành ủy", "Thành ủy", "thành phố Tây Ninh"),
    ("002", "UBND tỉnh", "Ủy ban nhân dân tỉnh Tây Ninh", TN),
    ("002", "Đảng ủy", "Đảng ủy", TT),
    ("002", "Công an xã", "Công an xã Thạnh Tân", TT),
    ("002", "Bộ phận Một cửa", "Bộ phận Một cửa", TT),
    ("002", "Đài Truyền thanh xã", "Đài Truyền thanh xã Thạnh Tân", TT),
    ("002", "Công chức Tài chính – Kế toán", "Công chức Tài chính - Kế toán", TT),
    ("002", "Công chức Văn phòng - Thống kê", "Công chức Văn phòng - Thống kê", TT),
    ("002", "Công chức Văn\n\nphòng-Thốn\ng kê", "Công chức Văn phòng - Thống kê", TT),
    ("002", "Công chức\nTư pháp-\nHộ tịch", "Công chức Tư pháp - Hộ tịch", TT),
    ("002", "Tổ CNSCĐ xã , ấp", "Tổ công nghệ số cộng đồng xã, ấp", TT),
    ("002", "CBCC liên quan", "Cán bộ, công chức liên quan", TT),
    ("002", "Các ban ngành, đoàn thể", "Các ban, ngành, đoàn thể", TT),
    ("002", "Ủy ban Mặt trận Tổ quốc Việt Nam xã", "Ủy ban Mặt trận Tổ quốc Việt Nam xã Thạnh Tân", TT),
    ("003", "Thanh tra tỉnh", "Thanh tra tỉnh Sóc Trăng", ST),
    ("003", "Văn phòng", "Văn phòng", TTR),
    ("003", "Các phòng Nghiệp vụ", "Các phòng nghiệp vụ", TTR),
    ("003", "Các phòng chuyên môn", "Các phòng chuyên môn", TTR),
    ("003", "Chánh Văn phòng", "Chánh Văn phòng Thanh tra tỉnh Sóc Trăng", TTR),
    ("003", "Chánh Văn phòng Thanh tra tỉnh", "Chánh Văn phòng Thanh tra tỉnh Sóc Trăng", TTR),
    ("003", "Chánh Thanh tra tỉnh", "Chánh Thanh tra tỉnh Sóc Trăng", ST),
    ("003", "UBND tỉnh", "Ủy ban nhân dân tỉnh Sóc Trăng", ST),
    ("003", "Sở Nội vụ", "Sở Nội vụ", ST),
    ("003", "VP UBND tỉnh", "Văn phòng Ủy ban nhân dân tỉnh Sóc Trăng", ST),
    ("004", "Văn phòng Sở", "Văn phòng Sở Tư pháp", STP),
    ("004", "Văn phòng", "Văn phòng", STP),
    ("004", "Các phòng, đơn vị có liên quan", "Các phòng, đơn vị có liên quan", STP),
    ("004", "Phòng Xây dựng và Phổ \n\nbiến pháp luật", "Phòng Xây dựng và Phổ biến pháp luật", STP),
    ("004", "Sở Tư pháp", "Sở Tư pháp", TN),
    ("004", "Các sở, ban, ngành \n\ntỉnh.", "Các sở, ban, ngành tỉnh", TN),
    ("004", "BGĐ", "Ban Giám đốc", STP),
]


@pytest.mark.parametrize(("plan", "printed", "name", "scope"), MENTIONS)
def test_a_mention_resolves_to_its_entity(plan, printed, name, scope):
    (mention,) = UnitReader(HEADERS[plan]).split(printed)
    assert (mention.name, mention.scope) == (name, scope)


@pytest.mark.parametrize("printed", ["Văn phòng", "UBND tỉnh", "Sở Nội vụ", "Các phòng chuyên môn"])
def test_namesakes_under_different_issuers_stay_apart(printed):
    found = {}
    for plan in ("001", "003", "004"):
        (mention,) = UnitReader(HEADERS[plan]).split(printed)
        found[plan] = (mention.name, mention.scope)
    assert found["001"] != found["003"]
    assert found["003"] != found["004"]
