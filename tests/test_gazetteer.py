"""The vocabulary files: every entry has an example that it accounts for, and no entry stands twice."""

from __future__ import annotations

import pytest

from indexer.extract.duty_verbs import predicates, searchable
from indexer.extract.unit_grammar import UnitGrammar
from indexer.extract.unit_lexicon import lexicon
from indexer.extract.unit_tokens import tokens
from indexer.extract.units import UnitReader
from indexer.fold import key
from indexer.gazetteer import load
from indexer.types import Header

FILES = {
    "unit_kinds": ("kind",),
    "fields": ("of", "field"),
    "groups": ("part", "word"),
    "group_members": ("noun", "opening"),
    "offices": ("title",),
    "abbreviations": ("short", "long"),
    "provinces": ("name",),
    "successors": ("old", "new", "subject"),
    "duty_verbs": ("verb",),
}
READER = UnitReader(Header())


def rows(name: str) -> list[dict[str, str]]:
    return [dict(row) for row in load(name)]


@pytest.mark.parametrize("name", FILES)
def test_every_entry_has_an_example_and_stands_once(name):
    seen = set()
    for row in load(name):
        assert row["example"].strip(), row
        identity = tuple(key(row[column]) for column in FILES[name])
        assert identity not in seen, identity
        seen.add(identity)


@pytest.mark.parametrize("row", rows("unit_kinds"), ids=lambda r: r["kind"])
def test_the_example_of_a_kind_holds_a_unit_of_that_kind(row):
    found = READER.split(row["example"])
    assert any(key(m.name).startswith(key(row["kind"])) for m in found), found


@pytest.mark.parametrize("row", rows("fields"), ids=lambda r: f"{r['of']} {r['field']}")
def test_the_example_of_a_field_is_named_in_full(row):
    found = READER.split(row["example"])
    assert any(m.name.startswith(f"{row['of']} {row['field']}") for m in found), found


SHORT_FIELDS = [(r["of"], s, r["field"]) for r in load("fields") for s in r["short"].split()]


@pytest.mark.parametrize(("of", "short", "field"), SHORT_FIELDS)
def test_the_short_form_of_a_field_stands_for_it_behind_its_kind(of, short, field):
    (found,) = READER.split(f"{of} {short}")
    names = {f"{of} {r['field']}" for r in load("fields") if r["of"] == of and short in r["short"].split()}
    assert found.name in names
    assert f"{of} {field}" in names


@pytest.mark.parametrize("row", rows("groups"), ids=lambda r: r["word"])
def test_the_example_of_a_collective_word_is_one_collective_that_holds_it(row):
    found = READER.split(row["example"])
    assert len(found) == 1, found
    assert key(row["word"]).replace(",", "") in key(found[0].name).replace(",", "")


@pytest.mark.parametrize("row", rows("offices"), ids=lambda r: r["title"])
def test_the_example_of_a_title_is_an_office_that_stands_for_a_unit(row):
    (found,) = READER.find(row["example"])
    assert found.kind == "office"
    assert found.unit
    assert key(found.name).startswith(key(row["title"]))


@pytest.mark.parametrize("row", [r for r in rows("abbreviations") if r["kind"] == "unit"], ids=lambda r: r["short"])
def test_a_short_form_is_spelled_out_in_its_example(row):
    words = " ".join(t.text for t in tokens(row["example"], lexicon(), {}, prose=True))
    assert key(row["long"]).replace(",", " ,") in key(words), words


@pytest.mark.parametrize("row", [r for r in rows("abbreviations") if r["kind"] != "unit"], ids=lambda r: r["example"])
def test_the_example_of_a_short_form_holds_it(row):
    assert row["short"] in row["example"]
    assert bool(row["context"]) == (row["kind"] == "ambiguous")


@pytest.mark.parametrize("row", rows("provinces"), ids=lambda r: r["name"])
def test_the_example_of_a_province_is_a_unit_of_that_province(row):
    (found,) = READER.find(row["example"])
    assert found.scope == f"{row['kind']} {row['name']}"


def test_every_merged_province_has_a_province_to_go_to():
    names = {r["name"] for r in load("provinces")}
    gone = {r["name"]: r["merged_into"] for r in load("provinces") if r["merged_into"]}
    assert set(gone.values()) <= names - set(gone)
    assert len(names) - len(gone) == 34


def test_successors_name_units_that_the_reader_knows():
    for row in load("successors"):
        for name in (row["old"], row["new"]):
            found = READER.split(name)
            assert [m.name for m in found] == [name]
        assert row["basis"]
        assert row["date"].startswith("2025-")


@pytest.mark.parametrize("row", rows("duty_verbs"), ids=lambda r: r["verb"])
def test_the_example_of_a_verb_gives_its_role(row):
    plain = searchable(row["example"])
    assert row["role"] in {p.role for p in predicates(plain, 0, len(plain))}


def test_a_missing_file_is_an_error():
    with pytest.raises(FileNotFoundError):
        load("không có")


def test_grammar_reads_nothing_from_nothing():
    assert UnitGrammar((), lexicon(), cell=True).at(0) == []
