"""A pool of worker processes that outlives its workers: a death or a time-out costs one report.

The standard pools break as a whole when a process dies. This one hands each worker one task at a
time, so it always knows which report was in the hands of the one that died.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self

from rashomon.errors import RashomonError
from rashomon.run.worker import Done, Failed, ReaderFactory, Same, Task, serve
from rashomon.settings import Settings

#: A report whose worker died gets a second one: the kernel may have picked a worker to free memory for someone else.
_ATTEMPTS = 2
_GRACE_S = 2.0
#: Reports in a row that kill their workers before the run ends: then it is the machine or the model, not the reports.
_DEATHS_IN_A_ROW = 10


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    task: Task | None = None
    deadline: float = field(default=0.0)


class Pool:
    """Runs tasks from an iterator and yields results as they come, in no fixed order."""

    def __init__(self, settings: Settings, factory: ReaderFactory, *, workers: int, limit_s: float) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._settings, self._factory, self._limit_s = settings, factory, limit_s
        self._size = max(1, workers)
        self._workers: list[_Worker] = []
        self._deaths: dict[int, int] = {}
        self._again: list[Task] = []
        self._in_a_row = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            if worker.task is None:
                _say_goodbye(worker)
            else:
                worker.process.kill()
        for worker in self._workers:
            worker.process.join(_GRACE_S)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.pipe.close()
        self._workers.clear()

    def run(self, tasks: Iterator[Task]) -> Iterator[Done | Failed | Same]:
        """Results of all tasks; a task is only taken when a worker is free for it."""
        while True:
            while self._has_room():
                task = self._again.pop() if self._again else next(tasks, None)
                if task is None:
                    break
                self._hand(self._idle(), task)
            busy = [w for w in self._workers if w.task is not None]
            if not busy:
                return
            yield from self._collect(busy)

    def _has_room(self) -> bool:
        return len(self._workers) < self._size or any(w.task is None for w in self._workers)

    def _idle(self) -> _Worker:
        return next((w for w in self._workers if w.task is None), None) or self._start()

    def _start(self) -> _Worker:
        here, there = self._context.Pipe()
        arguments = (there, self._settings, self._factory, self._limit_s)
        process = self._context.Process(target=serve, args=arguments, daemon=True)
        with _deaf():
            process.start()
        there.close()
        worker = _Worker(process, here)
        self._workers.append(worker)
        return worker

    def _hand(self, worker: _Worker, task: Task) -> None:
        worker.task, worker.deadline = task, time.monotonic() + self._limit_s
        try:
            worker.pipe.send(task)
        except OSError:  # it died idle; `_collect` sees its end of the pipe and hands the task on
            return

    def _collect(self, busy: list[_Worker]) -> Iterator[Done | Failed | Same]:
        patience = max(0.0, min(w.deadline for w in busy) - time.monotonic())
        ready = wait([w.pipe for w in busy], timeout=patience)
        for worker in busy:
            if worker.pipe in ready:
                result = self._receive(worker)
                if result is not None:
                    yield result
            elif time.monotonic() >= worker.deadline and worker.task is not None:
                task = worker.task
                self._bury(worker)
                yield Failed(task.number, "timeout", f"took over {self._limit_s:g} s", raw=task.raw)

    def _receive(self, worker: _Worker) -> Done | Failed | Same | None:
        task = worker.task
        try:
            result: Done | Failed | Same = worker.pipe.recv()
        except (EOFError, OSError):
            return self._died(worker, task)
        worker.task = None
        self._in_a_row = 0
        return result

    def _died(self, worker: _Worker, task: Task | None) -> Failed | None:
        code = self._bury(worker)
        if task is None:
            return None
        deaths = self._deaths[task.number] = self._deaths.get(task.number, 0) + 1
        if deaths < _ATTEMPTS:
            self._again.append(task)
            return None
        self._in_a_row += 1
        how = f"by signal {-code}" if code is not None and code < 0 else f"with code {code}"
        if self._in_a_row >= _DEATHS_IN_A_ROW:
            raise RashomonError(
                f"{_DEATHS_IN_A_ROW} reports in a row ended their process {how}",
                hint="free memory, or use fewer --workers",
            )
        return Failed(task.number, "worker_died", f"reading it ended the process {how}, twice", raw=task.raw)

    def _bury(self, worker: _Worker) -> int | None:
        self._workers.remove(worker)
        if worker.process.is_alive():
            worker.process.join(_GRACE_S)
        if worker.process.is_alive():
            worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        return worker.process.exitcode


def _say_goodbye(worker: _Worker) -> None:
    try:
        worker.pipe.send(None)
    except OSError:  # it is gone already
        return


@contextmanager
def _deaf() -> Iterator[None]:
    """What starts within is born deaf to Ctrl-C, which reaches the whole group; here it waits until the end, and is not lost.

    A worker says so itself (`serve`), but only when it has loaded what it needs, which takes seconds on a busy machine.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it opens the ears again when it starts, so it starts before
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
