from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from pathlib import Path

import pdfplumber
import pytest

from bench.typeset import truth
from bench.typeset.source import plan

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SOURCES = sorted((CORPUS / "sources").glob("*.plan"))
KINDS = {
    "lead", "coordinate", "deadline", "product", "unit_tasks", "list_by_time", "count", "clause", "duty", "lookup",
    "compare", "keyword", "unanswerable",
}  # fmt: skip


def manifest() -> list[dict[str, str]]:
    return [json.loads(line) for line in (CORPUS / "manifest.jsonl").read_text(encoding="utf8").splitlines()]


def questions() -> list[dict]:
    return [json.loads(line) for line in (CORPUS / "queries.jsonl").read_text(encoding="utf8").splitlines()]


def syllables(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())


@pytest.fixture(scope="module")
def annotations() -> dict[str, dict]:
    return {path.name[:3]: json.loads(path.read_text(encoding="utf8")) for path in (CORPUS / "truth").glob("*.json")}


def test_the_manifest_lists_every_document_with_its_checksum():
    listed = {row["file"]: row["sha256"] for row in manifest()}
    present = {f"{f}/{p.name}" for f in ("documents", "formats") for p in (CORPUS / f).iterdir()}
    assert set(listed) == present
    for file, checksum in listed.items():
        assert hashlib.sha256((CORPUS / file).read_bytes()).hexdigest() == checksum, file


def test_every_manifest_row_says_where_it_is_from_and_under_what_licence():
    assert all({"file", "sha256", "origin", "date", "licence"} <= set(row) for row in manifest())


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_truth_agrees_with_the_source(source: Path):
    kept = json.loads((CORPUS / "truth" / f"{source.stem}.json").read_text(encoding="utf8"))
    assert truth.truth(plan(source)) == kept


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_document_prints_every_word_of_the_truth(source: Path):
    document = next((CORPUS / "documents").glob(f"{source.stem}.*"))
    if document.suffix == ".pdf":
        with pdfplumber.open(document) as pdf:
            printed = "\n".join(page.extract_text() or "" for page in pdf.pages)
    else:
        printed = document.read_text(encoding="utf8")
    have = set(syllables(printed))
    kept = json.loads((CORPUS / "truth" / f"{source.stem}.json").read_text(encoding="utf8"))
    for clause in kept["clauses"]:
        assert set(syllables(clause["text"])) <= have, clause
    for task in kept["tasks"]:
        for field in ("task", "activity", "product", "lead_text", "coordinate_text", "deadline_text"):
            assert set(syllables(task[field] or "")) <= have, task


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_words_of_a_duty_stand_in_its_clause(source: Path):
    kept = json.loads((CORPUS / "truth" / f"{source.stem}.json").read_text(encoding="utf8"))
    texts: dict[tuple[str, ...], str] = {}
    for clause in kept["clauses"]:
        for path in (tuple(clause["path"]), tuple(p for p in clause["path"] if not p.startswith("¶"))):
            texts[path] = texts.get(path, "") + " " + clause["text"]
    for duty in kept["duties"]:
        assert duty["role"] in ("lead", "responsible", "coordinate", "guide", "monitor")
        assert duty["quote"] in texts[tuple(duty["path"])], duty


def test_a_plan_is_in_the_documents_once():
    numbers = [path.name[:3] for path in (CORPUS / "documents").iterdir()]
    assert len(numbers) == len(set(numbers)) >= 6


def test_every_quote_of_the_evidence_stands_in_its_document(annotations: dict[str, dict]):
    for question in questions():
        for evidence in question["evidence"]:
            kept = annotations[evidence["doc"]]
            if "task" in evidence or "row" in evidence:
                rows = [t for t in kept["tasks"] if _is_row(t, evidence)]
                texts = [" ".join(str(t[f]) for f in ("goal", "task", "activity", "product") if t[f]) for t in rows]
            else:
                texts = [c["text"] for c in kept["clauses"] if c["path"] == evidence["path"]] + [
                    kept["meta"]["title"],
                    kept["meta"]["signer"] or "",
                ]
            assert any(evidence["quote"] in text for text in texts), (question["id"], evidence)


def _is_row(task: dict, evidence: dict) -> bool:
    if "row" in evidence:
        return evidence["row"] in (task["task"], task["activity"])
    return task["no"] == evidence["task"]


def test_the_questions_cover_every_kind_and_language():
    asked = questions()
    assert {q["kind"] for q in asked} == KINDS
    assert {q["lang"] for q in asked} == {"vi", "vi-nodiacritics", "en", "mixed"}
    assert len({q["id"] for q in asked}) == len(asked)
    assert sum(q["kind"] == "unanswerable" for q in asked) >= 20


def test_a_question_has_evidence_unless_it_cannot_be_answered():
    for question in questions():
        assert bool(question["evidence"]) != (question["kind"] == "unanswerable"), question["id"]


def test_qrels_name_questions_and_documents_that_exist():
    ids = {q["id"] for q in questions()}
    documents = {path.name[:3] for path in (CORPUS / "documents").iterdir()}
    rows = [line.split("\t") for line in (CORPUS / "qrels.tsv").read_text(encoding="utf8").splitlines()]
    assert rows and all(row[0] in ids and row[2].split(":")[0] in documents and row[3].isdigit() for row in rows)


# Quốc hiệu and tiêu ngữ, which every document must carry: Nghị định 30/2020/NĐ-CP, Phụ lục I.
MOTTO = "cộng hòa xã hội chủ nghĩa việt nam độc lập tự do"


def test_no_sentence_of_the_real_plans_is_in_the_repository(shared: Path):
    runs = set()
    for path in (shared / "seeds").glob("*.txt"):
        words = syllables(path.read_text(encoding="utf8"))
        runs |= {tuple(words[i : i + 14]) for i in range(len(words) - 13)}
    runs = {run for run in runs if MOTTO not in " ".join(run)}
    for path in _texts():
        words = syllables(path.read_text(encoding="utf8"))
        found = next((words[i : i + 14] for i in range(len(words) - 13) if tuple(words[i : i + 14]) in runs), None)
        assert found is None, (path, " ".join(found or ()))


def _texts() -> list[Path]:
    root = CORPUS.parent
    folders = ("corpus", "bench", "indexer", "search_api", "web", "tests", "docs")
    suffixes = {".py", ".md", ".plan", ".json", ".jsonl", ".tsv", ".txt", ".toml", ".html", ".js"}
    return [path for f in folders for path in (root / f).rglob("*") if path.suffix in suffixes and path.is_file()]
