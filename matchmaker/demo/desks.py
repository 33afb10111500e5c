"""What waits on the desks of the demo region; it ranks nowhere and is found by nobody else."""

import json
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from matchmaker.db import db, now, unit_of_work
from matchmaker.demo.loading import import_invented
from matchmaker.desk.models import Report
from matchmaker.profiles.models import Need
from matchmaker.profiles.service import find_profile, save_profile

FOLDER = Path(__file__).parent


def fill_desks() -> None:
    """Profiles and needs that somebody handed in some days ago, and a report."""
    rows = json.loads((FOLDER / "waiting.json").read_text("utf-8"))
    import_invented(FOLDER / "waiting.jsonl")
    with unit_of_work():
        for external_id, days in rows["profiles"].items():
            _hand_in(external_id, days)
        for row in rows["needs"]:
            _write_need(**row)
        for row in rows["reports"]:
            _report(**row)


def _hand_in(external_id: str, days: int) -> None:
    profile = find_profile(external_id)
    profile.approved, profile.submitted_at = False, now() - timedelta(days=days)
    save_profile(profile)


def _write_need(profile: str, days: int, **fields: Any) -> None:
    owner = find_profile(profile)
    since = now() - timedelta(days=days)
    position = len(owner.needs)
    owner.needs.append(Need(**fields, position=position, approved=False, submitted_at=since))
    save_profile(owner)


def _report(profile: str, days: int, **fields: Any) -> None:
    about, since = find_profile(profile), now() - timedelta(days=days)
    uid = uuid.uuid4().hex
    db.session.add(Report(uid=uid, profile_id=about.id, created_at=since, **fields))
