"""rashomon: news reports on violent incidents to an auditable record, offline.

    >>> import rashomon
    >>> record = rashomon.read("A drone strike killed two people ...", published="2024-02-08")
    >>> [(claim.speaker.name if claim.speaker else None, claim.content[0].text) for claim in record.claims]

`read` reads one report, `link` finds the same incident across records, `open_store` keeps many
reports. Everything else is internal and may change. Importing this module loads no model.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rashomon.errors import RashomonError
from rashomon.model.incidents import Incident
from rashomon.model.record import Record
from rashomon.settings import Settings, load_settings

if TYPE_CHECKING:
    from rashomon.store import Store

__version__ = "0.1.0"
__all__ = [
    "Incident",
    "RashomonError",
    "Record",
    "Settings",
    "__version__",
    "link",
    "load_settings",
    "open_store",
    "read",
]


def read(source: str | bytes | Path, *, published: str | None = None, settings: Settings | None = None) -> Record:
    """Reads one report.

    Args:
        source: a `str` is the text of a report, `bytes` are a file's content, a `Path` is a file.
        published: ISO 8601 date of publication; overrides what the report says.
        settings: default: `load_settings()`.

    Returns:
        The record; every value carries the span of text that it rests on.

    Raises:
        ReadingError: the source is no readable report; the message says why.
        ModelMissing: the spaCy model named in the settings is not installed.
    """
    from rashomon.run.pipeline import shared_reader

    reader = shared_reader(settings if settings is not None else load_settings())
    if isinstance(source, Path):
        from rashomon.run.sources import read_bounded, source_of

        raw = read_bounded(source_of(source), reader.settings.max_bytes)
        return reader.read(raw, name=source.name, published=published)
    raw = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    return reader.read(raw, published=published)


def link(records: Iterable[Record]) -> tuple[Incident, ...]:
    """Finds the same incident across reports and sets its accounts side by side.

    Args:
        records: in any order; the result does not depend on it.
    """
    from rashomon.linking import link as link_records

    return link_records(records)


def open_store(where: str | os.PathLike[str] | None = None, *, create: bool = True) -> Store:
    """Opens the store of reports, by default the one that the settings name.

    Args:
        where: a path or a SQLAlchemy URL.
        create: make it if it does not exist.

    Raises:
        StoreError: it can't be opened; the message says what to do.
    """
    from rashomon.store import open_store as open_it

    return open_it(where if where is not None else load_settings().store, create=create)
