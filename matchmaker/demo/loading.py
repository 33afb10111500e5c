"""Reads a file of invented profiles as any other file of profiles is read."""

from pathlib import Path
from tempfile import TemporaryDirectory

from matchmaker.errors import Refused
from matchmaker.profiles.interchange import import_profiles


def import_invented(path: Path) -> int:
    """Returns how many there are."""
    with TemporaryDirectory() as folder:
        report = import_profiles(path, Path(folder) / "rejected.jsonl", invented=True)
    if report.rejected:
        raise Refused(f"{path.name} holds {report.rejected} rows that cannot be imported.")
    return report.inserted
