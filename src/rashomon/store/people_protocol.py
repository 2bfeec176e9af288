"""What the desk asks of a store about people: accounts, groups, sessions and tokens, the rows that change in place."""

from __future__ import annotations

from typing import Protocol

from rashomon.store.desk_values import Group, Person, Session, Token


class PeopleStore(Protocol):
    """The people of a team and how they are signed in."""

    def people(self) -> tuple[Person, ...]:
        """Every account, by name."""
        ...

    def person(self, name: str) -> Person | None:
        """One account."""
        ...

    def put_person(self, person: Person) -> None:
        """Adds an account or replaces it; sessions of one that is not active any more end."""
        ...

    def groups(self) -> tuple[Group, ...]:
        """Groups of which more is known than their name."""
        ...

    def put_group(self, group: Group) -> None:
        """Adds a group or replaces it."""
        ...

    def open_session(self, session: Session) -> None:
        """Keeps a session."""
        ...

    def session(self, key: str, *, now: str) -> Session | None:
        """A session that has not ended."""
        ...

    def touch_session(self, key: str, *, seen_at: str) -> None:
        """Notes that it is in use."""
        ...

    def end_sessions(self, *, key: str | None = None, person: str | None = None) -> int:
        """Ends one session, or all of a person's."""
        ...

    def put_token(self, token: Token) -> None:
        """Keeps a token."""
        ...

    def token(self, key: str, *, now: str) -> Token | None:
        """A token that has not ended."""
        ...

    def tokens(self, person: str) -> tuple[Token, ...]:
        """A person's tokens."""
        ...

    def end_token(self, key: str, *, person: str) -> bool:
        """Takes a token back."""
        ...
