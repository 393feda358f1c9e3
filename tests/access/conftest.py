"""The whole application over one small plan, started as a test needs it, and browsers and programs before it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api.access import events, passwords
from search_api.access.reception import Reception
from web.app import create_app

PLAN = """ỦY BAN NHÂN DÂN
XÃ HÒA TÂN
Số: 15/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Tân, ngày 20 tháng 02 năm 2024

KẾ HOẠCH
Rà soát tài sản công năm 2024 trên địa bàn xã Hòa Tân

I. TỔ CHỨC THỰC HIỆN

1. Công chức Tài chính - Kế toán chủ trì, phối hợp với Trưởng các ấp lập danh mục tài sản trước ngày 30/6/2024.
"""
PASSWORD = "bến vắng trăng lên sớm"
ELSEWHERE = "203.0.113.7"
KEY = re.compile(r'<meta name="csrf" content="([^"]+)"')


@dataclass
class Place:
    """A running application and ways to stand before it."""

    app: object
    reception: Reception
    heard: list[tuple[str, str, dict, str]]

    def browser(self, address: str = "testclient", base: str = "http://testserver", **headers: str) -> Browser:
        """A browser without cookies; "testclient" is on the machine itself, anything else an address."""
        return Browser(TestClient(self.app, base, client=(address, 50000), follow_redirects=False, headers=headers))

    def person(self, name: str, role: str, password: str = PASSWORD) -> str:
        """An account that was taken up; returns its id."""
        made, _ = self.reception.people.add(name, role)
        self.reception.register.accounts.set_password(made.id, passwords.hashed(password), must_change=False)
        return made.id

    def token(self, name: str, *scopes: str) -> dict[str, str]:
        """The header of a new token of that account."""
        people = self.reception.people
        return {"authorization": f"Bearer {people.make_token(people.one(name), 'thử', frozenset(scopes), 7)[1]}"}

    def signed_in(self, name: str, password: str = PASSWORD, **place: str) -> Browser:
        """A browser in which that person has signed in."""
        browser = self.browser(**place)
        assert browser.sign_in(name, password).status_code == 303
        return browser


@dataclass
class Browser:
    """Gets pages and posts their forms as a browser does, the form key included."""

    client: TestClient

    def get(self, address: str, **given) -> object:
        return self.client.get(address, **given)

    def key(self, page: str = "/signin") -> str:
        answer = self.client.get(page)
        while answer.status_code == 303:
            answer = self.client.get(answer.headers["location"])
        return KEY.search(answer.text)[1]

    def post(self, address: str, fields: dict | None = None, page: str = "/signin", **given) -> object:
        return self.client.post(address, data={"csrf": self.key(page), **(fields or {})}, **given)

    def sign_in(self, name: str, password: str, to: str = "/") -> object:
        return self.post("/signin", {"name": name, "password": password, "next": to})


@pytest.fixture(scope="session")
def held(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the plan; applications get copies of it."""
    root = tmp_path_factory.mktemp("held")
    (root / "15-hoa-tan.txt").write_text(PLAN, encoding="utf-8")
    pipeline = Pipeline(Settings(data=root / "data", cache=root / "cache", model=str(tiny_model), threads=1))
    assert not pipeline.add([root / "15-hoa-tan.txt"]).failed
    pipeline.catalogue.close()
    return root


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Argon2 with the least parameters, so that the tests do not wait for what is meant to be slow."""
    patch = pytest.MonkeyPatch()
    patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1))
    yield
    patch.undo()


class Starter:
    """Starts applications over copies of the data, with settings of their own, and stops them at the end."""

    def __init__(self, held: Path, model: Path, folder: Path) -> None:
        self._held, self._model, self._folder = held, model, folder
        self._stack = ExitStack()

    def __call__(self, **settings: object) -> Place:
        data = shutil.copytree(self._held / "data", self._folder / f"data-{len(list(self._folder.iterdir()))}")
        own = {"data": data, "cache": self._held / "cache", "model": str(self._model), "threads": 1, **settings}
        app = create_app(Settings(**own))
        self._stack.enter_context(TestClient(app))
        place = Place(app, app.state.api.state.reception, [])

        def hear(kind: str, subject: str, detail, by) -> None:
            place.heard.append((kind, subject, dict(detail), by.name))

        events.handlers.append(hear)
        self._stack.callback(events.handlers.remove, hear)
        return place

    def stop(self) -> None:
        self._stack.close()


@pytest.fixture
def start(held: Path, tiny_model: Path, tmp_path: Path) -> Iterator[Starter]:
    """Starts applications for one test."""
    starter = Starter(held, tiny_model, tmp_path)
    yield starter
    starter.stop()


@pytest.fixture(scope="module")
def house(held: Path, tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One application for a module, with an administrator, an editor and a viewer who have chosen their passwords."""
    starter = Starter(held, tiny_model, tmp_path_factory.mktemp("house"))
    started = starter()
    for name, role in (("chi", "administrator"), ("bien", "editor"), ("doc", "viewer")):
        started.person(name, role)
    yield started
    starter.stop()


@pytest.fixture
def place(house: Place) -> Place:
    """That application, nothing heard yet. Tests that change people change people of their own."""
    house.heard.clear()
    return house
