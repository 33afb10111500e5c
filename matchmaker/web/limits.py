"""How often one client may ask: counters in memory, or in Redis when several workers share."""

from ipaddress import IPv6Address, ip_address

from flask import Flask, request
from flask_limiter import Limiter

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
    limiter.init_app(app)
