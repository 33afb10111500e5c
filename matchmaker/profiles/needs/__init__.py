"""Needs of one's own: written in three short steps, published, renewed, closed; and the board."""

from flask import Flask

from matchmaker.profiles.needs import tasks  # noqa: F401 - declares the jobs


def init_app(app: Flask) -> None:
    from matchmaker.accounts import views as accounts_views
    from matchmaker.profiles.needs import account, board_views, stored, views

    views.init_app(app)
    board_views.init_app(app)
    accounts_views.add_section(app, account.section)
    stored.init_app(app)
