"""Figures, victims, times, places, actors and relations of the open corpus: annotated records beside records read.

Counts are summed over reports (micro). Every definition stands in its function; docs/quality/ says the same for people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bench import facts_events as events
from bench.attribution import Counts
from bench.facts_match import (
    Compared,
    Json,
    Share,
    name_key,
    overlap,
    pairs,
    same_speaker,
    touch,
)


def figure_pairs(pair: Compared) -> list[tuple[Json, Json]]:
    """Figures with the same measure, low and high whose spans overlap; where several do, the better speaker first."""

    def score(g: Json, p: Json) -> float:
        if any(g[k] != p[k] for k in ("measure", "low", "high")) or overlap(g["span"], p["span"]) <= 0:
            return 0.0
        return 1.0 + 0.1 * same_speaker(pair, g, p) + 0.01 * bool(g["population"] == p["population"])

    return pairs(pair.gold["figures"], pair.found["figures"], score)


def figures(pairs_read: Sequence[Compared]) -> dict[str, float]:
    """Figures by value; with the right speaker and event; population of those found."""
    found, owned, speaker = Counts(), Counts(), Counts()
    population, qualifier, part = Share(), Share(), Counts()
    for pair in pairs_read:
        matched = figure_pairs(pair)
        sizes = len(pair.found["figures"]), len(pair.gold["figures"])
        told = [(g, p) for g, p in matched if same_speaker(pair, g, p)]
        right = [(g, p) for g, p in told if _same_event(pair, g, p)]
        found.add(len(matched), *sizes)
        speaker.add(len(told), *sizes)
        owned.add(len(right), *sizes)
        ids = {g["id"]: p["id"] for g, p in matched}
        part.add(
            sum(g["part_of"] is not None and p["part_of"] == ids.get(g["part_of"], "?") for g, p in matched),
            sum(p["part_of"] is not None for p in pair.found["figures"]),
            sum(g["part_of"] is not None for g in pair.gold["figures"]),
        )
        for g, p in matched:
            population.add(g["population"] == p["population"])
            qualifier.add(g["qualifier"] == p["qualifier"])
        _figure_misses(pair, matched, told, right)
    return {
        "figure_f1": found.f1, "figure_speaker_f1": speaker.f1, "figure_speaker_event_f1": owned.f1,
        "figure_population_accuracy": population.value, "figure_qualifier_accuracy": qualifier.value, "figure_part_f1": part.f1,
    }  # fmt: skip


def _same_event(pair: Compared, g: Json, p: Json) -> bool:
    return bool(p["event_id"] == (None if g["event_id"] is None else pair.events.get(g["event_id"], "?")))


Matched = list[tuple[Json, Json]]


def _figure_misses(pair: Compared, matched: Matched, told: Matched, right: Matched) -> None:
    for g in pair.gold["figures"]:
        if not any(g is m for m, _ in matched):
            near = [p for p in pair.found["figures"] if overlap(g["span"], p["span"]) > 0]
            given = "; ".join(f"{p['measure']} {p['low']}-{p['high']}" for p in near) or "nothing"
            pair.miss("figure_f1", f"{given} for {g['measure']} {g['low']}-{g['high']}: {g['span']['text']}")
    for p in pair.found["figures"]:
        if not any(p is m for _, m in matched) and not touch([p["span"]], [g["span"] for g in pair.gold["figures"]]):
            pair.miss("figure_f1", f"unwanted {p['measure']} {p['low']}-{p['high']}: {p['span']['text']}")
    for g, p in matched:
        if not any(g is m for m, _ in told):
            given, wanted = (x["speaker"] and x["speaker"]["name"] for x in (p, g))
            pair.miss("figure_speaker_event_f1", f"speaker {given} for {wanted}: {g['measure']} {g['span']['text']}")
        elif not any(g is m for m, _ in right):
            event = next((e for e in pair.gold["events"] if e["id"] == g["event_id"]), None)
            where = "no event" if event is None else event["triggers"][0]["text"]
            lost = " (not found)" if event is not None and g["event_id"] not in pair.events else ""
            given = "none" if p["event_id"] is None else "another event"
            pair.miss("figure_speaker_event_f1", f"{given} for {where}{lost}: {g['measure']} {g['span']['text']}")
        if g["population"] != p["population"]:
            pair.miss("figure_population_accuracy", f"{p['population']} for {g['population']}: {g['span']['text']}")


def victims(pairs_read: Sequence[Compared]) -> dict[str, float]:
    """People with the right harm, told by overlapping words; and with the right event."""
    found, owned, status = Counts(), Counts(), Share()
    for pair in pairs_read:
        gold, read = pair.gold["victims"], pair.found["victims"]
        matched = pairs(gold, read, lambda g, p: float(g["harm"] == p["harm"] and touch(g["spans"], p["spans"])))
        found.add(len(matched), len(read), len(gold))
        owned.add(sum(_same_event(pair, g, p) for g, p in matched), len(read), len(gold))
        for g, p in matched:
            status.add(g["status"] == p["status"])
        for g in gold:
            if not any(g is m for m, _ in matched):
                pair.miss("victim_f1", f"missed {g['harm']}: {g['spans'][0]['text']}")
        for p in read:
            if not any(p is m for _, m in matched):
                pair.miss("victim_f1", f"unwanted {p['harm']}: {(p['names'] or p['spans'])[0]['text']}")
    return {"victim_f1": found.f1, "victim_event_f1": owned.f1, "victim_status_accuracy": status.value}


def times(pairs_read: Sequence[Compared]) -> dict[str, float]:
    """Time expressions by overlapping words; and with the right first and last day."""
    relaxed, value, precision = Counts(), Counts(), Share()
    for pair in pairs_read:
        gold, read = pair.gold["times"], pair.found["times"]
        matched = pairs(gold, read, lambda g, p: (1 + 0.1 * same_days(g, p)) * (overlap(g["span"], p["span"]) > 0))
        relaxed.add(len(matched), len(read), len(gold))
        value.add(sum(same_days(g, p) for g, p in matched), len(read), len(gold))
        for g, p in matched:
            if same_days(g, p):
                precision.add(g["precision"] == p["precision"])
            else:
                pair.miss(
                    "time_value_f1", f"{p['start']}..{p['end']} for {g['start']}..{g['end']}: {g['span']['text']}"
                )
        for g in gold:
            if not any(g is m for m, _ in matched):
                pair.miss("time_relaxed_f1", f"missed {g['start']}: {g['span']['text']}")
        for p in read:
            if not any(p is m for _, m in matched):
                pair.miss("time_relaxed_f1", f"unwanted {p['start']}..{p['end']}: {p['span']['text']}")
    return {"time_relaxed_f1": relaxed.f1, "time_value_f1": value.f1, "time_precision_accuracy": precision.value}


def same_days(g: Json, p: Json) -> bool:
    """Whether first and last day agree; the hour is not compared."""
    return bool(g["start"][:10] == p["start"][:10] and g["end"][:10] == (p["end"] or p["start"])[:10])


def places(pairs_read: Sequence[Compared]) -> dict[str, float]:
    """Precision of the annotated places that were found (same name or same words); and how many were."""
    right, found = Share(), Share()
    for pair in pairs_read:
        matched = pairs(pair.gold["places"], pair.found["places"], lambda g, p: float(events.same_place(g, p)))
        for g in pair.gold["places"]:
            found.add(any(g is m for m, _ in matched))
        for g, p in matched:
            right.add(g["precision"] == p["precision"])
            if g["precision"] != p["precision"]:
                pair.miss("place_precision_accuracy", f"{p['precision']} for {g['precision']}: {g['name']}")
    return {"place_precision_accuracy": right.value, "place_recall": found.value}


def actors(pairs_read: Sequence[Compared]) -> dict[str, float]:
    """Whole actors: one actor read bears every form annotated and no name of another; and relations between actors.

    Unnamed speakers and bodies ("a nun who runs a clinic") are actors too, so `actor_named_whole` tells those with a name apart.
    """
    whole, named, relations = Share(), Share(), Counts()
    for pair in pairs_read:
        gold, owners, names = pair.gold["actors"], _Owners(pair.found), _names(pair.found)
        canon: dict[str, str] = {}
        for g in gold:
            keys = {name_key(n) for n in (g["name"], *g["aliases"])}
            ids = [owners.of(name, g["mentions"]) for name in (g["name"], *g["aliases"])]
            common = set.intersection(*ids)
            others = {name_key(n) for h in gold if h is not g for n in (h["name"], *h["aliases"])} - keys
            right = any(not names[a] & others for a in common)
            whole.add(right)
            if _proper(g["name"]):
                named.add(right)
            if not right:
                why = (
                    "in parts" if all(ids) and not common else "with another's name" if common else "a name is missing"
                )
                lost = "" if any(ids) else " (not found)"
                pair.miss("actor_whole", f"{why}: {[g['name'], *g['aliases']]}{lost}")
            for a in sorted({a for group in ids for a in group}):
                canon.setdefault(a, g["id"])
        _relations(pair, canon, relations)
    return {
        "actor_whole": whole.value, "actor_named_whole": named.value, "relation_f1": relations.f1,
        "relation_precision": relations.precision, "relation_recall": relations.recall,
    }  # fmt: skip


def _proper(name: str) -> bool:
    """Whether the form holds a capital beyond its first word's."""
    words = re.findall(r"\w+", re.sub(r"^(?:The|A|An|Some|One|All|Another)\b", "", name))
    return any(w[0].isupper() for w in words[1:]) or name[:1].isupper() and len(words) == 1 and words[0] == name


