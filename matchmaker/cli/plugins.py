"""Scorers: which there are, which are in force, and whether one keeps the interface."""

from math import isnan
from pathlib import Path
from typing import Any

import click

from matchmaker.cli import echo_json
from matchmaker.cli.application import with_app
from matchmaker.errors import PluginProblem, Refused, UsageError


def add_to(main: click.Group) -> None:
    main.add_command(plugins)


@click.group()
def plugins() -> None:
    """Scorers: list, enable, disable, check.

    Example: matchmaker plugins enable shared_language --weight 0.1
    """


@plugins.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@with_app()
def list_command(as_json: bool) -> None:
    """Every plugin found, its state, weight and settings.

    Example: matchmaker plugins list --json
    """
    from matchmaker.matching.scorers import plugins_document

    document = plugins_document()
    if as_json:
        echo_json(document)
        return
    for plugin in document["plugins"]:
        line = f"{plugin['name']:<24} {plugin['state']:<9} {plugin['weight']:<6g}"
        click.echo(f"{line} {plugin['origin']}  {plugin['reason'] or ''}".rstrip())


def _no_nan(_context: Any, _option: Any, weight: float | None) -> float | None:
    if weight is not None and isnan(weight):  # which lies in every range
        raise click.BadParameter("nan is no number.")
    return weight


def _check_there(name: str) -> None:
    from matchmaker.matching.scorers import get_scorer

    try:
        get_scorer(name)
    except PluginProblem as problem:
        raise UsageError(problem.sentence) from None


@plugins.command("enable")
@click.argument("name")
@click.option("--weight", type=click.FloatRange(0, 1000, min_open=True), callback=_no_nan)
@click.option("--set", "assignments", multiple=True, help="key=value; may be repeated.")
@with_app()
def enable_command(name: str, weight: float | None, assignments: tuple[str, ...]) -> None:
    """Put a scorer into force, in every worker at once.

    Example: matchmaker plugins enable locality --weight 0.2 --set half_km=30
    """
    from matchmaker.matching.operation import enable

    _check_there(name)
    state = enable(name, weight, [_split(assignment) for assignment in assignments])
    click.echo(f"enabled: {state.name}, weight {state.weight:g}")


def _split(assignment: str) -> tuple[str, str]:
    key, separator, value = assignment.partition("=")
    if not separator:
        raise click.BadParameter(f"{assignment!r} is not of the form key=value")
    return key.strip(), value


@plugins.command("disable")
@click.argument("name")
@with_app()
def disable_command(name: str) -> None:
    """Take a scorer out of force, in every worker at once.

    Example: matchmaker plugins disable locality
    """
    from matchmaker.matching.operation import disable

    _check_there(name)
    click.echo(f"disabled: {disable(name).name}")


@plugins.command("check")
@click.argument("name_or_path")
@with_app()
def check_command(name_or_path: str) -> None:
    """Run the conformance kit on a plugin; a line for each check.

    Example: matchmaker plugins check plugins/shared_language.py
    """
    from matchmaker.matching.operation import check
    from matchmaker.scoring.testing import CHECKS

    results = check(_name_or_path(name_or_path))
    for result in results:
        mark = "passed" if result.passed else "FAILED"
        click.echo(f"{mark}  {result.name}  {result.sentence}".rstrip())
    failed = sum(not result.passed for result in results)
    if failed:
        left = len(CHECKS) - len(results)
        rest = f"; {left} more were not run, as the plugin hangs or ends its process"
        raise Refused(f"{failed} of {len(results)} checks failed{rest if left else ''}.")


def _name_or_path(text: str) -> Any:
    path = Path(text)
    return path if path.exists() and (path.suffix == ".py" or path.is_dir()) else text
