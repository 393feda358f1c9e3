"""Who issued what, when: the letterhead, title and signature of a document (Nghị định 30/2020/NĐ-CP, Phụ lục I).

The letterhead's two columns come out interleaved, one after the other, or behind the body, and copies published
without letterhead name their issuer only in the title or the closing paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.gazetteer import load
from indexer.segment import kinds, names
from indexer.segment.regions import Labelled
from indexer.types import Document, Header

_MOTTO = re.compile(
    r"C\s?ỘNG\s+H(?:OÀ|ÒA)\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT(?:\s+NAM)?|Độc\s+lập\s*[-–]\s*Tự\s+do\s*[-–]\s*Hạnh\s+phúc",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b[Ss][ốỐ]\s*[:.]?\s*(\d{1,5}[a-z]?\s*[/-]\s*(?:\d{4}\s*/\s*)?[A-ZĐ][A-ZĐa-zđ&.]*(?:\s?[-/]\s?[A-ZĐ][\wĐ&.]*)*)"
)
_DATED = re.compile(
    r"(?:^|\s)([^\W\d][^\d,;:]{1,40}),\s*ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE
)
_PLACED = re.compile(r"^[^\W\d][^\d,;:]{1,40},\s*ngày\b", re.IGNORECASE)
_ATTACHED = re.compile(
    r"\(?\W*(?:ban hành )?(?:kèm|đính) theo\s+(\w+ \w+).*?\bsố\s*:?\s*"
    r"(\d+[a-z]?\s*/\s*[\wĐ/&-]+(?:\s?-\s?[\wĐ]+)*)",
    re.IGNORECASE,
)
_ATTACHED_START = re.compile(r"\(?\W*(?:ban hành )?(?:kèm|đính) theo\b", re.IGNORECASE)
_AUTHORITY = re.compile(
    r"(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|ỦY BAN|UỶ BAN|HỘI ĐỒNG|BỘ TRƯỞNG|THỦ TƯỚNG|CHÍNH PHỦ|CHÁNH THANH TRA|CỤC TRƯỞNG)"
)
_CAPACITY = re.compile(
    r"(?:TM|KT|TL|TUQ|Q)\.|(?:PHÓ |QUYỀN )?(?:CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH|TRƯỞNG|BÍ THƯ|BỘ TRƯỞNG|"
    r"THỦ TƯỚNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|HIỆU TRƯỞNG|VIỆN TRƯỞNG|THỦ TRƯỞNG|TỔ TRƯỞNG|VỤ TRƯỞNG)\b"
)
_NAME = re.compile(r"[A-ZĐÀ-Ỹ][^\W\d]*(?:\s+[A-ZĐÀ-Ỹ][^\W\d]*){1,4}")
_YEAR = re.compile(r"năm\s+(20\d\d)\b")
_SPAN_OF_YEARS = re.compile(r"20\d\d\s*[-–]\s*20\d\d")
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
_BARE_DEPARTMENT = re.compile(r"\bSở(?=\s+[^A-ZĐÀ-Ỹ\s]|[.,;)]|$)")
_DEPARTMENT = re.compile(r"\bSở\s+[A-ZĐÀ-Ỹ]\w*(?:\s+(?:và\s+)?\w+){0,5}")


@dataclass(frozen=True, slots=True)
class _Letterhead:
    agencies: tuple[str, ...]
    number: str | None
    place: str | None
    issued_on: date | None
    kind: str | None
    title: str | None
    attached_to: str | None


def header(document: Document, lines: Sequence[Labelled]) -> Header:
    """The document's header; what the document does not say is None, and a date that cannot be is none.

    ``lines`` are its labelled lines. A plan that a decision carries in the same file has the decision's number.
    """
    head = _letterhead(
        [text for line in lines if line.part == 0 and line.kind == "header" for text in _columns(document, line)]
    )
    if not head.agencies and any(_MOTTO.search(line.text) for line in lines):
        late = _late_letterhead(document, lines)
        head = _Letterhead(
            late.agencies, head.number or late.number, late.place, head.issued_on or late.issued_on,
            head.kind, head.title, head.attached_to,
        )  # fmt: skip
    signer, capacity = _signature(document, [line for line in lines if line.part == 0])
    parent, issuer = _bodies(head, document, lines)
    issuer, scope, province = _placed(issuer, parent, document)
    return Header(
        number=head.number,
        kind=head.kind,
        issuer=issuer,
        parent=parent,
        scope=scope,
        province=province,
        place=head.place,
        issued_on=head.issued_on,
        title=head.title,
        signer=signer,
        capacity=capacity,
        attached_to=head.attached_to,
        year=_year(head, document),
    )


def part_titles(lines: Sequence[Labelled], document: Document) -> dict[int, str | None]:
    """The title of each part of a file, the plan that a decision carries beside the decision itself."""
    found: dict[int, str | None] = {}
    for part in sorted({line.part for line in lines}):
        texts = [t for line in lines if line.part == part and line.kind == "header" for t in _columns(document, line)]
        head = _letterhead(texts)
        found[part] = head.title or head.kind
    return found


def _columns(document: Document, line: Labelled) -> list[str]:
    """The texts side by side in one line; a layout table gives its cells' lines."""
    if line.line.table is not None:
        table = document.tables[line.line.table]
        spans = [s for c in table.cells for s in c.spans if line.line.span.start <= s.start < line.line.span.end]
        return [document.slice(span) for span in spans]
    return [piece.strip() for piece in line.text.split("\t") if piece.strip()]


