"""What a scorer may know of a profile: no name, no contact."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile as scorers see it; what is not here, no plugin can leak or be biased by.

    `id` is opaque and stable. Texts are "" and collections empty where nothing was said,
    numbers None. `latitude`/`longitude` are degrees, `radius_km` kilometres. `capacity` is
    "now", "soon", "later", "closed" or None when unknown.
    """

    id: str
    kind: str = "kmu"
    about: str = ""
    offers: str = ""
    needs: tuple[str, ...] = ()
    sectors: frozenset[str] = field(default_factory=frozenset)
    submarkets: frozenset[str] = field(default_factory=frozenset)
    skills: frozenset[str] = field(default_factory=frozenset)
    languages: frozenset[str] = field(default_factory=frozenset)
    employees: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    country: str | None = None
    remote: bool = False
    capacity: str | None = None
