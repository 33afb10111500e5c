"""How the installation is: its parts, its people, and the words that the book does not know."""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from matchmaker import jobs
from matchmaker.admin import feedback
from matchmaker.db import db
from matchmaker.errors import PluginProblem
from matchmaker.i18n import lazy_gettext as _
from matchmaker.mail import delivery
from matchmaker.matching import scorers
from matchmaker.matching.scorers import ScorerState
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.needs.rules import is_open
from matchmaker.profiles.visibility import listed
from matchmaker.scoring.description import PluginError
from matchmaker.scoring.loader import load
from matchmaker.web import health

BOOK = "translation_book"
MOST_NEEDS = 5_000
"""So many of the newest needs are read; more would keep the page waiting and say the same."""
MOST_WORDS = 100

PARTS = {
    "database": (
        _("Datenbank"),
        _("Die Datenbank antwortet."),
        _("Die Datenbank antwortet nicht."),
    ),
    "disk": (
        _("Festplatte"),
        _("Auf der Festplatte ist Platz."),
        _("Die Festplatte ist voll oder fast voll. Schaffen Sie Platz."),
    ),
    "index": (
        _("Rangfolge"),
        _("Der Index der Rangfolge ist da."),
        _("Der Index der Rangfolge ist noch nicht gebaut. Das erledigt der Arbeitsprozess."),
    ),
    "jobs": (
        _("Aufgaben im Hintergrund"),
        _("Der Arbeitsprozess läuft."),
        _("Es läuft kein Arbeitsprozess. Starten Sie ihn mit: matchmaker worker"),
    ),
    "warm_up": (
        _("Vorbereitung"),
        _("Es muss nichts mehr geladen werden."),
        _("Was die Rangfolge braucht, wird geladen. Das dauert wenige Sekunden."),
    ),
    "erasures": (
        _("Löschungen"),
        _("Keine Löschung wartet."),
        _("Eine Löschung wartet; sie wird von selbst zu Ende gebracht."),
    ),
}
"""By the name of the check: what it is called, and what its two answers mean."""


@dataclass(frozen=True)
class Part:
    """One part of the installation; a part unknown here is told in the words of its check."""

    label: object
    ready: bool
    words: object


@dataclass(frozen=True)
class Overview:
    """`profiles` counts by kind, `waiting` those that are not approved, `stuck` mails that were
    given up and jobs whose last run failed, `feedback` messages about barriers."""

    parts: Sequence[Part]
    profiles: dict[str, int]
    waiting: int
    broken: Sequence[ScorerState]
    stuck: int
    feedback: int

    @property
    def ready(self) -> bool:
        return all(part.ready for part in self.parts)


@dataclass(frozen=True)
class UnknownWords:
    """The commonest words first, each with the number of needs in which it stands.

    `problem` says why the book cannot be read.
    """

    words: Sequence[tuple[str, int]]
    needs: int
    problem: str | None = None


def overview() -> Overview:
    answers = health.answers()
    counts = select(Profile.kind, func.count()).group_by(Profile.kind)
    waiting = select(func.count()).select_from(Profile).where(Profile.approved.is_(False))
    return Overview(
        parts=[_part(name, answer) for name, answer in answers.items()],
        profiles={"kmu": 0, "creative": 0} | dict(db.session.execute(counts).all()),
        waiting=db.session.scalar(waiting) or 0,
        broken=[state for state in scorers.scorer_states() if state.state == "broken"],
        feedback=feedback.how_many(),
        stuck=delivery.counts()["failed"] + len(jobs.failures()),
    )


def _part(name: str, answer: dict[str, bool | str]) -> Part:
    ready = bool(answer["ok"])
    label, good, bad = PARTS.get(name, (name, answer["detail"], answer["detail"]))
    return Part(label, ready, good if ready else bad)


def newest_needs(limit: int) -> list[Need]:
    """Published needs of profiles that others may see, newest first."""
    query = (
        select(Need)
        .join(Need.profile)
        .where(is_open(), Need.seen_by == "named", listed(members=True))
        .order_by(Need.created_at.desc(), Need.id.desc())
    )
    return list(db.session.scalars(query.limit(limit)))


def unknown_words() -> UnknownWords:
    """What published needs say and the book in force does not hold."""
    texts = [f"{need.title}\n{need.text}" for need in newest_needs(MOST_NEEDS)]
    try:
        words = _words_beyond_the_book(texts)
    except (PluginError, PluginProblem) as error:
        return UnknownWords((), len(texts), error.sentence)
    except (OSError, ValueError) as error:  # the path or the content of an own book
        return UnknownWords((), len(texts), str(error))
    return UnknownWords(words[:MOST_WORDS], len(texts))


def _words_beyond_the_book(texts: Sequence[str]) -> list[tuple[str, int]]:
    """Asked of the plugin that comes with the product; a foreign one is not run in here."""
    state = scorers.get_scorer(BOOK)
    if state.found is None or state.found.foreign:
        raise PluginProblem(f"{BOOK} is not the one that comes with the product.")
    module = inspect.getmodule(load(state.found))
    assert module is not None
    words: list[tuple[str, int]] = module.unknown_words(texts, str(state.settings.get("book", "")))
    return words
