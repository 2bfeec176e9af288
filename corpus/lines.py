"""What each kind of line in the table of an annotated report becomes: one function for each kind.

A reader puts its line into a layer of the record that is being made, or refuses it (`Malformed`). What a line says of other
lines (`about=e1`, `of=f2`) is looked up when all have been read: the order of the table does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from corpus.check_gold import ACLED
from corpus.inline import Malformed, Range, Report
from corpus.values import Json, form_of, interval, listed, need, number, one_of, options
from rashomon.model.actors import ActorKind, Level
from rashomon.model.claims import Act
from rashomon.model.events import Modality, Plover, Question
from rashomon.model.figures import Measure, Population
from rashomon.model.places import PlacePrecision
from rashomon.model.relations import LinkKind, RelationKind
from rashomon.model.times import TimePrecision
from rashomon.model.victims import Harm, Status

Row = list[str]


@dataclass(slots=True)
class Maker:
    """Gathers the layers of one record; `problems` names what could not be read."""

    report: Report
    problems: list[str] = field(default_factory=list)
    actors: dict[str, Json] = field(default_factory=dict)
    places: dict[str, Json] = field(default_factory=dict)
    times: dict[str, Json] = field(default_factory=dict)
    claims: dict[str, Json] = field(default_factory=dict)
    figures: dict[str, Json] = field(default_factory=dict)
    victims: dict[str, Json] = field(default_factory=dict)
    events: dict[str, Json] = field(default_factory=dict)
    relations: list[Json] = field(default_factory=list)
    links: list[Json] = field(default_factory=list)
    late: list[tuple[Row, Callable[[], None]]] = field(default_factory=list)

    def span(self, where: Range) -> Json:
        """A range as a span of the record."""
        return {"start": where[0], "end": where[1], "text": self.report.text[slice(*where)]}

    def marked(self, name: str) -> list[Json]:
        """Where an id is marked in the text."""
        found = [self.span(r) for r in self.report.spans.get(name, [])]
        if not found:
            raise Malformed(f"{name} is marked nowhere in the text")
        if any(not s["text"] for s in found):
            raise Malformed(f"{name} marks no words")
        return found

    def first(self, name: str, row: Row) -> Json | None:
        """The first place where the cue or speaker of a claim is marked, if there is one; an empty mark is a problem, no loss."""
        if name not in self.report.spans:
            return None
        try:
            return self.marked(name)[0]
        except Malformed as error:
            self.problems.append(f"{' '.join(row)[:70]}: {error}")
            return None

    def quoted(self, words: str, *, near: int = 0) -> Json:
        """The occurrence of some words nearest to an offset."""
        places = [m.span() for m in re.finditer(re.escape(words), self.report.text)]
        if not places:
            raise Malformed(f"not in the text: {words!r}")
        return self.span(min(places, key=lambda r: abs(r[0] - near)))

    def who(self, token: str, *, near: int, said: Json | None = None) -> Json | None:
        """A who from `a1`, `a1/a2` (either is right) or `-`."""
        ids = [name for name in token.split("/") if name != "-"]
        for name in ids:
            if name not in self.actors:
                raise Malformed(f"no actor {name}")
        if not ids:
            return None
        actor = self.actors[ids[0]]
        at = said or nearest(actor, near)
        return {"actor_id": ids[0], "name": actor["name"], "level": actor.get("level"), "span": at, "or": ids[1:]}

    def known(self, names: list[str | None], layer: dict[str, Json], row: Row) -> None:
        """Looks names up in a layer once every line has been read."""

        def look() -> None:
            for name in names:
                if name is not None and name not in layer:
                    raise Malformed(f"there is no {name}")

        self.late.append((row, look))


def nearest(actor: Json, near: int) -> Json | None:
    """The mention of an actor nearest to an offset."""
    spans: list[Json] = actor["mentions"]
    return min(spans, key=lambda s: abs(s["start"] - near)) if spans else None


def read_names(maker: Maker, rows: list[Row]) -> None:
    """Actors and places, whose mentions are found by their names; the longest name in the report goes first."""
    drafts = []
    for row in rows:
        try:
            drafts.append((row, *_draft(maker, row)))
        except Malformed as error:
            maker.problems.append(f"{' '.join(row)}: {error}")
    for letter, layer in (("a", maker.actors), ("p", maker.places)):
        mine = [d for d in drafts if d[0][0][0] == letter]
        where = _mentions(maker.report.text, [(name, row[0]) for row, known, _ in mine for name in known])
        for row, known, rest in mine:
            try:
                if row[0] in layer:
                    raise Malformed("this id is there twice")
                spans = [maker.span(r) for r in sorted(where[row[0]])]
                layer[row[0]] = _actor(row, known, rest, spans) if letter == "a" else _place(row, known, rest, spans)
            except Malformed as error:
                maker.problems.append(f"{' '.join(row)}: {error}")


def _draft(maker: Maker, row: Row) -> tuple[list[str], str]:
    need(row, 3, "a1 KIND: Name; Other name | office   or   p1 PRECISION: Name; Spelling < Within; Country")
    names, _, rest = row[2].partition("|" if row[0][0] == "a" else "<")
    known = [n.strip() for n in names.split(";") if n.strip()]
    if not known:
        raise Malformed("no name")
    for name in known:
        if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", maker.report.text):
            raise Malformed(f"this name does not stand in the text: {name!r}")
    return known, rest.strip()


def _mentions(text: str, named: list[tuple[str, str]]) -> dict[str, list[Range]]:
    """Where each owner's names stand as whole words, the longest first, on ground that no longer name holds."""
    taken = [False] * len(text)
    out: dict[str, list[Range]] = {owner: [] for _, owner in named}
    for name, owner in sorted(named, key=lambda x: -len(x[0])):
        for hit in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not any(taken[hit.start() : hit.end()]):
                taken[hit.start() : hit.end()] = [True] * (hit.end() - hit.start())
                out[owner].append(hit.span())
    return out


