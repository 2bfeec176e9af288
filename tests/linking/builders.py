"""Small records by hand: a report is its paragraphs, and every value is a quotation from them."""

from __future__ import annotations

import hashlib
from typing import Any

from rashomon.model.actors import Actor, ActorKind, Level, Who
from rashomon.model.claims import Act, Claim
from rashomon.model.documents import Document, Part
from rashomon.model.events import Answer, Event, Instrument, Participant
from rashomon.model.figures import Figure
from rashomon.model.places import Place
from rashomon.model.provenance import Provenance
from rashomon.model.record import Record
from rashomon.model.relations import Link, Relation
from rashomon.model.spans import Span
from rashomon.model.times import Time
from rashomon.model.victims import Victim

#: name: within, latitude, longitude, radius, precision, gazetteer id.
PLACES: dict[str, tuple[Any, ...]] = {
    "Marawa": (("Tal", "Qadria"), 35.10, 44.40, 3.0, "city", "geonames:1"),
    "Mar\u0101wah": (("Tal", "Qadria"), None, None, None, "city", None),
    "Sefton": (("Tal", "Qadria"), 35.12, 44.45, 2.0, "city", "geonames:2"),
    "Bahr": (("Mina", "Qadria"), 32.00, 44.00, 5.0, "city", "geonames:3"),
    "Ostra": (("Velia",), 48.00, 17.00, 5.0, "city", "geonames:4"),
    "Tal province": (("Qadria",), 35.30, 44.30, 80.0, "admin1", "geonames:5"),
    "the Blue Star cinema": (("Marawa",), None, None, None, "exact", None),
    "Qadria": ((), 34.00, 44.00, 400.0, "country", "iso:QA"),
}


