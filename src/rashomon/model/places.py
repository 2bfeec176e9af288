"""Places: never a point more exact than the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.model.spans import Span

PlacePrecision = Literal["exact", "neighbourhood", "city", "near", "linear", "admin2", "admin1", "country", "region"]


@dataclass(frozen=True, slots=True)
class Near:
    """An offset from another place ("25 km east of X"): kilometres and compass bearing, null if not stated."""

    place_id: str
    km: float | None
    bearing: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place of one report; `lat` and `lon` are WGS84 degrees, null if the gazetteer has no answer.

    `radius_km` is the disc in which the place lies at the stated precision.
    `within` names the containers that the report or the gazetteer states, nearest first.
    """

    id: str
    name: str
    within: tuple[str, ...]
    lat: float | None
    lon: float | None
    radius_km: float | None
    near: Near | None
    precision: PlacePrecision
    gazetteer_id: str | None
    mentions: tuple[Span, ...]


#: UCDP GED where_prec 1-7 (codebook 24.1): 1 exact, 2 within ~25 km or part of a city, 3 admin2, 4 admin1,
#: 5 linear or fuzzy feature, 6 country, 7 water or international.
WHERE_PREC: dict[PlacePrecision, int] = {
    "exact": 1,
    "neighbourhood": 1,
    "city": 1,
    "near": 2,
    "linear": 5,
    "admin2": 3,
    "admin1": 4,
    "country": 6,
    "region": 7,
}


def where_prec(precision: PlacePrecision) -> int:
    """UCDP's `where_prec` for a precision (UCDP GED codebook)."""
    return WHERE_PREC[precision]
