"""The clause tree of one part, built line by line; depth comes from the numbering, never from Markdown or blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.segment.markers import POINTS, Marker, marker, true_letter
from indexer.segment.regions import Labelled
from indexer.types import Clause, ClauseLevel, Document, Span

_GLUED = re.compile(r"(?<=[^\W\d])(\d{1,2})\.?$")
_ENDED = re.compile(r"[.;:…]\W*$")
_ASIDE = re.compile(r"\s(\([^()]*(?:kèm theo|Kèm theo)[^()]*\))\W*$")
_CLOSING = re.compile(
    r"(?:Trên đây là|Trong quá trình (?:triển khai|tổ chức|thực hiện)|Yêu cầu"
    r"|(?:Kế hoạch|Chương trình|Quyết định) này)\b"
)
_OVER = re.compile(r"\./\.\W*$")
_RESOLVED = re.compile(r"\W*((?:QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ))\s*:?\W*$")

_SECTION = 4.0
_ARTICLE = 5.0
_PARAGRAPH_HOLDERS = 9.0
_HEADING_LENGTH = 160
_PROSE = 60


@dataclass(slots=True)
class _Node:
    parent: _Node | None
    style: str
    rank: float
    level: ClauseLevel
    element: str
    marker: str | None
    start: int
    span: Span
    page: int | None
    titled: bool
    end: int = 0
    children: list[_Node] = field(default_factory=list)
    paragraphs: int = 0
    point: str | None = None

    def path(self) -> tuple[str, ...]:
        return (*self.parent.path(), self.element) if self.parent and self.parent.element else (self.element,)


class Builder:
    """Builds the nodes of one part (a decision, or the plan it carries) in reading order."""

    def __init__(self, document: Document, title: str | None, prefix: str = "") -> None:
        self.document = document
        self.title = title
        self.root = _Node(None, "root", -1, "phần", prefix, None, 0, Span(0, 0), None, True)
        self.open = [self.root]
        self.nodes: list[_Node] = []
        self.open_line: Span | None = None
        self.over = False

    def add(self, line: Labelled, following: Sequence[Labelled]) -> None:
        """Adds one line of the body; ``following`` are the lines behind it, for markers that need to look ahead."""
        if match := _RESOLVED.match(line.text):
            self.title = match.group(1)
            return
        found = marker(line.text)
        if self.over:
            self._leave_articles(found, following)
        self.over = _OVER.search(line.text) is not None
        if found is None and self._goes_on(line):
            self._extend(line)
        elif found is None and (glued := self._glued(line, following)) is not None:
            self._push(line, glued, following, len(line.text) - len(glued.printed))
        elif found is None:
            self._paragraph(line)
        else:
            self._push(line, found, following, None)
        self.open_line = line.line.span

    def _push(self, line: Labelled, found: Marker, following: Sequence[Labelled], cut: int | None) -> None:
        rank = self._rank(found)
        while self.open[-1].rank >= rank:
            self.open.pop()
        parent = self.open[-1]
        element = self._element(parent, found, following)
        offset = line.line.span.start
        begin, end = (offset + found.end, line.line.span.end) if cut is None else (offset, offset + cut)
        titled = line.line.bold or line.line.heading_mark or line.text.isupper()
        span, page = Span(begin, end), line.line.page
        node = _Node(parent, found.style, rank, found.level, element, found.printed, offset, span, page, titled)
        self._attach(node, line.line.span.end)
        self.open.append(node)
        self._split_aside(node, line)

    def _leave_articles(self, found: Marker | None, following: Sequence[Labelled]) -> None:
        """Behind the "./." of a decision's last article stands what it carries, and no more of the article."""
        markers = (found, *(marker(line.text) for line in following))
        if not any(later is not None and later.level == "điều" for later in markers):
            while self.open[-1].rank >= _ARTICLE:
                self.open.pop()

    def _rank(self, found: Marker) -> float:
        """A first "1)" under a point stands below it; elsewhere it stands above points."""
        if found.style == "bracket" and found.number == 1:
            styles = [node.style for node in self.open]
            if "bracket" not in styles and "point" in styles:
                return 9.5
        if found.style == "bracket":
            held = next((node.rank for node in reversed(self.open) if node.style == "bracket"), None)
            return found.rank if held is None else held
        return found.rank

    def _element(self, parent: _Node, found: Marker, following: Sequence[Labelled]) -> str:
        if found.style == "point":
            letter = true_letter(parent.point, found.label, _next_point(following))
            parent.point = letter
            return letter
        if found.number == 0:
            count = 1 + sum(child.level == "gạch" for child in parent.children)
            return f"-{count}"
        return found.label

    def _split_aside(self, node: _Node, line: Labelled) -> None:
        """A heading in capitals with "(Kèm theo …)" behind it: the aside is the clause's paragraph."""
        words = self.document.slice(node.span)
        match = _ASIDE.search(words)
        if match and node.rank <= _SECTION and words[: match.start()].isupper():
            begin = node.span.start
            aside = Span(begin + match.start(1), begin + match.end(1))
            node.span = Span(begin, begin + match.start())
            self._leaf(node, line, aside)

    def _paragraph(self, line: Labelled) -> None:
        if self._titles(line):
            self._extend(line)
            return
        if _CLOSING.match(line.text):
            self._close_to_section()
        else:
            while self.open[-1].rank > _PARAGRAPH_HOLDERS:
                self.open.pop()
        self._leaf(self.open[-1], line, line.line.span)

    def _titles(self, line: Labelled) -> bool:
        """Whether the line is the title that stands under "Chương I"."""
        last = self.nodes[-1] if self.nodes else None
        if last is None or last.rank > _SECTION or self.document.slice(last.span).strip():
            return False
        return len(line.text) < _HEADING_LENGTH and not _ENDED.search(line.text)

    def _close_to_section(self) -> None:
        """Back to the open section; where sections count 1., 2., 3. that is the outermost heading."""
        while len(self.open) > 1 and self.open[-1].rank > _SECTION:
            if len(self.open) == 2 and self.open[-1].children and self._only_heads(self.open[-1]):
                return
            self.open.pop()

    def _leaf(self, parent: _Node, line: Labelled, span: Span) -> None:
        """A paragraph without a marker: the one at a marker is its clause's first, one under a heading begins at 1."""
        if parent.paragraphs == 0 and parent is not self.root and not self._only_heads(parent):
            parent.paragraphs = 1
        parent.paragraphs += 1
        node = _Node(
            parent, "paragraph", 99, "đoạn", f"¶{parent.paragraphs}", None, span.start, span, line.line.page, False
        )  # fmt: skip
        self._attach(node, span.end)

    def _only_heads(self, node: _Node) -> bool:
        words = self.document.slice(node.span).strip()
        if not words or node.titled or node.rank <= _SECTION:
            return True
        if node.level == "điều":
            return not _ENDED.search(words) and len(words) < _PROSE * 2
        return len(words) < _HEADING_LENGTH and not _ENDED.search(words)

    def _attach(self, node: _Node, end: int) -> None:
        if node.parent is not None:
            node.parent.children.append(node)
        self.nodes.append(node)
        above: _Node | None = node
        while above is not None:
            above.end = max(above.end, end)
            above = above.parent

    def _goes_on(self, line: Labelled) -> bool:
        """Whether the line is the rest of the line before it, which was broken without need."""
        if not self.nodes or self.open_line is None or not line.text[:1].islower():
            return False
        last = self.nodes[-1]
        near = line.line.span.start - self.open_line.end <= 1 and last.span.end == self.open_line.end
        return near and not _ENDED.search(self.document.slice(last.span)) and not line.line.blank_before

    def _extend(self, line: Labelled) -> None:
        last = self.nodes[-1]
        last.span = Span(last.span.start, line.line.span.end)
        above: _Node | None = last
        while above is not None:
            above.end = max(above.end, line.line.span.end)
            above = above.parent

    def _glued(self, line: Labelled, following: Sequence[Labelled]) -> Marker | None:
        """The number that extraction moved behind its heading ("Công tác chỉ đạo1."), if the next one confirms it."""
        match = _GLUED.search(line.text)
        if match is None or len(line.text) > _HEADING_LENGTH or len(line.text) < 8:
            return None
        number = int(match.group(1))
        numbers = [node.element for node in self._siblings() if node.style == "number"]
        if number != (int(numbers[-1]) + 1 if numbers else 1):
            return None
        for later in following:
            found = marker(later.text)
            if found is not None and found.rank <= _SECTION:
                break
            if found is not None and found.style == "number":
                return _as_number(match, number) if found.number == number + 1 else None
        return _as_number(match, number) if numbers else None

    def _siblings(self) -> list[_Node]:
        holder = next(node for node in reversed(self.open) if node.rank < 6)
        return holder.children

    def clauses(self) -> list[Clause]:
        """The nodes as clauses, in reading order; ids are not yet told apart."""
        return [self._clause(node) for node in self.nodes]

    def _clause(self, node: _Node) -> Clause:
        words = self.document.slice(node.span)
        left = len(words) - len(words.lstrip())
        right = len(words.rstrip())
        span = Span(node.span.start + left, node.span.start + max(left, right))
        path = node.path()
        heads = self._heads(node)
        return Clause(
            id="/".join(path),
            parent_id="/".join(node.parent.path()) if node.parent and node.parent.element else None,
            path=path,
            level=node.level,
            marker=node.marker,
            heading=self._heading(node, heads),
            span=span,
            whole=Span(node.start, max(node.end, node.span.end)),
            page=node.page,
            leaf=not heads,
        )

    def _heads(self, node: _Node) -> bool:
        """Whether the node only carries a heading: short, unfinished words above children, or a title without text."""
        if node.level == "đoạn":
            return False
        words = self.document.slice(node.span).strip()
        if not words:
            return True
        if node.children:
            return self._only_heads(node) or (words.endswith(":") and len(words) < _HEADING_LENGTH)
        return (
            node.rank <= 8 and node.level != "điều" and (words.isupper() or (node.titled and not _ENDED.search(words)))
        )

    def _heading(self, node: _Node, heads: bool) -> str | None:
        above = node if heads else node.parent
        while above is not None and above is not self.root:
            words = self.document.slice(above.span).strip()
            if words and self._only_heads(above):
                return " ".join(words.rstrip(":").split())
            above = above.parent
        return self.title


def _as_number(match: re.Match[str], number: int) -> Marker:
    return Marker("number", 6, "khoản", match.group(), str(number), number, 0)


def _next_point(following: Sequence[Labelled]) -> str | None:
    """The letter printed at the next point, where no higher marker comes first."""
    for line in following:
        found = marker(line.text)
        if found is None:
            if re.match(r"f\s*[.)]", line.text):
                return "f"
            continue
        if found.style == "point":
            return found.label if found.label in POINTS else None
        if found.rank < 9:
            return None
    return None
