"""Event mentions -> events: first what founds an event, then what points back to one.

A mention founds an event when its words set it apart: its own time or place, other parties,
another kind of violence. Outcomes ("two were killed"), definite nouns ("the attack") and
verdicts in quotes ("a massacre") join what they speak of. The report's main event is the
last prior, never the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rashomon.model.claims import Claim
from rashomon.model.documents import Document
from rashomon.model.events import Event
from rashomon.model.mentions import EventMention, Grounding
from rashomon.resolve.event_build import build_event
from rashomon.resolve.event_compare import APART, CONTRADICTION, OUTCOMES, REAL, World

#: Evidence needed for a mention that could found an event to join one instead
#: (swept .5 to 2.5 on corpus/golden: 1.0 loses fewest events and fuses fewest).
JOIN = 1.0
#: A stated time further back than this recalls another happening (news of the week; set by reading corpus/golden).
RECALLED_DAYS = 7
DAYS = frozenset({"minute", "hour", "day"})


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
    by_claim = {c.id: c for c in claims}
    mentions = dated_by_sequence(mentions, grounding)
    built = []
    owner: dict[int, str] = {}
    for group in cluster(mentions, grounding, by_claim, published=document.published_at):
        members = [mentions[i] for i in sorted(group.members, key=lambda i: mentions[i].evidence.start)]
        event_id = _event_id(document, members[0])
        built.append(build_event(event_id, members, grounding, by_claim))
        owner.update(dict.fromkeys(group.members, event_id))
    return tuple(sorted(built, key=lambda e: (e.evidence[0].start, e.id))), owner


def _event_id(document: Document, first: EventMention) -> str:
    seed = f"{document.id}:{first.evidence.start}:{first.evidence.end}:{first.token}"
    return "e" + hashlib.sha256(seed.encode()).hexdigest()[:12]


def cluster(
    mentions: Sequence[EventMention], grounding: Grounding, claims: dict[str, Claim], *, published: str | None
) -> list[Cluster]:
    """Groups mentions that tell of one happening; drops generic ones that point to none."""
    sorter = _Sorter(World(mentions, grounding, published=published), claims)
    return sorter.run()


def dated_by_sequence(mentions: Sequence[EventMention], grounding: Grounding) -> tuple[EventMention, ...]:
    """Gives "hours later, jets bombed ..." and "soldiers then searched ..." the day of what was told just before."""
    times = {t.id: t for t in grounding.times}
    last: str | None = None
    since = -9
    out = []
    for mention in mentions:
        follows = {"sequel", "then"} & set(mention.cues) or mention.sentence - since <= 1 and (mention.mode == "crowd-control" or mention.plover in {"COERCE", "AID"} and "pronoun" in mention.cues)
        if mention.time_id is None and last is not None and mention.modality in REAL and follows:
            mention = replace(mention, time_id=last)
        elif mention.time_id in times and mention.modality in REAL and times[mention.time_id or ""].precision in DAYS:
            last, since = mention.time_id, mention.sentence
        out.append(mention)
    return tuple(out)


def bound_groups(mentions: Sequence[EventMention]) -> list[tuple[int, ...]]:
    """Mentions that the syntax binds together, in text order."""
    index = {m.token: i for i, m in enumerate(mentions)}
    parent = list(range(len(mentions)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for i, mention in enumerate(mentions):
        for token in mention.bound:
            j = index.get(token)
            if j is not None and mentions[j].plover == mention.plover:
                a, b = sorted((root(i), root(j)))
                parent[b] = a
    grouped: dict[int, list[int]] = {}
    for i in range(len(mentions)):
        grouped.setdefault(root(i), []).append(i)
    return [tuple(g) for _, g in sorted(grouped.items())]


def _apart(mention: EventMention) -> bool:
    """"another attack" is one more; "the second blast" is the second of those told."""
    cues = set(mention.cues)
    return bool(cues & APART) and not (mention.definite and cues & {"second", "third"})


def _has_doer(mention: EventMention) -> bool:
    return bool(mention.participants or mention.instruments) and "pronoun" not in mention.cues


class _Sorter:
    """Sorts groups of mentions into clusters, in two passes."""

    def __init__(self, world: World, claims: dict[str, Claim]) -> None:
        self.world = world
        self.mentions = world.mentions
        self.claims = claims
        self.clusters: list[Cluster] = []

    def run(self) -> list[Cluster]:
        groups = [g for g in bound_groups(self.mentions) if not all(self.mentions[i].generic and not self.mentions[i].definite for i in g)]
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
        return [c for c in self.clusters if self._worth(c)]

    # ---------------------------------------------------------------- what a group is
    def _violent(self, group: Sequence[int]) -> bool:
        return self.mentions[group[0]].plover == "ASSAULT"

    def _real(self, group: Sequence[int]) -> bool:
        return any(self.mentions[i].modality in REAL for i in group)

    def _may_found(self, group: Sequence[int]) -> bool:
        members = [self.mentions[i] for i in group]
        if all(m.generic for m in members):
            return False
        if members[0].plover != "ASSAULT" or self.world.dated_or_placed(group) or any(_apart(m) or "counter" in m.cues for m in members):
            return True
        if all(m.definite or m.mode in OUTCOMES for m in members):
            return False
        return not all(self._quoted(m) or m.verdict for m in members)

    def _quoted(self, mention: EventMention) -> bool:
        return "quoted" in mention.cues

    # ---------------------------------------------------------------- passes
    def _found_or_join(self, group: tuple[int, ...]) -> None:
        best, score = self._best(group, self._evidence)
        if best is not None and score >= JOIN:
            best.members.extend(group)
            return
        lead = self.mentions[group[0]]
        self.clusters.append(Cluster(lead.plover, list(group), self._real(group)))

    def _join_or_found(self, group: tuple[int, ...]) -> None:
        best, score = self._best(group, self._pointing)
        if best is not None and score > 0:
            best.members.extend(group)
        elif any(self._tells_whom(self.mentions[i]) for i in group) or any(self.mentions[i].participants and not self.mentions[i].definite and not self.mentions[i].verdict for i in group) and not any(
            c.plover == "ASSAULT" and c.real for c in self.clusters
        ):
            self.clusters.append(Cluster(self.mentions[group[0]].plover, list(group), self._real(group)))

    def _join_headline(self, group: tuple[int, ...]) -> None:
        best, score = self._best(group, self._headline)
        if best is not None and score > -1.0:
            best.members.extend(group)
        elif not all(self.mentions[i].generic for i in group):
            self.clusters.append(Cluster("ASSAULT", list(group), self._real(group)))

    def _best(self, group: tuple[int, ...], score_of) -> tuple[Cluster | None, float]:  # type: ignore[no-untyped-def]
        best, top = None, CONTRADICTION
        for candidate in self.clusters:
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

    # ---------------------------------------------------------------- scores
    def _base(self, group: Sequence[int], candidate: Cluster) -> float:
        facts = self.world.facts(group, candidate.members)
        if min(facts.values()) <= CONTRADICTION:
            return CONTRADICTION
        if candidate.plover != "ASSAULT" and not self._same_mode(group, candidate):
            return CONTRADICTION
        return sum(facts.values())

    def _same_mode(self, group: Sequence[int], candidate: Cluster) -> bool:
        return bool({self.mentions[i].mode for i in group} & {self.mentions[i].mode for i in candidate.members})

    def _evidence(self, group: Sequence[int], candidate: Cluster) -> float:
        """For a group that could found an event: what makes it one with `candidate` all the same."""
        base = self._base(group, candidate)
        if base <= CONTRADICTION:
            return base
        members = [self.mentions[i] for i in group]
        if any(_apart(m) for m in members):
            base -= 3.0
        if "latest" in {c for m in members for c in m.cues}:
            return base + (2.0 if candidate.main or candidate is self.clusters[0] else -2.0)
        gap = self._gap(group, candidate)
        stated = self.world.stated(group)
        if candidate.plover != "ASSAULT":
            return base - self._told_anew(group, candidate) + (0.75 if any(m.definite for m in members) else 0.0) + (0.5 if gap <= 1 else 0.0)
        if not stated and gap <= 2:
            base += 1.25
        elif not stated and candidate is self._first() and members[0].part == "body" and not self._told_beside(group):
            base += 1.0  # what is told without time and place of its own is most often what the report is about
        elif stated and gap == 0 and not self._dated_apart(group, candidate):
            base += 0.5
        elif stated and gap > 3 and not any(m.definite for m in members) and not self._same_scene(group, candidate):
            base -= 1.5  # a telling of its own, far from the other, with nothing but the day in common
        if any("pronoun" in m.cues for m in members) and gap <= 2 and candidate is self._latest(members[0].token):
            base += 1.0
        if any("sequel" in m.cues and _has_doer(m) for m in members):
            base -= 1.5
        if members[0].sentence <= self.world.first_body + 2 and candidate is self._first() and not self._dated_apart(group, candidate):
            base += 0.75
        if all(m.definite for m in members if not m.generic) and not any(self._told_whole(m) for m in members):
            base += 0.75
        return base + self._recency(members, candidate)

    def _tells_whom(self, mention: EventMention) -> bool:
        """Who did what to whom, told anew: stands by itself where nothing told before fits."""
        roles = {p.role for p in mention.participants if p.actor_id is not None}
        return "actor" in roles and len(roles) > 1 and not mention.definite and not mention.verdict and not mention.generic

    def _told_anew(self, group: Sequence[int], candidate: Cluster) -> float:
        """Two arrests told far from each other, each with its own people, are two."""
        a, b = [self.mentions[i] for i in group], [self.mentions[i] for i in candidate.members]
        both = all(any(p.role != "actor" for m in side for p in m.participants) for side in (a, b))
        return 1.0 if both and self._gap(group, candidate) > 3 and self.world.harmed(a, b) <= 0 and not any(m.noun for m in a) else 0.0

    def _told_beside(self, group: Sequence[int]) -> bool:
        """Whether the same sentence has told of another event."""
        first = self._first()
        return any(c is not first and c.plover == "ASSAULT" and c.real and self._gap(group, c) == 0 for c in self.clusters)

    def _same_scene(self, group: Sequence[int], candidate: Cluster) -> bool:
        a, b = [self.mentions[i] for i in group], [self.mentions[i] for i in candidate.members]
        return self.world.place(a, b) > 0 or self.world.harmed(a, b) > 0

    def _told_whole(self, mention: EventMention) -> bool:
        """"the execution of seven men by X in Y" is a telling of its own, however definite."""
        roles = {p.role for p in mention.participants}
        return "actor" in roles and len(roles) > 1 and (mention.place_id is not None or mention.time_id is not None)

    def _recency(self, members: Sequence[EventMention], candidate: Cluster) -> float:
        """A report's first event is fresh: a fresh date near its start belongs to it, an old one recalls another."""
        if candidate is not self._first() or self.world.interval([self.mentions[i] for i in candidate.members]) is not None:
            return 0.0
        age = self.world.days_old(members)
        if age is None:
            return 0.0
        if age > RECALLED_DAYS:
            return -2.0
        return 1.25 if members[0].sentence <= self.world.first_body + 6 else 0.0

    def _dated_apart(self, group: Sequence[int], candidate: Cluster) -> bool:
        """Whether the group states a time and the candidate has none to hold against it, or the other way round."""
        ours = self.world.interval([self.mentions[i] for i in group])
        return ours is not None and self.world.interval([self.mentions[i] for i in candidate.members]) is None and self._gap(group, candidate) > 1

    def _pointing(self, group: Sequence[int], candidate: Cluster) -> float:
        """For a group that points back: nearness first, the main event where nothing is near."""
        base = self._base(group, candidate)
        if base <= CONTRADICTION:
            return base
        if candidate.plover != "ASSAULT":
            return base + (1.0 if self._gap(group, candidate) <= 1 else 0.25)
        lead = self.mentions[group[0]]
        if "latest" in lead.cues:
            return base + (3.0 if candidate.main else 0.0)
        gap = self._gap(group, candidate)
        near = {0: 2.0, 1: 1.75, 2: 1.25, 3: 0.75}.get(gap, 0.0)
        if gap == 9 and self._ahead(group, candidate) <= 1:
            near = 1.0
        if gap <= 3 and candidate is not self._latest(lead.token):
            near -= 1.0
        elif gap == 0:
            near += 0.5
        if "that" in {c for i in group for c in self.mentions[i].cues} and gap <= 2:
            return base + near + 1.0  # "that attack": the one told last
        if candidate.main and gap > 0 and all(self._reaction(self.mentions[i]) for i in group):
            base += 1.0  # who condemns or mourns speaks of what the report is about
        return base + near + (0.9 if candidate.main else 0.0) + 0.1

    def _reaction(self, mention: EventMention) -> bool:
        claim = self.claims.get(mention.claim_id or "")
        return claim is not None and claim.act in {"condemn", "praise"} and mention.definite

    def _headline(self, group: Sequence[int], candidate: Cluster) -> float:
        facts = self.world.facts(group, candidate.members)
        facts["place"] = max(facts["place"], -0.5)
        if min(facts.values()) <= CONTRADICTION:
            return CONTRADICTION
        return sum(facts.values()) + (1.0 if candidate.main else -1.5)

    # ---------------------------------------------------------------- positions
    def _gap(self, group: Sequence[int], candidate: Cluster) -> int:
        """Sentences back to the candidate's last mention before the group; 9 if there is none."""
        lead = self.mentions[group[0]]
        before = [self.mentions[i].sentence for i in candidate.members if self.mentions[i].token < lead.token and self.mentions[i].part == lead.part]
        return lead.sentence - max(before) if before else 9

    def _ahead(self, group: Sequence[int], candidate: Cluster) -> int:
        lead = self.mentions[group[0]]
        return min((self.mentions[i].sentence - lead.sentence for i in candidate.members if self.mentions[i].token > lead.token), default=9)

    def _first(self) -> Cluster | None:
        return next((c for c in self.clusters if c.plover == "ASSAULT" and c.real), None)

    def _latest(self, token: int) -> Cluster | None:
        violent = [c for c in self.clusters if c.plover == "ASSAULT" and c.real]
        return max(violent, key=lambda c: max((self.mentions[i].token for i in c.members if self.mentions[i].token < token), default=-1), default=None)

    def _mark_main(self) -> None:
        """The main event: the violent one told first in the body."""
        violent = [c for c in self.clusters if c.plover == "ASSAULT" and c.real]
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
