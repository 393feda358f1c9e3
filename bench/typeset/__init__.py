"""Typesets the sample plans of ``corpus/sources`` and writes their truth: ``python -m bench.typeset``."""
