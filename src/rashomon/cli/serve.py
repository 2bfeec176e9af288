"""`rashomon serve` and `work`: the desk, and the worker that reads and links for it."""

from __future__ import annotations

import getpass
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, cast

import click

from rashomon.cli import common
from rashomon.cli.codebook import in_force
from rashomon.errors import RashomonError, SettingsError

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

    from rashomon.store.desk_protocol import DeskStore

#: "rash" on a telephone's keys, minus one digit.
PORT = 7274
#: Seconds between two looks at the worker: one that fails at once is not started again at once.
LOOK_S = 5.0


@click.command(short_help="Open the desk in a browser.")
@common.store_option
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes a free one.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; others than loopback need --team."
)
@click.option(
    "--name", "names", multiple=True, metavar="HOST", help="A name under which a team's desk is reached; repeatable."
)
@click.option("--team", is_flag=True, help="Accounts, roles and passwords (`rashomon people`).")
@click.option("--tls/--no-tls", default=None, help="Reached over TLS, by a proxy in front.  [default: with --team]")
@click.option("--as", "person", metavar="NAME", help="Who decides at a local desk.  [default: your user name]")
@click.option(
    "--codebook", type=click.Path(path_type=Path), help="The team's choices.  [default: codebook.yaml, if there]"
)
@click.option("--worker/--no-worker", default=True, help="Run a worker beside the desk.")
@click.option(
    "--lock-after",
    type=click.FloatRange(min=0),
    default=30.0,
    show_default=True,
    metavar="MINUTES",
    help="An encrypted store's desk locks when nobody asked for so long; 0 never.",
)
@click.option("--fetch/--no-fetch", default=True, help="Let people hand in web addresses.")
def serve(
    store: str | None,
    port: int,
    host: str,
    names: tuple[str, ...],
    team: bool,
    tls: bool | None,
    person: str | None,
    codebook: Path | None,
    worker: bool,
    lock_after: float,
    fetch: bool,
) -> None:
    """Serves the desk: incidents, reports, search, decisions.

    A local desk answers on this machine only and lets in whoever has the link that it prints, once. A team's desk asks
    for name, password and second factor, and stands behind a proxy that speaks TLS.
    """
    from rashomon.review.app import create_app
    from rashomon.review.options import LOOPBACK, Options
    from rashomon.review.render import STATIC
    from rashomon.store import path_of

    settings = common.settings_of(store=store)
    if not team and host not in LOOPBACK:
        raise SettingsError(f"a local desk does not listen on {host}", hint="say --team, and give people accounts")
    vendor = STATIC / "vendor"
    options = Options(
        team=team,
        person=person or getpass.getuser(),
        hosts=(*LOOPBACK, *names),
        secure=team if tls is None else tls,
        vendor=vendor if vendor.is_dir() else None,
        codebook=in_force(codebook),
        max_upload=settings.max_bytes,
        fetches=fetch,
    )
    passphrase = common.passphrase_of(path_of(settings.store))
    os.environ.pop("RASHOMON_PASSPHRASE", None)  # a lock that leaves it there locks nothing
    helper = _Worker(settings.store, wanted=worker and settings.store != ":memory:")
    options = replace(options, lock_after_s=lock_after * 60, on_lock=helper.stop, on_unlock=helper.start)
    with common.opened(settings, create=True, passphrase=passphrase) as opened:
        desk = cast("DeskStore", opened)
        if team and not any(p.active for p in desk.people()):
            raise SettingsError("nobody has an account yet", hint="`rashomon people add NAME --role admin`")
        with _listening(host, port) as listener:
            base = f"http://{host if ':' not in host else f'[{host}]'}:{listener.getsockname()[1]}"
            app = create_app(desk, options)
            helper.start(passphrase)
            try:
                _tell(app, base, team=team)
                _run(app, listener, helper)
            finally:
                helper.stop()


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(512)  # before the link is told: whoever opens it at once waits, and is not refused
        except OSError as error:
            raise SettingsError(
                f"can't listen on {host}:{port}: {error.strerror}", hint="name another --port"
            ) from error
        yield listener


