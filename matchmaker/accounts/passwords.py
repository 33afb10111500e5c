"""What a password must be: long, and none of those that everybody tries first."""

from flask import current_app

from matchmaker.i18n import gettext as _

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
_BEGINNINGS = (
    "passwort",
    "password",
    "kennwort",
    "hallo",
    "qwertz",
    "qwerty",
    "asdfgh",
    "yxcvbn",
    "zxcvbn",
    "willkommen",
    "welcome",
    "geheim",
    "schatz",
    "iloveyou",
    "ichliebedich",
    "letmein",
    "admin",
    "administrator",
    "master",
    "sommer",
    "winter",
    "fruehling",
    "frühling",
    "herbst",
    "fussball",
    "fußball",
    "football",
    "princess",
    "sunshine",
    "dragon",
    "monkey",
    "augenhoehe",
    "augenhöhe",
    "test",
    "changeme",
    "start",
)
_ROWS = ("12345678901234567890", "qwertzuiopü", "qwertyuiop", "asdfghjklöä", "abcdefghijklmnop")


def normalise_password(password: str) -> str:
    """Letters that can be typed in two ways count as the same, when stored and at sign-in."""
    return str(current_app.extensions["accounts"].password_util.normalize(password))


def fault(password: str, address: str = "") -> str:
    """Why this password cannot be taken, as a sentence; nothing when it can."""
    if len(password) < SHORTEST_PASSWORD:
        return _("Das Passwort braucht mindestens %(number)s Zeichen.", number=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        return _("Das Passwort darf höchstens %(number)s Zeichen haben.", number=LONGEST_PASSWORD)
    folded, account = password.casefold(), address.casefold()
    if account and folded in (account, account.partition("@")[0]):
        return _("Ihre Adresse ist kein gutes Passwort. Nehmen Sie zum Beispiel vier Wörter.")
    if _common(folded):
        return _("Dieses Passwort wird zu oft verwendet. Nehmen Sie zum Beispiel vier Wörter.")
    return ""


def _common(password: str) -> bool:
    return (
        len(set(password)) < 4
        or _is_row(password)
        or any(_only_decorated(password, word) for word in _BEGINNINGS)
    )


def _is_row(password: str) -> bool:
    """Keys side by side, in either direction, once or repeated."""
    for row in _ROWS:
        for keys in (row, row[::-1]):
            if password in keys * 3 or any(
                password == (keys[:size] * len(password))[: len(password)] for size in (3, 4, 5, 6)
            ):
                return True
    return False


def _only_decorated(password: str, word: str) -> bool:
    """A common word with digits and signs around it, or written several times."""
    bare = password.strip("0123456789!?.,-_#*+$%&/()= ")
    return bare in (word, "") or (bare.replace(word, "") == "" and word in bare)
