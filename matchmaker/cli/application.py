"""The application context that commands run in."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from matchmaker import create_app, logs
from matchmaker.config import load_settings
from matchmaker.db import upgrade_database


def with_app(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run the command with the installation's settings and an up-to-date database."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> Any:
        logs.configure(level=logging.WARNING)
        app = create_app(load_settings())
        with app.app_context():
            upgrade_database()
            return command(*arguments, **options)

    return run
