"""The groups to which what is handed in is to be limited."""

import sqlalchemy as sa
from alembic import op

revision = "0009_upload_groups"
down_revision = "0008_audit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was handed in before is open to everybody."""
    op.add_column("uploads", sa.Column("group_keys", sa.Text(), nullable=False, server_default="[]"))
