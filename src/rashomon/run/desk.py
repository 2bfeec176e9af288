"""The desk's worker: reads what was handed in, links anew after judgements, and notes how far it is.

One worker at a time serves a store; pages never wait for it. What fails is noted with its
reason and tried no more by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from rashomon.errors import RashomonError
from rashomon.run import local, pairs, relink
from rashomon.run.local import Progress, now
from rashomon.run.sources import Source, content_source, source_of
from rashomon.run.worker import ReaderFactory, make_reader
from rashomon.settings import Settings
from rashomon.store.desk_protocol import DeskStore, Pair, Reading
from rashomon.store.values import Job

#: Reports read in one go, so that one worker process loads the model once for them.
BATCH = 16
#: Seconds between two looks at an idle store.
IDLE_S = 1.0
#: Seconds after which something that failed is tried again, at the longest.
PATIENCE_S = 60.0
#: Pairs that are kept for people: a day's work; the next linking brings others.
KEPT = 100
#: What `local.ingest` says of a report, as the desk shows it.
_STATES = {"new": "done", "version": "done", "unchanged": "unchanged", "erased": "erased", "set_aside": "aside"}


def work_once(store: DeskStore, *, settings: Settings, reader_factory: ReaderFactory = make_reader) -> int:
    """Does what waits: readings first, then one relink for all jobs and new reports; how many things were done."""
    waiting = store.readings(limit=BATCH, waiting=True)
    if waiting:
        _read(store, waiting, settings, reader_factory)
    jobs = store.jobs()
    if jobs or store.freshness().stale:
        _link(store, jobs)
        return len(waiting) + max(1, len(jobs))
    return len(waiting)


def _link(store: DeskStore, jobs: Sequence[Job]) -> None:
    """Links anew; where that fails the jobs keep the reason, and the next look tries them again.

    Raises:
        RashomonError: why linking failed.
    """
    try:
        relink.update(store)
        store.save_pairs(uncertain(store))
    except RashomonError as error:
        for job in jobs:
            store.finish_job(job.id, at=now(), error=str(error))
        raise
    for job in jobs:
        store.finish_job(job.id, at=now())


def uncertain(store: DeskStore) -> list[Pair]:
    """The pairs of events of which linking is least certain, with the points for and against."""
    found = []
    for ours, theirs in pairs.unsure(store, limit=KEPT):
        compared = pairs.compared(store, ours, theirs)
        features = tuple((f.name, f.weight, f.reason) for f in compared.features)
        a, b = sorted((ours.ref, theirs.ref))
        found.append(Pair(a, b, compared.score, compared.linked, features))
    return found


def work(
    store: DeskStore,
    *,
    settings: Settings,
    stopped: Callable[[], bool],
    reader_factory: ReaderFactory = make_reader,
    idle_s: float = IDLE_S,
    failed: Callable[[RashomonError], None] = lambda _: None,
) -> None:
    """Works until `stopped` says so; what fails is told to `failed`, and does not end the work on the rest."""
    pause = idle_s
    while not stopped():
        try:
            done = work_once(store, settings=settings, reader_factory=reader_factory)
        except RashomonError as error:
            failed(error)
            pause = min(2 * pause, PATIENCE_S)
            time.sleep(pause)
            continue
        pause = idle_s
        if not done:
            time.sleep(idle_s)


def _read(store: DeskStore, waiting: tuple[Reading, ...], settings: Settings, reader_factory: ReaderFactory) -> None:
    sources: dict[str, list[Reading]] = {}
    queue: list[Source] = []
    for reading in waiting:
        try:
            source = _source(store, reading)
        except RashomonError as error:
            store.note_reading(reading.id, "failed", at=now(), message=str(error))
            continue
        store.note_reading(reading.id, "reading", at=now())
        if source.address not in sources:
            queue.append(source)
        sources.setdefault(source.address, []).append(reading)

    def told(progress: Progress) -> None:
        for reading in sources.get(progress.address, ()):
            _note(store, reading, progress)

    try:
        local.ingest(store, queue, settings=settings, reader_factory=reader_factory, progress=told)
    except RashomonError as error:
        for reading in store.readings(limit=len(waiting), waiting=True):
            store.note_reading(reading.id, "failed", at=now(), message=str(error))


def _source(store: DeskStore, reading: Reading) -> Source:
    if reading.kind == "url":
        return source_of(reading.address)
    raw = store.handed_in(reading.id)
    if raw is None:
        raise RashomonError("the bytes are gone", hint="hand the report in again")
    return content_source(raw, label=reading.name)


def _note(store: DeskStore, reading: Reading, progress: Progress) -> None:
    state, message, report_id = _STATES[progress.step], None, None
    if state in ("done", "unchanged"):
        report_id = store.newest().get(progress.address)
    elif state == "aside":
        message = next((p.message for p in store.problems() if p.address == progress.address), None)
    elif state == "erased":
        message = "this report was lawfully erased before and is not taken in again"
    store.note_reading(reading.id, state, at=now(), message=message, report_id=report_id)
