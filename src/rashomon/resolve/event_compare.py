"""What speaks for and against two groups of mentions telling of one happening.

Contradictions come first: a date, place, weapon or party that can't be the same ends the
comparison. Evidence adds up afterwards; each part has a name, so that a choice explains itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from rashomon.model.mentions import EventMention, Grounding
from rashomon.model.places import Place
from rashomon.model.times import Time

CONTRADICTION = -9.0
#: Modes that can tell of one happening; a mode in no group goes with every other.
GROUPS = {
    "aerial": "air",
    "aerial-verb": "air",
    "heavy-weapons": "heavy",
    "explosives": "blast",
    "suicide-attack": "blast",
    "grenade": "blast",
    "clash": "ground",
    "firearms": "ground",
    "primitive": "ground",
    "abduct": "ground",
    "destroy": "ground",
    "torture": "ground",
    "sexual": "ground",
    "disrupted": "disrupted",
}
#: The same for general words whose weapon tells the kind ("hit by two missiles").
_BY_WEAPON = {
    "Air/drone strike": "air",
    "Shelling/artillery/missile attack": "heavy",
    "Remote explosive/landmine/IED": "blast",
    "Suicide bomb": "blast",
    "Grenade": "blast",
}
#: Penalty for two groups in one event: a blast may be an air strike or open an ambush; a knife attack from the air is none.
_CLASH = {
    frozenset({"air", "heavy"}): -0.5,
    frozenset({"air", "blast"}): -0.5,
    frozenset({"heavy", "blast"}): -0.5,
    frozenset({"blast", "ground"}): -0.75,
    frozenset({"air", "ground"}): -2.5,
    frozenset({"heavy", "ground"}): -1.5,
}
REAL = frozenset({"happened", "ongoing", "denied"})
OUTCOMES = frozenset({"kill", "die", "intercept", "attribution"})
APART = frozenset(
    {
        "another",
        "similar",
        "previous",
        "earlier",
        "separate",
        "different",
        "past",
        "prior",
        "other",
        "second",
        "third",
        "subsequent",
        "counter",
    }
)
_PRECISE = frozenset({"exact", "neighbourhood", "city", "near", "linear"})
_EXACT_TIMES = frozenset({"minute", "hour", "day"})
#: Kilometres within which two named places may be one scene ("near Tyre", a village beside it).
SCENE_KM = 40.0
#: Much happens on one day: a shared date alone joins little.
SAME_DAY, SAME_SPAN = 1.5, 0.75
_STATE_SIDE = frozenset({"military", "police", "state"})
#: What is heard of a bomb, a shell and an air strike alike.
_HEARD = frozenset({"explosion", "explosions", "blast", "blasts"})
#: Nouns that may hold one strike or many.
_UMBRELLAS = frozenset({"response", "retaliation", "operation", "offensive", "reprisal", "assault", "violence"})
REBEL_WORDS = frozenset(
    "gunmen militants terrorists rebels insurgents fighters attackers bandits jihadists guerrillas raiders assailants dissidents gangsters".split()
)
STATE_WORDS = frozenset(
    "soldiers troops policemen officers servicemen guards marines peacekeepers soldier officer policeman".split()
)


class World:
    """The mentions of one report with what comparison needs."""

    def __init__(self, mentions: Sequence[EventMention], grounding: Grounding, *, published: str | None) -> None:
        self.mentions = mentions
        self.published = date.fromisoformat(published[:10]) if published is not None else None
        self.places: Mapping[str, Place] = {p.id: p for p in grounding.places}
        self.times: Mapping[str, Time] = {t.id: t for t in grounding.times}
        self.kinds = {a.id: a.kind for a in grounding.actors}
        self.names = {a.id: [a.name, *a.aliases] for a in grounding.actors}
        body = [m.sentence for m in mentions if m.part not in {"headline", "standfirst"}]
        self.first_body = min(body, default=0)

    def facts(self, ours: Sequence[int], theirs: Sequence[int]) -> dict[str, float]:
        """Named evidence; a value of `CONTRADICTION` ends it."""
        a, b = [self.mentions[i] for i in ours], [self.mentions[i] for i in theirs]
        return {
            "date": self.same_date(a, b),
            "place": self.place(a, b),
            "kind": _kind(a, b),
            "actor": self.actor(a, b),
            "side": self.sides(a, b),
            "harmed": self.harmed(a, b),
            "weapon": 0.5 if _weapons(a) & _weapons(b) else 0.0,
            "word": 0.5 if _words(a) & _words(b) else 0.0,
            "number": -1.5 if _several(a) and _single(b) or _several(b) and _single(a) else 0.0,
        }

    def interval(self, members: Sequence[EventMention]) -> tuple[str, str, bool] | None:
        """The most exact stated time: start, end, and whether it is a day or finer."""
        found = [self.times[m.time_id] for m in members if m.time_id is not None and m.time_id in self.times]
        if not found:
            return None
        exact = [t for t in found if t.precision in _EXACT_TIMES]
        best = (exact or found)[0]
        return best.start[:10], best.end[:10], bool(exact)

    def days_old(self, members: Sequence[EventMention]) -> int | None:
        """Days from the stated time's end to the publication; null where either is unknown."""
        stated = self.interval(members)
        if stated is None or self.published is None:
            return None
        return (self.published - date.fromisoformat(stated[1])).days

    def same_date(self, ours: Sequence[EventMention], theirs: Sequence[EventMention]) -> float:
        """Agreement of stated times; days that do not meet end it."""
        a, b = self.interval(ours), self.interval(theirs)
        if a is None or b is None:
            return 0.0
        if a[0] > b[1] or b[0] > a[1]:
            return CONTRADICTION
        return SAME_DAY if a[2] and b[2] else SAME_SPAN

    def place(self, ours: Sequence[EventMention], theirs: Sequence[EventMention]) -> float:
        """Agreement of stated places; two far from each other end it, unless a pronoun ties the sentences."""
        mine = {m.place_id for m in ours if m.place_id in self.places}
        yours = {m.place_id for m in theirs if m.place_id in self.places}
        if not mine or not yours:
            return 0.0
        if mine & yours:
            return 1.5
        best = max(self._two_places(self.places[a or ""], self.places[b or ""]) for a in mine for b in yours)
        if (
            best <= CONTRADICTION
            and any("pronoun" in m.cues for m in ours)
            and 0 <= ours[0].sentence - max(m.sentence for m in theirs) <= 2
        ):
            return -0.5  # "It was hit near X": the thing told of in the sentence before
        return best

    def _two_places(self, a: Place, b: Place) -> float:
        if _contains(a, b) or _contains(b, a) or a.name.lower() == b.name.lower():
            return 1.0
        if a.precision not in _PRECISE and b.precision not in _PRECISE:
            return CONTRADICTION
        if None not in (a.lat, a.lon, b.lat, b.lon):
            apart = _km(a, b)
            reach = (
                SCENE_KM
                + (a.radius_km or 0) * (a.precision not in _PRECISE)
                + (b.radius_km or 0) * (b.precision not in _PRECISE)
            )
            return 0.5 if apart <= reach else CONTRADICTION
        if a.precision not in _PRECISE or b.precision not in _PRECISE or "exact" in (a.precision, b.precision):
            return -0.25  # a village that no gazetteer holds may lie in the province named before
        return -0.75 if "near" in (a.precision, b.precision) else -1.5

    def actor(self, ours: Sequence[EventMention], theirs: Sequence[EventMention]) -> float:
        """Agreement of doers; rival answers to who did it weigh less than doers and harmed changing places."""
        mine, yours = _roles(ours, {"actor"}), _roles(theirs, {"actor"})
        if not mine or not yours or all(m.mode == "attribution" for m in ours):
            return 0.0
        if mine & yours or any(self._akin(a, b) for a in mine for b in yours):
            return 0.75
        sure = any(self.kinds.get(a) in _STATE_SIDE | {"armed_group"} for a in mine) and any(
            self.kinds.get(b) in _STATE_SIDE | {"armed_group"} for b in yours
        )
        swapped = mine & _roles(theirs, {"target", "victim"}) or yours & _roles(ours, {"target", "victim"})
        return -2.5 if swapped else -1.0 if sure else -0.25

    def sides(self, ours: Sequence[EventMention], theirs: Sequence[EventMention]) -> float:
        """Soldiers killing rebels and rebels killing soldiers are two happenings, unless both are told as a fight."""
        if any(_mutual(m) for m in ours) and any(_mutual(m) for m in theirs):
            return 0.0
        mine, yours = self._direction(ours), self._direction(theirs)
        return -2.5 if mine is not None and yours is not None and mine != yours else 0.0

    def _direction(self, members: Sequence[EventMention]) -> bool | None:
        """True where the state's forces harm rebels, False where rebels harm others; null where the words do not say."""
        doers = {self._side(p.actor_id, p.span.text) for m in members for p in m.participants if p.role == "actor"} - {
            None
        }
        harmed = {self._side(p.actor_id, p.span.text) for m in members for p in m.participants if p.role != "actor"} - {
            None
        }
        if len(doers) > 1 or len(harmed) > 1 or doers == harmed:
            return None
        if (
            doers == {"state"}
            and harmed == {"rebel"}
            or not doers
            and harmed == {"rebel"}
            and any("counter" in m.cues for m in members)
        ):
            return True
        if doers == {"rebel"} or harmed == {"state"} and not doers:
            return False
        return None

    def _side(self, actor_id: str | None, words: str) -> str | None:
        tail = words.lower().split()[-1]
        if tail in REBEL_WORDS or self.kinds.get(actor_id or "") == "armed_group":
            return "rebel"
        if tail in STATE_WORDS or self.kinds.get(actor_id or "") in {"military", "police"}:
            return "state"
        return None

    def _akin(self, a: str, b: str) -> bool:
        """ "Israel" and "Israeli military": one side under two names."""
        stems = [
            {w.lower()[:5] for name in self.names.get(i, ()) for w in name.split() if len(w) > 3 and w[0].isupper()}
            for i in (a, b)
        ]
        return bool(stems[0] & stems[1])

    def harmed(self, ours: Sequence[EventMention], theirs: Sequence[EventMention]) -> float:
        """Agreement of those harmed; two different persons by name speak against it."""
        mine, yours = _roles(ours, {"target", "victim"}), _roles(theirs, {"target", "victim"})
        if mine & yours:
            return 1.0
        if self._people(mine) and self._people(yours):
            return -1.0
        return 0.0

    def _people(self, ids: set[str]) -> bool:
        return any(self.kinds.get(i) == "person" for i in ids)

    def stated(self, group: Sequence[int]) -> bool:
        """Whether the words state a time, or a place that can be held against another."""
        return any(
            m.time_id is not None or m.place_id in self.places and self.places[m.place_id or ""].lat is not None
            for m in (self.mentions[i] for i in group)
        )

    def dated_or_placed(self, group: Sequence[int]) -> bool:
        """Whether the words themselves state a time or place."""
        return any(self.mentions[i].time_id is not None or self.mentions[i].place_id is not None for i in group)


