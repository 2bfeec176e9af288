"""What a person names on the command line, to reports: files, folders and URLs with their addresses.

An address is a URL without its fragment, or an absolute path with links resolved, so that
one report never comes in under two names of one file. Nothing is read or fetched here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes, urldefrag

from rashomon.reading import SUFFIXES
from rashomon.store.protocol import AddressKind

_FILE_URI = "file://"


@dataclass(frozen=True, slots=True)
class Source:
    """A report to read; `raw` holds bytes that came without an address (standard input)."""

    address: str
    kind: AddressKind
    raw: bytes | None = None

    @property
    def path(self) -> Path | None:
        """Where its file lies, null unless it is a file."""
        if self.kind != "file":
            return None
        if self.address.startswith(_FILE_URI):
            return Path(os.fsdecode(unquote_to_bytes(self.address.removeprefix(_FILE_URI))))
        return Path(self.address)


def is_url(name: str) -> bool:
    """Whether a name on the command line is an http address."""
    return name.lower().startswith(("http://", "https://"))


def source_of(name: str | Path) -> Source:
    """The source that one name stands for; a folder is not a source."""
    if isinstance(name, str) and is_url(name):
        return Source(urldefrag(name).url, "url")
    path = Path(name).expanduser().resolve()
    try:
        str(path).encode()
    except UnicodeEncodeError:  # a file name that is not UTF-8 can't stand in a database as text
        return Source(path.as_uri(), "file")
    return Source(str(path), "file")


def expand(names: Iterable[str | Path]) -> Iterator[Source]:
    """Sources in a fixed order, each once; folders are searched for files with a known suffix.

    Hidden files and folders are left out, links to folders are not followed. A file that is
    named itself is taken whatever its suffix.
    """
    seen: set[str] = set()
    for name in names:
        for source in _expand_one(name):
            if source.address not in seen:
                seen.add(source.address)
                yield source


def _expand_one(name: str | Path) -> Iterator[Source]:
    if isinstance(name, str) and is_url(name) or not Path(name).expanduser().is_dir():
        yield source_of(name)
        return
    for folder, folders, files in os.walk(Path(name).expanduser().resolve()):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in sorted(files):
            if not file.startswith(".") and Path(file).suffix.lower() in SUFFIXES:
                yield source_of(Path(folder, file))
