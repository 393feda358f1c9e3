from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.read.ocr import available_engines
from indexer.store.catalogue import Catalogue
from tests.plans import TOPICS, write_plans


def test_added_plans_are_listed_as_records(chutri, tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 2)
    added = chutri("add", tmp_path / "in")
    assert added.exit_code == 0
    assert "2 văn bản mới" in added.stdout
    documents = json.loads(chutri("documents", "--json").stdout)
    assert documents["total"] == 2
    assert {one["number"] for one in documents["documents"]} == {"1/KH-UBND", "2/KH-UBND"}
    duties = json.loads(chutri("duties", "--json", "--document", "1/KH-UBND").stdout)
    assert duties["total"] == len(duties["duties"]) > 0
    assert {duty["document"]["number"] for duty in duties["duties"]} == {"1/KH-UBND"}
    units = json.loads(chutri("units", "kinh te", "--json").stdout)
    assert [unit["name"] for unit in units["units"]] == ["Phòng Kinh tế"]
    assert TOPICS[0] in chutri("text", "ke-hoach-00.txt").stdout
    clauses = json.loads(chutri("clauses", "ke-hoach-00.txt", "--json").stdout)
    assert ["II", "1"] in [one["path"] for one in clauses["clauses"]]
    assert json.loads(chutri("tasks", "--json").stdout) == {"total": 0, "tasks": []}


def test_a_failed_file_is_one_line_and_a_status(chutri, tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 1)
    (tmp_path / "in" / "rong.txt").write_bytes(b"")
    added = chutri("add", tmp_path / "in")
    assert added.exit_code == 1
    assert "1 văn bản mới" in added.stdout
    assert "rong.txt" in added.stderr
    report = json.loads(chutri("add", "--json", tmp_path / "in").stdout)
    assert [one["file"] for one in report["failed"]] == ["rong.txt"]


def test_plans_are_limited_to_a_group_as_they_are_added_and_what_was_open_is_told(chutri, tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 1)
    chutri("add", tmp_path / "in")
    write_plans(tmp_path / "in", 2)
    refused = chutri("add", "--group", "Thanh tra", tmp_path / "in")
    assert refused.exit_code == 1 and "Không có nhóm “Thanh tra”" in refused.stderr
    assert chutri("groups", "add", "Thanh tra").exit_code == 0
    added = chutri("add", "--group", "Thanh tra", tmp_path / "in")
    assert added.exit_code == 0 and "1 văn bản mới, 1 đã có" in added.stdout
    assert "ke-hoach-00.txt: đã có sẵn và ai cũng đọc được" in added.stderr
    catalogue = Catalogue(tmp_path / "data" / "catalogue.db")
    outside = catalogue.seen_by(frozenset())
    assert [one.file for one in outside.documents().items] == ["ke-hoach-00.txt"]
    assert list(catalogue.limits().values()) == [{"thanh-tra"}]
    catalogue.close()


def test_what_is_held_is_not_mentioned_when_only_news_are_wanted(chutri, tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 1)
    chutri("add", tmp_path / "in")
    assert "Đã có sẵn" in chutri("add", tmp_path / "in").stdout
    again = chutri("add", "--if-new", tmp_path / "in")
    assert again.exit_code == 0
    assert "Đã có sẵn" not in again.stdout


def test_a_removed_document_is_gone(chutri, tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 2)
    chutri("add", tmp_path / "in")
    assert "ke-hoach-01.txt" in chutri("remove", "2/KH-UBND").stdout
    assert json.loads(chutri("documents", "--json").stdout)["total"] == 1


@pytest.mark.parametrize("command", ["remove", "text", "clauses"])
def test_an_unknown_document_is_one_sentence(chutri, command: str) -> None:
    result = chutri(command, "999/KH-UBND")
    assert result.exit_code == 1
    assert "999/KH-UBND" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_data_folder_may_be_named_before_or_after_the_command(chutri, tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 1)
    chutri("--data", tmp_path / "before", "add", tmp_path / "in")
    chutri("add", "--data", tmp_path / "after", tmp_path / "in")
    for folder in ("before", "after"):
        catalogue = Catalogue(tmp_path / folder / "catalogue.db")
        assert catalogue.documents().total == 1
        catalogue.close()
    assert not (tmp_path / "data").exists()


