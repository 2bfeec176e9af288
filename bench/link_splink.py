"""Splink beside our own scorer, on the same events, the same candidate cells and the same truth (docs/adr/0008-linking.md).

Splink learns its weights from the labels of the training events (m) and from random pairs (u), scores in DuckDB, and
clusters by connected components at the threshold that was best on the training events. A second line gives its scores
to our clusters, which obey hard facts. Splink is no dependency: install `splink==5.0.0` beside rashomon to run this.

usage: python -m bench.link_splink [--corpus FOLDER] [--sizes 10000 100000]
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from bench.link_gold import load_open
from bench.link_scale import pair_f1
from bench.link_world import world
from rashomon.lexicon import load
from rashomon.linking.cluster import Edges, Pair, cluster, components, pair_of
from rashomon.linking.compare import forbidden
from rashomon.linking.filing import keys_of
from rashomon.linking.partition import partition
from rashomon.linking.profiles import Profile, profiles_of

Row = dict[str, Any]
Scores = dict[Pair, float]


def rows_of(profiles: Sequence[Profile], truth: Mapping[str, int]) -> list[Row]:
    """Events as flat rows, with the cells that they are blocked by."""
    families = {kind: family for family, kinds in load("linking")["families"].items() for kind in kinds}
    out = []
    for p in profiles:
        whens = p.told_whens or p.whens
        wheres = p.stated_wheres or p.wheres
        kind = min(p.types, default=None)
        where = wheres[0] if wheres else None
        out.append(
            {
                "unique_id": p.id,
                "report": p.report_id,
                "incident": truth.get(p.id),
                "d0": min((w.start for w in whens), default=None),
                "d1": max((w.end for w in whens), default=None),
                "place": where.bare if where else None,
                "holders": [h.lower() for h in where.within] if where else None,
                "lat": where.lat if where else None,
                "lon": where.lon if where else None,
                "kind": kind,
                "family": families.get(kind or "", kind),
                "weapons": sorted(p.weapons) or None,
                "sides": [s.lower() for s in p.perpetrators] or None,
                "targets": sorted(p.targets) or None,
                "victims": [v.lower() for v in p.victims] or None,
                "dead": max((high if high is not None else low for low, high in p.killed), default=None),
                "words": sorted(p.words) or None,
                "about": int(p.main),
                "cells": [k.cell for k in keys_of(p)],
            }
        )
    return out


def settings() -> Any:
    """Splink's comparisons: the features of `rashomon.linking.levels` in SQL, as far as SQL takes them."""
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    def custom(name: str, null: str, *levels: tuple[str, str]) -> Any:
        found = [cll.CustomLevel(null, "null")]
        found[0].configure(is_null_level=True)
        found += [cll.CustomLevel(sql, label) for label, sql in levels]
        return cl.CustomComparison(comparison_levels=[*found, cll.ElseLevel()], output_column_name=name)

    def shared(column: str, *least: int) -> Any:
        count = f"len(list_intersect({column}_l, {column}_r))"
        return custom(
            column, f"{column}_l is null or {column}_r is null", *((f"{n} or more", f"{count} >= {n}") for n in least)
        )

    km = "12742 * asin(sqrt(least(1, pow(sin(radians(lat_r - lat_l) / 2), 2) + cos(radians(lat_l)) * cos(radians(lat_r)) * pow(sin(radians(lon_r - lon_l) / 2), 2))))"
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            custom(
                "day",
                "d0_l is null or d0_r is null",
                ("same", "d0_l <= d1_r and d0_r <= d1_l and d1_l - d0_l < 2 and d1_r - d0_r < 2"),
                ("overlap", "d0_l <= d1_r and d0_r <= d1_l"),
                ("next", "d0_l <= d1_r + 1 and d0_r <= d1_l + 1"),
            ),
            custom(
                "place",
                "place_l is null or place_r is null",
                ("same", "place_l = place_r"),
                ("spelling", "jaro_winkler_similarity(place_l, place_r) > 0.9"),
                ("within", "list_contains(holders_l, place_r) or list_contains(holders_r, place_l)"),
                ("near", f"lat_l is not null and lat_r is not null and {km} < 20"),
                ("holder", "len(list_intersect(holders_l, holders_r)) >= 1"),
            ),
            custom(
                "kind",
                "kind_l is null or kind_r is null",
                ("same", "kind_l = kind_r"),
                ("family", "family_l = family_r"),
                ("general", "kind_l = 'Attack' or kind_r = 'Attack'"),
            ),
            shared("weapons", 1),
            shared("sides", 1),
            shared("targets", 2, 1),
            shared("victims", 2, 1),
            custom(
                "dead",
                "dead_l is null or dead_r is null",
                ("same", "dead_l = dead_r"),
                ("close", "abs(dead_l - dead_r) <= 2 or greatest(dead_l, dead_r) <= 2 * least(dead_l, dead_r)"),
            ),
            shared("words", 7, 5, 3, 2),
            custom("about", "false", ("both", "about_l = 1 and about_r = 1"), ("one", "about_l + about_r = 1")),
        ],
        blocking_rules_to_generate_predictions=[block_on("cells", arrays_to_explode=["cells"])],
        additional_columns_to_retain=["report"],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )


def trained(rows: Sequence[Row]) -> dict[str, Any]:
    """The settings with the weights that Splink learns from labelled rows."""
    import duckdb  # noqa: F401  # named here so that its absence is said before anything is computed

    linker = _linker(rows, settings())
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6)
    linker.training.estimate_m_from_label_column("incident")
    pairs = sum(n * (n - 1) / 2 for n in Counter(r["incident"] for r in rows).values())
    model: dict[str, Any] = linker.misc.save_model_to_json()
    model["probability_two_random_records_match"] = 2 * pairs / (len(rows) * (len(rows) - 1))
    return model