class _Owners:
    """Which actors read bear a form: by its text, or by a mention that begins at the same word ("a nun" of "a nun who ...")."""

    def __init__(self, record: Json) -> None:
        self.by_name: dict[str, set[str]] = {}
        for actor, names in _names(record).items():
            for name in names:
                self.by_name.setdefault(name, set()).add(actor)
        self.by_start = [(_bare_start(s), a["id"]) for a in record["actors"] for s in a["mentions"]]

    def of(self, form: str, mentions: Sequence[Json]) -> set[str]:
        starts = {_bare_start(s) for s in mentions if s["text"] == form}
        return self.by_name.get(name_key(form), set()) | {a for start, a in self.by_start if start in starts}


def _bare_start(span: Json) -> int:
    found = re.match(r"(?i)(?:the|an?|some)\s+", span["text"])
    return int(span["start"]) + (found.end() if found else 0)


def _names(record: Json) -> dict[str, set[str]]:
    return {a["id"]: {name_key(n) for n in (a["name"], *a["aliases"])} for a in record["actors"]}


def _relations(pair: Compared, canon: dict[str, str], counts: Counts) -> None:
    read = [
        (canon.get(r["subject_id"], "?"), r["relation"], canon.get(r["object_id"], "?"))
        for r in pair.found["relations"]
    ]
    want, spare = (
        {(r["subject_id"], r["relation"], r["object_id"]) for r in pair.gold["relations"] if r["optional"] is optional}
        for optional in (False, True)
    )
    counts.add(len(set(read) & want), sum(r not in spare for r in read), len(want))
    titles = {a["id"]: a["name"] for a in pair.gold["actors"]}
    for kind, rows in (("missed", want - set(read)), ("unwanted", set(read) - want - spare)):
        for a, relation, b in sorted(rows):
            pair.miss("relation_f1", f"{kind} {titles.get(a, '?')} {relation} {titles.get(b, '?')}")


def measure(pairs_read: Sequence[Compared]) -> dict[str, float]:
    """Every metric of the open corpus."""
    for pair in pairs_read:
        events.match_events(pair)
    violent, linked = events.violent_events(pairs_read), events.links(pairs_read)
    out = figures(pairs_read) | victims(pairs_read)
    out |= {
        "violent_event_f1": violent.f1,
        "violent_event_precision": violent.precision,
        "violent_event_recall": violent.recall,
    }
    out |= {name: share.value for name, share in events.slots(pairs_read).items()}
    out |= {"acled_macro_f1": events.acled_macro_f1(pairs_read)}
    out |= {"link_f1": linked.f1, "link_precision": linked.precision, "link_recall": linked.recall}
    return out | actors(pairs_read) | times(pairs_read) | places(pairs_read)
