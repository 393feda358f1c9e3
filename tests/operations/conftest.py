"""Small plans indexed with the tiny model, in data folders that every test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.pipeline import Pipeline
from indexer.settings import Settings

HEAD = """ỦY BAN NHÂN DÂN
XÃ BẾN {name}
Số: {number}/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bến {name}, ngày 20 tháng 02 năm 2024

KẾ HOẠCH
Chăm sóc đường làng năm 2024

I. MỤC ĐÍCH

Đường làng sạch, có cây che nắng.

II. TỔ CHỨC THỰC HIỆN

1. Công chức Địa chính chủ trì, phối hợp với Trưởng ấp {name} trồng {number} gốc cây trước ngày 30/6/2024.

2. Công an xã giữ trật tự khi sửa đường ở ấp {name}.
"""


def plan(folder: Path, number: int, name: str) -> Path:
    """A text plan of its own."""
    path = folder / f"{number}-{name}.txt"
    path.write_text(HEAD.format(number=number, name=name), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("plans")
    names = ["Mít", "Xoài", "Ổi", "Dừa", "Cau", "Bưởi", "Chanh", "Khế", "Na", "Táo", "Vải", "Nhãn"]
    return [plan(folder, 11 + at, name) for at, name in enumerate(names)]


@pytest.fixture(scope="session")
def settings_for(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Settings]:
    cache = tmp_path_factory.mktemp("cache")
    return lambda data: Settings(data=data, cache=cache, model=str(tiny_model), threads=1)


@pytest.fixture(scope="session")
def three(
    plans: list[Path], settings_for: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A data folder with the first three plans; tests get copies of it."""
    data = tmp_path_factory.mktemp("three") / "data"
    pipeline = Pipeline(settings_for(data))
    report = pipeline.add(plans[:3])
    pipeline.catalogue.close()
    assert len(report.added) == 3
    return data


@pytest.fixture(scope="session")
def bundled(plans: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with three plans and the bundled model, whose processes start soonest."""
    data = tmp_path_factory.mktemp("bundled") / "data"
    pipeline = Pipeline(Settings(data=data, threads=1))
    assert len(pipeline.add(plans[:3]).added) == 3
    pipeline.catalogue.close()
    return data


@pytest.fixture
def data(three: Path, tmp_path: Path) -> Path:
    return shutil.copytree(three, tmp_path / "data")


@pytest.fixture
def settings(data: Path, settings_for: Callable[[Path], Settings]) -> Settings:
    return settings_for(data)
