"""Stored records → complete JSON with their documents and citations, from one generation's knowledge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from indexer.extract.recognition import DOUBTFUL, recognised
from indexer.fold import fold, syllables
from indexer.store.records import StoredDocument, StoredDuty, StoredReference, StoredTask
from indexer.types import Clause, Span, Word
from search_api import cite, present
from search_api.amending.noted import brief, note
from search_api.errors import NotFound
from search_api.knowledge import Knowledge
from search_api.present import Json
from search_api.ranking.rank import Judged
from search_api.types import Reading

# A row whose words lie scattered over the text is cited by its task cell: the stretch between would quote other rows.
_SCATTERED = 2.5


_WORD = re.compile(r"[^\W_]+")


class Presenter:
    """Turns records into JSON; keeps the texts it has cut quotes from."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._text = lru_cache(maxsize=256)(lambda key: knowledge.catalogue.text(key) or "")
        self._words = lru_cache(maxsize=16)(knowledge.catalogue.words)
        self._citation = lru_cache(maxsize=4096)(self._cite)

    def held(self, document_id: str) -> StoredDocument:
        """A document; one that came since this generation is looked up, one that is gone raises NotFound."""
        found = self.knowledge.documents.get(document_id) or self.knowledge.catalogue.document(document_id)
        if found is None:
            raise NotFound(
                "Văn bản vừa được gỡ ra; hãy tải lại trang.",
                "The document has just been taken out; load the page again.",
            )
        return found

    def text(self, document_id: str) -> str:
        """The one text of a document."""
        return self._text(document_id)

    def words(self, document_id: str) -> tuple[Word, ...]:
        """The words of a document with their boxes."""
        if self.held(document_id).pages is None:
            return ()
        found: tuple[Word, ...] = self._words(document_id)
        return found

    def cited(self, document_id: str, span: Span, path: Sequence[str], page: int | None) -> Json:
        """The citation of a stretch of a document."""
        return {**self._citation(document_id, span, tuple(path), page)}

    def _cite(self, document_id: str, span: Span, path: tuple[str, ...], page: int | None) -> Json:
        document = self.held(document_id)
        return cite.citation(document, self.text(document_id), self.words(document_id), span, path, page)

    def row_span(self, stored: StoredTask) -> Span:
        """The stretch that a row is cited by."""
        task = stored.task
        inside = [span for field in task.fields for span in field.spans]
        total = sum(span.end - span.start for span in inside)
        if not total or task.span.end - task.span.start <= _SCATTERED * total + 80:
            return task.span
        main = [span for field in task.fields if field.field in ("activity", "task") for span in field.spans]
        if not main:
            return task.span
        return Span(min(span.start for span in main), max(span.end for span in main))

    def task(self, stored: StoredTask) -> Json:
        """A task with its document and its citation."""
        task = stored.task
        return {
            "id": task.id,
            "no": task.no,
            "section": task.section,
            "goal": task.goal,
            "task": task.task,
            "activity": task.activity,
            "product": task.product,
            "lead": [present.unit(one) for one in task.lead],
            "coordinate": [present.unit(one) for one in task.coordinate],
            "lead_text": task.lead_text,
            "coordinate_text": task.coordinate_text,
            "deadline": present.deadline(task.deadline),
            "document": present.document(self.held(stored.document_id)),
            "citation": self.row_citation(stored),
            "origin": task.origin,
            "confidence": task.confidence,
            "needs_review": task.needs_review,
            "review": list(task.review),
            "corrections": [brief(one) for one in stored.corrections],
        }

    def row_citation(self, stored: StoredTask) -> Json:
        """The citation of a row, with a note of who corrected it."""
        task = stored.task
        cited = self.cited(stored.document_id, self.row_span(stored), task.path, task.page)
        return {**cited, **note(stored.corrections)}

    def duty(self, stored: StoredDuty) -> Json:
        """A duty with its document and its citation."""
        duty = stored.duty
        return {
            "id": duty.id,
            "unit": present.unit(duty.unit),
            "role": duty.role,
            "path": cite.legal_path(duty.path),
            "text": stored.text,
            "document": present.document(self.held(stored.document_id)),
            "citation": {
                **self.cited(stored.document_id, duty.span, duty.path, duty.page),
                **note(stored.corrections),
            },
            "confidence": duty.confidence,
            "corrections": [brief(one) for one in stored.corrections],
        }

    def passage_citation(self, judged: Judged) -> Json:
        """The citation of a passage: its row, or its clause."""
        prepared = judged.prepared
        if prepared.task is not None:
            return self.row_citation(prepared.task)
        stored = prepared.passage
        return self.cited(stored.document_id, stored.passage.span, stored.passage.path, stored.passage.page)

    def recognition(self, judged: Judged) -> Json:
        """How sure OCR was of a passage's words (null where they are the file's own), and whether to look again."""
        stored, task = judged.prepared.passage, judged.prepared.task
        words = self.words(stored.document_id)
        sure = recognised(words, [stored.passage.span])
        doubtful = sure is not None and sure < DOUBTFUL
        return {
            "confidence": None if sure is None else round(sure, 3),
            "needs_review": doubtful or (task is not None and task.task.needs_review),
        }

    def hit(self, judged: Judged, reading: Reading, also: Sequence[Judged] = ()) -> Json:
        """A hit with what is highlighted in it; ``also`` are passages of other plans with the same words."""
        stored = judged.prepared.passage
        passage = stored.passage
        return {
            "id": passage.id,
            "kind": passage.kind,
            "score": round(judged.score, 4),
            "text": passage.text,
            "highlights": highlights(passage.text, reading),
            "path": cite.legal_path(passage.path),
            "section": passage.section,
            "page": passage.page,
            "document": present.document(self.held(stored.document_id)),
            "task": self.task(judged.prepared.task) if judged.prepared.task else None,
            "citation": self.passage_citation(judged),
            **self.recognition(judged),
            "features": {name: round(value, 3) for name, value in judged.features.items()},
            "same": [self.passage_citation(other) for other in also],
        }

    def clause(self, document_id: str, clause: Clause) -> Json:
        """A clause of the tree with its own words."""
        return {
            "id": clause.id,
            "path": list(clause.path),
            "level": clause.level,
            "marker": clause.marker,
            "heading": clause.heading,
            "text": self.text(document_id)[clause.span.start : clause.span.end],
            "page": clause.page,
            "leaf": clause.leaf,
        }

    def reference(self, stored: StoredReference) -> Json:
        """A document that another names."""
        reference = stored.reference
        page = None
        return {
            "number": reference.number,
            "kind": reference.kind,
            "relation": reference.relation,
            "issued_on": present.iso(reference.issued_on),
            "held": stored.held,
            "citation": self.cited(stored.document_id, reference.span, (), page),
        }


def highlights(text: str, reading: Reading) -> list[list[int]]:
    """Ranges of ``text`` whose words the question asks about, in any wording; with marks before without."""
    wanted = {key for concept in reading.topic for form in concept.forms for key in form.keys}
    bare = {
        fold(key) for concept in reading.topic if not concept.certain for form in concept.forms for key in form.keys
    }
    found: list[list[int]] = []
    for start, end, keys, folded in _words(text):
        if wanted.isdisjoint(keys) and bare.isdisjoint(folded):
            continue
        if found and start - found[-1][1] <= 1:
            found[-1][1] = end
        else:
            found.append([start, end])
    return found


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[tuple[int, int, tuple[str, ...], tuple[str, ...]], ...]:
    """Where the words of a passage stand, with their search keys with and without marks."""
    return tuple((match.start(), match.end(), *_keys(match.group())) for match in _WORD.finditer(text))


@lru_cache(maxsize=16384)
def _keys(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The search keys of a word with and without marks."""
    keys = tuple(syllables(word))
    return keys, tuple(map(fold, keys))


def as_json(value: Any) -> Any:
    """Records as plain lists and dictionaries, ready to be written."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(inner) for inner in value]
    return value
