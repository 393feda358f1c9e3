from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import CorrectionConflict, CorrectionRefused, UnknownRecord
from indexer.store.amend.keys import RowKey, locate, target
from indexer.store.amend.records import Draft
from indexer.store.catalogue import Catalogue
from indexer.store.insert import Embedded
from indexer.store.records import TaskFilter
from indexer.store.units import unit_id
from indexer.types import Passage, Span
from tests.factories import embedded, vector

HOME = unit_id("Sở Nội vụ", "tỉnh Bình Giang")
HEALTH = {"name": "Sở Y tế", "scope": "tỉnh Bình Giang", "printed": "Sở Y tế"}
DUE = {"kind": "date", "start": "2024-05-02", "end": "2024-05-02", "every": None, "text": "02/5/2024"}


def encode(passages: Sequence[Passage]) -> np.ndarray:
    return np.stack([vector(passage.text) for passage in passages])


@pytest.fixture
def catalogue(tmp_path: Path):
    opened = Catalogue(tmp_path / "catalogue.db")
    yield opened
    opened.close()


@pytest.fixture
def plan(catalogue: Catalogue) -> Embedded:
    given = embedded("Kế hoạch một", number="5/KH-UBND")
    catalogue.add(given)
    return given


def change(catalogue: Catalogue, task: str, field: str, after: object, by: str = "Lan", **more: object):
    return catalogue.people.correct(Draft("task", "set", task, by, "đọc lại", field, after, **more), encode)


def tasks(catalogue: Catalogue):
    return [stored.task for stored in catalogue.tasks().items]


def test_a_corrected_field_is_what_lists_filters_and_counts_use(catalogue: Catalogue, plan: Embedded) -> None:
    key = plan.parsed.tasks[1].id
    change(catalogue, key, "lead", [HEALTH])
    change(catalogue, key, "deadline", DUE)
    change(catalogue, key, "section", "Mục A")
    health = unit_id("Sở Y tế", "tỉnh Bình Giang")
    assert [stored.task.no for stored in catalogue.tasks(TaskFilter(units=(health,), role="lead")).items] == ["2"]
    assert catalogue.unit(health).leads == 1
    assert catalogue.unit(HOME).leads == 1
    assert catalogue.tasks(TaskFilter(section="muc a")).total == 2
    (stored,) = catalogue.tasks(TaskFilter(due_from=replace(plan.parsed.tasks[0].deadline).end)).items[1:]
    assert stored.task.deadline.end.isoformat() == "2024-05-02"
    assert [one.field for one in stored.corrections] == ["lead", "deadline", "section"]
    assert stored.task.lead_text == plan.parsed.tasks[1].lead_text


def test_a_corrected_task_is_found_by_its_new_words_and_shown_in_the_old(catalogue: Catalogue, plan: Embedded) -> None:
    before = {stored.rowid for stored in catalogue.document_passages(plan.parsed.document.id)}
    change(catalogue, plan.parsed.tasks[1].id, "task", "Bồi dưỡng viên chức")
    stored = catalogue.document_passages(plan.parsed.document.id)
    assert [one.passage for one in stored] == [
        replace(passage, path=plan.parsed.tasks[1].path) if passage.task_id == plan.parsed.tasks[1].id else passage
        for passage in plan.parsed.passages
    ]
    assert not before & {one.rowid for one in stored}
    (entry,) = catalogue.index_entries([1], "model-a")
    assert "Bồi dưỡng viên chức" in entry.texts[2]
    np.testing.assert_array_equal(entry.vectors[:2], plan.vectors[:2])
    np.testing.assert_array_equal(entry.vectors[2], vector(entry.texts[2]))
    assert catalogue.text(plan.parsed.document.id) == plan.parsed.document.text


