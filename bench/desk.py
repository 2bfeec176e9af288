"""The desk under measurement: how long its pages take on a large store, and whether it holds under many people.

Makes a store of 100,000 incidents and 300,000 reports once (bench/out/desk.db), serves it in a process of its own,
and asks it as a browser would. Pages are timed one at a time; then 50 readers and 5 editors ask at once for a minute.
First paint and accessibility are told by a real Chromium; without one those two are left out and the run says so.

usage: python -m bench.desk [--store PATH] [--incidents N] [--seconds N] [--out FILE]
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from bench.desk_texts import ARABIC, CHINESE, FAMILY, GIVEN, OUTLETS, RARE, TOWNS
from bench.desk_world import generate
from rashomon.review.registry import API
from rashomon.review.routes import REGISTRY
from rashomon.store.desk_protocol import QueueFilter
from rashomon.store.sqlite import SqliteStore

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "bench" / "out" / "desk.json"
STORE = ROOT / "bench" / "out" / "desk.db"
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
#: Requests of each kind; the 95th percentile of 200 has ten above it.
ASKED = 200
READERS, EDITORS = 50, 5
#: At most so much; the bound of the history is our own.
BOUNDS = {
    "queue_p95_ms": 150.0,
    "incident_p95_ms": 150.0,
    "report_p95_ms": 150.0,
    "search_p95_ms": 200.0,
    "history_p95_ms": 150.0,
    "first_paint_s": 1.0,
    "load_errors": 0.0,
    "axe_serious": 0.0,
    "routes_without_role_test": 0.0,
}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def ids_of(path: Path, count: int) -> tuple[list[str], list[str]]:
    """Incidents and reports to ask for, spread over the store."""
    with SqliteStore(path) as store:
        total = store.queue(QueueFilter(limit=1)).total
        rows = [
            r for i in range(0, total, max(1, total // count)) for r in store.queue(QueueFilter(offset=i, limit=1)).rows
        ]
        reports = [e.report_id for r in rows for e in store.one_incident(r.id).events[:1]]
    return [r.id for r in rows], reports


@contextmanager
def served(path: Path) -> Iterator[str]:
    """The desk on a free port; its one-time link."""
    command = [
        sys.executable,
        "-m",
        "rashomon",
        "serve",
        "--store",
        str(path),
        "--port",
        "0",
        "--no-worker",
        "--as",
        "bench",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            if process.stdout is None:
                raise RuntimeError("the desk said nothing")
            yield next(line.strip() for line in process.stdout if "/enter?key=" in line)
        finally:
            process.terminate()


def addresses(rng: random.Random, incidents: list[str], reports: list[str]) -> dict[str, Callable[[], str]]:
    """A maker of addresses for each kind of page."""

    def one(*choices: str) -> str:
        """An address with its query escaped as a browser would."""
        path, _, query = rng.choice(choices).partition("?")
        return f"{path}?{quote(query, safe='=&+')}" if query else path

    def town() -> str:
        return str(rng.choice(TOWNS)[0])

    def searched() -> str:
        """Rare words, common words, phrases, names, beginnings, other scripts, and words that never meet."""
        name = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"
        words = (
            rng.choice(RARE), "strike", "the", "a the in of", "said people were killed", '"convoy with medicine"', f'"{name}"',
            f"{name} {town()}", f'"{town()}" drone', f"report {rng.randrange(1, 300_000)}", "convoy clinic", "med*",
            "con* str*", rng.choice(ARABIC).split()[-1], f'"{" ".join(rng.choice(ARABIC).split()[:3])}"', rng.choice(CHINESE)[2:5],
            "没有", '"hit said"', "nothingofthiskind", f"{rng.choice(RARE)} strike",
        )  # fmt: skip
        return one(
            f"/search?words={rng.choice(words)}", f"/search?words={rng.choice(words)}&page={rng.randrange(1, 20)}"
        )

    return {
        "queue": lambda: one(
            "/",
            f"/?page={rng.randrange(1, 2000)}",
            f"/?order=disagreement&page={rng.randrange(1, 50)}",
            "/?order=reports",
            "/?differ=killed",
            f"/?differ=injured&page={rng.randrange(1, 900)}",
            f"/?place={town()}",
            "/?place=Nowhere",
            "/?since=2020-01-01&until=2020-03-01&order=date",
            "/?mine=true",
            "/?state=machine&several=true",
        ),
        "incident": lambda: f"/incident/{rng.choice(incidents)}" + one("", "?ask=killed", "?ask=injured&line=1"),
        "report": lambda: f"/report/{rng.choice(reports)}",
        "search": searched,
        "history": lambda: one(
            "/history",
            f"/history?before={rng.randrange(2, 30_000)}",
            f"/history?subject={rng.choice(incidents)}",
            "/agreement",
            f"/agreement?before={rng.randrange(5_000, 30_000)}",
        ),
    }


def p95(times: list[float]) -> float:
    """The 95th percentile, in milliseconds."""
    return round(statistics.quantiles(times, n=20)[-1] * 1000, 1)


def latencies(client: httpx.Client, makers: dict[str, Callable[[], str]]) -> dict[str, float]:
    """Time to the last byte of each kind of page, one request at a time, after a few that warm up."""
    found = {}
    for kind, make in makers.items():
        times = []
        for n in range(ASKED + 5):
            start = time.perf_counter()
            answer = client.get(make())
            answer.raise_for_status()
            if n >= 5:
                times.append(time.perf_counter() - start)
        found[f"{kind}_p95_ms"] = p95(times)
        found[f"{kind}_median_ms"] = round(statistics.median(times) * 1000, 1)
    return found


async def load(
    base: str, cookie: dict[str, str], makers: dict[str, Callable[[], str]], incidents: list[str], seconds: float
) -> dict[str, float]:
    """50 readers and 5 editors at once; what failed, and how many requests there were."""
    ends, errors, done, slow = time.perf_counter() + seconds, 0, 0, 0.0
    limits = httpx.Limits(max_connections=READERS + EDITORS)

    async def ask(client: httpx.AsyncClient, method: str, path: str, **more: Any) -> None:
        nonlocal errors, done, slow
        start = time.perf_counter()
        try:
            answer = await client.request(method, path, **more)
            errors += answer.status_code >= 500 or answer.status_code in (429,)
        except httpx.HTTPError:
            errors += 1
        done += 1
        slow = max(slow, time.perf_counter() - start)

    async def reader(client: httpx.AsyncClient, rng: random.Random) -> None:
        kinds = list(makers)
        while time.perf_counter() < ends:
            await ask(client, "GET", makers[rng.choice(kinds)]())
            await asyncio.sleep(rng.uniform(0.5, 2.5))  # people read what they open

    async def editor(client: httpx.AsyncClient, rng: random.Random, csrf: str) -> None:
        while time.perf_counter() < ends:
            path = f"{API}/incident/{rng.choice(incidents)}/comment"
            await ask(client, "POST", path, json={"text": "under load"}, headers={"x-csrf": csrf})
            await asyncio.sleep(rng.uniform(1.5, 3.0))

    async with httpx.AsyncClient(base_url=base, cookies=cookie, timeout=30, limits=limits, trust_env=False) as client:
        page = (await client.get("/help")).text
        csrf = page.partition('data-csrf="')[2].partition('"')[0]
        people = [reader(client, random.Random(i)) for i in range(READERS)]
        people += [editor(client, random.Random(100 + i), csrf) for i in range(EDITORS)]
        await asyncio.gather(*people)
    return {"load_errors": float(errors), "load_requests": float(done), "load_slowest_s": round(slow, 2)}


def browser(base: str, cookie: dict[str, str], pages: list[str]) -> dict[str, float]:
    """First paint of the queue, and serious findings of axe over the pages; nothing where there is no Chromium."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None or not AXE.is_file():
        print(
            "no Chromium or no axe (`make frontend`): first_paint_s and axe_serious are not measured", file=sys.stderr
        )
        return {}
    from playwright.sync_api import sync_playwright

    paint = "performance.getEntriesByType('paint').find(e => e.name === 'first-contentful-paint')?.startTime ?? null"
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=FLAGS)
        context = chromium.new_context(bypass_csp=True)
        context.add_cookies([{"name": n, "value": v, "url": base} for n, v in cookie.items()])
        page, times, serious = context.new_page(), [], 0
        for _ in range(5):
            page.goto(base + "/")
            page.wait_for_function(f"({paint}) !== null")
            times.append(page.evaluate(paint) / 1000)
        for address in pages:
            page.goto(base + address)
            page.add_script_tag(path=str(AXE))
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
            serious += sum(v["impact"] in ("serious", "critical") for v in found)
        chromium.close()
    return {"first_paint_s": round(statistics.median(times), 3), "axe_serious": float(serious)}


