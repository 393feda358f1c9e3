"""One cell that names both the leading and the supporting unit → the two parts ("Sở A chủ trì, phối hợp với Sở B")."""

from __future__ import annotations

import re

# The verb may stand before its units ("Chủ trì: Sở A") or behind them ("Sở A chủ trì").
_LEADS = (
    r"(?:là\s+)?(?:cơ quan\s+|đơn vị\s+|làm\s+)?(?:chủ trì|đầu mối)"
    r"(?:\s*,?\s*(?:tham mưu|thực hiện|tổ chức|triển khai))*"
)
_SUPPORTS = r"(?:(?:với\s+sự|có\s+sự|và)\s+)?phối(?:\s+kết)?\s+hợp(?:\s+thực hiện)?(?:\s*(?:với|cùng|của|:))*"
_LEAD_FIRST = re.compile(
    rf"^[\s\-+•]*(?:{_LEADS}\s*:\s*)?(?P<lead>[^\n]*?\S)[\s,;.\-–(]*(?:{_LEADS})?[\s,;.\-–]*{_SUPPORTS}\s*(?P<support>\S.*?)[\s.)]*$",
    re.IGNORECASE | re.DOTALL,
)
_SUPPORT_BEHIND = re.compile(
    rf"^[\s\-+•]*(?P<lead>\S.*?)[\s,;.\-–(]*(?:{_LEADS})[\s,;.\-–)]*"
    r"(?P<support>\S.*?)\s+phối\s+hợp(?:\s+thực hiện)?[\s.)]*$",
    re.IGNORECASE | re.DOTALL,
)
_MARKED_LEAD = re.compile(
    rf"^[\s\-+•]*{_LEADS}\s*:?\s*(?P<lead>\S.*)$|^(?P<behind>\S.*?)[\s,]*{_LEADS}\s*\.?$", re.IGNORECASE | re.DOTALL
)

# "Sở A / Sở B, Sở C" under a heading "chủ trì/phối hợp"; the bar of "HĐND/UBND" parts no units.
_BARRED = re.compile(
    r"(?P<lead>[^/]*[^/\s])(?:\s+/\s*|/\s+|(?<=[a-zà-ỹ])/(?=[A-ZĐ]))(?P<support>[^/\s][^/]*)", re.DOTALL
)

Part = tuple[int, int]


def lead_and_support(text: str, paired: bool = False) -> tuple[Part, Part | None]:
    """Where the leading units stand in ``text``, and where the supporting ones do (None: the cell names none).

    ``paired`` says that the column's heading announces both, so that a bar alone tells them apart.
    """
    for pattern in (_SUPPORT_BEHIND, _LEAD_FIRST):
        found = pattern.match(text)
        if found is not None and found.group("lead").strip(" ,;:-"):
            return found.span("lead"), found.span("support")
    marked = _MARKED_LEAD.match(text)
    if marked is not None and (marked.group("behind") or text[marked.start("lead")].isupper()):
        return marked.span("lead" if marked.group("lead") else "behind"), None
    barred = _BARRED.fullmatch(text) if paired else None
    if barred is not None:
        return barred.span("lead"), barred.span("support")
    return (0, len(text)), None
