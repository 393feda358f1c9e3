from __future__ import annotations

from itertools import islice

from bench import distractors


def test_one_seed_gives_one_plan():
    assert distractors.plan(3) == distractors.plan(3)
    assert distractors.plan(3) != distractors.plan(4)


def test_passages_are_as_many_as_asked_and_nearly_all_different():
    made = list(distractors.passages(3000))
    assert len(made) == 3000
    assert len({text for text, _ in made}) > 2900


def test_passages_begin_alike_however_many_are_asked():
    assert list(islice(distractors.passages(500), 40)) == list(distractors.passages(40))


def test_a_plan_holds_its_table_with_every_row_numbered():
    rows = [line.split("\t") for line in distractors.plan(5, rows=20).splitlines() if "\t" in line]
    assert [row[0] for row in rows] == ["STT", *map(str, range(1, 21))]
    assert {len(row) for row in rows} == {6}


def test_no_invented_plan_is_of_the_sample_province():
    assert not any("Lam Giang" in text + context for text, context in distractors.passages(2000))