def routes_without_role_test() -> float:
    """Routes that the table of routes x roles does not know."""
    table = importlib.import_module("tests.review.test_roles").TABLE
    return float(sum(f"{e.method} {e.path}" not in table for e in REGISTRY.entries))


def measure(store: Path, *, seconds: float) -> dict[str, float]:
    """Every metric on this store."""
    rng = random.Random(11)
    incidents, reports = ids_of(store, 300)
    makers = addresses(rng, incidents, reports)
    with served(store) as link:
        base, _, key = link.partition("/enter?key=")
        with httpx.Client(base_url=base, timeout=30, follow_redirects=True, trust_env=False) as client:
            client.get(f"/enter?key={key}").raise_for_status()
            cookie = dict(client.cookies)
            metrics = latencies(client, makers)
        pages = [
            "/",
            "/reports",
            "/search?words=drone",
            "/history",
            "/help",
            "/codebook",
            "/pairs",
            "/names/actor",
            "/audit",
            "/add",
        ]
        pages += [
            f"/incident/{incidents[0]}?ask=killed",
            f"/report/{reports[0]}",
            f"/names/source/{OUTLETS[0].lower()}",
        ]
        metrics |= browser(base, cookie, pages)
        metrics |= asyncio.run(load(base, cookie, makers, incidents, seconds))
    return metrics | {"routes_without_role_test": routes_without_role_test()}


def main() -> int:
    """Measures, prints and writes; 1 if a bound does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=STORE)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    if not args.store.exists():
        print(f"making {args.incidents:,} incidents in {args.store} ...", file=sys.stderr)
        args.store.parent.mkdir(parents=True, exist_ok=True)
        part = args.store.with_suffix(".part")
        generate(part, incidents=args.incidents)
        part.rename(args.store)
    metrics = measure(args.store, seconds=args.seconds)
    args.out.write_text(json.dumps({"metrics": metrics}, indent=2) + "\n", encoding="utf-8")
    failed = 0
    for name, value in metrics.items():
        bound = BOUNDS.get(name)
        holds = bound is None or value <= bound
        failed += not holds
        print(
            f"{name:28} {value:>10g}"
            + (f"   at most {bound:g}{'' if holds else '  DOES NOT HOLD'}" if bound is not None else "")
        )
    print(f"written to {args.out}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
