"""Corrections in words: the names of fields and actions, and values of any kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from search_api.amending.noted import ACTIONS, FIELDS
from web.language import Language


def field_words(name: str | None, language: Language) -> str:
    """The name of a field, or of what was done to a row, with a capital."""
    pair = FIELDS.get(name or "") or ACTIONS.get(name or "") or (str(name), str(name))
    words = pair[0] if language.code == "vi" else pair[1]
    return words[:1].upper() + words[1:]


def value_words(value: Any) -> str:
    """A value of any field as one line: units by name, a deadline by its words."""
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("text") or "")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(value_words(item) for item in value)
    return " ".join(str(value or "").split())
