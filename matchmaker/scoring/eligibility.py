"""Who may be proposed to a seeker at all."""

from collections.abc import Collection
from dataclasses import dataclass

from matchmaker.scoring.pool import Pool
from matchmaker.scoring.profile import Profile
from matchmaker.scoring.searchable import searchable
from matchmaker.scoring.segment import Mask


@dataclass(frozen=True, slots=True)
class Partners:
    """Profiles of the other kind with time to spare, but for oneself and the `excluded` ids.

    Further conditions are masks of their own: `lambda pool: partners(pool) & near(pool)`.
    """

    seeker: Profile
    excluded: Collection[str] = ()

    def __call__(self, pool: Pool) -> Mask:
        columns = searchable(pool)
        mask = ~(columns.where("kind", self.seeker.kind) | columns.where("capacity", "closed"))
        rows = [columns.row_of(id) for id in (self.seeker.id, *self.excluded)]
        mask[[row for row in rows if row is not None]] = False
        return mask
