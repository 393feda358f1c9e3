"""``make bench``: speed and memory against the bare libraries in the same run, written to docs/benchmarks.md."""

from __future__ import annotations

import argparse
import json
import platform
import tempfile
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from bench import distractors, engines, reading, report, scale
from bench.server import Server, get, serving
from bench.timing import PeakMemory, Spread, spread, timed
from indexer.embed.encoder import Encoder
from indexer.pipeline import Pipeline
from indexer.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ROOT / "corpus" / "documents"
PAGE = ROOT / "docs" / "benchmarks.md"


def main() -> None:
    """Measures and writes the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=20, help="invented plans added to the sample corpus")
    parser.add_argument("--questions", type=int, default=100, help="questions asked, from corpus/queries.jsonl")
    parser.add_argument("--work", type=Path, help="folder for the measurement among many plans; without it none")
    parser.add_argument("--passages", type=int, default=100_000, help="passages of that measurement")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        plans = [*sorted(DOCUMENTS.iterdir()), *distractors.write(options.plans, Path(folder) / "plans")]
        model = bare_model()
        sections = [
            machine(),
            indexing(plans, Path(folder), model),
            searching(plans, model, options.questions),
            engines.section(Path(folder) / "data"),
        ]
    body = "\n\n".join(sections)
    report.replace(PAGE, "bench", body, "Benchmarks")
    print(body)
    if options.work is not None:
        print(scale.write(options.work, options.passages))
    reading.main()


def bare_model() -> Callable[[list[str], str], Any]:
    """sentence-transformers alone on the same model folder: ``encode(texts, prefix)``."""
    from sentence_transformers import SentenceTransformer

    encoder = Encoder(Settings())
    model = SentenceTransformer(str(encoder.folder), device="cpu", local_files_only=True)
    chosen = {"query": encoder.prefixes.query, "passage": encoder.prefixes.passage}

    def encode(texts: list[str], role: str) -> Any:
        return model.encode(
            [chosen[role] + text for text in texts], batch_size=32, prompt="", normalize_embeddings=True,
            show_progress_bar=False,
        )  # fmt: skip

    encode(["khởi động"], "query")
    return encode


def indexing(plans: list[Path], folder: Path, encode: Callable[[list[str], str], Any]) -> str:
    """Whole pipeline against the bare encoding of the very texts that it embedded."""
    texts = _recorded_texts()
    settings = Settings(data=folder / "data")
    pipeline = Pipeline(settings)
    # Loading the model is no part of either side: the bare encoder is loaded already.
    pipeline.encoder.query("khởi động")
    with PeakMemory() as memory:
        done = pipeline.add(plans)
    whole = done.seconds
    bare = timed(lambda: encode(texts, "passage"))
    rows: list[list[object]] = [
        ["files", len(plans)], ["passages", len(texts)], ["seconds, whole pipeline", f"{whole:.1f}"],
        ["seconds of these spent embedding", f"{done.embed_seconds:.1f}"],
        ["seconds, bare encoder on the same texts", f"{bare:.1f}"],
        ["passages/s, whole pipeline", f"{len(texts) / whole:.1f}"],
        ["passages/s, bare encoder", f"{len(texts) / bare:.1f}"],
        ["share of the bare encoder (wanted ≥ 0.8)", bare / whole],
        ["peak memory while indexing, MB", f"{memory.megabytes:.0f}"],
    ]  # fmt: skip
    return f"## Indexing\n\n{report.table(('measure', 'value'), rows)}"


def _recorded_texts() -> list[str]:
    """A list that fills with every text the pipeline embeds from now on."""
    texts: list[str] = []
    original = Encoder.passages

    def recording(self: Encoder, given: Any, progress: Any = None) -> Any:
        texts.extend(given)
        return original(self, given, progress)

    Encoder.passages = recording  # type: ignore[method-assign,assignment]
    return texts


def searching(plans: list[Path], encode: Callable[[list[str], str], Any], count: int) -> str:
    """End to end over HTTP against the bare encoding of the same question, taken in turns."""
    lines = (ROOT / "corpus" / "queries.jsonl").read_text(encoding="utf8").splitlines()
    questions = [json.loads(line)["question"] for line in lines][:count]
    bare, own, search, ask = [], [], [], []
    encoder = Encoder(Settings())
    encoder.query("khởi động")
    with serving(plans) as server, PeakMemory(server.pid) as memory:
        for question in questions[:5]:
            _call(server, "search", question + " ?")
        for question in questions:
            bare.append(timed(lambda question=question: encode([question], "query")))  # type: ignore[misc]
            own.append(timed(lambda question=question: encoder.query(question)))  # type: ignore[misc]
            search.append(timed(lambda question=question: _call(server, "search", question)))  # type: ignore[misc]
            ask.append(timed(lambda question=question: _call(server, "ask", question + "?")))  # type: ignore[misc]
        started = server.start_seconds
    base = spread(bare)
    rows = [
        _row("bare encoding of the question, sentence-transformers", base, base),
        _row("encoding of the question by the engine that the server uses", spread(own), base),
        _row("/api/v1/search over HTTP (wanted p50 ≤ 1.5 ×)", spread(search), base),
        _row("/api/v1/ask over HTTP", spread(ask), base),
    ]
    shape = ("measure", "p50 ms", "p95 ms", "p50 against bare")
    rest = f"Server ready after {started:.1f} s; its peak memory {memory.megabytes:.0f} MB; {len(questions)} questions."
    return f"## Searching\n\n{report.table(shape, rows)}\n\n{rest}"


def _row(name: str, measured: Spread, base: Spread) -> list[object]:
    return [name, f"{measured.p50:.1f}", f"{measured.p95:.1f}", f"{measured.p50 / base.p50:.2f}"]


def _call(server: Server, name: str, question: str) -> None:
    get(server, f"/api/v1/{name}?" + urllib.parse.urlencode({"q": question}))


def machine() -> str:
    """What it ran on."""
    cores, memory = psutil.cpu_count(logical=True), psutil.virtual_memory().total / 2**30
    return f"Measured on {cores} cores ({platform.machine()}), {memory:.0f} GB, Python {platform.python_version()}."


if __name__ == "__main__":
    main()
