"""second factor: authenticator app, passkeys, recovery codes"""

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
