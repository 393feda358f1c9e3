"""The catalogue, which is the record of truth, and the search index derived from it."""