def test_an_undo_puts_back_what_was_extracted_and_is_kept_itself(catalogue: Catalogue, plan: Embedded) -> None:
    made = change(catalogue, plan.parsed.tasks[0].id, "product", "Tờ trình")
    back = catalogue.people.undo(made.id, "Minh", "nhầm", encode)
    assert tuple(tasks(catalogue)) == plan.parsed.tasks
    assert [(one.action, one.by) for one in catalogue.people.corrections()] == [("set", "Lan"), ("undo", "Minh")]
    (entry,) = catalogue.index_entries([1], "model-a")
    np.testing.assert_array_equal(entry.vectors, plan.vectors)
    with pytest.raises(CorrectionRefused, match="đã được hoàn tác"):
        catalogue.people.undo(made.id, "Minh", "", encode)
    catalogue.people.undo(back.id, "Lan", "đúng mà", encode)
    assert tasks(catalogue)[0].product == "Tờ trình"


def test_the_second_of_two_people_is_told_the_present_value(catalogue: Catalogue, plan: Embedded) -> None:
    key = plan.parsed.tasks[0].id
    change(catalogue, key, "product", "Tờ trình", by="Lan", before="Báo cáo")
    for seen in ({"before": "Báo cáo"}, {}):
        with pytest.raises(CorrectionConflict, match="Lan") as told:
            change(catalogue, key, "product", "Kế hoạch", by="Minh", **seen)
        assert (told.value.present, told.value.by) == ("Tờ trình", "Lan")
    assert len(catalogue.people.corrections()) == 1
    change(catalogue, key, "product", "Kế hoạch", by="Minh", before="Tờ trình")
    assert tasks(catalogue)[0].product == "Kế hoạch"


def test_corrections_outlive_removal_and_apply_again_byte_for_byte(catalogue: Catalogue, plan: Embedded) -> None:
    first, second = plan.parsed.tasks
    change(catalogue, first.id, "task", "Kiểm kê tài sản công")
    change(catalogue, first.id, "deadline", DUE)
    catalogue.people.correct(Draft("task", "check", second.id, "Lan", ""), encode)
    said, shown = catalogue.people.corrections(), tasks(catalogue)
    before = [(one.passage, one.searched) for one in catalogue.document_passages(plan.parsed.document.id)]
    catalogue.remove(plan.parsed.document.id)
    assert [one.record_id for one in catalogue.people.corrections()] == [None, None, None]
    catalogue.add(plan, encode)
    assert catalogue.people.corrections() == said
    assert tasks(catalogue) == shown
    assert [(one.passage, one.searched) for one in catalogue.document_passages(plan.parsed.document.id)] == before


def test_a_reading_that_numbers_rows_otherwise_keeps_corrections_with_their_rows(
    catalogue: Catalogue, plan: Embedded
) -> None:
    change(catalogue, plan.parsed.tasks[1].id, "product", "Lớp học")
    owner = plan.parsed.document.id
    first, second = plan.parsed.tasks
    moved = (replace(second, id=f"{owner}-t1"), replace(first, id=f"{owner}-t2"))
    passages = tuple(
        replace(one, task_id={first.id: moved[1].id, second.id: moved[0].id}.get(one.task_id or ""))
        for one in plan.parsed.passages
    )
    catalogue.replace(replace(plan, parsed=replace(plan.parsed, tasks=moved, passages=passages)), encode)
    assert [(task.task, task.product) for task in tasks(catalogue)] == [
        ("Tập huấn cán bộ", "Lớp học"),
        ("Rà soát tài sản công", "Báo cáo"),
    ]


def test_a_correction_whose_task_is_no_longer_found_is_kept_as_orphaned(catalogue: Catalogue, plan: Embedded) -> None:
    change(catalogue, plan.parsed.tasks[1].id, "product", "Lớp học")
    less = replace(plan.parsed, tasks=plan.parsed.tasks[:1], passages=plan.parsed.passages[:2])
    catalogue.replace(replace(plan, parsed=less, vectors=plan.vectors[:2], words=plan.words[:2]), encode)
    (kept,) = catalogue.people.corrections()
    assert (kept.record_id, kept.after) == (None, "Lớp học")
    catalogue.replace(plan, encode)
    assert tasks(catalogue)[1].product == "Lớp học"


