"""The record that is being made from the table of an annotated report, and what its lines ask of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from corpus.inline import Malformed, Range, Report
from corpus.values import Json

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


def fresh(row: Row, layer: dict[str, Json]) -> None:
    """Refuses an id that is there already."""
    if row[0] in layer:
        raise Malformed("this id is there twice")
