"""A reader without a model, for tests that start and kill many processes: records as full as they can be by string search.

What the text holds decides what happens: see `TinyReader.read`.
"""

from __future__ import annotations

import hashlib
import os
import re
import signal
import time
from pathlib import Path

from rashomon.errors import EmptyReport, ModelMissing
from rashomon.model.actors import Actor, Role, Who
from rashomon.model.claims import Claim
from rashomon.model.documents import Document, Part, Stretch
from rashomon.model.events import Answer, Event, Instrument, Participant
from rashomon.model.figures import Figure
from rashomon.model.places import Near, Place
from rashomon.model.provenance import ModelUse, Provenance
from rashomon.model.record import Record
from rashomon.model.spans import Span
from rashomon.model.times import Time
from rashomon.model.victims import Age, Victim
from rashomon.settings import Settings

#: "Major Ali Karim said 12 people were killed in Kirkuk on 2024-02-07. Witness Omar Hadi, 30, said ..."
_SAID = re.compile(r"(?P<who>[A-Z]\w+(?: [A-Z]\w+)+) (?P<cue>said) (?P<content>[^.]+)\.")
_TOLL = re.compile(r"(?P<n>\d+) people were (?P<what>killed|injured)")
_WHERE = re.compile(r"in (?P<place>[A-Z]\w+) on (?P<day>\d{4}-\d\d-\d\d)")
_DEAD = re.compile(r"killed (?P<name>[A-Z]\w+ [A-Z]\w+), (?P<age>\d+)")
_TITLES = ("Major", "Governor", "President")


class TinyReader:
    """Reads "X said N people were killed in P on D." and obeys words in capitals."""

    def __init__(self, settings: Settings, *, version: str = "1") -> None:
        self.settings, self.version = settings, version

    def read(
        self, raw: bytes, *, name: str | None = None, url: str | None = None, published: str | None = None
    ) -> Record:
        text = raw.decode("utf-8", "replace")
        if not text.strip():
            raise EmptyReport(name or url or "report", "there is nothing in it", hint="drop it")
        _obey(text)
        return tiny_record(raw, text, url=url, published=published, version=self.version, settings=self.settings)


def _obey(text: str) -> None:
    if "CRASH" in text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "HANG" in text:
        re.match(r"(a+)+$", "a" * 40 + "b")
    if "SLOW" in text:
        time.sleep(0.02)
    if "WAIT" in text:
        while not Path(os.environ["GATE"]).exists():
            time.sleep(0.02)
    if "BUG" in text:
        raise KeyError("words of the report")
    if "HUGE" in text:
        raise MemoryError
    if "FATAL" in text:
        raise ModelMissing("no model", hint="install one")


def tiny_record(
    raw: bytes,
    text: str,
    *,
    url: str | None = None,
    published: str | None = None,
    version: str = "1",
    settings: Settings | None = None,
) -> Record:
    """A record with something in every layer that the text has words for."""
    title = text.splitlines()[0]
    document = Document(
        id=hashlib.sha256(raw).hexdigest(),
        text=text,
        parts=(Part("body", 0, len(text)),),
        url=url,
        publisher="Tiny Wire",
        title=title,
        published_at=published or "2024-02-08",
        language="de" if "DEUTSCH" in text else "en",
        stretches=(Stretch(0, len(text), 0, len(raw)),),
        notices=("not read yet",) if "DEUTSCH" in text else (),
    )
    made = Provenance("rashomon", version, (settings or Settings()).sha256(), (ModelUse("tiny", "1", "0" * 64),))
    if "DEUTSCH" in text:
        return Record(document, (), (), (), (), (), (), (), (), (), made)
    actors, claims, figures = _claims(text)
    where = _WHERE.search(text)
    places, times = _grounds(where)
    victims, dead = _victims(text, len(actors))
    events = _events(text, actors, figures, dead, places, times)
    return Record(document, (*actors, *dead), places, times, claims, figures, victims, events, (), (), made)


