"""A plan's source → a PDF with a text layer."""

from __future__ import annotations

from pathlib import Path

from bench.typeset.page import LEFT, RIGHT, Pen
from bench.typeset.records import Block, Grid, Plan
from bench.typeset.table import draw

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
HALVES = (0.42, 0.58)
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def write(plan: Plan, path: Path) -> None:
    """Writes the PDF; the same source and fonts give the same bytes."""
    layout = plan.front["layout"]
    pen = Pen(path, layout.get("font", "noto-serif"), layout.get("size", 12.0), plan.front["meta"]["title"])
    if layout.get("landscape"):
        pen.width, pen.height = pen.height, pen.width
        pen.canvas.setPageSize((pen.width, pen.height))
        pen.y = pen.height - 56
    for item in plan.items:
        if isinstance(item, Grid):
            draw(pen, item, layout.get("table_size", 9.5))
        else:
            _block(pen, plan, item)
    pen.save()


def _block(pen: Pen, plan: Plan, block: Block) -> None:
    kind = block.kind
    if kind == "letterhead":
        _letterhead(pen, plan.front["head"])
    elif kind == "page":
        pen.turn({"landscape": True, "portrait": False}.get(block.text))
    elif kind in ("type", "title", "authority", "resolve"):
        pen.gap(8)
        pen.centred(block.text, pen.bold, pen.size * (1.15 if kind == "type" else 1.0))
        pen.gap(4)
    elif kind == "sub":
        pen.centred(block.text, pen.italic)
        pen.gap(6)
    elif kind == "basis":
        pen.paragraph(block.text, pen.italic)
    elif kind == "heading":
        pen.gap(3)
        pen.paragraph(f"{block.marker} {block.text}" if block.marker else block.text, pen.bold)
    elif kind == "recipients":
        _ending(pen, plan, block)
    elif kind in ("clause", "para", "total"):
        pen.paragraph(f"{block.marker} {block.text}" if block.marker else block.text, pen.regular)
    elif kind != "sign":
        raise ValueError(f"{plan.name}: @{kind}")


def _letterhead(pen: Pen, head: dict[str, object]) -> None:
    left, right = list(head["left"]), [NATION, MOTTO]  # type: ignore[call-overload]
    size = pen.size * 0.9
    widths = [pen.measure * half for half in HALVES]
    y = pen.y
    for order, text in enumerate(left):
        font = pen.bold if order == len(left) - 1 or len(left) == 1 else pen.regular
        pen.line(text, LEFT - 20, y - size * (1 + 1.3 * order), font, size, widths[0])
    for order, text in enumerate(right):
        pen.line(text, LEFT + widths[0], y - size * (1 + 1.3 * order), pen.bold, size, widths[1])
    pen.canvas.line(LEFT + widths[0] + 80, y - size * 2.9, LEFT + widths[0] + widths[1] - 80, y - size * 2.9)
    below = y - size * (1.3 * max(len(left), 2) + 2)
    if head.get("number") is not None:
        pen.line(f"Số: {head['number']}", LEFT - 20, below, pen.regular, size, widths[0])
    if head.get("date_text"):
        pen.line(str(head["date_text"]), LEFT + widths[0], below, pen.italic, size, widths[1])
    pen.y = below - size * 1.6


def _ending(pen: Pen, plan: Plan, block: Block) -> None:
    """Recipients on the left, the signature block that follows them in the source on the right."""
    following = plan.items[plan.items.index(block) + 1]
    sign = following.lines if isinstance(following, Block) and following.kind == "sign" else ()
    size = pen.size * 0.85
    need = max(len(block.lines) + 2, len(sign) + 6) * size * 1.3
    if pen.y - need < pen.floor:
        pen.turn()
    y = pen.y - 10
    pen.line("Nơi nhận:", LEFT, y - size, pen.italic, size)
    for order, text in enumerate(block.lines, 1):
        pen.line(text, LEFT, y - size * (1 + 1.25 * order), pen.regular, size)
    x, width = LEFT + pen.measure * 0.5, pen.measure * 0.5 + RIGHT * 0
    for order, text in enumerate(sign):
        drop = 4.5 if order == len(sign) - 1 and not text.isupper() else 0.0
        pen.line(text, x, y - pen.size * (1 + 1.3 * (order + drop)), pen.bold, pen.size, width)
    pen.y = y - need
