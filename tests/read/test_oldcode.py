"""Old encodings: by font, by content, capitals between capitals; measured on real files."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from statistics import fmean
from types import ModuleType

import pytest

from indexer.read import read
from indexer.read.oldcode import Run, decoder, encoding_of_font, with_capitals
from indexer.settings import Settings
from indexer.types import RawLine


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        ("ABCDEF+.VnArialH", "tcvn3"),
        ("VNI-Times", "vni"),
        ("Times New Roman", None),
        ("Vnexpress", None),
        (None, None),
    ],
)
def test_a_font_tells_its_encoding(font: str | None, encoding: str | None) -> None:
    assert encoding_of_font(font) == encoding


@pytest.mark.parametrize(
    ("printed", "restored"),
    [
        ("QUYếT ĐịNH", "QUYẾT ĐỊNH"),
        ("THUế", "THUẾ"),
        ("Bộ Tài chính", "Bộ Tài chính"),
        ("Sở Y tế và UBND", "Sở Y tế và UBND"),
        ("KHOA HọC Và CÔNG NGHệ", "KHOA HỌC VÀ CÔNG NGHỆ"),
        ("ủY BAN", "ỦY BAN"),
        ("chữ thường", "chữ thường"),
    ],
)
def test_marked_letters_between_capitals_become_capitals(printed: str, restored: str) -> None:
    assert with_capitals(printed) == restored


def test_text_without_a_font_is_told_by_its_content() -> None:
    run = Run("Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc, KÕ ho¹ch ph¸t triÓn du lÞch n¨m nay")
    assert decoder([run]).line([run]).startswith("Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập")


@pytest.mark.parametrize(
    "text",
    [
        "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc, kế hoạch phát triển du lịch ven sông",
        "A plain sentence in English, long enough to be judged, which stays as it is typed in the file.",
        "Résumé des activités économiques et sociales présentées à l'assemblée générale du département",
    ],
)
def test_unicode_text_is_left_alone(text: str) -> None:
    assert decoder([Run(text)]).line([Run(text)]) == text


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_text", shared / "eval" / "score_text.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_real_old_files_come_out_with_their_marks(shared: Path) -> None:
    accuracy = scorer(shared).accuracy
    scores = {}
    for path in sorted((shared / "fixtures" / "legacy").iterdir()):
        truth = path.with_name(path.stem + ".truth.txt")
        if path.name.endswith(".truth.txt") or not truth.exists():
            continue
        found = []
        for page in read(path, Settings()).pages:
            for item in page.items:
                lines = [item] if isinstance(item, RawLine) else [line for cell in item.cells for line in cell.lines]
                found += [line.text for line in lines]
        scores[path.name] = accuracy("\n".join(found), truth.read_text(encoding="utf8"))
    assert len(scores) >= 5
    assert min(scores.values()) >= 0.975, scores
    assert fmean(scores.values()) >= 0.993, scores
