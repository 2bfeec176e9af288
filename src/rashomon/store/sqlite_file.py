"""One SQLite file: opened, migrated, locked and unlocked, and asked in transactions.

The parts of the embedded store stand on it; what they ask is in the modules that know.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, inspect

from rashomon.errors import NotFound, StoreError, StoreLocked
from rashomon.store import cipher, embedded, erasing, writing
from rashomon.store.cipher import Key


class SqliteFile:
    """An open file; `path` null is in memory."""

    def __init__(
        self, path: Path | None, *, create: bool = True, passphrase: str | None = None, key: Key | None = None
    ) -> None:
        self.path = path
        if path is not None and not create and not path.exists():
            raise NotFound(
                f"there is no store at {path}", hint="run `rashomon ingest` first, or name another with --store"
            )
        if path is not None and not path.parent.is_dir():
            raise StoreError(f"there is no folder {path.parent}", hint="make it, or name another with --store")
        self._key = key
        if path is not None and key is None and (passphrase is not None or cipher.is_encrypted(path)):
            self._key = _key(path, passphrase)
        self._engine = embedded.make_engine(path, self._key)
        self._locked = False
        with ExitStack() as undo:
            undo.callback(self._engine.dispose)  # a store that can't be opened leaves no connection behind
            with embedded.explained(path):
                self._open()
            undo.pop_all()

    def _open(self) -> None:
        with self._read() as connection:
            ready = embedded.is_current(connection, self.path)
        if not ready:
            with self._write() as connection:
                if not inspect(connection).get_table_names():
                    embedded.create(connection)
                embedded.migrate(connection)
        with self._read() as connection:
            pending = writing.get_meta(connection, erasing.PENDING) is not None
        if pending and self.path is not None:
            erasing.scrub(self._engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes every connection; SQLite then folds the log into the file."""
        self._engine.dispose()

    @property
    def encrypted(self) -> bool:
        """Whether it can be locked."""
        return self._locked or self._key is not None

    @property
    def locked(self) -> bool:
        """Whether nothing can be asked of it until somebody gives the passphrase."""
        return self._locked

    def lock(self) -> None:
        """See `DeskStore`."""
        if self._key is not None:
            self._locked = True
            self._key = None
            self._engine.dispose()
            self._engine = embedded.make_engine(None)  # the old one knows the key

    def unlock(self, passphrase: str) -> None:
        """See `DeskStore`."""
        if not self._locked or self.path is None:
            return
        key = _key(self.path, passphrase)
        engine = embedded.make_engine(self.path, key)
        try:
            with embedded.explained(self.path), engine.begin() as connection:
                embedded.is_current(connection, self.path)
        except StoreError:
            engine.dispose()
            raise
        self._key, self._engine, self._locked = key, engine, False

    def _check_open(self) -> None:
        if self._locked:
            raise StoreLocked("the store is locked", hint="give its passphrase to go on")

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        self._check_open()
        with embedded.explained(self.path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        self._check_open()
        with embedded.explained(self.path), self._engine.execution_options(write=True).begin() as connection:
            yield connection


def _key(path: Path, passphrase: str | None) -> Key:
    """The key of an encrypted store, or of a new one that is to be.

    Raises:
        StoreLocked: no passphrase was given.
        StoreError: the store is there and plain.
    """
    if passphrase is None:
        raise StoreLocked(
            f"{path} is encrypted", hint="give its passphrase: RASHOMON_PASSPHRASE, or type it when asked"
        )
    if path.exists() and path.stat().st_size and not cipher.is_encrypted(path):
        raise StoreError(f"{path} is not encrypted", hint="`rashomon encrypt` makes an encrypted copy")
    return cipher.key_of(path, passphrase)
