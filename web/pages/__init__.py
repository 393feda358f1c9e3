"""One module a page: its context dataclass and its route."""
