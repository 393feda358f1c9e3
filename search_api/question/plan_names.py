"""The names of all held plans as tables, made once a generation: a question is compared with no plan one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from search_api.question.identity import Identity

Named = tuple[Identity, float, str]


class PlanNames:
    """Which plans a number, a wording or words of a title stand for."""

    def __init__(self, identities: Sequence[Identity]) -> None:
        self.count = len(identities)
        self.by_words: dict[tuple[str, ...], list[Named]] = {}
        self.issuers = frozenset(issuer for one in identities for issuer in one.issuers)
        self.all_issued = all(one.issuer for one in identities)
        self._by_number: dict[str, dict[str, float]] = {}
        self._by_title: dict[str, list[int]] = {}
        self._ids = [one.document_id for one in identities]
        for at, one in enumerate(identities):
            for name in one.names:
                self.by_words.setdefault(name.words, []).append((one, name.weight, name.kind))
            for number, weight in ((one.number, 1.0), (one.attached_to, 0.9)):
                for beginning in beginnings(number or ""):
                    self._by_number.setdefault(beginning, {})[one.document_id] = weight
            for word in one.title:
                self._by_title.setdefault(word, []).append(at)
        self.longest = max(map(len, self.by_words), default=1)

    def numbered(self, folded: str) -> dict[str, float]:
        """The plans whose number begins so up to a border, each with the weight of the number that does."""
        return self._by_number.get(folded, {})

    def titled(self, words: Sequence[str]) -> tuple[tuple[str, ...], float]:
        """The plans in whose title the greatest share of the words stands, and that share."""
        held: dict[int, int] = {}
        for word in words:
            for at in self._by_title.get(word, ()):
                held[at] = held.get(at, 0) + 1
        best = max(held.values(), default=0)
        if not best:
            return tuple(self._ids), 0.0
        return tuple(self._ids[at] for at in sorted(held) if held[at] == best), best / len(words)


def beginnings(number: str) -> Iterable[str]:
    """The number and every beginning of it that ends at a border: "140/qđ-ubnd" gives "140" and "140/qđ" too."""
    if number:
        yield from (number[:at] for at in range(1, len(number)) if not number[at].isalnum())
        yield number