def _letterhead(texts: Sequence[str]) -> _Letterhead:
    agencies: list[str] = []
    number = place = kind = attached = bearer = None
    issued: date | None = None
    title: list[str] = []
    unnamed: list[str] = []
    done = False
    for text in texts:
        if not done and _ATTACHED_START.match(text):
            match = _ATTACHED.match(text)
            if match:
                attached, bearer = _joined(match.group(2)), kinds.exact(match.group(1))
            done = True
            continue
        if (match := _NUMBER.search(text)) and kind is None:
            number = number or _joined(match.group(1))
            text = f"{text[: match.start()]} {text[match.end() :]}"
        if (match := _DATED.search(text)) and issued is None:
            place, issued = match.group(1).strip(), _date(*match.group(4, 3, 2))
            text = text[: match.start()]
        text = _MOTTO.sub("", text).strip(" \t*_-–—.")
        if not text or _PLACED.match(text) or text.upper() in ("NAM", "VIỆT NAM") or re.match(r"[Ss]ố\s*:", text):
            continue
        if kind is None and (named := _kind(text)):
            kind, rest = named
            title += [rest] if rest else []
        elif kind is None:
            if not done and not _add_agency(agencies, text):
                unnamed.append(text)
        elif not done and not (_AUTHORITY.match(text) and text.isupper()):
            title.append(text)
        else:
            done = done or bool(title)
    if kind is None:
        kind, title = _letter(texts) or (bearer, unnamed)
    return _Letterhead(tuple(agencies), number, place, issued, kind, _title(title), attached)


def _kind(text: str) -> tuple[str, str] | None:
    name = kinds.exact(text)
    if name is not None:
        return (name, "") if text.strip(" :.*").isupper() or len(text) < 25 else None
    return kinds.leading(text)


def _letter(texts: Sequence[str]) -> tuple[str, list[str]] | None:
    """A công văn has no type name: its subject stands behind "V/v"."""
    subject = next((t for t in texts if re.match(r"(?:V/v|Về việc)\b", t)), None)
    return ("Công văn", [re.sub(r"^(?:V/v|Về việc)\s*:?\s*", "", subject)]) if subject else None


def _title(pieces: Sequence[str]) -> str | None:
    text = " ".join(" ".join(pieces).split())
    return text.strip(" *_") or None


def _add_agency(agencies: list[str], text: str) -> bool:
    """Takes one more line of the left column, a new body or the rest of the one above; False where it is neither."""
    if not text.isupper() or len(text) > 80 or any(c.isdigit() for c in text):
        return False
    if names.is_head(text) and not (agencies and agencies[-1].endswith((",", " VÀ", "-"))):
        agencies.append(text)
        return True
    if agencies:
        agencies[-1] = f"{agencies[-1]} {text}"
    return bool(agencies)


def _late_letterhead(document: Document, lines: Sequence[Labelled]) -> _Letterhead:
    """The letterhead that extraction put behind the body: the capitals around the motto."""
    at = next(i for i, line in enumerate(lines) if _MOTTO.search(line.text))
    near = lines[max(0, at - 3) : at + 6]
    return _letterhead([text for line in near for text in _columns(document, line)])


