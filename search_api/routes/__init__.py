"""The endpoints under /api/v1, one module a kind of record."""
