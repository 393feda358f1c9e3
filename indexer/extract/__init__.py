"""Records out of documents: units, deadlines, tasks, duties, references, abbreviations; one module a record."""
