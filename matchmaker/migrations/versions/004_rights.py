"""erasures that wait, and when somebody was last here"""

import sqlalchemy as sa
from alembic import op

import matchmaker.db

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None

MOMENT = matchmaker.db.UTCDateTime


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    with op.batch_alter_table("users") as table:
        table.add_column(sa.Column("seen_at", MOMENT(), nullable=True))
        table.add_column(sa.Column("warned_at", MOMENT(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("users") as table:
        table.drop_column("warned_at")
        table.drop_column("seen_at")
    op.drop_table("erasures")
