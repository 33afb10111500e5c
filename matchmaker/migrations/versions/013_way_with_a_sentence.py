"""way with a sentence: an address to go on with may hold what was typed on the start page"""

import sqlalchemy as sa
from alembic import op

revision = "013"
down_revision = "012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _widen(before=500, after=2000)


def downgrade() -> None:
    op.execute(sa.text('UPDATE account_links SET "then" = \'\' WHERE length("then") > 500'))
    _widen(before=2000, after=500)


def _widen(*, before: int, after: int) -> None:
    with op.batch_alter_table("account_links") as batch:
        batch.alter_column(
            "then",
            type_=sa.String(after),
            existing_type=sa.String(before),
            existing_nullable=False,
        )
