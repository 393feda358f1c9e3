"""Names of document types as they head a document (Nghị định 30/2020/NĐ-CP, Điều 7; norms and Party forms beside)."""

from __future__ import annotations

import re

from indexer.fold import key

NAMES = (
    "Quyết định", "Kế hoạch", "Nghị quyết", "Chỉ thị", "Quy chế", "Quy định", "Thông báo", "Thông cáo", "Hướng dẫn",
    "Chương trình hành động", "Chương trình", "Phương án", "Đề án", "Dự án", "Báo cáo", "Biên bản", "Tờ trình",
    "Hợp đồng", "Công điện", "Thông tư", "Nghị định", "Kết luận", "Công văn", "Quy trình", "Điều lệ", "Bộ tiêu chí",
)  # fmt: skip

_KEYS = {key(name): name for name in NAMES}
_TRIM = re.compile(r"^[\W_]+|[\W_]+$")


def exact(text: str) -> str | None:
    """The type whose name is all that ``text`` says, in capitals or not, or None."""
    return _KEYS.get(key(_TRIM.sub("", text)))


def leading(text: str) -> tuple[str, str] | None:
    """The type whose name in capitals opens ``text``, and the words behind it, or None."""
    for name in NAMES:
        if text.startswith(name.upper() + " "):
            return name, text[len(name) + 1 :].strip()
    return None
