"""A store encrypted at rest: SQLCipher's format, so that its own tools open the file with the same passphrase.

The key is derived once when a store is opened, with SQLCipher 4's own parameters, and never written. The file, its
write-ahead log and its backups hold nothing that can be read without it; what runs holds the key in memory.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rashomon.errors import StoreLocked

#: SQLCipher 4's defaults: PBKDF2 with HMAC-SHA-512 and 256,000 rounds, a 256 bit key, a salt in the file's first bytes.
_ROUNDS, _KEY_BYTES, _SALT_BYTES = 256_000, 32, 16
#: SQLCipher 4's page; a store is made of whole ones.
_PAGE = 4096
_PLAIN = b"SQLite format 3\x00"
#: Less falls to guessing, whatever the rounds.
SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Key:
    """The key of one file, as SQLCipher takes it."""

    pragma: str = field(repr=False)


def is_encrypted(path: Path) -> bool:
    """Whether a file may be an encrypted store: whole pages, and no plain database; nothing more shows without the key."""
    if not path.is_file() or path.stat().st_size % _PAGE:
        return False
    with path.open("rb") as file:
        head = file.read(len(_PLAIN))
    return len(head) == len(_PLAIN) and head != _PLAIN


def key_of(path: Path, passphrase: str) -> Key:
    """The key of a file under a passphrase; a new file gets a new salt.

    Raises:
        StoreLocked: the passphrase of a new store is too short.
    """
    if is_encrypted(path):
        with path.open("rb") as file:
            salt = file.read(_SALT_BYTES)
    elif len(passphrase) < SHORTEST:
        raise StoreLocked(
            f"a passphrase has {SHORTEST} signs at least", hint="a few words that nobody would put together"
        )
    else:
        salt = secrets.token_bytes(_SALT_BYTES)
    key = hashlib.pbkdf2_hmac("sha512", passphrase.encode(), salt, _ROUNDS, _KEY_BYTES)
    return Key(f"x'{key.hex()}{salt.hex()}'")


def connect(path: Path, key: Key, *, timeout: float) -> Any:
    """A connection to an encrypted file; temporary tables stay in memory."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(path), timeout=timeout, check_same_thread=False)
    connection.execute(f'PRAGMA key = "{key.pragma}"').close()
    connection.execute("PRAGMA temp_store = MEMORY").close()
    return connection


def plain_or_encrypted(path: Path, passphrase: str | None) -> Any:
    """A connection to a file as it is; `OperationalError` of it is the driver's."""
    if passphrase is None:
        return sqlite3.connect(path)
    return connect(path, key_of(path, passphrase), timeout=2)


def encrypt(source: Path, target: Path, passphrase: str) -> None:
    """Writes an encrypted copy of a plain store; the caller verifies it and deals with the plain one."""
    from sqlcipher3 import dbapi2

    key = key_of(target, passphrase)
    with closing(dbapi2.connect(str(source))) as connection:
        _copy(connection, target, key.pragma)


def decrypt(source: Path, target: Path, passphrase: str) -> None:
    """Writes a plain copy of an encrypted store; the caller verifies it."""
    with closing(connect(source, key_of(source, passphrase), timeout=2)) as connection:
        _copy(connection, target, "")


def _copy(connection: Any, target: Path, key: str) -> None:
    """The whole database to another file, under another key or none."""
    head = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")}
    connection.execute(f'ATTACH DATABASE ? AS copy KEY "{key}"', (str(target),))
    connection.execute("SELECT sqlcipher_export('copy')")
    for name, value in head.items():
        connection.execute(f"PRAGMA copy.{name} = {int(value)}")
    connection.commit()
    connection.execute("DETACH DATABASE copy")
