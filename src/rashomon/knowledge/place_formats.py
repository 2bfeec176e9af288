"""Gazetteers that users bring: GeoNames dumps, UCDP's georeferenced events, OCHA's tables of administrative areas.

Each reader gives places, refusals with their line, or null for a row that is none of a gazetteer (a river, an event that UCDP
places only by its province). It fetches nothing: the file is the user's own download.
"""

from __future__ import annotations

import functools
import hashlib
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from rashomon.knowledge.keys import name_key
from rashomon.knowledge.library import ImportedPlace, PlaceKind, Refused
from rashomon.knowledge.rows import BROKEN, degrees, table, text_of
from rashomon.lexicon import load

#: GeoNames' feature classes that a report names as places; streams, roads and undersea features are left out.
_GEONAMES: dict[str, PlaceKind] = {
    "P": "city",
    "A": "admin2",
    "S": "site",
    "T": "site",
    "L": "site",
    "H": "site",
    "V": "site",
}
_WATERS = frozenset({"LK", "RSV", "BAY", "PT", "HBR", "OAS", "DAM"})
#: Kilometres around a point, by kind, where the source tells no size.
_KM: dict[PlaceKind, float] = {"city": 2.0, "admin2": 25.0, "site": 2.0}
Found = ImportedPlace | Refused | None


def geonames(stream: BinaryIO) -> Iterator[Found]:
    """A dump of GeoNames: 19 columns parted by tabs, no head."""
    for line, raw in enumerate(text_of(stream), 1):
        text = raw.rstrip("\r\n")
        if not text:
            continue
        values = text.split("\t")
        yield (
            _geoname(line, text, values)
            if len(values) == 19
            else Refused(line, f"not 19 columns but {len(values)}", text)
        )


def _geoname(line: int, text: str, v: list[str]) -> Found:
    kind = _GEONAMES.get(v[6])
    if kind is None or v[7] in {"ADM1", "PCLI", "PPLH", "PPLQ"} or v[6] == "H" and v[7] not in _WATERS:
        return None
    point = degrees({"lat": v[4], "lon": v[5]}, ("lat", "lon"))
    if BROKEN in text:
        return Refused(line, "not UTF-8", text)
    if point is None or not v[0].isdigit() or not v[1]:
        return Refused(line, "no number, name or point", text)
    people = int(v[14]) if v[14].isdigit() else 0
    km = max(2.0, 2.0 * math.sqrt(people / (5000.0 * math.pi))) if kind == "city" else _KM[kind]
    names = tuple(n for n in v[3].split(",") if n and not n[0].islower())
    return ImportedPlace(f"geonames:{v[0]}", v[1], names, kind, *point, round(km, 1), v[8], v[10], people)


def ucdp_ged(stream: BinaryIO) -> Iterator[Found]:
    """UCDP's georeferenced event dataset: the places where events with an exact point lie, and second-level areas."""
    for line, row in table(stream):
        if isinstance(row, Refused):
            yield row
            continue
        prec, point = row.get("where_prec", ""), degrees(row, ("latitude", "longitude"))
        if point is None or not prec.isdigit():
            yield Refused(line, "no point or where_prec", " | ".join(row.values()))
            continue
        kind: PlaceKind = "admin2" if prec == "3" else "city"
        name = _SUFFIX.sub("", row.get("adm_2" if prec == "3" else "where_coordinates", ""))
        if prec not in {"1", "3"} or not name:
            yield None
            continue
        code = country_code(row.get("country", ""))
        mark = hashlib.sha256(f"{name_key(name)} {code} {point[0]:.2f} {point[1]:.2f}".encode()).hexdigest()[:12]
        yield ImportedPlace(f"ucdp:{mark}", name, (), kind, *point, _KM[kind] * (2.5 if kind == "city" else 1), code)


_SUFFIX = re.compile(r"\s+(?:town|village|city|municipality|district|county|department)$", re.IGNORECASE)
_POINTS = (
    ("center_lat", "center_lon"), ("latitude", "longitude"), ("lat", "lon"), ("y_coord", "x_coord"), ("point_y", "point_x"), ("y", "x"),
)  # fmt: skip
#: "adm2_pcode", "admin2Pcode", "ADM2_PCODE" and "adm2_name", "admin2Name_en", "ADM2_EN".
_PCODE = re.compile(r"adm(?:in)?(\d)_?pcode$")
_NAME = re.compile(r"adm(?:in)?(\d)(?:_?name)?(?:_?(en|[a-z]{2}|ref|alt\w*|name\d|\d))?$")


def pcodes(stream: BinaryIO) -> Iterator[Found]:
    """OCHA's table of administrative areas with their P-codes and middles; the deepest level of a row is its place."""
    for line, row in table(stream):
        if isinstance(row, Refused):
            yield row
            continue
        levels = {int(m[1]): row[n] for n in row if (m := _PCODE.match(n)) is not None and row[n]}
        names = _names_at(row, max(levels)) if levels else []
        point = degrees(row, *_POINTS)
        if not levels or not names:
            yield Refused(line, "no P-code or name", " | ".join(row.values()))
        elif point is None:
            yield Refused(line, "no point: take the table that has the middles of the areas", " | ".join(row.values()))
        elif max(levels) < 2:
            yield None  # countries and first-level areas are in our own list
        else:
            yield _area(levels, names, point, row)


def _area(
    levels: dict[int, str], names: list[str], point: tuple[float, float], row: Mapping[str, str]
) -> ImportedPlace:
    code = levels[max(levels)]
    size = row.get("area_sqkm", "")
    km = math.sqrt(float(size) / math.pi) if re.fullmatch(r"\d+(\.\d+)?", size) else _KM["admin2"] / (max(levels) - 1)
    return ImportedPlace(
        f"pcode:{code}", names[0], tuple(names[1:]), "admin2", *point, round(max(1.0, km), 1), code[:2].upper()
    )


def _names_at(row: Mapping[str, str], level: int) -> list[str]:
    """The names of a level, English first."""
    found = [(m[2] != "en", n) for n in row if (m := _NAME.match(n)) is not None and int(m[1]) == level and row[n]]
    return list(dict.fromkeys(row[n] for _, n in sorted(found, key=lambda f: f[0])))


@functools.cache
def _countries() -> dict[str, str]:
    return {
        name_key(form): e["iso2"]
        for e in load("countries")["countries"]
        for form in (e["name"], *(e.get("aliases") or ()))
    }


def country_code(name: str) -> str:
    """ISO code of a country by name, empty if the list lacks it; "Yemen (North Yemen)" is Yemen."""
    bare, _, other = name.partition("(")
    return _countries().get(name_key(bare)) or _countries().get(name_key(other)) or ""


#: Format to reader.
PLACES: dict[str, Callable[[BinaryIO], Iterator[Found]]] = {
    "geonames": geonames,
    "ucdp-ged": ucdp_ged,
    "pcodes": pcodes,
}


def recognise(head: str) -> str | None:
    """The format of a gazetteer by its first line."""
    line = head.partition("\n")[0].lower()
    if line.count("\t") == 18:
        return "geonames"
    if "where_prec" in line and "latitude" in line:
        return "ucdp-ged"
    return "pcodes" if re.search(r"adm(in)?\d_?pcode", line) else None
