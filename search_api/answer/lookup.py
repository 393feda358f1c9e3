"""Numbers, dates, signers of the plans themselves, and what a document that they cite is about."""

from __future__ import annotations

import re

from indexer.fold import fold
from indexer.store.records import StoredDocument
from indexer.tokenise import sentences
from indexer.types import Span
from search_api.answer.prose import prose
from search_api.answer.reply import Quoted, Reply
from search_api.answer.wording import say
from search_api.knowledge import Knowledge
from search_api.question.intent import joined
from search_api.ranking.finding import Findings
from search_api.selection import meant
from search_api.types import Reading

_OWN_NUMBER = re.compile(
    r"(?<!\S)(?:so may|so bao nhieu|so hieu|mang so|quyet dinh nao|van ban nao|decision number|plan number|"
    r"which decision|which document|what (?:decision|plan|document) number|ban hanh (?:ngay nao|khi nao)|ngay ban hanh|"
    r"issued (?:on|when)|when was|ngay (?:thang )?(?:nao )?ban hanh)(?!\S)"
)


def looked_up(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply | None:
    """The answer from headers and references, or None where they do not have it."""
    if reading.fact == "person":
        return _signer(reading, findings, knowledge)
    if reading.references:
        found = _referred(reading, findings, knowledge)
        if found is not None:
            return found
    if _SENT.search(joined(reading.tokens)[0]):
        return _recipients(findings, knowledge)
    if asks_own_number(reading):
        return _own_number(reading, findings, knowledge)
    return None


def asks_own_number(reading: Reading) -> bool:
    """Whether the question asks for a plan's own number or day, and gives no number of another document."""
    return not reading.references and _OWN_NUMBER.search(joined(reading.tokens)[0]) is not None


_SENT = re.compile(r"(?<!\S)(?:noi nhan|gui|chuyen)(?!\S)")


def _recipients(findings: Findings, knowledge: Knowledge) -> Reply | None:
    """The list of those whom the plan is sent, in its own words."""
    document = _only_plan(findings, knowledge)
    if document is None:
        return None
    text = knowledge.catalogue.text(document.id) or ""
    spans = [one.span for one in knowledge.catalogue.regions(document.id) if one.kind == "recipients"]
    if not spans:
        return None
    return Reply(
        intent="lookup",
        text=" ".join(text[spans[0].start : spans[0].end].split()),
        quoted=tuple(Quoted(document.id, span, (), None) for span in spans),
        confidence=0.9,
    )


def _only_plan(findings: Findings, knowledge: Knowledge) -> StoredDocument | None:
    plans = meant(findings.plans)
    if len(plans) == 1:
        return knowledge.documents.get(plans[0])
    return next(iter(knowledge.documents.values())) if len(knowledge.documents) == 1 else None


def _signer(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply:
    document = _only_plan(findings, knowledge)
    signer = document.header.signer if document else None
    if document is None or not signer:
        return Reply(intent="lookup", abstained=True, reason=say("person", reading.language))
    text = knowledge.catalogue.text(document.id) or ""
    at = text.rfind(signer)
    if not _SIGNS.search(joined(reading.tokens)[0]) and not _holds_office(reading, text[max(0, at - _ABOVE) : at]):
        return Reply(intent="lookup", abstained=True, reason=say("person", reading.language))
    block = (one.span for one in knowledge.catalogue.regions(document.id) if one.kind == "signature")
    name_only = Span(at, at + len(signer))
    span = next((one for one in block if one.start <= at and name_only.end <= one.end), name_only)
    quoted = (Quoted(document.id, span, (), None),) if at >= 0 else ()
    name = document.header.number or document.header.title or document.file
    said = say("signer", reading.language, document=name, signer=signer)
    return Reply(intent="lookup", text=said, quoted=quoted, confidence=0.9)


_SIGNS = re.compile(r"(?<!\S)(?:ky|ky ten|sign\w*)(?!\S)")
_OFFICES = "chu tich,giam doc,chanh thanh tra,hieu truong,bi thu,truong phong,truong ban,chanh van phong,vien truong"
_ABOVE = 160


def _holds_office(reading: Reading, above: str) -> bool:
    """Whether the office that the question names is the one printed above the signature."""
    asked, printed = f" {fold(reading.vietnamese)} ", " ".join(fold(above).split())
    named = [office for office in _OFFICES.split(",") if f" {office} " in asked]
    return any(office in printed and f"pho {office}" not in printed for office in named)


def _own_number(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply | None:
    """The number and date that a plan bears, quoted from the line that says it."""
    document = _only_plan(findings, knowledge)
    if document is None:
        return None
    text = knowledge.catalogue.text(document.id) or ""
    for number in (document.header.attached_to, document.header.number):
        if not number:
            continue
        lines = [line for line in _lines(text) if _bears(text[line.start : line.end], number)]
        lines.sort(key=lambda line: "ngày" not in text[line.start : line.end])
        if lines:
            said = text[lines[0].start : lines[0].end]
            return Reply(
                intent="lookup",
                text=said,
                quoted=tuple(Quoted(document.id, line, (), None) for line in lines[:2]),
                confidence=0.85,
            )
    return None


def _lines(text: str) -> list[Span]:
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Span(at, at + len(line)))
        at += len(line) + 1
    return found


def _bears(line: str, number: str) -> bool:
    return _squeezed(number) in _squeezed(line)


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9/-]", "", fold(text))


def _referred(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply | None:
    """The sentences that cite the document whose number the question gives, the one that says most first."""
    wanted = [_squeezed(number) for number in reading.references]
    plans = meant(findings.plans)
    held = {_squeezed(d.header.number) for d in knowledge.documents.values() if d.header.number}
    found: list[tuple[int, Quoted, str]] = []
    for stored in knowledge.catalogue.references():
        number = _squeezed(stored.reference.number)
        if not any(number.startswith(one) or one.startswith(number) for one in wanted) or number in held:
            continue
        if plans and stored.document_id not in plans:
            continue
        text = knowledge.catalogue.text(stored.document_id) or ""
        span = sentence_around(text, stored.reference.span)
        said = text[span.start : span.end]
        found.append((_about(said, stored.reference.number), Quoted(stored.document_id, span, (), None), said))
    if not found:
        return None
    found.sort(key=lambda entry: -entry[0])
    seen: set[str] = set()
    best = [entry for entry in found if not (fold(entry[2]) in seen or seen.add(fold(entry[2])))]  # type: ignore[func-returns-value]
    return Reply(intent="lookup", text=best[0][2], quoted=tuple(entry[1] for entry in best[:3]), confidence=0.8)


_SAYS_WHAT = re.compile(r"\b(?:về|ban hành|phê duyệt|quy định|sửa đổi|hướng dẫn|Đề án|Kế hoạch|Chương trình)\b")


def _about(sentence: str, number: str) -> int:
    """How much a sentence tells of the document it cites: words like "về", "phê duyệt" after the number."""
    at = fold(sentence).find(fold(number))
    after = sentence[at:] if at >= 0 else sentence
    return 2 * len(_SAYS_WHAT.findall(after[:200])) + min(3, len(after) // 60)


def sentence_around(text: str, span: Span) -> Span:
    """The sentence of the line that holds ``span``."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    for sentence in sentences(text[start:end]):
        if start + sentence.start <= span.start < start + sentence.end:
            return Span(start + sentence.start, start + sentence.end)
    return Span(start, end)


def looked_up_or_prose(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply:
    """From headers and references where they know, else in the words of the best passage."""
    return looked_up(reading, findings, knowledge) or prose(reading, findings, knowledge)