def _actor(row: Row, names: list[str], rest: str, spans: list[Json]) -> Json:
    kind, _, level = row[1].partition("/")
    return {
        "id": row[0], "name": names[0], "kind": one_of(kind, ActorKind, "kind"), "aliases": names[1:],
        "roles": [{"title": t.strip(), "span": None} for t in rest.split(";") if t.strip()], "mentions": spans,
        "level": one_of(level, Level, "level") if level else None,
    }  # fmt: skip


def _place(row: Row, names: list[str], rest: str, spans: list[Json]) -> Json:
    return {
        "id": row[0], "name": names[0], "aliases": names[1:], "within": [w.strip() for w in rest.split(";") if w.strip()],
        "precision": one_of(row[1], PlacePrecision, "precision"), "mentions": spans,
    }  # fmt: skip


def _new(row: Row, layer: dict[str, Json]) -> None:
    if row[0] in layer:
        raise Malformed("this id is there twice")


def _time(maker: Maker, row: Row) -> None:
    need(row, 3, "t1 START[..END] PRECISION")
    _new(row, maker.times)
    options(row[3:])
    start, end = interval(row[1])
    precision = one_of(row[2], TimePrecision, "precision")
    spans = maker.marked(row[0])
    if len(spans) > len("abcdefgh"):
        raise Malformed(f"marked at {len(spans)} places: give each mention a t of its own")
    for letter, span in zip(["", *"bcdefgh"], spans, strict=False):
        maker.times[row[0] + letter] = {
            "id": row[0], "start": start, "end": end, "precision": precision,
            "basis": "stated" if re.search(r"\d{4}", span["text"]) else "relative", "span": span,
        }  # fmt: skip


def _claim(maker: Maker, row: Row) -> None:
    need(row, 4, "c1 SPEAKER ACT[/ACT] LEVEL [to= via= by= in= about= neg hedged]")
    _new(row, maker.claims)
    pairs, flags = options(row[4:], valued="to via by in about", flags="neg hedged nocue")
    content, number_ = maker.marked(row[0]), row[0][1:]
    cue, said = maker.first("q" + number_, row), maker.first("s" + number_, row)
    if cue is None and "nocue" not in flags:
        raise Malformed(f"no cue: mark the words that attribute as [q{number_} ...], or say nocue")
    if content[0]["start"] < maker.report.headline[1]:
        raise Malformed("claims come from the body, not from the headline")
    near = cue["start"] if cue else content[0]["start"]
    speaker = maker.who(row[1], near=near, said=said)
    if speaker is not None:
        speaker["level"] = None if row[3] == "-" else one_of(row[3], Level, "level")
    acts, about = [one_of(a, Act, "act") for a in row[2].split("/")], listed(pairs.get("about"))
    maker.claims[row[0]] = {
        "id": row[0], "speaker": speaker, "cue": cue, "content": content, "form": form_of(content), "act": acts[0],
        "acts": acts, "addressee": maker.who(pairs["to"], near=near) if "to" in pairs else None,
        "negated": "neg" in flags, "hedged": "hedged" in flags,
        "via": maker.quoted(pairs["via"], near=near) if "via" in pairs else None,
        "relayed_by": maker.who(pairs["by"], near=near) if "by" in pairs else None, "within": pairs.get("in"),
        "about": about, "or_null": "-" in row[1].split("/"),
    }  # fmt: skip
    maker.known([*about], maker.events, row)
    maker.known([pairs.get("in")], maker.claims, row)


