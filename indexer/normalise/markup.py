"""Markdown and HTML that OCR tools leave in their text: understood, then taken out of what is shown."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from indexer.normalise.traced import Traced

_TAG = re.compile(
    r"</?(?:b|i|u|s|p|br|hr|ul|ol|li|em|strong|span|div|center|font|small|sup|sub|table|thead|tbody|tr|td|th|h[1-6])"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>|</?(?:p|li|div|ul|ol)(?:\s[^<>]*)?>", re.IGNORECASE)
_ITEM = re.compile(r"<li(?:\s[^<>]*)?>", re.IGNORECASE)
_LEADING_NOTE = re.compile(r"^\s*<sup>\s*\[?(\d{1,3}|\*+)\]?\s*</sup>\s*", re.IGNORECASE)
_NOTE = re.compile(r"(?<!\bm)(?<!\bkm)(?<!\bcm)\s?<sup>\s*\[?(?:\d{1,3}|\*+)\]?\s*</sup>", re.IGNORECASE)
_SQUARE = re.compile(r"(?<=m)<sup>\s*([23])\s*</sup>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,8});")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,}|={3,}|<hr\s*/?>)\s*$")
_PAIR = re.compile(r"(\*{1,3}|(?<!\w)_{2})(?=\S)([^*]+?)(?<=\S)\1(?!\w_)")
_HALF = re.compile(r"(?<!\s)\*{1,3}(?=\s|$|[).,;:])|(?:(?<=^)|(?<=[\s(]))\*{1,3}(?=[^\s*])|\*{2,3}")
_ESCAPE = re.compile(r"\\(?=[.\-+*#_()\[\]!>])")
_BOLD = re.compile(r"^\W*(?:\*\*|<b>|<strong>).*(?:\*\*|</b>|</strong>)\s*$", re.IGNORECASE)
_MARKDOWN = re.compile(r"^\s{0,3}#{1,6} |\*\*\S", re.MULTILINE)
_SUSPECT = re.compile(r"[<*#&\\_]|---|===")
_STAR_ROW = re.compile(r"^\W+$")


@dataclass(frozen=True, slots=True)
class Marked:
    """A line without its markup and what the markup said."""

    text: Traced
    heading: bool = False
    bold: bool = False
    footnote: bool = False
    item: bool = False


def is_markdown(text: str) -> bool:
    """Whether a document's lines carry Markdown headings or bold marks, so that lone stars are marks too."""
    return _MARKDOWN.search(text) is not None


def read(line: Traced, markdown: bool, bold_above: bool = False) -> tuple[tuple[Marked, ...], bool]:
    """The lines that one source line holds once markup is taken out, and whether bold stays open behind it.

    ``markdown`` is ``is_markdown`` of the document; ``bold_above`` that an earlier line opened ``**``.
    """
    text = line.text
    if not bold_above and not _SUSPECT.search(text):
        return (Marked(line),), False
    if _RULE.match(text) and (markdown or "<" in text or len(text.strip()) == 3):
        return (), bold_above
    heading = markdown and _HEADING.match(text) is not None
    opened = bold_above ^ (text.count("**") % 2 == 1)
    bold = _BOLD.match(text) is not None or bold_above or (opened and text.lstrip("# ").startswith("**"))
    if heading:
        line = line.sub(_HEADING, "")
    found = tuple(
        Marked(part.text, heading, bold, part.footnote, part.item) for part in _parts(line, markdown or bold_above)
    )
    return found, opened if markdown else False


def _parts(line: Traced, markdown: bool) -> list[Marked]:
    """``line`` cut at its block tags, each piece without tags, notes, stars and entities."""
    found: list[Marked] = []
    cursor, item = 0, False
    for match in (*_BREAK.finditer(line.text), None):
        end = match.start() if match else len(line.text)
        piece = _plain(line.cut(cursor, end), markdown)
        if piece.text.text.strip():
            found.append(replace(piece, item=item))
        if match:
            cursor, item = match.end(), _ITEM.match(match.group()) is not None
    return found


def _plain(line: Traced, markdown: bool) -> Marked:
    footnote = _LEADING_NOTE.match(line.text) is not None
    if "<" in line.text:
        line = line.sub(_LEADING_NOTE, r"\1 ").sub(_SQUARE, lambda m: "²" if m.group(1) == "2" else "³")
        line = line.sub(_NOTE, "").sub(_TAG, "")
    if "&" in line.text:
        line = line.sub(_ENTITY, lambda m: html.unescape(m.group()))
    if markdown and not _STAR_ROW.match(line.text):
        line = _unpaired(_unpaired(line)).sub(_HALF, "").sub(_ESCAPE, "")
    return Marked(line, footnote=footnote)


def _unpaired(line: Traced) -> Traced:
    """``line`` without the outermost pairs of stars, their content kept in place."""
    edits = []
    for match in _PAIR.finditer(line.text):
        edits += [(match.start(), match.start(2), ""), (match.end(2), match.end(), "")]
    return line.edited(edits) if edits else line
