"""Measuring speed and fairness."""

import click

from matchmaker.cli.bench_fairness import fairness


def add_to(main: click.Group) -> None:
    main.add_command(bench)


@click.group(invoke_without_command=True)
@click.pass_context
def bench(context: click.Context) -> None:
    """Measure what the ranking does.

    Example: matchmaker bench fairness --json
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


bench.add_command(fairness)
