"""Words for what records say in codes: confidence, roles, intents, stages, deadlines, legal paths."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from web.language import Language

Record = Mapping[str, Any]

ROLES = {
    "lead": "chủ trì",
    "responsible": "chịu trách nhiệm",
    "coordinate": "phối hợp",
    "guide": "hướng dẫn",
    "monitor": "theo dõi",
}
RELATIONS = {
    "basis": "căn cứ",
    "implements": "thực hiện",
    "attached": "kèm theo",
    "amends": "sửa đổi, bổ sung",
    "replaces": "thay thế",
    "repeals": "bãi bỏ",
    "mentions": "nhắc đến",
}
INTENTS = {
    "lead": "ai chủ trì",
    "coordinate": "ai phối hợp",
    "deadline": "thời hạn",
    "product": "sản phẩm",
    "unit_tasks": "việc của đơn vị",
    "list": "liệt kê",
    "count": "đếm",
    "compare": "so sánh",
    "clause": "điều khoản",
    "lookup": "tra cứu",
}
STAGES = {
    "queued": "Đang chờ đến lượt",
    "read": "Đang đọc tệp",
    "normalise": "Đang chuẩn hóa chữ",
    "segment": "Đang tách điều khoản",
    "extract": "Đang tìm nhiệm vụ",
    "embed": "Đang lập chỉ mục ngữ nghĩa",
    "store": "Đang lưu",
}
SAID_PERIOD = re.compile(r"\b(?:hàng|hằng|mỗi) (?:tuần|tháng|quý|năm)\b", re.IGNORECASE)
MONTH_NOTE = re.compile(r"\w+ \d{1,2}")
PERIODS = {
    "week": "hằng tuần",
    "month": "hằng tháng",
    "quarter": "hằng quý",
    "half-year": "sáu tháng một lần",
    "year": "hằng năm",
    "period": "theo kỳ",
}


def confidence_words(value: float | None, language: Language) -> tuple[str, str]:
    """A CSS class and a phrase for a confidence of 0..1; an unknown confidence reads as the lowest."""
    if value is not None and value >= 0.8:
        return "high", language.gettext("Văn bản nói rõ")
    if value is not None and value >= 0.5:
        return "middling", language.gettext("Khá chắc, nên đối chiếu nguồn")
    return "low", language.gettext("Chưa chắc, hãy đối chiếu nguồn")


def role_words(role: str, language: Language) -> str:
    """A duty's role in words."""
    return language.gettext(ROLES.get(role, role))


def relation_words(relation: str, language: Language) -> str:
    """How a document stands to one that it names."""
    return language.gettext(RELATIONS.get(relation, relation))


def stage_words(stage: str | None, state: str | None, language: Language) -> str:
    """What is being done with an uploaded file."""
    key = "queued" if state == "queued" else (stage or "")
    return language.gettext(STAGES.get(key, "Đang đọc tệp"))


def deadline_words(deadline: Record, language: Language) -> str:
    """How a deadline was read, where that says more than its printed words; empty otherwise."""
    kind, end, start = deadline.get("kind"), deadline.get("end"), deadline.get("start")
    if kind == "recurring":
        words = PERIODS.get(str(deadline.get("every")), "")
        said = language.code == "vi" and SAID_PERIOD.search(str(deadline.get("text") or ""))
        return f"({language.gettext(words)})" if words and not said else ""
    if kind == "range" and start and end:
        return f"({language.day(start)} – {language.day(end)})"
    if kind in {"month", "quarter", "year"} and end:
        return "(" + language.gettext("đến hết {day}").replace("{day}", language.day(end)) + ")"
    if kind == "date" and end and not _gives(str(deadline.get("text") or ""), str(end), language):
        return f"({language.day(end)})"
    return ""


def _gives(text: str, day: str, language: Language) -> bool:
    """Whether printed words name that very day in figures; to readers of English only as they themselves write it."""
    year, month, number = map(int, day.split("-"))
    printed = rf"(?<!\d)0?{number}\s*[/.-]\s*0?{month}\s*[/.-]\s*{year}(?!\d)"
    return language.day(day) in text or (language.code == "vi" and re.search(printed, text) is not None)


def deadline_notes(deadline: Record) -> tuple[str, ...]:
    """What was inferred of a deadline or is wrong with it, in Vietnamese as it is kept."""
    return tuple(note for note in deadline.get("notes") or () if not MONTH_NOTE.fullmatch(note))


def legal_path(path: Sequence[str]) -> str:
    """A path as people cite it: its own steps joined by ›, without the marks that only tell siblings apart."""
    return " › ".join(step for step in path if not (step.startswith("¶") or (step[:1] == "-" and step[1:].isdigit())))


def hit_title(hit: Record) -> str:
    """What a hit that is no task is called: the heading it stands under, or its path, or its first words."""
    return clip(str(hit.get("section") or "") or legal_path(hit.get("path") or ()) or str(hit.get("text") or ""), 150)


def clip(text: str, width: int) -> str:
    """``text`` in one line, cut between words with … when longer than ``width``."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[:width].rsplit(" ", 1)[0] + "…"


def unit_counts(unit: Record, language: Language) -> tuple[tuple[str, int], ...]:
    """What a unit of the list has to do: (role, number), zeros left out."""
    named = (("leads", "chủ trì"), ("coordinates", "phối hợp"), ("duties", "trong lời văn"))
    return tuple((language.gettext(words), int(unit[key])) for key, words in named if unit.get(key))


REASONS = {
    "standing": "việc thường xuyên",
    "relative": "tính theo việc hoặc văn bản khác",
    "open": "không in ngày kết thúc",
    "impossible": "không rõ năm hoặc ngày không có trong lịch",
    "unreadable": "không nêu thời gian đọc được",
    "missing": "không ghi thời hạn",
}
MATCHES = {"same": "đúng việc đó", "narrowed": "thu hẹp", "mentioned": "chỉ nhắc tới"}
WHERES = {
    "rows": "hai dòng của một bảng",
    "text and table": "lời văn và bảng",
    "two plans": "hai kế hoạch",
    "plan below": "kế hoạch cấp dưới muộn hơn",
}
WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
ENGLISH_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV")


def reason_words(reason: str, language: Language) -> str:
    """Why a milestone has no day."""
    return language.gettext(REASONS.get(reason, reason))


def match_words(relation: str, language: Language) -> str:
    """How a lower obligation answers to the upper one."""
    return language.gettext(MATCHES.get(relation, relation))


def where_words(where: str, language: Language) -> str:
    """Between what a conflict is."""
    return language.gettext(WHERES.get(where, where))


def weekday_words(language: Language) -> tuple[str, ...]:
    """Short names of the days from Monday to Sunday."""
    return WEEKDAYS if language.code == "vi" else ENGLISH_WEEKDAYS


def month_words(first: date, language: Language) -> str:
    """A month by name and year."""
    name = str(first.month) if language.code == "vi" else ENGLISH_MONTHS[first.month - 1]
    return language.gettext("Tháng {m}/{y}").replace("{m}", name).replace("{y}", str(first.year))


def period_words(view: str, first: date, last: date, language: Language) -> str:
    """The window of a calendar in words."""
    if view == "day":
        return language.day(first)
    if view == "month":
        return month_words(first, language)
    name = "Năm {y}" if view == "year" else "Quý {q} năm {y}"
    return language.gettext(name).replace("{q}", ROMAN[(last.month - 1) // 3]).replace("{y}", str(first.year))
