"""`rashomon people`: who works at a team's desk, with which role, and their tokens for the API."""

from __future__ import annotations

import secrets
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import click

from rashomon.cli import common
from rashomon.errors import NotFound, SettingsError
from rashomon.store.desk_protocol import ROLES, Group, Person, Role, Token

if TYPE_CHECKING:
    from rashomon.store.desk_protocol import DeskStore

_role = click.option("--role", type=click.Choice(ROLES), help="reader, coder, reviewer or admin.")
_group = click.option(
    "--group", "groups", multiple=True, metavar="NAME", help="A group that restricts incidents; repeatable."
)


@click.group(invoke_without_command=True, short_help="Accounts of a team's desk.")
@click.pass_context
@common.store_option
def people(ctx: click.Context, store: str | None) -> None:
    """Lists the accounts of a team's desk; the commands below add and change them."""
    ctx.obj = store
    if ctx.invoked_subcommand is None:
        with common.opened(common.settings_of(store=store)) as opened:
            found = cast("DeskStore", opened).people()
            hiding = {g.name for g in cast("DeskStore", opened).groups() if g.hides_witnesses}
        for person in found:
            factor = "second factor" if person.totp is not None else "password only"
            groups = f", groups {', '.join(person.groups)}" if person.groups else ""
            state = "" if person.active else ", closed"
            veiled = ", sees no witness's name" if person.role != "admin" and hiding & set(person.groups) else ""
            click.echo(f"{person.name}: {person.role}, {factor}{groups}{veiled}{state}")
        if not found:
            click.echo("Nobody yet. Type: rashomon people add NAME --role admin")


@people.command(short_help="Add an account.")
@click.argument("name")
@_role
@_group
@click.option("--display", metavar="TEXT", help="How others see the name.")
@click.option("--totp/--no-totp", default=True, help="A second factor; its key is printed once.")
@click.pass_obj
@common.store_option
def add(
    outer: str | None,
    name: str,
    role: str | None,
    groups: tuple[str, ...],
    display: str | None,
    totp: bool,
    store: str | None,
) -> None:
    """Adds an account; asks for the password, or reads it from the standard input."""
    from rashomon.review.access import now_text

    with common.opened(common.settings_of(store=store or outer), create=True) as opened:
        desk = cast("DeskStore", opened)
        if desk.person(name) is not None:
            raise SettingsError(f"{name} is there already", hint="`rashomon people change` changes an account")
        key = _new_key() if totp else None
        given = cast(Role, role or "reader")
        desk.put_person(Person(name, display or name, given, _password(), key, 0, True, groups, now_text()))
    click.echo(f"{name} may sign in as {given}")
    if key is not None:
        click.echo(f"second factor, for an authenticator app, shown this once:\n  {_uri(name, key)}")


@people.command(short_help="Change an account.")
@click.argument("name")
@_role
@_group
@click.option("--password", "new_password", is_flag=True, help="Ask for a new password.")
@click.option("--totp", "new_totp", is_flag=True, help="A new second factor.")
@click.option("--close", is_flag=True, help="No more signing in; sessions and tokens end.")
@click.option("--reopen", is_flag=True, help="Let them in again.")
@click.pass_obj
@common.store_option
def change(
    outer: str | None,
    name: str,
    role: str | None,
    groups: tuple[str, ...],
    new_password: bool,
    new_totp: bool,
    close: bool,
    reopen: bool,
    store: str | None,
) -> None:
    """Changes role, groups, password or second factor; what they decided stays under their name."""
    with common.opened(common.settings_of(store=store or outer)) as opened:
        desk = cast("DeskStore", opened)
        person = _known(desk, name)
        key = _new_key() if new_totp else person.totp
        changed = replace(
            person,
            role=cast(Role, role or person.role),
            groups=groups or person.groups,
            password=_password() if new_password else person.password,
            totp=key,
            active=reopen or (person.active and not close),
        )
        desk.put_person(changed)
        if new_password or new_totp:
            desk.end_sessions(person=name)
    click.echo(f"{name}: {changed.role}{'' if changed.active else ', closed'}")
    if new_totp and key is not None:
        click.echo(f"second factor, shown this once:\n  {_uri(name, key)}")


@people.command(short_help="Say what a group may see.")
@click.argument("name")
@click.option("--hide-witnesses/--show-witnesses", default=None, help="Whether members see witnesses' names.")
@click.pass_obj
@common.store_option
def group(outer: str | None, name: str, hide_witnesses: bool | None, store: str | None) -> None:
    """Says whether members of the group NAME see a label in the place of every witness's name; an admin sees all."""
    with common.opened(common.settings_of(store=store or outer)) as opened:
        desk = cast("DeskStore", opened)
        known = {g.name: g for g in desk.groups()}
        found = known.get(name, Group(name, hides_witnesses=False))
        if hide_witnesses is not None:
            found = Group(name, hide_witnesses)
            desk.put_group(found)
        members = [p.name for p in desk.people() if name in p.groups]
    click.echo(f"{name}: members see {'labels for witnesses' if found.hides_witnesses else 'witnesses by name'}")
    click.echo(f"members: {', '.join(members) or 'nobody yet'}")


@people.command(short_help="Give a token for the API.")
@click.argument("name")
@click.option("--label", required=True, metavar="TEXT", help="What it is for.")
@click.option("--role", type=click.Choice(ROLES), default="reader", show_default=True, help="The most that it may do.")
@click.option("--days", type=click.IntRange(1, 3650), default=90, show_default=True, help="How long it is good.")
@click.pass_obj
@common.store_option
def token(outer: str | None, name: str, label: str, role: str, days: int, store: str | None) -> None:
    """Prints a token, once; the store keeps its hash. A local desk takes tokens of any name."""
    from rashomon.review.access import digest, now_text

    secret = "rt_" + secrets.token_urlsafe(32)
    with common.opened(common.settings_of(store=store or outer)) as opened:
        desk = cast("DeskStore", opened)
        if desk.people():
            _known(desk, name)
        made = Token(digest(secret), name, label, cast(Role, role), now_text(), now_text(days * 86_400))
        desk.put_token(made)
    click.echo(secret)


@people.command(short_help="Take a token back.")
@click.argument("name")
@click.argument("label")
@click.pass_obj
@common.store_option
def revoke(outer: str | None, name: str, label: str, store: str | None) -> None:
    """Ends every token of NAME with this label."""
    with common.opened(common.settings_of(store=store or outer)) as opened:
        desk = cast("DeskStore", opened)
        ended = [t for t in desk.tokens(name) if t.label == label and desk.end_token(t.key, person=name)]
        if not ended:
            raise NotFound(f"{name} has no token {label!r}", hint="the help page of the desk lists one's own")
    click.echo(f"{common.plural(len(ended), 'token')} ended")


def _known(desk: DeskStore, name: str) -> Person:
    person = desk.person(name)
    if person is None:
        raise NotFound(f"nobody is called {name!r}", hint="`rashomon people` lists who is")
    return person


def _password() -> str:
    from rashomon.review.access import hash_password

    if sys.stdin.isatty():
        text = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        text = sys.stdin.readline().rstrip("\n")
    try:
        return hash_password(text)
    except ValueError as error:
        raise SettingsError(
            str(error), hint="choose a longer one: a few words that nobody else would put together"
        ) from error


def _new_key() -> str:
    import pyotp

    return pyotp.random_base32()


def _uri(name: str, key: str) -> str:
    import pyotp

    return pyotp.TOTP(key).provisioning_uri(name=name, issuer_name="rashomon")
