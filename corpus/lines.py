"""What each kind of line in the table of an annotated report becomes: one function for each kind.

A reader puts its line into a layer of the record that is being made, or refuses it (`Malformed`). What a line says of other
lines (`about=e1`, `of=f2`) is looked up when all have been read: the order of the table does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.inline import Malformed, Range
from corpus.lines_events import answer_line, event_line, link_line, relation_line
from corpus.maker import Maker, Row, fresh
from corpus.values import Json, form_of, interval, listed, need, number, one_of, options
from rashomon.model.actors import ActorKind, Level
from rashomon.model.claims import Act
from rashomon.model.figures import Measure, Population
from rashomon.model.places import PlacePrecision
from rashomon.model.times import TimePrecision
from rashomon.model.victims import Harm, Status


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


def _time(maker: Maker, row: Row) -> None:
    need(row, 3, "t1 START[..END] PRECISION")
    fresh(row, maker.times)
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
    fresh(row, maker.claims)
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
    fresh(row, maker.figures)
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
    fresh(row, maker.victims)
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


#: By the letter that a line begins with, in the order in which they are read; `read_names` comes first.
READERS: dict[str, Callable[[Maker, Row], None]] = {
    "t": _time, "e": event_line, "v": _victim, "c": _claim, "f": _figure, "?": answer_line, "=": relation_line, ">": link_line,
}  # fmt: skip
