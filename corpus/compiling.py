"""From the inline form to a record (`rashomon.record/1`) with checked offsets, and to the form that the scorer reads.

Every line of the table is read by one function of its kind; a line that can't be read becomes a problem and
the rest goes on, so that an annotator sees all problems of a file at once.

usage: python -m corpus.compiling check FILE_OR_FOLDER...   problems of each file; exit 1 if there are any
       python -m corpus.compiling text FILE                 the plain text
       python -m corpus.compiling blank FOLDER TARGET       copies without marks and table, for a second annotator
       python -m corpus.compiling record FILE               the record as JSON
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, get_args

from corpus.check_gold import ACLED
from corpus.inline import Malformed, Range, Report, parse
from rashomon.model.actors import ActorKind, Level
from rashomon.model.claims import Act
from rashomon.model.events import Modality, Plover, Question
from rashomon.model.figures import Measure, Population
from rashomon.model.places import PlacePrecision
from rashomon.model.relations import LinkKind, RelationKind
from rashomon.model.times import TimePrecision
from rashomon.model.victims import Harm, Status

Json = dict[str, Any]
STYLES = ("wire", "broadsheet", "local", "statement", "rights", "live", "caption", "mt")
_QUALIFIERS = ("exactly", "at_least", "more_than", "at_most", "about", "reported_none", "unspecified")
_NUMBER = re.compile(r"(?P<sign>>|<=|~)?(?P<low>\d+)(?:-(?P<high>\d+))?(?P<plus>\+)?$")
_OPEN, _CLOSE = "\"“„«'‘", "\"”“»'’"
_BLANK = "c q s f t v e".split()


@dataclass(slots=True)
class Compiled:
    """What became of one file: a record, and what is wrong with it."""

    record: Json
    problems: list[str]


@dataclass(slots=True)
class _Maker:
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
    late: list[Callable[[], None]] = field(default_factory=list)

    def span(self, where: Range) -> Json:
        return {"start": where[0], "end": where[1], "text": self.report.text[slice(*where)]}

    def marked(self, name: str) -> list[Json]:
        found = [self.span(r) for r in self.report.spans.get(name, [])]
        if not found:
            raise Malformed(f"{name} is marked nowhere in the text")
        return found

    def quoted(self, words: str, *, near: int = 0) -> Json:
        """The occurrence of some words nearest to an offset."""
        places = [m.span() for m in re.finditer(re.escape(words), self.report.text)]
        if not places:
            raise Malformed(f"not in the text: {words!r}")
        return self.span(min(places, key=lambda r: abs(r[0] - near)))

    def who(self, token: str, *, near: int, said: Json | None = None) -> Json | None:
        """A who from `a1`, `a1/a2` (either is right) or `-`."""
        if token == "-":
            return None
        ids = token.split("/")
        for name in ids:
            if name != "-" and name not in self.actors:
                raise Malformed(f"no actor {name}")
        if ids[0] == "-":
            return None
        actor = self.actors[ids[0]]
        spans = actor["mentions"]
        at = said or (min(spans, key=lambda s: abs(s["start"] - near)) if spans else None)
        return {"actor_id": ids[0], "name": actor["name"], "level": actor.get("level"), "span": at, "or": ids[1:]}


def _one_of(value: str, kind: Any, what: str) -> str:
    if value not in get_args(kind):
        raise Malformed(f"{what} is no controlled value: {value!r} (one of {', '.join(get_args(kind))})")
    return value


def _need(row: list[str], count: int, form: str) -> None:
    if len(row) < count:
        raise Malformed(f"too short; the form is: {form}")


def _options(row: list[str], allowed: str) -> tuple[dict[str, str], set[str]]:
    pairs, flags = {}, set()
    for token in row:
        key, equals, value = token.partition("=")
        if key not in allowed.split():
            raise Malformed(f"unknown option {token!r} (known: {allowed})")
        if equals:
            pairs[key] = value
        else:
            flags.add(key)
    return pairs, flags


def _mentions(text: str, names: list[str], taken: list[bool]) -> list[Range]:
    """Where the names stand as whole words, the longest first, on ground that no longer name holds."""
    found = []
    for name in sorted(names, key=len, reverse=True):
        for hit in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not any(taken[hit.start() : hit.end()]):
                taken[hit.start() : hit.end()] = [True] * (hit.end() - hit.start())
                found.append(hit.span())
    return sorted(found)


def _names(maker: _Maker, rows: list[list[str]]) -> None:
    """Actors and places, whose mentions are found by their names; the longest name in the report goes first."""
    drafts = []
    for row in rows:
        try:
            _need(row, 3, "a1 KIND: Name; Other name | office   or   p1 PRECISION: Name; Spelling < Within; Country")
            names, _, rest = row[2].partition("|" if row[0][0] == "a" else "<")
            known = [n.strip() for n in names.split(";") if n.strip()]
            if not known:
                raise Malformed("no name")
            for name in known:
                if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", maker.report.text):
                    raise Malformed(f"this name does not stand in the text: {name!r}")
            drafts.append((row, known, rest.strip()))
        except Malformed as error:
            maker.problems.append(f"{' '.join(row)}: {error}")
    for letter, layer in (("a", maker.actors), ("p", maker.places)):
        taken = [False] * len(maker.report.text)
        mine = [d for d in drafts if d[0][0][0] == letter]
        where: dict[str, list[Range]] = {d[0][0]: [] for d in mine}
        every = sorted(((n, d[0][0]) for d in mine for n in d[1]), key=lambda x: -len(x[0]))
        for name, owner in every:
            where[owner] += _mentions(maker.report.text, [name], taken)
        for row, known, rest in mine:
            try:
                if row[0] in layer:
                    raise Malformed("this id is there twice")
                spans = [maker.span(r) for r in sorted(where[row[0]])]
                layer[row[0]] = _actor(row, known, rest, spans) if letter == "a" else _place(row, known, rest, spans)
            except Malformed as error:
                maker.problems.append(f"{' '.join(row)}: {error}")


def _actor(row: list[str], names: list[str], rest: str, spans: list[Json]) -> Json:
    kind, _, level = row[1].partition("/")
    return {
        "id": row[0], "name": names[0], "kind": _one_of(kind, ActorKind, "kind"), "aliases": names[1:],
        "roles": [{"title": t.strip(), "span": None} for t in rest.split(";") if t.strip()], "mentions": spans,
        "level": _one_of(level, Level, "level") if level else None,
    }  # fmt: skip


def _place(row: list[str], names: list[str], rest: str, spans: list[Json]) -> Json:
    return {
        "id": row[0], "name": names[0], "aliases": names[1:], "within": [w.strip() for w in rest.split(";") if w.strip()],
        "precision": _one_of(row[1], PlacePrecision, "precision"), "mentions": spans,
    }  # fmt: skip


def interval(token: str) -> tuple[str, str]:
    """Two ISO days from `2014-06-12` or `2014-06-10..2014-06-12`."""
    start, _, end = token.partition("..")
    for day in (start, end or start):
        try:
            date.fromisoformat(day[:10])
        except ValueError:
            raise Malformed(f"no ISO date: {day!r}") from None
    if start > (end or start):
        raise Malformed("the interval ends before it starts")
    return start, end or start


def _time(maker: _Maker, row: list[str]) -> None:
    _need(row, 3, "t1 START[..END] PRECISION")
    start, end = interval(row[1])
    precision = _one_of(row[2], TimePrecision, "precision")
    for number, span in enumerate(maker.marked(row[0])):
        stated = bool(re.search(r"\d{4}", span["text"]))
        maker.times[row[0] + "bcdefgh"[number - 1] if number else row[0]] = {
            "id": row[0], "start": start, "end": end, "precision": precision,
            "basis": "stated" if stated else "relative", "span": span,
        }  # fmt: skip


def form_of(content: list[Json]) -> str:
    """direct, mixed or indirect, from the quote marks of the content."""
    words = " ".join(s["text"] for s in content).strip()
    inner = re.sub(r"(?<=\w)['’](?=\w)|(?<=s)['’](?=\s)", "", words)
    if not re.search(r"[\"“”„«»]|(?<!\w)['‘]|['’](?!\w)", inner):
        return "indirect"
    pieces = [s["text"].strip().rstrip(",.!?;: ") for s in content]
    opened = pieces[0][:1] in _OPEN
    # Nothing may stand outside the marks: take every quoted stretch away and look at what is left.
    left = re.sub(r"[\"“„«][^\"”»]*(?:[\"”»]|$)|(?<!\w)['‘].*?(?:['’](?!\w)|$)", "", words, flags=re.DOTALL)
    return "direct" if opened and not re.search(r"\w", left) else "mixed"


def _claim(maker: _Maker, row: list[str]) -> None:
    form = "c1 SPEAKER ACT[/ACT] LEVEL [to= via= by= in= about= neg hedged]"
    _need(row, 4, form)
    content = maker.marked(row[0])
    number = row[0][1:]
    cue = maker.span(maker.report.spans["q" + number][0]) if "q" + number in maker.report.spans else None
    said = maker.span(maker.report.spans["s" + number][0]) if "s" + number in maker.report.spans else None
    pairs, flags = _options(row[4:], "to via by in about neg hedged nocue")
    if cue is None and "nocue" not in flags:
        raise Malformed(f"no cue: mark the words that attribute as [q{number} ...], or say nocue")
    if content[0]["start"] < maker.report.headline[1]:
        raise Malformed("claims come from the body, not from the headline")
    near = cue["start"] if cue else content[0]["start"]
    speaker = maker.who(row[1], near=near, said=said)
    level = None if row[3] == "-" else _one_of(row[3], Level, "level")
    if speaker is not None:
        speaker["level"] = level
    acts = [_one_of(a, Act, "act") for a in row[2].split("/")]
    made = {
        "id": row[0], "speaker": speaker, "cue": cue, "content": content, "form": form_of(content), "act": acts[0],
        "acts": acts, "addressee": maker.who(pairs["to"], near=near) if "to" in pairs else None,
        "negated": "neg" in flags, "hedged": "hedged" in flags,
        "via": maker.quoted(pairs["via"], near=near) if "via" in pairs else None,
        "relayed_by": maker.who(pairs["by"], near=near) if "by" in pairs else None, "within": pairs.get("in"),
        "about": pairs["about"].split(",") if "about" in pairs else [],
        "or_null": "-" in row[1].split("/"),
    }  # fmt: skip
    maker.claims[row[0]] = made
    maker.late.append(lambda: _known(made["about"], maker.events) or _known([made["within"]], maker.claims))


def _known(names: list[str | None], layer: dict[str, Json]) -> None:
    for name in names:
        if name is not None and name not in layer:
            raise Malformed(f"there is no {name}")


def number(token: str) -> tuple[int | None, int | None, str]:
    """Low, high and qualifier of `3`, `3-5`, `10+`, `>30`, `<=12`, `~200`, `0` or `?`."""
    if token == "?":
        return None, None, "unspecified"
    found = _NUMBER.match(token)
    if found is None:
        raise Malformed(f"no number: {token!r} (3, 3-5, 10+, >30, <=12, ~200, 0, ?)")
    low = int(found["low"])
    if found["sign"] == "<=":
        return None, low, "at_most"
    if found["sign"] == ">":
        return low, None, "more_than"
    if found["plus"]:
        return low, None, "at_least"
    high = int(found["high"]) if found["high"] else low
    if low > high:
        raise Malformed("low is above high")
    return low, high, "about" if found["sign"] else "reported_none" if high == 0 else "exactly"


def _figure(maker: _Maker, row: list[str]) -> None:
    _need(row, 6, "f1 MEASURE NUMBER POPULATION SPEAKER EVENT [of= c= in= asof= site period]")
    spans = maker.marked(row[0])
    low, high, qualifier = number(row[2])
    pairs, flags = _options(row[6:], "of c asof site period")
    speaker = maker.who(row[4], near=spans[0]["start"])
    event = None if row[5] == "-" else row[5]
    made = {
        "id": row[0], "measure": _one_of(row[1], Measure, "measure"), "population": _one_of(row[3], Population, "population"),
        "low": low, "high": high, "qualifier": qualifier,
        "scope": "period_total" if "period" in flags else "site" if "site" in flags else "event",
        "speaker": speaker, "or_null": "-" in row[4].split("/"), "claim_id": pairs.get("c"), "event_id": event,
        "part_of": pairs.get("of"), "as_of": pairs.get("asof"), "span": spans[0],
    }  # fmt: skip
    maker.figures[row[0]] = made
    maker.late += [
        lambda: _known([event], maker.events),
        lambda: _known([made["part_of"]], maker.figures),
        lambda: _known([made["claim_id"]], maker.claims),
        lambda: _known([made["as_of"]], maker.times),
    ]


def _victim(maker: _Maker, row: list[str]) -> None:
    _need(row, 5, "v1 HARM STATUS SPEAKER EVENT [age= sex=f|m role= in=f1,f2 c= unnamed]")
    spans = maker.marked(row[0])
    pairs, flags = _options(row[5:], "age sex role in c unnamed")
    low, high, _ = number(pairs["age"]) if "age" in pairs else (None, None, "")
    event = None if row[4] == "-" else row[4]
    figures = [f for f in pairs.get("in", "").split(",") if f]
    near = spans[0]["start"]
    maker.victims[row[0]] = {
        "id": row[0], "names": [] if "unnamed" in flags else spans, "spans": spans,
        "age": {"low": low, "high": high} if "age" in pairs else None,
        "sex": {"f": "female", "m": "male"}.get(pairs.get("sex", "")), "role": pairs.get("role"),
        "status": _one_of(row[2], Status, "status"), "harm": _one_of(row[1], Harm, "harm"), "event_id": event,
        "in_figures": figures, "speaker": maker.who(row[3], near=near), "claim_id": pairs.get("c"),
    }  # fmt: skip
    maker.late += [lambda: _known([event], maker.events), lambda: _known(list(figures), maker.figures)]


def _event(maker: _Maker, row: list[str]) -> None:
    form = "e1 PLOVER[/PLOVER] ACLED_or_-[|ACLED] MODALITY [who= whom= via= at= on= with=]"
    _need(row, 4, form)
    triggers = maker.marked(row[0])
    pairs, flags = _options(row[4:], "who whom at on with opt main")
    acled = [] if row[2] == "-" else row[2].split("|")
    for name in acled:
        if name not in ACLED:
            raise Malformed(f"no ACLED sub-event type: {name!r}")
    made: Json = {
        "id": row[0], "plovers": [_one_of(p, Plover, "plover") for p in row[1].split("/")], "acleds": acled,
        "modality": _one_of(row[3], Modality, "modality"), "triggers": triggers, "evidence": triggers,
        "who": _list(pairs.get("who")), "whom": _list(pairs.get("whom")), "place_id": pairs.get("at"),
        "on": pairs.get("on"), "with": _list(pairs.get("with")), "answers": [], "main": "main" in flags,
    }  # fmt: skip
    made |= {"plover": made["plovers"][0], "acled": acled[0] if acled else None}
    maker.events[row[0]] = made
    maker.late.append(lambda: _finish_event(maker, made))


def _list(value: str | None) -> list[str]:
    return [x.strip() for x in value.split(",") if x.strip()] if value else []


def _finish_event(maker: _Maker, event: Json) -> None:
    near = event["triggers"][0]["start"]
    event["participants"] = []
    for key, role in (("who", "actor"), ("whom", "target")):
        for name in event[key]:
            actor = maker.actors.get(name)
            if actor is None and re.fullmatch(r"[av]\d+", name) and name not in maker.victims:
                raise Malformed(f"{key}: no {name}")
            if name in maker.victims:
                victim = maker.victims[name]
                event["participants"].append({"role": "victim", "actor_id": None, "span": victim["spans"][0]})
            elif actor is not None:
                event["participants"].append({"role": role, "actor_id": name, "span": _nearest(actor, near)})
            else:
                span = maker.quoted(name, near=near)
                event["participants"].append({"role": role, "actor_id": None, "span": span})
    _known([event["place_id"]], maker.places)
    on = event["on"]
    event["start"] = event["end"] = event["time_id"] = None
    if on is not None and on[0] == "t":
        _known([on], maker.times)
        event["time_id"], event["start"], event["end"] = on, maker.times[on]["start"], maker.times[on]["end"]
    elif on is not None:
        event["start"], event["end"] = interval(on)
    event["instruments"] = []
    for name in event["with"]:
        hit = re.search(rf"(?i){re.escape(name)}", maker.report.text)
        if hit is None:
            raise Malformed(f"with: not in the text: {name!r}")
        event["instruments"].append({"name": name, "span": maker.span(hit.span())})


def _nearest(actor: Json, near: int) -> Json | None:
    return min(actor["mentions"], key=lambda s: abs(s["start"] - near)) if actor["mentions"] else None


def _answer(maker: _Maker, row: list[str]) -> None:
    _need(row, 5, "? EVENT QUESTION VALUE SPEAKER [c= neg hedged]")
    pairs, flags = _options(row[5:], "c neg hedged")
    _known([row[1]], maker.events)
    _one_of(row[2], Question, "question")
    maker.events[row[1]]["answers"].append({
        "question": row[2], "value": row[3], "speaker": maker.who(row[4], near=0), "claim_id": pairs.get("c"),
        "negated": "neg" in flags, "hedged": "hedged" in flags,
    })  # fmt: skip


def _relation(maker: _Maker, row: list[str]) -> None:
    _need(row, 4, "= SUBJECT RELATION OBJECT [opt]")
    _known([row[1], row[3]], maker.actors)
    maker.relations.append({
        "subject_id": row[1], "relation": _one_of(row[2], RelationKind, "relation"), "object_id": row[3], "optional": "opt" in row[4:],
    })  # fmt: skip


def _link(maker: _Maker, row: list[str]) -> None:
    _need(row, 4, "> LATER_EVENT KIND[/KIND] EARLIER_EVENT [opt]")
    _known([row[1], row[3]], maker.events)
    kinds = [_one_of(k, LinkKind, "link") for k in row[2].split("/")]
    maker.links.append({"from": row[1], "kind": kinds[0], "kinds": kinds, "to": row[3], "optional": "opt" in row[4:]})


_READERS: dict[str, Callable[[_Maker, list[str]], None]] = {
    "t": _time, "e": _event, "v": _victim, "c": _claim, "f": _figure, "?": _answer, "=": _relation, ">": _link,
}  # fmt: skip


def compile_report(source: str) -> Compiled:
    """Compiles one file; the record holds what could be read.

    Raises:
        Malformed: the sections or brackets of the file are broken, so that there is no text to speak of.
    """
    report = parse(source)
    maker = _Maker(report)
    _header(maker)
    _names(maker, [r for r in report.table if r[0][0] in "ap"])
    for letter in "tevcf?=>":
        for row in (r for r in report.table if r[0][0] == letter):
            _try(maker, " ".join(row)[:70], lambda row=row, letter=letter: _READERS[letter](maker, row))
    for row in report.table:
        if row[0][0] not in "ap" and row[0][0] not in _READERS:
            maker.problems.append(f"{' '.join(row)}: no kind of line begins so")
    for step in maker.late:
        _try(maker, "reference", step)
    listed = {row[0] for row in report.table}
    for name in report.spans:
        owner = "c" + name[1:] if name[0] in "qs" else name
        if owner not in listed:
            maker.problems.append(f"[{name} ...] is marked, but the table has no line {owner}")
    return Compiled(_record(maker), maker.problems)


def _try(maker: _Maker, what: str, step: Callable[[], None]) -> None:
    try:
        step()
    except Malformed as error:
        maker.problems.append(f"{what}: {error}")


def _header(maker: _Maker) -> None:
    header = maker.report.header
    for key in ("publisher", "published", "style"):
        if not header.get(key):
            maker.problems.append(f"header: no {key}")
    if header.get("style") not in STYLES:
        maker.problems.append(f"header: style is one of {', '.join(STYLES)}")
    try:
        date.fromisoformat(header.get("published", "")[:10])
    except ValueError:
        maker.problems.append("header: published is an ISO date")


def _record(maker: _Maker) -> Json:
    text, header = maker.report.text, maker.report.header
    first = maker.report.headline[1]
    body = maker.report.standfirst[1] if maker.report.standfirst else first
    parts = [{"kind": "headline", "start": 0, "end": first}]
    if maker.report.standfirst:
        parts.append({"kind": "standfirst", "start": maker.report.standfirst[0], "end": body})
    parts.append({"kind": "body", "start": min(len(text), body + 2), "end": len(text)})
    document = {
        "id": hashlib.sha256(text.encode()).hexdigest(), "url": None, "publisher": header.get("publisher"),
        "title": text[:first], "byline": header.get("byline"), "published_at": header.get("published"),
        "updated_at": header.get("updated"), "language": "en", "machine_translated": header.get("style") == "mt",
        "style": header.get("style"), "text": text, "parts": parts,
    }  # fmt: skip
    layers = {
        "actors": maker.actors, "places": maker.places, "times": maker.times, "claims": maker.claims,
        "figures": maker.figures, "victims": maker.victims, "events": maker.events,
    }  # fmt: skip
    made: Json = {"schema": "rashomon.record/1", "document": document}
    made |= {name: list(layer.values()) for name, layer in layers.items()}
    return made | {"relations": maker.relations, "links": maker.links}


def files(paths: list[str]) -> Iterator[Path]:
    """The `.ann` files named, or below the folders named."""
    for path in map(Path, paths):
        yield from sorted(path.rglob("*.ann")) if path.is_dir() else [path]


def check(paths: list[str]) -> int:
    """Prints every problem; the number of files that have one."""
    bad = count = 0
    for count, path in enumerate(files(paths), 1):
        try:
            problems = compile_report(path.read_text(encoding="utf-8")).problems
        except Malformed as error:
            problems = [str(error)]
        bad += bool(problems)
        for problem in problems:
            print(f"{path}: {problem}")
    print(f"{count} files, {bad} with problems")
    return bad


def blank(folder: str, target: str) -> int:
    """Writes what a second annotator may see: header and plain text."""
    for path in files([folder]):
        source = path.read_text(encoding="utf-8")
        report = parse(source)
        text = report.text
        if report.standfirst:
            text = text[: report.standfirst[0]] + "> " + text[report.standfirst[0] :]
        text = text.replace("[", r"\[").replace("]", r"\]")
        out = Path(target) / path.relative_to(folder)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(f"{source.split('---')[0]}---\n{text}\n---\n", encoding="utf-8")
    return 0


def main() -> int:
    """The command line."""
    command, *rest = sys.argv[1:] or [""]
    if command == "check":
        return min(1, check(rest))
    if command == "blank":
        return blank(*rest)
    if command in ("text", "record"):
        compiled = compile_report(Path(rest[0]).read_text(encoding="utf-8"))
        shown = (
            compiled.record["document"]["text"]
            if command == "text"
            else json.dumps(compiled.record, ensure_ascii=False, indent=1)
        )
        print(shown)
        return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main())
