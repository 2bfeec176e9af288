"""What a desk is started with; frozen for its life."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rashomon.model.codebook import Codebook

#: Hosts that a local desk answers to: anything else may be a page that rebinds its name to this machine.
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Options:
    """How a desk runs.

    Args:
        team: accounts and passwords; else one person on this machine, let in by a one-time link.
        person: who decides at a local desk.
        hosts: names that it answers to, without port.
        secure: it is reached over TLS: cookies are bound to that.
        vendor: folder of the packages from npm, null where they were not built.
        codebook: the team's choices.
        max_upload: bytes of one request's files.
        idle_s: a session that nobody used for so long has ended.
        session_s: the longest life of a session.
        writes_per_minute: decisions of one person in a minute.
        fetches: whether addresses may be handed in.
        lock_after_s: an encrypted store locks when nobody asked for so long; 0 never.
        on_lock: called when it locks, and `on_unlock` with the passphrase when it is open again.
    """

    team: bool = False
    person: str = "local"
    hosts: tuple[str, ...] = LOOPBACK
    secure: bool = False
    vendor: Path | None = None
    codebook: Codebook = field(default_factory=Codebook)
    max_upload: int = 20_000_000
    idle_s: int = 8 * 3600
    session_s: int = 24 * 3600
    writes_per_minute: int = 240
    fetches: bool = True
    lock_after_s: float = 0.0
    on_lock: Callable[[], None] = field(default=lambda: None, repr=False)
    on_unlock: Callable[[str], None] = field(default=lambda _: None, repr=False)
