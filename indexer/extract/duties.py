"""Obligations that prose puts on units: by a giving verb, by a subject with its verb, by a heading that names units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.extract.duty_labels import labelled
from indexer.extract.duty_subjects import Subject, heading_units, sentence_subjects
from indexer.extract.duty_verbs import Predicate, finite, keyed, predicates, searchable
from indexer.extract.units import UnitReader
from indexer.fold import key
from indexer.types import Clause, Document, Duty, DutyRole, Outline, Span, UnitMention

_SILENT = frozenset({"header", "bases", "recipients", "signature", "appendix", "footnote"})
# A full stop or semicolon ends a clause of the sentence; a stop inside a number or an abbreviation does not.
_END = re.compile(r";(?=\s|$)|(?<![A-ZĐ])\.(?=\s|$)|\n|\./\.")
_INTRODUCES = re.compile(keyed(r"(?:như sau|sau đây|nội dung sau|cụ thể|dưới đây)\s*:?\s*$"))
_CLOSING = re.compile(keyed(r"^\W*trên đây là"))
_CONTINUES = re.compile(keyed(r"^\W*(?:đồng thời|trong đó|ngoài ra|bên cạnh đó|có trách nhiệm|chịu trách nhiệm)"))
_PARTNER = re.compile(
    key(
        r"phối hợp(?: chặt chẽ| thực hiện)?(?: với| cùng| với các đơn vị)?\s+$|sự (?:phối hợp|tham gia) của\s+$"
        r"|chủ trì,? cùng(?: với)?\s+$"
    )
)
_RECEIVES = re.compile(keyed(r"(?:gửi|gửi về|báo cáo về|phản ánh về|về|cho)\s+$"))
_HANDLES = re.compile(keyed(r"^\s*(?:để\s+)?(?:kịp thời\s+)?(?:tổng hợp|thẩm định|xem xét|theo dõi|phê duyệt|cân đối)"))
# "… và các tổ chức, cá nhân được nêu tên chịu trách nhiệm thi hành": words may stand between unit and verb.
_LATER = re.compile(keyed(r"[^,;.:]{1,60}?\b(chịu trách nhiệm|có trách nhiệm|căn cứ quyết định (?:này )?thi hành)\b"))
# Units' names are blotted out where this is looked for.
_JOINS = re.compile(
    keyed(
        r",\s*(?P<units>w{2,}(?:(?:,|\s+và)\s+w{2,})*)\s+(?:cùng )?phối hợp(?: thực hiện| triển khai)?\s*(?=[.;,)]|$)"
    )
)
_HAS = re.compile(keyed(r"[\s,]*(?:trực tiếp )?(?:lãnh đạo|chỉ đạo|giao|phân công)(?:,? (?:lãnh đạo|chỉ đạo))?\s+"))
_LEAD = re.compile(keyed(r"\s*(?:chủ trì|đồng chủ trì|làm đầu mối)\b"))
# "Sở Ngoại vụ (cơ quan thường trực) tham mưu …"
_ASIDE = re.compile(r"\s*\([^()]*\)")
_DONE_BY = re.compile(keyed(r"\b(?:do|giao(?: cho)?)\s+$"))
# What a body has settled before is told, not asked for: "tiêu chí do Bộ Nội vụ ban hành".
_SETTLED = re.compile(keyed(r"\s*(?:đã |được )?(?:ban hành|quy định|phê duyệt|công bố|quyết định|chủ trì|làm)\b"))
# What is aimed at, or laid down for every case, is no task of the one who does it.
_AIM = re.compile(keyed(r"%|\b(?:phấn đấu|tỷ lệ|được|phải|không)\b"))
_APPROVERS = ("ủy ban nhân dân", "hội đồng nhân dân", "chủ tịch", "chính phủ", "thủ tướng")


@dataclass(frozen=True, slots=True)
class _Context:
    """Whom the headings above a clause put its points on, and the role they were given."""

    units: tuple[UnitMention, ...]
    role: DutyRole | None = None
    partners: tuple[UnitMention, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    unit: UnitMention
    role: DutyRole
    start: int
    end: int
    confidence: float


def duties(document: Document, outline: Outline, units: UnitReader) -> tuple[Duty, ...]:
    """The duties in the clauses of ``outline``, in the order of the text.

    The role follows the verb (chủ trì lead, phối hợp coordinate, hướng dẫn guide, theo dõi or kiểm tra monitor, else
    responsible). Căn cứ, nơi nhận, appendices and tables give none; nor do bodies that only receive or approve.
    ``span`` is the clause of the sentence that says so; ids are the document's id, "-d" and the ordinal.
    """
    by_id = {c.id: c for c in outline.clauses}
    parents = {c.parent_id for c in outline.clauses if c.parent_id}
    found: list[Duty] = []
    for clause in outline.clauses:
        text = document.slice(clause.span)
        if not text.strip() or _is_silent(clause, outline):
            continue
        if clause.id in parents and (not clause.leaf or text.rstrip().endswith(":")) and _is_heading(text, units):
            continue
        context = _context(clause, by_id, document, units)
        for f in _clause_duties(text, context, units):
            span = Span(clause.span.start + f.start, clause.span.start + f.end)
            ordinal = len(found) + 1
            found.append(
                Duty(
                    f"{document.id}-d{ordinal}", f.unit, f.role, clause.path, clause.id, span, clause.page, f.confidence
                )
            )
    return tuple(found)


def _is_silent(clause: Clause, outline: Outline) -> bool:
    at = clause.span.start
    return any(r.kind in _SILENT and r.span.start <= at < r.span.end for r in outline.regions)


def _is_heading(text: str, units: UnitReader) -> bool:
    return bool(heading_units(text, units)) or len(text) < 120


def _context(clause: Clause, by_id: dict[str, Clause], document: Document, units: UnitReader) -> _Context:
    """The nearest words above ``clause`` that name units as the bearers of what follows."""
    own = document.slice(clause.span)
    lines: list[str] = []
    above = by_id.get(clause.parent_id or "")
    while above is not None:
        lines.append(document.slice(above.span))
        if above.heading and above.heading not in lines:
            lines.append(above.heading)
        above = by_id.get(above.parent_id or "")
    if clause.heading and clause.heading.strip() != own.strip():
        # A parent that names its bearers stands nearer than the heading above it.
        lines.insert(min(1, len(lines)), clause.heading)
    for line in lines:
        found = heading_units(line, units)
        if found:
            return _Context(found)
        if line.rstrip().endswith(":") and (given := _given(line, units)):
            return given
    return _Context(())


def _given(line: str, units: UnitReader) -> _Context | None:
    """A parent line that is a sentence: "Sở A chủ trì, phối hợp với Sở B:"."""
    plain, mentions = searchable(line), units.find(line)
    subject, verbs = _subject(plain, 0, len(line), mentions)
    if subject is None:
        return None
    leads = verbs[0].role == "lead"
    partners = tuple(f.unit for f in _partners(plain, 0, len(line), mentions, leads))
    return _Context(subject.units, verbs[0].role if leads or verbs[0].role == "coordinate" else None, partners)


def _subject(
    plain: str, start: int, end: int, mentions: tuple[UnitMention, ...]
) -> tuple[Subject | None, tuple[Predicate, ...]]:
    """The subject of a clause with its predicates: the first candidate that a known verb follows."""
    hidden = _without_names(plain, mentions)
    for subject in sentence_subjects(plain, start, end, mentions):
        reach = max(end, _sentence_end(plain, subject.end))
        aside = _ASIDE.match(plain, subject.end, reach)
        verbs = predicates(hidden, aside.end() if aside else subject.end, reach)
        if verbs:
            return subject, verbs
        if subject.bound and plain[subject.end : reach].strip(" :,-"):
            return subject, (Predicate("responsible", subject.end, reach),)
        if later := _LATER.match(hidden, subject.end, reach):
            return subject, (Predicate("responsible", later.start(1), later.end(1)),)
    return None, ()


def _led(plain: str, subject: Subject, end: int, mentions: tuple[UnitMention, ...]) -> Subject | None:
    """The units that ``subject`` has lead the work: "Đảng ủy Sở A lãnh đạo Sở A chủ trì, phối hợp với Sở B"."""
    for mention in mentions:
        assert mention.span is not None
        said = plain[subject.end : mention.span.start]
        if subject.end < mention.span.start < end and _HAS.fullmatch(said) and _LEAD.match(plain, mention.span.end):
            return Subject((mention,), mention.span.start, mention.span.end)
    return None


def _without_names(plain: str, mentions: tuple[UnitMention, ...]) -> str:
    """``plain`` with every unit's name blotted out: "Phòng … Giám sát đầu tư" checks nothing."""
    letters = list(plain)
    for mention in mentions:
        assert mention.span is not None
        letters[mention.span.start : mention.span.end] = "w" * (mention.span.end - mention.span.start)
    return "".join(letters)


