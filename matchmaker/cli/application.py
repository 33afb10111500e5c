"""The application context that commands run in."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial, wraps
from typing import Any

from flask import current_app

from matchmaker.config import Settings

SHORT_SECONDS = 1.0
"""What scorers learn in less shows no progress bar."""


@contextmanager
def app_context() -> Iterator[None]:
    """The installation's application; at the end its connections to the database are closed."""
    from matchmaker import create_app
    from matchmaker.db import db

    with ExitStack() as stack, create_app().app_context():
        stack.callback(db.engine.dispose)
        yield


def check_scorers(settings: Settings) -> None:
    """Raises ConfigError where a scorer refuses what SCORERS sets; needs an upgraded database.

    Whoever ranks asks before: a scorer that cannot be made is paused, and stays so.
    """
    if any(said.parameters for said in settings.scorers.values()):
        from matchmaker.matching.operation import check_configured

        check_configured(settings.scorers)


def with_app(*, upgraded: bool = True, ranks: bool = False) -> Callable[..., Any]:
    """Run the command with the installation's settings and, unless told not to, its database
    upgraded; one that `ranks` only where every scorer takes its settings."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(*arguments: Any, **options: Any) -> Any:
            from matchmaker import logs
            from matchmaker.cli import progress_over
            from matchmaker.db import upgrade_database
            from matchmaker.scoring.progress import watched_by

            logs.configure(level=logging.WARNING)
            with app_context():
                if upgraded:
                    upgrade_database()
                if ranks:
                    check_scorers(current_app.config["SETTINGS"])
                with watched_by(partial(progress_over, delay=SHORT_SECONDS)):
                    return command(*arguments, **options)

        return run

    return decorate
