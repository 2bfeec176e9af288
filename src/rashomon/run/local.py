"""Brings many reports into a store with several processes on one machine, and picks up where it stopped.

Workers read; this process alone writes, one transaction a report. What is stored is skipped
by its bytes before a worker sees it, so a run that was killed is finished by running it
again. What can't be read is set aside with its reason, and the rest goes on.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from rashomon import __version__
from rashomon.errors import RashomonError, ReadingError
from rashomon.model.record import Record
from rashomon.run.pool import Pool
from rashomon.run.sources import Source, read_bounded
from rashomon.run.worker import Done, Failed, ReaderFactory, Same, Task, make_reader, without_source
from rashomon.settings import Settings
from rashomon.store.protocol import AddressKind, Capture, Problem, Store

TOOL = f"rashomon {__version__}"
#: Seconds for one report. A long report (10,000 words) takes 4 s on one 2024 core; the first of a process loads the model.
LIMIT_S = 120.0
#: Reasons that new bytes alone can cure: such a report is not tried again until it changes or is retried by hand.
_SETTLED = frozenset({"empty", "not_text", "too_large", "unreadable", "timeout", "worker_died", "internal", "memory"})

Step = Literal["new", "version", "unchanged", "erased", "set_aside"]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands: `done` of `total` reports, the last of them `address`."""

    done: int
    total: int
    address: str
    step: Step


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. `set_aside` lists every report of this run that is set aside, now or since earlier."""

    new: int
    versions: int
    unchanged: int
    erased: int
    set_aside: tuple[Problem, ...]


Report = Callable[[Progress], None]


class _Run:
    """One ingest: which reports are left, and what became of each."""

    def __init__(
        self,
        store: Store,
        sources: Sequence[Source],
        *,
        settings: Settings,
        published: str | None,
        progress: Report | None,
    ) -> None:
        self.store, self.sources, self.settings = store, sources, settings
        self.published, self.progress = published, progress
        self.known = store.newest()
        self.troubled = {p.address: p for p in store.problems()}
        self.open: dict[int, tuple[Source, bytes | None]] = {}
        self.counts: dict[Step, int] = {"new": 0, "version": 0, "unchanged": 0, "erased": 0, "set_aside": 0}
        self.aside: set[str] = set()

    def tasks(self) -> Iterator[Task]:
        """What a worker must read; everything else is settled here, one report in memory at a time."""
        for number, source in enumerate(self.sources):
            task = self._task(number, source)
            if task is not None:
                self.open[number] = source, task.raw
                yield task

    def _task(self, number: int, source: Source) -> Task | None:
        if source.kind == "url":
            if self.store.is_erased(address=source.address):
                self.note(source, "erased")
                return None
            return Task(number, None, None, source.address, self.published, self.known.get(source.address))
        try:
            raw = source.raw if source.path is None else read_bounded(source, self.settings.max_bytes)
        except ReadingError as error:
            self.set_aside(source, error.reason, without_source(error), None)
            return None
        if raw is None:
            return None
        sha256 = hashlib.sha256(raw).hexdigest()
        if self.known.get(source.address) == sha256:
            if source.address in self.troubled:
                self.store.drop_problem(source.address)  # it failed with other bytes, which are gone
            self.note(source, "unchanged")
        elif self.store.is_erased(report_id=sha256):
            self.note(source, "erased")
        elif self._settled(source.address, sha256):
            self.aside.add(source.address)
            self.note(source, "set_aside")
        else:
            return Task(number, raw, source.name, None, self.published)
        return None

    def _settled(self, address: str, sha256: str) -> bool:
        problem = self.troubled.get(address)
        return problem is not None and problem.sha256 == sha256 and problem.reason in _SETTLED

    def take(self, result: Done | Failed | Same) -> None:
        """Stores or sets aside one result."""
        source, raw = self.open.pop(result.number)
        if isinstance(result, Same):
            self.store.drop_problem(source.address)
            self.note(source, "unchanged")
            return
        raw = raw if raw is not None else result.raw
        if isinstance(result, Failed):
            if result.fatal:
                raise RashomonError(result.message)
            self.set_aside(source, result.reason, result.message, raw)
            return
        if raw is None:
            raise RashomonError(f"{source.address}: a worker sent no bytes", hint="report this as a bug")
        capture = Capture(source.address, source.kind, raw, source.name, now(), TOOL, self.published, result.fetched)
        self.note(source, self.store.save(capture, result.record, produced_at=now()))

    def set_aside(self, source: Source, reason: str, message: str, raw: bytes | None) -> None:
        """Notes a problem and goes on."""
        sha256 = hashlib.sha256(raw).hexdigest() if raw is not None else None
        self.store.set_aside(source.address, source.kind, reason=reason, message=message, sha256=sha256, at=now())
        self.aside.add(source.address)
        self.note(source, "set_aside")

    def note(self, source: Source, step: Step) -> None:
        """Counts one settled report and tells whoever watches."""
        self.counts[step] += 1
        if self.progress is not None:
            self.progress(Progress(sum(self.counts.values()), len(self.sources), source.address, step))

    def summary(self) -> Summary:
        """What was done."""
        aside = tuple(p for p in self.store.problems() if p.address in self.aside)
        c = self.counts
        return Summary(c["new"], c["version"], c["unchanged"], c["erased"], aside)


def ingest(
    store: Store,
    sources: Iterable[Source],
    *,
    settings: Settings,
    reader_factory: ReaderFactory = make_reader,
    published: str | None = None,
    limit_s: float = LIMIT_S,
    progress: Report | None = None,
) -> Summary:
    """Reads every source that is new or has new bytes, and stores it.

    Args:
        store: written by this process only.
        sources: see `sources.expand`.
        settings: `workers` processes; 0 takes one a core.
        reader_factory: makes a worker's reader; importable, for it is sent to another process.
        published: publication date for all of them, ISO 8601; wins over what the reports say.
        limit_s: seconds for one report, loading the model included.
        progress: told after every report.

    Raises:
        RashomonError: what would meet every report, such as a missing model.
    """
    run = _Run(store, list(sources), settings=settings, published=published, progress=progress)
    workers = min(worker_count(settings), max(1, len(run.sources)))
    with Pool(settings, reader_factory, workers=workers, limit_s=limit_s) as pool:
        for result in pool.run(run.tasks()):
            run.take(result)
    return run.summary()


def retry(
    store: Store,
    *,
    settings: Settings,
    addresses: Sequence[str] = (),
    reader_factory: ReaderFactory = make_reader,
    limit_s: float = LIMIT_S,
    progress: Report | None = None,
) -> Summary:
    """Tries reports that were set aside again: all, or those at `addresses`. Bytes without an address can't be."""
    chosen = [p for p in store.problems() if p.kind != "content" and (not addresses or p.address in addresses)]
    run = _Run(store, [_again(p) for p in chosen], settings=settings, published=None, progress=progress)
    run.troubled.clear()
    with Pool(
        settings, reader_factory, workers=min(worker_count(settings), max(1, len(chosen))), limit_s=limit_s
    ) as pool:
        for result in pool.run(run.tasks()):
            run.take(result)
    return run.summary()


