"""Takes a user's own download into the file of imports: recognised, hashed, streamed, whole or not at all.

The same bytes under the same name come in once. A row that can't be taken is counted and kept with its line and reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from rashomon.errors import KnowledgeError
from rashomon.knowledge import actor_formats, place_formats
from rashomon.knowledge.library import (
    ImportedPlace,
    Library,
    Refused,
    Source,
    SourceKind,
)
from rashomon.knowledge.rows import Position, opened

#: Refusals written at a time.
_BATCH = 500
_DATES = re.compile(r"(?:Publish_Date>|dateGenerated=\")([^<\"]+)")


def formats(kind: SourceKind) -> tuple[str, ...]:
    """The formats that can be imported."""
    return tuple(place_formats.PLACES if kind == "places" else actor_formats.ACTORS)


def import_file(
    library: Library,
    path: Path,
    *,
    kind: SourceKind,
    format_: str | None = None,
    name: str | None = None,
    aliases: Path | None = None,
    told: Callable[[Position], None] = lambda _: None,
) -> tuple[Source, bool]:
    """Imports a file.

    Args:
        format_: one of `formats`; null recognises it by its beginning.
        name: what the source is called, the format by default; an earlier version of that name goes.
        aliases: a second file that only names what the first one holds (OFAC's alt.csv).
        told: hears how far the file is read.

    Returns:
        The source, and whether it is new; false if the same bytes are in already.

    Raises:
        KnowledgeError: it can't be read or recognised, or holds nothing of the kind. Nothing was changed then.
    """
    head = _head(path)
    found = format_ or (place_formats if kind == "places" else actor_formats).recognise(head)
    if found is None or found not in formats(kind):
        known = ", ".join(formats(kind))
        raise KnowledgeError(f"{path} is of no format known for {kind}", hint=f"name one with --format: {known}")
    digest = _sha256(path, *(() if aliases is None else (aliases,)))
    title = name or found
    for source in library.sources(kind):
        if source.name == title and source.sha256 == digest and source.format == found:
            return source, False
    version = m[1].strip() if (m := _DATES.search(head)) is not None else ""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    source = Source(kind, title, found, str(path), digest, version, now, 0, 0, 0)
    _take(library, (path, *(() if aliases is None else (aliases,))), source, told)
    return next(s for s in library.sources(kind) if s.name == title), True


def _take(library: Library, paths: Sequence[Path], source: Source, told: Callable[[Position], None]) -> None:
    with library.importing(source) as number:
        tally = _Tally()
        for path in paths:
            with opened(path, told) as stream:
                _rows(library, number, stream, source.format, tally)
        if not tally.taken:
            why = tally.first or "it is empty, or of rows that are none"
            raise KnowledgeError(f"{paths[0]} holds no {source.kind}: {why}", hint="is it the right file and --format?")
        library.finish(number, taken=tally.taken, passed=tally.passed, version=source.version)


@dataclass(slots=True)
class _Tally:
    """What became of the rows so far."""

    taken: int = 0
    passed: int = 0
    first: str = ""


def _rows(library: Library, number: int, stream: BinaryIO, format_: str, tally: _Tally) -> None:
    refused: list[Refused] = []
    reader = place_formats.PLACES.get(format_) or actor_formats.ACTORS[format_]
    for entry in reader(stream):
        if entry is None:
            tally.passed += 1
        elif isinstance(entry, Refused):
            refused.append(entry)
            tally.first = tally.first or entry.reason
        elif isinstance(entry, ImportedPlace):
            tally.taken += library.add_place(number, entry)
        else:
            tally.taken += library.add_actor(number, entry)
        if len(refused) >= _BATCH:
            library.refuse(number, refused)
            refused.clear()
    library.refuse(number, refused)


def _head(path: Path) -> str:
    with opened(path, lambda _: None) as stream:
        raw = stream.read(65536)
    return raw.decode("utf-8-sig", errors="replace")[:65000].lstrip("\ufeff")


def _sha256(*paths: Path) -> str:
    """Hash of the bytes of the files, one after another."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
