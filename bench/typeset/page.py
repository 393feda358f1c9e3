"""A pen that writes down the page, opens new pages, numbers them and keeps footnotes at the foot."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from bench.typeset.fonts import register, wrap
from bench.typeset.records import FOOTNOTE

LEFT, RIGHT, TOP, BOTTOM = 70.0, 45.0, 56.0, 56.0


class Pen:
    """Writes one PDF with a text layer; positions are points from the bottom-left, as reportlab counts."""

    def __init__(self, path: Path, family: str, size: float, title: str) -> None:
        self.regular, self.bold, self.italic = register(family)
        self.size: float = size
        self.canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=1)
        self.canvas.setTitle(title)
        self.width: float = A4[0]
        self.height: float = A4[1]
        self.number = 1
        self.notes: list[list[str]] = []
        self.note_count = 0
        self.y = self.height - TOP

    @property
    def leading(self) -> float:
        """Distance between two lines of body text."""
        return self.size * 1.32

    @property
    def floor(self) -> float:
        """The lowest baseline that body text may take, above the footnotes of this page."""
        return BOTTOM + sum(len(note) * self.size * 1.02 for note in self.notes) + (8 if self.notes else 0)

    @property
    def measure(self) -> float:
        """Width of the text area."""
        return self.width - LEFT - RIGHT

    def turn(self, landscape: bool | None = None) -> None:
        """Closes the page with its footnotes and opens the next, turned if asked."""
        self._close()
        self.canvas.showPage()
        if landscape is not None:
            self.width, self.height = (A4[1], A4[0]) if landscape else A4
        self.canvas.setPageSize((self.width, self.height))
        self.number += 1
        self.y = self.height - TOP

    def save(self) -> None:
        """Closes the last page and writes the file."""
        self._close()
        self.canvas.save()

    def gap(self, points: float) -> None:
        """Leaves room, unless at the top of a page."""
        if self.y < self.height - TOP:
            self.y -= points

    def line(self, text: str, x: float, y: float, font: str, size: float, centred: float | None = None) -> None:
        """One line at ``x``, or centred in the width that begins at ``x``."""
        self.canvas.setFont(font, size)
        if centred is not None:
            self.canvas.drawCentredString(x + centred / 2, y, text)
        else:
            self.canvas.drawString(x, y, text)

    def centred(self, text: str, font: str, size: float | None = None) -> None:
        """Centred lines across the text area."""
        size = size or self.size
        for part in wrap(text, font, size, self.measure * 0.86):
            self._room(size)
            self.line(part, LEFT, self.y - size, font, size, self.measure)
            self.y -= size * 1.32

    def paragraph(self, text: str, font: str, indent: float = 28.0) -> None:
        """A wrapped paragraph; ``[^words]`` becomes a raised number and a footnote on the page of that line."""
        texts = FOOTNOTE.findall(text)
        marked = FOOTNOTE.sub("\u0001", text)
        lines = wrap(marked, font, self.size, self.measure, indent)
        for order, part in enumerate(lines):
            here = [self._wrapped_note(texts.pop(0)) for _ in range(part.count("\u0001"))]
            if self.y - self.leading < self.floor + sum(len(n) for n in here) * self.size * 1.02 + (8 if here else 0):
                self.turn()
            self._marked(part, LEFT + (indent if order == 0 else 0), self.y - self.size, font)
            self.notes.extend(here)
            self.y -= self.leading
        self.gap(self.size * 0.35)

    def _wrapped_note(self, text: str) -> list[str]:
        return wrap(f"\u0001 {text}", self.regular, self.size * 0.82, self.measure)

    def _marked(self, text: str, x: float, y: float, font: str) -> None:
        for order, piece in enumerate(text.split("\u0001")):
            if order:
                self.note_count += 1
                self.line(str(self.note_count), x, y + self.size * 0.36, font, self.size * 0.6)
                x += pdfmetrics.stringWidth(str(self.note_count), font, self.size * 0.6)
            self.line(piece, x, y, font, self.size)
            x += pdfmetrics.stringWidth(piece, font, self.size)

    def _room(self, size: float) -> None:
        if self.y - size * 1.32 < self.floor:
            self.turn()

    def _close(self) -> None:
        if self.number > 1:
            self.line(str(self.number), 0, self.height - 36, self.regular, self.size * 0.92, self.width)
        if self.notes:
            y = self.floor - 8
            self.canvas.line(LEFT, y + 5, LEFT + 140, y + 5)
            count = self.note_count - len(self.notes)
            for note in self.notes:
                count += 1
                for part in note:
                    y -= self.size * 1.02
                    self._note(part, count, y)
            self.notes = []

    def _note(self, text: str, count: int, y: float) -> None:
        small = self.size * 0.82
        if text.startswith("\u0001"):
            self.line(str(count), LEFT, y + small * 0.36, self.regular, small * 0.6)
            self.line(text[2:], LEFT + 7, y, self.regular, small)
        else:
            self.line(text, LEFT, y, self.regular, small)
