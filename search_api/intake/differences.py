"""What differs between two versions of a document: header, tasks, clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from rapidfuzz import fuzz, process

from indexer import fold
from indexer.store.amend import values
from indexer.types import Clause, Header, Task
from search_api.present import Json

TASK_FIELDS = ("no", "section", "task", "activity", "product", "lead", "coordinate", "deadline")
# Of 100: above it two rows are one row that was changed, two clauses one clause.
SAME_ROW, SAME_CLAUSE = 72, 60
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions, as people corrected it."""

    header: Header
    text: str
    tasks: tuple[Task, ...]
    clauses: tuple[Clause, ...]


def differences(old: Side, new: Side) -> dict[str, Any]:
    """``{"header", "tasks", "clauses", "counts"}``: what the new version says otherwise, in the order of the text.

    An entry of ``header`` is ``{"field", "before", "after"}``; of ``tasks`` ``{"change": added|removed|changed, "no",
    "task", "fields"}``; of ``clauses`` ``{"change", "path", "before", "after"}``, each at most MOST_SHOWN long while
    ``counts`` tells all.
    """
    header = _header(old.header, new.header)
    tasks, clauses = _tasks(old.tasks, new.tasks), _clauses(old, new)
    if not (header or tasks or clauses):
        clauses = _lines(old, new)
    counts = {
        name: {change: sum(one["change"] == change for one in found) for change in ("added", "removed", "changed")}
        for name, found in (("tasks", tasks), ("clauses", clauses))
    }
    return {"header": header, "tasks": tasks[:MOST_SHOWN], "clauses": clauses[:MOST_SHOWN], "counts": counts}


def _header(old: Header, new: Header) -> list[Json]:
    found: list[Json] = []
    for field in values.HEADER_FIELDS:
        before, after = values.present(old, field), values.present(new, field)
        if _plain(before) != _plain(after):
            found.append({"field": field, "before": before, "after": after})
    return found


def _tasks(old: Sequence[Task], new: Sequence[Task]) -> list[Json]:
    pairs, gone, fresh = _paired([_row(one) for one in old], [_row(one) for one in new], SAME_ROW)
    found: list[tuple[int, Json]] = []
    for before, after in pairs:
        fields = _fields(old[before], new[after])
        if fields:
            found.append((after, {"change": "changed", **_named(new[after]), "fields": fields}))
    found += [(after, {"change": "added", **_named(new[after]), "fields": []}) for after in fresh]
    found += [(before, {"change": "removed", **_named(old[before]), "fields": []}) for before in gone]
    return [one for _, one in sorted(found, key=lambda entry: entry[0])]


def _named(task: Task) -> Mapping[str, Any]:
    return {"id": task.id, "no": task.no, "task": task.activity or task.task}


def _row(task: Task) -> str:
    return fold.fold(f"{task.task} {task.activity or ''}")


def _fields(old: Task, new: Task) -> list[Json]:
    found: list[Json] = []
    for field in TASK_FIELDS:
        before, after = values.present(old, field), values.present(new, field)
        if not values.same(field, before, after) and _plain(values.shown(before)) != _plain(values.shown(after)):
            found.append({"field": field, "before": values.shown(before), "after": values.shown(after)})
    return found


def _clauses(old: Side, new: Side) -> list[Json]:
    """Clauses with words of their own; those within the rows of a table are told as tasks."""
    before, after = _worded(old), _worded(new)
    matcher = SequenceMatcher(
        None, [_plain(words) for _, words in before], [_plain(words) for _, words in after], False
    )
    found: list[Json] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        left, right = before[i1:i2], after[j1:j2]
        pairs, gone, fresh = _paired([_plain(w) for _, w in left], [_plain(w) for _, w in right], SAME_CLAUSE)
        found += [_clause("removed", left[i], "") for i in gone]
        found += [_clause("changed", right[j], left[i][1]) for i, j in pairs]
        found += [_clause("added", right[j], "") for j in fresh]
    return found


def _lines(old: Side, new: Side) -> list[Json]:
    """Lines that differ though neither header nor tasks nor clauses do: recipients, signatures, notes."""
    before, after = ([" ".join(line.split()) for line in side.text.splitlines() if line.strip()] for side in (old, new))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: list[Json] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        left, right = " ".join(before[i1:i2]), " ".join(after[j1:j2])
        if kind != "equal" and _plain(left) != _plain(right):
            change = "changed" if left and right else "removed" if left else "added"
            found.append({"change": change, "path": [], "before": left, "after": right})
    return found


def _clause(change: str, clause: tuple[Clause, str], before: str) -> Json:
    words = clause[1]
    path = [step for step in clause[0].path if not step.startswith(("¶", "-"))]
    if change == "removed":
        return {"change": change, "path": path, "before": words, "after": ""}
    return {"change": change, "path": path, "before": before, "after": words}


def _worded(side: Side) -> list[tuple[Clause, str]]:
    rows = sorted((task.span.start, task.span.end) for task in side.tasks if task.origin == "table")
    found = []
    for clause in side.clauses:
        words = " ".join(side.text[clause.span.start : clause.span.end].split())
        within = any(start <= clause.span.start < end for start, end in rows)
        if clause.leaf and words and not within and "\t" not in side.text[clause.span.start : clause.span.end]:
            found.append((clause, words))
    return found


def _paired(old: Sequence[str], new: Sequence[str], least: int) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Pairs of places that mean one thing, the old places without a partner, and the new ones."""
    left, right = dict(enumerate(old)), dict(enumerate(new))
    pairs: list[tuple[int, int]] = []
    for i, words in enumerate(old):
        equal = min((j for j, other in right.items() if other == words), key=lambda j: abs(j - i), default=None)
        if equal is not None:
            pairs.append((i, equal))
            del left[i], right[equal]
    for i, words in list(left.items()):
        best = process.extractOne(words, right, scorer=fuzz.token_sort_ratio, score_cutoff=least) if right else None
        if best is not None:
            pairs.append((i, best[2]))
            del left[i], right[best[2]]
    return pairs, list(left), list(right)


def _plain(value: Any) -> str:
    return fold.key(" ".join(str(value or "").split()))
