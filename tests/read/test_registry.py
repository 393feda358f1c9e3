"""The registry: content decides, missing packages are told, not raised."""

from __future__ import annotations

import pytest

from indexer.errors import UnreadableDocument
from indexer.read import availability, identify, registry
from indexer.read.registry import Format
from indexer.settings import Settings


def test_every_registered_reader_carries_its_registered_name_and_suffixes():
    for entry in availability():
        if entry.reader is not None:
            assert entry.reader.name == entry.format.name
            assert set(entry.format.suffixes) <= set(entry.reader.suffixes)


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("a.pdf", b"%PDF-1.7\n", "pdf"),
        ("khong-duoi", b"%PDF-1.7\n", "pdf"),
        ("a.txt", b"%PDF-1.7\n", "pdf"),
        ("rac-dau.pdf", b"\n\n%PDF-1.7\n", "pdf"),
        ("a.txt", "Kế hoạch".encode(), "text"),
        ("a.log", "Kế hoạch".encode(), "text"),
    ],
)
def test_the_reader_is_chosen_by_content(tmp_path, name, content, wanted):
    path = tmp_path / name
    path.write_bytes(content)
    assert identify(path, Settings()).name == wanted


def test_a_format_whose_package_is_missing_is_reported_and_named_when_its_file_comes(tmp_path, monkeypatch):
    absent = Format("khảo nghiệm", "indexer.read.not_installed_anywhere", (".kn",))
    monkeypatch.setattr(registry, "FORMATS", (absent, *registry.FORMATS))
    registry.availability.cache_clear()
    try:
        entry = registry.availability()[0]
        assert entry.reader is None
        assert entry.missing == "indexer.read.not_installed_anywhere"
        path = tmp_path / "a.kn"
        path.write_bytes(b"\x01\x02\x03")
        with pytest.raises(UnreadableDocument, match="khảo nghiệm"):
            identify(path, Settings())
    finally:
        registry.availability.cache_clear()
