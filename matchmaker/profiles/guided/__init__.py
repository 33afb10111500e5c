"""The guided forms: a profile in four short steps, its works, and what others see of it."""

from flask import Flask


def init_app(app: Flask) -> None:
    from matchmaker.profiles.guided import holdings, jobs, views

    views.init_app(app)
    holdings.init_app(app)
    jobs.init_app(app)
