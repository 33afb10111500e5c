"""Profiles in and out."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from matchmaker.cli import NewFile, progress_bar
from matchmaker.cli.application import with_app
from matchmaker.errors import Refused, UsageError

if TYPE_CHECKING:
    from matchmaker.profiles.interchange import ImportReport

EXISTING = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


def add_to(main: click.Group) -> None:
    main.add_command(import_group)
    main.add_command(export_group)


@click.group("import")
def import_group() -> None:
    """Bring data in.

    Example: matchmaker import profiles members.jsonl
    """


@click.group("export")
def export_group() -> None:
    """Take data out.

    Example: matchmaker export profiles profiles.jsonl
    """


@import_group.command("profiles")
@click.argument("file", type=EXISTING)
@click.option("--dry-run", is_flag=True, help="Check and count, but keep nothing.")
@click.option("--rejected", type=NewFile(), help="Where bad rows go (FILE.rejected.jsonl).")
@with_app()
def import_profiles_command(file: Path, dry_run: bool, rejected: Path | None) -> None:
    """Insert or update profiles from JSON Lines, or CSV when FILE ends in .csv.

    Bad rows are written to the rejected file with line and errors, so that a corrected file can
    be imported again. An interrupted import goes on where it was when it is repeated.

    Example: matchmaker import profiles members.jsonl --dry-run
    """
    from matchmaker.matching import service as matching
    from matchmaker.profiles.interchange import import_profiles

    rejected = rejected or file.with_name(f"{file.name}.rejected.jsonl")
    if rejected.resolve() == file.resolve():
        raise UsageError("The rejected file must be another one than the file to import.")
    with progress_bar(file.stat().st_size, "B") as bar:
        report = import_profiles(
            file, rejected, dry_run=dry_run, progress=lambda read: bar.update(read - bar.n)
        )
    if report.inserted or report.updated:
        matching.refresh_soon()
    click.echo(str(report))
    _tell_of_bad_rows(report, rejected)


def _tell_of_bad_rows(report: "ImportReport", rejected: Path) -> None:
    if report.unwritten:
        raise Refused(
            f"{report.rejected} rows were rejected, but not written: {rejected}: "
            f"{report.unwritten}. Name another place with --rejected and import again."
        )
    if report.rejected:
        raise Refused(f"{report.rejected} rows were rejected; see {rejected}.")
    if rejected.is_file():  # not removed: somebody may be correcting it
        click.echo(
            f"matchmaker: {rejected} is older than this import, which rejected nothing.", err=True
        )


@export_group.command("profiles")
@click.argument("file", type=NewFile())
@with_app()
def export_profiles_command(file: Path) -> None:
    """Write all profiles, contact data included, as JSON Lines, or CSV when FILE ends in .csv.

    The file is readable by its owner only (mode 0600).

    Example: matchmaker export profiles profiles.jsonl
    """
    from matchmaker.profiles.interchange import export_profiles

    with progress_bar(None, "profiles") as bar:
        count = export_profiles(file, progress=bar.update)
    click.echo(f"exported: {count}")
