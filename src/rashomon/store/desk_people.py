"""Accounts, sessions and tokens of the people at the desk: small rows that change in place."""

from __future__ import annotations

import json
from dataclasses import asdict

from sqlalchemy import Connection, RowMapping, Table, delete, insert, select, update

from rashomon.store import desk_schema as d
from rashomon.store.desk_protocol import Group, Person, Session, Token


def people(connection: Connection) -> tuple[Person, ...]:
    """Every account, by name."""
    rows = connection.execute(select(d.people).order_by(d.people.c.name)).mappings()
    return tuple(_person(row) for row in rows)


def person(connection: Connection, name: str) -> Person | None:
    """One account."""
    row = connection.execute(select(d.people).where(d.people.c.name == name)).mappings().one_or_none()
    return _person(row) if row is not None else None


def put_person(connection: Connection, value: Person) -> None:
    """Adds or replaces an account; one that is not active any more has no session and no token."""
    connection.execute(delete(d.people).where(d.people.c.name == value.name))
    connection.execute(insert(d.people).values({**asdict(value), "groups": json.dumps(list(value.groups))}))
    if not value.active:
        end_sessions(connection, key=None, person=value.name)
        connection.execute(delete(d.tokens).where(d.tokens.c.person == value.name))


def _person(row: RowMapping) -> Person:
    return Person(**{**row, "groups": tuple(json.loads(row["groups"]))})


def open_session(connection: Connection, value: Session) -> None:
    """Keeps a session, and forgets those that have ended."""
    connection.execute(delete(d.sessions).where(d.sessions.c.ends_at < value.created_at))
    connection.execute(insert(d.sessions).values(asdict(value)))


def session(connection: Connection, key: str, *, now: str) -> Session | None:
    """A session that has not ended."""
    row = _live(connection, d.sessions, key, now)
    return Session(**row) if row is not None else None


def touch_session(connection: Connection, key: str, *, seen_at: str) -> None:
    """Notes that it is in use."""
    connection.execute(update(d.sessions).where(d.sessions.c.key == key).values(seen_at=seen_at))


def end_sessions(connection: Connection, *, key: str | None, person: str | None) -> int:
    """Ends one session, or all of a person's."""
    where = d.sessions.c.key == key if key is not None else d.sessions.c.person == person
    return connection.execute(delete(d.sessions).where(where)).rowcount


def put_token(connection: Connection, value: Token) -> None:
    """Keeps a token."""
    connection.execute(insert(d.tokens).values(asdict(value)))


def token(connection: Connection, key: str, *, now: str) -> Token | None:
    """A token that has not ended."""
    row = _live(connection, d.tokens, key, now)
    return Token(**row) if row is not None else None


def tokens(connection: Connection, owner: str) -> tuple[Token, ...]:
    """A person's tokens, oldest first."""
    query = select(d.tokens).where(d.tokens.c.person == owner).order_by(d.tokens.c.created_at, d.tokens.c.key)
    return tuple(Token(**row) for row in connection.execute(query).mappings())


def end_token(connection: Connection, key: str, *, owner: str) -> bool:
    """Takes a token back."""
    where = (d.tokens.c.key == key) & (d.tokens.c.person == owner)
    return connection.execute(delete(d.tokens).where(where)).rowcount > 0


def groups(connection: Connection) -> tuple[Group, ...]:
    """Groups of which more is known than their name."""
    rows = connection.execute(select(d.groups).order_by(d.groups.c.name)).mappings()
    return tuple(Group(**row) for row in rows)


def put_group(connection: Connection, value: Group) -> None:
    """Adds or replaces a group."""
    connection.execute(delete(d.groups).where(d.groups.c.name == value.name))
    connection.execute(insert(d.groups).values(asdict(value)))


def _live(connection: Connection, table: Table, key: str, now: str) -> RowMapping | None:
    row = connection.execute(select(table).where(table.c.key == key)).mappings().one_or_none()
    if row is None or (row["ends_at"] is not None and row["ends_at"] < now):
        return None
    return row
