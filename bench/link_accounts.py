"""Accounts against the gold: cells, ranges, superseded figures, syndication, victims, and what no account holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from bench import link_scores as scores
from bench.link_found import Linked
from rashomon.linking.cluster import components
from rashomon.linking.raws import COUNTED
from rashomon.model.figures import Figure
from rashomon.model.incidents import Incident
from rashomon.model.record import Record

_MEASURES = ("killed", "injured", "missing")


def accounts(found: Linked) -> dict[str, float]:
    """What the accounts of each incident say, against what the gold says of them."""
    names, gold = found.names(), found.gold
    rows: dict[str, list[bool]] = {"cell_accuracy": [], "range_exact": [], "figure_supersession_accuracy": []}
    lost: list[bool] = []
    copies = {
        frozenset((names[a.report_id], names[a.copied_from]))
        for i in found.incidents
        for a in i.accounts
        if a.copied_from is not None and a.copy == "syndicated"
    }
    told = {
        frozenset((f"{name}/{a}", f"{name}/{b}"))
        for name, data in gold.incidents.items()
        for a, b, kind in data["not_independent"]
        if kind == "syndicated"
    }
    of_gold = found.of_gold()
    for name, incident in found.wholes().items():
        data = gold.incidents[name]
        # Numbers are asked over all parts; who did it and with what, of the main one: who stormed did not take hostages.
        cells = {q: c for q, c in incident.cells if q in COUNTED}
        cells |= {q: c for q, c in of_gold[name].cells if q not in COUNTED}
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
    for gold in (*found.gold.clusters()[name], *found.gold.further(name)):
        event = found.events.get(gold)
        if event is None:
            continue
        for figure in found.records[event.report].figures:
            if figure.event_id == event.event and figure.measure in _MEASURES and figure.scope != "period_total":
                out.append((event.report, figure.id) not in held)
    return out
