"""Needs that run out: reminded a week before, renewed by one button behind the link of the mail."""

from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select

from matchmaker import mail
from matchmaker.db import db, now
from matchmaker.errors import LinkOver
from matchmaker.i18n import gettext as _
from matchmaker.i18n import site_in
from matchmaker.profiles.models import Need
from matchmaker.profiles.needs import rules, service
from matchmaker.profiles.service import save_profile

LINK_DAYS = 60


def expire_needs() -> None:
    """Those whose time is over."""
    query = select(Need).where(Need.state == "published", Need.expires_at <= now())
    for need in db.session.scalars(query.order_by(Need.id)).all():
        rules.expire(need)
        save_profile(need.profile)


def remind_of_needs() -> None:
    """One mail for each need in its last week, to the owner of the profile."""
    soon = now() + timedelta(days=rules.REMINDED_DAYS_BEFORE)
    query = select(Need).where(
        Need.state == "published", Need.expires_at > now(), Need.expires_at <= soon
    )
    for need in db.session.scalars(query.order_by(Need.id)).all():
        if need.profile.owner is not None:
            _remind(need)


def _remind(need: Need) -> None:
    owner, expires = need.profile.owner, need.expires_at
    assert owner is not None
    assert expires is not None
    mail.send(
        owner.recipient,
        "profiles/needs/mail/expires",
        key=f"need expires {need.uid} {expires:%Y-%m-%d}",
        need=need,
        expires=expires,
        link=f"{site_in(owner.locale)}/bedarf/{token_of(need)}/noch-aktuell",
    )


def token_of(need: Need) -> str:
    """Opens the page on which this need is renewed; worth nothing once it is."""
    return _signer().dumps([need.uid, _until(need)])


def need_of(token: str) -> Need:
    """The need behind a link. Raises LinkOver for one that is forged, old, or gone."""
    try:
        uid, _expires = _signer().loads(token, max_age=LINK_DAYS * 24 * 3600)
    except (BadSignature, ValueError, TypeError):
        uid = ""
    need = service.find_need(uid) if isinstance(uid, str) and uid else None
    if need is None:
        raise LinkOver(
            _(
                "Er ist abgelaufen oder unvollständig, oder den Bedarf gibt es nicht mehr. Was von "
                "Ihnen offen ist, steht in Ihrem Konto; dort lässt es sich auch verlängern."
            )
        )
    return need


def is_due(need: Need, token: str) -> bool:
    """Whether the link still has something to do."""
    _uid, expires = _signer().loads(token)
    return rules.may_be_renewed(need) and expires == _until(need)


def _until(need: Need) -> str:
    return need.expires_at.isoformat() if need.expires_at else ""


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="renew a need")
