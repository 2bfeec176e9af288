"""A real Chromium on a desk that holds the bundled demo, read by the real pipeline, and a report in Arabic."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from rashomon.review.app import create_app
from rashomon.review.options import Options
from rashomon.review.render import STATIC
from rashomon.run import desk as worker
from rashomon.run import local, relink
from rashomon.run.sources import expand
from rashomon.settings import Settings
from rashomon.store.sqlite import SqliteStore
from tests.conftest import ROOT
from tests.review.conftest import ARABIC, fill, put

SHOTS = Path(__file__).parent / "shots"
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = {"width": 1360, "height": 900}, {"width": 390, "height": 844}


def _missing(what: str, how: str) -> None:
    """Skips where something can't be had; never in CI, where that would hide what was not tested."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not here: {how}")
    pytest.skip(f"{what} is not here: {how}")


@pytest.fixture(scope="module")  # Playwright keeps a loop of its own in this thread: no longer than its tests
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        _missing("Chromium", "apt-get install chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Served:
    """A desk that answers on a port of this machine."""

    store: SqliteStore
    base: str
    incident: str
    report: str
    arabic: str
    another: Callable[[], str]
    settings: Settings
    app: FastAPI

    def enter(self, context: BrowserContext) -> Page:
        """A page of somebody who is signed in; what its console says and what it can't load are kept."""
        page = context.new_page()
        page.goto(self.base + "/enter?key=" + self.another())
        return page

    def work(self) -> None:
        """What the worker beside the desk does."""
        worker.work_once(self.store, settings=self.settings)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One incident of the demo, and the Arabic report."""
    with serving(tmp_path_factory.mktemp("served"), ["kirkuk-drone-strike"]) as desk:
        yield desk


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Two incidents of the demo, with the pairs of which linking was least certain."""
    with serving(tmp_path_factory.mktemp("linked"), ["kirkuk-drone-strike", "cauca-convoy-ambush"]) as desk:
        desk.store.save_pairs(worker.uncertain(desk.store))
        yield desk


@contextmanager
def serving(
    folder: Path, demos: list[str], *, passphrase: str | None = None, lock_after_s: float = 0.0
) -> Iterator[Served]:
    """A desk on reports of the demo."""
    settings = Settings(store=str(folder / "desk.db"), workers=1)
    with SqliteStore(folder / "desk.db", passphrase=passphrase) as store:
        if demos:
            local.ingest(store, expand([ROOT / "corpus" / "demo" / name for name in demos]), settings=settings)
        arabic = put(store, "/r/arabic.txt", ARABIC)
        if not demos:
            fill(store)
        best = max(relink.incidents(store), key=lambda i: len(i.accounts))
        vendor = STATIC / "vendor"
        options = Options(
            person="ana",
            vendor=vendor if vendor.is_dir() else None,
            writes_per_minute=1000,
            lock_after_s=lock_after_s,
        )
        app = create_app(store, options)
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        port = listener.getsockname()[1]
        report = next((a.report_id for a in best.accounts if "Tigris" in a.outlet), best.accounts[0].report_id)
        another = app.state.desk.sessions.new_entry
        yield Served(store, f"http://127.0.0.1:{port}", best.id, report, arabic, another, settings, app)
        server.should_exit = True
        thread.join(10)
        listener.close()


def context_of(chromium: Browser, **options: Any) -> BrowserContext:
    return chromium.new_context(**{"viewport": WIDE, **options})


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    """A wide page with JavaScript; an error on its console fails the test."""
    context = context_of(chromium)
    page = served.enter(context)
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: said.append(str(e)))
    yield page
    context.close()
    assert said == []
