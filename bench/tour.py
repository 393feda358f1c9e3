"""Every page of the application: what is needed to see it, and under which address it then is."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2

from indexer.settings import Settings
from indexer.store.catalogue import Catalogue
from search_api.access import passwords
from search_api.access.reception import Reception

PASSWORD = "bến vắng trăng lên sớm"
PEOPLE = {
    "quan.tri": ("administrator", "Lê Thị Quản"),
    "bien.tap": ("editor", "Trần Văn Biên"),
    "nguoi.doc": ("viewer", "Phạm Thị Đọc"),
    "moi.den": ("viewer", "Đỗ Văn Mới"),
}
ADMINISTRATOR, EDITOR, VIEWER, NEWCOMER = PEOPLE
STRANGER = ""
KEY = re.compile(r'<meta name="csrf" content="([^"]+)"')
READING_SECONDS = 180
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36"

OLDER = """UBND TỈNH LAM GIANG
SỞ THỦY LỢI
Số: 19/KH-STL

Lam Giang, ngày 05 tháng 02 năm 2024

KẾ HOẠCH

Tu bổ kè và cống năm 2024

I. YÊU CẦU

1. Cống nào hỏng trước thì sửa trước; không để dân chờ qua mùa lũ.

2. Thanh tra Sở kiểm tra chất lượng vật liệu tại công trường.

II. PHÂN CÔNG

STT\tNhiệm vụ\tSản phẩm\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn
1\tSửa 12 cống dưới đê\tBiên bản nghiệm thu\tPhòng Công trình\tVăn phòng Sở\tTrước ngày 30/4/2024
2\tLập dự toán tu bổ kè\tHồ sơ dự toán\tPhòng Kế hoạch\tPhòng Công trình\tTháng 3/2024
3\tĐo lại cao trình mặt kè\tBảng số liệu\tPhòng Công trình\t\tkhi nước rút
"""
NEWER = OLDER.replace("12 cống", "15 cống").replace("30/4/2024", "31/5/2024").replace("Văn phòng Sở", "Phòng Kế hoạch")
# At odds with the plan above about who mends and by when; one row names nobody, two names stand for one body.
AT_ODDS = """UBND TỈNH LAM GIANG
SỞ THỦY LỢI
Số: 23/KH-STL

Lam Giang, ngày 19 tháng 02 năm 2024

KẾ HOẠCH

Chuẩn bị công trình trước mùa lũ năm 2024

I. PHÂN CÔNG

STT\tNhiệm vụ\tSản phẩm\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn
1\tSửa 12 cống dưới đê\tBiên bản nghiệm thu\tPhòng Kế hoạch\tTổ Đê điều và Thủy nông\tTrước ngày 15/3/2024
2\tLập dự toán tu bổ kè\tHồ sơ dự toán\tPhòng Kế hoạch\tTổ Đê điều - Thủy nông\tTháng 4/2024
3\tDọn bèo ở cửa cống\tẢnh trước và sau\t\tTổ Đê điều - Thủy nông\tTháng 4/2024
"""
HELD_BACK = """UBND TỈNH LAM GIANG
SỞ THỦY LỢI
Số: 31/KH-STL

Lam Giang, ngày 18 tháng 3 năm 2024

KẾ HOẠCH

Nạo vét kênh nội đồng vụ hè thu năm 2024

I. PHÂN CÔNG

STT\tNhiệm vụ\tSản phẩm\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn
1\tĐo bùn ở bốn tuyến kênh\tBảng đo bùn\tPhòng Công trình\t\tTháng 4/2024
2\tThuê máy múc\tHợp đồng thuê máy\tVăn phòng Sở\tPhòng Kế hoạch\tTrước ngày 10/5/2024
"""
ASIDE = """UBND TỈNH LAM GIANG
SỞ THỦY LỢI
Số: 07/KH-STL

Lam Giang, ngày 09 tháng 01 năm 2024

KẾ HOẠCH

Trực lũ tiểu mãn năm 2024

