"""Pages for readers: search and answers, the reader, units, tasks, adding documents."""
