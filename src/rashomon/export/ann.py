"""A record in the corpus' inline form (`corpus/FORMAT.md`): header, marked text, and a table of what each mark means.

What the form has no place for is left out and said in a comment at the end of the table: coordinates, mentions
(they are found by the names), confidences, claims in a headline. `corpus/compiling.py` makes a record of it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from rashomon.export.ann_marks import marked
from rashomon.model.actors import Actor, Who
from rashomon.model.claims import Claim
from rashomon.model.corrections import anchor
from rashomon.model.events import Answer, Event
from rashomon.model.figures import Figure
from rashomon.model.record import Record
from rashomon.model.spans import Span
from rashomon.model.times import Time
from rashomon.model.victims import Victim

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?")
#: Layer to the letter of its ids.
_LETTERS = {"actors": "a", "places": "p", "times": "t", "claims": "c", "figures": "f", "victims": "v", "events": "e"}
UNKNOWN = "unknown"


@dataclass(slots=True)
class Inline:
    """One report in the inline form.

    Args:
        ids: id in the record to id in the form, by layer.
        left_out: what the form could not carry.
    """

    text: str
    ids: dict[str, dict[str, str]]
    left_out: tuple[str, ...]


def inline(record: Record) -> Inline:
    """The inline form of a record."""
    writer = _Writer(record)
    table = writer.table()
    comments = [f"# left out: {text}" for text in writer.left_out]
    text = f"{_header(record)}---\n{marked(record, writer.marks)}\n---\n" + "\n".join([*table, *comments]) + "\n"
    return Inline(text, writer.ids, tuple(writer.left_out))


def _header(record: Record) -> str:
    document = record.document
    published = (document.published_at or "").replace(" ", "T")
    lines = {
        "publisher": _line(document.publisher) or UNKNOWN,
        "published": published if _DAY.match(published) else UNKNOWN,
        "style": "mt" if document.machine_translated else UNKNOWN,
        "byline": _line(document.byline),
        "updated": document.updated_at if _DAY.match(document.updated_at or "") else None,
        "language": document.language if document.language != "en" else None,
    }
    return "".join(f"{key}: {value}\n" for key, value in lines.items() if value)


def _line(text: str | None) -> str | None:
    return " ".join(text.split()) if text is not None else None


@dataclass(slots=True)
class _Writer:
    """Writes the table, and gathers what has to be marked."""

    record: Record
    marks: list[tuple[int, int, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    ids: dict[str, dict[str, str]] = field(default_factory=dict)
    unlisted: dict[str, tuple[str, str]] = field(default_factory=dict)

    def table(self) -> list[str]:
        record, headline = self.record, self.record.document.text.find("\n")
        lines = [self._actor(a) for a in record.actors]
        lines += [self._place(p) for p in record.places]
        claims = []
        for claim in record.claims:
            if claim.content[0].start < headline:
                self.left_out.append(f"a claim in the headline: {_line(claim.content[0].text)}")
            else:
                claims.append(claim)
        kept: dict[str, Iterable[Any]] = {
            "times": record.times, "events": record.events, "figures": record.figures, "victims": record.victims,
            "claims": claims,
        }  # fmt: skip
        for layer, items in kept.items():
            ordered = sorted(items, key=lambda item: (anchor(item).start, item.id))
            self.ids[layer] = {x.id: f"{_LETTERS[layer]}{n}" for n, x in enumerate(ordered, start=1)}
        rows: dict[str, Callable[[Any], list[str]]] = {
            "times": self._time, "events": self._event, "figures": self._figure, "victims": self._victim,
            "claims": self._claim,
        }  # fmt: skip
        for layer, items in kept.items():
            for item in items:
                lines += rows[layer](item)
        lines += self._links()
        lines[len(record.actors) : len(record.actors)] = [
            f"{name} {UNKNOWN}/{level}: {words}" for words, (name, level) in self.unlisted.items()
        ]
        return [line for line in lines if line]

    def _names(self, names: Iterable[str | None]) -> list[str]:
        """Names that stand in the text, as the form can hold them."""
        out = []
        for name in dict.fromkeys(n for n in names if n):
            whole = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self.record.document.text)
            if whole and not re.search(r"[;|<\n]", name):
                out.append(name)
        return out

    def _actor(self, actor: Actor) -> str:
        ids = self.ids.setdefault("actors", {})
        names = self._names([actor.name, *actor.aliases, *(m.text for m in actor.mentions[:1])])
        if not names:
            self.left_out.append(f"an actor whose names do not stand in the text as they are: {_line(actor.name)}")
            return ""
        ids[actor.id] = f"a{len(ids) + 1}"
        titles = [t for r in actor.roles if (t := _line(r.title)) and ";" not in t]
        return f"{ids[actor.id]} {actor.kind}: {'; '.join(names)}" + (f" | {'; '.join(titles)}" if titles else "")

    def _place(self, place: Any) -> str:
        ids = self.ids.setdefault("places", {})
        names = self._names([place.name, *(m.text for m in place.mentions)])
        if not names:
            self.left_out.append(f"a place whose name does not stand in the text as it is: {_line(place.name)}")
            return ""
        ids[place.id] = f"p{len(ids) + 1}"
        within = f" < {'; '.join(place.within)}" if place.within else ""
        return f"{ids[place.id]} {place.precision}: {'; '.join(names)}{within}"

    def _mark(self, name: str, spans: Iterable[Span]) -> None:
        self.marks += [(s.start, s.end, name) for s in spans]

    def _who(self, who: Who | None) -> str:
        """The id of who speaks; one that is no actor of the record gets a line of its own."""
        if who is None:
            return "-"
        known = self.ids.get("actors", {}).get(who.actor_id or "")
        if known is not None:
            return known
        words = next(iter(self._names([who.name, who.span.text])), None)
        if words is None:
            self.left_out.append(f"a speaker whose words the form can't hold: {_line(who.name)}")
            return "-"
        number = len(self.ids.get("actors", {})) + len(self.unlisted) + 1
        return self.unlisted.setdefault(words, (f"a{number}", who.level))[0]

    def _ref(self, layer: str, item: str | None) -> str | None:
        return self.ids.get(layer, {}).get(item or "")

    def _options(self, **values: str | None) -> str:
        return "".join(f" {name.rstrip('_')}={value}" for name, value in values.items() if value)

    def _time(self, time: Time) -> list[str]:
        name = self.ids["times"][time.id]
        self._mark(name, [time.span])
        start, end = (m[0] if (m := _DAY.match(t)) else t for t in (time.start, time.end))
        if (start, end) != (time.start, time.end):
            self.left_out.append(f"the time zone of {name}")
        return [f"{name} {start if start == end else f'{start}..{end}'} {time.precision}"]

    def _claim(self, claim: Claim) -> list[str]:
        name = self.ids["claims"][claim.id]
        self._mark(name, claim.content)
        self._mark("q" + name[1:], [claim.cue] if claim.cue is not None else [])
        self._mark("s" + name[1:], [claim.speaker.span] if claim.speaker is not None else [])
        about = ",".join(a for e in claim.about if (a := self._ref("events", e)))
        options = self._options(
            to=self._who(claim.addressee) if claim.addressee is not None else None,
            via=_quoted(claim.via.text) if claim.via is not None else None,
            by=self._who(claim.relayed_by) if claim.relayed_by is not None else None,
            in_=self._ref("claims", claim.within),
            about=about,
        )
        flags = (" neg" * claim.negated) + (" hedged" * claim.hedged) + (" nocue" * (claim.cue is None))
        level = claim.speaker.level if claim.speaker is not None else "-"
        return [f"{name} {self._who(claim.speaker)} {claim.act} {level}{options}{flags}"]

    def _figure(self, figure: Figure) -> list[str]:
        name = self.ids["figures"][figure.id]
        self._mark(name, [figure.span])
        options = self._options(
            of=self._ref("figures", figure.part_of),
            c=self._ref("claims", figure.claim_id),
            asof=self._ref("times", figure.as_of),
        )
        scope = {"site": " site", "period_total": " period"}.get(figure.scope, "")
        event = self._ref("events", figure.event_id) or "-"
        who = self._who(figure.speaker)
        number = number_of(figure)
        if number is None:
            self.left_out.append(f"the qualifier {figure.qualifier} of {name}")
            number = _bare(figure)
        return [f"{name} {figure.measure} {number} {figure.population} {who} {event}{options}{scope}"]

    def _victim(self, victim: Victim) -> list[str]:
        name = self.ids["victims"][victim.id]
        self._mark(name, victim.names or victim.spans)
        age = None
        if victim.age is not None:
            low, high = victim.age.low, victim.age.high
            age = str(low) if low == high else f"{low}-{high}"
        options = self._options(
            age=age,
            sex=victim.sex[0] if victim.sex is not None else None,
            role=_quoted(victim.role.text) if victim.role is not None else None,
            in_=",".join(f for i in victim.in_figures if (f := self._ref("figures", i))),
            c=self._ref("claims", victim.claim_id),
        )
        unnamed = "" if victim.names else " unnamed"
        event = self._ref("events", victim.event_id) or "-"
        return [f"{name} {victim.harm} {victim.status} {self._who(victim.speaker)} {event}{options}{unnamed}"]

    def _event(self, event: Event) -> list[str]:
        name = self.ids["events"][event.id]
        self._mark(name, event.triggers or event.evidence)
        people = {role: self._participants(event, roles) for role, roles in _ROLES.items()}
        tools = dict.fromkeys(_quoted(i.name) for i in event.instruments if self._stands(i.name))
        options = self._options(
            **people, at=self._ref("places", event.place_id), on=self._ref("times", event.time_id),
            with_=",".join(tools),
        )  # fmt: skip
        acled = f'"{event.acled}"' if event.acled is not None else "-"
        answers = [line for a in event.answers if (line := self._answer(name, a))]
        return [f"{name} {event.plover} {acled} {event.modality}{options}", *answers]

    def _stands(self, words: str) -> bool:
        return "," not in words and re.search(rf"(?i){re.escape(words)}", self.record.document.text) is not None

    def _participants(self, event: Event, roles: tuple[str, ...]) -> str:
        out = []
        for participant in event.participants:
            if participant.role not in roles:
                continue
            victim = next(
                (v for v in self.record.victims if participant.span in (*v.names, *v.spans)), None
            ) if participant.role == "victim" else None  # fmt: skip
            known = self._ref("victims", victim.id) if victim is not None else None
            known = known or self._ref("actors", participant.actor_id)
            words = participant.span.text
            out.append(known or (_quoted(words) if "," not in words and "\n" not in words else ""))
        return ",".join(dict.fromkeys(o for o in out if o))

    def _answer(self, event: str, answer: Answer) -> str | None:
        layers = ("actors", "places", "times", "victims", "events")
        known = next((r for layer in layers if (r := self._ref(layer, answer.value))), None)
        if known is None and any(item.id == answer.value for layer in layers for item in getattr(self.record, layer)):
            return None  # what it names is left out, and said to be
        value = known or _quoted(answer.value)
        options = self._options(c=self._ref("claims", answer.claim_id))
        flags = (" neg" * answer.negated) + (" hedged" * answer.hedged)
        return f"? {event} {answer.question} {value} {self._who(answer.speaker)}{options}{flags}"

    def _links(self) -> list[str]:
        out = []
        for r in self.record.relations:
            one, other = self._ref("actors", r.subject_id), self._ref("actors", r.object_id)
            out += [f"= {one} {r.relation} {other}"] if one and other else []
        for k in self.record.links:
            one, other = self._ref("events", k.from_event), self._ref("events", k.to_event)
            out += [f"> {one} {k.kind} {other}"] if one and other else []
        return out


#: Option of an event to the roles of its participants; an intermediary has no place in the form.
_ROLES = {"who": ("actor",), "whom": ("target", "victim")}


def _quoted(text: str) -> str:
    plain = " ".join(text.replace('"', "").split())
    return f'"{plain}"' if not plain or re.search(r"\s", plain) else plain


def number_of(figure: Figure) -> str | None:
    """A figure's number as the form writes it; null where its qualifier has no sign there."""
    low, high, qualifier = figure.low, figure.high, figure.qualifier
    if low is None and high is None:
        return "?" if qualifier == "unspecified" else None
    if qualifier == "reported_none":
        return "0" if (low, high) == (0, 0) else None
    if low is not None and high is None:
        return {"at_least": f"{low}+", "more_than": f">{low}"}.get(qualifier)
    if low is None:
        return f"<={high}" if qualifier == "at_most" else None
    number = f"{low}" if low == high else f"{low}-{high}"
    if (low, high) == (0, 0):
        return None
    return {"exactly": number, "about": f"~{number}"}.get(qualifier)


def _bare(figure: Figure) -> str:
    """The bounds alone."""
    if figure.low is None:
        return "?" if figure.high is None else f"<={figure.high}"
    if figure.high is None:
        return f"{figure.low}+"
    return f"{figure.low}" if figure.low == figure.high else f"{figure.low}-{figure.high}"
