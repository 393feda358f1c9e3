"""The note under a citation that says who corrected the record; the quote above it stays as printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.store.amend.records import Correction
from search_api.access.viewer import signed
from search_api.errors import BadParameter

_LONGEST_WHO, _LONGEST_WHY = 100, 1000

FIELDS = {
    "no": ("số thứ tự", "number"),
    "section": ("nhóm", "section"),
    "goal": ("mục tiêu", "goal"),
    "task": ("nhiệm vụ", "task"),
    "activity": ("hoạt động", "activity"),
    "product": ("sản phẩm", "product"),
    "lead": ("chủ trì", "lead"),
    "coordinate": ("phối hợp", "coordinate"),
    "lead_text": ("chữ in ở cột chủ trì", "printed lead"),
    "coordinate_text": ("chữ in ở cột phối hợp", "printed coordinate"),
    "deadline": ("thời hạn", "deadline"),
    "path": ("đường dẫn", "path"),
    "unit": ("đơn vị", "unit"),
    "role": ("vai trò", "role"),
    "number": ("số ký hiệu", "number"),
    "kind": ("loại văn bản", "kind"),
    "issuer": ("cơ quan ban hành", "issuer"),
    "issued_on": ("ngày ban hành", "date of issue"),
    "title": ("trích yếu", "title"),
    "signer": ("người ký", "signer"),
}
ACTIONS = {
    "add": ("thêm dòng", "added"),
    "split": ("tách", "split"),
    "join": ("gộp", "joined"),
    "delete": ("xóa vì sai", "deleted as wrong"),
    "undo": ("hoàn tác", "undone"),
    "check": ("đã kiểm tra", "checked"),
}


def note(corrections: Sequence[Correction]) -> dict[str, Any]:
    """``{"note", "note_en"}`` of a record's corrections; empty for a record that nobody touched."""
    if not corrections:
        return {}
    vi, en = [], []
    for one in corrections:
        day = f"{one.at:%d/%m/%Y}"
        if one.action == "check":
            vi.append(f"đã kiểm tra bởi {one.by} ngày {day}")
            en.append(f"checked by {one.by} on {one.at:%Y-%m-%d}")
            continue
        what = FIELDS.get(one.field or "") or ACTIONS.get(one.action) or (one.action, one.action)
        vi.append(f"sửa bởi {one.by} ngày {day} ({what[0]})")
        en.append(f"corrected by {one.by} on {one.at:%Y-%m-%d} ({what[1]})")
    return {"note": "; ".join(vi), "note_en": "; ".join(en)}


def brief(one: Correction) -> dict[str, Any]:
    """What the record itself says of a correction."""
    return {
        "id": one.id,
        "action": one.action,
        "field": one.field,
        "before": one.before,
        "after": one.after,
        "by": one.by,
        "at": one.at.isoformat(),
        "why": one.why,
    }


def signature(given: Any) -> str:
    """Who says so: the account that is signed in, else the name given. Raises BadParameter for nobody."""
    name = " ".join(str(signed(given) or "").split())
    if not name or len(name) > _LONGEST_WHO:
        raise BadParameter(
            f"Cần “by”: tên người sửa, dài nhất {_LONGEST_WHO} ký tự.",
            f"“by” is needed: who corrects, at most {_LONGEST_WHO} characters.",
        )
    return name


def reason(given: Any) -> str:
    """Why, possibly empty. Raises BadParameter for a reason that is too long."""
    words = " ".join(str(given or "").split())
    if len(words) > _LONGEST_WHY:
        raise BadParameter(f"“why” dài nhất {_LONGEST_WHY} ký tự.", f"“why” has at most {_LONGEST_WHY} characters.")
    return words
