"""The guided forms: a profile in four short steps, its works, and what others see of it."""

from flask import Flask

from matchmaker.profiles.guided import tasks  # noqa: F401 - declares the jobs


def init_app(app: Flask) -> None:
    from matchmaker.profiles.guided import holdings, views

    views.init_app(app)
    holdings.init_app(app)
