"""Events of the open corpus: which event read is which event annotated, and whether its slots are right.

Two events are the same when a trigger overlaps a trigger and the type is accepted (the PLOVER root, or the ACLED type);
one to one, the pair that shares most mentions first, and of pairs that share as many the one whose slots agree better.
A slot is asked only where the annotation fills it, over all matched events. Violence counts for precision too: every
event read that is ASSAULT and happened must be one of the annotation's, or one that the annotation holds for denied,
planned or arguably no violence (those are neither asked for nor held against).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from bench.attribution import Counts
from bench.facts_match import Compared, Json, Share, actor_names, name_key, overlap, pairs, same_names, touch

VIOLENT = {"ASSAULT"}
_REAL = {"happened", "ongoing"}


def match_events(pair: Compared) -> None:
    """Fills `pair.events`."""

    def score(g: Json, p: Json) -> float:
        if p["plover"] not in g["plovers"] and (p["acled"] is None or p["acled"] not in g["acleds"]):
            return 0.0
        shared = sum(any(overlap(s, t) > 0 for t in p["triggers"]) for s in g["triggers"])
        return shared + 0.01 * _agreement(pair, g, p) if shared else 0.0

    found = pairs(pair.gold["events"], pair.found["events"], score)
    pair.events = {g["id"]: p["id"] for g, p in found}


def matched_events(pair: Compared) -> list[tuple[Json, Json]]:
    """The matched events themselves."""
    found = {e["id"]: e for e in pair.found["events"]}
    return [(g, found[pair.events[g["id"]]]) for g in pair.gold["events"] if g["id"] in pair.events]


def counted(event: Json) -> bool:
    """Whether the annotation asks for it as violence that happened."""
    return set(event["plovers"]) <= VIOLENT and event["modality"] in _REAL


def violent_events(pairs_read: Sequence[Compared]) -> Counts:
    """Hits, events read and events asked for."""
    out = Counts()
    for pair in pairs_read:
        asked = {g["id"] for g in pair.gold["events"] if counted(g)}
        free = {found for gold, found in pair.events.items() if gold not in asked}
        read = {
            e["id"]: e
            for e in pair.found["events"]
            if e["plover"] in VIOLENT and e["modality"] in _REAL and e["id"] not in free
        }
        hit = {pair.events[g] for g in asked if pair.events.get(g) in read}
        out.add(len(hit), len(read), len(asked))
        for g in pair.gold["events"]:
            if g["id"] in asked and pair.events.get(g["id"]) not in read:
                pair.miss("violent_event_f1", f"missed {g['acled']} {g['modality']}: {_words(g['triggers'])}")
        for found, event in read.items():
            if found not in hit:
                pair.miss("violent_event_f1", f"unwanted {event['acled']}: {_words(event['triggers'])}")
    return out


def _words(spans: Sequence[Json]) -> str:
    return " | ".join(s["text"] for s in spans[:4])


def slots(pairs_read: Sequence[Compared]) -> dict[str, Share]:
    """Date, place, actor, target and modality of matched events."""
    out = {f"event_{key}": Share() for key in ("date", "place", "actor", "target", "modality")}
    for pair in pairs_read:
        for g, p in matched_events(pair):
            for metric, asked, right, wanted, given in _checks(pair, g, p):
                if asked:
                    out[metric].add(right)
                    if not right:
                        pair.miss(metric, f"{given or '-'} for {wanted}: {_words(g['triggers'])}")
    return out


def _checks(pair: Compared, g: Json, p: Json) -> list[tuple[str, bool, bool, str, str]]:
    """(metric, asked, right, wanted, given) of every slot."""
    start, end = _days(pair, p)
    out = [
        ("event_date", g["start"] is not None, date_right(g, start, end), f"{g['start']}..{g['end']}", f"{start}..{end}"),
        ("event_place", g["place_id"] is not None, place_right(pair, g, p), *_place_names(pair, g, p)),
    ]  # fmt: skip
    for metric, roles in (("event_actor", {"actor"}), ("event_target", {"target", "victim"})):
        wanted = [w for x in g["participants"] if x["role"] in roles for w in sorted(_wordings(pair.gold, x))[:1]]
        given = [x["span"]["text"] for x in p["participants"] if x["role"] in roles]
        right = party_right(pair, g, p, roles)
        out.append((metric, bool(wanted), right, " + ".join(wanted), " + ".join(given)))
    out.append(("event_modality", True, p["modality"] == g["modality"], g["modality"], p["modality"]))
    return out


def _agreement(pair: Compared, g: Json, p: Json) -> int:
    return sum(asked and right for _, asked, right, _, _ in _checks(pair, g, p))


def _days(pair: Compared, p: Json) -> tuple[str, str]:
    time = next((t for t in pair.found["times"] if t["id"] == p["time_id"]), None)
    return ("", "") if time is None else (time["start"][:10], (time["end"] or time["start"])[:10])


def date_right(g: Json, start: str, end: str) -> bool:
    """Whether the interval meets the annotated one and is no wide guess.

    Where a day is asked it begins on that day; otherwise it is at most twice as long and two days.
    """
    if g["start"] is None or not start:
        return False
    first, last = g["start"][:10], g["end"][:10]
    if not (start <= last and end >= first):
        return False
    asked, given = _length(first, last), _length(start, end)
    return given <= 2 * asked + 2 and (start == first if asked == 1 else True)


def _length(start: str, end: str) -> int:
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days + 1


def same_place(gold: Json, found: Json) -> bool:
    """Whether two places bear one name, or are told by the same words."""
    names = {name_key(n) for n in (gold["name"], *gold["aliases"])}
    return name_key(found["name"]) in names or touch(gold["mentions"], found["mentions"])


def place_right(pair: Compared, g: Json, p: Json) -> bool:
    """Whether the event is put where the annotation has it, not above or beside it."""
    gold, found = _place(pair.gold, g), _place(pair.found, p)
    return gold is not None and found is not None and same_place(gold, found)


def _place(record: Json, event: Json) -> Json | None:
    return next((p for p in record["places"] if p["id"] == event["place_id"]), None)


def _place_names(pair: Compared, g: Json, p: Json) -> tuple[str, str]:
    gold, found = _place(pair.gold, g), _place(pair.found, p)
    return (gold or {}).get("name", ""), (found or {}).get("name", "")


def _wordings(record: Json, participant: Json) -> frozenset[str]:
    names = actor_names(record, participant["actor_id"])
    span = participant["span"]
    if participant["role"] == "victim" and span is not None:  # a person harmed, under all names
        for victim in record["victims"]:
            if touch(victim["spans"], [span]):
                names |= {s["text"] for s in victim["spans"]}
    return names | ({span["text"]} if span is not None else frozenset())


def party_names(record: Json, event: Json, roles: set[str]) -> frozenset[str]:
    """All wordings of those who have one of the roles in an event."""
    return frozenset(n for x in event["participants"] if x["role"] in roles for n in _wordings(record, x))


def party_right(pair: Compared, g: Json, p: Json, roles: set[str]) -> bool:
    """At least one participant is right, and no more than none (actor) or two (target) are wrong: naming all is no answer."""
    known = party_names(pair.gold, g, roles)
    given = {tuple(sorted(_wordings(pair.found, x))) for x in p["participants"] if x["role"] in roles}
    right = sum(same_names(known, words) for words in given)
    return bool(right) and len(given) - right <= (0 if roles == {"actor"} else 2)


def acled_macro_f1(pairs_read: Sequence[Compared]) -> float:
    """Mean F1 over the ACLED types that the annotation holds, on matched events; an event without a type is a miss."""
    hit, asked, given = dict[str, int](), dict[str, int](), dict[str, int]()
    for pair in pairs_read:
        for g, p in matched_events(pair):
            if not g["acleds"]:
                continue
            right = p["acled"] if p["acled"] in g["acleds"] else g["acleds"][0]
            asked[right] = asked.get(right, 0) + 1
            if p["acled"] is not None:
                given[p["acled"]] = given.get(p["acled"], 0) + 1
            hit[right] = hit.get(right, 0) + (p["acled"] == right)
            if p["acled"] != right:
                pair.miss("acled_macro_f1", f"{p['acled']} for {g['acleds']}: {_words(g['triggers'])}")
    scores = [2 * hit.get(a, 0) / (n + given.get(a, 0)) for a, n in asked.items()]
    return sum(scores) / len(scores) if scores else 0.0


def links(pairs_read: Sequence[Compared]) -> Counts:
    """Links between matched events with an accepted kind; optional ones are neither asked for nor held against."""
    out = Counts()
    for pair in pairs_read:
        gold_of = {found: gold for gold, found in pair.events.items()}
        read = {
            (gold_of.get(x["from"], "?"), x["kind"], gold_of.get(x["to"], "?"), n)
            for n, x in enumerate(pair.found["links"])
        }
        want = [g for g in pair.gold["links"] if not g["optional"]]
        spare = [g for g in pair.gold["links"] if g["optional"]]
        hits = [g for g in want if any(_link_fits(g, x) for x in read)]
        spared = sum(any(_link_fits(g, x) for g in spare) for x in read)
        out.add(len(hits), len(read) - spared, len(want))
        for g in want:
            if g not in hits:
                pair.miss(
                    "link_f1", f"missed {_trigger(pair, g['from'])} {'/'.join(g['kinds'])} {_trigger(pair, g['to'])}"
                )
        for x in read:
            if not any(_link_fits(g, x) for g in (*want, *spare)):
                pair.miss("link_f1", f"unwanted {_trigger(pair, x[0])} {x[1]} {_trigger(pair, x[2])}")
    return out


def _link_fits(g: Json, x: tuple[str, str, str, int]) -> bool:
    return x[0] == g["from"] and x[2] == g["to"] and x[1] in g["kinds"]


def _trigger(pair: Compared, event_id: str) -> str:
    return next((e["triggers"][0]["text"] for e in pair.gold["events"] if e["id"] == event_id), "?")
