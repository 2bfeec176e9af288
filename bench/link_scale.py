"""Linking at scale: generated events by the tens of thousands to a million, each size in a process of its own.

usage: python -m bench.link_scale SIZE...      one JSON line a size
"""

from __future__ import annotations

import gc
import json
import math
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bench.link_world import world
from rashomon.linking.ground import MemoryGround
from rashomon.linking.incremental import replace
from rashomon.linking.partition import partition
from rashomon.linking.profiles import Profile

#: Size to which one report is added.
ADDED_TO = 100_000


def pair_f1(truth: Mapping[str, int], clusters: Sequence[Sequence[Profile]]) -> float:
    """F1 over pairs of events, counted without making the pairs."""
    both = Counter((n, truth[p.id]) for n, members in enumerate(clusters) for p in members)
    found = sum(len(members) * (len(members) - 1) // 2 for members in clusters)
    gold = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    hit = sum(n * (n - 1) // 2 for n in both.values())
    return 2 * hit / (found + gold) if found + gold else 1.0


def one_size(count: int) -> dict[str, Any]:
    """Seconds, memory and F1 of linking so many events, from profiles to clusters."""
    profiles, numbers = world(count)
    truth = {p.id: n for p, n in zip(profiles, numbers, strict=True)}
    gc.collect()
    gc.freeze()
    start, worked = time.perf_counter(), time.process_time()
    clusters = partition(profiles, {})
    took, worked = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    row = {
        "events": count,
        "s": round(took, 2),
        "cpu_s": round(worked, 2),
        "gb": round(peak, 2),
        "f1": round(pair_f1(truth, clusters), 4),
    }
    if count == ADDED_TO:
        row["add_one_s"] = add_one(profiles, clusters)
    return row


def add_one(profiles: Sequence[Profile], clusters: Sequence[Sequence[Profile]], *, tries: int = 20) -> float:
    """Seconds to add one report to the rest, the slowest of some tries."""
    ground = MemoryGround()
    last = profiles[-tries:]
    ground.load([p for p in profiles if p not in last], partition([p for p in profiles if p not in last], {}))
    slowest = 0.0
    for profile in last:
        start = time.perf_counter()
        replace(ground, [], [profile], judged={})
        slowest = max(slowest, time.perf_counter() - start)
    home = {i: frozenset(members) for members in ground.clusters.values() for i in members}
    wanted = {p.id: frozenset(q.id for q in members) for members in clusters for p in members}
    if home != wanted:
        raise ValueError("one at a time gave other clusters than all at once")
    return round(slowest, 3)


def exponent(rows: Sequence[Mapping[str, Any]]) -> float:
    """Slope of log processor time (one thread) over log size, by least squares."""
    points = [(math.log(r["events"]), math.log(r["cpu_s"])) for r in rows]
    x, y = (sum(p[i] for p in points) / len(points) for i in (0, 1))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def measure(sizes: Sequence[int]) -> dict[str, float]:
    """The metrics of several sizes, each run in a fresh process."""
    rows = [_fresh(size) for size in sorted(sizes)]
    out = {f"scale_{r['events']}_{key}": float(r[key]) for r in rows for key in ("s", "cpu_s", "gb", "f1")}
    if len(rows) > 1:
        out["scale_exponent"] = round(exponent(rows), 3)
        out["scale_f1_drop"] = round(rows[0]["f1"] - rows[-1]["f1"], 4)
    for row in rows:
        if row["events"] == 1_000_000:
            out |= {"scale_1m_minutes": round(row["s"] / 60, 2), "scale_1m_gb": row["gb"]}
        if "add_one_s" in row:
            out["add_one_to_100k_s"] = row["add_one_s"]
    return out


def _fresh(size: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.link_scale", str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    print(done.stdout.strip(), file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(json.dumps(one_size(int(argument))), flush=True)
