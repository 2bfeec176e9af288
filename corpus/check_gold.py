"""Check the gold records of the corpus against their reports.

A gold record is only as good as its anchors: one that does not quote its report scores every reader wrong.
This script walks ``corpus/**/*.gold.json`` (and the ``incident.json`` beside them; those of ``open/`` have a check of
their own, ``python -m corpus.compiling check``), reports what does not hold, prints the
number of entries per layer, and exits 1 if anything is wrong. It cannot tell whether a judgement is right, or
whether something was left out; it only says that what is there is well formed and rests on the words.

usage: python -m corpus.check_gold [FOLDER ...]
"""

from __future__ import annotations

import datetime
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from corpus.gold_text import fold, report_text

JsonObject = dict[str, Any]

LAYERS = ("times", "actors", "relations", "events", "figures", "claims", "links", "victims")
CUE_REACH = 600  # code points: a cue further from its content than this is a slip of the annotator

KINDS = {
    "person",
    "armed_group",
    "military",
    "police",
    "state",
    "political",
    "organisation",
    "media",
    "population",
    "unknown",
}
FORMS = {"direct", "mixed", "indirect"}
ACTS = {
    "report", "announce", "condemn", "praise", "accuse", "deny", "admit", "claim_responsibility",
    "threaten", "warn", "demand", "offer", "support", "call_off",
}  # fmt: skip
MEASURES = {
    "killed", "injured", "casualties", "missing", "detained", "displaced", "abducted", "targets_struck", "weapons", "personnel",
}  # fmt: skip
POPULATIONS = {
    "civilian", "militant", "military", "police", "child", "woman", "aid_worker", "journalist", "prisoner", "any",
}  # fmt: skip
QUALIFIERS = {None, "exactly", "at_least", "more_than", "at_most", "about", "reported_none", "unspecified"}
STATUSES = {"civilian", "militant", "military", "police", "disputed", "unknown"}
HARMS = {"killed", "injured", "missing", "detained", "abducted"}
PRECISIONS = {"minute", "hour", "day", "week", "month", "range", "year", "decade"}
PLOVER = {
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT",
}  # fmt: skip
ACLED = {
    "Government regains territory", "Non-state actor overtakes territory", "Armed clash", "Excessive force against protesters",
    "Protest with intervention", "Peaceful protest", "Violent demonstration", "Mob violence", "Chemical weapon",
    "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade",
    "Sexual violence", "Attack", "Abduction/forced disappearance", "Agreement", "Arrests", "Change to group/activity",
    "Disrupted weapons use", "Headquarters or base established", "Looting/property destruction",
    "Non-violent transfer of territory", "Other",
}  # fmt: skip
MODALITIES = {"happened", "ongoing", "denied", "planned", "threatened", "hypothetical"}
RELATIONS = {"leads", "member_of", "part_of", "speaks_for", "backed_by", "allied_with", "opposed_to", "linked_to"}
LINKS = {"retaliation_for", "response_to", "follows", "part_of", "same_as"}
OPEN_ABOVE = {"at_least", "more_than"}


def is_date(value: object) -> bool:
    """True for an ISO date or date-time."""
    if not isinstance(value, str):
        return False
    try:
        datetime.datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def span_of_dates(entry: JsonObject) -> Iterator[str]:
    """What is wrong with the start and end of a time or an event."""
    start, end = entry["start"], entry["end"]
    if (start is None) != (end is None):
        yield "only one of start and end is given"
    elif start is not None and not (is_date(start) and is_date(end)):
        yield f"no ISO date: {start}..{end}"
    elif start is not None and start[:10] > end[:10]:
        yield f"ends before it starts: {start}..{end}"


def outside(values: list[Any], allowed: set[Any], what: str) -> Iterator[str]:
    """Names every value that is not among the controlled ones."""
    for value in values:
        if value not in allowed:
            yield f"{what} is no controlled value: {value!r}"


def missing(text: str, quotes: list[str], what: str) -> Iterator[str]:
    """Names every quotation that the report does not hold."""
    for quote in quotes:
        if not quote.strip() or fold(quote) not in text:
            yield f"{what} is not in the report: {quote!r}"


def check_document(document: JsonObject) -> Iterator[str]:
    """A report needs a title, a publisher and a date."""
    for key in ("title", "publisher", "published_at"):
        if not document.get(key):
            yield f"document has no {key}"
    for key in ("published_at", "published_on", "updated_at"):
        if document.get(key) is not None and not is_date(document[key]):
            yield f"document.{key} is no ISO date: {document[key]!r}"


def check_time(time: JsonObject, text: str) -> Iterator[str]:
    """Anchor, surface text, interval and precision of a time."""
    yield from missing(text, [time["anchor"]], "anchor")
    if fold(time["text"]) not in fold(time["anchor"]):
        yield f"text is not inside its anchor: {time['text']!r}"
    if time["start"] is None:
        yield "a time needs a start and an end"
    yield from span_of_dates(time)
    yield from outside([time["precision"]], PRECISIONS, "precision")


