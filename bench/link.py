"""Linking and accounts against the gold incidents of the corpus; linking at scale with generated events.

By default the records are the gold's own (what a perfect reader would hand over), so that linking is measured and not
reading; `end_to_end_...` lines are the same measures on reports that rashomon read itself.

usage: python -m bench.link [--corpus FOLDER] [--part train|dev|test|all] [--read] [--scale 10000 100000 1000000]

Writes bench/out/link.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from bench import link_scale
from bench import link_scores as scores
from bench.link_gold import Gold, GoldEvent, load_open
from rashomon.linking import link
from rashomon.linking.cluster import components
from rashomon.linking.profiles import is_violent
from rashomon.model.figures import Figure
from rashomon.model.incidents import Incident
from rashomon.model.record import Record

ROOT = Path(__file__).resolve().parents[1]
OPEN = ROOT / "corpus" / "open"
OUT = ROOT / "bench" / "out" / "link.json"
_MEASURES = ("killed", "injured", "missing")


@dataclass(frozen=True, slots=True)
class Linked:
    """Records linked: gold event to its own event, and the incidents."""

    gold: Gold
    records: Mapping[str, Record]
    events: Mapping[GoldEvent, GoldEvent]
    incidents: Sequence[Incident]

    def names(self) -> dict[str, str]:
        """Report id to its name in the gold."""
        return {r.document.id: name for name, r in self.records.items()}

    def home(self) -> dict[tuple[str, str], Incident]:
        """Event of a named report to its incident."""
        names = self.names()
        return {(names[e.report_id], e.event_id): i for i in self.incidents for e in i.events}

    def of_gold(self) -> dict[str, Incident]:
        """Gold incident to the incident that holds most of its events."""
        home = self.home()
        by_id = {i.id: i for i in self.incidents}
        out = {}
        for name, events in self.gold.clusters().items():
            best = scores.most(
                home[e.report, e.event].id
                for g in events
                if (e := self.events.get(g)) is not None and (e.report, e.event) in home
            )
            if best is not None:
                out[name] = by_id[best]
        return out


def from_gold(gold: Gold) -> Linked:
    """Links the gold's own records."""
    events = {GoldEvent(n, e.id): GoldEvent(n, e.id) for n, r in gold.records.items() for e in r.events}
    return Linked(gold, gold.records, events, link(gold.records.values()))


def from_text(gold: Gold) -> Linked:
    """Reads the reports' texts with default settings and links what came out; events are matched by their words."""
    from rashomon.run.pipeline import Reader
    from rashomon.settings import Settings

    reader = Reader(Settings())
    records: dict[str, Record] = {}
    events: dict[GoldEvent, GoldEvent] = {}
    for name, document in gold.texts.items():
        raw = document["text"].encode()
        records[name] = reader.read(raw, name=f"{name}.txt", published=document["published_at"])
        events |= _matched(name, gold.records[name], records[name])
    return Linked(gold, records, events, link(records.values()))


def _matched(name: str, gold: Record, read: Record) -> dict[GoldEvent, GoldEvent]:
    """Gold events to the events that share most words of their triggers with them, each once."""
    found = []
    for ours in gold.events:
        for theirs in read.events:
            both = sum(
                min(a.end, b.end) > max(a.start, b.start)
                for a in ours.triggers
                for b in (*theirs.triggers, *theirs.evidence)
            )
            if both:
                found.append((-both, not is_violent(theirs), ours.id, theirs.id))
    out: dict[GoldEvent, GoldEvent] = {}
    taken: set[str] = set()
    for _, _, ours_id, theirs_id in sorted(found):
        if GoldEvent(name, ours_id) not in out and theirs_id not in taken:
            out[GoldEvent(name, ours_id)] = GoldEvent(name, theirs_id)
            taken.add(theirs_id)
    return out


