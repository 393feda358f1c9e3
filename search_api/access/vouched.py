"""From whom a provider vouches for to an account: linked by issuer and subject, never by name or e-mail."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from indexer.errors import AccountRefused
from indexer.settings import Settings
from indexer.store.accounts.records import Account, NewAccount, digest
from indexer.store.accounts.register import Register
from indexer.store.groups import Groups
from search_api.access import events
from search_api.access.oidc import Claims, Vouched
from search_api.access.viewer import ROLES, Role
from search_api.errors import SignInRefused

log = logging.getLogger(__name__)

_NOT_IN_NAMES = re.compile(r"[^\w.@+-]")


def roles_of(text: str) -> dict[str, Role]:
    """The roles in "staff=viewer, it=administrator" by the provider's words. Raises ValueError for another role."""
    found: dict[str, Role] = {}
    for theirs, ours in _pairs(text):
        role = next((one for one in ROLES if one == ours), None)
        if role is None or not theirs:
            raise ValueError(f"oidc_roles: expected NAME=viewer|editor|administrator, found {theirs}={ours}")
        found[theirs] = role
    return found


def groups_of(text: str) -> tuple[tuple[str, str], ...]:
    """The provider's word and our group of each part of "inspectors=Thanh tra". Raises ValueError for half a part."""
    found = tuple(_pairs(text))
    for theirs, ours in found:
        if not theirs or not ours:
            raise ValueError(f"oidc_groups: expected NAME=GROUP, found {theirs}={ours}")
    return found


class Links:
    """Finds or makes the account of whom a provider vouches for."""

    def __init__(self, register: Register, settings: Settings, groups: Groups) -> None:
        self._accounts, self._held = register.accounts, groups
        self._roles, self._groups = roles_of(settings.oidc_roles), groups_of(settings.oidc_groups)
        self._group_claim = settings.oidc_group_claim
        self._claim, self._default = settings.oidc_role_claim, settings.oidc_default_role
        self._domains = {part.strip().casefold() for part in settings.oidc_domains.split(",") if part.strip()}

    def account(self, vouched: Vouched) -> Account:
        """The account, with the role and groups that the provider gives it now.

        Groups that no word of the provider stands for stay as administrators set them. Raises SignInRefused for whom
        nothing lets in.
        """
        self._check_domain(vouched.claims)
        role, (given, mapped) = self._role(vouched.claims), self._group_ids(vouched.claims)
        held = self._accounts.by_subject(vouched.issuer, vouched.subject)
        if held is None:
            return self._made(vouched, role, given)
        if not held.active:
            raise SignInRefused("Tài khoản này đã bị khóa.", "This account is locked.")
        groups = held.groups - mapped | given
        if self._claim and held.role != role:
            # The last administrator keeps the role whatever the provider says, or nobody could give it again.
            with suppress(AccountRefused):
                return self._changed(held, role, groups)
        return held if groups == held.groups else self._changed(held, held.role, groups)

    def _changed(self, held: Account, role: str, groups: frozenset[str]) -> Account:
        changed = self._accounts.set_rights(held.id, role, groups)
        told = {"role": role, "groups": sorted(groups), "issuer": held.issuer}
        events.record("account_changed", held.name, told)
        return changed

    def _group_ids(self, claims: Claims) -> tuple[frozenset[str], frozenset[str]]:
        """The groups that the claim gives, and all that it could. Raises SignInRefused where it is not sent at all."""
        if not self._group_claim:
            return frozenset(), frozenset()
        words = _words(_needed(claims, self._group_claim))
        given, mapped = set(), set()
        for theirs, ours in self._groups:
            group = self._held.find(ours)
            if group is None:
                log.warning("oidc_groups: there is no group %s", ours)
                continue
            mapped.add(group.id)
            if theirs in words:
                given.add(group.id)
        return frozenset(given), frozenset(mapped)

    def _made(self, vouched: Vouched, role: Role, groups: frozenset[str]) -> Account:
        claims = vouched.claims
        display = " ".join(str(claims.get("name") or "").split())[:100]
        mark = digest(f"{vouched.issuer} {vouched.subject}")[:6]
        wishes = [_name(claims.get(one)) for one in ("preferred_username", "email")]
        wished = [name for name in wishes if name]
        for name in [*wished, f"{(wished or ['oidc'])[0]}-{mark}"]:
            if self._accounts.by_name(name) is not None:
                continue
            new = NewAccount(name, role, None, display, False, vouched.issuer, vouched.subject, groups)
            made = self._accounts.make(new)
            events.record("account_made", made.name, {"role": role, "groups": sorted(groups), "issuer": vouched.issuer})
            return made
        raise SignInRefused(
            "Tên của tài khoản này đã có người dùng; hãy báo quản trị viên.",
            "The name of this account is taken; tell an administrator.",
        )

    def _role(self, claims: Claims) -> Role:
        words = _words(_at(claims, self._claim)) if self._claim else set()
        mapped = [role for theirs, role in self._roles.items() if theirs in words]
        if mapped:
            return max(mapped, key=ROLES.index)
        if self._default:
            return self._default
        if self._claim:
            _needed(claims, self._claim)
        raise SignInRefused(
            "Nhà cung cấp không trao cho tài khoản này quyền nào ở đây; hãy báo quản trị viên.",
            "The provider gives this account no rights here; tell an administrator.",
        )

    def _check_domain(self, claims: Claims) -> None:
        email = str(claims.get("email") or "")
        verified = claims.get("email_verified", True) is not False
        if self._domains and not (verified and email.rpartition("@")[2].casefold() in self._domains):
            raise SignInRefused(
                "Chỉ địa chỉ thư của cơ quan mới đăng nhập được ở đây.",
                "Only mail addresses of the agency may sign in here.",
            )


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """The claim of that name, or inside another ("realm_access.roles")."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _needed(claims: Claims, path: str) -> Any:
    """The claim of that name. Raises SignInRefused where the provider does not send it."""
    found = _at(claims, path)
    if found is None:
        raise SignInRefused(
            f"Nhà cung cấp đăng nhập không gửi thông tin “{path}” về quyền của bạn; hãy báo quản trị viên để cấu hình "
            "nhà cung cấp (claim, scope).",
            f"The provider does not send the claim “{path}” that tells your rights; tell an administrator to set it up "
            "at the provider (claim, scope).",
        )
    return found


def _words(said: object) -> set[str]:
    return {str(one) for one in said} if isinstance(said, list | tuple) else {str(said)}


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for pair in filter(None, (part.strip() for part in text.split(","))):
        theirs, _, ours = (part.strip() for part in pair.rpartition("="))
        yield theirs, ours


def _name(given: object) -> str:
    """A name that an account can have, made of what the provider says; empty where nothing is left."""
    name = _NOT_IN_NAMES.sub("-", str(given or "").strip())[:50].lstrip(".@+-_")
    return name if len(name) > 1 else ""
