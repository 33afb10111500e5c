"""The question for a passkey: random, kept in the session, for one answer and not for long.

Somebody who makes a passkey is asked only after their password; the question holds its name.
"""

import secrets
import time

from flask import current_app, request, session

from matchmaker.accounts.passkeys import LASTS_SECONDS, Question, site_for

ASKED = "passkey_asked"


def ask(name: str = "") -> None:
    _put(name, int(time.time()))


def asked() -> Question | None:
    """What waits for an answer, and may still have one."""
    held = session.get(ASKED)
    if held is None or time.time() - held["since"] > LASTS_SECONDS:
        return None
    site = site_for(request.host_url, current_app.config["SETTINGS"].address)
    return Question(site, held["challenge"], held["name"])


def take() -> Question | None:
    """The question, which counts no more; another takes its place, but gets no more time."""
    question = asked()
    if question is not None:
        _put(question.name, session[ASKED]["since"])
    return question


def forget() -> None:
    session.pop(ASKED, None)


def _put(name: str, since: int) -> None:
    session[ASKED] = {"challenge": secrets.token_urlsafe(32), "name": name, "since": since}
