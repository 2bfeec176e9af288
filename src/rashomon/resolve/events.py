"""Event mentions -> events: first what founds an event, then what points back to one.

A mention founds an event when its words set it apart: its own time or place, other parties,
another kind of violence. Outcomes ("two were killed"), definite nouns ("the attack") and
verdicts in quotes ("a massacre") join what they speak of. The report's main event is the
last prior, never the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from rashomon.model.claims import Claim
from rashomon.model.documents import Document
from rashomon.model.events import Event
from rashomon.model.mentions import EventMention, Grounding
from rashomon.resolve.event_build import build_event
from rashomon.resolve.event_compare import CONTRADICTION, OUTCOMES, REAL, World
from rashomon.resolve.event_evidence import Cluster, Scores, stands_apart
from rashomon.resolve.event_groups import bound_groups, dated_by_sequence
from rashomon.resolve.event_scene import with_scene
from rashomon.resolve.event_types import signs_of_report

#: Evidence needed for a mention that could found an event to join one instead
#: (swept .75 to 1.5 on corpus/golden and a second tuning set: 1.25 loses fewest events and fuses fewest).
JOIN = 1.25


def resolve_events(
    mentions: Sequence[EventMention], grounding: Grounding, claims: Sequence[Claim], *, document: Document
) -> tuple[tuple[Event, ...], dict[int, str]]:
    """Clusters mentions into events.

    Returns:
        The events in text order, and for each mention index that belongs to one the event's id.
    """
    by_claim = {c.id: c for c in claims}
    mentions = dated_by_sequence(mentions, grounding)
    built = []
    owner: dict[int, str] = {}
    signs = signs_of_report(mentions)
    for group in cluster(mentions, grounding, by_claim, published=document.published_at):
        members = [mentions[i] for i in sorted(group.members, key=lambda i: mentions[i].evidence.start)]
        event_id = _event_id(document, members[0])
        built.append(build_event(event_id, members, grounding, by_claim, report=signs))
        owner.update(dict.fromkeys(group.members, event_id))
    ordered = sorted(built, key=lambda e: (e.evidence[0].start, e.id))
    return with_scene(ordered, grounding, claims, document=document), owner


def _event_id(document: Document, first: EventMention) -> str:
    seed = f"{document.id}:{first.evidence.start}:{first.evidence.end}:{first.token}"
    return "e" + hashlib.sha256(seed.encode()).hexdigest()[:12]


def cluster(
    mentions: Sequence[EventMention], grounding: Grounding, claims: dict[str, Claim], *, published: str | None
) -> list[Cluster]:
    """Groups mentions that tell of one happening; drops generic ones that point to none."""
    sorter = _Sorter(World(mentions, grounding, published=published), claims)
    return sorter.run()


class _Sorter:
    """Sorts groups of mentions into clusters, in two passes."""

    def __init__(self, world: World, claims: dict[str, Claim]) -> None:
        self.world = world
        self.mentions = world.mentions
        self.claims = claims
        self.scores = Scores(world, claims)

    def run(self) -> list[Cluster]:
        groups = [
            g
            for g in bound_groups(self.mentions)
            if not all(self.mentions[i].generic and not self.mentions[i].definite for i in g)
        ]
        top = [g for g in groups if all(self.mentions[i].part in {"headline", "standfirst"} for i in g)]
        body = [g for g in groups if g not in top]
        later = []
        for group in body:
            if self._may_found(group):
                self._found_or_join(group)
            else:
                later.append(group)
        self._mark_main()
        for group in later + [g for g in top if not self._violent(g)]:
            self._join_or_found(group)
        self._mark_main()
        for group in top:
            if self._violent(group):
                self._join_headline(group)
        return [c for c in self.scores.clusters if self._worth(c)]

    # ---------------------------------------------------------------- what a group is
    def _violent(self, group: Sequence[int]) -> bool:
        return self.mentions[group[0]].plover == "ASSAULT"

    def _real(self, group: Sequence[int]) -> bool:
        return any(self.mentions[i].modality in REAL for i in group)

    def _may_found(self, group: Sequence[int]) -> bool:
        members = [self.mentions[i] for i in group]
        if all(m.generic for m in members):
            return False
        if members[0].plover != "ASSAULT" or self.world.dated_or_placed(group) or any(stands_apart(m) for m in members):
            return True
        if all(m.definite or m.mode in OUTCOMES for m in members):
            return False
        return not all(self._quoted(m) or m.verdict for m in members)

    def _quoted(self, mention: EventMention) -> bool:
        return "quoted" in mention.cues

    # ---------------------------------------------------------------- passes
    def _found_or_join(self, group: tuple[int, ...]) -> None:
        best, score = self._best(group, self.scores.evidence)
        if best is not None and score >= JOIN:
            best.members.extend(group)
            return
        lead = self.mentions[group[0]]
        self.scores.clusters.append(Cluster(lead.plover, list(group), self._real(group)))

    def _join_or_found(self, group: tuple[int, ...]) -> None:
        best, score = self._best(group, self.scores.pointing)
        if best is not None and score > 0:
            best.members.extend(group)
        elif self._founds_late(group):
            self.scores.clusters.append(Cluster(self.mentions[group[0]].plover, list(group), self._real(group)))

    def _founds_late(self, group: Sequence[int]) -> bool:
        """A pointer that fits nothing told before stands by itself where it tells enough."""
        members = [self.mentions[i] for i in group]
        if any(self.scores.tells_whom(m) or self.scores.tells_anew(m) for m in members):
            return True
        if any(self.scores.recalls(i) for i in group):
            return True  # "revenge for the killing of its commander"
        plain = any(m.participants and not m.definite and not m.verdict for m in members)
        return plain and not any(c.plover == "ASSAULT" and c.real for c in self.scores.clusters)

    def _join_headline(self, group: tuple[int, ...]) -> None:
        best, score = self._best(group, self.scores.headline)
        if best is not None and score > -1.0:
            best.members.extend(group)
        elif not all(self.mentions[i].generic for i in group):
            self.scores.clusters.append(Cluster("ASSAULT", list(group), self._real(group)))

    def _best(
        self, group: tuple[int, ...], score_of: Callable[[Sequence[int], Cluster], float]
    ) -> tuple[Cluster | None, float]:
        best, top = None, CONTRADICTION
        for candidate in self.scores.clusters:
            if self._comparable(group, candidate):
                value = score_of(group, candidate)
                if value > top:
                    best, top = candidate, value
        return best, top

    def _comparable(self, group: Sequence[int], candidate: Cluster) -> bool:
        if self.mentions[group[0]].plover != candidate.plover:
            return False
        if self._real(group) == candidate.real:
            return True
        return candidate.real and all(self.mentions[i].generic or self.mentions[i].definite for i in group)

    def _mark_main(self) -> None:
        """The main event: the violent one told first in the body."""
        violent = [c for c in self.scores.clusters if c.plover == "ASSAULT" and c.real]
        for candidate in violent:
            candidate.main = False
        if violent:
            min(violent, key=lambda c: min(self.mentions[i].token for i in c.members)).main = True

    def _worth(self, candidate: Cluster) -> bool:
        """Whether a cluster stands as an event: not generic, and more than a bare supposition."""
        members = [self.mentions[i] for i in candidate.members]
        if all(m.generic for m in members) or all(m.modality == "hypothetical" for m in members):
            return False
        slots = any(m.participants or m.place_id is not None or m.time_id is not None or m.instruments for m in members)
        if candidate.plover == "ASSAULT":
            return slots or any(not m.weak for m in members)
        return slots or any(not m.noun and m.modality in REAL and m.bound for m in members)
