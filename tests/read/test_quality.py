"""Text layers that lie are told from those that can be read."""

from __future__ import annotations

import pytest

from indexer.read.quality import judge

GOOD = (
    "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính và các đơn vị liên quan xây dựng kế hoạch kiểm tra công vụ "
    "trình Ủy ban nhân dân tỉnh trước ngày 15 tháng 3"
)
BARE = (
    "SO GIAO DUC VA DAO TAO chu tri phoi hop voi cac don vi lien quan xay dung ke hoach nam hoc trinh Uy ban nhan dan "
    "tinh xem xet quyet dinh"
)
SHIFTED = (
    "6ӣ 1ӝL Yө FKӫ WUu SKӕL KӧS YӟL 6ӣ 7jL FKtQK Yj FiF ÿѫQ Yӏ OLrQ TXDQ [k\\ GӵQJ NӃ KRҥFK NLӇP WUD F{QJ Yө WUuQK "
    "8ӹ EDQ QKkQ GkQ WӍQK"
)
SCANNED = (
    "BQ GIAO DVC VA DAO TAQ CQNG HOA XA HQI CHU NGHiA VlET NAM DQc I$p - Tv do - Hgnh phuc Sd: 12/BC-BGDDT Ha NQi, "
    "ngdy 05 thdng 01 ndm 2026 BAO CAO Tinh hinh thuc hidn k6 hogch"
)
FUSED = (
    "Xâydựnghệthống quảnlývănbản và chếđộbáocáo củacácđơnvị trongtỉnh bảođảm đồngbộ thốngnhất theoquyđịnh hiệnhành "
    "về chuyểnđổi số vàcảicáchhànhchính nhànước giaiđoạn tiếptheo củatỉnh"
)
STAMP = "Người ký: Ủy ban nhân dân tỉnh Thời gian ký: 05.01.2026 08:15:22 +07:00"
LETTERS = "Tổ chức 12 lớp"


@pytest.mark.parametrize(
    ("text", "image", "verdict"),
    [
        (GOOD, 0.0, "good"),
        (GOOD * 2, 1.0, "good"),
        (BARE, 0.9, "stamp only"),
        (BARE * 3, 0.9, "garbage"),
        (BARE * 3, 0.0, "good"),
        (SHIFTED, 0.0, "garbage"),
        (SCANNED * 2, 1.0, "garbage"),
        ("\ufffd\ufffd\ufffd \ufffd\ufffd " * 20, 0.0, "garbage"),
        (FUSED, 0.0, "lost spaces"),
        (STAMP, 1.0, "stamp only"),
        (STAMP, 0.05, "good"),
        (LETTERS, 0.0, "good"),
        ("", 1.0, "none"),
        ("2 / 15 ... 3.000", 0.0, "good"),
        ("2 / 15 ... 3.000", 0.9, "none"),
    ],
    ids=[
        "prose", "prose over a background image", "few words without marks on a scan", "marks lost by recognition",
        "typed without marks", "letters of another alphabet", "recognised without Vietnamese", "no Unicode map",
        "lost spaces", "signature on a scan", "signature on a text page", "a short page", "a scan", "figures only",
        "figures on a scan",
    ],
)  # fmt: skip
def test_a_page_is_judged_by_its_syllables_and_its_images(text, image, verdict):
    assert judge(text.split(), image).verdict == verdict


def test_decomposed_letters_are_judged_like_composed_ones():
    import unicodedata

    assert judge(unicodedata.normalize("NFD", GOOD).split(), 0.0) == judge(GOOD.split(), 0.0)


def test_official_vocabulary_with_abbreviations_and_numbers_is_no_garbage():
    text = (
        "STT 1 Sở KH&CN, VP UBND tỉnh rà soát TTHC, DVC trực tuyến theo Nghị định 45/2025/NĐ-CP; nối VNeID với iGate "
        "2 Sở TTTT, Sở GTVT báo cáo CNTT, CĐS 6 tháng gửi BCĐ CCHC tỉnh 3 UBND cấp huyện tổng hợp số liệu KT-XH, QP-AN"
    )
    assert judge(text.split(), 0.0).verdict == "good"
