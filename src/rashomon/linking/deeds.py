"""What was done about an incident: arrests, strikes, aid, troops, as far as a report tells it as an answer.

Words of cause are rare; so what a report about an attack tells beside it counts as an answer too, unless it ties that to
something else. It does not judge whether the deed followed from the attack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rashomon.linking.raws import Raw, raw_of
from rashomon.linking.violent import is_violent, main_event
from rashomon.model.claims import Claim
from rashomon.model.events import Event
from rashomon.model.record import Record
from rashomon.model.spans import Span

#: What people do about an incident, where a report tells it after it: arrests, protest, aid, talks, troops sent.
_DONE = frozenset(
    {
        "COERCE",
        "PROTEST",
        "AID",
        "CONSULT",
        "MOBILIZE",
        "RETREAT",
        "REJECT",
        "SANCTION",
        "AGREE",
        "COOPERATE",
        "CONCEDE",
    }
)
#: How an answer is told: as done, under way or decided.
_TOLD = frozenset({"happened", "ongoing", "planned", "threatened"})


def responses(record: Record, event: Event) -> Iterator[Raw]:
    """What the report says was done about it: what it links to the event as its answer, and deeds that followed it.

    A report that is about the event and tells of arrests, a strike or a withdrawal without a word on their cause tells
    of them as answers, unless it ties them to something else or dates them before.
    """
    claims = {c.id: c for c in record.claims}
    for answer in record.events:
        if not (_linked_answer(record, event, answer) or _loose_answer(record, event, answer)):
            continue
        span = next(iter((*answer.evidence, *answer.triggers)), None)
        if span is None:
            continue
        claim = next((claims[a.claim_id] for a in answer.answers if a.claim_id in claims), None)
        raw = raw_of(record, "response", span.text, claim.speaker if claim is not None else None, claim, span)
        yield replace(raw, names=(answer.acled or answer.plover,))
    if _is_main(record, event):
        yield from _announced(record)


#: Acts of speech that decide or threaten something; what is demanded or condemned is no response.
_DECIDED = frozenset({"announce", "threaten", "call_off"})
#: Words of an inquiry that somebody opens, orders or announces.
_INQUIRY = re.compile(
    r"\b(?:inquir\w+|enquir\w+|investigat\w+|commission of|fact-finding|autops\w+|tribunal)\b", re.IGNORECASE
)


def _announced(record: Record) -> Iterator[Raw]:
    """What somebody says that he will do about it: decisions, threats, an inquiry (guideline 81)."""
    for claim in record.claims:
        words = " ".join(s.text for s in claim.content)
        asked = _INQUIRY.search(words) is not None
        decided = claim.act in _DECIDED or asked and claim.act in {"report", "offer"}
        if not decided or claim.negated or claim.speaker is None:
            continue
        raw = raw_of(record, "response", words, claim.speaker, claim, claim.content[0])
        yield replace(raw, names=("an inquiry" if asked else f"to {claim.act}",))


def _is_main(record: Record, event: Event) -> bool:
    return main_event(record, [e for e in record.events if is_violent(e)]) is event


def _linked_answer(record: Record, event: Event, answer: Event) -> bool:
    kinds = {k.kind for k in record.links if k.from_event == answer.id and k.to_event == event.id}
    return bool(kinds & {"response_to", "retaliation_for"}) or "follows" in kinds and answer.plover in _DONE


def _loose_answer(record: Record, event: Event, answer: Event) -> bool:
    if answer.plover not in _DONE or answer.modality not in _TOLD or answer.acled == "Abduction/forced disappearance":
        return False
    if not _is_main(record, event):
        return False
    if any(answer.id in (k.from_event, k.to_event) for k in record.links):
        return False
    ends = {t.id: t.end[:10] for t in record.times}
    before = ends.get(answer.time_id or "", "9999") < ends.get(event.time_id or "", "0000")
    return not before


#: Links by which an attack answers what happened before.
_ANSWERS = frozenset({"retaliation_for"})


def motives(record: Record, event: Event) -> Iterator[Raw]:
    """What the report ties the event to as its cause: the act that it avenges or answers, by whoever says so."""
    known = {e.id: e for e in record.events}
    for tie in record.links:
        if tie.from_event != event.id or tie.kind not in _ANSWERS or tie.to_event not in known:
            continue
        cause = known[tie.to_event]
        span = next(iter((*tie.evidence, *cause.evidence, *cause.triggers)), None)
        if span is None:
            continue
        claim = claim_at(record, span)
        yield raw_of(record, "motive", span.text, claim.speaker if claim is not None else None, claim, span)


def claim_at(record: Record, span: Span) -> Claim | None:
    """The innermost claim in whose content a span stands."""
    around = [c for c in record.claims if any(p.start <= span.start and span.end <= p.end for p in c.content)]
    return min(around, key=lambda c: (sum(p.end - p.start for p in c.content), c.id), default=None)