def _figure(maker: Maker, row: Row) -> None:
    need(row, 6, "f1 MEASURE NUMBER POPULATION SPEAKER EVENT [of= c= asof= site period]")
    _new(row, maker.figures)
    spans = maker.marked(row[0])
    low, high, qualifier = number(row[2])
    pairs, flags = options(row[6:], valued="of c asof", flags="site period")
    event = None if row[5] == "-" else row[5]
    maker.figures[row[0]] = {
        "id": row[0], "measure": one_of(row[1], Measure, "measure"), "population": one_of(row[3], Population, "population"),
        "low": low, "high": high, "qualifier": qualifier,
        "scope": "period_total" if "period" in flags else "site" if "site" in flags else "event",
        "speaker": maker.who(row[4], near=spans[0]["start"]), "or_null": "-" in row[4].split("/"),
        "claim_id": pairs.get("c"), "event_id": event, "part_of": pairs.get("of"), "as_of": pairs.get("asof"),
        "span": spans[0],
    }  # fmt: skip
    maker.known([event], maker.events, row)
    maker.known([pairs.get("of")], maker.figures, row)
    maker.known([pairs.get("c")], maker.claims, row)
    maker.known([pairs.get("asof")], maker.times, row)
    if pairs.get("of") == row[0]:
        raise Malformed("a figure is no part of itself")


def _victim(maker: Maker, row: Row) -> None:
    need(row, 5, "v1 HARM STATUS SPEAKER EVENT [age= sex=f|m role= in=f1,f2 c= unnamed]")
    _new(row, maker.victims)
    spans = maker.marked(row[0])
    pairs, flags = options(row[5:], valued="age sex role in c", flags="unnamed")
    if pairs.get("sex", "f") not in ("f", "m"):
        raise Malformed(f"sex is f or m: {pairs['sex']!r}")
    low, high, _ = number(pairs["age"]) if "age" in pairs else (None, None, "")
    event, figures = None if row[4] == "-" else row[4], listed(pairs.get("in"))
    maker.victims[row[0]] = {
        "id": row[0], "names": [] if "unnamed" in flags else spans, "spans": spans,
        "age": {"low": low, "high": high} if "age" in pairs else None,
        "sex": {"f": "female", "m": "male"}.get(pairs.get("sex", "")), "role": pairs.get("role"),
        "status": one_of(row[2], Status, "status"), "harm": one_of(row[1], Harm, "harm"), "event_id": event,
        "in_figures": figures, "speaker": maker.who(row[3], near=spans[0]["start"]), "claim_id": pairs.get("c"),
    }  # fmt: skip
    maker.known([event], maker.events, row)
    maker.known([*figures], maker.figures, row)
    maker.known([pairs.get("c")], maker.claims, row)


def _event(maker: Maker, row: Row) -> None:
    need(row, 4, "e1 PLOVER[/PLOVER] ACLED_or_-[|ACLED] MODALITY [who= whom= at= on= with= main]")
    _new(row, maker.events)
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


def _answer(maker: Maker, row: Row) -> None:
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


def _relation(maker: Maker, row: Row) -> None:
    need(row, 4, "= SUBJECT RELATION OBJECT [opt]")
    options(row[4:], flags="opt")
    maker.known([row[1], row[3]], maker.actors, row)
    maker.relations.append({
        "subject_id": row[1], "relation": one_of(row[2], RelationKind, "relation"), "object_id": row[3], "optional": "opt" in row[4:],
    })  # fmt: skip


def _link(maker: Maker, row: Row) -> None:
    need(row, 4, "> LATER_EVENT KIND[/KIND] EARLIER_EVENT [opt]")
    options(row[4:], flags="opt")
    maker.known([row[1], row[3]], maker.events, row)
    kinds = [one_of(k, LinkKind, "link") for k in row[2].split("/")]
    maker.links.append({"from": row[1], "kind": kinds[0], "kinds": kinds, "to": row[3], "optional": "opt" in row[4:]})


#: By the letter that a line begins with, in the order in which they are read; `read_names` comes first.
READERS: dict[str, Callable[[Maker, Row], None]] = {
    "t": _time, "e": _event, "v": _victim, "c": _claim, "f": _figure, "?": _answer, "=": _relation, ">": _link,
}  # fmt: skip
