"""The cookie: a random value that means something only as long as its session is stored.

Whoever copies a cookie holds nothing once the session was ended. A new value is given whenever
the person behind a session changes, so that nobody can prepare one for somebody else.
"""

import re
from typing import Any

from flask import Flask, Request, Response, has_request_context, request
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import CallbackDict

from matchmaker.accounts import session_store
from matchmaker.logs import get_logger

PERSON = "_user_id"
_BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
_NAMES = {"Edg": "Edge", "OPR": "Opera", "Macintosh": "Mac"}


class StoredSession(CallbackDict, SessionMixin):
    """A session's data, with what the cookie said."""

    def __init__(self, data: Any = None, *, key: str = "", stale: bool = False) -> None:
        def changed(session: Any) -> None:
            session.modified = True

        super().__init__(data or {}, changed)
        self.key = key
        self.person = self.get(PERSON)
        self.modified = False
        self.stale = stale
        """Whether its last use is to be noted."""
        self.renewed = False
        """Whether it gets a new value, as after a change of the password."""
        self.unavailable = False
        """The database could not be asked; nothing is known and nothing is changed."""


class StoredSessions(SessionInterface):
    serializer = TaggedJSONSerializer()

    def open_session(self, app: Flask, request: Request) -> StoredSession:
        key = request.cookies.get(self.get_cookie_name(app), "")
        if not key:
            return StoredSession()
        try:
            found = session_store.find(key)
        except OperationalError:
            session = StoredSession()
            session.unavailable = True
            return session
        if found is None:
            return StoredSession(stale=True)
        return StoredSession(self.serializer.loads(found.data), key=key, stale=found.stale)

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        if session.unavailable:
            return
        if session or session.key:
            response.vary.add("Cookie")
        left = session.person is not None and session.get(PERSON) is None
        if left or not session:
            self._forget(app, session, response)
        elif session.modified or session.stale or session.renewed:
            self._store(app, session, response)

    def _forget(self, app: Flask, session: StoredSession, response: Response) -> None:
        if session.key:
            session_store.end(session.key)
        if session.key or session.stale:
            self._delete_cookie(app, response)

    def _store(self, app: Flask, session: StoredSession, response: Response) -> None:
        data = self.serializer.dumps(dict(session))
        same_person = session.get(PERSON) == session.person
        if session.key and same_person and not session.renewed:
            self._keep(app, session, data, response)
            return
        session.unavailable = True  # until it is written: the error page does not try once more
        if session.key:
            session_store.end(session.key)
        if key := session_store.begin(session.get(PERSON), _browser(), data):
            self._set_cookie(app, response, key)
        else:
            self._delete_cookie(app, response)

    def _keep(self, app: Flask, session: StoredSession, data: str, response: Response) -> None:
        try:
            if not session_store.keep(session.key, data):
                self._delete_cookie(app, response)
        except OperationalError as error:
            # Only a message or a last use is lost, and what the request did is done: no reason
            # to refuse a page that only reads, or to say that nothing was saved.
            get_logger().warning("session not kept", error=type(error.orig).__name__)

    def _set_cookie(self, app: Flask, response: Response, key: str) -> None:
        response.set_cookie(
            self.get_cookie_name(app),
            key,
            path=self.get_cookie_path(app),
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite="Lax",
        )

    def _delete_cookie(self, app: Flask, response: Response) -> None:
        response.delete_cookie(
            self.get_cookie_name(app),
            path=self.get_cookie_path(app),
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite="Lax",
        )


def _browser() -> str:
    """A few known words of what the browser says of itself, never the text itself."""
    said = request.user_agent.string if has_request_context() else ""
    found = [
        next((word for word in words if re.search(rf"\b{word}\b", said)), "")
        for words in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(_NAMES.get(word, word) for word in found if word)


def init_app(app: Flask) -> None:
    if app.config["SETTINGS"].secure:
        app.config["SESSION_COOKIE_NAME"] = "__Host-session"
    app.session_interface = StoredSessions()
