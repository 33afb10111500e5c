"""The installation itself: set up, serve, back up."""

import logging
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask import current_app

from matchmaker.cli import NewFile
from matchmaker.cli.application import app_context, check_scorers, with_app
from matchmaker.config import Settings, load_settings
from matchmaker.errors import Refused


def add_to(main: click.Group) -> None:
    for command in (init, demo, serve, worker, backup, restore):
        main.add_command(command)


@click.command()
@click.option("--municipalities", type=click.Path(exists=True, dir_okay=False))
@with_app()
def init(municipalities: str | None) -> None:
    """Create or upgrade the database; read the official municipalities when given.

    Safe to repeat.

    Example: matchmaker init --municipalities gemeinden.csv
    """
    from matchmaker.accounts.territory import load_municipalities
    from matchmaker.db import unit_of_work

    if municipalities:
        with unit_of_work():
            click.echo(f"municipalities: {load_municipalities(municipalities)}")
    click.echo("ready")


@click.command()
@with_app()
def demo() -> None:
    """Load the invented demo region into an empty database.

    Example: matchmaker demo
    """
    from matchmaker.demo import load_demo

    click.echo(f"loaded: {load_demo()} invented profiles")


@click.command()
@click.option("--no-jobs", is_flag=True, help="Web server only; run `matchmaker worker` beside.")
@click.option("--with-demo", is_flag=True, help="Load the demo region when the database is empty.")
def serve(no_jobs: bool, with_demo: bool) -> None:
    """Run the web server, with the background jobs as a child process.

    Example: matchmaker serve
    """
    from contextlib import nullcontext

    from matchmaker import logs, server

    logs.configure(readable=sys.stderr.isatty())
    settings = load_settings()
    listening = server.listen(settings)  # before anything that takes time: nobody is refused
    from matchmaker.cli.start import start

    app, settings = start(settings, with_demo=with_demo)
    with nullcontext() if no_jobs else server.job_process():
        server.serve(app, settings, listening)


@click.command()
@click.option("--with-parent", is_flag=True, hidden=True)
def worker(with_parent: bool) -> None:
    """Run the background jobs and their schedule alone.

    Example: matchmaker worker
    """
    from matchmaker import create_app, jobs, logs, server
    from matchmaker.db import upgrade_database
    from matchmaker.scoring.storage.fitting import GIVES_WAY

    person = with_parent and sys.stderr.isatty()
    # Jobs that went well, one a minute, would push the address and the sign-ins out of sight.
    logs.configure(readable=person, level=logging.WARNING if person else logging.INFO)
    os.nice(GIVES_WAY)
    if with_parent:
        server.stop_with_parent()
    settings = load_settings()
    app = create_app(settings)
    with app.app_context():
        upgrade_database()
        check_scorers(settings)
    jobs.work(app, settings.instance)


@click.command()
@click.argument("file", type=NewFile(regular=True))
@with_app()
def backup(file: Path) -> None:
    """Write everything into one file (mode 0600), while the service runs.

    Example: matchmaker backup augenhoehe.zip
    """
    from matchmaker.backup import write_backup

    rows = write_backup(file, current_app.config["SETTINGS"].instance)
    click.echo(f"backed up: {rows} rows")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_app(upgraded=False)
def restore(file: Path) -> None:
    """Fill an empty instance from a backup.

    Copy the erasures.log of the old instance into the new one before: whoever is named there has
    been erased since the backup, and is erased again.

    Example: MATCHMAKER_INSTANCE=/srv/new matchmaker restore augenhoehe.zip
    """
    from matchmaker import half_restored
    from matchmaker.backup import restore_backup
    from matchmaker.db import unit_of_work
    from matchmaker.jobs import only_worker
    from matchmaker.rights.service import erase_again

    settings = current_app.config["SETTINGS"]
    _check_settings(file, settings)
    with only_worker(settings.instance):
        rows = restore_backup(file, settings.instance)
        click.echo(f"restored: {rows} rows")
        # Anew, since only the key that came with the backup tells who is on the list.
        with app_context(), unit_of_work():
            erased = erase_again()
        half_restored.finish(settings.instance)
    if erased:
        click.echo(f"erased again, as erasures.log says: {erased}")


def _check_settings(file: Path, settings: Settings) -> None:
    """Raises Refused where the service would then look for its data in another database, or run
    what nobody here has looked at."""
    from matchmaker.archived_settings import archived_settings, is_plain

    ours = settings.instance / "config.py"
    with TemporaryDirectory() as folder:
        config = Path(folder) / "config.py"
        config.write_bytes(archived_settings(file))
        if ours.exists() and ours.read_bytes() == config.read_bytes():
            return
        if not is_plain(config):
            raise Refused(
                f"The config.py in {file} does more than give values to settings, and would be "
                "run. Look at that file, and put it into the instance first."
            )
        then = load_settings(instance=folder)
    if then.database_url != settings.database_url:
        raise Refused(
            f"The config.py in {file} names another database than the one that would be filled. "
            "Put that file into the instance first, or set MATCHMAKER_DATABASE_URL."
        )