def linking(found: Linked) -> dict[str, float]:
    """Which reports and events were put together."""
    clusters = found.gold.clusters()
    home = {key: i.id for key, i in found.home().items()}
    gold = [frozenset((e.report, e.event) for e in events) for events in clusters.values() if events]
    mapped = {
        (g.report, g.event): home.get((e.report, e.event), f"alone {g}")
        for events in clusters.values()
        for g in events
        for e in [found.events.get(g, g)]
    }
    ours = [frozenset(items) for items in scores.grouped((cluster, item) for item, cluster in mapped.items()).values()]
    pairs_gold, pairs_found = scores.report_pairs(gold), scores.report_pairs(_reports_of(found))
    merged, hard = scores.false_merges(hard_negatives(found), _everything(found))
    return {
        "document_link_f1": scores.matched(pairs_gold, pairs_found),
        "b_cubed_f1": scores.b_cubed(gold, ours),
        "ceafe_f1": scores.ceaf_e(gold, ours),
        "false_merge_rate": merged / hard if hard else 0.0,
        "hard_negatives": float(hard),
    }


def _reports_of(found: Linked) -> list[list[tuple[str, str]]]:
    return list(scores.grouped((i.id, key) for key, i in found.home().items()).values())


def _everything(found: Linked) -> list[frozenset[tuple[str, str]]]:
    return [frozenset(members) for members in _reports_of(found)]


def hard_negatives(found: Linked) -> list[tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]]:
    """Pairs easily taken for one: events of sibling incidents, and a recalled event against today's."""
    gold, clusters = found.gold, found.gold.clusters()

    def items(events: Iterable[GoldEvent]) -> frozenset[tuple[str, str]]:
        own = [found.events[e] for e in events if e in found.events]
        return frozenset((e.report, e.event) for e in own)

    out = []
    for name, data in gold.incidents.items():
        for sibling in data["siblings"]:
            if sibling in clusters and name < sibling:
                out += [(items([a]), items([b])) for a in clusters[name] for b in clusters[sibling]]
        for told in data["recalled"]:
            other = GoldEvent(f"{name}/{told['report']}", told["event"])
            out += [(items([other]), items([e])) for e in clusters[name] if e != other]
    return [(a, b) for a, b in out if a and b]


def accounts(found: Linked) -> dict[str, float]:
    """What the accounts of each incident say, against what the gold says of them."""
    names, gold = found.names(), found.gold
    rows: dict[str, list[bool]] = {"cell_accuracy": [], "range_exact": [], "figure_supersession_accuracy": []}
    lost: list[bool] = []
    copies = {
        frozenset((names[a.report_id], names[a.copied_from]))
        for i in found.incidents
        for a in i.accounts
        if a.copied_from is not None
    }
    told = {
        frozenset((f"{name}/{a}", f"{name}/{b}"))
        for name, data in gold.incidents.items()
        for a, b, kind in data["not_independent"]
        if kind == "syndicated"
    }
    for name, incident in found.of_gold().items():
        data = gold.incidents[name]
        cells = dict(incident.cells)
        rows["cell_accuracy"] += [cells.get(q, "silent") == cell for q, cell in data["cells"].items()]
        rows["range_exact"] += [
            _range(incident, m) == tuple(data["ranges"][m]) for m in _MEASURES if data["ranges"].get(m) is not None
        ]
        rows["figure_supersession_accuracy"] += _superseded(name, data, incident, found)
        lost += _lost(name, incident, found, names)
    return {
        **scores.counted(rows),
        "syndication_f1": scores.matched(told, copies),
        "victim_match_f1": scores.matched(*_victims(found)),
        "lost_accounts_rate": sum(lost) / len(lost) if lost else 0.0,
    }


def _range(incident: Incident, measure: str) -> tuple[int | None, int | None]:
    """The range of the whole: the gold keeps no populations apart."""
    found = next((r for r in incident.tolls if r.measure == measure), None)
    return (None, None) if found is None else (found.low, found.high)


#: A number of a report: the report, the measure, and the number.
_Number = tuple[str, str, int | None]


def _number(name: str, figure: Figure) -> _Number:
    return name, figure.measure, figure.low if figure.low is not None else figure.high


def _numbers(records: Mapping[str, Record]) -> dict[tuple[str, str], _Number]:
    """Report and figure id to the number."""
    return {(name, f.id): _number(name, f) for name, record in records.items() for f in record.figures}


