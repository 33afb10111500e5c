"""What the desk stores about a person: decisions about what is theirs, and reports."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.desk.history import decisions_about, reports_about, reports_by
from matchmaker.desk.models import Report
from matchmaker.i18n import lazy_gettext as _
from matchmaker.personal_data import Holding, declare

Parts = list[Mapping[str, Any]]


def init_app(app: Flask) -> None:
    declare(app, Holding("decisions", _("Entscheidungen"), _decisions))
    declare(app, Holding("reports_about", _("Meldungen zu Ihren Profilen"), _about))
    declare(app, Holding("reports_by", _("Ihre Meldungen"), _by, _forget_address))


def _decisions(user: User) -> Parts:
    """They go with the profiles and needs that they are about."""
    return [
        {
            "about": each.kind,
            "action": each.action,
            "at": each.at.isoformat(),
            "undone": each.undone_at.isoformat() if each.undone_at else None,
            "corrected": each.corrected,
        }
        for each in decisions_about(user)
    ]


def _about(user: User) -> Parts:
    """Without the words, which may tell who wrote them, and without an address; they go with the
    profile."""
    return [_told(report, profile=report.profile.name) for report in reports_about(user)]


def _by(user: User) -> Parts:
    return [
        _told(report, code=report.code, text=report.text, address=report.address)
        for report in reports_by(user.email)
    ]


def _told(report: Report, **more: Any) -> Mapping[str, Any]:
    told = {"reason": report.reason, "at": report.created_at.isoformat()}
    return told | {"decision": report.decision} | more


def _forget_address(user: User) -> None:
    """The report itself is about somebody else and is read to its end."""
    for report in reports_by(user.email):
        report.address = None
