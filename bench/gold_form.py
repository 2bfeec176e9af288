"""The open corpus in the form that the project's scorer reads, so that one scorer measures every set.

The scorer finds its anchors by their words, for reports that a reader may have cleaned. Here text and record share their
offsets, so an anchor carries them ("§120:133 gunmen opened fire") and `Exact` stands in for the scorer's locator.
What the scorer's form cannot say is bridged in the record, never in the gold: a described victim is compared by
its words, and a target given as words ("market") is met by an actor whose name holds those words.

usage: python -m bench.gold_form [train|dev] [--misses] [--only LAYER] [--reports WORD]
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.score import add_up, load_scorer, score_one
from corpus.open_corpus import Annotated, Part, reports
from rashomon.model.codec import to_json
from rashomon.model.documents import Document
from rashomon.model.documents import Part as TextPart
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings

Json = dict[str, Any]
_ANCHOR = re.compile(r"§(\d+):(\d+) ")


_NO_TIME = {"text": "-", "anchor": "§0:0 -", "start": "0001-01-01", "end": "0001-01-01", "precision": "day"}


class Exact:
    """Reads the offsets out of an anchor, in place of the scorer's search by words."""

    def __init__(self, text: str) -> None:
        self.text = text

    def all(self, anchor: str) -> Iterator[tuple[int, int]]:
        """The one range that the anchor names."""
        found = _ANCHOR.match(anchor)
        if found is None:
            raise ValueError(f"no offsets in the anchor {anchor!r}")
        yield int(found[1]), int(found[2])


def scorer() -> ModuleType:
    """The project's scorer with exact anchors."""
    module = load_scorer()
    vars(module)["Locator"] = Exact
    vars(module)["open"] = lambda path: io.StringIO(Path(path).read_text(encoding="utf-8"))
    return module


def document(report: Annotated) -> Document:
    """The report as a document, with the parts and the date of its annotation."""
    made = report.record["document"]
    parts = tuple(TextPart(p["kind"], p["start"], p["end"]) for p in made["parts"])
    kept = ("id", "text", "publisher", "title", "byline", "published_at", "updated_at", "machine_translated")
    return Document(parts=parts, **{key: made[key] for key in kept})


def _anchor(span: Json) -> str:
    return f"§{span['start']}:{span['end']} {span['text']}"


def _speakers(made: Json, actors: dict[str, Json], publisher: str | None) -> list[str | None]:
    who = made["speaker"]
    if who is None:
        return [None, publisher]
    named: list[str | None] = [actors[i]["name"] for i in (who["actor_id"], *who["or"]) if i in actors]
    return [*named, None, publisher] if made.get("or_null") else named


def gold_form(record: Json) -> Json:
    """A compiled record as the scorer's gold."""
    actors = {a["id"]: a for a in record["actors"]}
    victims = {v["id"]: v for v in record["victims"]}
    places = {p["id"]: p for p in record["places"]}
    publisher = record["document"]["publisher"]

    def party(token: str) -> list[str]:
        if token in victims:
            return [s["text"] for s in victims[token]["spans"]]
        return [actors[token]["name"] if token in actors else token]

    events = [
        {
            "id": e["id"], "plover": e["plovers"], "acled": e["acleds"] or None, "modality": e["modality"],
            "actors": [n for w in e["who"] for n in party(w)], "targets": [n for w in e["whom"] for n in party(w)],
            "place": places[e["place_id"]]["name"] if e["place_id"] else None,
            "start": e["start"] and e["start"][:10], "end": e["end"] and e["end"][:10],
            "anchors": [_anchor(s) for s in e["triggers"]],
        }
        for e in record["events"]
    ]  # fmt: skip
    figures = [
        {
            "event": f["event_id"], "measure": f["measure"], "population": f["population"], "low": f["low"], "high": f["high"],
            "speakers": _speakers(f, actors, publisher), "qualifier": f["qualifier"], "anchor": _anchor(f["span"]),
        }
        for f in record["figures"]
    ]  # fmt: skip
    claims = [
        {
            "speakers": _speakers(c, actors, publisher), "cue": c["cue"]["text"] if c["cue"] else "", "form": c["form"],
            "content": " ".join(s["text"] for s in c["content"]), "acts": c["acts"],
        }
        for c in record["claims"]
    ]  # fmt: skip
    return {
        "document": {"published_at": record["document"]["published_at"]},
        "times": [
            {"text": t["span"]["text"], "anchor": _anchor(t["span"]), "start": t["start"][:10], "end": t["end"][:10],
             "precision": t["precision"]}
            for t in record["times"]
        ],
        "actors": [{"name": a["name"], "kind": a["kind"], "names": [a["name"], *a["aliases"]]} for a in record["actors"]],
        "relations": [
            {"subject": actors[r["subject_id"]]["name"], "relation": r["relation"], "object": actors[r["object_id"]]["name"],
             "optional": r["optional"]}
            for r in record["relations"]
        ],
        "events": events, "figures": figures, "claims": claims,
        "links": [
            {"from": x["from"], "kind": x["kinds"], "to": x["to"], "optional": x["optional"]} for x in record["links"]
        ],
        "victims": [
            {"event": v["event_id"], "names": [s["text"] for s in v["spans"]], "harm": v["harm"], "status": v["status"]}
            for v in record["victims"]
        ],
    }  # fmt: skip


