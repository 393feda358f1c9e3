"""Files → index, offline.

The stages in order: ``read`` (files as they are), ``normalise`` (the one text), ``segment`` (header, regions,
clauses), ``extract`` (units, deadlines, tasks, duties, references), ``passages`` (what is retrieved), ``embed``
(vectors), ``store`` (catalogue and index). ``parsing`` and ``pipeline`` join them.
"""
