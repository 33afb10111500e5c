"""The verbs of an account's life: register, confirm, reset, change. None of them commits.

Known and unknown addresses take the same steps: one hash, one link, one mail at most.
"""

import secrets
from datetime import timedelta
from typing import Any, cast

from flask_security.utils import verify_password
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from matchmaker import audit, mail
from matchmaker.accounts import links
from matchmaker.accounts.models import User
from matchmaker.accounts.passwords import normalise_password
from matchmaker.accounts.service import (
    datastore,
    digest,
    find_user,
    hashed,
    hold_account,
    role_named,
)
from matchmaker.accounts.session_models import AccountLink, LoginSession
from matchmaker.accounts.session_store import is_over
from matchmaker.db import db, now
from matchmaker.errors import Refused
from matchmaker.i18n import gettext
from matchmaker.mail import Recipient

UNCONFIRMED_FOR = timedelta(days=7)


def register(
    email: str, password: str, *, informal: bool, locale: str, then: str, host: str
) -> None:
    """A new account that waits for its confirmation; who has one already is told by mail.

    Whoever registers a waiting address with another password decides nothing: then neither password
    counts, and the owner of the mailbox chooses one.
    """
    new_hash = hashed(password)
    user = find_user(email)
    is_theirs = _opens(password, (user and user.password) or new_hash)
    if user is not None and user.confirmed_at is not None:
        links.issue("reset", None)
        _tell_that_there_is_one(user, host)
        return
    if user is None:
        user = _newcomer(email, password=new_hash, informal=informal, locale=locale)
        is_theirs = user.password == new_hash or _opens(password, user.password or new_hash)
    hold_account(user)
    if not is_theirs:
        # else the one of the two who registers once more would be taken for the person
        user.password = hashed(secrets.token_urlsafe(32))
        links.withdraw(user, "confirm")
        _let_choose(user, "again", host, then)
    elif not links.is_new(user, "confirm"):
        token = links.issue("confirm", user, then=then)
        _send(user, "confirm", token, f"{host}/bestaetigen/{token}")


def _opens(password: str, kept: str) -> bool:
    return bool(verify_password(normalise_password(password), kept))


def _newcomer(email: str, **facts: Any) -> User:
    """The account of that address, made by this request or by one at the same moment."""
    member = role_named("member")
    try:
        with db.session.begin_nested():
            return cast(User, datastore().create_user(email=email, roles=[member], **facts))
    except IntegrityError:
        return db.session.scalars(select(User).where(User.email == email)).one()


def _tell_that_there_is_one(user: User, host: str) -> None:
    key = f"account-exists:{user.id}:{now():%Y%m%d%H}"
    mail.send(user.recipient, "accounts/mail/exists", key=key, address=f"{host}/anmelden")


def _send(user: User, name: str, token: str, address: str, to: Recipient | None = None) -> None:
    key = f"{name}:{digest(token)[:40]}"
    mail.send(to or user.recipient, f"accounts/mail/{name}", key=key, address=address)


def confirm(link: AccountLink) -> None:
    user = link.user
    assert user is not None
    user.confirmed_at = now()
    links.withdraw(user, "confirm")
    audit.record("account.confirmed", actor=f"user:{user.id}", subject=f"user:{user.id}")


def ask_for_reset(email: str, host: str) -> None:
    hashed(email)  # the same work as everywhere, so that time tells nothing
    user = find_user(email)
    if user is not None and user.active and user.confirmed_at:
        hold_account(user)
        _let_choose(user, "reset", host)
    else:
        links.issue("reset", None)


def _let_choose(user: User, mail_name: str, host: str, then: str = "") -> None:
    """A mail with a link to choose a password; a form sent twice sends one."""
    if not links.is_new(user, "reset"):
        token = links.issue("reset", user, then=then)
        _send(user, mail_name, token, f"{host}/passwort-vergessen/{token}")


def reset(link: AccountLink, password: str) -> None:
    """The new password counts; the mailbox it was chosen through is a confirmed one."""
    user = link.user
    assert user is not None
    if user.confirmed_at is None:
        confirm(link)
    change_password(user, password)


def change_password(user: User, password: str) -> None:
    """Ends every session of the account; the caller keeps their own by giving it a new value.

    Raises Refused where another request changed it since the old one was typed.
    """
    new, before = hashed(password), user.password
    hold_account(user)
    if user.password != before:
        raise Refused(gettext("Das ist nicht Ihr jetziges Passwort."))
    user.password = new
    links.withdraw(user, "reset", "old_address", "new_address")
    end_sessions(user)
    audit.record("account.password_changed", actor=f"user:{user.id}", subject=f"user:{user.id}")
    key = f"password-changed:{user.id}:{now().timestamp():.6f}"
    mail.send(user.recipient, "accounts/mail/password_changed", key=key)


def end_sessions(user: User, *, uid: str = "", keep: str = "") -> int:
    """End one session of an account, or all but the one with the digest `keep`."""
    of_theirs = delete(LoginSession).where(LoginSession.user_id == user.id)
    of_theirs = of_theirs.where(LoginSession.uid == uid) if uid else of_theirs
    ended = of_theirs.where(LoginSession.digest != keep).returning(LoginSession.digest)
    return len(db.session.execute(ended).all())


def sessions_of(user: User) -> list[LoginSession]:
    query = select(LoginSession).where(LoginSession.user_id == user.id, ~is_over())
    return list(db.session.scalars(query.order_by(LoginSession.seen_at.desc(), LoginSession.uid)))


def ask_for_address(user: User, address: str, host: str) -> None:
    """Both addresses must say yes; a taken one gets no link, and nobody learns of it.

    A form sent twice sends each of them one mail.
    """
    hold_account(user)
    if links.is_new(user, "new_address", address):
        return
    links.withdraw(user, "old_address", "new_address")
    taken = find_user(address) is not None
    for purpose in ("old_address", "new_address"):
        token = links.issue(purpose, user, address=address)
        page = f"{host}/adresse/{token}"
        if purpose == "old_address":
            _send(user, purpose, token, page)
        elif not taken:
            recipient = Recipient(address, user.locale, user.informal)
            _send(user, purpose, token, page, recipient)


def agree_to_address(link: AccountLink) -> bool:
    """Note the yes of one address; True when both said it and the address has changed."""
    user, address, purpose = link.user, link.address, link.purpose
    assert user is not None
    links.withdraw(user, purpose)
    other = "old_address" if purpose == "new_address" else "new_address"
    waiting = links.waiting(user, other)
    if waiting is not None or find_user(address) is not None:
        return False
    user.email = address
    audit.record("account.address_changed", actor=f"user:{user.id}", subject=f"user:{user.id}")
    return True


def forget_unconfirmed() -> None:
    """Accounts nobody confirmed vanish; so do links and sessions whose time is over."""
    moment = now()
    old = (User.confirmed_at.is_(None), User.created_at <= moment - UNCONFIRMED_FOR)
    db.session.execute(delete(User).where(*old))
    db.session.execute(delete(AccountLink).where(AccountLink.expires_at <= moment))
    _note_last_uses()
    db.session.execute(delete(LoginSession).where(is_over()))


def _note_last_uses() -> None:
    """Before the sessions go that know of them: from its last use on an account is kept."""
    of_them = select(func.max(LoginSession.seen_at)).where(LoginSession.user_id == User.id)
    used, signed_in = of_them.scalar_subquery(), User.id.in_(select(LoginSession.user_id))
    later = update(User).where(signed_in, User.seen_at < used).values(seen_at=used)
    db.session.execute(later, execution_options={"synchronize_session": False})
