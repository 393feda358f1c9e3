"""Corrections by people, rulings on units, and what a unit's wordings stand for."""

import sqlalchemy as sa
from alembic import op

revision = "0003_corrections"
down_revision = "0002_judgements"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of corrections and rulings; make units anew, since their ids follow other rules now."""
    op.add_column("state", sa.Column("links", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tasks", sa.Column("corrections", sa.Text(), nullable=True))
    op.add_column("duties", sa.Column("corrections", sa.Text(), nullable=True))
    op.add_column("passages", sa.Column("searched", sa.Text(), nullable=True))
    # Nothing may refer to units while their table is made anew; links are written again when the catalogue opens.
    op.execute("CREATE TEMPORARY TABLE duties_kept AS SELECT * FROM duties")
    op.execute("DELETE FROM duties")
    op.execute("DELETE FROM task_units")
    op.drop_table("aliases")
    _units()
    _aliases()
    op.execute("INSERT INTO duties SELECT * FROM duties_kept")
    op.execute("DROP TABLE duties_kept")
    _people()


def _units() -> None:
    """Units without the rule of one row for a name and a scope: namesakes of two eras are two units."""
    op.create_table(
        "units_anew",
        sa.Column("id", sa.String(length=96), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute("INSERT INTO units_anew (id, name, scope, kind) SELECT id, name, scope, kind FROM units")
    op.drop_table("units")
    op.rename_table("units_anew", "units")


def _aliases() -> None:
    op.create_table(
        "aliases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(length=96), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("base", sa.String(length=96), nullable=False, server_default=""),
        sa.Column("name", sa.Text(), nullable=False, server_default=""),
        sa.Column("scope", sa.Text(), nullable=False, server_default=""),
        sa.Column("kind", sa.String(length=8), nullable=False, server_default="unit"),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("unit_id", "document_id", "printed", "base", "name"),
    )
    op.create_index("ix_aliases_document_id", "aliases", ["document_id"])
    op.create_index("ix_aliases_unit_id", "aliases", ["unit_id"])


def _people() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=16), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("record_id", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_corrections_document_id", "corrections", ["document_id"])
    op.create_index("ix_corrections_number", "corrections", ["number"])
    op.create_table(
        "extractions",
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id"),
    )
    op.create_table(
        "unit_rulings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("unit_id", sa.String(length=96), nullable=False),
        sa.Column("unit_name", sa.Text(), nullable=False),
        sa.Column("other_id", sa.String(length=96), nullable=False),
        sa.Column("other_name", sa.Text(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
