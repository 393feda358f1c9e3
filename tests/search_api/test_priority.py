from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from search_api.priority import YOUNG, spare_lasting


@pytest.fixture(autouse=True)
def as_it_began() -> Iterator[None]:
    thresholds = gc.get_threshold()
    gc.unfreeze()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def test_what_lasts_is_looked_through_no_more_and_what_comes_less_often() -> None:
    spare_lasting()
    assert gc.get_freeze_count() > len(gc.get_objects())
    assert gc.get_threshold()[0] == YOUNG


def test_what_came_after_the_first_call_is_not_set_aside() -> None:
    spare_lasting()
    later: list[object] = []
    spare_lasting()
    assert any(one is later for one in gc.get_objects())
