"""Uploads with addresses of their own, documents kept aside, and choices among versions."""

import sqlalchemy as sa
from alembic import op

revision = "0006_intake"
down_revision = "0005_readership"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let jobs name their upload and the kind of their failure; create the shelf and the choices."""
    op.add_column("jobs", sa.Column("upload_id", sa.String(length=32), nullable=True))
    op.add_column("jobs", sa.Column("code", sa.String(length=32), nullable=True))
    op.add_column("jobs", sa.Column("error_en", sa.Text(), nullable=True))
    op.add_column("jobs", sa.Column("duplicate", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("jobs", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_jobs_upload_id", "jobs", ["upload_id"])
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("announced", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_uploads_account_id", "uploads", ["account_id"])
    op.create_index("ix_uploads_made_at", "uploads", ["made_at"])
    _shelf()
    op.create_table(
        "version_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("other_id", sa.String(length=12), nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("document_id", "other_id"),
    )
    op.create_index("ix_version_choices_document_id", "version_choices", ["document_id"])
    op.create_index("ix_version_choices_other_id", "version_choices", ["other_id"])


def _shelf() -> None:
    op.create_table(
        "shelf",
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("successor", sa.String(length=12), nullable=True),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("task_count", sa.Integer(), nullable=False),
        sa.Column("review_count", sa.Integer(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("put_by", sa.Text(), nullable=False),
        sa.Column("put_at", sa.DateTime(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("dimension", sa.Integer(), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("document_id"),
    )
    op.create_index("ix_shelf_state", "shelf", ["state"])
    op.create_index("ix_shelf_successor", "shelf", ["successor"])