def _contains(outer: Place, inner: Place) -> bool:
    names = {n.lower() for n in inner.within}
    return (
        outer.name.lower() in names
        or inner.near is not None
        and inner.near.place_id == outer.id
        or outer.name.lower() in inner.name.lower()
    )


def _km(a: Place, b: Place) -> float:
    """Great-circle kilometres between two places that have coordinates."""
    lat1, lon1, lat2, lon2 = (math.radians(x or 0.0) for x in (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))


def _roles(members: Sequence[EventMention], roles: set[str]) -> set[str]:
    return {p.actor_id for m in members for p in m.participants if p.role in roles and p.actor_id is not None}


def _mutual(mention: EventMention) -> bool:
    return (
        mention.mode == "clash"
        and not mention.trigger.text.lower().startswith("ambush")
        and "counter" not in mention.cues
    )


def _several(members: Sequence[EventMention]) -> bool:
    """ "air strikes" told as several are not the one strike told before."""
    founders = [
        m for m in members if not m.generic and m.trigger.text.lower() not in _UMBRELLAS and "counted" not in m.cues
    ]
    return bool(founders) and all(m.plural and not m.definite for m in founders)


def _single(members: Sequence[EventMention]) -> bool:
    return not any(m.plural or m.trigger.text.lower() in _UMBRELLAS for m in members)


