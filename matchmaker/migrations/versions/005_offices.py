"""reports, who leads where several offices help, and texts that an office corrected"""

import sqlalchemy as sa
from alembic import op

import matchmaker.db

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None

MOMENT = matchmaker.db.UTCDateTime


def upgrade() -> None:
    with op.batch_alter_table("offices") as batch:
        batch.add_column(sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("decisions") as batch:
        batch.add_column(sa.Column("corrected", sa.JSON(), nullable=False, server_default="{}"))
    _create_reports()


def _create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("address", sa.String(255), nullable=True),
        sa.Column("locale", sa.String(2), nullable=False),
        sa.Column("created_at", MOMENT(), nullable=False),
        sa.Column("asked_at", MOMENT(), nullable=True),
        sa.Column("decision", sa.String(10), nullable=True),
        sa.Column("settled_at", MOMENT(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["profiles.id"],
            name=op.f("fk_reports_profile_id_profiles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("uid", name=op.f("uq_reports_uid")),
    )
    for column in ("profile_id", "address"):
        op.create_index(op.f(f"ix_reports_{column}"), "reports", [column])


def downgrade() -> None:
    op.drop_table("reports")
    with op.batch_alter_table("decisions") as batch:
        batch.drop_column("corrected")
    with op.batch_alter_table("offices") as batch:
        batch.drop_column("priority")