def _sentences(text: str) -> Iterator[tuple[int, int, str]]:
    """Clauses of sentences as (start, end, the sign that ended the one before)."""
    start, sign = 0, "."
    for match in _END.finditer(text):
        if text[start : match.start()].strip():
            yield start, match.start(), sign
        start, sign = match.end(), match.group()
    if text[start:].strip():
        yield start, len(text), sign


def _clause_duties(text: str, context: _Context, units: UnitReader) -> list[_Found]:
    plain = searchable(text)
    mentions = units.find(text)
    hidden = _without_names(plain, mentions)
    found: list[_Found] = []
    subject: Subject | None = None
    inherited, leads, until = context, False, 0
    for start, end, sign in _sentences(text):
        if start < until:
            # The list of subjects ran over this semicolon; its predicate starts behind the last unit.
            start = until
            if start >= end:
                continue
        if _CLOSING.search(plain[start:end]):
            inherited, subject = _Context(()), None
        own, verbs = _subject(plain, start, end, mentions)
        if own:
            end = until = max(end, _sentence_end(text, own.end))
        if own and not _introduces(plain, own, end):
            led = _led(plain, own, end, mentions)
            if led is not None:
                found += _of_subject(own.units, (Predicate("responsible", own.end, led.start),), start, end, 1.0)
                own, verbs = led, predicates(hidden, led.end, end)
            subject, leads = own, verbs[0].role == "lead"
            found += _of_subject(subject.units, verbs, start, end, 0.7 if own.asked else 1.0)
        elif subject and (sign == ";" or _CONTINUES.search(plain[start:end])):
            verbs = predicates(hidden, start, end)
            found += [] if verbs else _passive(hidden, start, end, mentions)
            leads, verbs = _leads(verbs, leads), _continued(hidden, verbs, leads)
            found += _of_subject(subject.units, verbs, start, end, 0.9)
        elif inherited.units and not own:
            verbs = predicates(hidden, start, end) or (Predicate("responsible", start, end),)
            before = leads if sign == ";" else False
            leads, verbs = _leads(verbs, before), _continued(hidden, verbs, before)
            found += _of_subject(inherited.units, _raised(verbs, inherited.role), start, end, 0.9)
            found += [_Found(p, "coordinate", start, end, 0.8) for p in inherited.partners]
        elif not own and not subject:
            found += _passive(hidden, start, end, mentions)
        for label in labelled(text, plain, start, end, units):
            until = max(until, label.end)
            found += [_Found(unit, label.role, label.start, label.end, 0.9) for unit in label.units]
        found += _partners(plain, start, end, mentions, leading=leads)
        found += _handlers(plain, start, end, mentions)
        found += _joining(hidden, start, end, mentions) if own else []
    return found


