"""What `incident.json` says of the reports beside it, held against them: every id, cell, range and name.

It cannot tell whether a judgement is right. A range's ends must be numbers that the reports state of that measure, for no
rule may widen a range by a number that nobody gave.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import get_args

from corpus.inline import Malformed
from corpus.values import Json, interval
from rashomon.model.figures import Measure

CELLS = (
    "occurred",
    "date",
    "place",
    "perpetrator",
    "target",
    "weapon",
    "killed",
    "injured",
    "missing",
    "motive",
    "response",
)
JUDGEMENTS = ("agree", "single", "differ", "silent")
COPIES = ("syndicated", "relays", "rewrites")
_KEYS = (
    "title", "kind", "country", "place", "date", "events", "recalled", "siblings", "parent", "origins", "not_independent",
    "superseded", "withdrawn", "victims", "cells", "ranges",
)  # fmt: skip


def incident_problems(path: Path, records: dict[str, Json], *, incidents: Collection[str]) -> list[str]:
    """What is wrong with an `incident.json`, each problem beginning with the key that holds it.

    Args:
        path: the file.
        records: the compiled records of its reports, by stem.
        incidents: the names of all incidents that it may refer to.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        return [f"no JSON: {error}"]
    if not isinstance(data, dict):
        return ["no JSON object"]
    missing = [f"{key}: is not there" for key in _KEYS if key not in data]
    missing += [f"{key}: no key of an incident" for key in data if key not in _KEYS]
    if missing:
        return missing
    ids = {
        s: {row["id"] for layer in ("events", "claims", "figures", "victims") for row in r[layer]}
        for s, r in records.items()
    }
    try:
        found = [*_head(data), *_reports(data, ids), *_figures(data, ids), *_cells(data), *_ranges(data, records)]
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        return [f"a value has not the form of FORMAT.md: {error!r}"]
    known = {path.parent.name, *incidents}
    names = [("siblings", n) for n in data["siblings"]]
    names += [("recalled", row["incident"]) for row in data["recalled"] if row["incident"] is not None]
    found += [f"{key}: there is no incident {name}" for key, name in names if name not in known]
    found += ["siblings: an incident is no sibling of itself"] * (path.parent.name in data["siblings"])
    return found


def _head(data: Json) -> Iterator[str]:
    for key in ("title", "kind", "country", "place"):
        if not (isinstance(data[key], str) and data[key].strip()):
            yield f"{key}: is empty"
    try:
        interval(data["date"])
    except Malformed as error:
        yield f"date: {error}"


def _lacks(ids: dict[str, set[str]], stem: str, name: str | None = None) -> str | None:
    """What a reference names that is not there, null if it is."""
    if stem not in ids:
        return f"there is no report {stem}"
    return f"{stem} has no {name}" if name is not None and name not in ids[stem] else None


def _reports(data: Json, ids: dict[str, set[str]]) -> Iterator[str]:
    """Events, recalled events, origins, copies and victims."""
    asked: list[tuple[str, str, str | None]] = [("events", s, e) for s, names in data["events"].items() for e in names]
    asked += [("events", s, None) for s in data["events"]]
    asked += [("recalled", row["report"], row["event"]) for row in data["recalled"]]
    asked += [("origins", s, None) for stems in data["origins"].values() for s in stems]
    asked += [("not_independent", s, None) for *stems, _ in data["not_independent"] for s in stems]
    for group in data["victims"]:
        asked += [("victims", *name.split(":")) for name in group]
    for key, stem, name in asked:
        if (lack := _lacks(ids, stem, name)) is not None:
            yield f"{key}: {lack}"
    yield from (f"events: {stem} is not listed" for stem in ids if stem not in data["events"])
    for row in data["recalled"]:
        if row["event"] in data["events"].get(row["report"], []):
            yield f"recalled: {row['report']} {row['event']} is an event of this incident too"
    for *_, kind in data["not_independent"]:
        if kind not in COPIES:
            yield f"not_independent: no controlled value: {kind!r} (one of {', '.join(COPIES)})"


def _figures(data: Json, ids: dict[str, set[str]]) -> Iterator[str]:
    """Superseded and withdrawn figures and claims."""
    asked = [("superseded", row["report"], row["figure"]) for row in data["superseded"]]
    asked += [("superseded", *row["by"]) for row in data["superseded"]]
    for row in data["withdrawn"]:
        asked += [("withdrawn", row["report"], row["claim"]), ("withdrawn", row["report"], row["figure"])]
        asked.append(("withdrawn", row["in"], None))
    for key, stem, name in asked:
        if (lack := _lacks(ids, stem, name)) is not None:
            yield f"{key}: {lack}"


def _cells(data: Json) -> Iterator[str]:
    for name, value in data["cells"].items():
        if name not in CELLS:
            yield f"cells: no cell {name!r} (one of {', '.join(CELLS)})"
        elif value not in JUDGEMENTS:
            yield f"cells: {name}: no controlled value: {value!r} (one of {', '.join(JUDGEMENTS)})"
    yield from (f"cells: {name} is not there" for name in CELLS if name not in data["cells"])


def _ranges(data: Json, records: dict[str, Json]) -> Iterator[str]:
    for measure, ends in data["ranges"].items():
        if measure not in get_args(Measure):
            yield f"ranges: no measure {measure!r}"
        elif ends is not None:
            low, high = ends
            if not (isinstance(low, int) and isinstance(high, int) and 0 <= low <= high):
                yield f"ranges: {measure}: {ends} is no lowest and highest number"
            stated = _stated(records, measure)
            yield from (f"ranges: {measure}: no report states {end}" for end in sorted({low, high} - stated))
        if measure in CELLS and (ends is None) < (data["cells"].get(measure) == "silent"):
            yield f"ranges: {measure}: {ends}, but its cell is silent"


def _stated(records: dict[str, Json], measure: str) -> set[int]:
    """The numbers that figures of a measure state, totals of a period left out."""
    rows = [
        f for r in records.values() for f in r["figures"] if f["measure"] == measure and f["scope"] != "period_total"
    ]
    return {n for f in rows for n in (f["low"], f["high"]) if n is not None}
