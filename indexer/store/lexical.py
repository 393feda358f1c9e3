"""The lexical index: BM25 over words, syllables, folded syllables and heading context, kept by tantivy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

FIELDS = ("words", "syllables", "folded", "context")
HEAP_BYTES = 64_000_000
Weighted = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class LexicalText:
    """A passage as the lexical index sees it; every field holds terms separated by spaces.

    ``words`` are segmented words with "_" between syllables, ``syllables`` in their one spelling, ``folded``
    without marks, ``context`` the syllables of the heading path.
    """

    rowid: int
    serial: int
    words: str
    syllables: str
    folded: str
    context: str


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """What is looked for in each field, every term with its weight; an empty field is not asked."""

    words: Weighted = ()
    syllables: Weighted = ()
    folded: Weighted = ()
    context: Weighted = ()

    @classmethod
    def of(
        cls,
        words: Iterable[str] = (),
        syllables: Iterable[str] = (),
        folded: Iterable[str] = (),
        context: Iterable[str] = (),
    ) -> QueryTerms:
        """Every term with the weight 1."""
        return cls(*(tuple((term, 1.0) for term in terms) for terms in (words, syllables, folded, context)))


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("rowid", indexed=True, fast=True)
    builder.add_unsigned_field("serial", indexed=True)
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class LexicalIndex:
    """A tantivy index in a folder of its own; one process writes, any number reads."""

    def __init__(self, index: Any) -> None:
        self._index = index
        index.config_reader("manual")

    @classmethod
    def create(cls, folder: Path) -> LexicalIndex:
        """A new, empty index in ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(tantivy.Index(_schema(), path=str(folder), reuse=False))

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """The index in ``folder``. Raises ValueError when there is none or it cannot be read."""
        return cls(tantivy.Index.open(str(folder)))

    def update(self, gone: Iterable[int], added: Iterable[LexicalText]) -> None:
        """Take out the documents of those serials and put the texts in, in one commit."""
        writer = self._index.writer(HEAP_BYTES, 1)
        try:
            for serial in gone:
                # Deleting by term takes a Python number for a signed one, which an unsigned field never holds.
                writer.delete_documents_by_query(tantivy.Query.term_query(self._index.schema, "serial", serial))
            for text in added:
                writer.add_document(_document(text))
            writer.commit()
            writer.wait_merging_threads()
        finally:
            # One that failed holds the index's lock for as long as anything names it, a kept traceback too.
            del writer
        self._index.reload()

    def reader(self) -> LexicalReader:
        """An immutable view of the last commit that this process has loaded."""
        return LexicalReader(self._index.schema, self._index.searcher())


def _document(text: LexicalText) -> Any:
    """The text as tantivy takes it."""
    document = tantivy.Document()
    document.add_unsigned("rowid", text.rowid)
    document.add_unsigned("serial", text.serial)
    for field in FIELDS:
        document.add_text(field, getattr(text, field))
    return document


class LexicalReader:
    """One state of a lexical index; commits that follow do not touch it."""

    def __init__(self, schema: Any, searcher: Any) -> None:
        self._schema, self._searcher = schema, searcher

    @property
    def size(self) -> int:
        """How many passages it holds."""
        return int(self._searcher.num_docs)

    def search(
        self, terms: QueryTerms, k: int, allowed: Sequence[int] | NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The best ``k`` rowids by weighted BM25 summed over terms and fields, best first, with their scores."""
        query = self._query(terms)
        if query is None or k < 1 or (allowed is not None and len(allowed) == 0):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if allowed is not None:
            among = tantivy.Query.term_set_query(self._schema, "rowid", [int(number) for number in allowed])
            among = tantivy.Query.const_score_query(among, 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, among)])
        hits = self._searcher.search(query, limit=k, count=False).hits
        rowids = self._searcher.fast_field_values("rowid", [address for _, address in hits])
        return np.array(rowids, np.int64), np.array([score for score, _ in hits], np.float32)

    def _query(self, terms: QueryTerms) -> Any:
        clauses = []
        for field in FIELDS:
            for term, weight in getattr(terms, field):
                query = tantivy.Query.term_query(self._schema, field, term, index_option="freq")
                if weight != 1.0:
                    query = tantivy.Query.boost_query(query, weight)
                clauses.append((tantivy.Occur.Should, query))
        return tantivy.Query.boolean_query(clauses) if clauses else None

    def document_frequency(self, field: str, term: str) -> int:
        """How many passages hold the term in that field."""
        return int(self._searcher.doc_freq(field, term))

    def frequency_without(self, field: str, term: str, serials: Sequence[int]) -> int:
        """How many passages of other documents than those of the ``serials`` hold the term in that field."""
        held = tantivy.Query.term_query(self._schema, field, term, index_option="basic")
        total = int(self._searcher.search(held, limit=1, count=True).count or 0)
        if not total or not serials:
            return total
        among = tantivy.Query.term_set_query(self._schema, "serial", list(serials))
        both = tantivy.Query.boolean_query([(tantivy.Occur.Must, held), (tantivy.Occur.Must, among)])
        return total - int(self._searcher.search(both, limit=1, count=True).count or 0)
