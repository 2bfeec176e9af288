"""How strongly a group of mentions speaks for one cluster: founders, pointers and headlines apart.

Each score adds named evidence of `event_compare` to where in the report the words stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rashomon.model.claims import Claim
from rashomon.model.mentions import EventMention
from rashomon.resolve.event_compare import APART, CONTRADICTION, OUTCOMES, World

#: A stated time further back than this recalls another happening (news of the week; set by reading corpus/golden).
RECALLED_DAYS = 7
#: Sentences beyond which what an act avenges is not told on (set by reading corpus/golden and train).
_RECALLED = 3


@dataclass(slots=True)
class Cluster:
    """An event while it collects mentions."""

    plover: str
    members: list[int] = field(default_factory=list)
    real: bool = True
    main: bool = False


def stands_apart(mention: EventMention) -> bool:
    """ "another attack" is one more; "the second blast" is the second of those told."""
    cues = set(mention.cues)
    return bool(cues & APART) and not (mention.definite and cues & {"second", "third"})


def _has_doer(mention: EventMention) -> bool:
    return bool(mention.participants or mention.instruments) and "pronoun" not in mention.cues


class Scores:
    """Scores groups against the clusters made so far."""

    def __init__(self, world: World, claims: Mapping[str, Claim]) -> None:
        self.world = world
        self.mentions = world.mentions
        self.claims = claims
        self.clusters: list[Cluster] = []
        #: What an act avenges, by index, to the act.
        self.avenged = {i: act for i, m in enumerate(self.mentions) if (act := _avenger(self.mentions, m)) is not None}

    def _base(self, group: Sequence[int], candidate: Cluster) -> float:
        facts = self.world.facts(group, candidate.members)
        if min(facts.values()) <= CONTRADICTION:
            return CONTRADICTION
        if candidate.plover != "ASSAULT" and not self._same_mode(group, candidate):
            return CONTRADICTION
        if self._avenges(group, candidate.members) or self._avenges(candidate.members, group):
            return CONTRADICTION
        if self._recalled(group, candidate):
            return CONTRADICTION
        return sum(facts.values())

    def _recalled(self, group: Sequence[int], candidate: Cluster) -> bool:
        """What an act avenges is recalled in passing: told with victims of its own, it is nothing told far from there."""
        ours, theirs = [self.mentions[i] for i in group], [self.mentions[i] for i in candidate.members]
        far = min(abs(a.sentence - b.sentence) for a in ours for b in theirs) > _RECALLED
        return far and any(self.recalls(i) for i in group) and self.world.harmed(ours, theirs) <= 0

    def recalls(self, i: int) -> bool:
        """Whether a mention tells what an act avenges, and whom it struck."""
        return i in self.avenged and any(p.role == "victim" for p in self.mentions[i].participants)

    def _avenges(self, ours: Sequence[int], theirs: Sequence[int]) -> bool:
        """As in "the assault was revenge for the killing": two happenings."""
        return any(self.avenged.get(i) in theirs for i in ours)

    def _same_mode(self, group: Sequence[int], candidate: Cluster) -> bool:
        return bool({self.mentions[i].mode for i in group} & {self.mentions[i].mode for i in candidate.members})

    def evidence(self, group: Sequence[int], candidate: Cluster) -> float:
        """For a group that could found an event: what makes it one with `candidate` all the same."""
        base = self._base(group, candidate)
        if base <= CONTRADICTION:
            return base
        members = [self.mentions[i] for i in group]
        if any(stands_apart(m) for m in members):
            base -= 3.0
        if "latest" in {c for m in members for c in m.cues}:
            return base + (2.0 if candidate.main or candidate is self.clusters[0] else -2.0)
        gap = self._gap(group, candidate)
        stated = self.world.stated(group)
        if candidate.plover != "ASSAULT":
            return (
                base
                - self._told_anew(group, candidate)
                + (0.75 if any(m.definite for m in members) else 0.0)
                + (0.5 if gap <= 1 else 0.0)
            )
        if not stated and gap <= 2:
            base += 1.25
        elif not stated and candidate is self.first() and members[0].part == "body" and not self._told_beside(group):
            base += 1.0  # what is told without time and place of its own is most often what the report is about
        elif stated and gap == 0 and not self._dated_apart(group, candidate):
            base += 0.5
        elif (
            stated
            and self.world.stated(candidate.members)
            and gap > 3
            and not any(m.definite for m in members)
            and not self._same_scene(group, candidate)
        ):
            base -= 1.5  # a telling of its own, far from the other, with nothing but the day in common
        if any("pronoun" in m.cues for m in members) and gap <= 2 and candidate is self._latest(members[0].token):
            base += 1.0
        if any("sequel" in m.cues and not m.definite and m.place_id is not None for m in members):
            base -= 3.0  # "hours after the strike X launched rockets at Y": told as another, whatever day they share
        elif any("sequel" in m.cues and _has_doer(m) for m in members):
            base -= 1.5
        if (
            members[0].sentence <= self.world.first_body + 2
            and candidate is self.first()
            and not self._dated_apart(group, candidate)
        ):
            base += 0.75
        if all(m.definite for m in members if not m.generic) and not any(self._told_whole(m) for m in members):
            base += 0.75
        if candidate.main and not stated and any(self._owned(m) for m in members):
            base += 1.0
        return base + self._recency(members, candidate)

    def tells_whom(self, mention: EventMention) -> bool:
        """Who did what to whom, told anew: stands by itself where nothing told before fits."""
        roles = {p.role for p in mention.participants if p.actor_id is not None}
        return (
            "actor" in roles and len(roles) > 1 and not mention.definite and not mention.verdict and not mention.generic
        )

    def tells_anew(self, mention: EventMention) -> bool:
        """A plain telling of violence with its own kind."""
        plain = not mention.definite and not mention.verdict and not mention.generic and "quoted" not in mention.cues
        return plain and mention.plover == "ASSAULT" and mention.mode not in OUTCOMES and not mention.weak

    def _told_anew(self, group: Sequence[int], candidate: Cluster) -> float:
        """Two arrests told far from each other, each with its own people, are two."""
        a, b = [self.mentions[i] for i in group], [self.mentions[i] for i in candidate.members]
        both = all(any(p.role != "actor" for m in side for p in m.participants) for side in (a, b))
        return (
            1.0
            if both and self._gap(group, candidate) > 3 and self.world.harmed(a, b) <= 0 and not any(m.noun for m in a)
            else 0.0
        )

    def _told_beside(self, group: Sequence[int]) -> bool:
        """Whether the same sentence has told of another event."""
        first = self.first()
        return any(
            c is not first and c.plover == "ASSAULT" and c.real and self._gap(group, c) == 0 for c in self.clusters
        )

    def _same_scene(self, group: Sequence[int], candidate: Cluster) -> bool:
        a, b = [self.mentions[i] for i in group], [self.mentions[i] for i in candidate.members]
        return self.world.place(a, b) > 0 or self.world.harmed(a, b) > 0

    def _told_whole(self, mention: EventMention) -> bool:
        """ "the execution of seven men by X in Y" is a telling of its own, however definite."""
        roles = {p.role for p in mention.participants}
        return "actor" in roles and len(roles) > 1 and (mention.place_id is not None or mention.time_id is not None)

    def _recency(self, members: Sequence[EventMention], candidate: Cluster) -> float:
        """A report's first event is fresh: a fresh date near its start belongs to it, an old one recalls another."""
        if (
            candidate is not self.first()
            or self.world.interval([self.mentions[i] for i in candidate.members]) is not None
        ):
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
        return (
            ours is not None
            and self.world.interval([self.mentions[i] for i in candidate.members]) is None
            and self._gap(group, candidate) > 1
        )

    def pointing(self, group: Sequence[int], candidate: Cluster) -> float:
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

    def _owned(self, mention: EventMention) -> bool:
        """Told by who says he did it, or did not: his version of what the report is about."""
        claim = self.claims.get(mention.claim_id or "")
        return claim is not None and claim.act in {"claim_responsibility", "deny", "admit"}

    def _reaction(self, mention: EventMention) -> bool:
        claim = self.claims.get(mention.claim_id or "")
        return claim is not None and claim.act in {"condemn", "praise"} and mention.definite

    def headline(self, group: Sequence[int], candidate: Cluster) -> float:
        """For a headline: the main event unless something speaks against it."""
        facts = self.world.facts(group, candidate.members)
        facts["place"] = max(facts["place"], -0.5)
        if min(facts.values()) <= CONTRADICTION:
            return CONTRADICTION
        return sum(facts.values()) + (1.0 if candidate.main else -1.5)

    def _gap(self, group: Sequence[int], candidate: Cluster) -> int:
        """Sentences back to the candidate's last mention before the group; 9 if there is none."""
        lead = self.mentions[group[0]]
        before = [
            self.mentions[i].sentence
            for i in candidate.members
            if self.mentions[i].token < lead.token and self.mentions[i].part == lead.part
        ]
        return lead.sentence - max(before) if before else 9

    def _ahead(self, group: Sequence[int], candidate: Cluster) -> int:
        lead = self.mentions[group[0]]
        return min(
            (
                self.mentions[i].sentence - lead.sentence
                for i in candidate.members
                if self.mentions[i].token > lead.token
            ),
            default=9,
        )

    def first(self) -> Cluster | None:
        """The violent event told first."""
        return next((c for c in self.clusters if c.plover == "ASSAULT" and c.real), None)

    def _latest(self, token: int) -> Cluster | None:
        violent = [c for c in self.clusters if c.plover == "ASSAULT" and c.real]
        return max(
            violent,
            key=lambda c: max(
                (self.mentions[i].token for i in c.members if self.mentions[i].token < token), default=-1
            ),
            default=None,
        )


def _avenger(mentions: Sequence[EventMention], mention: EventMention) -> int | None:
    """The act told last in the sentence before what it avenges or answers."""
    if "cause" not in mention.cues:
        return None
    before = [i for i, m in enumerate(mentions) if m.sentence == mention.sentence and m.token < mention.token]
    return max(before, key=lambda i: mentions[i].token, default=None)
