"""One event from its mentions: type, rival answers with their speakers, and the flat view of them.

The flat fields are what the report itself presupposes, else what its first account says
(record.md); nothing is averaged and no account is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from rashomon.model.actors import Actor
from rashomon.model.claims import Claim
from rashomon.model.events import Answer, Event, Instrument, Modality, Participant, Question
from rashomon.model.mentions import EventMention, Grounding
from rashomon.model.spans import Span
from rashomon.resolve.event_types import acled_of

_MODALITY_ORDER: tuple[Modality, ...] = ("happened", "ongoing", "denied", "planned", "threatened", "hypothetical")
_PLACE_ORDER = ("exact", "neighbourhood", "city", "near", "linear", "admin2", "admin1", "region", "country")
_TOP = frozenset({"headline", "standfirst"})
#: Harmed parties in the flat view; the answers hold all.
SHOWN = 3
_TIME_ORDER = ("minute", "hour", "day", "range", "week", "month", "year", "decade")


def build_event(
    event_id: str,
    members: Sequence[EventMention],
    grounding: Grounding,
    claims: Mapping[str, Claim],
    *,
    report: Counter[str],
) -> Event:
    """Builds the event that `members`, in text order, tell; `report` holds the signs of the whole report."""
    ranked = sorted(members, key=lambda m: (_rank(m, claims), m.part in {"headline", "standfirst"}, m.token))
    answers = tuple(_answers(members, grounding, claims))
    strong = [m for m in members if not m.weak] or [m for m in members if m.mode != "attribution"] or list(members)
    return Event(
        id=event_id,
        plover=members[0].plover,
        mode=strong[0].mode,
        acled=acled_of(members, {a.id: a.kind for a in grounding.actors}, report),
        modality=_modality(members, claims),
        participants=_participants(ranked, grounding, claims),
        instruments=_instruments(members),
        place_id=_best_place(ranked, grounding),
        time_id=_best_time(ranked, grounding),
        triggers=tuple(m.trigger for m in members if m.mode != "attribution") or tuple(m.trigger for m in members),
        evidence=tuple(dict.fromkeys(m.evidence for m in members)),
        figures=(),
        answers=answers,
        confidence=_confidence(members),
        produced_by="rules.events/1",
    )


def _rank(mention: EventMention, claims: Mapping[str, Claim]) -> int:
    """0 in the report's own voice, 1 in a claim, 2 in a denial."""
    claim = claims.get(mention.claim_id) if mention.claim_id is not None else None
    if claim is None and mention.mode == "attribution":
        return 1
    return 0 if claim is None else 2 if claim.act == "deny" else 1


def _modality(members: Sequence[EventMention], claims: Mapping[str, Claim]) -> Modality:
    own = [m.modality for m in members if _rank(m, claims) < 2] or ["denied"]
    if all(_rank(m, claims) == 2 for m in members):
        return "denied"
    return min(own, key=_MODALITY_ORDER.index)


def _doers(ranked: Sequence[EventMention], claims: Mapping[str, Claim]) -> list[Participant]:
    """The doers by the first mention that names any, denials left out; "the attackers" only where nobody else is named."""
    found = [
        [p for p in m.participants if p.role == "actor" and p.actor_id is not None]
        for m in ranked
        if _rank(m, claims) < 2
    ]
    named = [f for f in found if f and not all(p.span.text.lower().split()[-1] in _JUST_DOERS for p in f)]
    told = [
        f for f, m in zip(found, (m for m in ranked if _rank(m, claims) < 2), strict=True) if f and m.part not in _TOP
    ]
    if named and not any(f in told for f in named):
        named = told or named  # a headline's short name for those whom the body only calls attackers
    first = next(iter(named or [f for f in found if f]), [])
    return [p for p in first if not p.span.text.lower().startswith("other ")] or first


