from __future__ import annotations

import json
from pathlib import Path

from tests.plans import write_plans


def test_commands_limit_documents_and_leave_their_marks_in_the_log(chutri, tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 1)
    assert chutri("add", tmp_path / "in").exit_code == 0
    assert chutri("groups", "add", "Thanh tra").stdout.startswith("thanh-tra:")
    assert chutri("groups", "add", "thanh tra").exit_code == 1
    assert "Thanh tra" in chutri("groups", "limit", "1/KH-UBND", "Thanh tra").stdout
    assert chutri("groups", "remove", "thanh-tra").exit_code == 1
    assert chutri("groups", "limit", "1/KH-UBND").exit_code == 0
    assert chutri("groups", "rename", "thanh-tra", "Thanh tra tỉnh").exit_code == 0
    assert chutri("groups", "remove", "Thanh tra tỉnh").exit_code == 0
    assert chutri("groups", "limit", "1/KH-UBND", "Thanh tra").exit_code == 1
    found = json.loads(chutri("audit", "--json").stdout)
    kinds = [one["kind"] for one in found["entries"]]
    assert kinds == ["group_removed", "group_renamed", "limited", "limited", "group_made", "added"]
    assert {one["person"] for one in found["entries"]} == {"chutri"}
    assert chutri("audit", "--kind", "added", "--json").stdout.count('"kind"') == 1
    assert chutri("audit", "--from", "31/12").exit_code == 1
    assert chutri("audit", "-o", tmp_path / "log.csv").exit_code == 0
    assert "group_made" in (tmp_path / "log.csv").read_text(encoding="utf-8-sig")
    sound = chutri("audit", "verify")
    assert sound.exit_code == 0 and "7 dòng" in sound.stdout
    assert chutri("audit", "verify", f"9:{'0' * 64}").exit_code == 1
    assert chutri("audit", "verify", "9").exit_code == 1
