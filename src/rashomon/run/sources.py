"""What a person names on the command line, to reports: files, folders and URLs with their addresses.

An address is a URL without its fragment, or an absolute path with links resolved, so that
one report never comes in under two names of one file. Nothing is fetched here.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes, urldefrag

from rashomon.errors import ReadingError, TooLarge
from rashomon.reading import SUFFIXES
from rashomon.store.protocol import AddressKind

_FILE_URI = "file://"
_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*://")
#: Kinds of files that may well be reports and that nobody here reads; what lies beside a saved page (scripts, images) is none.
_UNREAD = frozenset(
    ".pdf .doc .docx .odt .rtf .pages .epub .eml .msg .mbox .mht .mhtml .webarchive .warc .zip .7z .rar .gz".split()
)


@dataclass(frozen=True, slots=True)
class Source:
    """A report to read; `raw` holds bytes that came without an address (standard input), `label` a name they came with."""

    address: str
    kind: AddressKind
    raw: bytes | None = None
    label: str | None = None

    @property
    def path(self) -> Path | None:
        """Where its file lies, null unless it is a file."""
        if self.kind != "file":
            return None
        if self.address.startswith(_FILE_URI):
            return Path(os.fsdecode(unquote_to_bytes(self.address.removeprefix(_FILE_URI))))
        return Path(self.address)

    @property
    def name(self) -> str | None:
        """Its file's name as text, null if it has none; bytes that are not UTF-8 show as a replacement sign."""
        return os.fsencode(self.path.name).decode("utf-8", "replace") if self.path is not None else self.label


def is_url(name: str) -> bool:
    """Whether a name on the command line is an http address."""
    return name.lower().startswith(("http://", "https://"))


def source_of(name: str | Path) -> Source:
    """The source that one name stands for; a folder is not a source.

    Raises:
        ReadingError: an address that is not fetched (ftp, file).
    """
    if isinstance(name, str) and is_url(name):
        return Source(urldefrag(name).url, "url")
    if isinstance(name, str) and _SCHEME.match(name):
        raise ReadingError(name, "only http and https are fetched", hint="save it and give the path of the file")
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
    for file in _files(name):
        if file.suffix.lower() in SUFFIXES:
            yield source_of(file)


def _files(name: str | Path) -> Iterator[Path]:
    """The files of a folder in a fixed order, but for hidden ones and those behind links to folders."""
    for folder, folders, files in os.walk(Path(name).expanduser().resolve()):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from (Path(folder, file) for file in sorted(files) if not file.startswith("."))


def unread(names: Iterable[str | Path]) -> dict[str, int]:
    """How many files in the folders named are documents of a kind that is not read, by their ending ("" for none)."""
    counts: Counter[str] = Counter()
    for name in names:
        if not (isinstance(name, str) and is_url(name)) and Path(name).expanduser().is_dir():
            counts.update(s for s in (file.suffix.lower() for file in _files(name)) if not s or s in _UNREAD)
    return dict(sorted(counts.items()))


def content_source(raw: bytes, *, label: str | None = None) -> Source:
    """The source of bytes that came without an address."""
    return Source("sha256:" + hashlib.sha256(raw).hexdigest(), "content", raw, label)


def read_bounded(source: Source, max_bytes: int) -> bytes:
    """A regular file's bytes; pipes and devices are not opened, a file over the bound is not read.

    Raises:
        TooLarge: it holds more than `max_bytes`.
        ReadingError: it is missing, no regular file, or may not be read.
    """
    path = source.path
    if path is None:
        raise ReadingError(source.address, "it has no file", hint="name a file")
    try:
        if not path.is_file():
            what = "it is no regular file" if path.exists() else "there is no such file"
            raise ReadingError(source.name or "", what, hint="check the name")
        size = path.stat().st_size
        raw = b"" if size > max_bytes else _head(path, max_bytes + 1)
    except OSError as error:
        raise ReadingError(
            source.name or "", error.strerror or type(error).__name__, hint="check its permissions"
        ) from error
    if max(size, len(raw)) > max_bytes:
        raise TooLarge(source.name or "", f"{size} bytes, the bound is {max_bytes}", hint="raise max_bytes or split it")
    return raw


def _head(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)
