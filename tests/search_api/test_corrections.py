from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api.app import create_app
from search_api.engine import Engine
from tests.search_api.conftest import COMMUNE, PROVINCE

API = "/api/v1"


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two-plans")
    (folder / "101-tinh.txt").write_text(PROVINCE, encoding="utf-8")
    (folder / "102-xa.txt").write_text(COMMUNE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def indexed(tiny_model: Path, plans: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    root = tmp_path_factory.mktemp("indexed")
    settings = Settings(data=root / "data", cache=root / "cache", model=str(tiny_model), threads=1)
    pipeline = Pipeline(settings)
    pipeline.add([plans])
    pipeline.catalogue.close()
    return settings


@pytest.fixture(scope="module")
def untouched(indexed: Settings) -> Iterator[TestClient]:
    """For requests that change nothing."""
    engine = Engine(indexed)
    with TestClient(create_app(indexed, engine)) as opened:
        yield opened
    engine.close()


@pytest.fixture
def settings(indexed: Settings, untouched: TestClient, tmp_path: Path) -> Settings:
    data = shutil.copytree(indexed.data, tmp_path / "data")
    return indexed.model_copy(update={"data": data})


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    engine = Engine(settings)
    with TestClient(create_app(settings, engine)) as opened:
        yield opened
    engine.close()


def tasks(client: TestClient, **wanted: str) -> list[dict]:
    return client.get(f"{API}/tasks", params={"limit": 200, "document": "101-tinh.txt", **wanted}).json()["tasks"]


def correct(client: TestClient, status: int = 201, **body: object) -> dict:
    answer = client.post(f"{API}/corrections", json={"by": "Trần Thị Lan", "why": "đối chiếu bản gốc", **body})
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_corrected_field_is_shown_with_who_and_why_and_used_everywhere(client: TestClient) -> None:
    first = tasks(client)[0]
    made = correct(client, task=first["id"], field="lead", value="Sở Xây dựng", before=first["lead"])
    correct(client, task=first["id"], field="deadline", value="trước ngày 15/8/2024")
    correct(client, task=first["id"], field="activity", value="Lắp máy bơm chống ngập")
    assert (made["field"], made["state"], made["task"]["lead"][0]["name"]) == ("lead", "active", "Sở Xây dựng")
    (now,) = tasks(client, unit="Sở Xây dựng", role="lead")
    assert now["lead"][0]["scope"] == "tỉnh Lam Sơn"
    assert now["deadline"]["end"] == "2024-08-15"
    assert [one["field"] for one in now["corrections"]] == ["lead", "deadline", "activity"]
    assert now["corrections"][0]["before"][0]["name"] == "Sở Tài chính"
    assert {now["corrections"][0][k] for k in ("by", "why")} == {"Trần Thị Lan", "đối chiếu bản gốc"}
    assert "sửa bởi Trần Thị Lan" in now["citation"]["note"]
    assert {k: v for k, v in now["citation"].items() if not k.startswith("note")} == first["citation"]
    assert now["lead_text"] == first["lead_text"]
    assert client.get(f"{API}/tasks", params={"unit": "Sở Tài chính"}).status_code == 404
    hits = client.get(f"{API}/search", params={"q": "lắp máy bơm chống ngập"}).json()["hits"]
    assert hits[0]["task"]["id"] == first["id"]
    assert "máy bơm" not in hits[0]["text"]
    assert hits[0]["citation"]["quote"] == first["citation"]["quote"]
    answer = client.get(
        f"{API}/ask", params={"q": "Đơn vị nào chủ trì rà soát tài sản công tại các trường học?"}
    ).json()
    assert [unit["name"] for unit in answer["answer"]["units"]] == ["Sở Xây dựng"]
    csv = client.get(f"{API}/tasks", params={"format": "csv"}).text
    assert "Sở Xây dựng" in csv
    assert "Lắp máy bơm" in csv


def test_corrections_survive_reading_the_file_again_and_a_new_index_byte_for_byte(
    client: TestClient, settings: Settings, plans: Path
) -> None:
    first, second, third, fourth = tasks(client)
    correct(client, task=first["id"], field="product", value="Danh mục tài sản")
    correct(client, task=second["id"], field="task", value="Mở lớp chữ ký số cho viên chức")
    correct(client, task=third["id"], action="check")
    correct(client, task=fourth["id"], action="delete")

    def shown() -> tuple[bytes, ...]:
        paths = ("/corrections", "/corrections?format=truth", "/tasks?limit=200", "/units?limit=200")
        return tuple(client.get(API + path).content for path in paths)

    before = shown()
    pipeline = Pipeline(settings)
    document = pipeline.catalogue.find("101-tinh.txt").id
    assert pipeline.reread(document)
    assert shown() == before
    for path in (settings.data / "index").glob("manifest.json"):
        path.unlink()
    with TestClient(create_app(settings)) as fresh:
        assert (
            tuple(fresh.get(f"{API}{p}").content for p in ("/corrections", "/corrections?format=truth")) == before[:2]
        )
        hits = fresh.get(f"{API}/search", params={"q": "chữ ký số cho viên chức"}).json()["hits"]
        assert hits[0]["task"]["id"] == second["id"]
    pipeline.remove(document)
    waiting = client.get(f"{API}/corrections").json()["corrections"]
    assert {one["state"] for one in waiting} == {"orphaned"}
    pipeline.add([plans])
    assert shown()[:2] == before[:2]
    pipeline.close()


def test_the_second_of_two_people_is_told_with_the_present_value(client: TestClient) -> None:
    first = tasks(client)[0]
    correct(client, task=first["id"], field="product", value="Tờ trình", before=first["product"])
    error = correct(
        client, 409, by="Minh", task=first["id"], field="product", value="Kế hoạch", before=first["product"]
    )
    assert (error["error"]["code"], error["error"]["detail"]) == (
        "conflict",
        {"present": "Tờ trình", "by": "Trần Thị Lan"},
    )
    assert correct(client, by="Minh", task=first["id"], field="product", value="Kế hoạch", before="Tờ trình")


def test_an_undo_is_kept_and_puts_the_value_back(client: TestClient) -> None:
    first = tasks(client)[0]
    made = correct(client, task=first["id"], field="section", value="Nhóm khác")
    back = client.delete(f"{API}/corrections/{made['id']}", params={"by": "Minh", "why": "nhầm dòng"}).json()
    assert (back["action"], back["undoes"], back["task"]) == ("undo", made["id"], first)
    listed = client.get(f"{API}/corrections").json()["corrections"]
    assert [(one["action"], one["state"]) for one in listed] == [("set", "undone"), ("undo", "active")]
    assert client.delete(f"{API}/corrections/{made['id']}", params={"by": "Minh"}).status_code == 422


def test_rows_are_added_split_and_joined(client: TestClient) -> None:
    first, second, *_ = tasks(client)
    made = correct(
        client,
        document="101-tinh.txt",
        action="add",
        fields={"task": "Bảo đảm kinh phí", "lead": "Sở Tài chính", "deadline": "Năm 2024"},
        quote="Kinh phí thực hiện do ngân sách tỉnh bảo đảm",
    )
    assert made["task"]["citation"]["quote"] == "Kinh phí thực hiện do ngân sách tỉnh bảo đảm"
    assert len(tasks(client)) == 5
    correct(client, task=first["id"], action="split", parts=[{"activity": "Rà soát"}, {"activity": "Báo cáo"}])
    correct(client, task=second["id"], action="join", **{"with": [tasks(client)[-1]["id"]]})
    rows = tasks(client)
    assert [row["activity"] for row in rows[:3]] == [None, "Rà soát", "Báo cáo"]
    assert len(rows) == 5
    assert {unit["name"] for row in rows for unit in row["lead"]} >= {"Sở Thông tin và Truyền thông", "Sở Nội vụ"}
    for row in rows:
        assert row["citation"]["quote"] in client.get(f"{API}/documents/{row['document']['id']}/text").text


def test_truth_has_the_shape_of_annotated_plans(client: TestClient, corpus: Path) -> None:
    first, second, *_ = tasks(client)
    correct(client, task=first["id"], action="check")
    correct(client, task=second["id"], action="delete", why="dòng tiêu đề")
    (plan,) = client.get(f"{API}/corrections", params={"format": "truth"}).json()["documents"]
    like = json.loads(next((corpus / "truth").glob("102-*.json")).read_text(encoding="utf-8"))["tasks"][0]
    (task,) = plan["tasks"]
    assert set(like) <= set(task)
    assert set(like["deadline"]) <= set(task["deadline"])
    assert (task["lead"], task["deadline"]["kind"], plan["complete"]) == (["Sở Tài chính"], "quarter", False)
    assert [(one["record"]["task"], one["why"]) for one in plan["wrong"]] == [(second["task"], "dòng tiêu đề")]


@pytest.mark.parametrize(
    ("body", "status", "vi", "en"),
    [
        ({"task": "abc-t1", "field": "product", "value": "x"}, 404, "Không có nhiệm vụ “abc-t1”", "no task “abc-t1”"),
        ({"field": "colour", "value": "đỏ"}, 422, "Không có trường “colour”", "no field “colour”"),
        ({"field": "deadline", "value": "31/6/2026"}, 422, "thời hạn có thật", "deadline that exists"),
        ({"field": "deadline", "value": "màu xanh"}, 422, "thời hạn có thật", "deadline that exists"),
        ({"field": "deadline", "value": {"kind": "date", "start": "2026-13-01"}}, 422, "thời hạn", "deadline"),
        ({"field": "lead", "value": "Sở " + "x" * 500}, 422, "dài nhất 200 ký tự, không phải 503", "at most 200"),
        ({"field": "product", "value": ["x"]}, 422, "“product” phải là chữ", "must be text"),
        ({"field": "product", "value": "x", "by": ""}, 422, "Cần “by”", "“by” is needed"),
        ({"action": "paint"}, 422, "“action” phải là một trong", "must be one of"),
        ({"action": "split", "parts": [{"task": "a"}]}, 422, "ít nhất hai phần", "at least two parts"),
        ({"action": "join", "with": []}, 422, "ít nhất một nhiệm vụ khác", "at least one other"),
        ({"action": "join", "with": ["nothing-t1"]}, 404, "nothing-t1", "nothing-t1"),
        ({"action": "add", "document": "101-tinh.txt", "fields": {"task": "Đào ao"}}, 422, "nguyên văn", "exact words"),
        ({"action": "add", "document": "nothing.txt", "fields": {"task": "x"}}, 404, "nothing.txt", "nothing.txt"),
        ({"task": ""}, 422, "Thiếu “task”", "“task” is missing"),
    ],
)
def test_what_cannot_be_kept_is_told_in_one_sentence(
    untouched: TestClient, body: dict, status: int, vi: str, en: str
) -> None:
    whole = {"task": tasks(untouched)[0]["id"], "by": "Lan", **body}
    for language, words in (("vi", vi), ("en", en)):
        answer = untouched.post(f"{API}/corrections", json=whole, headers={"Accept-Language": language})
        assert answer.status_code == status, answer.text
        assert words in answer.json()["error"]["message"]
    assert untouched.get(f"{API}/corrections").json()["total"] == 0


def test_a_body_that_is_no_object_is_refused(untouched: TestClient) -> None:
    assert untouched.post(f"{API}/corrections", json=[1]).status_code == 422
    assert untouched.post(f"{API}/corrections").status_code == 422
    assert untouched.delete(f"{API}/corrections/999", params={"by": "Lan"}).status_code == 404
    assert untouched.delete(f"{API}/corrections/abc", params={"by": "Lan"}).status_code == 404


def unit(client: TestClient, name: str) -> dict:
    (found,) = client.get(f"{API}/units", params={"q": name}).json()["units"]
    return client.get(f"{API}/units/{found['id']}").json()


def test_units_joined_by_hand_are_one_until_undone(client: TestClient) -> None:
    home, post = unit(client, "Sở Nội vụ"), unit(client, "Bưu điện tỉnh")
    made = client.post(f"{API}/units/{home['id']}/join", json={"other": post["id"], "by": "Lan", "why": "thử"}).json()
    joined = unit(client, "Sở Nội vụ")
    assert joined["id"] == home["id"]
    assert "Bưu điện tỉnh" in joined["aliases"]
    assert (joined["leads"], joined["coordinates"]) == (home["leads"], home["coordinates"] + post["coordinates"])
    assert len(tasks(client, unit=post["id"])) == len(tasks(client, unit=home["id"])) == 2
    client.delete(f"{API}/rulings/{made['id']}", params={"by": "Lan"})
    assert unit(client, "Bưu điện tỉnh") == post
    assert [one["state"] for one in client.get(f"{API}/rulings").json()["rulings"]] == ["undone", "active"]


def test_a_wording_split_off_stays_so_after_the_file_is_read_again(client: TestClient, settings: Settings) -> None:
    home, post = unit(client, "Sở Nội vụ"), unit(client, "Bưu điện tỉnh")
    client.post(f"{API}/units/{home['id']}/join", json={"other": post["id"], "by": "Lan"})
    split = client.post(f"{API}/units/{home['id']}/split", json={"alias": "bưu điện tỉnh", "by": "Minh"})
    assert split.status_code == 201
    pipeline = Pipeline(settings)
    pipeline.reread(pipeline.catalogue.find("101-tinh.txt").id)
    pipeline.close()
    own = client.get(f"{API}/units/{split.json()['other']['id']}").json()
    assert (own["aliases"], own["coordinates"]) == (["Bưu điện tỉnh"], 1)
    assert unit(client, "Sở Nội vụ")["coordinates"] == home["coordinates"]


def test_units_told_apart_stay_as_they_are_and_are_told_so_once(client: TestClient) -> None:
    home, post = unit(client, "Sở Nội vụ"), unit(client, "Bưu điện tỉnh")
    address, body = f"{API}/units/{home['id']}/apart", {"other": post["id"], "by": "Lan"}
    made = client.post(address, json=body)
    assert (made.status_code, made.json()["action"], made.json()["other"]["id"]) == (201, "apart", post["id"])
    assert (unit(client, "Sở Nội vụ"), unit(client, "Bưu điện tỉnh")) == (home, post)
    again = client.post(address, json=body)
    assert again.status_code == 422 and "hai đơn vị" in again.json()["error"]["message"]
    assert client.delete(f"{API}/rulings/{made.json()['id']}", params={"by": "Lan"}).status_code == 200
    assert client.post(address, json=body).status_code == 201


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        ("apart", {"other": "Sở Nội vụ", "by": "Lan"}, 422, "đã là một đơn vị"),
        ("join", {"other": "khong-co", "by": "Lan"}, 404, "khong-co"),
        ("join", {"other": "Sở Nội vụ", "by": "Lan"}, 422, "đã là một đơn vị"),
        ("join", {"by": "Lan"}, 422, "Thiếu tên"),
        ("join", {"other": "x" * 500, "by": "Lan"}, 422, "200"),
        ("split", {"alias": "Sở Y tế", "by": "Lan"}, 404, "Sở Y tế"),
        ("split", {"alias": "Sở Nội vụ", "by": "Lan"}, 422, "duy nhất"),
        ("split", {"alias": "", "by": "Lan"}, 422, "alias"),
    ],
)
def test_a_ruling_that_means_nothing_is_told(
    untouched: TestClient, path: str, body: dict, status: int, words: str
) -> None:
    key = unit(untouched, "Sở Nội vụ")["id"]
    answer = untouched.post(f"{API}/units/{key}/{path}", json=body)
    assert answer.status_code == status, answer.text
    assert words in answer.json()["error"]["message"]


