"""How often one client may ask: counters in memory, or in Redis when several workers share."""

import hashlib
import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from flask import Flask, Response, current_app, g, request
from flask_limiter import Limiter
from limits import RateLimitItem, RateLimitItemPerMinute
from werkzeug.exceptions import TooManyRequests

TRIES = RateLimitItemPerMinute(10, 10)
"""Of one client at one thing that can be guessed or that sends mail."""
TRIES_AT_AN_ACCOUNT = RateLimitItemPerMinute(30, 60)
"""Failures of all clients together at one account: guessing from many places is slow as well."""

EVERYTHING = "1200 per minute"
"""Of all pages together; an office behind one address stays far below, a copier does not."""


def client() -> str:
    """The address of a client; of IPv6 the network, since everybody has billions of addresses."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return f"{IPv6Address(int(address) >> 64 << 64)}/64"
    return str(address)


limiter = Limiter(client, application_limits=[EVERYTHING], headers_enabled=False)

profile_limit = limiter.shared_limit("60 per minute", scope="profiles")
"""Of profiles, on pages and by the API together: whoever reads faster copies them."""


def init_app(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    app.config.setdefault("RATELIMIT_ENABLED", settings.rate_limits == "on")
    app.config.setdefault("RATELIMIT_STORAGE_URI", settings.redis_url or "memory://")
    # With Redis away, each worker counts for itself rather than answering nobody.
    app.config.setdefault("RATELIMIT_IN_MEMORY_FALLBACK_ENABLED", bool(settings.redis_url))
    app.config.setdefault("RATELIMIT_STRATEGY", "moving-window")
    limiter.init_app(app)
    app.extensions["few_tries"] = {}
    app.before_request(_refuse_more_tries)
    app.after_request(_count_failure)


def protect(
    app: Flask, *endpoints: str, failures_only: bool = False, account: str | Callable[[], str] = ""
) -> None:
    """Let each client try posting there a few times only.

    `account` names the field of the form that holds the address of an account, or tells whose it
    is; failures at the same one are counted together, whether or not there is such an account.
    """
    for endpoint in endpoints:
        app.extensions["few_tries"][endpoint] = (failures_only, account)


def _refuse_more_tries() -> None:
    rule = current_app.extensions["few_tries"].get(request.endpoint)
    if rule is None or request.method != "POST" or not limiter.enabled:
        return
    failures_only, account = rule
    counted = [(TRIES, str(request.endpoint), client())]
    if account:
        # What somebody types never meets what we know of them: else the one locks out the other.
        scope = "person" if callable(account) else "address"
        whose = account() if callable(account) else request.form.get(account, "")
        whose = whose.strip().casefold()
        named = hashlib.sha256(whose.encode("utf-8", "replace")).hexdigest()
        counted.append((TRIES_AT_AN_ACCOUNT, scope, named))
    for item, *about in counted:
        if not limiter.limiter.test(item, *about):
            raise too_many(item, *about)
    if failures_only:
        g.counted_failures = counted
    else:
        limiter.limiter.hit(*counted[0])


def succeeded() -> None:
    """The try of this request is no failure, though it is answered with a page."""
    g.pop("counted_failures", None)


def _count_failure(response: Response) -> Response:
    if response.status_code not in (302, 303):
        for item, *about in g.pop("counted_failures", []):
            limiter.limiter.hit(item, *about)
    return response


def too_many(item: RateLimitItem, *about: str) -> TooManyRequests:
    resets = limiter.limiter.get_window_stats(item, *about).reset_time
    return TooManyRequests(retry_after=max(1, int(resets - time.time()) + 1))
