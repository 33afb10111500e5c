"""Claims: a profile that an association or office put in gets into the hands of its owner."""

from flask import Flask

from matchmaker.profiles.claims import tasks  # noqa: F401 - declares the jobs


def init_app(app: Flask) -> None:
    from matchmaker.accounts import views as accounts_views
    from matchmaker.profiles.claims import account, stored, views

    views.init_app(app)
    accounts_views.add_section(app, account.section)
    stored.init_app(app)
