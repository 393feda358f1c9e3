"""What people said about pairs of obligations in a superior plan and a plan below it."""

import sqlalchemy as sa
from alembic import op

revision = "0002_judgements"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of judgements; it names documents without a foreign key, so that it outlives a re-reading."""
    op.create_table(
        "cascade_judgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("above_key", sa.String(length=64), nullable=False),
        sa.Column("below_key", sa.String(length=64), nullable=False),
        sa.Column("above_document", sa.String(length=12), nullable=False),
        sa.Column("below_document", sa.String(length=12), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("above_words", sa.Text(), nullable=False),
        sa.Column("below_words", sa.Text(), nullable=False),
        sa.Column("judged_by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("judged_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("above_key", "below_key"),
    )
    op.create_index("ix_cascade_judgements_above_document", "cascade_judgements", ["above_document"])