def test_what_was_said_of_one_file_applies_to_another_file_of_the_same_document(catalogue: Catalogue) -> None:
    one = embedded("Kế hoạch một", number="5/KH-UBND")
    header = replace(one.parsed.outline.header, issuer="Sở Y tế tỉnh Bình Giang")
    one = replace(one, parsed=replace(one.parsed, outline=replace(one.parsed.outline, header=header)))
    catalogue.add(one)
    change(catalogue, one.parsed.tasks[0].id, "product", "Tờ trình")
    other = embedded("Kế hoạch một (bản quét)", number="5/KH-UBND")
    other = replace(other, parsed=replace(other.parsed, outline=replace(other.parsed.outline, header=header)))
    catalogue.add(other, encode)
    assert [task.product for task in tasks(catalogue)] == ["Tờ trình", "Báo cáo", "Báo cáo", "Báo cáo"]
    catalogue.remove(one.parsed.document.id)
    catalogue.remove(other.parsed.document.id)
    catalogue.add(other, encode)
    assert [task.product for task in tasks(catalogue)] == ["Tờ trình", "Báo cáo"]


def test_a_row_that_was_missed_can_be_added(catalogue: Catalogue, plan: Embedded) -> None:
    owner = plan.parsed.document.id
    given = {"no": "3", "task": "Kế hoạch một", "lead": [HEALTH], "span": [0, 12], "page": 1}
    made = catalogue.people.correct(Draft("task", "add", owner, "Lan", "bị bỏ sót", after=given), encode)
    assert [task.no for task in tasks(catalogue)] == ["3", "1", "2"]
    assert catalogue.document(owner).tasks == 3
    (passage,) = [one for one in catalogue.document_passages(owner) if one.passage.task_id == made.record_id]
    assert passage.passage.text == plan.parsed.document.text[:12]
    change(catalogue, made.record_id or "", "product", "Quyết định")
    assert tasks(catalogue)[0].product == "Quyết định"
    catalogue.people.undo(made.id, "Lan", "", encode)
    assert tuple(tasks(catalogue)) == plan.parsed.tasks
    assert catalogue.people.corrections()[1].record_id is None


def test_a_row_split_in_two_is_two_rows_that_can_be_corrected(catalogue: Catalogue, plan: Embedded) -> None:
    key = plan.parsed.tasks[0].id
    parts = [{"task": "Rà soát"}, {"task": "Tài sản công", "lead": [HEALTH]}]
    split = catalogue.people.correct(Draft("task", "split", key, "Lan", "hai việc", after=parts), encode)
    assert [(task.task, task.product) for task in tasks(catalogue)[:2]] == [
        ("Rà soát", "Báo cáo"),
        ("Tài sản công", "Báo cáo"),
    ]
    second = tasks(catalogue)[1].id
    change(catalogue, second, "product", "Danh mục")
    catalogue.remove(plan.parsed.document.id)
    catalogue.add(plan, encode)
    assert [task.product for task in tasks(catalogue)] == ["Báo cáo", "Danh mục", "Báo cáo"]
    assert tasks(catalogue)[1].id == second
    catalogue.people.undo(split.id, "Lan", "", encode)
    assert tuple(tasks(catalogue)) == plan.parsed.tasks


def test_rows_joined_are_one_row_with_the_words_and_units_of_both(catalogue: Catalogue, plan: Embedded) -> None:
    first, second = plan.parsed.tasks
    after = {"with": [second.id], "fields": {"no": "1-2"}}
    catalogue.people.correct(Draft("task", "join", first.id, "Lan", "một việc", after=after), encode)
    (task,) = tasks(catalogue)
    assert (task.no, task.task) == ("1-2", "Rà soát tài sản công Tập huấn cán bộ")
    assert [unit.name for unit in task.lead] == ["Sở Tài chính", "Giám đốc Sở Nội vụ", "Sở Nội vụ"]
    assert task.span == Span(first.span.start, second.span.end)
    assert [one.passage.task_id for one in catalogue.document_passages(plan.parsed.document.id)] == [None, task.id]