def _owning_up(ranked: Sequence[EventMention], claims: Mapping[str, Claim]) -> list[Participant]:
    """Who says "we did it", where nobody else is named: "the bomber" is whose they say he is."""
    for m in ranked:
        claim = claims.get(m.claim_id or "")
        speaker = claim.speaker if claim is not None else None
        if (
            claim is not None
            and claim.act == "claim_responsibility"
            and not claim.negated
            and speaker is not None
            and speaker.actor_id is not None
            and speaker.span is not None
        ):
            return [Participant("actor", speaker.actor_id, speaker.span)]
    return []


def _arresters(ranked: Sequence[EventMention], grounding: Grounding, claims: Mapping[str, Claim]) -> list[Participant]:
    """ "Two men were arrested, police said": who reports an arrest without naming others made it."""
    actors = {a.id: a for a in grounding.actors}
    for m in ranked:
        claim = claims.get(m.claim_id or "")
        speaker = claim.speaker if claim is not None else None
        if (
            m.mode == "arrest"
            and speaker is not None
            and speaker.actor_id in actors
            and actors[speaker.actor_id or ""].kind in {"police", "military"}
        ):
            return [Participant("actor", speaker.actor_id, speaker.span)]
    forces = [a for a in grounding.actors if a.kind == "police" and a.name[:1].isupper()]
    if len(forces) == 1 and ranked[0].mode == "arrest" and forces[0].mentions:
        return [Participant("actor", forces[0].id, forces[0].mentions[0])]  # the one police force that the report names
    return []


_BOMBERS = frozenset({"bomber", "bombers"})
#: Words that say only that somebody did it.
_JUST_DOERS = frozenset(
    {
        "attackers",
        "assailants",
        "perpetrators",
        "raiders",
        "killers",
        "bombers",
        "attacker",
        "assailant",
        "perpetrator",
        "culprits",
        "they",
        "he",
        "she",
        "it",
        "her",
        "his",
        "their",
        "them",
        "its",
    }
)


def _participants(
    ranked: Sequence[EventMention], grounding: Grounding, claims: Mapping[str, Claim]
) -> tuple[Participant, ...]:
    """The first mention that names a doer gives the actors; those harmed are collected from all."""
    chosen: list[Participant] = []
    doers = _doers(ranked, claims) or _arresters(ranked, grounding, claims)
    if all(p.span.text.lower().split()[-1] in _JUST_DOERS | _BOMBERS for p in doers):
        doers = _owning_up(ranked, claims) or doers
    chosen.extend(doers)
    taken = {p.actor_id for p in doers}
    harmed: dict[tuple[str, str | None], Participant] = {}
    loose: list[Participant] = []
    for mention in sorted(ranked, key=lambda m: m.token):
        for p in mention.participants:
            if p.role == "actor":
                continue
            if p.actor_id is None:
                loose.append(p)
            elif p.actor_id not in taken or mention.mode == "clash":
                harmed.setdefault((p.role, p.actor_id), p)
    told, actors = _told(ranked), {a.id: a for a in grounding.actors}
    ranked_ids = sorted(
        dict.fromkeys(p.actor_id for p in harmed.values()),
        key=lambda i: (-told[i] - _weight(actors.get(i or "")), _order(i, harmed)),
    )
    keep = set(ranked_ids[:SHOWN])
    chosen.extend(p for p in harmed.values() if p.actor_id in keep)
    if not keep:
        chosen.extend(loose[:2])
    return tuple(chosen)


def _told(ranked: Sequence[EventMention]) -> Counter[str | None]:
    """How often each harmed party is told of; the headline and the first telling count twice."""
    told: Counter[str | None] = Counter()
    first = min((m.token for m in ranked if m.part not in {"headline", "standfirst"}), default=-1)
    for m in ranked:
        for actor_id in {p.actor_id for p in m.participants if p.role != "actor"}:
            told[actor_id] += 2 if m.token == first or m.part == "headline" else 1
    return told


def _order(actor_id: str | None, harmed: Mapping[tuple[str, str | None], Participant]) -> int:
    return min(p.span.start for p in harmed.values() if p.actor_id == actor_id)


def _weight(actor: Actor | None) -> int:
    """A name weighs as much as one more telling."""
    return 1 if actor is not None and actor.name[:1].isupper() and actor.kind != "unknown" else 0


