from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy.exc import IntegrityError

from indexer.errors import UnreadableDocument
from indexer.store.catalogue import Catalogue
from indexer.store.records import DutyFilter, TaskFilter
from indexer.store.units import unit_id
from tests.factories import embedded

FINANCE = unit_id("Sở Tài chính", "tỉnh Bình Giang")
HOME = unit_id("Sở Nội vụ", "tỉnh Bình Giang")


@pytest.fixture
def catalogue(tmp_path: Path):
    opened = Catalogue(tmp_path / "catalogue.db")
    yield opened
    opened.close()


def test_everything_of_a_document_comes_back_as_it_went_in(catalogue: Catalogue) -> None:
    given = embedded("Kế hoạch cải cách hành chính", number="5/KH-UBND")
    catalogue.add(given)
    want, key = given.parsed, given.parsed.document.id
    assert catalogue.text(key) == want.document.text
    assert catalogue.words(key) == want.document.words
    layout = catalogue.layout(key)
    assert layout is not None
    assert (layout.pages, layout.lines, layout.tables, layout.repairs) == (
        want.document.pages,
        want.document.lines,
        want.document.tables,
        want.document.repairs,
    )
    assert catalogue.clauses(key) == want.outline.clauses
    assert catalogue.regions(key) == want.outline.regions
    assert tuple(stored.task for stored in catalogue.tasks().items) == want.tasks
    assert tuple(stored.duty for stored in catalogue.duties().items) == want.duties
    assert catalogue.duties().items[0].text == "Kế hoạch cải cách hành chính"
    assert tuple(stored.reference for stored in catalogue.references(key)) == want.references
    assert tuple(short for _, short in catalogue.abbreviations()) == want.abbreviations
    assert tuple(stored.passage for stored in catalogue.document_passages(key)) == want.passages
    document = catalogue.document(key)
    assert document is not None
    assert document.header == want.outline.header
    assert (document.pages, document.tasks, document.clauses, document.status) == (1, 2, 1, "review")
    assert document.notes == ("ghi chú",)


def test_vectors_come_back_under_their_rowids(catalogue: Catalogue) -> None:
    given = embedded("Kế hoạch một")
    catalogue.add(embedded("Kế hoạch không"))
    catalogue.add(given)
    _, serials = catalogue.serials()
    (entry,) = catalogue.index_entries([max(serials)], "model-a")
    np.testing.assert_array_equal(entry.vectors, given.vectors)
    assert entry.rowids.tolist() == [4, 5, 6]
    assert [catalogue.passages(entry.rowids)[n].passage for n in (4, 5, 6)] == list(given.parsed.passages)


def test_vectors_of_another_model_count_as_missing(catalogue: Catalogue) -> None:
    given = embedded("Kế hoạch một")
    catalogue.add(given)
    assert catalogue.without_vectors("model-a") == ()
    assert catalogue.without_vectors("model-b") == (given.parsed.document.id,)
    assert list(catalogue.index_entries([1], "model-b")) == []


def test_removal_deletes_every_row_and_units_that_nobody_names_any_more(catalogue: Catalogue) -> None:
    first, second = embedded("Kế hoạch một"), embedded("Kế hoạch hai")
    catalogue.add(first)
    catalogue.add(second)
    assert catalogue.remove(first.parsed.document.id) == first.parsed.document.sha256
    assert [stored.id for stored in catalogue.documents().items] == [second.parsed.document.id]
    assert catalogue.tasks().total == 2
    assert {unit.id for unit in catalogue.units()} >= {FINANCE, HOME}
    assert catalogue.remove(second.parsed.document.id) is not None
    assert catalogue.units() == ()
    assert catalogue.passage_count() == 0
    assert catalogue.duties().total == 0
    assert catalogue.remove(second.parsed.document.id) is None


def test_a_passage_number_is_never_used_twice(catalogue: Catalogue) -> None:
    given = embedded("Kế hoạch một")
    catalogue.add(given)
    catalogue.remove(given.parsed.document.id)
    catalogue.add(given)
    assert [stored.rowid for stored in catalogue.document_passages(given.parsed.document.id)] == [4, 5, 6]
    assert list(catalogue.serials()[1]) == [2]


