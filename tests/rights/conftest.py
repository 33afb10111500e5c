"""A designer with all that a person can leave behind, on an installation like one outside."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from matchmaker import audit, mail
from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_user
from matchmaker.config import Settings
from matchmaker.db import db, unit_of_work
from matchmaker.matching.saved_filters import save_filter
from matchmaker.profiles.drafts import keep_draft
from matchmaker.profiles.models import Profile, Work
from matchmaker.profiles.pictures import keep_picture
from tests.accounts.signing_in import PASSWORD, OwnContext, sign_in
from tests.lineup import by_distance_alone

CANARIES = (
    "Miranda Kanariengelb",
    "kanariengelb@example.org",
    "Unverwechselbarkeitswerkstatt",
    "Zirpenorchesterpläne",
    "+49 30 23125 777",
    "Halbfertigersatz",
    "Hofeinfahrtsbeleuchtung",
)
"""Name, address, texts, telephone, a draft, the words beside a picture."""

MakeProfile = Callable[..., Profile]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return by_distance_alone(settings)


@pytest.fixture
def mira(app: Flask, make_profile: MakeProfile) -> User:
    app.config["CSRF_EVERYWHERE"] = True
    app.test_client_class = OwnContext
    with unit_of_work():
        user = create_user("kanariengelb@example.org", "member", password=PASSWORD)
    profile = make_profile(
        "creative",
        slug="mira",
        name="Miranda Kanariengelb",
        about="Unverwechselbarkeitswerkstatt für kleine Betriebe.",
        phone="+49 30 23125 777",
        needs=["Zirpenorchesterpläne in einer Scheune"],
        located_latitude=50.59,
        located_longitude=12.70,
        owner_id=user.id,
    )
    with unit_of_work():
        keep_draft(user.id, "profile:x:wer", {"about": ["Halbfertigersatz"]})
        save_filter(user, {"locality": 1.0}, fair=True)
        mail.send(user.recipient, "accounts/mail/password_changed", key="for-mira")
        audit.record("profile.approved", actor=f"user:{user.id}", subject=f"profile:{profile.uid}")
        profile.works.append(
            Work(title="Hofeinfahrtsbeleuchtung", picture=keep_picture(a_picture()), position=0)
        )
    return user


def a_picture() -> io.BytesIO:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(written, "PNG")
    written.seek(0)
    return written


@pytest.fixture
def client(app: Flask, mira: User) -> OwnContext:
    """Mira's browser, signed in."""
    client = app.test_client()
    assert isinstance(client, OwnContext)
    sign_in(client, mira.email)
    return client


@pytest.fixture
def instance(settings: Settings) -> Path:
    return settings.instance


def traces(instance: Path) -> dict[str, list[str]]:
    """By canary: the files that hold it, in either of the usual encodings."""
    db.session.rollback()
    found: dict[str, list[str]] = {}
    for path in sorted(instance.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        for canary in CANARIES:
            spelt = (canary.encode(), canary.encode("utf-16-le"), canary.encode("utf-32-le"))
            escaped = canary.encode("ascii", "backslashreplace")
            if any(each in content for each in (*spelt, escaped)):
                found.setdefault(canary, []).append(str(path.relative_to(instance)))
    return found