class Report:
    """Collects a report's parts and builds its record."""

    def __init__(
        self,
        *paragraphs: str,
        publisher: str | None = "The Gazette",
        published: str | None = "2024-03-10",
        updated: str | None = None,
    ) -> None:
        self.text = "\n\n".join(paragraphs)
        self.publisher, self.published, self.updated = publisher, published, updated
        parts, at = [], 0
        for i, paragraph in enumerate(paragraphs):
            parts.append(Part("headline" if i == 0 else "body", at, at + len(paragraph)))
            at += len(paragraph) + 2
        self.parts, self.title = tuple(parts), paragraphs[0]
        self.actors: dict[str, Actor] = {}
        self.places: dict[str, Place] = {}
        self.times: dict[str, Time] = {}
        self.claims: list[Claim] = []
        self.figures: list[Figure] = []
        self.victims: list[Victim] = []
        self.events: list[Event] = []
        self.relations: list[Relation] = []
        self.links: list[Link] = []

    def span(self, words: str, *, nth: int = 0) -> Span:
        at = -1
        for _ in range(nth + 1):
            at = self.text.index(words, at + 1)
        return Span(at, at + len(words), words)

    def actor(
        self, name: str, *, kind: ActorKind = "organisation", words: str | None = None, aliases: tuple[str, ...] = ()
    ) -> str:
        if name not in self.actors:
            self.actors[name] = Actor(f"a{len(self.actors) + 1}", name, kind, aliases, (), (self.span(words or name),))
        return self.actors[name].id

    def who(self, name: str, *, level: Level = "named_office", kind: ActorKind = "organisation") -> Who:
        return Who(self.actor(name, kind=kind), name, level, self.span(name))

    def place(self, name: str) -> str:
        if name not in self.places:
            within, lat, lon, radius, precision, gazetteer = PLACES[name]
            self.places[name] = Place(
                f"p{len(self.places) + 1}",
                name,
                within,
                lat,
                lon,
                radius,
                None,
                precision,
                gazetteer,
                (self.span(name),),
            )
        return self.places[name].id

    def time(self, words: str, start: str, end: str | None = None, *, precision: Any = "day") -> str:
        if words not in self.times:
            self.times[words] = Time(
                f"t{len(self.times) + 1}", start, end or start, precision, "relative", self.span(words)
            )
        return self.times[words].id

    def claim(
        self,
        content: str,
        speaker: Who | None,
        *,
        act: Act = "report",
        about: tuple[str, ...] = (),
        negated: bool = False,
    ) -> str:
        made = Claim(
            f"c{len(self.claims) + 1}",
            speaker,
            None,
            (self.span(content),),
            "indirect",
            act,
            about=about,
            negated=negated,
        )
        self.claims.append(made)
        return made.id

    def figure(
        self, words: str, low: int | None, high: int | None, event: str | None, *, nth: int = 0, **more: Any
    ) -> str:
        fields = {
            "measure": "killed",
            "population": "any",
            "qualifier": "exactly" if low == high else "at_least",
            "scope": "event",
            "speaker": None,
            "claim_id": None,
            "part_of": None,
            "as_of": None,
            **more,
        }
        made = Figure(
            id=f"f{len(self.figures) + 1}", low=low, high=high, event_id=event, span=self.span(words, nth=nth), **fields
        )
        self.figures.append(made)
        return made.id

    def victim(self, name: str, event: str) -> None:
        span = self.span(name)
        self.victims.append(
            Victim(
                f"v{len(self.victims) + 1}",
                (span,),
                None,
                None,
                "unknown",
                None,
                "killed",
                event,
                (),
                None,
                None,
                (span,),
            )
        )

    def event(
        self,
        evidence: str,
        *,
        trigger: str,
        place: str | None = None,
        time: str | None = None,
        acled: str | None = "Air/drone strike",
        weapon: str | None = None,
        modality: Any = "happened",
        perpetrator: str | None = None,
        accuser: Who | None = None,
        target: str | None = None,
        plover: Any = "ASSAULT",
    ) -> str:
        """An event told by `evidence`; `time` is a phrase made known by `self.time`."""
        span = self.span(evidence)
        event_id = "e" + hashlib.sha256(f"{self.text}{span.start}".encode()).hexdigest()[:12]
        answers = [Answer("occurred", "yes", None, None, False, False, self.span(trigger))]
        place_id = self.place(place) if place is not None else None
        time_id = self.times[time].id if time is not None else None
        if place_id is not None and place is not None:
            answers.append(Answer("place", place_id, None, None, False, False, self.span(place)))
        if time_id is not None and time is not None:
            answers.append(Answer("time", time_id, None, None, False, False, self.span(time)))
        if perpetrator is not None:
            answers.append(
                Answer(
                    "perpetrator",
                    self.actor(perpetrator, kind="armed_group"),
                    accuser,
                    None,
                    False,
                    False,
                    self.span(perpetrator),
                )
            )
        if weapon is not None:
            answers.append(Answer("weapon", weapon, None, None, False, False, self.span(weapon)))
        participants = []
        if target is not None:
            target_id = self.actor(target, kind="population")
            participants.append(Participant("target", target_id, self.span(target)))
            answers.append(Answer("target", target_id, None, None, False, False, self.span(target)))
        instruments = (Instrument(weapon, self.span(weapon)),) if weapon is not None else ()
        self.events.append(
            Event(
                event_id,
                plover,
                None,
                acled,
                modality,
                tuple(participants),
                instruments,
                place_id,
                time_id,
                (self.span(trigger),),
                (span,),
                (),
                tuple(answers),
            )
        )
        return event_id

    def build(self) -> Record:
        document = Document(
            hashlib.sha256(
                f"{self.publisher}{self.published}{self.text}{list(self.times.values())}".encode()
            ).hexdigest(),
            self.text,
            self.parts,
            publisher=self.publisher,
            title=self.title,
            published_at=self.published,
            updated_at=self.updated,
        )
        return Record(
            document,
            tuple(self.actors.values()),
            tuple(self.places.values()),
            tuple(self.times.values()),
            tuple(self.claims),
            tuple(self.figures),
            tuple(self.victims),
            tuple(self.events),
            tuple(self.relations),
            tuple(self.links),
            Provenance("rashomon", "test", "0" * 64, ()),
        )


def strike(
    *,
    publisher: str = "The Gazette",
    published: str = "2024-03-11",
    place: str = "Marawa",
    day: str = "2024-03-10",
    dead: int = 4,
    source: str = "police",
    weapon: str = "drone",
    acled: str = "Air/drone strike",
    target: str = "depot",
    word: str = "strike",
    filler: str = "Nobody else spoke.",
) -> Record:
    """One report on one strike: who said how many died, where and when."""
    report = Report(
        f"A {weapon} {word} near the {target} in {place} kills {dead}",
        f"{dead} people died on the tenth when a {weapon} hit the {target} in {place}, {source} said.",
        filler,
        publisher=publisher,
        published=published,
    )
    report.time("on the tenth", day)
    event = report.event(
        f"{dead} people died on the tenth when a {weapon} hit the {target} in {place}",
        trigger=word,
        place=place,
        time="on the tenth",
        weapon=weapon,
        acled=acled,
        target=target,
    )
    who = report.who(source)
    claim = report.claim(
        f"{dead} people died on the tenth when a {weapon} hit the {target} in {place}", who, about=(event,)
    )
    report.figure(f"{dead} people", dead, dead, event, speaker=who, claim_id=claim)
    return report.build()
