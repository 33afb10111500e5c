"""Where somebody goes after signing in: a path on this host, or nowhere."""

import re
from urllib.parse import urlsplit

_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""Printable ASCII without spaces and backslashes; browsers read much else as another host."""
LONGEST = 2000
"""Characters: room for a sentence of the start page, and little enough for a line of HTTP."""


def path_on_this_host(address: str) -> str:
    """The address if it is a plain path, else nothing."""
    if len(address) > LONGEST or not _PATH.fullmatch(address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc or "//" in parts.path else address
