"""Alembic's entry: migrations run on the connection that the catalogue hands over."""

from alembic import context

from indexer.store.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