def test_a_missing_model_is_one_sentence(chutri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUTRI_MODEL", str(tmp_path / "no-model"))
    write_plans(tmp_path / "in", 1)
    result = chutri("add", tmp_path / "in")
    assert result.exit_code == 1
    assert "no-model" in result.stderr


def test_the_doctor_tells_what_was_understood(chutri, tmp_path: Path) -> None:
    (path,) = write_plans(tmp_path / "in", 1)
    found = json.loads(chutri("doctor", path, "--json").stdout)
    assert (found["format"], found["number"], found["issued_on"]) == ("text", "1/KH-UBND", "2024-02-05")
    assert "Số ký hiệu: 1/KH-UBND" in chutri("doctor", path).stdout
    assert "Bộ đọc" in chutri("doctor").stdout


CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def test_the_doctor_names_a_pdf_by_page_table_and_column(chutri) -> None:
    path = CORPUS / "documents" / "108-ubnd-phuong-ban-chau-2026.pdf"
    found = json.loads(chutri("doctor", path, "--json").stdout)
    assert (found["format"], found["tasks"], found["scanned"], found["unread_pages"]) == ("pdf", 8, [], [])
    assert found["page_sources"] == {"text": found["pages"]}
    assert {"lead", "coordinate", "deadline"} <= set(found["tables"][0]["recognised"])
    said = chutri("doctor", path).stdout
    assert "lớp chữ của tệp" in said
    assert "chủ trì, phối hợp" in said


@pytest.mark.skipif(not available_engines(), reason="no OCR engine is installed")
def test_the_doctor_tells_a_scan_with_its_confidence(chutri) -> None:
    path = CORPUS / "formats" / "108-ubnd-phuong-ban-chau-2026-scan.pdf"
    found = json.loads(chutri("doctor", path, "--json").stdout)
    assert found["page_sources"] == {"ocr": 2}
    assert [page["page"] for page in found["scanned"]] == [1, 2]
    assert all(0.5 < page["confidence"] <= 1 for page in found["scanned"])
    assert found["tasks"] == 8


def test_the_doctor_reads_a_workbook_without_pages(chutri) -> None:
    found = json.loads(chutri("doctor", CORPUS / "formats" / "108-ubnd-phuong-ban-chau-2026.xlsx", "--json").stdout)
    assert (found["format"], found["pages"], found["tasks"]) == ("sheet", None, 8)


def test_the_doctor_tells_why_a_row_needs_a_look(chutri, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    rows = "| 1 | Kẻ vạch đón khách | Tổ dân phố 1 | Quý I/2026 |\n| 2 | Dọn bến thuyền | | Quý II/2026 |\n"
    path.write_text(f"| STT | Nhiệm vụ | Đơn vị chủ trì | Thời gian |\n|---|---|---|---|\n{rows}", encoding="utf8")
    found = json.loads(chutri("doctor", path, "--json").stdout)
    assert [(one["no"], one["why"]) for one in found["review"]] == [("2", ["ô chủ trì trống"])]
    assert "ô chủ trì trống" in chutri("doctor", path).stdout


def test_the_doctor_says_what_is_wrong_with_a_bad_file_in_one_sentence(chutri, tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes((CORPUS / "documents" / "108-ubnd-phuong-ban-chau-2026.pdf").read_bytes()[:9000])
    result = chutri("doctor", path)
    assert result.exit_code == 1
    assert "cut.pdf: tệp bị cắt cụt" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_record_is_corrected_exported_and_put_back(chutri, tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 1)
    chutri("add", tmp_path / "in")
    duty = json.loads(chutri("duties", "--json").stdout)["duties"][0]
    done = chutri("correct", duty["id"], "--field", "role", "--to", "monitor", "--by", "Lan", "--why", "đọc lại")
    assert done.exit_code == 0
    refused = chutri("correct", duty["id"], "--field", "role", "--to", "guide", "--by", "Minh")
    assert refused.exit_code == 1
    assert "nay là “monitor”" in refused.stderr
    assert "1 lần sửa" in chutri("corrections").stdout
    (plan,) = json.loads(chutri("corrections", "export").stdout)["documents"]
    assert [one["role"] for one in plan["duties"]] == ["monitor"]
    assert chutri("corrections", "export", "--out", tmp_path / "truth").exit_code == 0
    assert [path.name for path in (tmp_path / "truth").iterdir()] == ["ke-hoach-00.json"]
    assert chutri("reread", "1/KH-UBND").exit_code == 0
    assert json.loads(chutri("duties", "--json").stdout)["duties"][0]["role"] == "monitor"
    assert chutri("corrections", "undo", 1, "--by", "Lan").exit_code == 0
    assert json.loads(chutri("duties", "--json").stdout)["duties"][0] == duty
    assert [one["state"] for one in json.loads(chutri("corrections", "--json").stdout)["corrections"]] == [
        "undone",
        "active",
    ]


def test_units_are_joined_and_split_by_name(chutri, tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 1)
    chutri("add", tmp_path / "in")
    office = "Văn phòng Ủy ban nhân dân xã"

    def named() -> list[str]:
        return [unit["name"] for unit in json.loads(chutri("units", "Văn phòng", "--json").stdout)["units"]]

    assert chutri("units", "join", "Phòng Kinh tế", office, "--by", "Lan").exit_code == 0
    assert named() == ["Phòng Kinh tế"]
    assert chutri("units", "split", office, "--from", "Phòng Kinh tế", "--by", "Lan").exit_code == 0
    assert named() == [f"{office} Tân Lập"]
    none = chutri("units", "join", "Phòng Kinh tế", "Sở Không Có", "--by", "Lan")
    assert (none.exit_code, none.stderr.count("Lỗi:")) == (1, 1)
