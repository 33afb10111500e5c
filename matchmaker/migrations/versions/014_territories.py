"""territories: where profiles lie has an index; and words that no profile says any more go"""

from alembic import op

revision = "014"
down_revision = "013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_profiles_territory", "profiles", ["country", "postal_code"])
    op.execute(
        "DELETE FROM search_words WHERE NOT EXISTS "
        "(SELECT 1 FROM profile_words WHERE profile_words.word_id = search_words.id)"
    )


def downgrade() -> None:
    op.drop_index("ix_profiles_territory", "profiles")
