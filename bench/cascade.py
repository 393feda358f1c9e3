"""How well and how fast plans are held against one another: ``python -m bench.cascade truth DATA`` scores the sample
plans in a data folder against corpus/cascade/truth.json; ``python -m bench.cascade speed DATA`` times the ledger."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexer.settings import Settings
from search_api.engine import Engine
from search_api.ledger.book import Ledger
from search_api.limits import Page

TRUTH = Path(__file__).resolve().parent.parent / "corpus" / "cascade" / "truth.json"
CARRIED = ("same", "narrowed")
Pair = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs found and true, found and false, true and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was found, how much is true."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of what is true, how much was found."""
        return self.right / max(1, self.right + self.missed)

    def line(self, name: str) -> str:
        """The score in one line."""
        return (
            f"{name:40} right {self.right:3} wrong {self.wrong:3} missed {self.missed:3}"
            f"  P {self.precision:.3f} R {self.recall:.3f}"
        )


def place(below: dict[str, Any], wanted: set[str]) -> str:
    """The name that the truth gives to an obligation below: a number, the beginning of its words, or a path."""
    names = [
        name for name in wanted if below["kind"] == "task" and not name.isdigit() and below["text"].startswith(name)
    ]
    if names:
        return names[0]
    return str(below["no"]) if below["kind"] == "task" else ".".join(below["citation"]["path"])


def scores(ledger: Ledger, read_by_hand: Path = TRUTH) -> dict[str, Score]:
    """Pairs of "same or narrowed" found right, found wrong and missed, by the plan below."""
    truth = json.loads(read_by_hand.read_text(encoding="utf8"))
    held = {one.file.rsplit(".", 1)[0]: one.id for one in ledger.engine.catalogue.documents().items}
    found_of = {}
    for name, below in truth["below"].items():
        wanted = {(int(above), str(at)) for above, at, relation in below["pairs"] if relation in CARRIED}
        named = {str(at) for _, at, _ in below["pairs"]}
        found: set[Pair] = set()
        for row in ledger.cascade(held[truth["above"]], [held[name]], None, Page(200))["carried"]:
            for match in row["matches"]:
                if match["relation"] in CARRIED:
                    found.add((int(row["above"]["no"]), place(match["below"], named)))
        found_of[name] = Score(len(found & wanted), len(found - wanted), len(wanted - found))
    return found_of


def together(found: Iterable[Score]) -> Score:
    """All of them as one."""
    every = tuple(found)
    return Score(sum(one.right for one in every), sum(one.wrong for one in every), sum(one.missed for one in every))


def lines(ledger: Ledger, read_by_hand: Path) -> list[str]:
    """Lines with precision and recall, a plan each, and all together."""
    found = scores(ledger, read_by_hand)
    return [*(one.line(name) for name, one in found.items()), together(found.values()).line("all")]


def timed(name: str, call: Callable[[int], object], times: int) -> str:
    """A line with the first call's and then the p50 and p95 of ``times`` calls in milliseconds."""
    spent = []
    for number in range(times):
        begun = time.perf_counter()
        call(number)
        spent.append(1000 * (time.perf_counter() - begun))
    rest = np.array(spent[1:] or spent)
    return f"{name:44} first {spent[0]:8.1f}  p50 {np.percentile(rest, 50):7.1f}  p95 {np.percentile(rest, 95):7.1f} ms"


def speed(ledger: Ledger, times: int) -> list[str]:
    """Lines with the times of a page of each comparison over the plans that the folder holds."""
    held = [one.id for one in ledger.engine.catalogue.documents().items]
    page = Page(20)
    ten = [[held[(n * 11 + k) % len(held)] for k in range(11)] for n in range(times)]
    return [
        timed("read every plan once", lambda _: [ledger.library()[1].plan(key) for key in held], 1),
        timed("cascade over 10 plans", lambda n: ledger.cascade(ten[n][0], ten[n][1:], None, page), times),
        timed(
            f"cascade over {len(held) - 1} plans, another superior each",
            lambda n: ledger.cascade(held[n], [key for key in held if key != held[n]], None, page),
            min(times, 12),
        ),
        timed(
            f"cascade over {len(held) - 1} plans, further pages",
            lambda n: ledger.cascade(held[0], held[1:], None, Page(20, 20 * (n % 5))),
            times,
        ),
        timed("references", lambda n: ledger.references(None, None, Page(20, n)), times),
        timed("conflicts within and between 10 plans", lambda n: ledger.conflicts(ten[n][:10], page), times),
        timed("conflicts of all, kept", lambda _: ledger.conflicts((), page), 3),
    ]


def main() -> None:
    """Scores or times the ledger over a data folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("truth", "speed"))
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", default="")
    parser.add_argument("--truth", type=Path, default=TRUTH)
    parser.add_argument("--times", type=int, default=40)
    options = parser.parse_args()
    engine = Engine(Settings(data=options.data, model=options.model))
    ledger = Ledger(engine)
    print("\n".join(lines(ledger, options.truth) if options.what == "truth" else speed(ledger, options.times)))
    engine.close()


if __name__ == "__main__":
    main()
