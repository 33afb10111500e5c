"""Measuring speed and fairness."""

from collections.abc import Iterator
from typing import Any

import click

from matchmaker.cli import echo_json, progress_over
from matchmaker.cli.bench_fairness import fairness


def add_to(main: click.Group) -> None:
    main.add_command(bench)


@click.group(invoke_without_command=True)
@click.option("--candidates", type=click.IntRange(20, 2_000_000), default=10_000, show_default=True)
@click.option("--queries", type=click.IntRange(1, 10_000), default=50, show_default=True)
@click.option(
    "--baselines", is_flag=True, help="Straightforward ways beside ours, in the same run."
)
@click.option(
    "--all-pairs",
    type=click.IntRange(1, 100_000),
    metavar="SEEKERS",
    help="Rank everybody for so many seekers on all cores too; not with --json.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document, of the engines alone.")
@click.pass_context
def bench(
    context: click.Context,
    candidates: int,
    queries: int,
    baselines: bool,
    all_pairs: int | None,
    as_json: bool,
) -> None:
    """Measure how fast the best 20 partners are found in an invented country, on one core.

    All default scorers rate in both directions; `exact` says whether the same partners were found
    as by rating and sorting everybody. Tells as well how soon a change counts and what a further
    worker takes in memory; at 244,000 candidates, which goals are reached. Needs no database.

    Example: matchmaker bench --candidates 10000 --queries 50 --baselines --all-pairs 500
    """
    if context.invoked_subcommand is not None:
        return
    if as_json and all_pairs:
        raise click.UsageError("--json tells of the engines alone; leave out --all-pairs.")
    from matchmaker.speed.trial import trial

    document = trial(
        candidates,
        queries,
        baselines=baselines,
        service=not as_json,
        pairs=all_pairs,
        watch=lambda names: progress_over(names, "engines"),
    )
    if as_json:
        echo_json(document)
        return
    from matchmaker.speed import goals

    _echo_engines(document)
    for line in of_service(document["service"]):
        click.echo(line)
    for line in goals.lines(goals.SEARCH, candidates, goals.of_search(document)):
        click.echo(line)


def _echo_engines(document: dict[str, Any]) -> None:
    engines = document["engines"]
    click.echo(f"{document['candidates']} candidates, {document['queries']} distinct seekers")
    click.echo(
        f"{'':<30}{'p50 ms':>10}{'p95 ms':>10}{'ratio':>8}{'open s':>8}{'peak MB':>9}  exact"
    )
    for engine in engines:
        ratio, exact = engine["p50_ms"] / engines[0]["p50_ms"], "yes" if engine["exact"] else "no"
        click.echo(
            f"{engine['name']:<30}{engine['p50_ms']:>10.2f}{engine['p95_ms']:>10.2f}{ratio:>8.1f}"
            f"{engine['open_s']:>8.2f}{engine['peak_mb']:>9.0f}  {exact}"
        )
    first = engines[0]
    click.echo(f"index built in {first['build_s']:.1f} s, {first['index_mb']:.0f} MB")


def of_service(figures: dict[str, Any]) -> Iterator[str]:
    yield f"memory to build: {figures['build_peak_mb']:.0f} MB at most"
    yield (
        f"update: a changed profile counts after {figures['learn_p50_ms']:.1f} ms (p95 "
        f"{figures['learn_p95_ms']:.1f}), with the first ranking {figures['ranked_p50_ms']:.1f} ms "
        f"(p95 {figures['ranked_p95_ms']:.1f})"
    )
    if figures["private_mb"] is not None:
        yield (
            f"a further worker after 20 rankings: {figures['private_mb']:.0f} MB of its own; "
            f"{figures['alone_mb']:.0f} MB where nothing was loaded before it was forked"
        )
    if "everybody_s" in figures:
        yield (
            f"all pairs: everybody ranked for {figures['pairs_seekers']:,} seekers in "
            f"{figures['pairs_s']:.1f} s by {figures['pairs_cores']} processes; for "
            f"{figures['everybody']:,} {figures['everybody_s']:,.0f} s, extrapolated"
        )


bench.add_command(fairness)
