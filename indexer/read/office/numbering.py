"""Automatic numbering of Word paragraphs → the markers that Word prints (ECMA-376, Part 1, 17.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str


@dataclass(slots=True)
class Numbering:
    """The lists of one document; ``marker`` must be called for its paragraphs in order."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _abstract: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def marker(self, paragraph: etree._Element, style: str | None) -> str:
        """What Word prints in front of a paragraph, "" where it numbers nothing."""
        list_id, level = self._place(paragraph, style)
        if list_id is None or list_id not in self.levels or level not in self.levels[list_id]:
            return ""
        spec = self.levels[list_id][level]
        counts = self._counts.setdefault(self._abstract.get(list_id, list_id), {})
        if (list_id, level) not in self._started and (list_id, -1 - level) in self._started:
            counts.pop(level, None)
        self._started.add((list_id, level))
        counts[level] = counts.get(level, spec.start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if spec.format == "bullet":
            return "-"
        return self._printed(list_id, spec, counts)

    def _place(self, paragraph: etree._Element, style: str | None) -> tuple[str | None, int]:
        found = paragraph.find(f"{W}pPr/{W}numPr")
        inherited = self.styles.get(style or "")
        if found is None:
            return inherited or (None, 0)
        list_id = _value(found, "numId") or (inherited[0] if inherited else None)
        level = _value(found, "ilvl")
        return (None, 0) if list_id in (None, "0") else (list_id, int(level or (inherited[1] if inherited else 0)))

    def _printed(self, list_id: str, spec: _Level, counts: dict[int, int]) -> str:
        text = spec.text
        for level in range(9):
            if f"%{level + 1}" in text:
                other = self.levels[list_id].get(level, spec)
                text = text.replace(f"%{level + 1}", numeral(counts.get(level, other.start), other.format))
        return text.strip()


def numbering(part: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The numbering of a document from its numbering and styles parts."""
    found = Numbering()
    if part is None:
        return found
    abstract = {a.get(f"{W}abstractNumId"): dict(_levels(a)) for a in part.findall(f"{W}abstractNum")}
    for number in part.findall(f"{W}num"):
        list_id, base = number.get(f"{W}numId", ""), _value(number, "abstractNumId") or ""
        levels = dict(abstract.get(base, {}))
        for override in number.findall(f"{W}lvlOverride"):
            level = int(override.get(f"{W}ilvl", "0"))
            start = _value(override, "startOverride")
            if start is not None and level in levels:
                levels[level] = _Level(int(start), levels[level].format, levels[level].text)
                found._started.add((list_id, -1 - level))
        found.levels[list_id] = levels
        found._abstract[list_id] = base
    for style in styles.findall(f"{W}style") if styles is not None else ():
        place = style.find(f"{W}pPr/{W}numPr")
        list_id = _value(place, "numId") if place is not None else None
        if place is not None and list_id:
            found.styles[style.get(f"{W}styleId", "")] = (list_id, int(_value(place, "ilvl") or 0))
    return found


def numeral(value: int, format_: str) -> str:
    """A number as Word writes it: decimal, upperRoman, lowerLetter …; unknown formats come out in digits."""
    if format_ in ("upperRoman", "lowerRoman"):
        text, rest = "", max(0, min(value, 3999))
        for worth, letters in _ROMAN:
            while rest >= worth:
                text, rest = text + letters, rest - worth
        return text if format_ == "upperRoman" else text.lower()
    if format_ in ("upperLetter", "lowerLetter") and value > 0:
        # After z Word doubles the letter: aa, bb, …
        text = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return text.upper() if format_ == "upperLetter" else text
    if format_ == "decimalZero":
        return f"{value:02d}"
    return "" if format_ == "none" else str(value)


def _levels(abstract: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in abstract.findall(f"{W}lvl"):
        spec = _Level(
            int(_value(level, "start") or 1), _value(level, "numFmt") or "decimal", _value(level, "lvlText") or ""
        )
        yield int(level.get(f"{W}ilvl", "0")), spec


def _value(element: etree._Element, tag: str) -> str | None:
    found = element.find(f"{W}{tag}")
    return None if found is None else found.get(f"{W}val")
