"""A made-up world of incidents and the events that reports would give of them, for linking at scale.

Ten years, 5,000 places whose shares of the violence follow Zipf's law, 60 armed sides, reports with the errors that
reports have: a day off, a month alone, another spelling, a province for a town, a rival side, an early toll, copies.
The span is the same for every size, so a hundred times the events lie a hundred times as dense. Everything comes from
one seed. Nothing in it is a real place or event.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass

from rashomon.linking.dates import When, fresh
from rashomon.linking.geo import Where
from rashomon.linking.names import fold
from rashomon.linking.profiles import Profile
from rashomon.linking.sketch import KEPT, NOTHING, Sketch

PLACES, SIDES, DAYS, START = 5_000, 60, 3_650, 730_000
#: Zipf's exponent: the most violent place has 1.3 % of the incidents, more than five a week at a million events.
ZIPF = 0.7
#: Reports an incident has on average.
REPORTS = 5.0
_KINDS = (
    ("Air/drone strike", ("drone", "missile", "warplane")),
    ("Shelling/artillery/missile attack", ("shell", "mortar", "artillery", "rocket")),
    ("Remote explosive/landmine/IED", ("bomb", "car bomb", "mine")),
    ("Suicide bomb", ("suicide vest", "car bomb")),
    ("Attack", ("rifle", "gun", "machete")),
    ("Armed clash", ("rifle", "machine gun", "mortar")),
    ("Abduction/forced disappearance", ()),
)
_TARGETS = """market school clinic mosque church convoy checkpoint bus minibus village farm bridge barracks depot hotel court prison station
camp bakery wedding funeral office shop bank refinery port stadium library mill""".split()
_SYLLABLES = "ba be bo da de do fa ga go ha ja ka ke ko la le lo ma me mo na ne no ra re ro sa se so ta te to va za ze zo".split()


@dataclass(frozen=True, slots=True)
class Site:
    """A place of the world: a town with its district, province and country."""

    name: str
    within: tuple[str, ...]
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened, as no report knows it whole."""

    number: int
    site: Site
    quarter: str
    day: int
    kind: int
    weapon: str | None
    side: str
    target: str
    dead: int
    victims: tuple[str, ...]
    words: tuple[str, ...]


def _name(rng: random.Random, syllables: int) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(syllables)).title()


