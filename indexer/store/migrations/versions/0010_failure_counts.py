"""Failed log-ins by the digest of who failed from where."""

import sqlalchemy as sa
from alembic import op

revision = "0010_failure_counts"
down_revision = "0009_upload_groups"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "failure_counts",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Float(), nullable=False),
        sa.Column("last", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("ix_failure_counts_last", "failure_counts", ["last"])
