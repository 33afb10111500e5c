"""Runs migrations inside the application context that Flask-Migrate provides."""

from typing import Any

from alembic import context
from flask import current_app

import matchmaker.accounts.session_models
import matchmaker.audit
import matchmaker.desk.models
import matchmaker.mail.models
import matchmaker.matching.models
import matchmaker.profiles.claims.models
import matchmaker.profiles.drafts
import matchmaker.profiles.models
import matchmaker.rights.models  # noqa: F401 - autogenerate must know every table

database = current_app.extensions["migrate"].db


def leave_out_empty(_context: Any, _revision: Any, directives: Any) -> None:
    if context.config.cmd_opts and directives[0].upgrade_ops.is_empty():
        directives[:] = []


with database.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        process_revision_directives=leave_out_empty,
        render_as_batch=True,
        compare_type=True,
        user_module_prefix="matchmaker.db.",
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
