"""What is measured on data beside the project (../shared/data): places, names, WikiEvents. Evaluation only."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path

from bench import facts_wikievents, places
from bench.facts_match import Json
from rashomon.annotate import build
from rashomon.knowledge.names import NameIndex, likeness
from rashomon.resolve.gazetteer import open_gazetteer
from rashomon.run.pipeline import Reader

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
DRAWN, SEED = 400, 1
Metrics = dict[str, float]


def measure(reader: Reader) -> tuple[Metrics, list[str]]:
    """Every metric whose data is there, and what is not."""
    out: Metrics = {}
    absent = []
    for name, path, step in (
        ("TR-News", SHARED / "geo" / "tr_news.jsonl", lambda p: geo(p, "trnews")),
        ("GeoVirus", SHARED / "geo" / "geovirus_even.jsonl", lambda p: geo(p, "geovirus")),
        ("OFAC aliases", SHARED / "names" / "ofac_terror.jsonl", aliases),
        ("nomenklatura's pairs", SHARED / "names" / "nomenklatura_cases.csv", name_pairs),
        ("WikiEvents", SHARED / "wikievents_dev" / "dev.jsonl", lambda p: facts_wikievents.measure(p, reader)),
    ):
        if path.is_file():
            out |= step(path)
        else:
            absent.append(f"{name} ({path} is not here)")
    return out, absent


def geo(path: Path, name: str) -> Metrics:
    """Share within 161 km, gold mentions given: of all with coordinates, and of those that we resolve."""
    tally = places.measure(path, nlp=build("bundled"), gazetteer=open_gazetteer())
    return {
        f"{name}_acc161_all": tally.right / tally.gold,
        f"{name}_acc161_found": tally.right / max(1, tally.resolved),
    }


def drawn(path: Path, kind: str, *, rest: bool = False) -> Iterator[tuple[str, set[str]]]:
    """400 strong aliases of a type drawn at random (seed 1), each with all entities that bear it; or those not drawn."""
    entities = [e for e in rows(path) if e["type"] == kind]
    pool = [(a["name"], e["id"]) for e in entities for a in e["aliases"] if a["strength"] == "strong"]
    chosen = set(random.Random(SEED).sample(range(len(pool)), DRAWN))
    bearers: dict[str, set[str]] = {}
    for entity in entities:
        for name in (entity["name"], *(a["name"] for a in entity["aliases"])):
            bearers.setdefault(name.casefold(), set()).add(entity["id"])
    for i, (alias, _) in enumerate(pool):
        if (i in chosen) is not rest:
            yield alias, bearers[alias.casefold()]


def rows(path: Path) -> Iterator[Json]:
    """The objects of a file, one a line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def recall(path: Path, kind: str, *, rest: bool = False) -> tuple[float, float]:
    """Recall at 1 and at 5 of alias to entity; the primary names of the type are the candidates."""
    index = NameIndex((e["id"], [e["name"]]) for e in rows(path) if e["type"] == kind)
    first = fifth = asked = 0
    for alias, bearers in drawn(path, kind, rest=rest):
        found = [key for key, _ in index.find(alias)]
        asked += 1
        first += bool(bearers & set(found[:1]))
        fifth += bool(bearers & set(found))
    return first / asked, fifth / asked


def aliases(path: Path) -> Metrics:
    """OFAC's terror list: persons and groups, no imported list; our list of armed groups is on for groups."""
    out = {}
    for kind in ("person", "group"):
        out[f"ofac_{kind}_r1"], out[f"ofac_{kind}_r5"] = recall(path, kind)
    return out


def name_pairs(path: Path) -> Metrics:
    """Area under the ROC curve of our likeness over nomenklatura's pairs."""
    with path.open(encoding="utf-8", newline="") as file:
        scored = [(likeness(r["name1"], r["name2"]).score, r["is_match"] == "true") for r in csv.DictReader(file)]
    return {"names_auc": auc(scored)}


def auc(scored: list[tuple[float, bool]]) -> float:
    """The chance that a match scores above a pair that is none; a tie counts half."""
    yes, no = ([s for s, match in scored if match is wanted] for wanted in (True, False))
    wins = sum((a > b) + 0.5 * (a == b) for a in yes for b in no)
    return wins / (len(yes) * len(no))
