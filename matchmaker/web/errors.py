"""Every error becomes a page that helps, or a problem document (RFC 9457) below /api/."""

import json
import sqlite3
from typing import Any

from flask import Flask, Response, current_app, redirect, render_template, request, url_for
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    NotFound,
    SecurityError,
    ServiceUnavailable,
    TooManyRequests,
)
from werkzeug.http import HTTP_STATUS_CODES

from matchmaker import space
from matchmaker.db import db
from matchmaker.errors import LinkOver, MatchmakerError, Unavailable
from matchmaker.i18n import current_locale, lazy_gettext
from matchmaker.logs import get_logger

RETRY_SECONDS = 10
FOREIGN_KEY, UNIQUE = "23503", "23505"
"""What PostgreSQL calls a violation of these."""

TITLES = {
    400: lazy_gettext("Das konnten wir nicht lesen"),
    403: lazy_gettext("Das ist Ihnen nicht freigegeben"),
    404: lazy_gettext("Diese Seite gibt es nicht"),
    405: lazy_gettext("So geht es hier nicht weiter"),
    409: lazy_gettext("Das hat sich gerade geändert"),
    413: lazy_gettext("Das ist zu groß"),
    414: lazy_gettext("Diese Adresse ist zu lang"),
    415: lazy_gettext("Dieses Format nehmen wir nicht"),
    429: lazy_gettext("Einen Augenblick bitte"),
    500: lazy_gettext("Bei uns ist etwas schiefgegangen"),
    503: lazy_gettext("Gerade nicht erreichbar"),
    507: lazy_gettext("Auf dem Server ist kein Platz mehr"),
}
LINK_OVER = lazy_gettext("Dieser Link gilt nicht mehr")
EXPLANATIONS = {
    400: lazy_gettext(
        "In der Adresse oder im Formular steht etwas, das kein lesbarer Text oder keine gültige "
        "Angabe ist. Bitte prüfen Sie die Eingabe und versuchen Sie es noch einmal."
    ),
    403: lazy_gettext("Für diese Seite braucht es andere Rechte als die, die Sie haben."),
    404: lazy_gettext(
        "Vielleicht ist die Adresse vertippt, oder das Profil wurde inzwischen entfernt."
    ),
    405: lazy_gettext("Diese Adresse nimmt so eine Anfrage nicht an. Bitte gehen Sie zurück."),
    409: lazy_gettext(
        "Im selben Augenblick kam etwas anderes dazwischen, zum Beispiel ein zweiter Klick. Davon "
        "ist nichts gespeichert. Bitte gehen Sie zurück und sehen Sie nach, wie es jetzt dasteht."
    ),
    413: lazy_gettext(
        "Bitte schicken Sie weniger auf einmal, höchstens 6 Megabyte, davon 5 für ein Bild. Was "
        "Sie geschrieben haben, steht noch im Formular: Gehen Sie im Browser einen Schritt zurück "
        "und wählen Sie eine kleinere Datei."
    ),
    414: lazy_gettext("Bitte kürzen Sie die Adresse oder Ihre Suche."),
    415: lazy_gettext("Bitte schicken Sie die Angaben in einem Format, das hier vorgesehen ist."),
    429: lazy_gettext(
        "Von Ihrem Anschluss kamen gerade sehr viele Anfragen. Bitte warten Sie ein paar Minuten."
    ),
    500: lazy_gettext(
        "Ihre Angaben sind nicht schuld daran. Der Fehler wurde aufgezeichnet; bitte versuchen "
        "Sie es später noch einmal."
    ),
    503: lazy_gettext(
        "Ein Teil des Dienstes antwortet im Moment nicht. Das geht meist schnell vorbei; bitte "
        "laden Sie die Seite in einigen Sekunden neu."
    ),
    507: lazy_gettext(
        "Davon ist nichts gespeichert. Was Sie geschrieben haben, steht noch im Formular: Gehen "
        "Sie im Browser einen Schritt zurück und schicken Sie es später noch einmal ab. Lesen "
        "können Sie weiterhin alles."
    ),
}

TOO_OLD = lazy_gettext(
    "Das Formular ist zu alt, oder Ihr Browser hat das Cookie nicht mitgeschickt, an dem wir ein "
    "Formular als Ihres erkennen. Gespeichert ist davon nichts. Bitte öffnen Sie das Formular neu."
)

FOR_MACHINES = {
    413: lazy_gettext("Bitte schicken Sie weniger auf einmal, höchstens 6 Megabyte."),
    507: lazy_gettext("Auf dem Server ist kein Platz mehr; davon ist nichts gespeichert."),
}
"""Where the explanation for people speaks of a form."""


def init_app(app: Flask) -> None:
    app.register_error_handler(MatchmakerError, _of_ours)
    for kind in (OperationalError, sqlite3.OperationalError, OSError):
        app.register_error_handler(kind, _of_the_machine)
    app.register_error_handler(StaleDataError, _of_another_request)
    app.register_error_handler(IntegrityError, _of_another_request)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(InternalServerError, _unexpected)


