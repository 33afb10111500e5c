"""The command line: each command a few lines, the work in the slices.

Errors go to standard error. Exit status 0 done, 1 refused content, 2 wrong usage.
"""

import os
import sqlite3
import sys
from collections.abc import Iterable
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from matchmaker import __version__, space
from matchmaker.errors import MatchmakerError
from matchmaker.garbage import collect_rarely


class Commands(click.Group):
    """Tells our errors in one sentence and ends with the exit status they name."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        if isinstance(sys.stdout, TextIOWrapper):  # what the terminal does not know is a "?"
            sys.stdout.reconfigure(errors="replace")
        return super().main(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MatchmakerError as error:
            sentence, code = error.sentence, error.exit_code
        except BrokenPipeError:
            raise  # whoever reads our output has enough; click ends quietly
        except OSError as error:
            sentence, code = f"{error.filename or 'System'}: {error.strerror or error}.", 1
        except (DBAPIError, sqlite3.Error) as error:
            cause = _first_line(getattr(error, "orig", error))
            why = f"the disk is full ({cause})" if space.is_lacking(error) else cause
            sentence, code = f"The database cannot be used: {why}.", 1
        click.echo(f"matchmaker: {sentence}", err=True)
        return ctx.exit(code)


def _first_line(error: object) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")


class NewFile(click.Path):
    """A file to be written, whose folder must be there; or a pipe or device, unless `regular`."""

    def __init__(self, *, regular: bool = False) -> None:
        super().__init__(dir_okay=False, writable=True, path_type=Path)
        self.regular = regular

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        if not value:  # as of a variable that is not set; it would be the folder we are in
            self.fail("A name of a file is missing.", param, ctx)
        path = Path(super().convert(value, param, ctx))  # type: ignore[arg-type]
        if path.exists() and not path.is_file():
            if self.regular:
                self.fail(f"{str(path)!r} is a pipe or device, not a file.", param, ctx)
        elif not os.access(Path(os.path.realpath(path)).parent, os.W_OK):
            self.fail(f"The folder of {str(path)!r} does not exist or is not writable.", param, ctx)
        return path


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="matchmaker %(version)s")
def main() -> None:
    """Augenhöhe: brings small firms and creative professionals together as equals.

    Example: matchmaker import profiles members.jsonl
    """
    os.umask(0o077)  # what an installation writes is for its own account alone
    # Before numpy is loaded: our matrices are small, and threads that wait for each other take the
    # cores from other requests. docs/decisions/054 has the figures.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    collect_rarely()


def echo_json(document: Any) -> None:
    """One JSON document to standard output and nothing else."""
    import json

    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    click.echo(text.encode())  # JSON is UTF-8, whatever the terminal is


def progress_bar(total: int | None, unit: str) -> Any:
    """A progress bar on standard error when that is a terminal, silent otherwise."""
    from tqdm import tqdm

    return tqdm(total=total, unit=unit, unit_scale=True, disable=not sys.stderr.isatty())


def progress_over(items: Iterable[Any], unit: str, *, delay: float = 0) -> Iterable[Any]:
    """The items, with a progress bar while they are taken, if that takes `delay` seconds."""
    from tqdm import tqdm

    return tqdm(items, unit=unit, delay=delay, disable=not sys.stderr.isatty())


from matchmaker.cli import accounts, bench, data, installation, plugins, ranking  # noqa: E402

for commands in (installation, data, ranking, plugins, accounts, bench):
    commands.add_to(main)