def _passive(hidden: str, start: int, end: int, mentions: tuple[UnitMention, ...]) -> list[_Found]:
    """ "Danh mục do Sở Tư pháp tổng hợp", "Việc … giao Sở Y tế thực hiện": the doer of a sentence without a subject."""
    if _AIM.search(hidden, start, end) or predicates(hidden, start, end):
        return []
    found: list[_Found] = []
    for mention in mentions:
        assert mention.span is not None
        given = start <= mention.span.start < end and _DONE_BY.search(hidden[start : mention.span.start])
        if given and not _SETTLED.match(hidden, mention.span.end):
            found += _of_subject((mention,), predicates(hidden, mention.span.end, end), start, end, 0.7)
    return found


def _sentence_end(text: str, at: int) -> int:
    match = _END.search(text, at)
    return match.start() if match else len(text)


def _introduces(plain: str, subject: Subject, end: int) -> bool:
    """ "UBND tỉnh ban hành Kế hoạch … như sau:" opens a plan and puts no duty on anyone."""
    return bool(_INTRODUCES.search(plain[subject.end : end]))


def _leads(verbs: tuple[Predicate, ...], before: bool) -> bool:
    """Whether a clause says who is worked with: it leads itself, or goes on with what the one ``before`` it leads."""
    return verbs[0].role == "lead" if verbs and verbs[0].role in ("lead", "coordinate") else before


