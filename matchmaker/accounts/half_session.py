"""Between password and second factor: a session that counts for nobody yet.

The user loader gives nobody for it, so every page and every right treats it as a visitor; the
pages of the second factor alone know whose it is.
"""

import time
from typing import Any

from flask import Flask, current_app, session
from flask_babel import refresh
from flask_login import user_logged_in
from sqlalchemy import select

from matchmaker.accounts import challenges, second_factor
from matchmaker.accounts.access import speak_to
from matchmaker.accounts.models import User
from matchmaker.accounts.session_cookie import PERSON
from matchmaker.db import db

STEP = "second_step"
SINCE = "second_step_since"
ENTER, SET_UP = "enter", "set up"
LASTS_SECONDS = 600


def init_app(app: Flask) -> None:
    login_manager: Any = app.login_manager  # type: ignore[attr-defined]
    load = login_manager._user_callback

    def load_whole(uid: str) -> User | None:
        user: User | None = None if STEP in session else load(uid)
        if user is None or not second_factor.is_required_of(user) or second_factor.has_one(user):
            return user
        return None  # signed in before the second factor was asked of everybody there

    login_manager.user_loader(load_whole)
    user_logged_in.connect(_begin, app)


def _begin(_app: Flask, user: User, **_more: Any) -> None:
    """After the password: who has a second factor enters it, who needs one sets it up."""
    session.pop(STEP, None)
    challenges.forget()  # of whoever sat here before
    if second_factor.has_one(user):
        session[STEP] = ENTER
        challenges.ask()
    elif second_factor.is_required_of(user):
        session[STEP] = SET_UP
    session[SINCE] = int(time.time())


def person_in(*steps: str) -> User | None:
    """Whose session it is, while it waits for one of these steps and not for too long."""
    if session.get(STEP) not in steps or time.time() - session.get(SINCE, 0) > LASTS_SECONDS:
        return None
    query = select(User).where(User.fs_uniquifier == session.get(PERSON), User.active)
    person = db.session.scalar(query)
    speak_to(person)
    return person


def step() -> str:
    """What the session waits for: ENTER, SET_UP, or nothing."""
    return str(session.get(STEP, ""))


def complete() -> None:
    """From now on the session counts, under a new value."""
    session.pop(STEP, None)
    session.pop(SINCE, None)
    challenges.forget()
    session.renewed = True  # type: ignore[attr-defined]
    current_app.login_manager._load_user()  # type: ignore[attr-defined] # from nobody to somebody
    refresh()


def give_up() -> None:
    session.clear()
