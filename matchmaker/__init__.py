"""Augenhöhe: small firms and creative professionals, brought together as equals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from matchmaker.config import Settings

__version__ = "0.1.0"


def create_app(settings: Settings | None = None, **config: Any) -> Flask:
    """The application with everything in its place; reads the environment without `settings`."""
    # Imported here, so that whoever needs the pure core alone (the plugin host, a plugin's own
    # tests) does not load the web application with it.
    from flask import Flask

    from matchmaker import (
        accounts,
        admin,
        api,
        db,
        desk,
        i18n,
        jobs,
        logs,
        matching,
        profiles,
        rights,
        web,
    )
    from matchmaker.config import load_settings

    settings = settings or load_settings()
    settings.instance.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__, instance_path=str(settings.instance), static_folder=None)
    app.config.update(_flask_config(settings), SETTINGS=settings, **config)
    for ground in (logs, db, i18n):
        ground.init_app(app)
    web.init_app(app)
    for feature in (accounts, profiles, matching, desk, rights, api, admin):
        feature.init_app(app)
    jobs.init_app(app, settings)
    return app


def _flask_config(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database,
        # values of a failed statement may be somebody's words and do not belong into a log
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "TRUSTED_HOSTS": settings.allowed_hosts,
        "MAX_CONTENT_LENGTH": 6 * 2**20,
        "MAX_FORM_MEMORY_SIZE": 2**20,
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
    }