def sites(rng: random.Random) -> list[Site]:
    """The world's places, the most violent first."""
    out: list[Site] = []
    for country in range(25):
        land, middle = _name(rng, 3), (rng.uniform(-30, 50), rng.uniform(-80, 120))
        for _ in range(8):
            province = _name(rng, 3)
            lat, lon = middle[0] + rng.uniform(-4, 4), middle[1] + rng.uniform(-4, 4)
            for n in range(PLACES // 200):
                district = _name(rng, 3) if n % 5 == 0 or not out else out[-1].within[0]
                where = (lat + rng.uniform(-0.8, 0.8), lon + rng.uniform(-0.8, 0.8))
                out.append(Site(_name(rng, rng.randint(2, 4)), (district, province, f"{land}{country}"), *where))
    rng.shuffle(out)
    return out


def world(count: int, *, seed: int = 5) -> tuple[list[Profile], list[int]]:
    """So many events of reports, and for each the number of its incident; in no order."""
    rng = random.Random(seed)
    places = sites(rng)
    shares = [1.0 / (rank + 1) ** ZIPF for rank in range(len(places))]
    sides = [f"{_name(rng, 3)} {rng.choice(['Front', 'Brigade', 'Army', 'Movement'])}" for _ in range(SIDES)]
    background = [_name(rng, 3).lower() for _ in range(3000)]
    profiles: list[Profile] = []
    truth: list[int] = []
    number = 0
    while len(profiles) < count:
        chosen = rng.choices(places, weights=shares, k=1000)
        for site in chosen:
            incident = _incident(rng, number, site, sides, background)
            told = min(40, 1 + int(rng.expovariate(1.0 / (REPORTS - 0.5))))
            first: Profile | None = None
            for n in range(told):
                profile = _told(rng, incident, n, first, sides, background)
                first = first or profile
                profiles.append(profile)
                truth.append(number)
            number += 1
            if len(profiles) >= count:
                break
    order = list(range(len(profiles)))
    rng.shuffle(order)
    return [profiles[i] for i in order[:count]], [truth[i] for i in order[:count]]


def _incident(rng: random.Random, number: int, site: Site, sides: list[str], background: list[str]) -> Incident:
    kind = rng.choices(range(len(_KINDS)), weights=(16, 20, 18, 6, 20, 15, 5))[0]
    weapons = _KINDS[kind][1]
    names = [f"{_name(rng, 2)} {_name(rng, 3)}" for _ in range(rng.choices((0, 1, 2, 4), weights=(60, 20, 12, 8))[0])]
    return Incident(
        number, site, f"{_name(rng, 2)} quarter", START + rng.randrange(DAYS), kind,
        rng.choice(weapons) if weapons else None, rng.choice(sides[hash_of(site.within[-1]) % 50 :][:10]),
        rng.choice(_TARGETS), min(400, int(rng.paretovariate(1.3))), tuple(names), tuple(rng.sample(background, 14)),
    )  # fmt: skip


def hash_of(text: str) -> int:
    """A number that is the same in every process."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big")


def _told(
    rng: random.Random, incident: Incident, n: int, first: Profile | None, sides: list[str], background: list[str]
) -> Profile:
    """One report's event: what it says of the incident, with what it gets wrong."""
    main = rng.random() < 0.88
    published = incident.day + (rng.choice((0, 1, 1, 1, 2, 3)) if main else rng.randint(10, 400))
    weapons = frozenset({incident.weapon} if incident.weapon and rng.random() < 0.75 else set())
    side = incident.side if rng.random() < 0.85 else rng.choice(sides)
    toll = max(
        0, incident.dead - (rng.choice((0, 0, 0, 1, 1, 2, 3)) if incident.dead > 3 else rng.choice((0, 0, 0, 1)))
    )
    words = {*rng.sample(incident.words, rng.randint(4, 9)), *rng.sample(background, 8)}
    copied = main and first is not None and first.main and first.sketch is not NOTHING and rng.random() < 0.15
    report = hashlib.blake2b(f"{incident.number}:{n}".encode(), digest_size=16).hexdigest()
    return Profile(
        id=report[:16],
        report_id=report,
        event_id="e1",
        published=published,
        whens=_whens(rng, incident.day, published, main=main),
        wheres=_wheres(rng, incident),
        types=frozenset({_KINDS[incident.kind][0] if rng.random() < 0.9 else "Attack"}),
        weapons=weapons,
        perpetrators=(side,) if rng.random() < 0.6 else (),
        targets=frozenset({incident.target}) if rng.random() < 0.75 else frozenset(),
        victims=tuple(sorted(rng.sample(incident.victims, rng.randint(0, len(incident.victims))))),
        killed=((toll, toll),) if rng.random() < 0.85 else (),
        words=frozenset(words),
        sketch=_copy(rng, first.sketch) if copied and first is not None else _sketch(rng) if main else NOTHING,
        main=main,
        founding=True,
    )


def _whens(rng: random.Random, day: int, published: int, *, main: bool) -> tuple[When, ...]:
    chance = rng.random()
    if chance < 0.84:
        return (When(day, day, "stated"),)
    if chance < 0.86:
        return (When(day + rng.choice((-1, 1)), day + 1, "stated"),)
    if chance < 0.91 and main:
        return tuple(sorted({When(day, day, "nearby"), fresh(published)}, key=lambda w: (w.start, w.end)))
    if chance < 0.95 or not main:
        return (When(day - day % 31, day - day % 31 + 30, "stated"),)
    return (fresh(published),)


def _wheres(rng: random.Random, incident: Incident) -> tuple[Where, ...]:
    site, chance = incident.site, rng.random()
    point = (site.lat, site.lon, 3.0)
    if chance < 0.72:
        return (
            Where(site.name, fold(site.name), site.within, *point, "city", f"g:{site.name}{site.lat:.3f}", True, False),
        )
    if chance < 0.80:
        spelled = site.name.replace("a", "aa", 1) if "a" in site.name else site.name + "h"
        return (Where(spelled, fold(spelled), site.within, *point, "city", None, True, True),)
    if chance < 0.90:
        within = (site.name, *site.within)
        return (Where(incident.quarter, fold(incident.quarter), within, *point, "neighbourhood", None, True, True),)
    if chance < 0.96:
        area = Where(
            site.within[1],
            fold(site.within[1]),
            site.within[2:],
            *point[:2],
            90.0,
            "admin1",
            f"a:{site.within[1]}",
            True,
            False,
        )
        return (area,)
    return ()


def _sketch(rng: random.Random) -> Sketch:
    size = rng.randint(120, 500)
    return Sketch(tuple(sorted(rng.randrange(_reach(size)) for _ in range(KEPT))), size)


def _reach(size: int) -> int:
    """Below it lie the hashes of 32 bits that a text of so many shingles keeps."""
    return 2**32 * KEPT // size


def _copy(rng: random.Random, original: Sketch) -> Sketch:
    """A copy that another desk edited: two thirds of the hashes stay."""
    kept = rng.sample(original.hashes, 2 * KEPT // 3)
    return Sketch(
        tuple(sorted({*kept, *(rng.randrange(_reach(original.size)) for _ in range(KEPT - len(kept)))})), original.size
    )
