"""What passes between extraction and resolution: words with a reading, not yet identities.

Everything here points into one parsed report by token index and by span. None of it
is part of a record; it lives for the reading of one report.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rashomon.model.actors import Actor, ActorKind
from rashomon.model.events import Instrument, Modality, Participant, Plover
from rashomon.model.figures import Figure
from rashomon.model.places import Place
from rashomon.model.relations import LinkKind, RelationKind
from rashomon.model.spans import Span
from rashomon.model.times import Time
from rashomon.model.victims import Victim

MentionForm = Literal["name", "nominal", "demonym"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that stands for somebody.

    Args:
        span: the name without its title ("Idris Toure"), or the whole nominal phrase ("two militia officials").
        first, last: token range `[first, last)` of `span`.
        head: token index of the syntactic head inside the range.
        form: a proper name, a common-noun phrase ("residents", "the ministry"), or a demonym used of a state ("Iraqi").
        entry: id of the lexicon entry that named it, null where the model or a pattern did.
        title: "Maj Gen", "field commander"; null if none.
        rule: which rule made it.
        wide: a fuller form of the name that includes a common noun or an owner ("Houthi movement", "Iran's Foreign Ministry").
    """

    span: Span
    first: int
    last: int
    head: int
    form: MentionForm
    kind: ActorKind
    entry: str | None = None
    title: Span | None = None
    plural: bool = False
    female: bool | None = None
    rule: str = ""
    wide: Span | None = None


@dataclass(frozen=True, slots=True)
class Grounding:
    """Which identity each token of the report belongs to, after resolution.

    The `*_of` tuples have one entry a token: the id, or null. `mention_of` holds an index into `mentions`, or null.
    """

    actors: tuple[Actor, ...] = ()
    actor_of: tuple[str | None, ...] = ()
    mentions: tuple[Mention, ...] = ()
    mention_of: tuple[int | None, ...] = ()
    places: tuple[Place, ...] = ()
    place_of: tuple[str | None, ...] = ()
    times: tuple[Time, ...] = ()
    time_of: tuple[str | None, ...] = ()

    def actor(self, actor_id: str) -> Actor:
        """The actor with this id.

        Raises:
            KeyError: no such actor.
        """
        for actor in self.actors:
            if actor.id == actor_id:
                return actor
        raise KeyError(actor_id)


@dataclass(frozen=True, slots=True)
class AliasStatement:
    """The report says that two names are one ("X, known as Y", "Popular Front (PF)"); indices into the mentions."""

    name: int
    alias: int
    span: Span


@dataclass(frozen=True, slots=True)
class FigureMention:
    """A figure before it has an event.

    Args:
        figure: complete but for `event_id`.
        first, last: token range of the number phrase.
        governor: token index of the verb or noun that gives the measure ("killed", "dead", "toll"), null if none.
        sentence: index of its sentence.
    """

    figure: Figure
    first: int
    last: int
    governor: int | None
    sentence: int


@dataclass(frozen=True, slots=True)
class VictimMention:
    """A victim before it has an event; fields as in FigureMention."""

    victim: Victim
    first: int
    last: int
    governor: int | None
    sentence: int


@dataclass(frozen=True, slots=True)
class EventMention:
    """One mention of a happening with its typed slots, not yet clustered.

    Args:
        token: token index of the trigger.
        evidence: the clause or phrase that tells it.
        place_id, time_id: of the slots that the words of this mention state; null otherwise.
        claim_id: the claim whose content holds it, null in the report's own voice.
        definite: "the attack", "that strike": points back rather than introduces.
        bound: tokens of other triggers that the syntax says tell the same happening ("strike that killed").
        verdict: the noun judges what another word told ("the raid was a massacre").
        plural, generic: "strikes"; words that name a kind of happening rather than one.
        cues: words that tell it apart or tie it ("another", "earlier", "similar", "latest").
        signs: kinds of violence that the words of its sentence speak for; of the sentences after it with a tilde before.
    """

    token: int
    trigger: Span
    evidence: Span
    sentence: int
    part: str
    plover: Plover
    mode: str | None
    acled: str | None
    modality: Modality
    participants: tuple[Participant, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    place_id: str | None = None
    time_id: str | None = None
    claim_id: str | None = None
    noun: bool = False
    definite: bool = False
    plural: bool = False
    generic: bool = False
    weak: bool = False
    verdict: bool = False
    bound: tuple[int, ...] = ()
    cues: tuple[str, ...] = field(default=())
    rule: str = ""
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationMention:
    """A stated relation between two actors, by id."""

    subject_id: str
    relation: RelationKind
    object_id: str
    evidence: Span
    rule: str = ""


@dataclass(frozen=True, slots=True)
class LinkMention:
    """Stated words that tie two event mentions; token indices of their triggers, `later` first in the JSON sense."""

    later: int | None
    kind: LinkKind
    earlier: int | None
    evidence: Span
    rule: str = ""
