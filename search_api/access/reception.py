"""Everything about coming in and having rights, as pages and endpoints use it; one for each running application."""

from __future__ import annotations

from indexer.settings import Settings
from indexer.store.accounts.register import Register
from indexer.store.groups import Groups
from search_api.access.door import Door
from search_api.access.feeds import Feeds
from search_api.access.identify import Identifier
from search_api.access.oidc import Provider
from search_api.access.people import People
from search_api.access.vouched import Links
from search_api.errors import NotFound


class Reception:
    """The door, the people, and the register behind them."""

    def __init__(self, register: Register, settings: Settings, groups: Groups) -> None:
        self.register, self.settings = register, settings
        self.door = Door(register, settings)
        self.people = People(register)
        self.feeds = Feeds(register)
        self.identifier = Identifier(register, settings)
        self.provider = Provider.of(register, settings)
        self.links = Links(register, settings, groups)

    def needed_provider(self) -> Provider:
        """The log-in provider. Raises NotFound where the settings name none."""
        if self.provider is None:
            raise NotFound("Máy chủ này không dùng nhà cung cấp đăng nhập.", "This server uses no log-in provider.")
        return self.provider
