from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import UnknownDocument, UnknownRecord
from indexer.pipeline import Pipeline
from indexer.settings import Settings
from indexer.store.database import reading
from indexer.store.rule import Draft as Ruling
from indexer.store.tables import Base, UnitRow
from search_api.access.viewer import SYSTEM, Viewer, enter
from search_api.engine import Engine
from search_api.errors import NotFound
from search_api.ledger.book import Ledger
from search_api.limits import Page
from search_api.service import Service
from search_api.views import Views
from tests.search_api.conftest import COMMUNE, INSPECTORATE, PROVINCE

ALL = Page(200, 0)
OUTSIDER = Viewer("a1", "An", "viewer", "session", frozenset({"khac"}))
EDITOR = Viewer("a2", "Bình", "editor", "session")
MEMBER = Viewer("a3", "Chi", "viewer", "session", frozenset({"thanh-tra", "khac"}))
ADMINISTRATOR = Viewer("a4", "Dung", "administrator", "session")

SECRET = """ỦY BAN NHÂN DÂN TỈNH LAM SƠN
THANH TRA TỈNH
Số: 991/KH-TTr

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lam Sơn, ngày 03 tháng 3 năm 2024

KẾ HOẠCH
Kiểm toán nội bộ đột xuất các kho lưu trữ năm 2024

Căn cứ Quyết định số 77/QĐ-UBND ngày 12/01/2024 của Ủy ban nhân dân tỉnh về chuyển đổi số;

I. PHẠM VI

Niêm phong tủ hồ sơ của Ban Kiểm toán đặc nhiệm (sau đây gọi tắt là BKTĐN) trước khi đối chiếu sổ quỹ.

II. TỔ CHỨC THỰC HIỆN

1. Sở Tài chính phối hợp với BKTĐN đối chiếu sổ quỹ.

Phụ lục

STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian hoàn thành
1\tNiêm phong kho quỹ bằng khóa sinh trắc\tBiên bản niêm phong\tBan Kiểm toán đặc nhiệm\tSở Tài chính\t15/5/2024
2\tRà soát tài sản công tại các trường học\tBáo cáo mật\tBan Kiểm toán đặc nhiệm\tSở Nội vụ\tQuý III năm 2024
"""

# A plan that names the limited one: that it is held must not show.
NAMING = """ỦY BAN NHÂN DÂN
XÃ HÒA BÌNH
Số: 21/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Bình, ngày 02 tháng 4 năm 2024

KẾ HOẠCH
Sắp xếp phòng đọc năm 2024

Căn cứ Kế hoạch số 991/KH-TTr ngày 03/3/2024 của Thanh tra tỉnh;

I. NỘI DUNG

Sắp xếp phòng đọc của thư viện xã cho người cao tuổi.

II. TỔ CHỨC THỰC HIỆN

1. Sở Tài chính cấp kinh phí cho thư viện xã.
"""
OPEN = (("101-tinh", PROVINCE), ("102-xa", COMMUNE), ("103-thanh-tra", INSPECTORATE), ("104-doc", NAMING))
# No word of an answer to anybody outside may hold these.
TELLING = ("đặc nhiệm", "bktđn", "niêm phong", "sinh trắc", "báo cáo mật", "kiểm toán", "105-mat", "2024-05-15")


@contextmanager
def acting(viewer: Viewer) -> Iterator[None]:
    """Everything inside is asked by that viewer."""
    enter(viewer)
    try:
        yield
    finally:
        enter(SYSTEM)


def _opened(root: Path, model: Path, files: tuple[tuple[str, str], ...]) -> Engine:
    settings = Settings(data=root / "data", cache=root / "cache", model=str(model), threads=1)
    folder = root / "plans"
    folder.mkdir()
    for name, words in files:
        (folder / f"{name}.txt").write_text(words, encoding="utf-8")
    pipeline = Pipeline(settings)
    assert not pipeline.add([folder]).failed
    pipeline.close()
    return Engine(settings)


