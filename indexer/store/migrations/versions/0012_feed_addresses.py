"""Every address of a feed is a token of its own, so that it can be listed, withdrawn and left to lapse."""

import sqlalchemy as sa
from alembic import op

revision = "0012_feed_addresses"
down_revision = "0011_searches_since"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; the tokens that stood for all addresses of an account are over."""
    op.add_column("account_tokens", sa.Column("feed", sa.Text(), nullable=True))
    op.execute("UPDATE account_tokens SET revoked_at = made_at WHERE scopes = 'feeds' AND expires_at IS NULL")
