"""Which names in a request's Host header are ours: those in TRUSTED_HOSTS, IPv6 ones as well.

Werkzeug cuts a trusted name at its first colon, to be rid of a port, and so knows no address in
brackets. Such a one is compared here, whole; every other is left to Werkzeug.
"""

import flask
from flask import Flask
from werkzeug.sansio.utils import get_host


class Request(flask.Request):
    """A request that may name us by an IPv6 address."""

    _trusted: list[str] | None = None

    @property
    def trusted_hosts(self) -> list[str] | None:
        """None, so that Werkzeug asks no further, where the header holds one of ours in brackets.

        Without trusted names `get_host` gives nothing for a malformed header: what is compared
        has been read to its end, with a port at most behind the bracket.
        """
        host = get_host(self.scheme, self.headers.get("host"), self.server)
        name = host[: host.find("]") + 1].lower()
        return None if name and name in (self._trusted or ()) else self._trusted

    @trusted_hosts.setter
    def trusted_hosts(self, names: list[str] | None) -> None:
        self._trusted = names


def init_app(app: Flask) -> None:
    app.request_class = Request
