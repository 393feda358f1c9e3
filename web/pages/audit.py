"""The audit log for administrators: who did what, when and from where, filtered, and as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from search_api.access.audit import Audit, said
from search_api.errors import BadParameter
from search_api.limits import Page
from web.corrected import field_words
from web.days import Typed, status, typed
from web.language import Language
from web.templating import render, request_language

router = APIRouter()
LIMIT = 50
KINDS = {
    "added": "thêm văn bản",
    "add_failed": "thêm không thành",
    "drafted": "đưa vào chờ công bố",
    "published": "công bố",
    "removed": "xóa văn bản",
    "restored": "lấy lại văn bản",
    "replaced": "thay bằng bản mới",
    "exchanged": "thay bản cũ",
    "deleted": "xóa hẳn",
    "reread": "đọc lại văn bản",
    "limited": "đổi người được đọc",
    "corrected": "sửa",
    "checked": "xác nhận đúng",
    "undone": "hoàn tác",
    "judged": "đối chiếu nhiệm vụ",
    "unjudged": "bỏ ý kiến đối chiếu",
    "ruled": "gộp, tách hay để riêng đơn vị",
    "unruled": "bỏ gộp, tách hay để riêng đơn vị",
    "exported": "tải danh sách về",
    "fetched": "tải tệp gốc về",
    "feed_read": "đọc nguồn tin hoặc lịch",
    "signed_in": "đăng nhập",
    "signed_out": "đăng xuất",
    "sign_in_refused": "đăng nhập không được",
    "locked": "tạm khóa đăng nhập",
    "refused": "bị từ chối",
    "account_made": "thêm tài khoản",
    "account_changed": "đổi tài khoản",
    "token_made": "cấp mã truy cập",
    "token_revoked": "thu hồi mã truy cập",
    "group_made": "thêm nhóm",
    "group_renamed": "đổi tên nhóm",
    "group_removed": "bỏ nhóm",
    "backup": "sao lưu",
    "backup_removed": "xóa bản sao lưu",
    "restore": "phục hồi",
    "started": "khởi động",
}
RESULTS = {"done": "đã xong", "failed": "không thành", "refused": "từ chối"}
VIA = {
    "system": "dòng lệnh hoặc máy chủ",
    "anonymous": "không tài khoản",
    "session": "trên trang web",
    "token": "mã truy cập",
}
DETAILS = {
    "groups": "nhóm",
    "group": "nhóm",
    "rows": "số dòng",
    "format": "định dạng",
    "chosen": "đã chọn",
    "file": "tệp",
    "number": "số ký hiệu",
    "tasks": "nhiệm vụ",
    "field": "trường",
    "action": "cách làm",
    "correction": "lần sửa",
    "role": "vai trò",
    "device": "thiết bị",
    "documents": "văn bản",
    "code": "lý do",
    "name": "tên",
    "before": "giá trị cũ",
    "after": "giá trị mới",
    "anonymous": "người không có tài khoản",
    "version": "phiên bản",
    "more": "số lần nữa",
    "sessions": "số phiên",
    "seconds": "số giây chờ",
    "scopes": "được phép",
    "days": "số ngày dùng",
    "active": "được vào",
    "password": "mật khẩu",
    "issuer": "nhà cung cấp",
    "document": "mã văn bản",
    "other": "bên kia",
    "ruling": "quyết định số",
    "corrections": "các lần sửa",
    "undoes": "hoàn tác lần sửa",
    "successor": "văn bản thay thế",
    "below": "nhiệm vụ cấp dưới",
    "verdict": "ý kiến",
    "feeds": "số địa chỉ nguồn tin",
}
# Actions that are none of a correction's, or go by another name there.
DONE = {"set": KINDS["corrected"], "apart": "để riêng"}
ROLES = {"viewer": "người đọc", "editor": "biên tập viên", "administrator": "quản trị viên"}
WHY = {
    "changed": "đã bị sửa",
    "missing": "đã bị lấy đi",
    "cut": "và những dòng sau đã bị cắt bỏ",
}


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in words; ``document`` is the id of a document that can be opened, or None."""

    number: int
    at: str
    kind: str
    result: str
    refused: bool
    person: str
    how: str
    subject: str
    document: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of the log with its filters."""

    lines: tuple[Line, ...]
    total: int
    offset: int
    limit: int
    given: Mapping[str, str]
    first: Typed
    last: Typed
    kinds: tuple[tuple[str, str], ...]
    results: tuple[tuple[str, str], ...]
    problem: str
    sound: Mapping[str, Any] | None
    why: str

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return any(self.given.values())

    def export(self, form: str) -> str:
        """The address of the same entries as a file."""
        kept = {name: value for name, value in self.given.items() if value}
        return f"/api/v1/audit?{urlencode({**kept, 'format': form})}"


@router.get("/audit", response_class=HTMLResponse)
def audit(
    request: Request,
    person: str = "",
    kind: str = "",
    document: str = "",
    result: str = "",
    address: str = "",
    first: Annotated[str, Query(alias="from")] = "",
    last: Annotated[str, Query(alias="to")] = "",
    verify: bool = False,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """The entries that pass the filters, the latest first."""
    log: Audit = request.app.state.api.state.audit
    tongue = request_language(request)
    given = {"person": person, "kind": kind, "document": document, "result": result, "address": address}
    since, until = typed(first, tongue), typed(last, tongue)
    given |= {"from": since.iso, "to": until.iso}
    problem, found = "", None
    try:
        found = log.list(given, Page(LIMIT, offset))
    except BadParameter as error:
        problem = str(error) if tongue.code == "vi" else error.en
        found = log.list({}, Page(LIMIT, 0))
        given = dict.fromkeys(given, "")
    sound = log.verify() if verify else None
    page = AuditPage(
        lines=tuple(_line(one, tongue) for one in found["entries"]),
        total=int(found["total"]),
        offset=offset,
        limit=LIMIT,
        given=given,
        first=since,
        last=until,
        kinds=tuple((key, kind_words(key, tongue)) for key in log.kinds()),
        results=tuple((key, tongue.gettext(words)) for key, words in RESULTS.items()),
        problem=problem,
        sound=sound,
        why=tongue.gettext(WHY[sound["why"]]) if sound and sound["why"] else "",
    )
    return render(request, "audit.html", page, status=422 if problem else status(since, until))


def kind_words(kind: str, tongue: Language) -> str:
    """A kind of deed in words; one that is not known here by its name."""
    return tongue.gettext(KINDS[kind]) if kind in KINDS else kind.replace("_", " ")


def _detail(name: str, tongue: Language) -> str:
    return tongue.gettext(DETAILS[name]) if name in DETAILS else name


def _value(name: str, value: Any, tongue: Language) -> Any:
    """A value that is a code in words, another as it is."""
    if name == "action" and value in DONE:
        return tongue.gettext(DONE[value])
    if name in ("field", "action"):
        words = field_words(str(value), tongue)
        return words[:1].lower() + words[1:]
    return tongue.gettext(ROLES[value]) if name == "role" and value in ROLES else value


def _line(one: Mapping[str, Any], tongue: Language) -> Line:
    how = tongue.gettext(VIA[one["via"]]) if one["via"] in VIA else str(one["via"])
    return Line(
        number=int(one["id"]),
        at=str(one["at"])[:19],
        kind=kind_words(str(one["kind"]), tongue),
        result=tongue.gettext(RESULTS[one["result"]]) if one["result"] != "done" else "",
        refused=one["result"] != "done",
        person=str(one["person"]) or "—",
        how=" · ".join(part for part in (how, str(one["address"])) if part),
        subject=str(one["subject"]) if one["subject"] != one["document_id"] else "",
        document=one["document_id"],
        detail=said({_detail(name, tongue): _value(name, value, tongue) for name, value in one["detail"].items()}),
    )