1. Phòng Công trình chủ trì phân ca trực tại các trạm bơm trước ngày 01/5/2024.
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page by name: its address, where what is held gives words in braces, and who looks at it."""

    address: str
    who: str = ADMINISTRATOR


def pages(answered: str, listed: str, unanswered: str) -> dict[str, Page]:
    """Every page by name, given a question about one task, one about many and one that nothing answers."""
    return {
        "home": Page("/"),
        "answer": Page(f"/?q={quote(answered)}"),
        "list": Page(f"/?q={quote(listed)}"),
        "no-answer": Page(f"/?q={quote(unanswered)}"),
        "narrowed": Page(f"/?q={quote(listed)}&in_role=lead&not_topic=x&as_time=-"),
        "saved": Page("/saved"),
        "batch": Page("/batch"),
        "batch-progress": Page("{batch}"),
        "documents": Page("/documents"),
        "reader": Page("{citation}"),
        "reader-printed": Page("{printed}"),
        "readers": Page("/documents/{document}/readers"),
        "tasks": Page("/tasks"),
        "tasks-columns": Page("/tasks?sort=deadline&columns=section&columns=deadline&columns=review"),
        "units": Page("/units"),
        "unit": Page("{unit}"),
        "rulings": Page("/rulings"),
        "matrix": Page("/matrix"),
        "matrix-documents": Page("/matrix?by=document"),
        "calendar": Page("/calendar?at=2024-06-15&as_of=2024-06-15"),
        "calendar-year": Page("/calendar?view=year&at=2024-05-01&as_of=2024-06-15"),
        "calendar-overdue": Page("/calendar?list=overdue&as_of=2024-12-31"),
        "compare": Page("{compare}"),
        "cascade": Page("{cascade}"),
        "conflicts": Page("/conflicts"),
        "references": Page("/references"),
        "add": Page("/add"),
        "add-progress": Page("{upload}"),
        "versions": Page("/versions/{newer}"),
        "review-queue": Page("/review"),
        "review": Page("{review}"),
        "review-excerpt": Page("/review/{newer}"),
        "removed": Page("/removed"),
        "corrections": Page("/corrections"),
        "operations": Page("/operations"),
        "audit": Page("/audit"),
        "people": Page("/people"),
        "person": Page("{person}"),
        "groups": Page("/groups"),
        "account": Page("/account"),
        "password": Page("/account/password"),
        "password-first": Page("/account/password", NEWCOMER),
        "held": Page("/held", EDITOR),
        "signin": Page("/signin", STRANGER),
        "refused": Page("/people", VIEWER),
        "not-found": Page("/nothing-here"),
    }


def furnish(data: Path) -> None:
    """Make an account of each role over a data folder that no server holds; one has yet to change its password."""
    catalogue = Catalogue(data / "catalogue.db")
    reception = Reception(catalogue.register, Settings(data=data), catalogue.groups)
    hashed = passwords.hashed(PASSWORD)
    for name, (role, display) in PEOPLE.items():
        account, _ = reception.people.add(name, role, display)
        reception.register.accounts.set_password(account.id, hashed, must_change=name == NEWCOMER)
    catalogue.close()


class Visitor:
    """Somebody before a server, signed in by name or (empty) unknown, who sends forms as the pages do."""

    def __init__(self, base: str, name: str = STRANGER) -> None:
        self.name = name
        self._client = httpx2.Client(base_url=base, timeout=120, headers={"user-agent": AGENT})
        if name:
            self.sign_in()

    def sign_in(self) -> None:
        """Sign in, as at the first time or again."""
        self.post("/signin", {"name": self.name, "password": PASSWORD}, page="/signin")

    def get(self, address: str) -> httpx2.Response:
        """That page. Raises HTTPStatusError for one that is not there."""
        return self._client.get(address, follow_redirects=True).raise_for_status()

    def json(self, address: str) -> Any:
        """What the API answers there."""
        return self.get(f"/api/v1/{address}").json()

    def post(self, address: str, fields: Mapping[str, str], page: str = "/account", **files: Any) -> str:
        """Send a form and return the address that it leads to, or its own. Raises HTTPStatusError on a refusal."""
        headers = {"x-csrf-token": KEY.findall(self.get(page).text)[0]}
        return self.late(address, fields, headers, **files)

    def late(self, address: str, fields: Mapping[str, str], headers: Mapping[str, str], **files: Any) -> str:
        """Send a form whose key was given before."""
        answer = self._client.post(address, data=dict(fields), headers=dict(headers), **files)
        return answer.headers.get("location") or str(answer.raise_for_status().url.path)

    def held(self, file: str) -> str:
        """The id of the document of that file. Raises KeyError where there is none."""
        return str({one["file"]: one["id"] for one in self.json("documents?limit=100")["documents"]}[file])

    def correct(self, task: str, field: str, value: str) -> None:
        """Put another value in a field of a task."""
        given = {"task": task, "field": field, "value": value, "why": "đối chiếu bản giấy"}
        self._client.post("/api/v1/corrections", json=given, headers=self.key()).raise_for_status()

    def key(self) -> dict[str, str]:
        """The header with the key of this session's forms."""
        return {"x-csrf-token": KEY.findall(self.get("/account").text)[0]}

    def cookies(self) -> list[dict[str, str]]:
        """The cookies of this visitor, as a browser's context takes them."""
        base = str(self._client.base_url)
        return [{"name": c.name, "value": c.value or "", "url": base} for c in self._client.cookies.jar]

    def upload(self, *files: tuple[str, str]) -> str:
        """Add files of that name and text, and return the address of the upload when all are read."""
        sent = [("file", (name, text.encode(), "application/octet-stream")) for name, text in files]
        return self.when_done(self.post("/add", {}, files=sent))

    def ask_batch(self, *questions: str) -> str:
        """Send a file of questions, and return its address when all are answered."""
        content = "\n".join(("Câu hỏi", *questions)).encode()
        return self.when_done(self.post("/batch", {}, files={"file": ("cau-hoi.csv", content)}), "http-equiv")

    def when_done(self, address: str, sign: str = "data-poll") -> str:
        """That address, when its page no longer holds ``sign``. Raises TimeoutError."""
        until = time.monotonic() + READING_SECONDS
        while sign in self.get(address).text:
            if time.monotonic() > until:
                raise TimeoutError(address)
            time.sleep(0.3)
        return address


