"""What each address asks of whoever calls it; what is not declared needs a viewer to read and an editor to change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from search_api.access.viewer import Role

# "open" asks for nothing, "account" for a person who has signed in, whatever the role.
Need = Literal["open", "account", "viewer", "editor", "administrator"]
READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Rule:
    """The need of the addresses that ``pattern`` matches whole, for some methods or (empty) for all."""

    pattern: re.Pattern[str]
    need: Need
    methods: frozenset[str] = frozenset()


_rules: list[Rule] = []


def declare(pattern: str, need: Need, *methods: str) -> None:
    """Let ``need`` be what addresses matching ``pattern`` ask for; the last declaration that matches holds."""
    _rules.append(Rule(re.compile(pattern), need, frozenset(methods)))


declare(r"/static/.*", "open", *READING)
declare(r"/(favicon\.ico|robots\.txt)", "open", *READING)
declare(r"(/api/v1)?/health", "open", *READING)
declare(r"/signin(/oidc(/callback)?)?", "open")
declare(r"/signout", "open")
declare(r"/preferences", "open", "POST")
declare(r"/account(/.*)?", "account")
declare(r"/held", "account")
declare(r"/people(/.*)?", "administrator")
declare(r"/api/v1/(people|groups|audit|operations)(/.*)?", "administrator")
declare(r"/(audit|groups|operations)(/.*)?", "administrator")
# It lets in this machine, administrators and the scope of its own.
declare(r"/metrics", "open", *READING)
declare(r"/api/v1/me", "viewer", *READING)
# It reads a file of questions and changes nothing.
declare(r"/api/v1/ask/batch", "viewer", "POST")


def need(method: str, path: str) -> Need:
    """What a request needs."""
    for rule in reversed(_rules):
        if (not rule.methods or method in rule.methods) and rule.pattern.fullmatch(path):
            return rule.need
    return "viewer" if method in READING else "editor"


def satisfies(role: Role, signed_in: bool, wanted: Need) -> bool:
    """Whether somebody with that role may do what needs ``wanted``."""
    if wanted == "open":
        return True
    if wanted == "account":
        return signed_in
    order = ("viewer", "editor", "administrator")
    return order.index(role) >= order.index(wanted)
