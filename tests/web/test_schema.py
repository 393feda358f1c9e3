"""Requests made up from the API's own description, as each role: no failure, no answer beyond its schema."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.settings import Settings
from indexer.store.catalogue import Catalogue
from tests.web.serving import serving

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

import requests  # noqa: E402
from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.core.failures import Failure, FailureGroup  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ROLES = {"viewer": ("read",), "editor": ("read", "write"), "administrator": ("read", "write", "admin")}
EXAMPLES = 6


@pytest.fixture(scope="module")
def made(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a server, and a token of each role."""
    from search_api.access.reception import Reception

    data = shutil.copytree(indexed, tmp_path_factory.mktemp("described") / "data")
    catalogue = Catalogue(data / "catalogue.db")
    reception = Reception(catalogue.register, Settings(data=data), catalogue.groups)
    tokens = {}
    for role, scopes in ROLES.items():
        account, _ = reception.people.add(f"nguoi-{role}", role)
        reception.register.accounts.set_password(account.id, "x", must_change=False)
        _, tokens[role] = reception.register.tokens.make(account.id, "schema", frozenset(scopes), None)
    catalogue.close()
    with serving(data, settings={"CHUTRI_LOG_LEVEL": "error"}) as base:
        yield base, tokens


@pytest.mark.parametrize("role", ROLES)
def test_made_up_requests_are_answered_as_described(made: tuple[str, dict[str, str]], role: str):
    base, tokens = made
    headers = {"Authorization": f"Bearer {tokens[role]}"}
    described = schemathesis.openapi.from_url(f"{base}/api/v1/openapi.json", headers=headers)
    known = _known(base, headers)
    asked, complaints = set[str](), list[str]()
    for found in described.get_all_operations():
        _ask(found.ok(), headers, known, asked, complaints)
    assert len(asked) > 60
    assert not complaints, f"{len(complaints)}\n" + "\n\n".join(complaints[:10])


def _known(base: str, headers: dict[str, str]) -> dict[str, str]:
    """Ids that are held, by the name of the parameter that takes them."""

    def first(name: str) -> str:
        return str(requests.get(f"{base}/api/v1/{name}", headers=headers, timeout=60).json()[name][0]["id"])

    return {"document_id": first("documents"), "unit_id": first("units")}


def _ask(
    operation: Any, headers: dict[str, str], known: dict[str, str], asked: set[str], complaints: list[str]
) -> None:
    """Make a few requests up for one operation; what its description does not foresee is a complaint."""

    @seed(20260101)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), held=st.booleans())
    def once(case: Any, held: bool) -> None:
        if held and case.method != "DELETE":
            case.path_parameters.update({name: key for name, key in known.items() if name in case.path_parameters})
        answer = case.call(headers=headers, timeout=60)
        asked.add(operation.label)
        try:
            case.validate_response(answer, checks=CHECKS)
        except (FailureGroup, Failure) as failure:
            complaints.append(f"{operation.label}: {failure}")

    once()