def problem(status: int, title: str, detail: str | None = None, **members: Any) -> Response:
    """A problem document for machines; `members` are further fields of it."""
    document = {"type": "about:blank", "title": title, "status": status}
    document |= {"detail": detail} if detail else {}
    return Response(
        json.dumps(document | members, ensure_ascii=False),
        status=status,
        mimetype="application/problem+json",
    )


def _of_ours(error: MatchmakerError) -> Response:
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Unavailable) else {}
    if isinstance(error, LinkOver):
        return _answer(error.status, error.sentence, headers, title=LINK_OVER)
    # What is not there and what is not yours look the same to a person.
    sentence = None if error.status == 404 and not _for_machines() else error.sentence
    return _answer(error.status, sentence, headers)


def _of_the_machine(error: Exception) -> Response:
    """A database that is away, of our tables or of the queue, or a disk without room."""
    if not space.is_lacking(error) and isinstance(error, OSError):
        raise error
    db.session.rollback()
    if space.is_lacking(error):
        get_logger().error("no room on the disk", error=type(error).__name__)
        return _for_later(507)
    get_logger().error("database unavailable", error=type(error).__name__)
    return _for_later(503)


def _of_another_request(error: Exception) -> Response:
    """What was read is gone or there by the time it is written: PostgreSQL has many writers."""
    if not _is_overtaken(error):
        raise error
    db.session.rollback()
    get_logger().warning("overtaken by another request", error=type(error).__name__)
    return _answer(409, None, {}) if _for_machines() else _bare(409)


def _is_overtaken(error: BaseException) -> bool:
    """On SQLite, which has one writer, a row in the way is a mistake of ours."""
    state = getattr(error.orig, "sqlstate", "") if isinstance(error, IntegrityError) else ""
    return isinstance(error, StaleDataError) or state in (FOREIGN_KEY, UNIQUE)


def _for_later(status: int) -> Response:
    # The layout would ask the database who is signed in, and wait for it once more.
    response = _answer(status, None, {}) if _for_machines() else _bare(status)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _of_http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, NotFound) and (address := _without_slash()):
        return redirect(address, 308)
    if isinstance(error, SecurityError):  # the layout would build addresses on a foreign host
        return _answer(400, None, {}) if _for_machines() else _bare(400)
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    if isinstance(error, TooManyRequests):
        headers["Retry-After"] = str(error.retry_after or 60)
    if isinstance(error, ServiceUnavailable):
        headers["Retry-After"] = str(RETRY_SECONDS)
    told = str(TOO_OLD) if isinstance(error, CSRFError) else None
    return _answer(error.code or 500, told, headers)


def _unexpected(error: InternalServerError) -> Response:
    cause = error.original_exception
    if isinstance(cause, (OperationalError, sqlite3.OperationalError)) or (
        isinstance(cause, OSError) and space.is_lacking(cause)
    ):
        return _of_the_machine(cause)
    if isinstance(cause, Exception) and _is_overtaken(
        cause
    ):  # noticed by the commit, after the view
        return _of_another_request(cause)
    try:
        return _answer(500, None, {})
    except Exception:  # the layout itself may be what is broken
        return _bare(500)


def _without_slash() -> str | None:
    """The address of the page that was meant by one with a slash at its end."""
    adapter, path = request_ctx.url_adapter, request.path.rstrip("/")
    if request.method not in ("GET", "HEAD") or adapter is None or path == request.path:
        return None
    try:
        endpoint, values = adapter.match(path, method="GET")
    except HTTPException:
        return None
    query = request.query_string.decode("ascii", "ignore")
    return adapter.build(endpoint, values) + (f"?{query}" if query else "")


def _form_address() -> str | None:
    """The page whose form was sent; it goes on with what it keeps while somebody types."""
    if request.url_rule is None or "GET" not in (request.url_rule.methods or ()):
        return None
    return url_for(str(request.endpoint), **request.view_args or {})


def _for_machines() -> bool:
    return request.path.startswith("/api/")


def _answer(
    status: int, sentence: str | None, headers: dict[str, str], title: object = None
) -> Response:
    title = str(title or TITLES.get(status, HTTP_STATUS_CODES.get(status, "Error")))
    known = EXPLANATIONS | FOR_MACHINES if _for_machines() else EXPLANATIONS
    explanation = sentence or str(known.get(status, ""))
    if _for_machines():
        response = problem(status, HTTP_STATUS_CODES.get(status, title), explanation or None)
    else:
        page = render_template(
            "web/error.html",
            status=status,
            title=title,
            explanation=explanation,
            form=_form_address() if status == 413 or sentence == TOO_OLD else None,
        )
        response = Response(page, status)
    response.headers.extend(headers)
    return response


def _bare(status: int) -> Response:
    """A page that needs neither database nor layout, nor what slices give to every template."""
    with force_locale(current_locale()):  # who is called du, the database alone could tell
        page = current_app.jinja_env.get_template("web/bare_error.html").render(
            locale=current_locale(),
            title=TITLES[status],
            explanation=EXPLANATIONS[status],
        )
    return Response(page, status)
