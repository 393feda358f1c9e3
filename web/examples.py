"""Questions to try, made from tasks that are held, so that each of them has an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Record = Mapping[str, Any]
SHORTEST, LONGEST = 18, 95


def examples(tasks: Sequence[Record], wanted: int = 5) -> tuple[str, ...]:
    """At most ``wanted`` questions over as many documents as possible, the surest and shortest tasks first."""
    usable = sorted((task for task in tasks if _usable(task)), key=lambda t: (-float(t["confidence"]), len(_words(t))))
    chosen = list(_spread(usable))
    questions: list[str] = []
    makers = (_lead, _deadline, _unit_tasks, _product, _count)
    for place in range(len(makers)):
        made = next((q for task in chosen[place:] + chosen[:place] if (q := makers[place](task))), None)
        if made and made not in questions:
            questions.append(made)
    return tuple(questions[:wanted])


def _spread(tasks: Sequence[Record]) -> Iterable[Record]:
    """The tasks with those of each document taken in turn."""
    queues: dict[str, list[Record]] = {}
    for task in tasks:
        queues.setdefault(_document(task), []).append(task)
    while queues:
        for key in list(queues):
            yield queues[key].pop(0)
            if not queues[key]:
                del queues[key]


def _document(task: Record) -> str:
    document = task.get("document")
    return str(document["id"]) if isinstance(document, Mapping) else str(task["citation"]["document_id"])


def _words(task: Record) -> str:
    return " ".join(str(task.get("activity") or task.get("task") or "").split()).rstrip(" .;:,")


def _usable(task: Record) -> bool:
    words = _words(task)
    return SHORTEST <= len(words) <= LONGEST and words[0].isalpha() and bool(task["lead"]) and not task["needs_review"]


def _lower(words: str) -> str:
    """The words as they stand inside a sentence: a leading capital goes, unless the word is an abbreviation."""
    return words[0].lower() + words[1:] if words[1:2].islower() else words


def _lead(task: Record) -> str:
    return f"Đơn vị nào chủ trì {_lower(_words(task))}?"


def _deadline(task: Record) -> str | None:
    deadline = task.get("deadline")
    if not deadline or not deadline.get("end"):
        return None
    return f"Hạn {_lower(_words(task))} là khi nào?"


def _unit_tasks(task: Record) -> str:
    return f"{task['lead'][0]['name']} chủ trì những nhiệm vụ nào?"


def _product(task: Record) -> str | None:
    return f"Sản phẩm của nhiệm vụ {_lower(_words(task))} là gì?" if task.get("product") else None


def _count(task: Record) -> str:
    return f"Có bao nhiêu nhiệm vụ do {task['lead'][0]['name']} chủ trì?"
