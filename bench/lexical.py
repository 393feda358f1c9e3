"""FTS5 against tantivy on synthetic passages: build time, size on disk, time of an OR query of eight words.

python -m bench.lexical [20000 100000]

Words follow Zipf's law over a vocabulary of genre words and of legal syllables in pairs, about 60 words a passage.
Each engine indexes the same three fields (segmented words, syllables, folded syllables) and is asked the same way:
the words of the question in every field, the best 50 by BM25, scores summed over the fields.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from indexer import fold
from indexer.store.lexical import LexicalIndex, LexicalText, QueryTerms
from indexer.syllable import legal_syllables

GENRE = (
    "chủ_trì phối_hợp thực_hiện sở tài_chính nội_vụ kế_hoạch cải_cách hành_chính ủy_ban nhân_dân tỉnh huyện xã",
    "cơ_quan đơn_vị thủ_tục rà_soát tài_sản công báo_cáo quý năm tháng trước ngày văn_bản quy_phạm pháp_luật",
    "dịch_vụ trực_tuyến chuyển_đổi số tổ_chức kiểm_tra đôn_đốc tham_mưu ban_hành quyết_định công_chức viên_chức",
)


def vocabulary(size: int, chance: random.Random) -> list[str]:
    """Words, the frequent ones first."""
    syllables = sorted(legal_syllables())
    genre = " ".join(GENRE).split()
    pairs = (f"{chance.choice(syllables)}_{chance.choice(syllables)}" for _ in range(size - len(genre)))
    return [*genre, *pairs]


def texts(count: int, chance: random.Random) -> list[LexicalText]:
    """Passages under the numbers 1 to ``count``."""
    known = vocabulary(20_000, chance)
    weights = [1 / (rank + 3) for rank in range(len(known))]
    drawn = chance.choices(known, weights, k=count * 60)
    found = []
    for number in range(count):
        words = " ".join(drawn[number * 60 : number * 60 + 60])
        spoken = words.replace("_", " ")
        found.append(LexicalText(number + 1, 1 + number // 100, words, spoken, fold.fold(spoken), ""))
    return found


def questions(passages: list[LexicalText], chance: random.Random) -> list[list[str]]:
    """Eight words each, from one passage, as a question about it would have them."""
    return [chance.sample(chance.choice(passages).words.split(), 8) for _ in range(200)]


def terms(words: list[str]) -> QueryTerms:
    """The question in every form."""
    spoken = " ".join(words).replace("_", " ").split()
    folded = [fold.fold(word) for word in spoken]
    return QueryTerms.of(words=words, syllables=spoken, folded=folded)


def fts5(passages: list[LexicalText], folder: Path) -> tuple[float, int, Callable[[QueryTerms], object]]:
    """Seconds to build, bytes on disk, and the query."""
    began = time.perf_counter()
    path = folder / "fts5.db"
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute(
        "CREATE VIRTUAL TABLE f USING fts5(words, syllables, folded, content='', "
        "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
    )
    rows = ((p.rowid, p.words, p.syllables, p.folded) for p in passages)
    database.executemany("INSERT INTO f(rowid, words, syllables, folded) VALUES (?,?,?,?)", rows)
    database.commit()
    built = time.perf_counter() - began

    def ask(asked: QueryTerms) -> object:
        fields = (("words", asked.words), ("syllables", asked.syllables), ("folded", asked.folded))
        match = " OR ".join(f'{name}:"{term}"' for name, weighted in fields for term, _ in weighted)
        return database.execute(
            "SELECT rowid, bm25(f) FROM f WHERE f MATCH ? ORDER BY rank LIMIT 50", (match,)
        ).fetchall()

    return built, path.stat().st_size, ask


def tantivy(passages: list[LexicalText], folder: Path) -> tuple[float, int, Callable[[QueryTerms], object]]:
    """Seconds to build, bytes on disk, and the query."""
    began = time.perf_counter()
    index = LexicalIndex.create(folder / "tantivy")
    index.update((), passages)
    built = time.perf_counter() - began
    size = sum(path.stat().st_size for path in (folder / "tantivy").iterdir())
    reader = index.reader()
    return built, size, lambda asked: reader.search(asked, 50)


def main() -> None:
    """Print one row an engine and size."""
    print("| passages | engine | build s | MB | p50 ms | p95 ms |\n|---|---|---|---|---|---|")
    for count in map(int, sys.argv[1:] or ("20000", "100000")):
        chance = random.Random(7)
        passages = texts(count, chance)
        asked = [terms(question) for question in questions(passages, chance)]
        for name, engine in (("FTS5", fts5), ("tantivy", tantivy)):
            with tempfile.TemporaryDirectory() as folder:
                built, size, ask = engine(passages, Path(folder))
                times = []
                for question in asked:
                    began = time.perf_counter()
                    ask(question)
                    times.append((time.perf_counter() - began) * 1000)
            p95 = statistics.quantiles(times, n=20)[-1]
            print(f"| {count} | {name} | {built:.1f} | {size / 1e6:.0f} | {statistics.median(times):.1f} | {p95:.1f} |")


if __name__ == "__main__":
    main()
