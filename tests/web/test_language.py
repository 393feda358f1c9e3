"""Two languages: how one is chosen, and that no sentence lacks its English."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from web import faults, labels
from web.language import choose, language, preferred
from web.pages import add, home

WEB = Path(home.__file__).parent.parent
CALL = re.compile(r"\b(n?_)\(\s*(\"|')(.*?)\2")


def template_sentences() -> set[tuple[str, str, str]]:
    found = set()
    for path in sorted((WEB / "templates").glob("*.html")):
        found |= {(path.name, kind, words) for kind, _, words in CALL.findall(path.read_text(encoding="utf8"))}
    return found


def code_sentences() -> set[str]:
    """Every literal Vietnamese sentence in the pages' modules: literals with a letter outside ASCII."""
    found: set[str] = set()
    for path in [*WEB.glob("*.py"), *(WEB / "pages").glob("*.py")]:
        if path.name in {"examples.py", "reader.py", "cli.py", "listing.py"}:
            continue
        tree = ast.parse(path.read_text(encoding="utf8"))
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            said = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
            if said and re.search(r"[à-ỹđÀ-ỸĐ]", node.value) and not node.value.startswith(("Chủ Trì", r"\b(")):
                found.add(node.value)
    return found


def test_every_sentence_of_the_templates_has_its_english():
    english = language("en")
    sentences = template_sentences()
    assert len(sentences) > 80
    missing = [(f, s) for f, kind, s in sentences if s not in (english.singular if kind == "_" else english.plural)]
    assert not missing


def test_every_sentence_of_the_code_has_its_english():
    english = language("en")
    assert {labels.INTENTS["lead"], labels.ROLES["lead"], faults.TITLES[404], add.NO_FILE} <= code_sentences()
    assert not {words for words in code_sentences() if words not in english.singular}


def test_the_catalogue_holds_nothing_that_no_page_says():
    english = language("en")
    used = {words for _, _, words in template_sentences()} | code_sentences()
    assert not (set(english.singular) | set(english.plural)) - used


def test_placeholders_survive_translation():
    english = language("en")
    for source, target in english.singular.items():
        assert sorted(re.findall(r"{\w+}", source)) == sorted(re.findall(r"{\w+}", target)), source
    for source, targets in english.plural.items():
        assert len(targets) == 2 and all("{n}" in one for one in (source, *targets)), source


@pytest.mark.parametrize(
    ("asked", "kept", "accept", "expected"),
    [
        ("en", "vi", "vi", "en"),
        (None, "en", "vi", "en"),
        (None, None, "en-GB,en;q=0.8", "en"),
        (None, None, "fr,vi;q=0.5,en;q=0.4", "vi"),
        (None, None, "fr", "vi"),
        (None, None, "", "vi"),
        ("xx", "yy", "en;q=0", "vi"),
        ("../../etc", None, "", "vi"),
    ],
)
def test_the_language_is_chosen_by_address_cookie_browser(asked, kept, accept, expected):
    assert choose(asked, kept, accept) == expected


def test_a_malformed_header_is_no_wish():
    assert preferred("en;q=zzz,;;;,") is None


@pytest.mark.parametrize(
    ("code", "number", "words"),
    [("vi", 1, "1 nhiệm vụ"), ("vi", 1234, "1.234 nhiệm vụ"), ("en", 1, "1 task"), ("en", 1234, "1,234 tasks")],
)
def test_numbers_follow_the_language(code, number, words):
    assert language(code).ngettext("{n} nhiệm vụ", number) == words


def test_days_follow_the_language():
    assert language("vi").day("2024-01-09") == "09/01/2024"
    assert language("en").day("2024-01-09") == "9 Jan 2024"
    assert language("vi").day(None) == ""
