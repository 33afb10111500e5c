"""The application context that commands run in."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any


def with_app(*, upgraded: bool = True) -> Callable[..., Any]:
    """Run the command with the installation's settings and, unless told not to, its database
    upgraded."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(*arguments: Any, **options: Any) -> Any:
            from matchmaker import create_app, logs
            from matchmaker.db import upgrade_database

            logs.configure(level=logging.WARNING)
            with create_app().app_context():
                if upgraded:
                    upgrade_database()
                return command(*arguments, **options)

        return run

    return decorate
