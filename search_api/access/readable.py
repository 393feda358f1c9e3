"""Which part of the catalogue whoever asks may read."""

from __future__ import annotations

from indexer.store.catalogue import Catalogue
from indexer.store.readership import Groups
from search_api.access.viewer import current

# Parts of the catalogue that are kept ready at once: as many sets of groups ask in turn without waiting.
KEPT = 6


class Readable:
    """The catalogue as the viewer of the request in hand may read it. Safe to share between threads.

    Administrators, the command line and the server's own threads read everything. So does everybody while no
    document is limited, at no more cost than looking at the generation.
    """

    def __init__(self, whole: Catalogue) -> None:
        self.whole = whole
        self._limits: tuple[int, dict[str, Groups]] = (-1, {})
        self._parts: dict[Groups, Catalogue] = {}

    def catalogue(self) -> Catalogue:
        """What may be read now; asked for anew by every request, since limits change."""
        viewer = current()
        if viewer.at_least("administrator"):
            return self.whole
        limits = self._present()
        if all(groups & viewer.groups for groups in limits.values()):
            return self.whole
        mine = viewer.groups & frozenset().union(*limits.values())
        part = self._parts.get(mine)
        if part is None:
            part = self._parts[mine] = self.whole.seen_by(mine)
        return part

    def _present(self) -> dict[str, Groups]:
        generation, limits = self._limits
        present = self.whole.generation()
        if generation != present:
            # Every change of a limit is a generation of its own; reading it later only makes it newer.
            limits = dict(self.whole.limits())
            self._limits = (present, limits)
        return limits
