"""Profiles in and out as JSON Lines or CSV: fields, files, import and export."""

from matchmaker.profiles.interchange.exporting import export_profiles
from matchmaker.profiles.interchange.importing import ImportReport, import_profiles

__all__ = ["ImportReport", "export_profiles", "import_profiles"]