def _superseded(name: str, data: dict[str, Any], incident: Incident, found: Linked) -> list[bool]:
    """True for each number rightly called superseded, false for each wrongly called so or missed.

    A number of a report is asked once, however often the report gives it: guideline 53 lists every mention, and some
    incidents leave out the headline's. So a figure that rashomon read itself is compared in the same way.
    """
    told, read, names = _numbers(found.gold.records), _numbers(found.records), found.names()
    gold = {told[f"{name}/{s['report']}", s["figure"]] for s in data["superseded"]}
    taken = {told[f"{name}/{w['report']}", w["figure"]] for w in data["withdrawn"] if w["figure"] is not None}
    ours = {
        read[names[a.report_id], x.figure_id]
        for a in incident.accounts
        for _, answers in a.answers
        for x in answers
        if not x.live and x.figure_id is not None
    }
    return [key in gold and key in ours for key in sorted((gold | ours) - (taken - gold), key=str)]


def _victims(found: Linked) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    """Pairs of entries that are one person, in the gold and as suggested, by the gold's entries.

    The gold pairs victims among the reports of one incident, so what is suggested across two is left out.
    """
    names = found.names()
    gold = {
        frozenset((f"{name}/{a}", f"{name}/{b}"))
        for name, data in found.gold.incidents.items()
        for entries in _persons(data["victims"])
        for a, b in combinations(entries, 2)
    }
    known = {name: _same_victims(found.gold.records[name], record) for name, record in found.records.items()}
    ours = {
        frozenset(f"{names[e.report_id]}:{known[names[e.report_id]][e.victim_id]}" for e in pair)
        for incident in found.incidents
        for person in incident.people
        for pair in combinations(person.entries, 2)
        if len({names[e.report_id].split("/")[0] for e in pair}) == 1
    }
    return gold, ours


def _persons(told: Iterable[Sequence[str]]) -> list[list[str]]:
    """Entries of one person: some incidents list a person's entries at once, others pair each with the first."""
    told = [list(entries) for entries in told]
    pairs = [(a, b) for entries in told for a, b in combinations(entries, 2)]
    return components({e for entries in told for e in entries}, pairs)


def _same_victims(gold: Record, read: Record) -> dict[str, str]:
    """Victims of a record by the gold's ids, where their words overlap; a victim whom the gold lacks keeps his own."""
    out = {}
    for victim in read.victims:
        spans = victim.names or victim.spans
        same = (
            v.id
            for v in gold.victims
            if any(min(a.end, b.end) > max(a.start, b.start) for a in spans for b in v.names or v.spans)
        )
        out[victim.id] = victim.id if read is gold else next(same, f"only {victim.id}")
    return out


def _lost(name: str, incident: Incident, found: Linked, names: Mapping[str, str]) -> list[bool]:
    """For each figure of people harmed in an event of the incident: whether no account holds it."""
    held = {(names[a.report_id], x.figure_id) for a in incident.accounts for _, answers in a.answers for x in answers}
    out = []
    for gold in found.gold.clusters()[name]:
        event = found.events.get(gold)
        if event is None:
            continue
        for figure in found.records[event.report].figures:
            if figure.event_id == event.event and figure.measure in _MEASURES and figure.scope != "period_total":
                out.append((event.report, figure.id) not in held)
    return out


def measure(found: Linked) -> dict[str, float]:
    """All measures, rounded."""
    return {name: round(value, 4) for name, value in (linking(found) | accounts(found)).items()}


def chosen(corpus: Path, part: str) -> set[str] | None:
    """Names of the incidents of a part; null for all."""
    split = corpus / "split.json"
    if part == "all":
        return None
    if not split.exists():
        raise SystemExit(f"{split} is missing: use --part all")
    return set(json.loads(split.read_text(encoding="utf-8"))[part])


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table and writes it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=OPEN)
    parser.add_argument("--part", default="test", choices=("train", "dev", "test", "all"))
    parser.add_argument("--read", action="store_true", help="also read the reports' texts and measure on that")
    parser.add_argument("--scale", type=int, nargs="*", default=[], metavar="EVENTS", help="sizes of made-up worlds")
    args = parser.parse_args(argv)
    gold = load_open(args.corpus, chosen(args.corpus, args.part))
    metrics: dict[str, float] = measure(from_gold(gold))
    if args.read:
        metrics |= {f"end_to_end_{name}": value for name, value in measure(from_text(gold)).items()}
    metrics |= {"incidents": float(len(gold.incidents)), "reports": float(len(gold.records))}
    if args.scale:
        metrics |= link_scale.measure(args.scale)
    for name, value in metrics.items():
        print(f"{name:40s} {value:g}")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"metrics": metrics}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
