"""the operator's own page texts"""

import sqlalchemy as sa
from alembic import op

import matchmaker.db

revision = "009"
down_revision = "008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", matchmaker.db.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_texts")),
    )
    op.create_index(op.f("ix_page_texts_name"), "page_texts", ["name"])


def downgrade() -> None:
    op.drop_index(op.f("ix_page_texts_name"), table_name="page_texts")
    op.drop_table("page_texts")
