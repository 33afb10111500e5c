"""accounts, guided profiles and needs, offices, reviews, mail and the audit log"""

import uuid
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

import matchmaker.db

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None

MOMENT = matchmaker.db.UTCDateTime


def _reviewed() -> list[sa.Column]:
    return [
        sa.Column("submitted_at", MOMENT(), nullable=True),
        sa.Column("decision", sa.String(10), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False, server_default=""),
    ]


ADDED: dict[str, Callable[[], list[sa.Column]]] = {
    "offices": lambda: [
        sa.Column("kind", sa.String(20), nullable=False, server_default="county"),
        sa.Column("people", sa.String(), nullable=False, server_default=""),
        sa.Column("phone", sa.String(60), nullable=True),
        sa.Column("email", sa.String(255), nullable=True),
    ],
    "users": lambda: [
        sa.Column("locale", sa.String(2), nullable=False, server_default="de"),
        sa.Column("informal", sa.Boolean(), nullable=False, server_default=sa.false()),
    ],
    "profiles": lambda: [
        *_reviewed(),
        sa.Column("capacity_from", sa.Date(), nullable=True),
        sa.Column("capacity_confirmed_at", MOMENT(), nullable=True),
        sa.Column("most_requests", sa.Integer(), nullable=False, server_default="3"),
        sa.Column("story", sa.Text(), nullable=False, server_default=""),
        sa.Column("working_style", sa.Text(), nullable=False, server_default=""),
        sa.Column("field_visibility", sa.JSON(), nullable=False, server_default="{}"),
    ],
    "needs": lambda: [
        *_reviewed(),
        sa.Column("uid", sa.String(32), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("seen_by", sa.String(10), nullable=False, server_default="named"),
        sa.Column("wanted_submarkets", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("wanted_sectors", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("wanted_until", sa.Date(), nullable=True),
        sa.Column("budget", sa.String(20), nullable=True),
        sa.Column("in_return", sa.Text(), nullable=False, server_default=""),
        sa.Column("return_kinds", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("radius_km", sa.Double(), nullable=True),
        sa.Column("room", sa.String(120), nullable=False, server_default=""),
        sa.Column("room_latitude", sa.Double(), nullable=True),
        sa.Column("room_longitude", sa.Double(), nullable=True),
        sa.Column("published_at", MOMENT(), nullable=True),
        sa.Column("expires_at", MOMENT(), nullable=True),
    ],
    "profile_facets": lambda: [
        sa.Column("for_members", sa.Boolean(), nullable=False, server_default=sa.false()),
    ],
    "profile_words": lambda: [
        sa.Column("for_members", sa.Boolean(), nullable=False, server_default=sa.false()),
    ],
}
"""Columns added to tables that are there already; the defaults are for the rows that are."""


def upgrade() -> None:
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as batch:
            for column in columns():
                batch.add_column(column)
    _name_needs()
    with op.batch_alter_table("needs") as batch:
        batch.alter_column("uid", existing_type=sa.String(32), nullable=False)
        batch.create_unique_constraint(op.f("uq_needs_uid"), ["uid"])
        batch.create_check_constraint(
            op.f("ck_needs_seen_by"), "seen_by IN ('named', 'nameless', 'office')"
        )
    _create_between_people()
    _create_claims()
    _create_mails()
    _create_audit_entries()
    _create_decisions()
    _create_works()
    _create_form_drafts()
    _create_sessions()


def _name_needs() -> None:
    needs = sa.table("needs", sa.column("id", sa.Integer), sa.column("uid", sa.String))
    connection = op.get_bind()
    for number in connection.scalars(sa.select(needs.c.id)).all():
        named = needs.update().where(needs.c.id == number).values(uid=uuid.uuid4().hex)
        connection.execute(named)


def _pair_of_profiles() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(name, sa.Integer(), sa.ForeignKey("profiles.id", ondelete="CASCADE"))
        for name in ("profile_id", "other_id")
    ]


def _create_between_people() -> None:
    for table, own in (
        ("dismissals", sa.Column("reason", sa.String(20), nullable=True)),
        ("ties", sa.Column("hidden", sa.Boolean(), nullable=False)),
    ):
        op.create_table(
            table,
            *_pair_of_profiles(),
            own,
            sa.Column("at", MOMENT(), nullable=False),
            sa.PrimaryKeyConstraint("profile_id", "other_id"),
        )
        op.create_index(op.f(f"ix_{table}_other_id"), table, ["other_id"])
    op.create_table(
        "saved_filters",
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE")),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("fair", sa.Boolean(), nullable=False),
        sa.Column("saved_at", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("user_id"),
    )


def _create_claims() -> None:
    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT(), nullable=False),
        sa.Column("expires_at", MOMENT(), nullable=False),
        sa.Column("used_at", MOMENT(), nullable=True),
        sa.Column(
            "profile_id",
            sa.Integer(),
            sa.ForeignKey("profiles.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("digest", name=op.f("uq_claims_digest")),
    )
    op.create_index(op.f("ix_claims_profile_id"), "claims", ["profile_id"])


def _create_mails() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("address", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(2), nullable=False),
        sa.Column("created_at", MOMENT(), nullable=False),
        sa.Column("due_at", MOMENT(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.Column("failed_at", MOMENT(), nullable=True),
        sa.Column("sent_at", MOMENT(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("key", name=op.f("uq_mails_key")),
    )
    op.create_index(op.f("ix_mails_due_at"), "mails", ["due_at"])


def _create_audit_entries() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    for name in ("at", "actor", "subject"):
        op.create_index(op.f(f"ix_audit_entries_{name}"), "audit_entries", [name])


def _create_works() -> None:
    op.create_table(
        "works",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("link", sa.String(500), nullable=True),
        sa.Column("picture", sa.String(40), nullable=True),
        sa.Column("alternative", sa.Text(), nullable=False),
        sa.Column("made_for", sa.String(200), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["profiles.id"],
            name=op.f("fk_works_profile_id_profiles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_works")),
        sa.UniqueConstraint("uid", name=op.f("uq_works_uid")),
        sa.UniqueConstraint("picture", name=op.f("uq_works_picture")),
    )
    op.create_index(op.f("ix_works_profile_id"), "works", ["profile_id"])


def _create_form_drafts() -> None:
    op.create_table(
        "form_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("updated_at", MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_form_drafts_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_drafts")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_form_drafts_user_id")),
    )


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT(), nullable=False),
        sa.Column("seen_at", MOMENT(), nullable=False),
        sa.Column("expires_at", MOMENT(), nullable=False),
        sa.Column("browser", sa.String(60), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sessions_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sessions")),
        sa.UniqueConstraint("uid", name=op.f("uq_sessions_uid")),
    )
    op.create_table(
        "account_links",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(255), nullable=False),
        sa.Column("then", sa.String(500), nullable=False),
        sa.Column("expires_at", MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_account_links_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_account_links")),
    )
    for table in ("sessions", "account_links"):
        for column in ("user_id", "expires_at"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("subject_uid", sa.String(32), nullable=False),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("waiting_since", MOMENT(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("undone_at", MOMENT(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_decisions_user_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("uid", name=op.f("uq_decisions_uid")),
    )
    op.create_index(op.f("ix_decisions_subject_uid"), "decisions", ["subject_uid"])


def downgrade() -> None:
    op.drop_table("decisions")
    for table in ("account_links", "sessions"):
        op.drop_table(table)
    op.drop_table("form_drafts")
    op.drop_table("works")
    op.drop_table("audit_entries")
    op.drop_table("mails")
    for table in ("claims", "saved_filters", "ties", "dismissals"):
        op.drop_table(table)
    with op.batch_alter_table("needs") as batch:
        batch.drop_constraint(op.f("ck_needs_seen_by"), type_="check")
        batch.drop_constraint(op.f("uq_needs_uid"), type_="unique")
    for table, columns in reversed(ADDED.items()):
        with op.batch_alter_table(table) as batch:
            for column in columns():
                batch.drop_column(column.name)
