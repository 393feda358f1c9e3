"""From files through review to being found, over the pages as a browser without script uses them."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from starlette.testclient import TestClient

from indexer.settings import Settings
from tests.patience import eventually
from tests.search_api.conftest import COMMUNE, PROVINCE
from web.app import create_app

NEWER = PROVINCE.replace("Sở Tài chính\tSở Giáo dục", "Sở Xây dựng\tSở Giáo dục").replace("Ít nhất 85%", "Ít nhất 90%")


def opened(data: Path, tiny: Path, **more: str) -> TestClient:
    settings = Settings(data=data, cache=data.parent / "cache", model=str(tiny), threads=1, **more)  # type: ignore[arg-type]
    return TestClient(create_app(settings), follow_redirects=False)


@pytest.fixture
def site(tmp_path: Path, tiny_model: Path) -> Iterator[TestClient]:
    with opened(tmp_path / "data", tiny_model) as client:
        yield signed(client)


@pytest.fixture
def careful(tmp_path: Path, tiny_model: Path) -> Iterator[TestClient]:
    """An installation that holds documents back until they are published."""
    with opened(tmp_path / "data", tiny_model, review="before") as client:
        yield signed(client)


def signed(client: TestClient) -> TestClient:
    client.headers["x-csrf-token"] = re.findall(r'name="csrf" content="([^"]+)"', client.get("/add").text)[0]
    return client


def soup(client: TestClient, address: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == status, answer.text[:300]
    return BeautifulSoup(answer.text, "html.parser")


def words(node: Tag | BeautifulSoup) -> str:
    return " ".join(node.get_text(" ").split())


def add(client: TestClient, *files: tuple[str, bytes | str]) -> str:
    """Sends the files, waits until they are read, and gives the address of the upload."""
    answer = client.post("/add", files=[("file", one) for one in files])
    assert answer.status_code == 303, answer.text[:300]
    address = str(answer.headers["location"])
    assert eventually(lambda: not soup(client, address).select("[data-poll]")), "the upload did not end"
    return address


def filled(form: Tag) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    given = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    given |= {field["name"]: field.get_text() for field in form.select("textarea[name]")}
    return {name: str(value) for name, value in given.items()}


def send(client: TestClient, form: Tag, **changes: str) -> tuple[int, str]:
    answer = client.post(
        str(form["action"]), data={**filled(form), **{k.replace("__", "-"): v for k, v in changes.items()}}
    )
    return answer.status_code, str(answer.headers.get("location") or answer.text)


def found(client: TestClient) -> list[str]:
    return [one["file"] for one in client.get("/api/v1/documents").json()["documents"]]


def test_good_bad_and_zipped_files_end_as_told_and_the_upload_stays_open_to_look_at(site: TestClient) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xa/Kế hoạch xã.txt", COMMUNE)
        archive.writestr("xa/anh.exe", b"MZ")
    address = add(
        site,
        ("tinh.txt", PROVINCE),
        ("rong.txt", ""),
        ("<script>.pdf", "<script>x</script>"),
        ("x.zip", content.getvalue()),
    )
    page = soup(site, address)
    rows = {words(row.select_one("b")): row for row in page.select(".jobs > li")}
    assert set(rows) == {"tinh.txt", "rong.txt", "script.pdf", "Kế hoạch xã.txt", "anh.exe"}
    assert len(page.select(".jobs .note")) == 3
    assert "rỗng" in words(rows["rong.txt"])
    assert rows["tinh.txt"].select("a[href^='/documents/']") and rows["tinh.txt"].select("a[href^='/review/']")
    assert rows["script.pdf"].select("button[value=retry]")
    assert not page.select("meta[http-equiv=refresh]")
    assert sorted(found(site)) == ["Kế hoạch xã.txt", "tinh.txt"]
    recent = soup(site, "/add").select_one(".recent a")
    assert recent["href"] == address
    assert "khong-co" in words(soup(site, "/add/khong-co", 404))


def test_a_newer_version_is_offered_and_takes_the_place_of_the_older_until_undone(site: TestClient) -> None:
    add(site, ("cu.txt", PROVINCE))
    (old,) = site.get("/api/v1/documents").json()["documents"]
    task = site.get("/api/v1/tasks").json()["tasks"][1]
    site.post("/api/v1/corrections", json={"task": task["id"], "field": "product", "value": "Sổ tay", "by": "Lan"})
    link = soup(site, add(site, ("moi.txt", NEWER))).select_one(".jobs a[href^='/versions/']")["href"]
    page = soup(site, link)
    assert "cùng số ký hiệu" in words(page.select_one(".version"))
    changed = [words(one) for one in page.select(".changes li")]
    assert any("Sở Tài chính" in one and "Sở Xây dựng" in one for one in changed)
    assert [words(one) for one in page.select("p del")] == ["85%"]
    assert [words(one) for one in page.select("p ins")] == ["90%"]
    form = page.select_one(".choices form")
    status, text = send(site, form, choice="replace")
    assert status == 200
    assert found(site) == ["moi.txt"]
    rows = site.get("/api/v1/tasks").json()["tasks"]
    assert (rows[0]["lead"][0]["name"], rows[1]["product"]) == ("Sở Xây dựng", "Sổ tay")
    undo = BeautifulSoup(text, "html.parser").select_one("main form")
    assert send(site, undo, choice="undo") == (303, f"/documents/{old['id']}")
    assert found(site) == ["cu.txt"]
    assert site.get("/api/v1/tasks").json()["tasks"][1]["product"] == "Sổ tay"
    assert "Không có bản nào khác" in words(soup(site, f"/versions/{old['id']}"))


@pytest.mark.parametrize(("choice", "left"), [("keep", ["cu.txt", "moi.txt"]), ("discard", ["cu.txt"])])
def test_both_versions_can_stay_or_the_new_one_go(site: TestClient, choice: str, left: list[str]) -> None:
    add(site, ("cu.txt", PROVINCE))
    address = add(site, ("moi.txt", NEWER))
    link = soup(site, address).select_one(".jobs a[href^='/versions/']")["href"]
    assert send(site, soup(site, link).select_one(".choices form"), choice=choice)[0] == 200
    assert found(site) == left
    assert not soup(site, address).select("a[href^='/versions/']")


def test_plans_of_two_years_or_two_issuers_are_no_versions(site: TestClient) -> None:
    add(site, ("2024.txt", PROVINCE))
    next_year = PROVINCE.replace("2024", "2025").replace("77/QĐ", "81/QĐ")
    other = PROVINCE.replace("TỈNH LAM SƠN", "TỈNH BÌNH GIANG")
    assert not soup(site, add(site, ("2025.txt", next_year), ("khac.txt", other))).select("a[href^='/versions/']")
    assert len(found(site)) == 3


def test_a_row_is_corrected_confirmed_and_taken_back_beside_its_words(site: TestClient) -> None:
    add(site, ("tinh.txt", PROVINCE))
    task = site.get("/api/v1/tasks").json()["tasks"][0]
    key = task["document"]["id"]
    page = soup(site, f"/review/{key}?task={task['id']}")
    assert "Rà soát tài sản công" in " ".join(mark.get_text() for mark in page.select(".original mark"))
    form = page.select_one("form[data-keep]")
    status, place = send(site, form, f__product="Danh mục", f__lead="Sở Xây dựng", action="right", why="bản gốc")
    assert status == 303
    now = site.get("/api/v1/tasks").json()["tasks"][0]
    assert (now["product"], now["lead"][0]["name"]) == ("Danh mục", "Sở Xây dựng")
    assert [one["action"] for one in now["corrections"]] == ["set", "set", "check"]
    page = soup(site, place)
    assert "Đã lưu 3 chỗ" in words(page.select_one(".told"))
    undo = page.select_one(".told form")
    back = site.post(
        undo["action"], data={"correction": [i["value"] for i in undo.select("[name=correction]")], "back": "/review"}
    )
    assert back.status_code == 303
    assert site.get("/api/v1/tasks").json()["tasks"][0] == task
    history = soup(site, "/corrections")
    assert len(history.select(".history > li.undone")) == 3
    cut = soup(site, f"/corrections?field=lead&document={key}&state=undone")
    (entry,) = cut.select(".history > li")
    assert [words(entry.select_one("del")), words(entry.select_one("ins"))] == ["Sở Tài chính", "Sở Xây dựng"]
    assert "bản gốc" in words(entry) and entry.select("a[href*='span=']")
    assert "Chưa có lần sửa" in words(soup(site, "/corrections?day=2001-01-01"))


def test_the_second_of_two_editors_sees_both_values_and_loses_nothing(site: TestClient) -> None:
    add(site, ("tinh.txt", PROVINCE))
    task = site.get("/api/v1/tasks").json()["tasks"][0]
    form = soup(site, f"/review/{task['document']['id']}?task={task['id']}").select_one("form[data-keep]")
    site.post("/api/v1/corrections", json={"task": task["id"], "field": "product", "value": "Tờ trình", "by": "Minh"})
    status, text = send(site, form, f__product="Danh mục", f__activity="Kiểm kê nhà", action="save")
    assert status == 409
    page = BeautifulSoup(text, "html.parser")
    wrong = page.select_one(".field.wrong")
    assert "Minh" in words(wrong) and "Tờ trình" in words(wrong)
    assert wrong.select_one("textarea").get_text() == "Danh mục"
    assert site.get("/api/v1/tasks").json()["tasks"][0]["activity"] == "Kiểm kê nhà"
    assert send(site, page.select_one("form[data-keep]"), action="save")[0] == 303
    assert site.get("/api/v1/tasks").json()["tasks"][0]["product"] == "Danh mục"


def test_what_cannot_be_kept_stays_in_the_form_with_a_sentence(site: TestClient) -> None:
    add(site, ("tinh.txt", PROVINCE))
    task = site.get("/api/v1/tasks").json()["tasks"][0]
    form = soup(site, f"/review/{task['document']['id']}?task={task['id']}").select_one("form[data-keep]")
    status, text = send(site, form, f__deadline="31/6/2024", action="right")
    page = BeautifulSoup(text, "html.parser")
    assert status == 409
    assert "thời hạn có thật" in words(page.select_one(".field.wrong"))
    assert page.select_one("#f-deadline").get_text() == "31/6/2024"
    site.post("/api/v1/corrections", json={"task": task["id"], "action": "delete", "by": "Minh"})
    status, text = send(site, form, f__product="Danh mục mới", action="save")
    assert status == 409
    assert "Danh mục mới" in words(BeautifulSoup(text, "html.parser").select_one("main > .wrap > .note"))


def test_drafts_are_reviewed_published_and_withdrawn(careful: TestClient) -> None:
    page = soup(careful, add(careful, ("tinh.txt", PROVINCE)))
    assert found(careful) == []
    link = page.select_one(".jobs a[href^='/review/']")["href"]
    assert link in {a["href"] for a in soup(careful, "/review").select(".rows a")}
    key = link.rsplit("/", 1)[1]
    page = soup(careful, link)
    head = page.select_one("[data-part=header] form")
    status, place = send(careful, head, f__number="78/QĐ-UBND", f__issued_on="13/01/2024".replace("__", "-"))
    assert status == 303
    row = soup(careful, place).select(".lines a")[0]["href"]
    form = soup(careful, row).select_one("form[data-keep]")
    assert send(careful, form, f__product="Danh mục", action="save")[0] == 303
    missed = next(one for one in soup(careful, link).select("form") if one["action"].endswith("/rows"))
    quote = "Sở Nội vụ theo dõi, đôn đốc các cơ quan"
    assert send(careful, missed, task="Đôn đốc các cơ quan", lead="Sở Nội vụ", quote=quote)[0] == 303
    for address in ("/api/v1/tasks", "/api/v1/units", "/api/v1/search?q=tài sản công", "/api/v1/duties"):
        assert careful.get(address).json()["total"] == 0, address
    assert careful.get(f"/documents/{key}").status_code == 404
    careful.post(link, data={"action": "check-all"})
    assert careful.post(link, data={"action": "publish"}).status_code == 303
    (document,) = careful.get("/api/v1/documents").json()["documents"]
    assert (document["number"], document["issued_on"], document["needs_review"]) == ("78/QĐ-UBND", "2024-01-13", 0)
    tasks = careful.get("/api/v1/tasks").json()["tasks"]
    assert {"Danh mục"} <= {one["product"] for one in tasks} and len(tasks) == 5
    assert all(one["corrections"][-1]["action"] == "check" for one in tasks)
    careful.post(link, data={"action": "withdraw"})
    assert found(careful) == [] and careful.get(link).status_code == 200


def test_a_removed_document_is_restored_from_its_page_or_deleted_for_good(site: TestClient, tmp_path: Path) -> None:
    add(site, ("tinh.txt", PROVINCE))
    (document,) = site.get("/api/v1/documents").json()["documents"]
    key = document["id"]
    assert site.post(f"/documents/{key}/remove").headers["location"] == f"/removed?gone={key}"
    assert found(site) == [] and site.get(f"/api/v1/documents/{key}/file").status_code == 404
    page = soup(site, f"/removed?gone={key}")
    assert document["title"] in words(page.select_one("#gone"))
    assert send(site, page.select_one("#gone form"), action="restore") == (303, f"/documents/{key}")
    assert site.get("/api/v1/documents").json()["documents"] == [document]
    assert site.delete(f"/api/v1/documents/{key}").status_code == 204
    assert site.get("/api/v1/aside?state=removed").json()["documents"][0]["id"] == key
    assert site.post(f"/api/v1/aside/{key}/restore").status_code == 200
    site.delete(f"/api/v1/documents/{key}")
    site.post(f"/removed/{key}", data={"action": "forget"})
    assert site.get("/api/v1/aside").json()["total"] == 0
    assert not list((tmp_path / "data" / "removed").iterdir())
    assert site.post(f"/api/v1/aside/{key}/restore").status_code == 404


def test_a_pdf_is_reviewed_beside_its_picture(site: TestClient, corpus: Path) -> None:
    path = corpus / "documents" / "102-so-nong-nghiep-2024.pdf"
    add(site, (path.name, path.read_bytes()))
    task = site.get("/api/v1/tasks").json()["tasks"][0]
    page = soup(site, f"/review/{task['document']['id']}?task={task['id']}")
    picture = page.select_one(".stack img")["src"]
    assert site.get(picture).headers["content-type"] == "image/webp"
    assert {"lead", "deadline", "task"} <= {frame["data-frame"] for frame in page.select("[data-frame]")}


@pytest.mark.parametrize("address", ["/add", "/review", "/removed", "/corrections"])
def test_the_pages_speak_english_too_and_hold_no_inline_script(site: TestClient, address: str) -> None:
    page = soup(site, f"{address}?lang=en")
    assert page.html["lang"] == "en"
    assert not page.select("style, [style], [onclick]")
    assert all(script.get("src", "").startswith("/static/") for script in page.select("script"))


def test_the_queue_survives_the_server(tmp_path: Path, tiny_model: Path) -> None:
    with opened(tmp_path / "data", tiny_model) as first:
        address = add(signed(first), ("tinh.txt", PROVINCE))
    copied = shutil.copytree(tmp_path / "data", tmp_path / "again" / "data")
    with opened(copied, tiny_model) as second:
        assert "tinh.txt" in words(soup(second, address))