GROUPED = """ỦY BAN NHÂN DÂN
TỈNH LAM SƠN
Số: 78/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lam Sơn, ngày 14 tháng 01 năm 2024

KẾ HOẠCH
Tiết kiệm điện năm 2024

Phụ lục

STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian hoàn thành
1\tThay bóng đèn cũ ở trụ sở\tBáo cáo\tCác sở, ban, ngành tỉnh\tSở Công Thương\tQuý II năm 2024
2\tTắt điện ngoài giờ\tBáo cáo\tSở Công Thương\tCác cơ quan liên quan\tQuý I năm 2024
3\tTrồng cây quanh trụ sở xã\tBáo cáo\tUBND cấp xã\tSở Công Thương\tQuý I năm 2024
"""


def test_rows_that_reach_a_unit_through_its_group_are_listed_apart(
    client: TestClient, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "103-tinh.txt"
    path.write_text(GROUPED, encoding="utf-8")
    pipeline = Pipeline(settings)
    pipeline.add([path])
    pipeline.close()
    plain = client.get(f"{API}/tasks", params={"unit": "Sở Nội vụ", "role": "lead"}).json()
    through = client.get(f"{API}/tasks", params={"unit": "Sở Nội vụ", "role": "lead", "via_group": "1"}).json()
    assert (through["total"], through["tasks"]) == (plain["total"], plain["tasks"])
    (row,) = through["via_group"]["tasks"]
    assert (row["task"], row["via_group"]["name"], row["via_group"]["sure"]) == (
        "Thay bóng đèn cũ ở trụ sở",
        "Các sở, ban, ngành tỉnh",
        True,
    )
    either = client.get(f"{API}/tasks", params={"unit": "Sở Nội vụ", "via_group": "1"}).json()["via_group"]["tasks"]
    assert [one["via_group"]["sure"] for one in either] == [True, False]
    home = unit(client, "Sở Nội vụ")
    assert [one["name"] for one in home["via_groups"]] == ["Các sở, ban, ngành tỉnh", "Các cơ quan liên quan"]
    assert home["occurrences"][0]["file"] == "101-tinh.txt"
    asked = client.get(f"{API}/ask", params={"q": "Sở Nội vụ chủ trì những nhiệm vụ nào?", "via_group": "1"}).json()
    assert "Thay bóng đèn cũ ở trụ sở" in {one["task"] for one in asked["via_group"]["tasks"]}
    assert "Thay bóng đèn cũ ở trụ sở" not in {one["task"] for one in asked["answer"]["tasks"]}
    committee = unit(client, "Ủy ban nhân dân cấp xã")
    assert (committee["kind"], committee["via_groups"]) == ("group", [])
    bad = client.get(f"{API}/tasks", params={"unit": "Sở Nội vụ", "via_group": "maybe"})
    assert bad.status_code == 422


def test_an_answer_from_a_corrected_field_says_who_corrected_it(client: TestClient) -> None:
    first = tasks(client)[0]
    correct(client, task=first["id"], field="deadline", value="15/8/2024")
    question = "Thời hạn rà soát tài sản công tại các trường học là khi nào?"
    found = client.get(f"{API}/ask", params={"q": question}).json()
    assert found["answer"]["deadline"]["end"] == "2024-08-15"
    assert all("sửa bởi Trần Thị Lan" in one["note"] for one in found["citations"])


def test_the_header_of_a_document_is_corrected_as_a_row_is(client: TestClient, settings: Settings) -> None:
    document = next(one for one in client.get(f"{API}/documents").json()["documents"] if "101" in one["file"])
    key = document["id"]
    made = correct(client, document=key, field="number", value="78/QĐ-UBND", before="77/QĐ-UBND")
    correct(client, document=key, field="issued_on", value="13/01/2024")
    correct(client, document=key, field="title", value="Kế hoạch chuyển đổi số của tỉnh")
    now = client.get(f"{API}/documents/{key}").json()
    assert (now["number"], now["issued_on"], now["title"]) == (
        "78/QĐ-UBND",
        "2024-01-13",
        "Kế hoạch chuyển đổi số của tỉnh",
    )
    pipeline = Pipeline(settings)
    assert pipeline.catalogue.find("78/QĐ-UBND").id == key
    pipeline.reread(key)
    pipeline.close()
    assert client.get(f"{API}/documents/{key}").json() == now
    again = correct(client, 409, document=key, field="number", value="79/QĐ-UBND", before="77/QĐ-UBND")
    assert again["error"]["detail"]["present"] == "78/QĐ-UBND"
    client.delete(f"{API}/corrections/{made['id']}", params={"by": "Minh"})
    assert client.get(f"{API}/documents/{key}").json()["number"] == "77/QĐ-UBND"
    for field, value in (("issued_on", "31/6/2024"), ("colour", "đỏ"), ("number", "77/QĐ-UBND")):
        assert correct(client, 422, document=key, field=field, value=value)["error"]["message"]
    assert correct(client, 404, document="ffffffffffff", field="number", value="1/QĐ")["error"]


def test_the_history_is_cut_by_person_field_and_day(client: TestClient) -> None:
    first, second, *_ = tasks(client)
    one = correct(client, task=first["id"], field="product", value="Tờ trình")
    correct(client, by="Minh", task=second["id"], action="check")
    day = one["at"][:10]

    def listed(**wanted: str) -> list[str]:
        found = client.get(f"{API}/corrections", params=wanted).json()
        assert found["total"] == len(found["corrections"])
        return [said["by"] for said in found["corrections"]]

    assert listed(order="newest") == ["Minh", "Trần Thị Lan"]
    assert listed(field="product", day=day) == listed(by="Trần Thị Lan") == ["Trần Thị Lan"]
    assert listed(field="check") == ["Minh"]
    assert listed(day="2001-01-01") == []
    assert client.get(f"{API}/corrections", params={"day": "hôm qua"}).status_code == 422
