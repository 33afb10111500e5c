"""The tiles that an operator may put under the map: pictures of another host."""

from dataclasses import dataclass
from urllib.parse import urlsplit

OPENSTREETMAP = "openstreetmap.org"


@dataclass(frozen=True)
class Tiles:
    address: str
    """With {z}, {x} and {y}, as TILES_URL has it."""

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a Content-Security-Policy allows."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def of_openstreetmap(self) -> bool:
        """Whether the terms of OpenStreetMap say who is to be named."""
        return self.host == OPENSTREETMAP or self.host.endswith(f".{OPENSTREETMAP}")
