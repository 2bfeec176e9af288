"""The lines that tell what happened: events, rival answers on them, relations between actors, links between events."""

from __future__ import annotations

import re
from functools import partial

from corpus.check_gold import ACLED
from corpus.inline import Malformed
from corpus.maker import Maker, Row, fresh, nearest
from corpus.values import Json, interval, listed, need, one_of, options
from rashomon.model.events import Modality, Plover, Question
from rashomon.model.relations import LinkKind, RelationKind


def event_line(maker: Maker, row: Row) -> None:
    """An event with its parties, place, time and instruments."""
    need(row, 4, "e1 PLOVER[/PLOVER] ACLED_or_-[|ACLED] MODALITY [who= whom= at= on= with= main]")
    fresh(row, maker.events)
    triggers = maker.marked(row[0])
    pairs, flags = options(row[4:], valued="who whom at on with", flags="opt main")
    acled = [] if row[2] == "-" else row[2].split("|")
    for name in acled:
        if name not in ACLED:
            raise Malformed(f"no ACLED sub-event type: {name!r}")
    plover = [one_of(p, Plover, "plover") for p in row[1].split("/")]
    made: Json = {
        "id": row[0], "plovers": plover, "acleds": acled, "modality": one_of(row[3], Modality, "modality"),
        "triggers": triggers, "evidence": triggers, "who": listed(pairs.get("who")), "whom": listed(pairs.get("whom")),
        "place_id": pairs.get("at"), "on": pairs.get("on"), "with": listed(pairs.get("with")), "answers": [],
        "main": "main" in flags, "plover": plover[0], "acled": acled[0] if acled else None,
        "participants": [], "instruments": [], "start": None, "end": None, "time_id": None,
    }  # fmt: skip
    maker.events[row[0]] = made
    maker.known([made["place_id"]], maker.places, row)
    maker.late += [(row, partial(step, maker, made)) for step in (_participants, _when, _instruments)]


def _participants(maker: Maker, event: Json) -> None:
    near = event["triggers"][0]["start"]
    for key, role in (("who", "actor"), ("whom", "target")):
        for name in event[key]:
            if name in maker.victims:
                made = {"role": "victim", "actor_id": None, "span": maker.victims[name]["spans"][0]}
            elif name in maker.actors:
                made = {"role": role, "actor_id": name, "span": nearest(maker.actors[name], near)}
            elif re.fullmatch(r"[av]\d+", name):
                raise Malformed(f"{key}: there is no {name}")
            else:
                made = {"role": role, "actor_id": None, "span": maker.quoted(name, near=near)}
            event["participants"].append(made)


def _when(maker: Maker, event: Json) -> None:
    on = event["on"]
    if on is None:
        return
    if on[0] != "t":
        event["start"], event["end"] = interval(on)
    elif on in maker.times:
        event["time_id"], event["start"], event["end"] = on, maker.times[on]["start"], maker.times[on]["end"]
    else:
        raise Malformed(f"there is no {on}")


def _instruments(maker: Maker, event: Json) -> None:
    for name in event["with"]:
        hit = re.search(rf"(?i){re.escape(name)}", maker.report.text)
        if hit is None:
            raise Malformed(f"with: not in the text: {name!r}")
        event["instruments"].append({"name": name, "span": maker.span(hit.span())})


def answer_line(maker: Maker, row: Row) -> None:
    """A rival answer to a question on an event, with its speaker."""
    need(row, 5, "? EVENT QUESTION VALUE SPEAKER [c= neg hedged]")
    pairs, flags = options(row[5:], valued="c", flags="neg hedged")
    question = one_of(row[2], Question, "question")
    if row[1] not in maker.events:
        raise Malformed(f"there is no {row[1]}")
    layers = {"a": maker.actors, "p": maker.places, "t": maker.times, "v": maker.victims, "e": maker.events}
    for value in row[3].split("/"):
        if re.fullmatch(r"[aptve]\d+", value):
            maker.known([value], layers[value[0]], row)
    maker.events[row[1]]["answers"].append({
        "question": question, "value": row[3], "speaker": maker.who(row[4], near=0), "claim_id": pairs.get("c"),
        "negated": "neg" in flags, "hedged": "hedged" in flags,
    })  # fmt: skip
    maker.known([pairs.get("c")], maker.claims, row)


def relation_line(maker: Maker, row: Row) -> None:
    """A relation between two actors."""
    need(row, 4, "= SUBJECT RELATION OBJECT [opt]")
    options(row[4:], flags="opt")
    maker.known([row[1], row[3]], maker.actors, row)
    maker.relations.append({
        "subject_id": row[1], "relation": one_of(row[2], RelationKind, "relation"), "object_id": row[3], "optional": "opt" in row[4:],
    })  # fmt: skip


def link_line(maker: Maker, row: Row) -> None:
    """A tie between two events, the later one first."""
    need(row, 4, "> LATER_EVENT KIND[/KIND] EARLIER_EVENT [opt]")
    options(row[4:], flags="opt")
    maker.known([row[1], row[3]], maker.events, row)
    kinds = [one_of(k, LinkKind, "link") for k in row[2].split("/")]
    maker.links.append({"from": row[1], "kind": kinds[0], "kinds": kinds, "to": row[3], "optional": "opt" in row[4:]})
