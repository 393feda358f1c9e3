"""Word files: numbering as printed, merged cells, tracked changes, notes, text boxes, layout tables."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from indexer.errors import UnreadableDocument
from indexer.read import read
from indexer.read.office.numbering import numeral
from indexer.settings import Settings
from indexer.types import RawLine, RawTable


def lines(path: Path) -> list[str]:
    return [item.text for item in read(path, Settings()).pages[0].items if isinstance(item, RawLine)]


def tables(path: Path) -> list[RawTable]:
    return [item for item in read(path, Settings()).pages[0].items if isinstance(item, RawTable)]


def texts(table: RawTable) -> dict[tuple[int, int], tuple[str, int, int]]:
    return {
        (cell.row, cell.column): (" ".join(line.text for line in cell.lines), cell.row_span, cell.column_span)
        for cell in table.cells
    }


def test_automatic_numbers_are_printed(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("Trồng rừng", "Nuôi cá"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Giữ đê", style="List Bullet")
    document.save(tmp_path / "a.docx")
    assert lines(tmp_path / "a.docx") == ["1. Trồng rừng", "2. Nuôi cá", "- Giữ đê"]


@pytest.mark.parametrize(
    ("value", "format_", "printed"),
    [
        (4, "upperRoman", "IV"),
        (19, "lowerRoman", "xix"),
        (1, "lowerLetter", "a"),
        (27, "lowerLetter", "aa"),
        (3, "decimalZero", "03"),
        (12, "decimal", "12"),
        (2, "none", ""),
    ],
)
def test_numerals_follow_the_format(value: int, format_: str, printed: str) -> None:
    assert numeral(value, format_) == printed


def test_merged_cells_are_one_cell(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(4, 3, style="Table Grid")
    for row in range(4):
        for column in range(3):
            table.cell(row, column).text = f"ô {row}.{column}"
    table.cell(3, 0).merge(table.cell(3, 2)).text = "II. NHÓM HAI"
    merged = table.cell(1, 1).merge(table.cell(2, 1))
    merged.text = "Trạm Y tế"
    document.save(tmp_path / "a.docx")
    (found,) = tables(tmp_path / "a.docx")
    assert texts(found)[(1, 1)] == ("Trạm Y tế", 2, 1)
    assert texts(found)[(3, 0)] == ("II. NHÓM HAI", 1, 3)
    assert (2, 1) not in texts(found)
    assert (found.rows, found.columns) == (4, 3)


def test_tracked_changes_count_as_accepted(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Hạn: ")
    paragraph._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="x"><w:r><w:delText>tháng 3</w:delText></w:r></w:del>')
    )
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="2" w:author="x"><w:r><w:t>tháng 4</w:t></w:r></w:ins>'))
    document.save(tmp_path / "a.docx")
    assert lines(tmp_path / "a.docx") == ["Hạn: tháng 4"]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = (
        '<w:r {ns} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps">'
        "<w:drawing><w:txbxContent><w:p><w:r><w:t>Khung chữ</w:t></w:r></w:p></w:txbxContent></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Khung chữ</w:t></w:r></w:p></w:txbxContent>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    ).replace("{ns}", nsdecls("w"))
    document = docx.Document()
    document.add_paragraph("Trước")._p.append(parse_xml(box))
    document.save(tmp_path / "a.docx")
    assert lines(tmp_path / "a.docx") == ["Trước", "Khung chữ"]


def test_a_letterhead_table_is_read_side_after_side(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for (row, column), text in {
        (0, 0): "UBND XÃ",
        (0, 1): "CỘNG HÒA",
        (1, 0): "Số: 5/KH-UBND",
        (1, 1): "Độc lập",
    }.items():
        table.cell(row, column).text = text
    document.save(tmp_path / "a.docx")
    assert lines(tmp_path / "a.docx") == ["UBND XÃ", "Số: 5/KH-UBND", "CỘNG HÒA", "Độc lập"]


def test_a_table_in_a_cell_gives_its_words_to_the_cell(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2, style="Table Grid")
    table.cell(0, 0).text = "Ngoài"
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "trong một", "trong hai"
    document.save(tmp_path / "a.docx")
    (found,) = tables(tmp_path / "a.docx")
    assert "trong một trong hai" in texts(found)[(1, 1)][0]


def test_a_container_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 80_000_000 + b"</a>")
    with pytest.raises(UnreadableDocument, match="phình"):
        read(path, Settings())


def test_a_cut_off_container_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Kế hoạch")
    document.save(tmp_path / "a.docx")
    whole = (tmp_path / "a.docx").read_bytes()
    (tmp_path / "a.docx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableDocument):
        read(tmp_path / "a.docx", Settings())


def test_an_entity_bomb_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<!DOCTYPE a [{entities}]><a>&e8;</a>")
    with pytest.raises(UnreadableDocument):
        read(path, Settings())


def test_footnotes_follow_the_text_under_their_number(tmp_path: Path) -> None:
    space = nsdecls("w")
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document {space}><w:body><w:p><w:r><w:t>Theo quy định</w:t></w:r><w:r><w:footnoteReference w:id="2"/>'
            "</w:r><w:r><w:t> của tỉnh</w:t></w:r></w:p></w:body></w:document>",
        )
        archive.writestr(
            "word/footnotes.xml",
            f'<w:footnotes {space}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
            '<w:footnote w:id="2"><w:p><w:r><w:t>Nghị quyết 7</w:t></w:r></w:p></w:footnote></w:footnotes>',
        )
    assert lines(tmp_path / "a.docx") == ["Theo quy định² của tỉnh", "² Nghị quyết 7"]


def test_the_soft_hyphen_of_an_old_font_is_its_letter(tmp_path: Path) -> None:
    runs = "<w:r><w:rPr>{font}</w:rPr><w:t>giao </w:t></w:r><w:r><w:rPr>{font}</w:rPr><w:softHyphen/></w:r>"
    runs += "<w:r><w:rPr>{font}</w:rPr><w:t>íc thi ®ua</w:t></w:r>"
    body = runs.replace("{font}", '<w:rFonts w:ascii=".VnTime"/>')
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"<w:document {nsdecls('w')}><w:body><w:p>{body}</w:p></w:body></w:document>",
        )
    assert lines(tmp_path / "a.docx") == ["giao ước thi đua"]


@pytest.mark.parametrize("first", [True, False])
def test_a_letterhead_in_the_first_pages_header_is_read_and_a_running_header_is_not(
    tmp_path: Path, first: bool
) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = first
    header = section.first_page_header if first else section.header
    header.paragraphs[0].text = "UBND XÃ ĐỒNG MÂY"
    document.add_paragraph("KẾ HOẠCH")
    document.save(tmp_path / "a.docx")
    assert lines(tmp_path / "a.docx") == (["UBND XÃ ĐỒNG MÂY", "KẾ HOẠCH"] if first else ["KẾ HOẠCH"])
