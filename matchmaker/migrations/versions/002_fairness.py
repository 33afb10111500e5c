"""the switch of the fairness step, and how often profiles are shown"""

import sqlalchemy as sa
from alembic import op

import matchmaker.db

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

COUNTS = ("suggested", "opened", "asked", "agreed")


def upgrade() -> None:
    op.create_table(
        "fairness_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("changed_at", matchmaker.db.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fairness_choices")),
    )
    op.create_table(
        "showings",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False, server_default="0") for name in COUNTS),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["profiles.id"],
            name=op.f("fk_showings_profile_id_profiles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("profile_id", "day", name=op.f("pk_showings")),
    )
    op.create_index(op.f("ix_showings_day"), "showings", ["day"])


def downgrade() -> None:
    op.drop_index(op.f("ix_showings_day"), table_name="showings")
    op.drop_table("showings")
    op.drop_table("fairness_choices")