def _linker(rows: Sequence[Row], model: Any) -> Any:
    import pyarrow as pa
    from splink import Linker
    from splink.internals.duckdb.database_api import DuckDBAPI

    api = DuckDBAPI()
    return Linker(api.register(pa.Table.from_pylist(list(rows))), model, log_level=40)


def predicted(rows: Sequence[Row], model: dict[str, Any]) -> Scores:
    """Match weights of all blocked pairs of two reports."""
    linker = _linker(rows, model)
    found = linker.inference.predict()
    table = found.as_duckdbpyrelation().project("unique_id_l, unique_id_r, match_weight, report_l, report_r").fetchall()
    return {pair_of(a, b): w for a, b, w, r, s in table if r != s}


def by_components(profiles: Sequence[Profile], scores: Scores, threshold: float) -> list[list[Profile]]:
    """Splink's own way: whatever hangs together above the threshold."""
    by_id = {p.id: p for p in profiles}
    found = components(by_id, (pair for pair, w in scores.items() if w >= threshold))
    return [[by_id[i] for i in ids] for ids in found]


def by_facts(profiles: Sequence[Profile], scores: Scores, threshold: float) -> list[list[Profile]]:
    """Splink's scores in our clusters: no pair that a hard fact forbids, and the best pairs first."""
    by_id = {p.id: p for p in profiles}
    kept = {pair: w for pair, w in scores.items() if forbidden(by_id[pair[0]], by_id[pair[1]]) is None}
    linked = frozenset(pair for pair, w in kept.items() if w >= threshold)
    groups = components(by_id, linked)
    home = {i: n for n, ids in enumerate(groups) for i in ids}
    inside: dict[int, Scores] = {}
    for pair, w in kept.items():
        if home[pair[0]] == home[pair[1]]:
            inside.setdefault(home[pair[0]], {})[pair] = w
    out: list[list[Profile]] = []
    for n, ids in enumerate(groups):
        known = inside.get(n, {})
        edges = Edges(known, linked & frozenset(known))
        out += cluster({i: by_id[i] for i in ids}, edges, least=threshold)
    return out


def rates(truth: Mapping[str, int], clusters: Sequence[Sequence[Profile]]) -> Row:
    """Precision, recall and F1 over pairs of events."""
    found = {frozenset((a.id, b.id)) for members in clusters for a, b in combinations(members, 2)}
    by_incident: dict[int, list[str]] = {}
    for i, n in truth.items():
        by_incident.setdefault(n, []).append(i)
    gold = {frozenset(pair) for ids in by_incident.values() for pair in combinations(ids, 2)}
    hit = len(found & gold)
    return {"p": hit / max(1, len(found)), "r": hit / max(1, len(gold)), "f1": 2 * hit / max(1, len(found) + len(gold))}


def best_threshold(profiles: Sequence[Profile], truth: Mapping[str, int], scores: Scores, way: Any) -> float:
    """The threshold with the best F1 over pairs."""
    tried = [n / 2 for n in range(-4, 41)]
    return max(tried, key=lambda t: (pair_f1(truth, way(profiles, scores, t)), t))


def compared(
    name: str, train: tuple[list[Profile], dict[str, int]], test: tuple[list[Profile], dict[str, int]]
) -> list[Row]:
    """One line for each way on the test events."""
    out: list[Row] = []
    start = time.perf_counter()
    clusters = partition(test[0], {})
    out.append({"set": name, "way": "rashomon", **rates(test[1], clusters), "s": time.perf_counter() - start})
    start = time.perf_counter()
    model = trained(rows_of(*train))
    learnt = time.perf_counter() - start
    known = predicted(rows_of(*train), model)
    rows = rows_of(*test)
    start = time.perf_counter()
    scores = predicted(rows, model)
    scored = time.perf_counter() - start
    for way, make in (("splink, components", by_components), ("splink, our clusters", by_facts)):
        threshold = best_threshold(*train, known, make)
        start = time.perf_counter()
        clusters = make(test[0], scores, threshold)
        took = scored + time.perf_counter() - start
        out.append(
            {
                "set": name,
                "way": way,
                **rates(test[1], clusters),
                "s": took,
                "threshold": threshold,
                "train_s": learnt,
            }
        )
    return out


def _corpus(folder: Path, part: str) -> tuple[list[Profile], dict[str, int]]:
    """Events of the incidents of a part of the corpus; an event outside any incident is alone."""
    names = set(json.loads((folder / "split.json").read_text(encoding="utf-8"))[part])
    gold = load_open(folder, names)
    profiles = {(n, p.event_id): p for n, r in gold.records.items() for p in profiles_of(r)}
    truth = {p.id: 100_000 + i for i, p in enumerate(profiles.values())}
    for i, events in enumerate(gold.clusters().values()):
        truth |= {profiles[e.report, e.event].id: i for e in events if (e.report, e.event) in profiles}
    return list(profiles.values()), truth


def _world(size: int, seed: int) -> tuple[list[Profile], dict[str, int]]:
    profiles, numbers = world(size, seed=seed)
    return profiles, {p.id: n for p, n in zip(profiles, numbers, strict=True)}


def main() -> None:
    """Prints a JSON line for each set and way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=[])
    args = parser.parse_args()
    sets = [(f"world of {n:,}", _world(10_000, 6), _world(n, 5)) for n in args.sizes]
    if args.corpus is not None:
        for part in ("test", "dev"):
            sets.insert(0, (f"corpus, {part}", _corpus(args.corpus, "train"), _corpus(args.corpus, part)))
    for name, train, test in sets:
        for row in compared(name, train, test):
            print(json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in row.items()}), flush=True)


if __name__ == "__main__":
    main()