def reprocess(
    store: Store,
    references: Sequence[str] = (),
    *,
    settings: Settings,
    reader_factory: ReaderFactory = make_reader,
    limit_s: float = LIMIT_S,
    progress: Report | None = None,
) -> Summary:
    """Reads stored originals again and appends the records that differ; the earlier ones stay.

    A report that can't be read any more keeps its record and is set aside.
    """
    found = [store.find(r) for r in references] if references else list(store.reports())
    rows = list({row.address: row for row in found}.values())
    counts: dict[Step, int] = {"new": 0, "version": 0, "unchanged": 0, "erased": 0, "set_aside": 0}
    aside: set[str] = set()

    def tasks() -> Iterator[Task]:
        for number, row in enumerate(rows):
            for kept in store.stored(references=[row.address]):
                yield Task(number, kept.raw, kept.name, kept.url, kept.published)

    with Pool(
        settings, reader_factory, workers=min(worker_count(settings), max(1, len(rows))), limit_s=limit_s
    ) as pool:
        for result in pool.run(tasks()):
            row = rows[result.number]
            step = _appended(store, row.address, row.versions, result)
            if isinstance(result, Failed):
                _keep_problem(store, row.address, row.kind, result)
                aside.add(row.address)
            counts[step] += 1
            if progress is not None:
                progress(Progress(sum(counts.values()), len(rows), row.address, step))
    found_aside = tuple(p for p in store.problems() if p.address in aside)
    return Summary(0, counts["new"], counts["unchanged"], 0, found_aside)


def _appended(store: Store, address: str, version: int, result: Done | Failed | Same) -> Step:
    if isinstance(result, Failed):
        if result.fatal:
            raise RashomonError(result.message)
        return "set_aside"
    if isinstance(result, Same):
        return "unchanged"
    record: Record = result.record
    return "new" if store.append_record(address, version, record, produced_at=now()) else "unchanged"


def _keep_problem(store: Store, address: str, kind: AddressKind, result: Failed) -> None:
    sha256 = hashlib.sha256(result.raw).hexdigest() if result.raw is not None else None
    store.set_aside(address, kind, reason=result.reason, message=result.message, sha256=sha256, at=now())


def _again(problem: Problem) -> Source:
    return Source(problem.address, problem.kind)


def worker_count(settings: Settings) -> int:
    """Processes to use."""
    return settings.workers or os.cpu_count() or 1


def now() -> str:
    """UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
