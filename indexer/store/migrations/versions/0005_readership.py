"""The groups that documents are limited to."""

import sqlalchemy as sa
from alembic import op

revision = "0005_readership"
down_revision = "0004_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of limits; it names documents by digest, so that a limit outlives a re-reading."""
    op.create_table(
        "document_groups",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("group_key", sa.String(length=128), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "group_key"),
    )
    op.create_index("ix_document_groups_document_id", "document_groups", ["document_id"])
