"""The issuing body in full, the scope of bare unit names and the province."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from indexer.gazetteer import load
from indexer.segment import names
from indexer.segment.letterhead import Letterhead, attaches
from indexer.segment.regions import Labelled
from indexer.types import Document

_BODY = (
    r"((?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Sở|Thanh tra|Văn phòng|Ban|Chi cục|Trung tâm|Công an)"
    r"(?:\s+(?:[A-ZĐÀ-Ỹ]\w*,?|và|tỉnh|xã|phường|thị trấn|thị xã|huyện|quận|thành phố|nhân dân|-|tế|tin|chính|vụ|pháp|"
    r"thông|nghiệp|hóa|hoá|thao|lịch|tạo|trường|dựng|nghệ|tải|hội|binh|động|tư|thôn|triển|dân|tộc|giáo|vận|thương))+)"
)
_OF = re.compile(rf"(?:của|trên địa bàn)\s+(?:Chủ tịch\s+|Giám đốc\s+)?{_BODY}")
_MAKES = re.compile(rf"{_BODY}\s+(?:xây dựng|ban hành|đề ra|lập)\s+(?:và\s+\w+\s+\w+\s+)?[Kk]ế hoạch")
_WHERE = re.compile(
    r"trên địa bàn\s+((?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường)\s+[A-ZĐÀ-Ỹ]\w*(?:\s[A-ZĐÀ-Ỹ]\w*)*)"
)
_PROVINCE = re.compile(r"\btỉnh ([A-ZĐÀ-Ỹ]\w*(?:(?: |-| - )[A-ZĐÀ-Ỹ]\w*){1,3})")
_PARTY = re.compile(r"\bTỉnh ủy ([A-ZĐÀ-Ỹ]\w*(?:(?: |-| - )[A-ZĐÀ-Ỹ]\w*){1,3})")
_BARE_DEPARTMENT = re.compile(r"\bSở(?=\s+[^A-ZĐÀ-Ỹ\s]|[.,;)]|$)")
_DEPARTMENT = re.compile(r"\bSở\s+[A-ZĐÀ-Ỹ]\w*(?:\s+(?:và\s+)?\w+){0,5}")


def bodies(head: Letterhead, document: Document, lines: Sequence[Labelled]) -> tuple[str | None, str | None]:
    """The superior body and the issuing one, as prose writes them."""
    bodies = [names.in_prose(agency, document.text) for agency in head.agencies]
    if bodies:
        return (bodies[-2] if len(bodies) > 1 else None), bodies[-1]
    return None, _unheaded(head, document, lines)


def _unheaded(head: Letterhead, document: Document, lines: Sequence[Labelled]) -> str | None:
    """The issuer of a copy without letterhead, from its title, its preamble or its closing paragraph."""
    attached = next((line.text for line in lines if attaches(line.text)), "")
    closing = next((line.text for line in lines if line.text.startswith("Trên đây là")), "")
    preamble = next((line.text for line in lines if line.kind == "body"), "")
    for text, pattern in ((head.title or "", _OF), (preamble, _MAKES), (attached, _OF), (closing, _OF)):
        match = pattern.search(text)
        if match:
            return names.in_prose(match.group(1), document.text)
    if head.title and (match := _WHERE.search(head.title)):
        return f"Ủy ban nhân dân {match.group(1)}"
    if len(_BARE_DEPARTMENT.findall(document.text)) >= 3:
        named = Counter(names.expanded(m) for m in _DEPARTMENT.findall(document.text))
        known = Counter(
            {f"Sở {row['field']}": _count(f"sở {row['field']}", named) for row in load("fields") if row["of"] == "Sở"}
        )
        best = known.most_common(1)
        return best[0][0] if best and best[0][1] else None
    return None


def _count(name: str, named: Counter[str]) -> int:
    lower = names.expanded(name)
    return sum(count for text, count in named.items() if text.startswith(lower))


def placed(
    issuer: str | None, parent: str | None, dated: str | None, document: Document
) -> tuple[str | None, str | None, str | None]:
    """The issuer with its place, the scope of bare names inside the document, and the province.

    ``dated`` is the place before the date: the province's name where the issuer is the province's.
    """
    province = _province(issuer, parent, dated, document)
    if issuer is None:
        return None, f"tỉnh {province}" if province else None, province
    place = names.place_of(issuer)
    if place is None and _PARTY.search(issuer):
        return issuer, issuer, province
    if place is None:
        above = names.place_of(parent) if parent else None
        where = f"{above[0]} {above[1]}" if above else (f"tỉnh {province}" if province else None)
        if where:
            issuer = re.sub(rf"\s+{where.split(' ', 1)[0]}$", "", issuer) + f" {where}"
        return issuer, issuer, province
    whole = names.expanded(issuer).startswith(("ủy ban", "hội đồng"))
    return issuer, f"{place[0]} {place[1]}" if whole else issuer, province


def _province(issuer: str | None, parent: str | None, dated: str | None, document: Document) -> str | None:
    """The province's name: from the bodies where they are provincial, else the one that the text names most."""
    for body in (issuer, parent):
        place = names.place_of(body) if body else None
        if place and place[0] == "tỉnh":
            return place[1]
        if body and (party := _PARTY.search(body)):
            return party.group(1)
    known = {row["name"] for row in load("provinces")}
    for body in (issuer, parent):
        place = names.place_of(body) if body else None
        if place and place[0] == "thành phố" and place[1] in known:
            return place[1]
    if dated and issuer and names.expanded(issuer).endswith(" tỉnh"):
        return dated
    counts = Counter(_known_prefix(m, known) for m in _PROVINCE.findall(document.text))
    return counts.most_common(1)[0][0] if counts else None


def _known_prefix(name: str, known: set[str]) -> str:
    """``name`` cut to the province that it begins with ("Tây Ninh Giai" gives "Tây Ninh")."""
    words = " ".join(name.split())
    held = [k for k in known if words == k or words.startswith(k + " ")]
    return max(held, key=len) if held else " ".join(words.split()[:2])
