"""Event mentions with typed slots: trigger, type, modality, participants, instruments, place, time.

Slots first; clustering is for `resolve.events`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc

from rashomon.extract.event_cues import cue_words
from rashomon.extract.event_generic import is_generic, of_a_period, told_of_period
from rashomon.extract.event_modality import modality_of
from rashomon.extract.event_owners import Owners
from rashomon.extract.event_reading import acled_of, counts, dies_later, evidence_of, is_definite, is_verdict, modifiers
from rashomon.extract.event_roles import Slots
from rashomon.extract.event_signs import signs_of
from rashomon.extract.event_slots import SlotFiller
from rashomon.extract.quotes import read_quotes
from rashomon.extract.trigger_kinds import ATTRIBUTION, Trigger
from rashomon.extract.triggers import find_triggers
from rashomon.extract.words import tokens_of
from rashomon.model.claims import Claim
from rashomon.model.documents import Document
from rashomon.model.mentions import EventMention, Grounding
from rashomon.model.spans import Span
from rashomon.model.times import Time

COMPONENT = "rules.events/1"
_TIME_ORDER = ("minute", "hour", "day", "range", "week", "month", "year", "decade")
_PLACE_ORDER = ("exact", "neighbourhood", "city", "near", "linear", "admin2", "admin1", "region", "country")


def find_events(
    doc: Doc, grounding: Grounding, claims: Sequence[Claim], *, document: Document
) -> tuple[EventMention, ...]:
    """All event mentions in text order."""
    triggers = {t.token: t for t in find_triggers(doc)}
    by_cue = _claims_by_cue(doc, claims)
    filler = SlotFiller(doc, grounding, triggers, set(by_cue))
    filled = {i: filler.fill(t) for i, t in triggers.items()}
    owners = Owners(doc, triggers, filled, set(by_cue), _content_tokens(doc, claims))
    places, times = owners.assign(grounding.place_of), owners.assign(grounding.time_of)
    claim_at = _claims_by_offset(claims)
    sentences = [s.start for s in doc.sents]
    quotes = [(q.start, q.end) for q in read_quotes(document.text)]
    rank = {p.id: _PLACE_ORDER.index(p.precision) for p in grounding.places}
    long = {t.id for t in grounding.times if t.precision == "range" and _days(t) > _MONTH}
    fineness = {t.id: _TIME_ORDER.index(t.precision) for t in grounding.times}
    found = []
    for i, trigger in triggers.items():
        points_back = not counts(doc[i], trigger, filled[i], filler.who)
        if points_back and not any(c.dep_ == "nsubjpass" for c in doc[i].children):
            continue
        mention = _mention(doc, trigger, filled[i], document, quoted=any(s <= doc[i].idx < e for s, e in quotes))
        if mention.part == "note":
            continue
        mention = replace(mention, sentence=bisect_right(sentences, i) - 1)
        if trigger.kind.mode == ATTRIBUTION:
            if any(p.role == "actor" and p.actor_id is not None for p in mention.participants):
                found.append(replace(mention, definite=True, modality="happened", claim_id=by_cue.get(i)))
            continue
        as_people = not trigger.noun and any(c.dep_ == "det" for c in doc[i].children)  # "the wounded"
        if points_back or as_people:  # "he was hit several times": tells of what was told, founds nothing
            mention = replace(mention, definite=True)
        if not (as_people or mention.verdict or trigger.kind.outcome and dies_later(doc[i])):
            place = min(places.get(i, []), key=lambda p: rank.get(p, 9), default=None)
            time = min(times.get(i, []), key=lambda t: fineness.get(t, 9), default=None)
            mention = told_of_period(
                replace(mention, place_id=place, time_id=time),
                place_rank=rank.get(place or "", 9),
                time_rank=fineness.get(time or "", 0),
                long=time in long,
            )
        found.append(replace(mention, claim_id=claim_at(mention.trigger.start)))
    told = tuple(found)
    return tuple(replace(m, signs=signs) for m, signs in zip(told, signs_of(doc, told), strict=True))


#: Days of the longest month: a longer stretch is a period whose dead are summed.
_MONTH = 31


def _days(time: Time) -> int:
    """How many days a time lasts."""
    return (date.fromisoformat(time.end[:10]) - date.fromisoformat(time.start[:10])).days + 1 if time.end else 1


def _mention(doc: Doc, trigger: Trigger, slots: Slots, document: Document, *, quoted: bool) -> EventMention:
    token = doc[trigger.token]
    part = document.part_at(token.idx)
    mods = modifiers(token, trigger)
    first, last = doc[trigger.first], doc[trigger.last - 1]
    return EventMention(
        token=token.i,
        trigger=Span.of(document.text, first.idx, last.idx + len(last.text)),
        evidence=evidence_of(doc, trigger),
        sentence=0,
        part=part.kind if part is not None else "body",
        plover=trigger.kind.plover,
        mode=trigger.kind.mode,
        acled=acled_of(trigger, slots),
        modality="ongoing"
        if trigger.kind.plover == "COERCE" and not trigger.noun and of_a_period(token)
        else modality_of(token, trigger.noun, light=slots.light),
        participants=tuple(slots.participants),
        instruments=tuple(slots.instruments),
        noun=trigger.noun,
        definite=is_definite(token, trigger, mods),
        plural=trigger.noun and token.tag_ in {"NNS", "NNPS"},
        generic=is_generic(token, trigger, slots, mods),
        weak=trigger.kind.weak,
        verdict=is_verdict(token, trigger, slots),
        bound=tuple(dict.fromkeys(slots.carriers)),
        cues=cue_words(mods, token, quoted=quoted),
        rule=f"{trigger.kind.plover}.{trigger.kind.mode}",
    )


def _content_tokens(doc: Doc, claims: Sequence[Claim]) -> list[tuple[int, int]]:
    """Token range of each content."""
    starts = [t.idx for t in tokens_of(doc)]
    return [(bisect_left(starts, s.start), bisect_left(starts, s.end)) for c in claims for s in c.content]


def _claims_by_cue(doc: Doc, claims: Sequence[Claim]) -> Mapping[int, str]:
    """Tokens of the cues to their claims."""
    found: dict[int, str] = {}
    for claim in claims:
        span = doc.char_span(claim.cue.start, claim.cue.end, alignment_mode="expand") if claim.cue is not None else None
        for token in span if span is not None else ():
            found.setdefault(token.i, claim.id)
    return found


def _claims_by_offset(claims: Sequence[Claim]) -> Callable[[int], str | None]:
    """The innermost claim around an offset."""
    spans = sorted((len(s), s.start, s.end, c.id) for c in claims for s in c.content)

    def at(offset: int) -> str | None:
        return next((claim_id for _, start, end, claim_id in spans if start <= offset < end), None)

    return at
