"""Keeps originals, texts and records, append-only, with search, an audit chain and lawful erasure.

`open_store` picks the engine; everyone else sees the `Store` protocol. Nothing here reads
or links a report.
"""

from __future__ import annotations

import os
from pathlib import Path

from rashomon.errors import StoreError
from rashomon.store.protocol import Store

__all__ = ["Store", "open_store"]

_SQLITE = "sqlite:///"


def open_store(where: str | os.PathLike[str], *, create: bool = True) -> Store:
    """Opens a store, and makes it if it does not exist.

    Args:
        where: a path, a SQLAlchemy URL (`sqlite:///path`), or `:memory:`.
        create: make a store that does not exist.

    Raises:
        NotFound: it does not exist and is not to be made.
        StoreBroken: the file is no store.
        StoreError: the engine is unknown, or the file can't be used.
    """
    from rashomon.store.sqlite import SqliteStore  # SQLAlchemy takes 0.3 s to import

    text = os.fspath(where)
    if text in {":memory:", "sqlite://"}:
        return SqliteStore(None)
    if text.startswith(_SQLITE):
        return SqliteStore(Path(text.removeprefix(_SQLITE)), create=create)
    if "://" in text:
        raise StoreError(f"no engine for {text.split('://')[0]!r}", hint="give a path or sqlite:///path")
    return SqliteStore(Path(text), create=create)
