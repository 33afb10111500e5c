"""Samples for the preview of a profile: to whom it would be suggested, with which reasons."""

from flask import render_template

from matchmaker.errors import Unavailable
from matchmaker.matching.presentation import leading_reasons
from matchmaker.matching.service import Suggestion, ToldReason, suggest
from matchmaker.profiles.models import Profile

SHOWN = 2


def sample_reasons(profile: Profile) -> str:
    """Two who would fit, and why they would be told that this profile fits them."""
    if not (profile.about or profile.offers or profile.story):
        return ""
    try:
        found = suggest(profile, limit=SHOWN).found
    except Unavailable:  # a large index is being built; the preview does without samples
        return ""
    samples = [(each.profile, reasons) for each in found if (reasons := _reasons(each))]
    return render_template("matching/preview.html", samples=samples) if samples else ""


def _reasons(suggestion: Suggestion) -> list[ToldReason]:
    return leading_reasons(suggestion.for_candidate)
