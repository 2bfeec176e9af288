"""Who is asking, and what they may do: roles, the secrets of a session, and how often somebody may try.

A secret leaves this module once, to its owner; what is kept is its SHA-256. Passwords are argon2id.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from rashomon.store.desk_protocol import ROLES, DeskStore, Person, Role, Session

#: OWASP's second choice for argon2id (19 MiB, 2 passes, 1 lane): 30 ms on a 2024 core, bearable for a small machine.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
#: Verified when there is no such account, so that a wrong name takes as long as a wrong password.
_NOBODY = _HASHER.hash(secrets.token_hex(8))
#: Tries in `_WINDOW_S` before a name, or an address, has to wait.
TRIES = 5
_WINDOW_S = 300.0
#: A shorter password falls to a list of common ones (NIST SP 800-63B asks for 8 at least, 15 where it stands alone).
SHORTEST_PASSWORD = 12


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is asking.

    Args:
        csrf: what forms of this session must carry, empty for a token of the API.
        groups: whose restricted incidents they may see; null means all.
        veiled: a group of theirs hides witnesses from its members.
    """

    name: str
    display: str
    role: Role
    csrf: str
    groups: tuple[str, ...] | None = None
    veiled: bool = False

    def may(self, role: Role) -> bool:
        """Whether they may do what `role` may."""
        return ROLES.index(self.role) >= ROLES.index(role)


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def csrf_of(secret: str) -> str:
    """The form token of a session: known only to who knows its cookie."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def now_text(offset_s: float = 0.0) -> str:
    """UTC, to the second."""
    return (datetime.now(UTC) + timedelta(seconds=offset_s)).isoformat(timespec="seconds")


def hash_password(password: str) -> str:
    """The argon2id hash of a password.

    Raises:
        ValueError: it is too short.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise ValueError(f"a password has {SHORTEST_PASSWORD} signs at least")
    return _HASHER.hash(password)


def check_password(person: Person | None, password: str) -> bool:
    """Whether it is theirs; takes as long for nobody."""
    kept = person.password if person is not None else _NOBODY
    try:
        _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
    return person is not None


def check_totp(person: Person, code: str, *, at: float | None = None) -> int | None:
    """The time step of a right code, null for a wrong one or one that was used before."""
    if person.totp is None:
        return None
    clock = pyotp.TOTP(person.totp)
    step = int((time.time() if at is None else at) // clock.interval)
    given = "".join(code.split())
    for candidate in (step, step - 1, step + 1):
        if candidate > person.totp_step and hmac.compare_digest(clock.generate_otp(candidate), given):
            return candidate
    return None


class Limiter:
    """Counts tries by key in a sliding window; in memory, for one process."""

    def __init__(self, *, tries: int, window_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._tries, self._window, self._clock = tries, window_s, clock
        self._seen: dict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def wait_s(self, key: str) -> float:
        """Seconds until the key may try again, 0 if it may."""
        with self._lock:
            seen = self._fresh(key)
            return 0.0 if len(seen) < self._tries else self._window - (self._clock() - seen[0])

    def note(self, key: str) -> None:
        """Counts a try."""
        with self._lock:
            self._fresh(key).append(self._clock())
            if len(self._seen) > 10_000:  # keys of an attacker's making don't fill the memory
                for old in [k for k in self._seen if not self._fresh(k)]:
                    del self._seen[old]

    def forget(self, key: str) -> None:
        """Starts anew for a key."""
        with self._lock:
            self._seen.pop(key, None)

    def _fresh(self, key: str) -> deque[float]:
        seen = self._seen[key]
        while seen and self._clock() - seen[0] >= self._window:
            seen.popleft()
        return seen


class Sessions:
    """Opens and knows sessions: a local desk's in memory, a team's in the store."""

    def __init__(self, store: DeskStore, *, team: bool, person: str, idle_s: int, session_s: int) -> None:
        self._store, self._team, self._person = store, team, person
        self._idle_s, self._session_s = idle_s, session_s
        self._local: dict[str, Session] = {}
        self._entry = None if team else digest_of_new()
        self.asked_at = time.monotonic()

    def entry(self) -> str | None:
        """The one-time key of a local desk, null once it was used."""
        return self._entry

    def enter(self, key: str) -> str | None:
        """A new session's secret for the one-time key; the key is spent."""
        if self._entry is None or not hmac.compare_digest(self._entry.encode(), key.encode()):
            return None
        self._entry = None
        return self.open(self._person)

    def new_entry(self) -> str:
        """Another one-time key: whoever holds the terminal may let themselves in again."""
        self._entry = digest_of_new()
        return self._entry

    def open(self, person: str) -> str:
        """A new session; never one that the browser brought along."""
        secret = secrets.token_urlsafe(32)
        made = Session(digest(secret), person, now_text(), now_text(), now_text(self._session_s))
        if self._team:
            self._store.open_session(made)
        else:
            self._local[made.key] = made
        return secret

    def visitor(self, secret: str | None) -> Visitor | None:
        """Who holds this secret."""
        if not secret:
            return None
        key, now = digest(secret), now_text()
        session = self._store.session(key, now=now) if self._team else self._local.get(key)
        if session is None or session.ends_at < now:
            return None
        if session.seen_at < now_text(-self._idle_s):
            self.close(secret)
            return None
        self._touch(session, now)
        self.asked_at = time.monotonic()
        if not self._team:
            return Visitor(session.person, session.person, "admin", csrf_of(secret))
        person = self._store.person(session.person)
        if person is None or not person.active:
            return None
        return visitor_of(person, csrf=csrf_of(secret), hiding=self._hiding())

    def _hiding(self) -> frozenset[str]:
        return frozenset(g.name for g in self._store.groups() if g.hides_witnesses)

    def _touch(self, session: Session, now: str) -> None:
        if session.seen_at >= now_text(-60):
            return
        if self._team:
            self._store.touch_session(session.key, seen_at=now)
        else:
            self._local[session.key] = replace(session, seen_at=now)

    def close(self, secret: str) -> None:
        """Ends a session."""
        self._local.pop(digest(secret), None)
        if self._team:
            self._store.end_sessions(key=digest(secret))

    def by_token(self, secret: str) -> Visitor | None:
        """Who a token of the API stands for; never with more than its own role."""
        token = self._store.token(digest(secret), now=now_text())
        if token is None:
            return None
        if not self._team:
            return Visitor(token.person, token.person, token.role, "")
        person = self._store.person(token.person)
        if person is None or not person.active:
            return None
        lesser = min(person.role, token.role, key=ROLES.index)
        return replace(visitor_of(person, csrf="", hiding=self._hiding()), role=lesser)


def visitor_of(person: Person, *, csrf: str, hiding: frozenset[str]) -> Visitor:
    """An account as a visitor; `hiding` are the groups whose members see no witness. An admin sees all."""
    groups = None if person.role == "admin" else person.groups
    veiled = groups is not None and bool(hiding & set(groups))
    return Visitor(person.name, person.display, person.role, csrf, groups, veiled)


def digest_of_new() -> str:
    """A new key that nobody can guess."""
    return secrets.token_urlsafe(24)


def sign_in_limits() -> Limiter:
    """How often a name or an address may try to sign in."""
    return Limiter(tries=TRIES, window_s=_WINDOW_S)
