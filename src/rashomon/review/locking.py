"""Locks the desk of an encrypted store when nobody asks for a while, and opens it again in place.

The key leaves the memory with the lock; sessions stay, so that whoever unlocks goes on where they were. What a
browser shows is covered by its page's own clock (`desk.js`), which asks whether the desk is locked.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from rashomon.errors import StoreLocked
from rashomon.review.access import Limiter, Sessions
from rashomon.review.veil import Veils
from rashomon.store.desk_protocol import DeskStore


class Locker:
    """Locks and unlocks one desk.

    Args:
        after_s: seconds without a question after which it locks; 0: never by itself.
        closed: called when it locked, and `opened` with the passphrase when it is open again: for the worker.
    """

    def __init__(
        self,
        store: DeskStore,
        sessions: Sessions,
        veils: Veils,
        *,
        after_s: float,
        closed: Callable[[], None],
        opened: Callable[[str], None],
    ) -> None:
        self._store, self._sessions, self._veils = store, sessions, veils
        self.after_s = after_s if store.encrypted else 0.0
        self._closed, self._opened = closed, opened
        self._one = threading.Lock()
        self.tries = Limiter(tries=5, window_s=300.0)

    @property
    def locked(self) -> bool:
        """Whether the passphrase is asked for."""
        return self._store.locked

    def lock(self) -> None:
        """Locks now.

        Raises:
            StoreLocked: the store is not encrypted, so that a lock would lock nothing.
        """
        if not self._store.encrypted:
            raise StoreLocked("a plain store can't be locked", hint="`rashomon encrypt` encrypts it")
        with self._one:
            self._closed()
            self._store.lock()
            self._veils.forget()

    def unlock(self, passphrase: str) -> None:
        """Opens it again.

        Raises:
            StoreLocked: it is another passphrase.
        """
        with self._one:
            if self._store.locked:
                self._store.unlock(passphrase)
                self._sessions.asked_at = time.monotonic()
                self._opened(passphrase)

    def lock_if_idle(self) -> bool:
        """Locks if nobody asked for long enough; whether it did."""
        idle = time.monotonic() - self._sessions.asked_at
        if not self.after_s or self.locked or idle <= self.after_s:
            return False
        self.lock()
        return True
