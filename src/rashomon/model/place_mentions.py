"""Words that name or point to a place, before anybody has decided which place it is.

They pass from extraction to resolution and live for the reading of one report; nothing here
is part of a record. A country that acts ("Washington said") is kept with `metonym` set: it
is no place of the report, but it tells which part of the world the report is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.model.spans import Span

#: How sure the words alone are that this is a place: "weak" ones count only where a gazetteer knows them.
Strength = Literal["sure", "likely", "weak"]

#: name: a proper name; anaphor: "the city", "the capital".
PlaceForm = Literal["name", "anaphor", "demonym"]


@dataclass(frozen=True, slots=True)
class Nearness:
    """An offset from the named place: "25 km east of X", "near X".

    Args:
        km: kilometres as stated, miles converted; null if not stated.
        bearing: compass bearing as N, NNE, NE ..., null if not stated.
        span: the words from the offset to the end of the name.
    """

    km: float | None
    bearing: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """One phrase for a place.

    Args:
        span: the words of the place with its feature and modifier ("Tripoli airport", "south-east Chad").
        first, last: token range `[first, last)` of `span`.
        name: the bare proper name ("Baghdad"); empty for an anaphor.
        feature: lower-case feature word with it ("airport", "province", "neighbourhood"), null if none.
        part: modifier that names a part of it ("north-east", "central"), null if none.
        within: names of the containers that the phrase states, nearest first.
        countries: ISO codes that a demonym with it states ("the Iraqi city of").
        near: offset from the place, null if the words name the place itself.
        until: the other end of a line ("the road between X and Y"), null if not linear.
        preposition: lower-case preposition before it, null if none.
        governor: lemma of the verb or noun that the preposition hangs on, null if none.
        metonym: the name stands for a government or people here, not for a place.
        offset: character offset where the phrase begins, for "the last one named".
    """

    span: Span
    first: int
    last: int
    name: str
    form: PlaceForm = "name"
    feature: str | None = None
    part: str | None = None
    within: tuple[Span, ...] = ()
    countries: tuple[str, ...] = ()
    near: Nearness | None = None
    until: Span | None = None
    preposition: str | None = None
    governor: str | None = None
    metonym: bool = False
    strength: Strength = "sure"
    rule: str = ""
