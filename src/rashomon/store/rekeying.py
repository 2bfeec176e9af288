"""Puts an encrypted store in the place of a plain one, or the other way, and leaves nothing plain behind.

The new file is written beside the old one and verified before it takes its name; a stop at any moment leaves one of
the two whole. The old plain file is overwritten before it is removed: what a disk keeps of overwritten blocks (a
solid-state drive, a file system with snapshots) no program reaches, so a new store is best made encrypted.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from rashomon.errors import StoreBroken, StoreError
from rashomon.store import cipher
from rashomon.store.sqlite import SqliteStore

#: Bytes that are overwritten at a time.
_BLOCK = 1 << 20


def encrypt_in_place(path: Path, passphrase: str) -> str:
    """Encrypts a plain store; its head.

    Raises:
        StoreError: it is encrypted already, in use by another process, or the copy does not verify.
        StoreLocked: the passphrase is too short.
    """
    if cipher.is_encrypted(path):
        raise StoreError(f"{path} is encrypted already", hint="`rashomon decrypt` first, to change the passphrase")
    head = _alone(path, None)
    part = _beside(path)
    try:
        cipher.encrypt(path, part, passphrase)
        _verified(part, head, passphrase)
        _replace(path, part)
    finally:
        _remove(part)
    return head


def decrypt_in_place(path: Path, passphrase: str) -> str:
    """Makes an encrypted store plain; its head.

    Raises:
        StoreError: it is plain already, in use by another process, or the copy does not verify.
        StoreLocked: the passphrase is another.
    """
    if not cipher.is_encrypted(path):
        raise StoreError(f"{path} is not encrypted", hint="nothing to do")
    head = _alone(path, passphrase)
    part = _beside(path)
    try:
        cipher.decrypt(path, part, passphrase)
        _verified(part, head, None)
        part.replace(path)
    finally:
        _remove(part)
    return head


def _alone(path: Path, passphrase: str | None) -> str:
    """Migrates it, folds the log in, and makes sure that nobody else has it open; its head.

    Raises:
        StoreError: another process does.
    """
    with SqliteStore(path, create=False, passphrase=passphrase) as store:
        head = store.head()
    connection = cipher.plain_or_encrypted(path, passphrase)
    with closing(connection):
        connection.execute("PRAGMA busy_timeout = 2000").close()
        try:
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        except connection.OperationalError as error:
            raise StoreError(f"{path} is in use", hint="end the desk and its worker first") from error
    if mode != "delete":
        raise StoreError(f"{path} is in use", hint="end the desk and its worker first")
    return head


def _beside(path: Path) -> Path:
    part = path.with_name(path.name + ".part")
    _remove(part)
    return part


def _remove(part: Path) -> None:
    """A half-made copy with its logs, overwritten like any plain one."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        left = part.with_name(part.name + suffix)
        if left.exists():
            overwrite(left)


def _verified(part: Path, head: str, passphrase: str | None) -> None:
    with SqliteStore(part, create=False, passphrase=passphrase) as made:
        report = made.verify(head=head)
    if report.findings:
        raise StoreBroken(f"the copy does not verify: {report.findings[0].message}", hint="run `rashomon audit verify`")


def _replace(path: Path, part: Path) -> None:
    """Gives the encrypted file the name, and destroys the plain one."""
    old = path.with_name(path.name + ".plain")
    path.rename(old)  # a stop here leaves both files whole, under these names
    part.rename(path)
    overwrite(old)
    for suffix in ("-wal", "-shm", "-journal"):
        left = path.with_name(path.name + suffix)
        if left.exists():
            overwrite(left)


def overwrite(path: Path) -> None:
    """Overwrites a file and removes it."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        for at in range(0, size, _BLOCK):
            file.write(b"\0" * min(_BLOCK, size - at))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