def _instruments(members: Sequence[EventMention]) -> tuple[Instrument, ...]:
    seen: dict[str, Instrument] = {}
    for m in members:
        for instrument in m.instruments:
            seen.setdefault(instrument.name, instrument)
    return tuple(seen.values())


def _best_place(ranked: Sequence[EventMention], grounding: Grounding) -> str | None:
    """The most exact place with a name of its own, from the body where the body gives one."""
    order = {
        p.id: (_PLACE_ORDER.index(p.precision) if _has_name(p.name, p.gazetteer_id) else len(_PLACE_ORDER))
        for p in grounding.places
    }
    told = [m for m in ranked if m.place_id in order]
    body = [m for m in told if m.part not in {"headline", "standfirst"}] or told
    ids = [m.place_id for m in body if m.place_id is not None]
    return min(ids, key=lambda i: (order[i], ids.index(i)), default=None)


def _has_name(name: str, gazetteer_id: str | None) -> bool:
    return gazetteer_id is not None or any(word[0].isupper() for word in name.split() if word[0].isalpha())


def _best_time(ranked: Sequence[EventMention], grounding: Grounding) -> str | None:
    precision = {t.id: _TIME_ORDER.index(t.precision) for t in grounding.times}
    ids = [m.time_id for m in ranked if m.time_id is not None and m.time_id in precision]
    return min(
        ids, key=lambda i: (min(precision[i], 2) if precision[i] <= 2 else precision[i], ids.index(i)), default=None
    )


def _answers(members: Sequence[EventMention], grounding: Grounding, claims: Mapping[str, Claim]) -> list[Answer]:
    found: dict[tuple[str, str, str | None], Answer] = {}

    def add(question: Question, value: str, mention: EventMention, span_of: Span | None) -> None:
        claim = claims.get(mention.claim_id) if mention.claim_id is not None else None
        speaker = claim.speaker if claim is not None else None
        key = (question, value, speaker.actor_id or speaker.name if speaker is not None else None)
        span = span_of if span_of is not None else mention.evidence
        negated = claim is not None and (claim.negated or claim.act == "deny")
        found.setdefault(
            key,
            Answer(
                question, value, speaker, claim.id if claim else None, negated, claim.hedged if claim else False, span
            ),
        )

    times = {t.id: t.span for t in grounding.times}
    for m in members:
        for p in m.participants:
            if p.actor_id is not None:
                add("perpetrator" if p.role == "actor" else "target", p.actor_id, m, p.span)
        for instrument in m.instruments:
            add("weapon", instrument.name, m, instrument.span)
        if m.place_id is not None:
            add("place", m.place_id, m, None)
        if m.time_id is not None:
            add("time", m.time_id, m, times.get(m.time_id))
        if (value := _occurred(m, claims)) is not None:
            add("occurred", value, m, m.trigger)
    return list(found.values())


#: Words of a denial that reject the happening itself, not a part in it.
_NEVER = re.compile(
    r"\b(?:(?:took|taken|take|taking) place|(?:happened|happen|happening|occurred|occur|occurring)"
    r"|(?:was|were|been|had been) (?:no|any)|no such)\b",
    re.IGNORECASE,
)


def _occurred(mention: EventMention, claims: Mapping[str, Claim]) -> str | None:
    """Whether the mention says that it happened; blame and a denial of a part in it say neither."""
    if mention.mode == "attribution" or mention.modality not in {"happened", "ongoing", "denied"}:
        return None
    claim = claims.get(mention.claim_id) if mention.claim_id is not None else None
    if claim is not None and claim.act == "deny":
        return "no" if any(_NEVER.search(span.text) for span in claim.content) else None
    return "no" if mention.modality == "denied" else "yes"


def _confidence(members: Sequence[EventMention]) -> float:
    slots = sum(
        bool(m.participants) + (m.place_id is not None) + (m.time_id is not None) + bool(m.instruments) for m in members
    )
    strong = any(not m.weak for m in members)
    return round(min(0.95, 0.45 + 0.15 * strong + 0.05 * min(slots, 5) + 0.05 * min(len(members), 3)), 4)
