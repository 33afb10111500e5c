"""Who may do what: accounts, roles, offices and access tokens."""

from flask import Flask


def init_app(app: Flask) -> None:
    from matchmaker import i18n
    from matchmaker.accounts import (
        access,
        factor_views,
        half_session,
        passkey_views,
        security,
        session_cookie,
        settings_views,
        stored,
        tasks,  # noqa: F401 - declares its jobs
        views,
        visitor_views,
    )

    session_cookie.init_app(app)
    security.init_app(app)
    half_session.init_app(app)
    i18n.say_du_if(app, access.is_called_du)
    views.init_app(app)
    visitor_views.init_app(app)
    settings_views.init_app(app)
    factor_views.init_app(app)
    passkey_views.init_app(app)
    stored.init_app(app)
