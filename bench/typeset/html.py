"""A plan's source → a page as legal portals serve it: menus and links around the document, rowspan and colspan."""

from __future__ import annotations

from html import escape
from pathlib import Path

from bench.typeset.pdf import MOTTO, NATION
from bench.typeset.records import Block, Grid, Plan

ABOVE = (
    '<div id="menu"><ul><li><a href="/">Trang chủ</a></li><li><a href="/vb">Văn bản</a></li>'
    '<li><a href="/dn">Đăng nhập</a></li></ul><form><input name="q" placeholder="Tìm văn bản"></form></div>'
)
BELOW = (
    '<div class="related"><h3>Văn bản liên quan</h3><ul><li><a href="/vb/1">Kế hoạch phòng, chống dịch</a></li>'
    '<li><a href="/vb/2">Thông báo lịch tiếp công dân</a></li></ul></div><div id="footer">© Cổng thông tin điện tử. '
    "Lượt truy cập: 102.334</div><script>var t=1;</script>"
)


def write(plan: Plan, path: Path) -> None:
    """Writes the page, UTF-8."""
    title = escape(plan.front["meta"]["title"])
    parts = [f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head><body>', ABOVE]
    parts.append('<div class="content"><div id="toanvan">')
    for item in plan.items:
        parts.append(_table(item) if isinstance(item, Grid) else _block(plan, item))
    parts += ["</div></div>", BELOW, "</body></html>"]
    path.write_text("\n".join(filter(None, parts)) + "\n", encoding="utf8")


def _block(plan: Plan, block: Block) -> str:
    if block.kind == "letterhead":
        head = plan.front["head"]
        left = [*head["left"], *([f"Số: {head['number']}"] if head.get("number") else [])]
        right = [NATION, MOTTO, *([head["date_text"]] if head.get("date_text") else [])]
        return f'<table width="100%"><tr><td>{_lines(left)}</td><td>{_lines(right)}</td></tr></table>'
    if block.kind == "page":
        return "<hr>"
    if block.kind == "recipients":
        following = plan.items[plan.items.index(block) + 1]
        sign = following.lines if isinstance(following, Block) else ()
        return f"<table><tr><td>{_lines(['Nơi nhận:', *block.lines])}</td><td>{_lines(sign)}</td></tr></table>"
    if block.kind == "sign":
        return ""
    words = escape(f"{block.marker} {block.words}" if block.marker else block.words)
    if block.kind in ("type", "title", "authority", "resolve"):
        return f'<p align="center"><b>{words}</b></p>'
    return f"<p><b>{words}</b></p>" if block.kind == "heading" else f"<p>{words}</p>"


def _lines(lines: list[str] | tuple[str, ...]) -> str:
    return "<br>".join(escape(line) for line in lines)


def _table(grid: Grid) -> str:
    rows = [*_header(grid)]
    for index, row in enumerate(grid.rows):
        if row.group is not None:
            rows.append(f'<tr><td colspan="{len(grid.columns)}"><b>{escape(row.group)}</b></td></tr>')
            continue
        cells = [_cell(grid, index, at) for at in range(len(grid.columns))]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return '<table border="1" cellspacing="0">\n' + "\n".join(rows) + "\n</table>"


def _cell(grid: Grid, index: int, at: int) -> str:
    words = grid.rows[index].cells[at]
    if words == "^":
        return ""
    span = 1
    for row in grid.rows[index + 1 :]:
        if row.group is not None or row.cells[at] != "^":
            break
        span += 1
    attribute = f' rowspan="{span}"' if span > 1 else ""
    return f"<td{attribute}>{_lines(words.split(chr(10)))}</td>"


def _header(grid: Grid) -> list[str]:
    two = any(len(column.header) == 2 for column in grid.columns)
    upper, lower, done = [], [], set()
    for column in grid.columns:
        if len(column.header) == 1:
            upper.append(f'<th rowspan="{1 + two}">{escape(column.header[0])}</th>')
            continue
        lower.append(f"<th>{escape(column.header[1])}</th>")
        if column.header[0] not in done:
            done.add(column.header[0])
            span = sum(other.header[0] == column.header[0] for other in grid.columns)
            upper.append(f'<th colspan="{span}">{escape(column.header[0])}</th>')
    return [f"<tr>{''.join(cells)}</tr>" for cells in (upper, lower) if cells]
