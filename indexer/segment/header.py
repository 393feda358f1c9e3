"""Who issued what, when: letterhead, issuer and signature brought together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from indexer.segment import names
from indexer.segment.issuer import bodies, placed
from indexer.segment.letterhead import Letterhead, columns, letterhead
from indexer.segment.regions import Labelled
from indexer.types import Document, Header

_CAPACITY = re.compile(
    r"(?:TM|KT|TL|TUQ|Q)\.|(?:PHÓ |QUYỀN )?(?:CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH|TRƯỞNG|BÍ THƯ|BỘ TRƯỞNG|"
    r"THỦ TƯỚNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|HIỆU TRƯỞNG|VIỆN TRƯỞNG|THỦ TRƯỞNG|TỔ TRƯỞNG|VỤ TRƯỞNG)\b"
)
_NAME = re.compile(r"[A-ZĐÀ-Ỹ][^\W\d]*(?:\s+[A-ZĐÀ-Ỹ][^\W\d]*){1,4}")
_YEAR = re.compile(r"năm\s+(20\d\d)\b")
_SPAN_OF_YEARS = re.compile(r"20\d\d\s*[-–]\s*20\d\d")


def header(document: Document, lines: Sequence[Labelled]) -> Header:
    """The document's header; what the document does not say is None, and a date that cannot be is none.

    ``lines`` are its labelled lines. A plan that a decision carries in the same file has the decision's number.
    """
    head = letterhead(document, lines)
    signer, capacity = _signature(document, [line for line in lines if line.part == 0])
    parent, issuer = bodies(head, document, lines)
    issuer, scope, province = placed(issuer, parent, head.place, document)
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
    heads = {part: letterhead(document, lines, part) for part in {line.part for line in lines}}
    return {part: head.title or head.kind for part, head in heads.items()}


def _signature(document: Document, lines: Sequence[Labelled]) -> tuple[str | None, str | None]:
    """The signer's name and the capacity printed above it, "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" on two lines joined."""
    texts = [t for line in lines if line.kind in ("signature", "recipients") for t in columns(document, line)]
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


def _year(head: Letterhead, document: Document) -> int | None:
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
