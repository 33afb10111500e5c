"""Words that an office corrects before it approves: what stood there is kept for the owner."""

import hashlib
from collections.abc import Iterable, Mapping

from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.interchange.texts import parse_text
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.needs.anonymity import telling_words
from matchmaker.profiles.visibility import named_fields

OF_NEEDS: dict[str, object] = {
    "title": _("Überschrift"),
    "text": _("Text"),
    "in_return": _("Im Gegenzug"),
}
OF_PROFILES = ("about", "story", "offers", "working_style")


def titles_of(item: Profile | Need) -> dict[str, object]:
    """The fields that an office may correct and that say something, with their names."""
    named = OF_NEEDS
    if isinstance(item, Profile):
        named = {name: title for name, title in named_fields(item.kind) if name in OF_PROFILES}
    return {name: title for name, title in named.items() if getattr(item, name)}


def name_of(item: Profile | Need, field: str) -> object:
    named = OF_NEEDS if isinstance(item, Need) else dict(named_fields(item.kind))
    return named.get(field, field)


def telling(item: Profile | Need, texts: Mapping[str, str]) -> list[str]:
    """The words that would tell whose need it is, if it is nameless and read like this."""
    if not isinstance(item, Need) or item.seen_by != "nameless":
        return []
    as_read = {name: texts.get(name, getattr(item, name)) for name in OF_NEEDS}
    return telling_words(Need(**as_read), item.profile)


def seen(item: Profile | Need) -> str:
    """Names the words as they stand, so that it shows when a card is sent that has older ones."""
    return " ".join(_mark(getattr(item, name)) for name in _names(item))


def written_since(item: Profile | Need, seen_then: str) -> list[str]:
    """The fields that read otherwise now than on a card that was opened then."""
    pairs = zip(_names(item), seen_then.split(), strict=False)
    return [name for name, mark in pairs if mark != _mark(getattr(item, name))]


def _names(item: Profile | Need) -> Iterable[str]:
    return OF_NEEDS if isinstance(item, Need) else OF_PROFILES


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def correct(item: Profile | Need, texts: Mapping[str, str]) -> dict[str, str]:
    """Write what differs and is not empty; returns what stood there before, by field."""
    earlier = {}
    for name in titles_of(item):
        before = getattr(item, name)
        if texts.get(name) and texts[name] != _plain(before):
            earlier[name] = before
            setattr(item, name, texts[name])
    return earlier


def _plain(text: str) -> str:
    """As a form sends it back unchanged; what was kept long ago may hold anything."""
    try:
        return parse_text(text)
    except ValueError:
        return text


def give_back(item: Profile | Need, earlier: Mapping[str, str]) -> None:
    for name, text in earlier.items():
        setattr(item, name, text)
