"""Offices, users and tokens."""

import sys

import click

from matchmaker.accounts.roles import ROLES
from matchmaker.cli.application import with_app
from matchmaker.errors import Refused, UsageError


def add_to(main: click.Group) -> None:
    for group in (offices, users, tokens):
        main.add_command(group)


@click.group()
def offices() -> None:
    """Offices and their territories.

    Example: matchmaker offices create erzgebirge --name "Wirtschaftsförderung" --territory 094
    """


@offices.command("create")
@click.argument("slug")
@click.option("--name", required=True)
@click.option("--territory", required=True, help="For example 09456,083,state:SN,ags:14521")
@with_app()
def create_office_command(slug: str, name: str, territory: str) -> None:
    """Create an office for a territory; territories may overlap.

    Example: matchmaker offices create zwickau --name "Landkreis Zwickau" --territory 080,083
    """
    from matchmaker import audit
    from matchmaker.accounts.service import create_office
    from matchmaker.db import unit_of_work

    entries = [entry.strip() for entry in territory.split(",") if entry.strip()]
    with unit_of_work():
        create_office(slug, name, entries)
        audit.record("office.created", actor=audit.COMMAND, subject=f"office:{slug}")
    click.echo(f"created: {slug}")


@click.group()
def users() -> None:
    """Accounts.

    Example: matchmaker users create krause@kreis.example --role office --office erzgebirge
    """


@users.command("create")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--office", "office_slug", help="Slug of the office, for the role office.")
@click.option("--profile", "external_ids", multiple=True, help="external_id; may be repeated.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_app()
def create_user_command(
    email: str,
    role: str,
    office_slug: str | None,
    external_ids: tuple[str, ...],
    password_stdin: bool,
) -> None:
    """Create a confirmed account.

    Example: matchmaker users create jens@werkstatt.example --role member --profile k-17
    """
    from matchmaker import audit
    from matchmaker.accounts.service import create_user
    from matchmaker.db import unit_of_work
    from matchmaker.profiles.service import give_profiles

    if (role == "office") != (office_slug is not None):
        raise UsageError("--office belongs to the role office, and the role office needs it.")
    password = _read_password() if password_stdin else None
    with unit_of_work():
        user = create_user(email, role, password=password, office_slug=office_slug)
        give_profiles(external_ids, user)
        about = {"actor": audit.COMMAND, "subject": f"user:{user.id}"}
        audit.record("account.created", **about, role=role, profiles=len(external_ids))
    click.echo(f"created: {email}")


def _read_password() -> str:
    """Unseen, and asked for, where a person types it."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, err=True))
    try:
        return sys.stdin.buffer.readline().decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise Refused("The password is not UTF-8.") from None


@click.group()
def tokens() -> None:
    """Access tokens of the API.

    Example: matchmaker tokens create jens@werkstatt.example --scope read
    """


@tokens.command("create")
@click.argument("email")
@click.option("--scope", default="read", show_default=True, help="read or read,write")
@with_app()
def create_token_command(email: str, scope: str) -> None:
    """Print a new token once; only its digest is kept.

    Example: matchmaker tokens create jens@werkstatt.example --scope read,write
    """
    from matchmaker import audit
    from matchmaker.accounts.service import create_token, holder
    from matchmaker.db import unit_of_work

    scopes = [part.strip() for part in scope.split(",")]
    with unit_of_work():
        token = create_token(email, scopes)
        about = {"actor": audit.COMMAND, "subject": f"user:{holder(email).id}"}
        audit.record("token.created", **about, scopes=scopes)
    click.echo(token)


@tokens.command("end")
@click.argument("email")
@with_app()
def end_tokens_command(email: str) -> None:
    """Let no token of an account count any more, as when one got into the wrong hands.

    Example: matchmaker tokens end jens@werkstatt.example
    """
    from matchmaker import audit
    from matchmaker.accounts.service import end_tokens, holder
    from matchmaker.db import unit_of_work

    with unit_of_work():
        ended = end_tokens(email)
        about = {"actor": audit.COMMAND, "subject": f"user:{holder(email).id}"}
        audit.record("tokens.ended", **about, number=ended)
    click.echo(f"ended: {ended}")
