"""Deadline phrases → records that keep the words as printed and the precision the words have."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from indexer.extract.periods import Period, periods
from indexer.extract.recurrence import Recurrence, recurrence
from indexer.fold import fold
from indexer.types import Deadline

# A longer text is no deadline cell; what a reader put there by mistake is not searched for dates.
_LONGEST = 600
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_BULLET = re.compile(r"(?:^|\s)[-+*•]\s+(?=[^\W\d])")
# The date of a cited document is no deadline: "Kế hoạch số 3989/KH-UBND ngày 21/11/2022".
_CITED = re.compile(r"(?:so \d*|\d+)\s?/(?:\d{4}/)?[a-z]+[\w-]*(?:,? ngay \d{1,2}[/.-]\d{1,2}[/.-]\d{4})?")
# "tháng sáu" and "sáu tháng đầu năm", while "tháng sau", "mỗi tháng một lần" and lunar months name no month.
_NUMBERS = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_MONTH_IN_WORDS = re.compile(
    r"(?<!\w)(?P<month>tháng\s+)(?P<name>mười(?:\s+(?:một|hai))?|một|hai|ba|tư|bốn|năm(?=\s+năm\b)|sáu|b[ảẩ]y|tám|chín)"
    r"(?=\s*(?:$|[/,.;)–-]|(?:năm|và|đến|tới|hoặc)\b))"
    r"|(?<!\w)(?P<count>ba|sáu|chín)(?=\s+tháng\s+(?:đầu|cuối)\b)",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?:trong|sau|qua|truoc|cham nhat|khong qua|toi da)(?: thoi han| vong| thoi gian| khong qua| toi da)*"
    r" \d{1,3}(?: \([^)]*\))? ?(?:ngay|gio|tuan|thang|nam)(?: lam viec)?"
    r",? (?:ke tu|tu khi|tu ngay|sau khi|truoc khi|truoc)\b"
    r"|\b\d{1,3} (?:ngay|gio|tuan|thang)(?: lam viec)?,? (?:ke tu|sau khi)\b"
    r"|\btrong(?: vong| thoi han)? \d{1,3} (?:ngay|gio|tuan|thang)\b(?! (?:dau|cuoi|\d)|/)"
)
_CONDITION = re.compile(
    r"^(?:thuc hien |hoan thanh )?(?:ngay )?(?:sau|truoc) (?:khi|k[yi] hop|hoi nghi|dai hoi)\b"
    r"|^ngay (?:khi|sau)\b|^sau (?:\d{1,3} ngay|moi|tung|cac)\b"
)
_BY_DOCUMENT = re.compile(
    r"\btheo (?:\w+ ){0,6}?"
    r"(?:ke hoach|quyet dinh|chuong trinh|de an|nghi quyet|nghi dinh|thong tu|cong van|van ban|chi thi)"
    r"(?: \w+){0,4}? so \d*\s?/?"
)
_STANDING = re.compile(r"\bthuong xuyen\b|\blien tuc\b|\bsuot (?:nam|qua trinh|giai doan)\b")
_ONWARD = re.compile(r"\b(?:va )?(?:cac|nhung) nam (?:tiep theo|sau)\b|\btro di\b")
_BEFORE = re.compile(r"\btruoc\b(?! (?:nam|han|lien ke)\b(?! \d))")
_BY = re.compile(
    r"\bcham nhat\b|\b(?:den|truoc) het\b|\bden (?:ngay|thang|nam|qu[yi]|cuoi|\d)|\bhan cuoi\b|\bmuon nhat\b|^het\b"
)
_OPEN_START = re.compile(r"^(?:bat dau )?tu\b(?! nay\b)")


def deadline(text: str, year: int | None) -> Deadline:
    """The deadline that a cell or phrase states; ``year`` is the plan's, for months and days without one.

    ``Deadline.text`` is the phrase as printed with its spaces collapsed. Several milestones of one cell: the
    first is the record, the rest stand in ``also``. A phrase without a readable time has kind "none". Dates are
    those of domain vocabulary: a period is due at its end, "trước" keeps its operator, impossible days stay
    without dates and are named in ``notes``.
    """
    printed = " ".join(text.split())
    found = [d for piece in _pieces(text) for d in _milestones(piece, year)]
    if not found:
        return Deadline("none", None, None, None, printed)
    timed = [d for d in found if d.kind != "none"] or found[:1]
    first, rest = timed[0], timed[1:]
    return replace(first, text=printed, also=(*first.also, *rest))


def _pieces(text: str) -> list[str]:
    """Items of a cell: bulleted where the cell opens with a bullet or a line does, else parted by semicolons."""
    flat = text[:_LONGEST].translate(_DASHES).strip()
    if _BULLET.match(flat):
        parts = _BULLET.split(re.sub(r"\s+", " ", flat))
    else:
        parts = re.split(r"\n\s*[-+*•]\s+", flat)
    found = [" ".join(p.split()).strip(" ;.,") for part in parts for p in part.split(";")]
    return [p for p in found if p]


def _milestones(piece: str, year: int | None) -> list[Deadline]:
    plain = fold(_MONTH_IN_WORDS.sub(_in_figures, piece)).replace("  ", " ")
    if _SPAN.search(plain) or _CONDITION.search(plain) or _BY_DOCUMENT.search(plain):
        return [Deadline("relative", None, None, None, piece, notes=_anchor(plain))]
    timed = _CITED.sub(" ", plain)
    again = recurrence(timed)
    if _STANDING.search(timed):
        standing = _standing(piece, timed, year)
        return [standing, _recurring(piece, timed, again, year)] if again and again.every != "year" else [standing]
    if again:
        found = _recurring(piece, timed, again, year)
        return [found, *_whole_year(timed, year)]
    return [_calendar(piece, timed, p) for p in periods(timed, year)] or [Deadline("none", None, None, None, piece)]


def _in_figures(match: re.Match[str]) -> str:
    if match["count"]:
        return str(_NUMBERS[match["count"].lower()])
    return f"{match['month']}{_NUMBERS[' '.join(match['name'].lower().split())]}"


def _anchor(plain: str) -> tuple[str, ...]:
    """A note that names the day a relative deadline counts from, where a plain date is printed."""
    if "ke tu ngay" not in plain:
        return ()
    days = [p.start for p in periods(plain.split("ke tu ngay", 1)[1], None) if p.kind == "date" and p.start]
    return (f"tính từ ngày {days[0]:%d/%m/%Y}",) if days else ()


def _standing(piece: str, plain: str, year: int | None) -> Deadline:
    printed = [p for p in periods(plain, year) if not p.inferred and p.start]
    start, end = (printed[0].start, printed[-1].end) if printed else (None, None)
    return Deadline("ongoing", start, end, None, piece)


def _recurring(piece: str, plain: str, again: Recurrence, year: int | None) -> Deadline:
    """A recurring deadline; it has dates only where the years are printed beside it."""
    bounds = [p for p in periods(plain, year) if p.kind in ("year", "range") and not p.inferred and p.start]
    start, end = (bounds[0].start, bounds[-1].end) if bounds else (None, None)
    month = (f"tháng {again.month}",) if again.month else ()
    return Deadline("recurring", start, end, again.every, piece, day=again.day, operator=_operator(plain), notes=month)


def _whole_year(plain: str, year: int | None) -> list[Deadline]:
    """The closing "và năm 2024" of a recurring phrase, as a milestone of its own ("Hàng quý và năm 2024")."""
    match = re.search(r"\b(?:hang|dinh k[yi]).*\bva (?:ca )?nam ?((?:19|20)\d\d)?", plain)
    if not match:
        return []
    named = periods(f"nam {match[1] or year or ''}", year)
    return [_calendar(plain[match.start() :], plain, named[0])] if named and named[0].start else []


def _operator(plain: str) -> Literal["before", "by"] | None:
    if _BY.search(plain):
        return "by"
    return "before" if _BEFORE.search(plain) else None


def _calendar(piece: str, plain: str, period: Period) -> Deadline:
    notes: list[str] = []
    if period.impossible:
        notes.append(f"không có ngày tháng này trong lịch: {period.impossible}")
    elif period.start is None:
        notes.append("không in năm và không biết năm của kế hoạch")
    elif period.inferred:
        notes.append(f"không in năm; lấy năm {period.start.year} của kế hoạch")
    end = period.end
    if _ONWARD.search(plain) or (_OPEN_START.search(plain) and period.kind != "range"):
        end = None
        notes.append("không in ngày kết thúc")
    if re.search(r"\bsau khi\b|\bkhi co\b", plain):
        notes.append("kèm điều kiện trong câu chữ")
    operator = _operator(plain)
    kind = "date" if period.start is not None and period.start == end else period.kind
    return Deadline(kind, period.start, end, None, piece, operator=operator, notes=tuple(notes))
