"""The settings, for those who may import from this package only."""

from __future__ import annotations

from indexer.settings import Settings as Settings
