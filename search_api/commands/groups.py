"""Commands that list when nothing more is said and have further commands of their own: units, corrections."""

from __future__ import annotations

import typer
from typer.core import TyperGroup

DEFAULT = "list"


class ListsByDefault(TyperGroup):
    """A group that takes whatever is not one of its commands for arguments of its command "list"."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """The arguments with the default command put in front where none is named."""
        named = bool(args) and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named else [DEFAULT, *args])
