"""Ranking and measuring."""

from math import inf
from pathlib import Path
from typing import Any

import click

from matchmaker.cli import echo_json, progress_over
from matchmaker.cli.application import with_app
from matchmaker.errors import Refused, UsageError

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


def add_to(main: click.Group) -> None:
    for command in (rank, explain, evaluate):
        main.add_command(command)


def parse_weights(_context: Any, _option: Any, text: str | None) -> dict[str, float]:
    """`a=2,b=0` as weights by name."""
    weights = {}
    for entry in filter(None, (text or "").split(",")):
        name, _, value = entry.partition("=")
        try:
            weights[name.strip()] = float(value)
        except ValueError:
            raise click.BadParameter(f"{entry!r} is not of the form name=number") from None
        if not 0 <= weights[name.strip()] < inf:  # also refuses NaN
            raise click.BadParameter(f"{entry!r}: a weight is a number of at least 0")
    return weights


weights_option = click.option(
    "--weights", callback=parse_weights, help="Other weights, as in text_similarity=2,locality=0"
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document.")


@click.command()
@click.argument("profile")
@click.option("--need", type=click.IntRange(1), help="Number of one need; by default all.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@weights_option
@json_option
@with_app(ranks=True)
def rank(
    profile: str, need: int | None, limit: int, weights: dict[str, float], as_json: bool
) -> None:
    """Rank partners for a profile, named by its external_id or slug.

    Example: matchmaker rank k-17 --limit 5 --weights locality=0
    """
    from matchmaker.matching.document import matches_document
    from matchmaker.matching.service import find_need, suggest
    from matchmaker.profiles.service import find_profile

    seeker = find_profile(profile)
    wanted = find_need(seeker, need)
    try:
        found = suggest(seeker, wanted, limit=limit, weights=weights, patient=True)
    except Refused as error:
        raise UsageError(error.sentence) from None
    for fault in found.notes:
        click.echo(f"matchmaker: {fault}", err=True)
    if as_json:
        echo_json(matches_document(found))
        return
    click.echo(f"{found.seeker.name}: {len(found.found)} of {found.candidates} candidates")
    for item in found.found:
        place = item.profile.place or "-"
        click.echo(f"{item.rank:>3}  {item.match.score:.3f}  {item.profile.name}, {place}")


@click.command()
@click.argument("seeker")
@click.argument("candidate")
@json_option
@with_app(ranks=True)
def explain(seeker: str, candidate: str, as_json: bool) -> None:
    """Explain one pair: every part in both directions.

    Example: matchmaker explain k-17 c-4 --json
    """
    from matchmaker.matching.document import match_document
    from matchmaker.matching.service import explain_pair
    from matchmaker.profiles.service import find_profile

    pair = explain_pair(find_profile(seeker), find_profile(candidate), patient=True)
    if as_json:
        echo_json(match_document(pair))
        return
    click.echo(f"{pair.profile.name}: {pair.match.score:.3f}")
    for part in pair.match.parts:
        click.echo(f"  {part.scorer:<20} {part.contribution:.3f}")
    for text in dict.fromkeys(reason.text for reason in pair.told):
        click.echo(f"    {text}")


@click.command()
@click.argument("profiles", type=EXISTING)
@click.argument("qrels", type=EXISTING)
@click.option("--scorers", help="Exactly these, as in text_similarity,locality")
@weights_option
@json_option
@with_app(ranks=True)
def evaluate(
    profiles: Path, qrels: Path, scorers: str | None, weights: dict[str, float], as_json: bool
) -> None:
    """Measure how well the scorers find judged partners in a throw-away pool.

    Example: matchmaker evaluate profiles.jsonl judgements.tsv --scorers text_similarity
    """
    from matchmaker.matching.trial import evaluate_files
    from matchmaker.scoring.faults import ScorerFault

    named = None if scorers is None else [name.strip() for name in scorers.split(",")]
    names = None if named is None else [name for name in named if name]
    if names == []:
        raise UsageError("--scorers needs at least one name.")
    faults: dict[str, ScorerFault] = {}

    figures = evaluate_files(
        profiles,
        qrels,
        names=names,
        weights=weights,
        on_fault=lambda fault: faults.update({fault.name: fault}),
        watch=lambda seekers: progress_over(seekers, "seekers"),
    )
    for fault in faults.values():
        click.echo(f"matchmaker: {fault.sentence}", err=True)
    if as_json:
        echo_json(figures)
        return
    _echo_figures(figures)


def _echo_figures(figures: dict[str, Any]) -> None:
    columns = {**figures["directions"], "overall": figures["overall"]}
    click.echo(f"{'':<22}" + "".join(f"{name:>12}" for name in columns))
    for figure in figures["overall"]:
        values = (column[figure] for column in columns.values())
        click.echo(f"{figure:<22}" + "".join(f"{_rounded(value):>12}" for value in values))
    named = ", ".join(f"{part['name']} ({part['weight']:g})" for part in figures["scorers"])
    click.echo(f"scorers: {named}")


def _rounded(value: float | None) -> str:
    return "-" if value is None else f"{value:g}" if value == int(value) else f"{value:.3f}"