class _Worker:
    """A worker beside the desk, which ends with it, and while it is locked: it holds the other end of a pipe."""

    def __init__(self, store: str, *, wanted: bool) -> None:
        self._store, self._wanted = store, wanted
        self._process: subprocess.Popen[bytes] | None = None
        self._passphrase: str | None = None
        self._one = threading.RLock()

    def start(self, passphrase: str | None) -> None:
        """Starts it; the passphrase goes through the pipe, not through its environment, where others could read it."""
        with self._one:
            if not self._wanted or self._process is not None:
                return
            command = [sys.executable, "-m", "rashomon", "work", "--store", self._store, "--until-closed"]
            command += ["--passphrase-stdin"] if passphrase is not None else []
            self._passphrase = passphrase
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE)
            if passphrase is not None and self._process.stdin is not None:
                self._process.stdin.write(passphrase.encode() + b"\n")
                self._process.stdin.flush()

    def look(self) -> None:
        """Starts it again if it ended by itself: decisions and reports would wait for it for ever."""
        with self._one:
            if self._process is None or self._process.poll() is None:
                return
            common.say(f"the worker ended ({self._process.returncode}) and is started again")
            passphrase = self._passphrase
            self.stop()
            self.start(passphrase)

    def stop(self) -> None:
        """Ends it, and waits; nothing of the passphrase stays."""
        with self._one:
            process, self._process, self._passphrase = self._process, None, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        process.wait()


def _tell(app: FastAPI, base: str, *, team: bool) -> None:
    """Prints the way in; a local desk gives another link for each Enter in its terminal."""
    sessions = app.state.desk.sessions
    if team:
        click.echo(f"the desk is at {base}/ (behind your proxy); Ctrl-C ends it")
        return
    click.echo(f"open this link, it works once:\n\n  {base}/enter?key={sessions.entry()}\n")
    if not sys.stdin.isatty():
        return
    click.echo("Enter prints another link, Ctrl-C ends the desk")

    def another() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            click.echo(f"  {base}/enter?key={sessions.new_entry()}")

    threading.Thread(target=another, daemon=True).start()


def _run(app: FastAPI, listener: socket.socket, helper: _Worker) -> None:
    """Serves until it is stopped; an encrypted store is locked while nobody asks, and the worker is looked after."""
    import uvicorn

    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=False, timeout_keep_alive=30
    )
    server = uvicorn.Server(config)
    if app.state.desk.locker.after_s:
        threading.Thread(target=_lock, args=(app, server), daemon=True).start()
    threading.Thread(target=_look_after, args=(helper, server), daemon=True).start()
    server.run(sockets=[listener])


def _look_after(helper: _Worker, server: uvicorn.Server) -> None:
    """Looks again and again whether the worker is there."""
    while not server.should_exit:
        time.sleep(LOOK_S)
        helper.look()


def _lock(app: FastAPI, server: uvicorn.Server) -> None:
    """Looks again and again whether anybody asked."""
    locker = app.state.desk.locker
    while not server.should_exit:
        time.sleep(min(1.0, locker.after_s / 4))
        if locker.lock_if_idle():
            click.echo("locked: nobody asked for a while. The desk asks for the passphrase, and goes on.")


@click.command(short_help="Do what the desk left to do.")
@common.store_option
@click.option("--once", is_flag=True, help="Do what waits now, then end.")
@click.option("--until-closed", is_flag=True, hidden=True, help="End when the standard input is closed.")
@click.option("--passphrase-stdin", is_flag=True, hidden=True, help="Read the passphrase from the standard input.")
@click.option("--workers", type=click.IntRange(min=0), metavar="N", help="Processes; 0 takes one a core.")
def work(store: str | None, once: bool, until_closed: bool, passphrase_stdin: bool, workers: int | None) -> None:
    """Reads what was handed in at the desk, and links incidents anew after decisions and new reports."""
    from rashomon.run import desk

    settings = common.settings_of(store=store, workers=workers)
    passphrase = sys.stdin.buffer.readline().decode().rstrip("\n") if passphrase_stdin else None
    ended = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    if until_closed:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the desk decides what ends
        threading.Thread(target=_wait_for_end, args=(ended,), daemon=True).start()
    signal.signal(signal.SIGTERM, stop)
    with common.opened(settings, create=True, passphrase=passphrase) as opened:
        store_ = cast("DeskStore", opened)
        if once:
            done = desk.work_once(store_, settings=settings)
            click.echo(f"{common.plural(done, 'thing')} done")
            return
        desk.work(store_, settings=settings, stopped=ended.is_set, failed=_failed)


def _failed(error: RashomonError) -> None:
    common.say(f"linking failed, and is tried again: {error}")


def _wait_for_end(ended: threading.Event) -> None:
    """Sets the event when the desk closes its end of the pipe, or dies; past Python's buffer, whose lock would outlive us."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    ended.set()
