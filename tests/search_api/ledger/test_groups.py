"""Who belongs to the groups that plans name."""

from __future__ import annotations

from pathlib import Path

from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api.engine import Engine
from search_api.ledger.groups import groups_of
from search_api.ledger.unit_list import unit_list

PLAN = """UBND TỈNH LAM GIANG

KẾ HOẠCH
Rà soát quy trình nội bộ năm 2024

Lam Giang, ngày 11 tháng 3 năm 2024

STT\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn
1\tRà soát quy trình giải quyết thủ tục\tSở Tài chính\tCác sở, ban, ngành tỉnh; Thanh tra các sở\tQuý II/2024
2\tKiểm tra việc công khai quy trình\tThanh tra tỉnh\tThanh tra các sở\tQuý III/2024
"""


def test_a_department_is_one_of_the_departments_and_none_of_their_inspectorates(
    tiny_model: Path, tmp_path: Path
) -> None:
    (tmp_path / "ke-hoach.txt").write_text(PLAN, encoding="utf8")
    settings = Settings(data=tmp_path / "data", model=str(tiny_model), threads=1)
    assert not Pipeline(settings).add([tmp_path / "ke-hoach.txt"]).failed
    engine = Engine(settings)
    knowledge = engine.presenter().knowledge
    units = {one.name: one for one in unit_list(knowledge).units}
    assert units["Thanh tra các sở"].coordinates == 2
    assert [one.group.name for one in groups_of(units["Sở Tài chính"], knowledge)] == ["Các sở, ban, ngành tỉnh"]
    engine.close()
