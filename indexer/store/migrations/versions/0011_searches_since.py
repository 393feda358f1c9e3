"""What was held when a search was saved, by serial: moments are kept to the second, and much is added in one."""

import sqlalchemy as sa
from alembic import op

revision = "0011_searches_since"
down_revision = "0010_failure_counts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, and fill it with the newest document of the second in which each search was saved."""
    op.add_column("saved_searches", sa.Column("made_serial", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE saved_searches SET made_serial = COALESCE("
        "(SELECT MAX(serial) FROM documents WHERE documents.added_at <= saved_searches.created_at), 0)"
    )
