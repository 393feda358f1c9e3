"""The fields that can be corrected, their values as JSON, and rows with a value put in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast, get_args

from indexer.errors import CorrectionRefused
from indexer.fold import key
from indexer.store import codec
from indexer.types import Deadline, Duty, DutyRole, Header, Task, UnitMention

TEXTS = ("no", "section", "goal", "task", "activity", "product", "lead_text", "coordinate_text")
UNITS = ("lead", "coordinate")
TASK_FIELDS = (*TEXTS, *UNITS, "deadline", "path")
DUTY_FIELDS = ("unit", "role", "path")
HEADER_FIELDS = ("number", "kind", "issuer", "issued_on", "title", "signer")
_ALWAYS_TEXT = ("task", "lead_text", "coordinate_text")


def fields_of(kind: str) -> tuple[str, ...]:
    """The fields of a task, a duty or a document's header that can be corrected."""
    return {"task": TASK_FIELDS, "duty": DUTY_FIELDS}.get(kind, HEADER_FIELDS)


def plain(value: Any) -> Any:
    """A field's value as JSON: units and deadlines as mappings without what only reading them left behind."""
    if isinstance(value, UnitMention):
        return json.loads(codec.dumps(replace(value, span=None, entity=None)))
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return json.loads(codec.dumps(value)) if isinstance(value, Deadline) else value


def present(record: Task | Duty | Header, field: str) -> Any:
    """The value that the field of the row or header has, as JSON."""
    return plain(getattr(record, field))


def with_header_value(header: Header, field: str, value: Any) -> Header:
    """The header with the JSON ``value`` in ``field``."""
    if field == "issued_on":
        return replace(header, issued_on=date.fromisoformat(value) if value else None)
    return replace(header, **{field: value or None})


def with_value(record: Task, field: str, value: Any) -> Task:
    """The task with the JSON ``value`` in ``field``."""
    return replace(record, **{field: _task_value(field, value)})


def _task_value(field: str, value: Any) -> Any:
    if field in UNITS:
        return codec.loads_all(UnitMention, json.dumps(value or []))
    if field == "deadline":
        return None if value is None else codec.loads(Deadline, json.dumps(value))
    if field == "path":
        return tuple(value or ())
    return (value or "") if field in _ALWAYS_TEXT else (value or None)


def with_duty_value(record: Duty, field: str, value: Any) -> Duty:
    """The duty with the JSON ``value`` in ``field``."""
    if field == "unit":
        return replace(record, unit=codec.loads(UnitMention, json.dumps(value)))
    if field == "role":
        return replace(record, role=cast("DutyRole", value))
    return replace(record, path=tuple(value or ()))


def check_field(kind: str, field: str | None) -> str:
    """The field when it can be corrected. Raises CorrectionRefused with those that can."""
    known = fields_of(kind)
    if field not in known:
        names = ", ".join(known)
        raise CorrectionRefused(
            f"Không có trường “{field}” để sửa; các trường sửa được: {names}.",
            f"There is no field “{field}” to correct; these can be corrected: {names}.",
        )
    return field


def check_value(kind: str, field: str, value: Any) -> None:
    """Raise CorrectionRefused for a value that the field cannot have."""
    if field == "role" and value not in get_args(DutyRole):
        roles = ", ".join(get_args(DutyRole))
        raise CorrectionRefused(
            f"Vai trò phải là một trong: {roles}; không phải “{value}”.",
            f"The role must be one of: {roles}; not “{value}”.",
        )
    if field in ("task", "unit") and not value:
        raise CorrectionRefused(
            f"Trường “{field}” không được để trống.",
            f"The field “{field}” must not be empty.",
        )


def shown(value: Any) -> str:
    """A JSON value of any field in words."""
    if isinstance(value, list):
        return "; ".join(shown(item) for item in value)
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("text") or "")
    return str(value or "")


def same(field: str, one: Any, other: Any) -> bool:
    """Whether two JSON values of the field say the same: units by name and scope, deadlines by days and words."""
    return bool(_mark(field, one) == _mark(field, other))


def _mark(field: str, value: Any) -> Any:
    if field in UNITS:
        return [_unit_mark(item) for item in value or ()]
    if field == "unit":
        return _unit_mark(value)
    if field == "deadline" and isinstance(value, Mapping):
        return tuple(value.get(name) or None for name in ("kind", "start", "end", "every", "text"))
    if field == "path":
        return list(value or ())
    return " ".join(str(value).split()) if value else None


def _unit_mark(value: Any) -> Any:
    return (key(value.get("name") or ""), key(value.get("scope") or "")) if isinstance(value, Mapping) else value
