"""Rows of a user's download, one at a time: tables with or without a head, zipped or not, and how far the file is read.

A file is streamed and never held whole; an archive is bounded, and what is no text is said, not guessed.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Protocol, TypeVar, cast

from rashomon.errors import KnowledgeError
from rashomon.knowledge.library import Refused

#: The largest file taken out of an archive: GeoNames' allCountries is 1.7 GB, and nothing of the kind is near ten.
MOST_BYTES = 8_000_000_000
#: The longest line of a table, in characters: a place of GeoNames with all its names has 12,000.
csv.field_size_limit(4_000_000)

T = TypeVar("T", covariant=True)


class Parser(Protocol[T]):
    """One format: rows of a file as entries, refusals, or null for a row of another kind."""

    def __call__(self, stream: BinaryIO) -> Iterator[T | Refused | None]:
        """Reads a file."""
        ...


@dataclass(slots=True)
class Position:
    """How much of a file has been read, in bytes."""

    done: int = 0
    total: int = 0


class _Counted(io.RawIOBase):
    """A stream that says how far it has been read."""

    def __init__(self, inner: IO[bytes], told: Callable[[int], None]) -> None:
        self._inner, self._told, self._done = inner, told, 0

    def readable(self) -> bool:
        """It is only read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the buffer of io is wider
        """Fills a buffer."""
        data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        self._done += len(data)
        if self._done > MOST_BYTES:
            raise KnowledgeError(f"more than {MOST_BYTES:,} bytes", hint="split the file")
        self._told(self._done)
        return len(data)


@contextmanager
def opened(path: Path, told: Callable[[Position], None]) -> Iterator[BinaryIO]:
    """The bytes of a file, or of the one table in a zip archive, telling `told` how far they are read.

    Raises:
        KnowledgeError: it can't be read, or the archive holds several tables.
    """
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                member = _member(archive, path)
                with archive.open(member) as inner:
                    total = member.file_size
                    yield cast(BinaryIO, io.BufferedReader(_Counted(inner, lambda n: told(Position(n, total)))))
        else:
            total = path.stat().st_size
            with path.open("rb") as plain:
                yield cast(BinaryIO, io.BufferedReader(_Counted(plain, lambda n: told(Position(n, total)))))
    except OSError as error:
        raise KnowledgeError(f"{path} can't be read: {error.strerror or error}", hint="correct the path") from error
    except zipfile.BadZipFile as error:
        raise KnowledgeError(f"{path} is a broken archive", hint="fetch it again") from error


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    tables = [m for m in archive.infolist() if not m.is_dir() and "readme" not in m.filename.lower()]
    same = [m for m in tables if Path(m.filename).stem.lower() == path.stem.lower()]
    if len(same or tables) != 1:
        raise KnowledgeError(f"{path} holds {len(tables)} files", hint="unpack it and name one of them")
    return (same or tables)[0]


def text_of(stream: BinaryIO) -> io.TextIOWrapper:
    """UTF-8 text, a mark at its head taken off; a broken byte shows as the sign for one, and its row is refused."""
    return io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")


#: What a byte that is no UTF-8 becomes.
BROKEN = "\ufffd"


def table(stream: BinaryIO) -> Iterator[tuple[int, Mapping[str, str] | Refused]]:
    """Rows of a table with a head, under lower-case names, with their line; comma, semicolon or tab.

    HXL's row of tags is passed over.
    """
    text = text_of(stream)
    head = text.readline()
    delimiter = max(",;\t", key=head.count)
    names = [n.strip().lower() for n in next(csv.reader([head], delimiter=delimiter), [])]
    reader = csv.reader(text, delimiter=delimiter)
    while True:
        line = reader.line_num + 2
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, Refused(line, f"no row of a table: {error}", "")
            continue
        if not any(v.strip() for v in values) or values[0].startswith("#"):
            continue
        if len(values) != len(names):
            yield line, Refused(line, f"{len(values)} values under {len(names)} names", delimiter.join(values))
        elif any(BROKEN in v for v in values):
            yield line, Refused(line, "not UTF-8", delimiter.join(values))
        else:
            yield line, dict(zip(names, (v.strip() for v in values), strict=True))


def degrees(row: Mapping[str, str], *pairs: tuple[str, str]) -> tuple[float, float] | None:
    """Latitude and longitude under the first pair of names that is there; null without one or off the globe."""
    for north, east in pairs:
        if row.get(north) and row.get(east):
            try:
                lat, lon = float(row[north]), float(row[east])
            except ValueError:
                return None
            return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None
    return None
