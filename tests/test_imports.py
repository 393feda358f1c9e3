"""The direction of imports: web → search_api → indexer, and no stage imports another."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALLOWED_PACKAGES = {"indexer": {"indexer"}, "search_api": {"search_api", "indexer"}, "web": {"web", "search_api"}}
LEAVES = {"types", "errors", "settings", "apart", "syllable", "spacing", "fold", "tokenise", "gazetteer"}
STAGES = {"read", "normalise", "segment", "extract", "passages", "embed", "store"}
# What an addition reports, how a command speaks, and how a page is drawn, belong to no stage.
SEARCH_MAY_USE = LEAVES | {
    *("normalise", "embed", "store", "pipeline", "extract", "report", "console", "doctor", "picture", "shelving"),
}
OURS = {"indexer", "search_api", "web"}


def modules() -> list[Path]:
    return sorted(p for package in OURS for p in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[tuple[str, ...]]:
    """Absolute dotted names of the project's own modules that ``path`` imports, as tuples."""
    here = path.relative_to(ROOT).with_suffix("").parts
    found: set[tuple[str, ...]] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            found |= {tuple(alias.name.split(".")) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = tuple(node.module.split(".")) if node.module else ()
            if node.level:
                package = here[:-1] if here[-1] != "__init__" else here[:-1]
                base = package[: len(package) - node.level + 1] + base
            found |= {base + (alias.name,) for alias in node.names}
    return {name for name in found if name[0] in OURS}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_downwards(path: Path) -> None:
    parts = path.relative_to(ROOT).with_suffix("").parts
    package = parts[0]
    for name in imported(path):
        # The command line of each layer is assembled in web/cli.py, the one place that sees all three.
        allowed = OURS if parts == ("web", "cli") else ALLOWED_PACKAGES[package]
        assert name[0] in allowed, f"{'/'.join(parts)} imports {'.'.join(name)}"
        if package == "indexer" and len(name) > 1:
            own, other = parts[1], name[1]
            if own in LEAVES:
                assert other in LEAVES, f"leaf {'/'.join(parts)} imports stage {'.'.join(name)}"
            elif own in STAGES:
                assert other in LEAVES | {own}, f"stage {'/'.join(parts)} imports {'.'.join(name)}"
        if package == "search_api" and name[0] == "indexer" and len(name) > 1:
            assert name[1] in SEARCH_MAY_USE, f"{'/'.join(parts)} imports {'.'.join(name)}"


def test_there_are_modules_to_check() -> None:
    assert len(modules()) >= 10
