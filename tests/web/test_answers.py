"""The answer card: every source once, every fact with the source it rests on."""

from __future__ import annotations

from web.answers import lay_out, numbered


def cited(start: int, end: int, quote: str = "x", document: str = "a") -> dict[str, object]:
    return {"document_id": document, "url": f"/documents/{document}?span={start}-{end}#mark", "quote": quote}


def task(start: int, end: int) -> dict[str, object]:
    return {"citation": cited(start, end), "lead_text": "Phòng Điện"}


def answer(tasks, intent: str = "lead", text: str = "Phòng Điện") -> dict[str, object]:
    return {"intent": intent, "text": text, "tasks": tasks}


def test_a_stretch_inside_another_shares_its_number_and_the_same_stretch_is_listed_once():
    found = numbered([cited(10, 50), cited(20, 30), cited(10, 50), cited(60, 70), cited(20, 30, document="b")])
    assert [source.number for source in found] == [1, 1, 2, 3]


def test_a_fact_rests_on_its_own_words_where_they_are_cited_and_else_on_the_row():
    row = task(10, 50)
    view = lay_out(answer([row]), [cited(10, 50), cited(20, 30, "Phòng  Điện;")], None)
    narrow, wide = view.source(row, "Phòng Điện"), view.source(row, "Quý II")
    assert narrow is not None and wide is not None
    assert (narrow.citation["url"], narrow.number) == (cited(20, 30)["url"], 1)
    assert (wide.citation["url"], wide.number) == (cited(10, 50)["url"], 1)
    assert [source.citation["url"] for source in view.sources] == [cited(10, 50)["url"]]


def test_many_tasks_become_a_table_that_is_cut_and_says_how_much_is_left():
    rows = [task(i * 10, i * 10 + 5) for i in range(20)]
    view = lay_out(answer(rows, "list", "dài " * 100), [row["citation"] for row in rows], 12)
    assert (len(view.cards), len(view.table), view.more_tasks) == (0, 12, 8)
    assert (len(view.sources), view.more_sources, view.said) == (4, 16, None)
    assert lay_out(answer(rows, "list"), [], None).more_tasks == 0


def test_an_answer_without_tasks_lists_every_source():
    view = lay_out(answer([], "clause"), [cited(i * 10, i * 10 + 5) for i in range(6)], 12)
    assert (len(view.sources), view.more_sources, view.said) == (6, 0, "Phòng Điện")


def test_the_card_of_one_task_need_not_repeat_words_that_the_sentence_holds():
    row = task(10, 50) | {"activity": None, "task": "Thay bóng đèn ở bến đò."}
    told = lay_out(answer([row], text="Phòng Điện chủ trì: Thay bóng đèn ở bến đò"), [], None)
    assert told.tells(row)
    assert not lay_out(answer([row], text="Phòng Điện"), [], None).tells(row)
    assert not lay_out(answer([row, row], text="Phòng Điện chủ trì: Thay bóng đèn ở bến đò"), [], None).tells(row)
