"""Forms of all slices: mistakes listed at the top, and proof of where a form was sent from."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request, session
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf, validate_csrf
from itsdangerous import BadSignature, URLSafeTimedSerializer
from wtforms import ValidationError
from wtforms.csrf.core import CSRF

from matchmaker.errors import Refused
from matchmaker.i18n import gettext
from matchmaker.i18n import lazy_gettext as _

STALE = _("Diese Seite war zu lange offen. Bitte schicken Sie das Formular noch einmal ab.")
LONGEST_OPEN_SECONDS = 12 * 3600


class Form(FlaskForm):
    """A form of somebody who is signed in; its token belongs to the session."""

    def mistakes(self) -> list[tuple[str, str]]:
        """Field id and sentence of each mistake, in the order of the page, for `error_summary`."""
        found = []
        for field in self:
            for sentence in field.errors[:1]:
                stale = field.name == "csrf_token"
                found.append(("inhalt" if stale else field.id, str(STALE if stale else sentence)))
        return found


class ButtonForm(Form):
    """One button, and nothing else."""


def require_button() -> None:
    """Raises Refused where the button was pressed on a page of a session that is over."""
    if not ButtonForm().validate_on_submit():
        raise Refused(
            gettext("Diese Seite war zu lange offen. Bitte versuchen Sie es noch einmal.")
        )


class _VisitorToken(CSRF):
    """A signed, timed token that needs no cookie, with the browser's own word on the origin.

    Whoever is signed in meets the same form with the token of their session, as in any other.
    """

    def setup_form(self, form: Any) -> Any:
        self.purpose = f"form {type(form).__name__}"
        return super().setup_form(form)

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        return generate_csrf() if "_user_id" in session else self._signer().dumps("")

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        if "_user_id" in session:
            validate_csrf(field.data)
            return
        try:
            self._signer().loads(field.data or "", max_age=LONGEST_OPEN_SECONDS)
        except BadSignature:
            raise ValidationError(str(STALE)) from None
        if not sent_from_here():
            raise ValidationError(str(STALE))

    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(current_app.secret_key or "", salt=self.purpose)


class VisitorForm(Form):
    """A form of somebody without a session; no cookie is set for it."""

    class Meta(FlaskForm.Meta):
        csrf_class = _VisitorToken


def sent_from_here() -> bool:
    """Whether the browser says that this site's own page sent the request, or says nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    return request.headers.get("Origin") is None or browser_vouches()


def browser_vouches() -> bool:
    """Whether the browser says that this site's own page sent the request."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site == "same-origin"
    return origin is not None and urlsplit(origin).netloc == request.host