def check_actor(actor: JsonObject, text: str) -> Iterator[str]:
    """Kind and naming forms of an actor."""
    yield from outside([actor["kind"]], KINDS, "kind")
    if not actor["names"]:
        yield "actor has no names"
    yield from missing(text, actor["names"], "name")


def check_event(event: JsonObject, text: str, actors: set[Any]) -> Iterator[str]:
    """Types, dates, anchors and participants of an event; a participant is an actor or words of the report."""
    yield from outside(event["plover"], PLOVER, "plover")
    yield from outside(event["acled"] or [], ACLED, "acled")
    yield from outside([event["modality"]], MODALITIES, "modality")
    yield from span_of_dates(event)
    if not event["anchors"]:
        yield "event has no anchors"
    yield from missing(text, event["anchors"], "anchor")
    words = [name for name in event["actors"] + event["targets"] if name not in actors]
    yield from missing(text.lower(), [word.lower() for word in words], "participant")
    if event["place"] is not None:
        yield from missing(text, [event["place"]], "place")
    yield from missing(text.lower(), [name.lower() for name in event["instruments"]], "instrument")


def check_figure(figure: JsonObject, text: str, events: set[Any]) -> Iterator[str]:
    """Anchor, controlled values and the bounds that the qualifier asks for."""
    yield from missing(text, [figure["anchor"]], "anchor")
    yield from outside([figure["measure"]], MEASURES, "measure")
    yield from outside([figure["population"]], POPULATIONS, "population")
    yield from outside([figure["qualifier"]], QUALIFIERS, "qualifier")
    if figure["event"] is not None and figure["event"] not in events:
        yield f"no such event: {figure['event']!r}"
    if not figure["speakers"]:
        yield "no speakers; the outlet's own voice is null"
    low, high, qualifier = figure["low"], figure["high"], figure["qualifier"]
    bounds_fit = {
        "reported_none": (low, high) == (0, 0),
        "unspecified": low is None and high is None,
        "at_most": low is None and high is not None,
        **dict.fromkeys(OPEN_ABOVE, low is not None and high is None),
    }.get(qualifier, low is not None and (high is None or low <= high))
    if not bounds_fit:
        yield f"bounds {low}..{high} do not fit the qualifier {qualifier}"


def check_claim(claim: JsonObject, text: str) -> Iterator[str]:
    """Content (in one piece or in parts), cue within reach, form, acts and speakers."""
    parts = claim.get("parts") or [claim["content"]]
    yield from missing(text, parts, "content")
    yield from missing(text, [claim["cue"]], "cue")
    if "parts" in claim and fold(" ".join(parts)) != fold(claim["content"]):
        yield "the parts do not add up to the content"
    yield from outside([claim["form"]], FORMS, "form")
    yield from outside(claim["acts"], ACTS, "act")
    if not claim["acts"] or not claim["speakers"]:
        yield "a claim needs acts and speakers; the outlet's own voice is null"
    first = fold(parts[0])
    if claim["form"] == "direct" and first[:1] not in {'"', "'"}:
        yield f"direct, but the content opens without a quote mark: {first[:40]!r}"
    if claim["form"] == "indirect" and '"' in fold(claim["content"]):
        yield f"indirect, but the content holds a quote mark: {first[:40]!r}"
    cue, reach = fold(claim["cue"]), len(fold(claim["content"])) + CUE_REACH
    places = [match.start() for match in re.finditer(re.escape(first), text)]
    if places and not any(cue in text[max(0, at - CUE_REACH) : at + reach] for at in places):
        yield f"the cue {cue!r} is not near its content: {first[:40]!r}"


def check_victim(victim: JsonObject, text: str, events: set[Any]) -> Iterator[str]:
    """Names, harm, status and event of a victim."""
    yield from missing(text, victim["names"], "name")
    yield from missing(text.lower(), [victim["role"].lower()] if victim["role"] else [], "role")
    yield from outside([victim["harm"]], HARMS, "harm")
    yield from outside([victim["status"]], STATUSES, "status")
    if victim["event"] not in events:
        yield f"no such event: {victim['event']!r}"


def check_ends(entry: JsonObject, keys: tuple[str, str], known: set[Any]) -> Iterator[str]:
    """Both ends of a relation or of a link exist and differ."""
    for key in keys:
        if entry[key] not in known:
            yield f"{key} is unknown: {entry[key]!r}"
    if entry[keys[0]] == entry[keys[1]]:
        yield f"both ends are {entry[keys[0]]!r}"


def kinds_of(link: JsonObject) -> list[str]:
    """The accepted kinds of a link, written as one value or as a list."""
    return link["kind"] if isinstance(link["kind"], list) else [link["kind"]]