def _claims(text: str) -> tuple[tuple[Actor, ...], tuple[Claim, ...], tuple[Figure, ...]]:
    actors, claims, figures = [], [], []
    for i, match in enumerate(_SAID.finditer(text), start=1):
        span = Span.of(text, *match.span("who"))
        title = next((t for t in _TITLES if span.text.startswith(t + " ")), None)
        roles = (Role(title, Span.of(text, span.start, span.start + len(title))),) if title is not None else ()
        name = span.text.removeprefix(f"{title} ")
        who = Who(f"a{i}", name, "named", span)
        actors.append(Actor(f"a{i}", name, "person", (span.text,) if title is not None else (), roles, (span,)))
        content = Span.of(text, *match.span("content"))
        claims.append(
            Claim(f"c{i}", who, Span.of(text, *match.span("cue")), (content,), "indirect", "report", confidence=0.5)
        )
        for toll in _TOLL.finditer(text, content.start, content.end):
            n, measure = int(toll["n"]), "killed" if toll["what"] == "killed" else "injured"
            figures.append(
                Figure(
                    f"f{len(figures) + 1}",
                    measure,
                    "any",
                    n,
                    n,
                    "exactly",
                    "event",
                    who,
                    f"c{i}",
                    "e1",
                    None,
                    None,
                    Span.of(text, *toll.span()),
                    0.5,
                    "tiny/1",
                )
            )
    return tuple(actors), tuple(claims), tuple(figures)


def _grounds(where: re.Match[str] | None) -> tuple[tuple[Place, ...], tuple[Time, ...]]:
    if where is None:
        return (), ()
    text = where.string
    at, day = Span.of(text, *where.span("place")), Span.of(text, *where.span("day"))
    near = Near("p1", 25.0, "east")
    place = Place("p1", at.text, ("Iraq",), 35.46811, 44.39223, 2.0, near, "neighbourhood", "geonames:94787", (at,))
    return (place,), (Time("t1", day.text, day.text, "day", "stated", day),)


def _victims(text: str, known: int) -> tuple[tuple[Victim, ...], tuple[Actor, ...]]:
    victims, actors = [], []
    for i, match in enumerate(_DEAD.finditer(text), start=1):
        name, age = Span.of(text, *match.span("name")), Span.of(text, *match.span("age"))
        actors.append(Actor(f"a{known + i}", name.text, "person", (name.text.split()[-1],), (), (name,)))
        victims.append(
            Victim(
                f"v{i}",
                (name,),
                Age(int(age.text), int(age.text), age),
                None,
                "unknown",
                None,
                "killed",
                "e1",
                (),
                None,
                None,
                (name,),
            )
        )
    return tuple(victims), tuple(actors)


def _events(
    text: str,
    actors: tuple[Actor, ...],
    figures: tuple[Figure, ...],
    dead: tuple[Actor, ...],
    places: tuple[Place, ...],
    times: tuple[Time, ...],
) -> tuple[Event, ...]:
    at = text.find("drone")
    if at < 0:
        return ()
    word = Span.of(text, at, at + 5)
    event_id = hashlib.sha256(text.encode()).hexdigest()[:12]
    victims = tuple(Participant("victim", a.id, a.mentions[0]) for a in dead)
    answers = (Answer("weapon", "drone", None, None, False, False, word),)
    return (
        Event(
            f"e{event_id}",
            "ASSAULT",
            "aerial",
            "Air/drone strike",
            "happened",
            victims,
            (Instrument("drone", word),),
            places[0].id if places else None,
            times[0].id if times else None,
            (word,),
            (word,),
            tuple(f.id for f in figures),
            answers,
            0.5,
            "tiny/1",
        ),
    )


def make_tiny(settings: Settings) -> TinyReader:
    """A reader factory that another process can import."""
    return TinyReader(settings)


def make_tiny_2(settings: Settings) -> TinyReader:
    """The reader of a later version."""
    return TinyReader(settings, version="2")


def make_none(settings: Settings) -> TinyReader:
    """A factory that has no model."""
    raise ModelMissing("no model here", hint="install one")
