"""Ways to spread attention, compared."""

from pathlib import Path
from typing import Any

import click

from matchmaker.cli import echo_json, progress_over
from matchmaker.cli.application import with_app

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
COLUMNS = (
    ("matches_by_rank", "matches 1/r", ".1f"),
    ("times_harmonic_by_rank", "times", ".2f"),
    ("matches_by_log_rank", "1/log2", ".1f"),
    ("times_harmonic_by_log_rank", "times", ".3f"),
    ("exposure_gini", "Gini", ".2f"),
    ("coverage_at_10", "cover@10", ".2f"),
    ("congestion_at_10", "crowd@10", ".1f"),
)


@click.command()
@click.argument("profiles", type=FILE, required=False)
@click.argument("qrels", type=FILE, required=False)
@click.option("--seeds", type=click.IntRange(1, 50), default=3, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@with_app()
def fairness(profiles: Path | None, qrels: Path | None, seeds: int, as_json: bool) -> None:
    """Compare ways to spread attention: on made-up markets and graded beds, on the demo region,
    and on PROFILES with the judgements QRELS when they are given.

    Example: matchmaker bench fairness profiles.jsonl judgements.tsv --json
    """
    from matchmaker.demo.service import FILES, FOLDER
    from matchmaker.matching import fairness_bench as trial

    document: dict[str, Any] = {
        "markets": trial.markets(seeds, lambda cases: progress_over(cases, "markets")),
        "beds": trial.beds(lambda names: progress_over(names, "beds")),
        "demo": trial.given([FOLDER / name for name in FILES]),
    }
    if profiles is not None:
        document["given"] = trial.given([profiles], qrels)
    if as_json:
        echo_json(document)
        return
    _echo(document)


def _echo(document: dict[str, Any]) -> None:
    for market in document["markets"]:
        n, m = market["size"]
        _echo_ways(f"{n} x {m}, popularity skew {market['skew']:g}", market["ways"])
    for name in ("demo", "given"):
        if name in document:
            n, m = document[name]["size"]
            _echo_ways(f"{name}: {n} firms, {m} creatives", document[name]["ways"])
    judged = [document["given"]["judged"]] if "judged" in document.get("given", {}) else []
    for bed in [*document["beds"], *judged]:
        _echo_losses(bed)


def _echo_ways(title: str, ways: dict[str, dict[str, float]]) -> None:
    click.echo(f"\n{title:<34}" + "".join(f"{label:>12}" for _, label, _ in COLUMNS))
    for way, figures in ways.items():
        cells = (f"{figures[name]:>12{form}}" for name, _, form in COLUMNS)
        click.echo(f"  {way:<32}" + "".join(cells))


def _echo_losses(bed: dict[str, Any]) -> None:
    name = bed.get("bed", "given judgements")
    click.echo(f"\n{name}: nDCG@10 {bed['ndcg_at_10']:.3f} of {bed['seekers']} seekers; loss")
    for way, lost in bed["ways"].items():
        low, high = lost["low"], lost["high"]
        click.echo(f"  {way:<32}{lost['loss']:>+9.4f}  [{low:+.4f}, {high:+.4f}]")
