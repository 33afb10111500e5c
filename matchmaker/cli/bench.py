"""Measuring speed and fairness."""

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
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def bench(
    context: click.Context, candidates: int, queries: int, baselines: bool, as_json: bool
) -> None:
    """Measure how fast the best 20 partners are found in an invented country, on one core.

    All default scorers rate in both directions; `exact` says whether the same partners were found
    as by rating and sorting everybody. Needs no database.

    Example: matchmaker bench --candidates 10000 --queries 50 --baselines
    """
    if context.invoked_subcommand is not None:
        return
    from matchmaker.speed.trial import trial

    document = trial(
        candidates,
        queries,
        baselines=baselines,
        watch=lambda names: progress_over(names, "engines"),
    )
    if as_json:
        echo_json(document)
    else:
        _echo(document)


def _echo(document: dict[str, Any]) -> None:
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


bench.add_command(fairness)
