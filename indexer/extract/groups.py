"""Titles that rows of a table stand under: group rows over the whole width, and the labels of a section column."""

from __future__ import annotations

from typing import Literal

from indexer.extract.numbering import enumerated, group_mark, is_group_number, leading_number
from indexer.extract.rows import EMPTY, Content, joined
from indexer.fold import fold

_Level = Literal["roman", "letter", "number", "plain"]


class GroupStack:
    """The group rows above the current row, outermost first."""

    def __init__(self) -> None:
        self._titles: list[tuple[_Level, Content]] = []

    def push(self, title: Content) -> None:
        """Open a group; open groups of its own level or below are closed."""
        level = _level(title.text)
        known = [i for i, (other, _) in enumerate(self._titles) if other == level]
        if known:
            del self._titles[known[0] :]
        self._titles.append((level, title))

    def titles(self) -> tuple[Content, ...]:
        """The open titles, outermost first."""
        return tuple(title for _, title in self._titles)

    def section(self) -> Content:
        """The title that names the section: the one with a Roman number, else the outermost."""
        roman = [title for level, title in self._titles if level == "roman"]
        return roman[0] if roman else self._titles[0][1] if self._titles else EMPTY


def _level(title: str) -> _Level:
    mark = title.strip(" .") if is_group_number(title) else group_mark(title)
    if mark is not None:
        return "letter" if mark in "ABCDĐEGH" else "roman"
    return "number" if leading_number(title) else "plain"


class SectionLabels:
    """The labels of a section column, each for the rows from its own row to the next label.

    A label printed again on the next page is the same one; one without a mark of its own, right below a marked
    one in a column of marked labels, is the rest of that label.
    """

    def __init__(self) -> None:
        self._labels: list[Content] = []
        self._current: int | None = None

    def take(self, label: Content) -> int | None:
        """The position of the label that holds for a row whose section cell holds ``label`` (empty: goes on)."""
        if label and (self._current is None or _words(self._labels[self._current]) != _words(label)):
            if self._goes_on(label) and self._current is not None:
                self._labels[self._current] = joined([self._labels[self._current], label])
            else:
                self._labels.append(label)
                self._current = len(self._labels) - 1
        return self._current

    def close(self) -> None:
        """Let no label hold below this point."""
        self._current = None

    def label(self, position: int | None) -> Content:
        """The label at ``position``, whole."""
        return EMPTY if position is None else self._labels[position]

    def _goes_on(self, label: Content) -> bool:
        marked = sum(enumerated(known.text) for known in self._labels)
        return not enumerated(label.text) and marked >= 2 and marked >= 0.8 * len(self._labels)


def _words(label: Content) -> str:
    return " ".join(fold(label.text).split())
