"""Groups of people, and the documents that are limited to them: looked up, chosen, changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from indexer.store.catalogue import Catalogue
from indexer.store.groups import Group, Groups
from search_api import limits
from search_api.access import events
from search_api.access.viewer import current
from search_api.errors import BadParameter, BadUpload, NotFound
from search_api.present import Json


def choosable(held: Groups, named: Iterable[str]) -> tuple[str, ...]:
    """The ids of the groups named by id or name, to which the viewer may limit what they add.

    An administrator may choose any group, an editor those they are in. Raises BadParameter for another.
    """
    viewer, found = current(), []
    for name in dict.fromkeys(named):
        group = held.find(name)
        if group is None or not (viewer.at_least("administrator") or group.id in viewer.groups):
            raise BadParameter(
                f"Không có nhóm “{name[:80]}” trong số các nhóm bạn được chọn.",
                f"There is no group “{name[:80]}” among those that you can choose.",
            )
        found.append(group.id)
    return tuple(sorted(set(found)))


def limit_new(whole: Catalogue, sha256: str, groups: Sequence[str], name: str) -> None:
    """Limit a file that is about to be read; a limit that its content already has stays as it is.

    Raises BadUpload for content that is limited to groups the viewer is not in, held or not: whoever has the same
    file is neither given what others made of it nor told by whom it is kept.
    """
    viewer, present = current(), whole.limits().get(sha256[:12])
    if present is None:
        if groups and whole.document(sha256[:12]) is None:
            whole.limit(sha256, groups)
    elif not viewer.at_least("administrator") and not present & viewer.groups:
        events.record("refused", name, {"document": sha256[:12], "code": "limited_content"})
        raise BadUpload(
            f"Không nhận được “{name}”; hãy nhờ quản trị viên thêm tệp này.",
            f"“{name}” cannot be taken in; ask an administrator to add it.",
        )


class Held(Protocol):
    """What holds documents: all of them, and those that whoever asks may read."""

    @property
    def whole(self) -> Catalogue:
        """Everything."""

    @property
    def catalogue(self) -> Catalogue:
        """What may be read."""


class Readers:
    """What administrators do with groups and limits, and what everybody may choose."""

    def __init__(self, engine: Held) -> None:
        self._engine = engine
        self._groups = engine.whole.groups

    def list(self) -> Json:
        """``{"total", "groups"}`` by name, with how many people are in each and how many documents it may read."""
        found = self._groups.all()
        return {"total": len(found), "groups": [as_json(one) for one in found]}

    def mine(self) -> tuple[tuple[str, str], ...]:
        """The groups that the viewer may limit what they add to, as (id, name)."""
        viewer = current()
        every = viewer.at_least("administrator")
        return tuple((one.id, one.name) for one in self._groups.all() if every or one.id in viewer.groups)

    def make(self, name: Any) -> Json:
        """A new group of that name; raises BadParameter for an empty or taken one."""
        made = self._groups.make(_name(name))
        if made is None:
            raise _taken(name)
        return as_json(made)

    def rename(self, named: str, name: Any) -> Json:
        """Another name for a group; its id stays."""
        group = self.found(named)
        if not self._groups.rename(group.id, _name(name)):
            raise _taken(name)
        return as_json(self.found(group.id))

    def remove(self, named: str) -> None:
        """Take a group away; raises BadParameter while documents are limited to it."""
        group = self.found(named)
        if not self._groups.remove(group.id):
            raise BadParameter(
                f"Còn {group.documents} văn bản chỉ nhóm “{group.name}” được đọc; hãy đổi người đọc của chúng trước.",
                f"{group.documents} documents are limited to the group “{group.name}”; change their readers first.",
            )

    def found(self, named: str) -> Group:
        """The group of that id or name. Raises NotFound."""
        group = self._groups.find(named)
        if group is None:
            raise NotFound(f"Không có nhóm “{named[:80]}”.", f"There is no group “{named[:80]}”.")
        return group

    def limits(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Every limited document that the viewer may read with its groups as (id, name), by id of the document.

        A group that is gone is told by its id.
        """
        viewer, names = current(), {one.id: one.name for one in self._groups.all()}
        every = viewer.at_least("administrator")
        return {
            document: tuple((key, names.get(key, key)) for key in sorted(groups))
            for document, groups in self._engine.whole.limits().items()
            if every or groups & viewer.groups
        }

    def of(self, document_id: str) -> Json:
        """``{"document_id", "groups"}``: to whom a document is limited, nobody named for an open one."""
        self._digest(document_id)
        return {
            "document_id": document_id,
            "groups": [{"id": key, "name": name} for key, name in self.limits().get(document_id, ())],
        }

    def limit(self, document_id: str, named: Any) -> Json:
        """Let only the groups named read a document, everybody for none; raises NotFound and BadParameter."""
        sha256 = self._digest(document_id)
        if not isinstance(named, list | tuple) or not all(isinstance(one, str) for one in named):
            raise BadParameter(
                "“groups” phải là danh sách mã nhóm; danh sách rỗng là ai cũng đọc được.",
                "“groups” must be a list of ids of groups; an empty one opens the document to everybody.",
            )
        self._engine.whole.limit(sha256, choosable(self._groups, named))
        return self.of(document_id)

    def _digest(self, document_id: str) -> str:
        catalogue = self._engine.catalogue
        held = catalogue.document(document_id) or catalogue.shelf.one(document_id)
        if held is None:
            raise NotFound(f"Không có văn bản “{document_id[:80]}”.", f"There is no document “{document_id[:80]}”.")
        return held.sha256


def as_json(group: Group) -> Json:
    """A group as the API shows it."""
    return {
        "id": group.id,
        "name": group.name,
        "made_at": group.made_at.isoformat(),
        "members": group.members,
        "documents": group.documents,
    }


def _name(given: Any) -> str:
    name = " ".join(str(given or "").split())
    if not name or len(name) > limits.LONGEST_NAME:
        raise BadParameter(
            f"Tên nhóm dài từ 1 đến {limits.LONGEST_NAME} ký tự.",
            f"The name of a group has 1 to {limits.LONGEST_NAME} characters.",
        )
    return name


def _taken(given: Any) -> BadParameter:
    return BadParameter(f"Đã có nhóm “{str(given)[:80]}”.", f"There is a group “{str(given)[:80]}” already.")
