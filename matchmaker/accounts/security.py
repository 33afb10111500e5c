"""Sign-in and sign-out through Flask-Security, in our words and at our addresses."""

from datetime import timedelta
from typing import Any, cast

from flask import Flask, Response, current_app, request, url_for
from flask_login import current_user, user_logged_in
from flask_security.core import Security
from flask_security.datastore import SQLAlchemyUserDatastore
from flask_security.forms import LoginForm
from sqlalchemy import select

from matchmaker import audit
from matchmaker.accounts import half_session, landing
from matchmaker.accounts.models import Role, User
from matchmaker.accounts.redirects import path_on_this_host
from matchmaker.db import db, now
from matchmaker.web import limits


class SignInForm(LoginForm):
    """Without "remember me": a session of ours lasts long enough, and can be ended."""

    remember = None

    def validate(self, **names: Any) -> bool:
        self.next.data = path_on_this_host(self.next.data or "")
        confirmed = super().validate(**names) and cast(User, self.user).confirmed_at is not None
        if not confirmed:
            # Whoever waits for confirmation hears the same as whoever mistyped the password.
            self.form_errors.append("refused")
            audit.record("signin.failed", actor="visitor")
        return confirmed


def init_app(app: Flask) -> None:
    app.config.update(_config(app.config))
    datastore = SQLAlchemyUserDatastore(db, User, Role)
    security = Security(app, datastore, login_form=SignInForm)
    security.login_context_processor(_demo_signins)
    security.want_json(lambda _request: False)
    app.extensions["accounts"] = security
    # Only a session tells who is there: the library would look for tokens of its own, which nobody
    # is given, in each request.
    app.login_manager.request_loader(None)  # type: ignore[attr-defined]
    user_logged_in.connect(_note_use, app)
    limits.protect(app, "security.login", failures_only=True, account="email")
    # Runs after everything else, so that what was noted of a failed sign-in stays noted.
    app.after_request_funcs.setdefault(None, []).insert(0, _answer_plainly)


def _note_use(_app: Flask, user: User, **_more: Any) -> None:
    """Accounts that nobody uses go after a time; this one is used."""
    user.seen_at, user.warned_at = now(), None


def _answer_plainly(response: Response) -> Response:
    """A failed sign-in is an error; a good one leads to a path of this host and nowhere else."""
    if request.endpoint == "security.logout" and response.status_code == 302:
        response.location = url_for("profiles.start")  # in the language, and where a proxy put us
    if request.endpoint == "security.login" and request.method == "POST":
        if response.status_code == 200:
            response.status_code = 400
        elif response.status_code == 302:
            wanted = path_on_this_host(request.values.get("next", ""))
            response.location = _second_step(wanted) or wanted or landing.address_for(current_user)
    return response


def _second_step(wanted: str) -> str:
    """Where the way in goes on after the password, if it does."""
    step = half_session.step()
    if step == half_session.ENTER:
        return url_for("second_factor.enter", next=wanted or None)
    return url_for("second_factor.show") if step == half_session.SET_UP else ""


def _config(config: Any) -> dict[str, Any]:
    return {
        "SESSION_PROTECTION": None,  # it would keep a fingerprint of the client's address
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_FRESHNESS": timedelta(seconds=-1),  # no page of ours asks for it: no route
        "SECURITY_STATIC_FOLDER": None,
        # By itself it says "no-store=True", which no cache understands.
        "SECURITY_CACHE_CONTROL": {"private": None, "no-store": None},
        "SECURITY_LOGIN_ERROR_VIEW": "/anmelden",
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
