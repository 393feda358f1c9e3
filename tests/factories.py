"""Small records for tests: a parsed document with two tasks, a duty and a clause, made from a few words."""

from __future__ import annotations

import hashlib
from datetime import date

import numpy as np

from indexer.store.insert import Embedded
from indexer.store.terms import word_terms
from indexer.types import (
    Abbreviation,
    Box,
    Clause,
    Deadline,
    Document,
    Duty,
    FieldSpans,
    Header,
    Line,
    Outline,
    Page,
    ParsedDocument,
    Passage,
    Reference,
    Region,
    Repair,
    Span,
    Task,
    UnitMention,
    Word,
)

FINANCE = UnitMention("Sở Tài chính", "tỉnh Bình Giang", "Sở TC")
HOME = UnitMention("Sở Nội vụ", "tỉnh Bình Giang", "Sở Nội vụ")
HOME_HEAD = UnitMention("Giám đốc Sở Nội vụ", "tỉnh Bình Giang", "Giám đốc SNV", "office", "Sở Nội vụ", Span(0, 3))
ALL = UnitMention("Các sở, ban, ngành tỉnh", "tỉnh Bình Giang", "Các sở", "group")


def parsed(words: str, number: str | None = None) -> ParsedDocument:
    """A document whose only clause is ``words``, with two tasks about them."""
    sha256 = hashlib.sha256(words.encode()).hexdigest()
    key = sha256[:12]
    text = f"{words}\nRà soát tài sản công\nTập huấn cán bộ"
    whole, first, second = Span(0, len(words)), _place(text, "Rà soát tài sản công"), _place(text, "Tập huấn cán bộ")
    tasks = (
        _task(key, 1, "Rà soát tài sản công", first, (FINANCE, HOME_HEAD), (ALL,), date(2024, 3, 31)),
        _task(key, 2, "Tập huấn cán bộ", second, (HOME,), (FINANCE,), None),
    )
    document = Document(
        key,
        f"{key}.txt",
        sha256,
        "text",
        text,
        (Page(1, 595.0, 842.0, Span(0, len(text))),),
        (Line(whole, 1, bold=True),),
        words=(Word(Span(0, 2), Box(1, 10.5, 20.25, 30.0, 40.125)), Word(Span(3, 5), Box(1, 1.0, 2.0, 3.0, 4.0), 0.5)),
        repairs=(Repair(Span(0, 2), "xx", "ocr"),),
        notes=("ghi chú",),
    )
    clause = Clause(f"{key}/I", None, ("I",), "mục", "I.", "Tiêu đề", whole, whole, 1, True)
    return ParsedDocument(
        document,
        Outline(Header(number, issued_on=date(2024, 1, 15), title=words), (clause,), (Region("body", whole),)),
        tasks,
        (Duty(f"{key}-d1", HOME, "responsible", ("I",), clause.id, whole, 1),),
        (Reference("12/QĐ-UBND", "Quyết định", date(2023, 5, 1), "basis", Span(0, 4)),),
        (Abbreviation("TSC", "tài sản công", first),),
        (
            Passage(f"{key}-p1", "clause", clause.id, None, whole, 1, ("I",), None, words, "Tiêu đề"),
            Passage(f"{key}-p2", "task", None, tasks[0].id, first, 1, ("PL", "1"), "Mục A", tasks[0].task, "Phụ lục"),
            Passage(f"{key}-p3", "task", None, tasks[1].id, second, 1, ("PL", "2"), "Mục B", tasks[1].task, "Phụ lục"),
        ),
    )


def embedded(words: str, dimension: int = 8, fingerprint: str = "model-a", number: str | None = None) -> Embedded:
    """``parsed`` with vectors that follow from the words alone."""
    document = parsed(words, number)
    vectors = np.stack([vector(passage.text, dimension) for passage in document.passages])
    segmented = tuple(" ".join(word_terms(passage.text)) for passage in document.passages)
    return Embedded(document, vectors, fingerprint, segmented, len(words))


def vector(words: str, dimension: int = 8) -> np.ndarray:
    """A unit vector that only the same words share."""
    seed = int.from_bytes(hashlib.sha256(words.encode()).digest()[:4], "big")
    found = np.random.default_rng(seed).standard_normal(dimension).astype(np.float32)
    return found / np.linalg.norm(found)


def _place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _task(
    key: str,
    number: int,
    words: str,
    span: Span,
    lead: tuple[UnitMention, ...],
    coordinate: tuple[UnitMention, ...],
    due: date | None,
) -> Task:
    deadline = Deadline("quarter", date(2024, 1, 1), due, None, "Quý I") if due else None
    return Task(
        id=f"{key}-t{number}",
        no=str(number),
        section=f"Mục {'AB'[number - 1]}",
        goal=None,
        task=words,
        activity=None,
        product="Báo cáo",
        lead=lead,
        coordinate=coordinate,
        lead_text="; ".join(unit.printed for unit in lead),
        coordinate_text="; ".join(unit.printed for unit in coordinate),
        deadline=deadline,
        path=("Phụ lục", str(number)),
        span=span,
        fields=(FieldSpans("task", (span,)),),
        page=1,
        origin="table",
        rule="test",
        confidence=0.9,
        needs_review=number == 2,
        review=("ô trống",) if number == 2 else (),
    )