def _continued(plain: str, verbs: tuple[Predicate, ...], leads: bool) -> tuple[Predicate, ...]:
    """Behind a semicolon the objects of "chủ trì" go on: only another role or a finite verb counts there."""
    return tuple(v for v in verbs if v.role != "responsible" or finite(plain, v)) if leads else verbs


def _raised(verbs: tuple[Predicate, ...], role: DutyRole | None) -> tuple[Predicate, ...]:
    if role is None:
        return verbs
    return tuple(v if v.role == "coordinate" else Predicate(role, v.start, v.end) for v in verbs)


def _of_subject(
    units: tuple[UnitMention, ...], verbs: tuple[Predicate, ...], start: int, end: int, confidence: float
) -> list[_Found]:
    roles = dict.fromkeys(v.role for v in verbs)
    return [_Found(unit, role, start, end, confidence) for unit in units for role in roles]


def _partners(plain: str, start: int, end: int, mentions: tuple[UnitMention, ...], leading: bool) -> list[_Found]:
    """The units that a leading unit works with: "chủ trì, phối hợp với Sở B, Sở C"."""
    if not leading:
        return []
    found: list[_Found] = []
    joined = False
    last = start
    for mention in mentions:
        assert mention.span is not None
        if not start <= mention.span.start < end:
            continue
        before = plain[start : mention.span.start]
        again = joined and not re.search(r"[^\s,;]", plain[last : mention.span.start].replace("và", ""))
        joined = bool(_PARTNER.search(before)) or again
        last = mention.span.end
        if joined:
            found.append(_Found(mention, "coordinate", start, end, 0.6 if mention.kind == "group" else 0.9))
    return found


def _joining(hidden: str, start: int, end: int, mentions: tuple[UnitMention, ...]) -> list[_Found]:
    """The units that join in behind the subject's own work: "Sở A tham mưu …, Sở B và Sở C cùng phối hợp"."""
    joined = [match.span("units") for match in _JOINS.finditer(hidden, start, end)]
    return [
        _Found(mention, "coordinate", start, end, 0.9)
        for mention in mentions
        if mention.span is not None and any(low <= mention.span.start < high for low, high in joined)
    ]


def _handlers(plain: str, start: int, end: int, mentions: tuple[UnitMention, ...]) -> list[_Found]:
    """A unit that something is sent to for it to act: "gửi Sở Tài chính thẩm định". Approving bodies only receive."""
    found: list[_Found] = []
    for mention in mentions:
        assert mention.span is not None
        if not start <= mention.span.start < end or key(mention.name).startswith(_APPROVERS):
            continue
        before, after = plain[start : mention.span.start], plain[mention.span.end : end]
        if _RECEIVES.search(before) and _HANDLES.search(after):
            found.append(_Found(mention, "responsible", start, end, 0.8))
    return found
