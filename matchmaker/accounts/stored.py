"""What accounts store about a person, without the secrets."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy import select
from webauthn.helpers import bytes_to_base64url

from matchmaker.accounts import passkeys
from matchmaker.accounts.factor_models import SecondFactor
from matchmaker.accounts.models import ApiToken, User
from matchmaker.accounts.registration import sessions_of
from matchmaker.accounts.second_factor import codes_left, has_one
from matchmaker.db import db
from matchmaker.i18n import lazy_gettext as _
from matchmaker.personal_data import Holding, declare

Parts = list[Mapping[str, Any]]


def init_app(app: Flask) -> None:
    declare(app, Holding("account", _("Zugang"), account))
    declare(app, Holding("sessions", _("Sitzungen"), sessions))
    declare(app, Holding("second_factor", _("Zweiter Faktor"), factor))
    declare(app, Holding("passkeys", _("Passkeys"), keys))
    declare(app, Holding("tokens", _("Zugänge für Programme"), tokens))


def account(user: User) -> Parts:
    confirmed = user.confirmed_at.isoformat() if user.confirmed_at else None
    return [
        {
            "email": user.email,
            "language": user.locale,
            "informal": user.informal,
            "created": user.created_at.isoformat(),
            "confirmed": confirmed,
            "roles": sorted(role.name for role in user.roles),
            "office": user.office.name if user.office else None,
        }
    ]


def sessions(user: User) -> Parts:
    return [
        {
            "browser": each.browser,
            "created": each.created_at.isoformat(),
            "last_seen": each.seen_at.isoformat(),
            "expires": each.expires_at.isoformat(),
        }
        for each in sessions_of(user)
    ]


def factor(user: User) -> Parts:
    """The app, if there is one; the codes on paper stand in for a passkey as well."""
    if not has_one(user):
        return []
    app = db.session.get(SecondFactor, user.id)
    created = {"created": app.created_at.isoformat()} if app else {}
    return [created | {"recovery_codes": codes_left(user)}]


def keys(user: User) -> Parts:
    return [
        {
            "name": each.name,
            "created": each.created_at.isoformat(),
            "used_at": each.used_at.isoformat() if each.used_at else None,
            "credential": each.credential,
            "public_key": bytes_to_base64url(each.public_key),
            "transports": each.transports,
            "sign_count": each.sign_count,
        }
        for each in passkeys.of(user)
    ]


def tokens(user: User) -> Parts:
    query = select(ApiToken).where(ApiToken.user_id == user.id).order_by(ApiToken.created_at)
    return [
        {"created": each.created_at.isoformat(), "scopes": each.scopes}
        for each in db.session.scalars(query)
    ]