@pytest.fixture(scope="module")
def held(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Five plans, the last limited to one group."""
    engine = _opened(tmp_path_factory.mktemp("held"), tiny_model, (*OPEN, ("105-mat", SECRET)))
    engine.whole.limit(engine.whole.find("105-mat.txt").sha256, ["thanh-tra"])
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def without(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The same without the limited plan: what somebody outside its group must not be able to tell from it."""
    engine = _opened(tmp_path_factory.mktemp("without"), tiny_model, OPEN)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def secret(held: Engine) -> str:
    return held.whole.find("105-mat.txt").id


def everything(engine: Engine) -> dict[str, Any]:
    """What every reading call gives, by its name, without times and scores."""
    service, views, ledger = Service(engine), Views(engine), Ledger(engine)
    documents = [one["id"] for one in service.documents(ALL)["documents"]]
    units = [one["id"] for one in service.units(None, ALL)["units"]]
    found: dict[str, Any] = {
        "documents": service.documents(ALL),
        "tasks": service.tasks({}, ALL),
        "duties": service.duties(None, None, None, ALL),
        "units": service.units(None, ALL),
        "sections": service.sections(),
        "matrix": views.matrix({}, None),
        "matrix by document": views.matrix({"by": "document"}, None),
        "calendar": views.calendar({"from": "2024-01-01", "to": "2024-12-31", "as_of": "2025-01-01"}, ALL, _DAY),
        "busiest": [unit.id for unit in views.busiest(50)],
        "references": ledger.references(None, None, ALL),
        "graph": ledger.graph(),
        "conflicts": ledger.conflicts((), ALL),
        "below": [one.document_id for one in ledger.plans_below("77/QĐ-UBND")],
        "cascade": ledger.cascade("77/QĐ-UBND", (), None, ALL),
        "people": [engine.catalogue.people.corrections(), engine.catalogue.people.rulings()],
        "vocabulary": sorted(engine.presenter().knowledge.known.short),
        "size": engine.presenter().knowledge.index.size,
    }
    for key in documents:
        found[f"document {key}"] = [service.document(key), service.clauses(key), service.text(key)]
    for key in units:
        found[f"unit {key}"] = service.unit(key)
    for question in QUESTIONS:
        found[f"search {question}"] = service.search(question, ALL, {})
        found[f"ask {question}"] = service.ask(question, "1")
    ledger_close = getattr(ledger, "close", None)
    if ledger_close is not None:
        ledger_close()
    return {name: _plain(value) for name, value in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        if "hits" in value:
            # BM25 knows the average length of all passages: the order of those that hardly fit may follow from it.
            value = {**value, "hits": [*value["hits"][:1], *sorted(value["hits"][1:], key=lambda hit: str(hit["id"]))]}
        return {k: _plain(v) for k, v in value.items() if k not in ("took_ms", "score", "fused", "progress")}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


_DAY = date(2024, 6, 1)
QUESTIONS = (
    "Đơn vị nào chủ trì rà soát tài sản công tại các trường học?",
    "Ban Kiểm toán đặc nhiệm chủ trì những nhiệm vụ nào?",
    "niêm phong kho quỹ bằng khóa sinh trắc",
    "Sở Tài chính có bao nhiêu nhiệm vụ?",
    "BKTĐN là gì?",
    "Kế hoạch 991/KH-TTr có những nhiệm vụ nào?",
    "niem phong tu ho so",
    "Có bao nhiêu nhiệm vụ hạn trong quý III năm 2024?",
)


def test_whoever_is_outside_cannot_tell_a_limited_document_from_none(held: Engine, without: Engine) -> None:
    wanted = everything(without)
    with acting(OUTSIDER):
        found = everything(held)
    assert found.keys() == wanted.keys()
    for name in wanted:
        assert found[name] == wanted[name], name


def test_an_editor_without_the_group_sees_no_more_than_a_viewer(held: Engine) -> None:
    with acting(OUTSIDER):
        viewer = everything(held)
    with acting(EDITOR):
        assert everything(held) == viewer


@pytest.mark.parametrize("viewer", [MEMBER, ADMINISTRATOR, SYSTEM], ids=lambda one: one.name)
def test_members_and_administrators_find_it(held: Engine, secret: str, viewer: Viewer) -> None:
    with acting(viewer):
        found = everything(held)
    said = str(found).casefold()
    assert [words for words in TELLING if words not in said] == []
    assert f"document {secret}" in found
    assert found["search niêm phong kho quỹ bằng khóa sinh trắc"]["hits"][0]["document"]["id"] == secret


def test_nothing_of_it_is_said_outside(held: Engine) -> None:
    with acting(OUTSIDER):
        found = everything(held)
    # What was asked is said again; nothing else may be.
    said = str([value for name, value in found.items() if not name.startswith(("search", "ask"))]).casefold()
    assert [words for words in TELLING if words in said] == []


@pytest.mark.parametrize("name", ["document", "clauses", "text"])
def test_its_own_addresses_are_unknown_outside(held: Engine, secret: str, name: str) -> None:
    with acting(OUTSIDER), pytest.raises(NotFound):
        getattr(Service(held), name)(secret)


def test_an_editor_cannot_change_what_they_may_not_read(held: Engine, secret: str) -> None:
    from indexer.store.amend.records import Draft

    task = held.whole.tasks().items[-1].task.id
    assert task.startswith(secret)
    unit = next(one for one in held.whole.units() if "đặc nhiệm" in one.name)
    known = next(one for one in held.whole.units() if one.name == "Sở Tài chính")
    with acting(EDITOR):
        people = held.catalogue.people
        with pytest.raises(UnknownRecord):
            people.correct(Draft("task", "delete", task, "Bình", ""))
        with pytest.raises(UnknownRecord):
            people.rule(Ruling("join", known.id, unit.id, "Bình", ""))
        with pytest.raises(UnknownDocument):
            held.catalogue.find(secret)
    assert held.whole.task(task) is not None


def test_a_limit_holds_when_the_file_is_read_anew_or_added_again(tiny_model: Path, tmp_path: Path) -> None:
    engine = _opened(tmp_path, tiny_model, (("105-mat", SECRET),))
    key = engine.whole.find("105-mat.txt").id
    engine.whole.limit(engine.whole.find(key).sha256, ["thanh-tra"])
    pipeline = Pipeline(engine.settings, engine.whole, engine.encoder, engine.live)
    assert pipeline.reread(key)
    with acting(OUTSIDER):
        assert engine.catalogue.document(key) is None
    pipeline.remove(key)
    pipeline.add([tmp_path / "plans"])
    with acting(OUTSIDER):
        assert engine.catalogue.document(key) is None
    engine.whole.limit(engine.whole.find(key).sha256, [])
    with acting(OUTSIDER):
        assert engine.catalogue.document(key) is not None
    pipeline.close()
    engine.close()


def test_while_nothing_is_limited_everybody_reads_the_same_catalogue(without: Engine) -> None:
    with acting(OUTSIDER):
        assert without.catalogue is without.whole
        assert without.presenter() is without.presenter()


def test_every_table_with_a_document_in_it_is_cut(held: Engine) -> None:
    from indexer.store.readership import _criteria

    cut = {option.entity.local_table.name for option in _criteria(frozenset())}
    naming = {
        table.name
        for table in Base.metadata.tables.values()
        if any(column.name.endswith("document_id") or column.name == "sha256" for column in table.columns)
    }
    # Only administrators read those two, who see everything.
    assert naming - cut == {"document_groups", "audit"}
    with acting(OUTSIDER), reading(held.catalogue._engine) as connection, pytest.raises(PermissionError):
        connection.execute(UnitRow.__table__.delete())
