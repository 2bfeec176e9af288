"""A worker process: takes one report after another, holds one loaded reader, never touches the store.

A report that kills or hangs its worker costs that worker alone; the parent (`run.pool`)
notices, sets the report aside and starts another. Nothing is retried here.
"""

from __future__ import annotations

import faulthandler
import hashlib
import os
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Protocol

from rashomon.errors import RashomonError, ReadingError
from rashomon.model.record import Record
from rashomon.settings import Settings
from rashomon.store.protocol import Fetched

#: A worker whose parent is gone ends by itself after this many time limits, even inside a regular expression.
_ORPHAN_LIMITS = 2.0


class Reads(Protocol):
    """What a worker needs of `pipeline.Reader`."""

    def read(
        self, raw: bytes, *, name: str | None = None, url: str | None = None, published: str | None = None
    ) -> Record:
        """One report to its record."""
        ...


ReaderFactory = Callable[[Settings], Reads]
Get = Callable[[str, Settings], tuple[bytes, Fetched]]


@dataclass(frozen=True, slots=True)
class Task:
    """One report to read; `raw` null: fetch `url` first. `known` is the SHA-256 of what is stored of it."""

    number: int
    raw: bytes | None
    name: str | None
    url: str | None
    published: str | None
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Same:
    """A page that still is what is stored: it was not read again."""

    number: int


@dataclass(frozen=True, slots=True)
class Done:
    """A report that was read; `raw` and `fetched` only where the worker fetched it."""

    number: int
    record: Record
    raw: bytes | None
    fetched: Fetched | None


@dataclass(frozen=True, slots=True)
class Failed:
    """A report that was not; `fatal` errors would meet every report and end the run."""

    number: int
    reason: str
    message: str
    fatal: bool = False
    raw: bytes | None = None


def make_reader(settings: Settings) -> Reads:
    """The real reader."""
    from rashomon.run.pipeline import Reader  # spaCy takes a second to import

    return Reader(settings)


def serve(pipe: Connection, settings: Settings, factory: ReaderFactory, limit_s: float) -> None:
    """The worker's loop: ends when the parent closes the pipe or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides what ends
    reader: Reads | None = None
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        while True:
            try:
                task = pipe.recv()
            except (EOFError, OSError):
                return
            if task is None:
                return
            faulthandler.dump_traceback_later(limit_s * _ORPHAN_LIMITS + 60, exit=True, file=nowhere)
            if reader is None:
                reader, failure = _load(factory, settings, task)
            result = failure if reader is None else attempt(reader, task, settings)
            faulthandler.cancel_dump_traceback_later()
            try:
                pipe.send(result)
            except (BrokenPipeError, OSError):
                return


def _load(factory: ReaderFactory, settings: Settings, task: Task) -> tuple[Reads | None, Failed | None]:
    try:
        return factory(settings), None
    except RashomonError as error:
        return None, Failed(task.number, "fatal", str(error), fatal=True)
    except Exception as error:  # noqa: BLE001  # the edge of a process: no report can be read, and the parent must say why
        return None, Failed(
            task.number, "fatal", f"the reader does not start: {type(error).__name__}: {error}", fatal=True
        )


def attempt(reader: Reads, task: Task, settings: Settings, *, get: Get | None = None) -> Done | Failed | Same:
    """Reads one report; whatever goes wrong inside becomes a reason.

    Args:
        get: fetches a page; default `reading.fetch`.
    """
    raw, fetched = task.raw, None
    try:
        if raw is None:
            raw, fetched = (get or fetch_page)(task.url or "", settings)
            if hashlib.sha256(raw).hexdigest() == task.known:
                return Same(task.number)
        record = reader.read(raw, name=task.name, url=task.url, published=task.published)
    except ReadingError as error:
        return Failed(task.number, error.reason, without_source(error), raw=raw)
    except RashomonError as error:
        return Failed(task.number, "fatal", str(error), fatal=True)
    except MemoryError:
        return Failed(task.number, "memory", "not enough memory to read it", raw=raw)
    except Exception as error:  # noqa: BLE001  # the edge of a process: a bug met by one report must not end the run
        return Failed(task.number, "internal", _where(error), raw=raw)
    own = task.raw is None
    return Done(task.number, record, raw if own else None, fetched)


def fetch_page(url: str, settings: Settings) -> tuple[bytes, Fetched]:
    """A page's bytes with how it answered.

    Raises:
        FetchError: it could not, or must not, be fetched.
    """
    from rashomon.reading.fetch import fetch  # the HTTP client takes 0.1 s to import

    page = fetch(url, settings=settings)
    return page.body, Fetched(page.final_url, page.status, page.headers, page.redirects)


def without_source(error: ReadingError) -> str:
    """The message of an error for a list that names the source anyway."""
    return str(error).removeprefix(f"{error.source}: ")


def _where(error: BaseException) -> str:
    """Type and place of a bug; its text may quote the report, so it stays out."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    place = f" in {os.path.basename(last.filename)}:{last.lineno}" if last is not None else ""
    return (
        f"a bug in rashomon: {type(error).__name__}{place}; report it, and `rashomon problems retry` after an upgrade"
    )