def check_record(gold: JsonObject, text: str) -> Iterator[str]:
    """Everything that is wrong with one gold record."""
    actors, events = {a.get("name") for a in gold["actors"]}, {e.get("id") for e in gold["events"]}
    yield from check_document(gold["document"])
    for layer, key in (("actors", "name"), ("events", "id")):
        for value, count in Counter(entry.get(key) for entry in gold[layer]).items():
            if count > 1:
                yield f"{layer}: {value!r} is there {count} times"
    checks: dict[str, Callable[[JsonObject], Iterable[str]]] = {
        "times": lambda entry: check_time(entry, text),
        "actors": lambda entry: check_actor(entry, text),
        "relations": lambda entry: (
            *outside([entry["relation"]], RELATIONS, "relation"),
            *check_ends(entry, ("subject", "object"), actors),
        ),
        "events": lambda entry: check_event(entry, text, actors),
        "figures": lambda entry: check_figure(entry, text, events),
        "claims": lambda entry: check_claim(entry, text),
        "links": lambda entry: (*outside(kinds_of(entry), LINKS, "kind"), *check_ends(entry, ("from", "to"), events)),
        "victims": lambda entry: check_victim(entry, text, events),
    }
    for layer, check in checks.items():
        for number, entry in enumerate(gold[layer]):
            try:
                yield from (f"{layer}[{number}]: {problem}" for problem in check(entry))
            except (KeyError, TypeError, AttributeError) as error:
                yield f"{layer}[{number}]: a field is missing or of the wrong kind: {error!r}"


def check_gold_file(path: Path) -> tuple[list[str], Counter[str]]:
    """The problems and the layer counts of one gold record."""
    text = report_text(path)
    if text is None:
        return ["there is no report beside this gold record"], Counter()
    gold = json.loads(path.read_text(encoding="utf-8"))
    absent = [key for key in ("document", *LAYERS) if key not in gold]
    if absent:
        return [f"layers are missing: {', '.join(absent)}"], Counter()
    return list(check_record(gold, text)), Counter(
        {layer: len(gold[layer]) for layer in LAYERS} | {"words": len(text.split())}
    )


def check_incident(path: Path) -> Iterator[str]:
    """What is wrong with an incident: its reports, events, and the range over its sources."""
    incident, events = json.loads(path.read_text(encoding="utf-8")), {}
    for stem in incident["reports"]:
        gold = path.with_name(f"{stem}.gold.json")
        if not gold.is_file():
            yield f"no gold record for {stem!r}"
            continue
        events[stem] = {event["id"] for event in json.loads(gold.read_text(encoding="utf-8"))["events"]}
    unlisted = {p.name.removesuffix(".gold.json") for p in path.parent.glob("*.gold.json")} - set(incident["reports"])
    yield from (f"not listed: {stem!r}" for stem in sorted(unlisted))
    named = [*incident["main_event"].items(), *((r["report"], r["event"]) for r in incident["recalled"])]
    yield from (f"no event {event!r} in {stem!r}" for stem, event in named if event not in events.get(stem, set()))
    yield from (f"no main event for {stem!r}" for stem in incident["reports"] if stem not in incident["main_event"])
    for stem in [stem for pair in incident["syndicated"] for stem in pair] + [
        c["report"] for c in incident["corrections"]
    ]:
        if stem not in events:
            yield f"no report {stem!r}"
    bounds = [bound for pair in incident["killed_by_source"].values() for bound in pair if bound is not None]
    if bounds and (incident["low"], incident["high"]) != (min(bounds), max(bounds)):
        yield f"the range {incident['low']}..{incident['high']} is not that of the sources, {min(bounds)}..{max(bounds)}"
    if incident["figures_differ"] != (len({tuple(pair) for pair in incident["killed_by_source"].values()}) > 1):
        yield "figures_differ does not follow from killed_by_source"


def main(arguments: list[str]) -> int:
    """Check every gold record and incident under the given folders, or beside this script."""
    folders = [Path(argument) for argument in arguments] or [Path(__file__).resolve().parent]
    wrong, records, total = 0, 0, Counter[str]()
    for folder in folders:
        for path in sorted(folder.rglob("*.gold.json")):
            problems, counts = check_gold_file(path)
            records, total = records + 1, total + counts
            wrong += len(problems)
            print(path.relative_to(folder), " ".join(f"{layer} {counts[layer]}" for layer in (*LAYERS, "words")))
            print("".join(f"  {problem}\n" for problem in problems), end="")
        for path in sorted(p for p in folder.rglob("incident.json") if any(p.parent.glob("*.gold.json"))):
            problems = list(check_incident(path))
            wrong += len(problems)
            print("".join(f"{path.relative_to(folder)}\n  {problem}\n" for problem in problems), end="")
    print(f"{records} records:", " ".join(f"{layer} {total[layer]}" for layer in (*LAYERS, "words")))
    print(f"{wrong} problems")
    return 1 if wrong or not records else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