def bridged(record: Json, gold: Json, compiled: Json) -> tuple[Json, Json]:
    """Record and gold with described victims and worded parties made comparable (see the head of this module)."""
    people = []
    for victim in record["victims"]:
        if not victim["names"]:
            victim = victim | {"names": victim["spans"]}
            for wanted in compiled["victims"]:
                if not wanted["names"] and any(_overlap(a, b) for a in wanted["spans"] for b in victim["spans"]):
                    victim["names"] = wanted["spans"]
        people.append(victim)
    stand_ins, events = [], []
    for event in record["events"]:
        parties = []
        for i, party in enumerate(event["participants"]):
            if party["actor_id"] is None and party["span"] is not None:
                name = f"{event['id']}.{i}"
                stand_ins.append({"id": name, "name": party["span"]["text"], "aliases": []})
                party = party | {"actor_id": name}
            parties.append(party)
        events.append(event | {"participants": parties})
    known = {a["name"] for a in gold["actors"]}
    worded = {n for e in gold["events"] for n in (*e["actors"], *e["targets"]) if n not in known}
    every = {n for a in (*record["actors"], *stand_ins) for n in (a["name"], *a["aliases"])}
    actors = [*gold["actors"]]
    extra = [{"name": w, "kind": "unknown", "names": [w, *(n for n in every if _holds(n, w))]} for w in sorted(worded)]
    gold = gold | {
        "events": [
            e | {"actors": _widen(e["actors"], extra), "targets": _widen(e["targets"], extra)} for e in gold["events"]
        ]
    }
    return record | {"victims": people, "actors": [*record["actors"], *stand_ins], "events": events}, gold | {
        "actors": actors
    }


def _widen(names: list[str], extra: list[Json]) -> list[str]:
    return list(
        dict.fromkeys(n for name in names for n in [name, *(m for x in extra if x["name"] == name for m in x["names"])])
    )


def _holds(name: str, words: str) -> bool:
    """Whether the shorter of two phrases stands whole in the longer ("market", "a vegetable market")."""
    a, b = (re.findall(r"\w+", x.lower()) for x in (name, words))
    short, long = sorted((a, b), key=len)
    return bool(short) and set(short) <= set(long)


def _overlap(a: Json, b: Json) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def score(module: ModuleType, record: Json, compiled: Json) -> Json:
    """Scores and misses of one read record against one compiled record."""
    record, gold = bridged(record, gold_form(compiled), compiled)
    with tempfile.NamedTemporaryFile("w", suffix=".gold.json", encoding="utf-8") as file:
        json.dump(gold | {"times": gold["times"] or [_NO_TIME]}, file, ensure_ascii=False)
        file.flush()
        result = score_one(module, record, Path(file.name))
    if not gold["times"]:  # the scorer divides by their number
        result["scores"]["times (recall)"]["of"] = 0
    return result


def main() -> int:
    """Prints the table of a part, and the misses if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", default="dev", choices=["train", "dev"])
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--reports", default="")
    args = parser.parse_args()
    part: Part = args.part
    reader, module, results = Reader(Settings(claims="rules")), scorer(), []
    for report in reports(part):
        if args.reports in f"{report.incident}/{report.stem}":
            result = score(module, to_json(reader.record(document(report))), report.record)
            results.append(result)
            if args.misses:
                misses = [m for m in result["misses"] if m.startswith(args.only)]
                print(f"== {report.incident}/{report.stem}", *misses, sep="\n   ")
    for line, row in add_up(results).items():
        rest = "  ".join(f"{k} {v}" for k, v in row.items() if k != "value")
        print(f"{line:32s} {row['value']:.3f}  {rest}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
