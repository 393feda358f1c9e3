"""A plan's source → RTF in TCVN3, as offices typed before 2007: fonts .VnTime and .VnTimeH, one byte a letter.

Toned capitals have no code of their own in TCVN3 (TCVN 5712:1993, VN3): they are the small letters' bytes in the font
.VnTimeH, which draws capitals. Clerks keep such files under the name .doc.
"""

from __future__ import annotations

from pathlib import Path

from bench.typeset.pdf import MOTTO, NATION
from bench.typeset.records import Block, Grid, Plan

SMALL = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
        bytes.fromhex(
            "b5b6b7b8b9a8bbbcbdbec6a9c7c8c9cacbaecccecfd0d1aad2d3d4d5d6d7d8dcdddedfe1e2e3e4abe5e6e7e8e9acea"
            "ebecedeeeff1f2f3f4adf5f6f7f8f9fafbfcfdfe"
        ),
        strict=True,
    )
)
CAPITAL = dict(zip("ĂÂÊÔƠƯĐ", bytes.fromhex("a1a2a3a4a5a6a7"), strict=True))
SIGNS = {"“": '"', "”": '"', "–": "-", "…": "...", "″": '"'}
HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 .VnTime;}{\f1\fswiss\fcharset0 .VnTimeH;}}"
    "\n\\f0\\fs26\n"
)
WIDTH = 13600


def write(plan: Plan, path: Path) -> None:
    """Writes the file; every character of it is ASCII, bytes above 127 being escaped."""
    parts = [HEAD]
    for item in plan.items:
        parts.append(_table(item) if isinstance(item, Grid) else _block(plan, item))
    path.write_text("".join(parts) + "}\n", encoding="ascii")


def encoded(text: str) -> str:
    """RTF of ``text`` in .VnTime, with toned capitals as small letters in .VnTimeH."""
    out = []
    for letter in text:
        if letter in CAPITAL or letter in SMALL:
            out.append(f"\\'{CAPITAL.get(letter) or SMALL[letter]:02x}")
        elif letter.lower() in SMALL:
            out.append(f"{{\\f1 \\'{SMALL[letter.lower()]:02x}}}")
        elif letter in "\\{}":
            out.append("\\" + letter)
        else:
            out.append("\\line " if letter == "\n" else SIGNS.get(letter, letter))
    return "".join(out)


def _block(plan: Plan, block: Block) -> str:
    if block.kind == "letterhead":
        head = plan.front["head"]
        left = [*head["left"], *([f"Số: {head['number']}"] if head.get("number") else [])]
        right = [NATION, MOTTO, *([head["date_text"]] if head.get("date_text") else [])]
        return _row(["\n".join(left), "\n".join(right)], [WIDTH // 2, WIDTH], {})
    if block.kind == "page":
        return "\\page\n"
    if block.kind == "recipients":
        following = plan.items[plan.items.index(block) + 1]
        sign = following.lines if isinstance(following, Block) else ()
        return _row(["\n".join(("Nơi nhận:", *block.lines)), "\n".join(sign)], [WIDTH // 2, WIDTH], {})
    if block.kind == "sign":
        return ""
    words = encoded(f"{block.marker} {block.words}" if block.marker else block.words)
    if block.kind in ("type", "title", "authority", "resolve"):
        return f"\\pard\\qc{{\\b {words}}}\\par\n"
    return f"\\pard\\qj{{\\b {words}}}\\par\n" if block.kind == "heading" else f"\\pard\\qj {words}\\par\n"


def _table(grid: Grid) -> str:
    total = sum(column.width for column in grid.columns)
    edges, x = [], 0.0
    for column in grid.columns:
        x += WIDTH * column.width / total
        edges.append(round(x))
    rows = [_row([column.header[-1] for column in grid.columns], edges, {})]
    for index, row in enumerate(grid.rows):
        if row.group is not None:
            rows.append(_row([row.group], edges[-1:], {}))
            continue
        merges = {at: _merge(grid, index, at) for at in range(len(row.cells))}
        rows.append(_row(["" if cell == "^" else cell for cell in row.cells], edges, merges))
    return "".join(rows) + "\\pard\n"


def _merge(grid: Grid, index: int, at: int) -> str:
    if grid.rows[index].cells[at] == "^":
        return "\\clvmrg"
    below = grid.rows[index + 1] if index + 1 < len(grid.rows) else None
    return "\\clvmgf" if below is not None and below.group is None and below.cells[at] == "^" else ""


def _row(cells: list[str], edges: list[int], merges: dict[int, str]) -> str:
    bounds = "".join(f"{merges.get(at, '')}\\cellx{edge}" for at, edge in enumerate(edges))
    words = "".join(f"{encoded(cell)}\\cell " for cell in cells)
    return f"\\trowd{bounds}\\pard\\intbl {words}\\row\n"
