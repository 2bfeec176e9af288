"""Event mentions -> events: contradictions first, then evidence, the main event only as a last prior.

Each join is a score with its reasons. A recalled happening stays apart from today's; generic
talk joins what it points to or falls away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rashomon.model.claims import Claim
from rashomon.model.documents import Document
from rashomon.model.events import Event
from rashomon.model.mentions import EventMention, Grounding
from rashomon.model.places import Place
from rashomon.model.times import Time
from rashomon.resolve.event_build import build_event

#: Modes that can tell of one happening; a mode in no group goes with every other.
_GROUPS = {
    "aerial": "air", "aerial-verb": "air", "heavy-weapons": "heavy", "explosives": "blast", "suicide-attack": "blast", "grenade": "blast",
    "clash": "ground", "firearms": "ground", "primitive": "ground", "abduct": "ground", "destroy": "ground", "torture": "ground", "sexual": "ground",
}
#: Penalty for two groups in one event: a blast may be an air strike, a knife attack never is.
_CLASH = {
    frozenset({"air", "heavy"}): -0.75, frozenset({"air", "blast"}): -0.75, frozenset({"heavy", "blast"}): -0.75,
    frozenset({"blast", "ground"}): -1.5, frozenset({"air", "ground"}): -3.0, frozenset({"heavy", "ground"}): -2.0,
}
_OUTCOMES = frozenset({"kill", "die"})
_APART = frozenset({"another", "similar", "previous", "earlier", "separate", "different", "past", "prior", "other", "second", "third", "subsequent"})
_REAL = frozenset({"happened", "ongoing", "denied"})
_PRECISE = frozenset({"exact", "neighbourhood", "city", "near", "linear"})
#: Swept .5 to 3 on the reports of corpus/golden: 1.5 joins most without fusing recalled events.
JOIN = 1.5


@dataclass(slots=True)
class Cluster:
    """An event while it collects mentions."""

    plover: str
    members: list[int] = field(default_factory=list)
    real: bool = True
    main: bool = False


def resolve_events(
    mentions: Sequence[EventMention], grounding: Grounding, claims: Sequence[Claim], *, document: Document
) -> tuple[tuple[Event, ...], dict[int, str]]:
    """Clusters mentions into events.

    Returns:
        The events in text order, and for each mention index that belongs to one the event's id.
    """
    clusters = cluster(mentions, grounding)
    by_claim = {c.id: c for c in claims}
    built = []
    owner: dict[int, str] = {}
    for group in clusters:
        members = [mentions[i] for i in sorted(group.members, key=lambda i: mentions[i].evidence.start)]
        event_id = _event_id(document, members[0])
        built.append(build_event(event_id, members, grounding, by_claim))
        owner.update(dict.fromkeys(group.members, event_id))
    return tuple(sorted(built, key=lambda e: e.evidence[0].start)), owner


def _event_id(document: Document, first: EventMention) -> str:
    seed = f"{document.id}:{first.evidence.start}:{first.evidence.end}:{first.token}"
    return "e" + hashlib.sha256(seed.encode()).hexdigest()[:12]


def cluster(mentions: Sequence[EventMention], grounding: Grounding) -> list[Cluster]:
    """Groups mentions that tell of one happening; drops generic ones that point to none."""
    world = _World(mentions, grounding)
    clusters: list[Cluster] = []
    headline = [g for g in world.groups() if all(mentions[i].part in {"headline", "standfirst"} for i in g)]
    body = [g for g in world.groups() if g not in headline]
    for group in body:
        if all(mentions[i].generic and not mentions[i].definite for i in group):
            continue
        _place(group, clusters, world, late=False)
    if clusters:
        _mark_main(clusters, mentions)
    for group in headline:
        _place(group, clusters, world, late=True)
    return [c for c in clusters if world.worth(c)]


def _mark_main(clusters: list[Cluster], mentions: Sequence[EventMention]) -> None:
    violent = [c for c in clusters if c.plover == "ASSAULT" and c.real]
    if violent and not any(c.main for c in violent):
        min(violent, key=lambda c: min(mentions[i].token for i in c.members)).main = True


def _place(group: tuple[int, ...], clusters: list[Cluster], world: _World, *, late: bool) -> None:
    best, score = None, 0.0
    for candidate in clusters:
        value = world.score(group, candidate, clusters, late=late)
        if value > score:
            best, score = candidate, value
    if best is not None and score >= JOIN:
        best.members.extend(group)
        return
    members = [world.mentions[i] for i in group]
    if all(m.generic for m in members):
        return
    lead = members[0]
    clusters.append(Cluster(lead.plover, list(group), any(m.modality in _REAL for m in members)))
    if lead.plover == "ASSAULT" and clusters[-1].real and not any(c.main for c in clusters) and not late:
        clusters[-1].main = lead.sentence <= world.first_body + 3


class _World:
    """The mentions of one report with what comparison needs."""

    def __init__(self, mentions: Sequence[EventMention], grounding: Grounding) -> None:
        self.mentions = mentions
        self.grounding = grounding
        self.places: Mapping[str, Place] = {p.id: p for p in grounding.places}
        self.times: Mapping[str, Time] = {t.id: t for t in grounding.times}
        body = [m.sentence for m in mentions if m.part not in {"headline", "standfirst"}]
        self.first_body = min(body, default=0)

    def groups(self) -> list[tuple[int, ...]]:
        """Mentions that the syntax binds together, in text order."""
        index = {m.token: i for i, m in enumerate(self.mentions)}
        parent = list(range(len(self.mentions)))

        def root(i: int) -> int:
            while parent[i] != i:
                i = parent[i]
            return i

        for i, mention in enumerate(self.mentions):
            for token in mention.bound:
                j = index.get(token)
                if j is not None and self.mentions[j].plover == mention.plover:
                    a, b = sorted((root(i), root(j)))
                    parent[b] = a
        grouped: dict[int, list[int]] = {}
        for i in range(len(self.mentions)):
            grouped.setdefault(root(i), []).append(i)
        return [tuple(g) for _, g in sorted(grouped.items())]

    def score(self, group: Sequence[int], candidate: Cluster, clusters: Sequence[Cluster], *, late: bool) -> float:
        """How much speaks for `group` telling of the same happening as `candidate`; below 0 on contradiction."""
        ours = [self.mentions[i] for i in group]
        theirs = [self.mentions[i] for i in candidate.members]
        if ours[0].plover != candidate.plover:
            return -9.0
        real = any(m.modality in _REAL for m in ours)
        if real != candidate.real and not all(m.generic or m.definite for m in ours):
            return -9.0
        date, place = self._dates(ours, theirs), self._places(ours, theirs)
        kind = self._kinds(ours, theirs)
        if date < 0 or place <= -9 or kind <= -3:
            return -9.0
        if ours[0].plover != "ASSAULT":
            return self._plain(ours, theirs, date, place)
        total = date + place + kind + self._people(ours, theirs) + self._instruments(ours, theirs)
        total += self._pointing(ours, theirs, candidate, clusters)
        if late:
            total += 1.5 if candidate.main else 0.0
        return total

    def _plain(self, ours: list[EventMention], theirs: list[EventMention], date: float, place: float) -> float:
        same_mode = any(a.mode == b.mode for a in ours for b in theirs)
        if not same_mode:
            return -9.0
        shared = self._people(ours, theirs)
        definite = any(m.definite for m in ours)
        same_word = {m.trigger.text.lower().rstrip("s") for m in ours} & {m.trigger.text.lower().rstrip("s") for m in theirs}
        near = ours[0].sentence - theirs[-1].sentence <= 1
        return date + max(place, -1) + shared + (1.0 if definite else 0.0) + (0.75 if same_word else 0.0) + (0.5 if near else 0.0) + (0.5 if ours[0].part == "headline" else 0)

    def _interval(self, members: Sequence[EventMention]) -> tuple[str, str, bool] | None:
        found = [self.times[m.time_id] for m in members if m.time_id is not None and m.time_id in self.times]
        if not found:
            return None
        exact = [t for t in found if t.precision in {"minute", "hour", "day"}]
        best = (exact or found)[0]
        return best.start[:10], best.end[:10], bool(exact)

    def _dates(self, ours: Sequence[EventMention], theirs: Sequence[EventMention]) -> float:
        a, b = self._interval(ours), self._interval(theirs)
        if a is None or b is None:
            return 0.0
        if a[0] > b[1] or b[0] > a[1]:
            return -9.0
        return 2.0 if a[2] and b[2] else 1.0

    def _places(self, ours: Sequence[EventMention], theirs: Sequence[EventMention]) -> float:
        mine = {m.place_id for m in ours if m.place_id is not None}
        yours = {m.place_id for m in theirs if m.place_id is not None}
        if not mine or not yours:
            return 0.0
        if mine & yours:
            return 1.5
        for a in mine:
            for b in yours:
                if self._contains(a, b) or self._contains(b, a):
                    return 1.0
        precise = [self.places[p].precision in _PRECISE for p in (*mine, *yours) if p in self.places]
        return -9.0 if all(precise) or not any(precise) else -2.0

    def _contains(self, outer: str, inner: str) -> bool:
        a, b = self.places.get(outer), self.places.get(inner)
        if a is None or b is None:
            return False
        names = {n.lower() for n in b.within}
        if a.name.lower() in names or b.near is not None and b.near.place_id == outer:
            return True
        return a.name.lower() in b.name.lower().split()

    def _kinds(self, ours: Sequence[EventMention], theirs: Sequence[EventMention]) -> float:
        mine = {_GROUPS[m.mode] for m in ours if m.mode in _GROUPS}
        yours = {_GROUPS[m.mode] for m in theirs if m.mode in _GROUPS}
        if not mine or not yours:
            return 0.0
        if mine & yours:
            return 0.5
        return max(_CLASH.get(frozenset({a, b}), 0.0) for a in mine for b in yours)

    def _people(self, ours: Sequence[EventMention], theirs: Sequence[EventMention]) -> float:
        score = 0.0
        for roles, weight in ((("target", "victim"), 1.0), (("actor",), 0.75)):
            mine = {p.actor_id for m in ours for p in m.participants if p.role in roles and p.actor_id is not None}
            yours = {p.actor_id for m in theirs for p in m.participants if p.role in roles and p.actor_id is not None}
            if mine & yours:
                score += weight
            elif mine and yours and roles == ("actor",):
                score -= 0.75
            elif mine and yours and self._persons(mine) and self._persons(yours):
                score -= 1.0
        return score

    def _persons(self, ids: set[str]) -> bool:
        named = {a.id for a in self.grounding.actors if a.kind == "person" and a.name[:1].isupper() and " " in a.name}
        return bool(ids & named)

    def _instruments(self, ours: Sequence[EventMention], theirs: Sequence[EventMention]) -> float:
        mine = {i.name for m in ours for i in m.instruments}
        yours = {i.name for m in theirs for i in m.instruments}
        return 0.5 if mine & yours else 0.0

    def _pointing(self, ours: list[EventMention], theirs: list[EventMention], candidate: Cluster, clusters: Sequence[Cluster]) -> float:
        """What the wording says: "another attack" points away, "the attack" back, an outcome to what was just told."""
        lead = ours[0]
        cues = {c for m in ours for c in m.cues}
        dated = any(m.time_id is not None for m in ours)
        placed = any(m.place_id is not None for m in ours)
        total = -3.0 if cues & _APART else 0.0
        violent = [c for c in clusters if c.plover == "ASSAULT" and c.real]
        latest = max(violent, key=lambda c: self._last_before(c, lead.token), default=None)
        before = [m.sentence for m in theirs if m.token < lead.token]
        gap = lead.sentence - max(before) if before else 9
        if "latest" in cues:
            return total + (2.0 if candidate.main else -2.0)
        pointing = all(m.definite or m.mode in _OUTCOMES for m in ours)
        if pointing:
            if candidate is latest and gap <= 2:
                total += 2.0 if gap <= 1 else 1.5
            elif candidate.main and not dated and not (latest is not None and 9 > lead.sentence - self._sentence(latest, lead.token) <= 1):
                total += 1.75
            elif candidate.main and not dated:
                total += 1.0
        elif lead.part == "body" and lead.sentence > self.first_body + 2 and any(self._indefinite(m) for m in ours):
            total -= 0.5 if not dated and not placed and gap <= 1 else 1.0
        elif any(m.weak for m in ours) and not dated and not placed:
            total += 1.5 if candidate is latest and gap <= 1 else 1.0 if candidate.main else 0.0
        if gap == 0:
            total += 0.25
        if lead.part == "body" and lead.sentence <= self.first_body + 2 and candidate.main and not dated:
            total += 0.75
        return total

    def _sentence(self, cluster: Cluster, token: int) -> int:
        return max((self.mentions[i].sentence for i in cluster.members if self.mentions[i].token < token), default=-9)

    def _last_before(self, cluster: Cluster, token: int) -> int:
        return max((self.mentions[i].token for i in cluster.members if self.mentions[i].token < token), default=-1)

    def _indefinite(self, mention: EventMention) -> bool:
        return not mention.definite and mention.mode not in _OUTCOMES and mention.noun

    def worth(self, candidate: Cluster) -> bool:
        """Whether a cluster stands as an event: not generic, and more than a bare outcome or supposition."""
        members = [self.mentions[i] for i in candidate.members]
        if all(m.generic for m in members):
            return False
        if all(m.modality == "hypothetical" for m in members):
            return False
        slots = any(m.participants or m.place_id is not None or m.time_id is not None or m.instruments for m in members)
        if candidate.plover != "ASSAULT":
            return slots
        return slots or any(not m.weak for m in members)
