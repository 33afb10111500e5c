"""The application context that commands run in."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any


@contextmanager
def app_context() -> Iterator[None]:
    """The installation's application; at the end its connections to the database are closed."""
    from matchmaker import create_app
    from matchmaker.db import db

    with ExitStack() as stack, create_app().app_context():
        stack.callback(db.engine.dispose)
        yield


def with_app(*, upgraded: bool = True) -> Callable[..., Any]:
    """Run the command with the installation's settings and, unless told not to, its database
    upgraded."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(*arguments: Any, **options: Any) -> Any:
            from matchmaker import logs
            from matchmaker.db import upgrade_database

            logs.configure(level=logging.WARNING)
            with app_context():
                if upgraded:
                    upgrade_database()
                return command(*arguments, **options)

        return run

    return decorate