def test_an_addition_that_fails_leaves_nothing_behind(catalogue: Catalogue) -> None:
    given = embedded("Kế hoạch một")
    catalogue.add(given)
    generation = catalogue.generation()
    with pytest.raises(IntegrityError):
        catalogue.add(given)
    assert catalogue.generation() == generation
    assert catalogue.tasks().total == 2


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (TaskFilter(), ["1", "2"]),
        (TaskFilter(units=(FINANCE,)), ["1", "2"]),
        (TaskFilter(units=(FINANCE,), role="lead"), ["1"]),
        (TaskFilter(units=(FINANCE,), role="coordinate"), ["2"]),
        (TaskFilter(units=(HOME,), role="lead"), ["1", "2"]),
        (TaskFilter(units=("nobody",)), []),
        (TaskFilter(section="muc a"), ["1"]),
        (TaskFilter(text="RÀ SOÁT"), ["1"]),
        (TaskFilter(text="tai san"), ["1"]),
        (TaskFilter(text="100%"), []),
        (TaskFilter(due_to=date(2024, 3, 31)), ["1"]),
        (TaskFilter(due_from=date(2024, 4, 1)), []),
        (TaskFilter(needs_review=True), ["2"]),
        (TaskFilter(documents=("000000000000",)), []),
    ],
)
def test_tasks_pass_their_filter(catalogue: Catalogue, wanted: TaskFilter, numbers: list[str]) -> None:
    catalogue.add(embedded("Kế hoạch một"))
    found = catalogue.tasks(wanted)
    assert [stored.task.no for stored in found.items] == numbers
    assert found.total == len(numbers) == len(catalogue.task_ids(wanted))


def test_a_page_of_a_list_tells_how_long_the_list_is(catalogue: Catalogue) -> None:
    catalogue.add(embedded("Kế hoạch một"))
    catalogue.add(embedded("Kế hoạch hai"))
    found = catalogue.tasks(limit=1, offset=2)
    assert (found.total, len(found.items)) == (4, 1)


def test_a_head_counts_under_the_unit_and_is_kept_as_printed(catalogue: Catalogue) -> None:
    catalogue.add(embedded("Kế hoạch một"))
    home = catalogue.unit(HOME)
    assert home is not None
    assert (home.name, home.kind, home.leads, home.coordinates, home.duties) == ("Sở Nội vụ", "unit", 2, 0, 1)
    assert {alias.printed for alias in catalogue.aliases(HOME)} == {"Sở Nội vụ", "Giám đốc SNV"}


@pytest.mark.parametrize(("text", "found"), [("tai chinh", 1), ("Sở TC", 1), ("Bình Giang", 3), ("giao thông", 0)])
def test_units_are_found_by_name_scope_and_printed_form(catalogue: Catalogue, text: str, found: int) -> None:
    catalogue.add(embedded("Kế hoạch một"))
    assert len(catalogue.units(text)) == found


def test_units_of_one_name_and_two_scopes_differ_and_of_one_name_in_two_spellings_do_not() -> None:
    assert unit_id("Sở Y tế", "tỉnh A") != unit_id("Sở Y tế", "tỉnh B")
    assert unit_id("UBND xã Hoà An", "tỉnh A") == unit_id("UBND Xã Hòa An", "tỉnh A")
    assert unit_id("Sở Y tế", "tỉnh A").startswith("so-y-te-")


def test_a_reference_to_a_held_document_is_linked(catalogue: Catalogue) -> None:
    base, later = embedded("Quyết định nền", number="12/QĐ-UBND"), embedded("Kế hoạch sau", number="9/KH")
    catalogue.add(base)
    catalogue.add(later)
    (stored,) = catalogue.references(later.parsed.document.id)
    # The dates differ, so it is a namesake of another year.
    assert stored.held is None


def test_duties_pass_their_filter(catalogue: Catalogue) -> None:
    catalogue.add(embedded("Kế hoạch một"))
    assert catalogue.duties(DutyFilter(units=(HOME,), role="responsible")).total == 1
    assert catalogue.duties(DutyFilter(role="lead")).total == 0


def test_a_failure_is_kept_until_the_file_is_added(catalogue: Catalogue) -> None:
    given = embedded("Kế hoạch một")
    catalogue.record_failure(given.parsed.document.file, UnreadableDocument("Tệp rỗng.", "Empty file."))
    catalogue.record_failure(given.parsed.document.file, UnreadableDocument("Tệp hỏng.", "Damaged file."))
    assert [failure.reason for failure in catalogue.failures()] == ["Tệp hỏng."]
    catalogue.add(given)
    assert catalogue.failures() == ()


def test_passages_are_chosen_by_document_kind_and_task(catalogue: Catalogue) -> None:
    first, second = embedded("Kế hoạch một"), embedded("Kế hoạch hai")
    catalogue.add(first)
    catalogue.add(second)
    assert catalogue.passage_rowids((second.parsed.document.id,)).tolist() == [4, 5, 6]
    assert catalogue.passage_rowids(kind="clause").tolist() == [1, 4]
    assert catalogue.passage_rowids(tasks=[first.parsed.tasks[1].id]).tolist() == [3]
    assert catalogue.passage_rowids(tasks=[]).tolist() == []