def _joined(number: str) -> str:
    return re.sub(r"\s+", "", number).rstrip(".,;-/")


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _bodies(head: _Letterhead, document: Document, lines: Sequence[Labelled]) -> tuple[str | None, str | None]:
    """The superior body and the issuing one, as prose writes them."""
    bodies = [names.in_prose(agency, document.text) for agency in head.agencies]
    if bodies:
        return (bodies[-2] if len(bodies) > 1 else None), bodies[-1]
    return None, _unheaded(head, document, lines)


def _unheaded(head: _Letterhead, document: Document, lines: Sequence[Labelled]) -> str | None:
    """The issuer of a copy without letterhead, from its title, its preamble or its closing paragraph."""
    attached = next((line.text for line in lines if _ATTACHED_START.match(line.text)), "")
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


def _placed(issuer: str | None, parent: str | None, document: Document) -> tuple[str | None, str | None, str | None]:
    """The issuer with its place, the scope of bare names inside the document, and the province."""
    province = _province(issuer, parent, document)
    if issuer is None:
        return None, f"tỉnh {province}" if province else None, province
    place = names.place_of(issuer)
    if place is None:
        above = names.place_of(parent) if parent else None
        where = f"{above[0]} {above[1]}" if above else (f"tỉnh {province}" if province else None)
        if where:
            issuer = re.sub(rf"\s+{where.split(' ', 1)[0]}$", "", issuer) + f" {where}"
        return issuer, issuer, province
    whole = names.expanded(issuer).startswith(("ủy ban", "hội đồng"))
    return issuer, f"{place[0]} {place[1]}" if whole else issuer, province


def _province(issuer: str | None, parent: str | None, document: Document) -> str | None:
    """The province's name: from the bodies where they are provincial, else the one that the text names most."""
    for body in (issuer, parent):
        place = names.place_of(body) if body else None
        if place and place[0] == "tỉnh":
            return place[1]
    known = {row["name"] for row in load("provinces")}
    for body in (issuer, parent):
        place = names.place_of(body) if body else None
        if place and place[0] == "thành phố" and place[1] in known:
            return place[1]
    counts = Counter(_known_prefix(m, known) for m in _PROVINCE.findall(document.text))
    return counts.most_common(1)[0][0] if counts else None


def _known_prefix(name: str, known: set[str]) -> str:
    """``name`` cut to the province that it begins with ("Tây Ninh Giai" gives "Tây Ninh")."""
    words = " ".join(name.split())
    held = [k for k in known if words == k or words.startswith(k + " ")]
    return max(held, key=len) if held else " ".join(words.split()[:2])


def _signature(document: Document, lines: Sequence[Labelled]) -> tuple[str | None, str | None]:
    """The signer's name and the capacity printed above it, "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" on two lines joined."""
    texts = [t for line in lines if line.kind in ("signature", "recipients") for t in _columns(document, line)]
    texts = [re.sub(r"^\W*N[ơo]i nh[ậa]n\s*:?\s*", "", text) for text in texts]
    capacity: list[str] = []
    for text in texts:
        clean = text.strip(" *_.,")
        if _CAPACITY.match(text) and sum(c.isupper() for c in text) > 0.7 * sum(c.isalpha() for c in text):
            capacity.append(text.strip(" *_"))
        elif capacity and _NAME.fullmatch(clean) and not clean.isupper() and not names.is_head(clean):
            return clean, " ".join(capacity)
        elif capacity and clean.isupper() and _continues(capacity[-1], clean):
            capacity.append(clean)
    return None, " ".join(capacity) or None


def _continues(above: str, text: str) -> bool:
    return above.startswith(("TM.", "KT.", "TL.", "TUQ.")) and len(text) < 60 and not any(c.isdigit() for c in text)


def _year(head: _Letterhead, document: Document) -> int | None:
    """The plan's year: in its title, else that of its date, else the year that its text speaks of most."""
    title = head.title or ""
    if (match := _YEAR.search(title)) and not _SPAN_OF_YEARS.search(title):
        return int(match.group(1))
    if head.issued_on:
        return head.issued_on.year
    if match:
        return int(match.group(1))
    years = Counter(_YEAR.findall(document.text))
    if not years:
        return None
    year, count = years.most_common(1)[0]
    return int(year) if 2 * count > years.total() else None