def _weapons(members: Sequence[EventMention]) -> set[str]:
    return {i.name for m in members for i in m.instruments}


def _words(members: Sequence[EventMention]) -> set[str]:
    """Stems of the triggers, crude on purpose: "suspends", "suspended" and "suspension" are one word here."""
    return {m.trigger.text.lower().split()[-1].rstrip("s")[:6] for m in members if m.mode not in OUTCOMES}


def _kinds(members: Sequence[EventMention]) -> set[str]:
    named = {GROUPS[m.mode] for m in members if m.mode in GROUPS and m.trigger.text.lower() not in _HEARD}
    return named | {_BY_WEAPON[m.acled] for m in members if m.mode not in GROUPS and m.acled in _BY_WEAPON}


def _only_weapon(members: Sequence[EventMention], kind: str) -> bool:
    """Whether nothing but a weapon's name tells this kind."""
    return kind in _kinds(members) and all(GROUPS.get(m.mode or "") != kind for m in members)


def _kind(ours: Sequence[EventMention], theirs: Sequence[EventMention]) -> float:
    mine, yours = _kinds(ours), _kinds(theirs)
    if {"air", "heavy"} <= mine | yours and (_only_weapon(ours, "heavy") or _only_weapon(theirs, "heavy")):
        return 0.5 if mine & yours else 0.0  # aircraft fire missiles
    if not mine or not yours:
        return 0.0
    if mine & yours:
        return 0.5
    return max(-2.5 if "disrupted" in (a, b) else _CLASH.get(frozenset({a, b}), 0.0) for a in mine for b in yours)