def test_a_row_deleted_as_wrong_leaves_its_words_findable(catalogue: Catalogue, plan: Embedded) -> None:
    key = plan.parsed.tasks[1].id
    gone = catalogue.people.correct(Draft("task", "delete", key, "Lan", "không phải việc"), encode)
    assert [task.no for task in tasks(catalogue)] == ["1"]
    (passage,) = [one.passage for one in catalogue.document_passages(plan.parsed.document.id)][2:]
    assert (passage.kind, passage.task_id, passage.text) == ("clause", None, "Tập huấn cán bộ")
    assert catalogue.document(plan.parsed.document.id).status == "ready"
    assert gone.record_id == key
    with pytest.raises(UnknownRecord, match="vừa bị xóa"):
        change(catalogue, key, "product", "Tờ trình")


def test_a_row_marked_as_checked_needs_no_review(catalogue: Catalogue, plan: Embedded) -> None:
    catalogue.people.correct(Draft("task", "check", plan.parsed.tasks[1].id, "Lan", ""), encode)
    assert catalogue.tasks(TaskFilter(needs_review=True)).total == 0
    assert catalogue.document(plan.parsed.document.id).reviews == 0


def test_a_duty_can_be_given_to_another_unit_in_another_role(catalogue: Catalogue, plan: Embedded) -> None:
    key = plan.parsed.duties[0].id
    for field, after in (("unit", HEALTH), ("role", "monitor"), ("path", ["I", "2"])):
        catalogue.people.correct(Draft("duty", "set", key, "Lan", "", field, after), encode)
    (stored,) = catalogue.duties().items
    assert (stored.duty.unit.name, stored.duty.role, stored.duty.path) == ("Sở Y tế", "monitor", ("I", "2"))
    assert [one.field for one in stored.corrections] == ["unit", "role", "path"]
    assert stored.text == "Kế hoạch một"


@pytest.mark.parametrize(
    ("kind", "field", "after", "said"),
    [
        ("task", "colour", "đỏ", "colour"),
        ("task", "task", "", "không được để trống"),
        ("task", "product", "Báo cáo", "đã có đúng giá trị"),
        ("duty", "role", "boss", "Vai trò"),
        ("duty", "product", "x", "product"),
    ],
)
def test_what_cannot_be_corrected_is_refused_in_one_sentence(
    catalogue: Catalogue, plan: Embedded, kind: str, field: str, after: str, said: str
) -> None:
    key = plan.parsed.tasks[0].id if kind == "task" else plan.parsed.duties[0].id
    with pytest.raises(CorrectionRefused, match=said) as told:
        catalogue.people.correct(Draft(kind, "set", key, "Lan", "", field, after), encode)
    assert told.value.en != str(told.value)
    assert catalogue.people.corrections() == ()


KEYS = [
    RowKey(("PL", "1"), "1", "ra soat tai san cong"),
    RowKey(("PL", "2"), "2", "tap huan can bo"),
    RowKey(("PL", "3"), "3", "tap huan can bo"),
    RowKey(("PL", "4"), "4", "cong bo thu tuc hanh chinh cap xa"),
]


@pytest.mark.parametrize("index", range(4))
def test_every_row_is_found_again_by_its_own_key(index: int) -> None:
    assert locate(target(KEYS, index), KEYS) == index


@pytest.mark.parametrize(
    ("key", "found"),
    [
        (RowKey(("PL", "9"), "9", "ra soat tai san cong"), 0),
        (RowKey(("PL", "4"), "4", "cong bo thu tuc hanh cnh cap"), 3),
        (RowKey(("PL", "7"), "7", "cong bo thu tuc hanh chinh cap xa phuong"), 3),
        (RowKey(("PL", "1"), "1", "lap ke hoach von"), None),
        (RowKey(("PL", "9"), "9", "ra soat tai chinh"), None),
    ],
)
def test_a_row_is_found_by_its_words_else_by_likeness_at_its_place(key: RowKey, found: int | None) -> None:
    assert locate(target([key], 0), KEYS) == found
