"""Sign-in and sign-out through Flask-Security, in our words and at our addresses."""

from typing import Any

from flask import Flask, current_app
from flask_security.core import Security
from flask_security.datastore import SQLAlchemyUserDatastore
from sqlalchemy import select

from matchmaker.accounts.models import Role, User
from matchmaker.db import db


def init_app(app: Flask) -> None:
    app.config.update(_config(app.config))
    datastore = SQLAlchemyUserDatastore(db, User, Role)
    security = Security(app, datastore)
    security.login_context_processor(_demo_signins)
    app.extensions["accounts"] = security


def _config(config: Any) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_SALT": config["SECRET_KEY"],
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_LOGIN_URL": "/anmelden",
        "SECURITY_LOGOUT_URL": "/abmelden",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_LOGIN_USER_TEMPLATE": "accounts/sign_in.html",
        "SECURITY_POST_LOGIN_VIEW": "accounts.account",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_SEND_REGISTER_EMAIL": False,
        "SECURITY_FLASH_MESSAGES": True,
        "SECURITY_I18N_DIRNAME": "builtin",
    }


def _demo_signins() -> dict[str, list[tuple[str, str]]]:
    """The sign-in page offers the invented accounts while DEMO is on."""
    if current_app.config["SETTINGS"].demo == "off":
        return {}
    return {"demo_signins": [(user.email, _label(user)) for user in demo_users()]}


def _label(user: User) -> str:
    if user.office:
        return user.office.name
    return user.email.partition("@")[0].capitalize()


def demo_users() -> list[User]:
    """The demo region's accounts, for the sign-in page while DEMO is on."""
    query = select(User).where(User.invented, User.active).order_by(User.email)
    return list(db.session.scalars(query))
