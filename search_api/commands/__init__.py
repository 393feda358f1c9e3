"""The commands of the search side, contributed to ``chutri``."""
