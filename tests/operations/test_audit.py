"""The audit of dependencies in ``make lint``: vulnerabilities fail, an advisory service out of reach does not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLEAN = {"name": "a", "version": "1", "vulns": []}
HOLED = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}]}
SKIPPED = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "status", "words"),
    [
        ([CLEAN], 0, "1/1 gói"),
        ([CLEAN, SKIPPED], 0, "1/2 gói"),
        ([CLEAN, HOLED], 1, "b 2: PYSEC-1, sửa ở / mended in 3"),
        ([SKIPPED], 0, "were not audited"),
        (None, 0, "were not audited"),
    ],
)
def test_what_the_audit_says_decides(tmp_path: Path, packages: list[object] | None, status: int, words: str):
    if shutil.which("bash") is None:
        pytest.skip("no bash")
    (tmp_path / "report").write_text("" if packages is None else json.dumps({"dependencies": packages}))
    told = subprocess.run(
        ["bash", str(ROOT / ".ci" / "audit"), str(Path(sys.executable).parent)],
        env={**os.environ, "AUDIT_REPORT": str(tmp_path / "report")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stderr) == (status, "")
    assert words in told.stdout
