"""Keeps originals, texts and records, append-only, with search, an audit chain and lawful erasure.

`open_store` picks the engine; everyone else sees the `Store` protocol. Nothing here reads
or links a report.
"""

from __future__ import annotations

import os
from pathlib import Path

from rashomon.errors import StoreError
from rashomon.store.protocol import Store

__all__ = ["Store", "open_store", "path_of"]

_SQLITE = "sqlite:///"


def open_store(where: str | os.PathLike[str], *, create: bool = True, passphrase: str | None = None) -> Store:
    """Opens a store, and makes it if it does not exist.

    Args:
        where: a path, a SQLAlchemy URL (`sqlite:///path`), or `:memory:`.
        create: make a store that does not exist.
        passphrase: of an encrypted store; a new one is encrypted with it.

    Raises:
        NotFound: it does not exist and is not to be made.
        StoreBroken: the file is no store.
        StoreError: the engine is unknown, or the file can't be used.
    """
    from rashomon.store.sqlite import SqliteStore  # SQLAlchemy takes 0.3 s to import

    path = path_of(where)
    return SqliteStore(path, create=create or path is None, passphrase=passphrase if path is not None else None)


def path_of(where: str | os.PathLike[str]) -> Path | None:
    """The file of a store, null for one in memory.

    Raises:
        StoreError: the engine is unknown, or the path is empty or a folder.
    """
    text = os.fspath(where)
    if text in {":memory:", "sqlite://"}:
        return None
    name = text.removeprefix(_SQLITE)
    if "://" in name:
        raise StoreError(f"no engine for {text.split('://')[0]!r}", hint="give a path or sqlite:///path")
    if not name.strip():
        raise StoreError("the path of the store is empty", hint="name a file with --store")
    if Path(name).is_dir():
        raise StoreError(f"{name} is a folder, a store is a file", hint="name a file in it with --store")
    return Path(name)
