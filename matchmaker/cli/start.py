"""What happens before the first request is answered."""

from contextlib import suppress

import click
from flask import Flask

from matchmaker import create_app
from matchmaker.cli.application import check_scorers
from matchmaker.config import Settings
from matchmaker.db import db, upgrade_database
from matchmaker.web.metrics import forget_earlier


def start(settings: Settings, *, with_demo: bool) -> tuple[Flask, Settings]:
    """The application on an up-to-date database, with its address told on standard output."""
    forget_earlier(settings)
    app = create_app(settings)
    with app.app_context():
        upgrade_database()
        check_scorers(settings)
        _tell_missing(settings)
        if with_demo:
            settings = _with_demo(app, settings)
        db.engine.dispose()  # worker processes must not share a connection
    click.echo(f"Augenhöhe: {settings.address}")
    _tell_demo(settings)
    if settings.rate_limits == "off":
        click.echo("Rate limits are off.")
    return app, settings


def _tell_missing(settings: Settings) -> None:
    """A name in SCORERS that no plugin has costs its own part alone; mostly it is misspelt."""
    if not settings.scorers:
        return
    from matchmaker.matching.scorers import scorer_states

    for state in scorer_states():
        if state.name in settings.scorers and state.found is None:
            told = f"Setting MATCHMAKER_SCORERS names {state.name!r}, and there is no such plugin."
            click.echo(f"matchmaker: {told}", err=True)


def _with_demo(app: Flask, settings: Settings) -> Settings:
    """Load the demo region into an empty database; show its sign-ins where it was loaded."""
    from matchmaker.accounts.security import demo_users
    from matchmaker.demo import load_demo
    from matchmaker.errors import Refused

    with suppress(Refused):  # when there already is data, the demo's or real one
        click.echo(f"Demo region: {load_demo()} invented profiles loaded.")
    if demo_users():
        settings = settings.model_copy(update={"demo": "on"})
        app.config["SETTINGS"] = settings
    db.session.remove()
    return settings


def _tell_demo(settings: Settings) -> None:
    if settings.demo == "off":
        return
    from matchmaker.demo import PASSWORD, SIGN_INS

    click.echo(f"Demo sign-ins (password {PASSWORD}):")
    for email, role, _profiles, _office in SIGN_INS:
        click.echo(f"  {email:<24} {role}")
