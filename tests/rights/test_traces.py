"""Nothing of an erased person stays in any file, whatever ranks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.accounts.models import User
from matchmaker.config import Settings
from matchmaker.db import db
from matchmaker.mail.delivery import deliver_mails
from matchmaker.matching.tasks import refresh_index
from matchmaker.profiles.models import Profile
from matchmaker.rights.completion import complete
from tests.accounts.signing_in import PASSWORD, OwnContext, post
from tests.rights.conftest import CANARIES, traces

MakeProfile = Callable[..., Profile]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """All default scorers: those that keep words are the ones in question."""
    return settings.model_copy(update={"scorers": {}})


@pytest.mark.usefixtures("mira")
def test_before_everything_is_there_to_be_found(app: Flask, instance: Path) -> None:
    refresh_index()
    if db.engine.dialect.name == "sqlite":
        assert set(traces(instance)) == set(CANARIES)


def test_afterwards_no_file_holds_a_trace(
    client: OwnContext, mira: User, make_profile: MakeProfile, instance: Path
) -> None:
    make_profile("kmu", slug="jens", name="Tischlerei", about="Wir bauen Treppen.")
    deliver_mails()  # into files, since no server is set
    refresh_index()
    assert post(client, "/konto/loeschen", current=PASSWORD).status_code == 200
    assert complete()
    assert traces(instance) == {}
    assert db.session.scalar(select(func.count()).select_from(User)) == 0
    assert db.session.scalars(select(Profile.slug)).all() == ["jens"]
