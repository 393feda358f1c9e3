"""Corrections by people: kept beside what was extracted, laid over it whenever a document is written."""
