"""Each part that ``make eval`` takes away can be taken away, is then missing, and is there again afterwards."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest

from bench.ablations import PARTS, without
from search_api.kept import Kept
from search_api.service import Service

QUESTION = "which unit leads ra soat taif sanr cong"


def asked(service: Service) -> dict[str, Any]:
    with patch.object(service.engine, "_readings", Kept(1)):
        return service.ask(QUESTION)


@pytest.mark.parametrize("part", PARTS)
def test_a_question_is_read_and_hits_are_found_without_any_one_part(part: str, service: Service) -> None:
    held = [getattr(module, name) for module, name, _ in PARTS[part]]
    whole = asked(service)
    with without(part):
        cut = asked(service)
    assert cut["hits"]
    assert [getattr(module, name) for module, name, _ in PARTS[part]] == held
    told = ("took_ms", "citations")
    differs = {key: value for key, value in cut.items() if key not in told} != {
        key: value for key, value in whole.items() if key not in told
    }
    # A small model orders three plans alike with or without words and vectors; what is read cannot stay the same.
    assert differs or part in ("segmented words", "dense ranking", "lexical ranking", "second look")