@dataclass(frozen=True, slots=True)
class Stage:
    """What stands ready: the words that addresses take, and the cookies of everybody by name."""

    places: dict[str, str]
    cookies: dict[str, list[dict[str, str]]]


def prepare(base: str, file: str, pair: tuple[str, str], listed: str) -> Stage:
    """Give every page of a furnished server something to show.

    ``file`` names a held document that has pages, ``pair`` two of them, the superior first; ``listed`` is a question.
    """
    visitors = {name: Visitor(base, name) for name in (STRANGER, *PEOPLE)}
    chief = visitors[ADMINISTRATOR]
    superior, below = (chief.held(name) for name in pair)
    task = chief.json(f"tasks?document={quote(file)}")["tasks"][0]
    held = task["document"]["id"]
    url = str(task["citation"]["url"])
    unit = max(chief.json("units?limit=200")["units"], key=lambda one: one["leads"])["id"]
    places = {
        "document": held,
        "citation": url,
        "printed": url.replace("#", "&view=page#"),
        "unit": f"/units/{quote(unit)}",
        "compare": chief.when_done(f"/compare?documents={superior}&documents={below}"),
        "cascade": chief.when_done(f"/cascade?superior={superior}&below={below}"),
        "review": f"/review/{held}?task={quote(task['id'])}",
    }
    places |= _stir(chief, listed)
    _hold(visitors[EDITOR], places["review"].split("?")[0])
    person = re.findall(r'href="(/people/[^"]+)"', chief.get("/people").text)[0]
    return Stage(places | {"person": person}, {name: one.cookies() for name, one in visitors.items()})


def _stir(chief: Visitor, listed: str) -> dict[str, str]:
    """Something of everything: versions, what is put aside or held back, a correction, a feed, a group, a backup."""
    chief.upload(("19-ke-hoach-tu-bo.txt", OLDER), ("07-truc-lu.txt", ASIDE), ("23-truoc-lu.txt", AT_ODDS))
    chief.upload(("31-nao-vet.txt", HELD_BACK))
    chief.post(f"/review/{chief.held('31-nao-vet.txt')}", {"action": "withdraw"})
    chief.post(f"/documents/{chief.held('07-truc-lu.txt')}/remove", {})
    upload = chief.upload(("19-ke-hoach-tu-bo-ban-2.txt", NEWER), ("trang-trang.pdf", ""), ("19-lan-nua.txt", OLDER))
    newer = chief.held("19-ke-hoach-tu-bo-ban-2.txt")
    chief.correct(chief.json(f"tasks?document={newer}")["tasks"][0]["id"], "product", "Biên bản nghiệm thu cống")
    chief.post("/groups", {"name": "Phòng Công trình"})
    two = [one["id"] for one in chief.json(f"units?q={quote('Tổ Đê điều')}")["units"]]
    chief.post("/rulings", {"action": "join", "unit": two[0], "other": two[1]})
    chief.post("/saved", {"query": f"q={quote(listed)}", "name": listed})
    chief.post("/account/feeds", {"feed": chief.json("saved")["saved"][0]["feed"], "name": listed})
    batch = chief.ask_batch(listed, "Ai sửa cống dưới đê?")
    chief.post("/operations/backup", {})
    return {"upload": upload, "newer": newer, "batch": batch}


def _hold(editor: Visitor, review: str) -> None:
    """A correction that comes after the session was over, and its author signed in again."""
    key = editor.key()
    editor.post("/signout", {"everywhere": "1"})
    editor.late(f"{review}/header", {"f-number": "20/KH-STL", "f-signer": "Hoàng Thị Cống"}, key)
    editor.sign_in()
