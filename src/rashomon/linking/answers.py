"""The answers that one report gives about one of its events, before anybody counts them.

Taken from the event's rival answers, its figures, its victims' words and the claims about it. Nothing
is judged here: a denial, a vague word and a number taken back are answers like any other, with marks.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rashomon.lexicon import load
from rashomon.linking.names import fold
from rashomon.linking.profiles import is_violent, main_event
from rashomon.linking.turns import denies_part, is_disputed, is_vague, taken_back
from rashomon.model.actors import Who
from rashomon.model.claims import Claim
from rashomon.model.documents import Document
from rashomon.model.events import Answer, Event
from rashomon.model.figures import Figure
from rashomon.model.places import Place
from rashomon.model.record import Record
from rashomon.model.spans import Span
from rashomon.model.times import Time

#: Event questions to incident questions.
_QUESTIONS = {
    "occurred": "occurred",
    "time": "date",
    "place": "place",
    "perpetrator": "perpetrator",
    "target": "target",
    "weapon": "weapon",
    "motive": "motive",
}
#: Measures of people harmed, in the order of record.md; each is a counted question.
COUNTED = ("killed", "injured", "missing", "abducted", "detained", "casualties", "displaced")


@dataclass(frozen=True, slots=True)
class Raw:
    """One answer of one speaker in one report; `thing` is the place or time that it names, `local`: of one spot alone.

    Args:
        names: all names of a side or place; of a response, the kind of deed.
    """

    report_id: str
    published_at: str | None
    question: str
    value: str
    speaker: Who | None
    relayed_by: Who | None
    claim_id: str | None
    span: Span
    names: tuple[str, ...] = ()
    thing: Place | Time | None = None
    low: int | None = None
    high: int | None = None
    qualifier: str | None = None
    population: str | None = None
    figure_id: str | None = None
    part_of: str | None = None
    as_of: str | None = None
    negated: bool = False
    hedged: bool = False
    taken_back: bool = False
    echo: bool = False
    local: bool = False


def answers_of(record: Record, event: Event) -> tuple[Raw, ...]:
    """All answers of a report about `event`, in the order of its text."""
    found = [
        *_rival_answers(record, event),
        *_harmed(record, event),
        *_figures(record, event),
        *_claimed(record, event),
        *_responses(record, event),
    ]
    unique = {(r.question, fold(r.value), _speaks(r.speaker), r.figure_id, r.negated): r for r in reversed(found)}
    ordered = sorted(unique.values(), key=lambda r: (r.span.start, r.span.end, r.question, r.value))
    return tuple(_with_echoes(ordered, record.document))


def _speaks(who: Who | None) -> tuple[str | None, str]:
    return (None, "") if who is None else (who.actor_id, "" if who.actor_id is not None else fold(who.name))


def _raw(record: Record, question: str, value: str, speaker: Who | None, claim: Claim | None, span: Span) -> Raw:
    relayed = claim.relayed_by if claim is not None else None
    return Raw(
        record.document.id,
        record.document.published_at,
        question,
        value,
        speaker,
        relayed,
        claim.id if claim else None,
        span,
    )


def _rival_answers(record: Record, event: Event) -> Iterator[Raw]:
    claims = {c.id: c for c in record.claims}
    for answer in event.answers:
        claim = claims.get(answer.claim_id or "")
        # Who denies a part in it grants that it happened, where and when.
        granted = answer.negated and claim is not None and denies_part(claim) and answer.question != "perpetrator"
        negated = answer.negated and not granted
        raw = _raw(record, _QUESTIONS[answer.question], answer.value, answer.speaker, claim, answer.span)
        named = _named(record, answer, raw)
        if named is None or answer.question == "perpetrator" and not _can_act(record, answer):
            continue
        if named.question == "occurred":
            negated, named = (
                False,
                replace(named, value="no" if (answer.value == "no" and not granted) or negated else "yes"),
            )
        yield replace(named, negated=negated, hedged=answer.hedged)


#: Relations by which somebody acts for another: a unit for its army, a commander for his group.
_FOR = frozenset({"speaks_for", "leads", "member_of", "part_of"})


def _belongs_to(record: Record, actor_id: str) -> tuple[str, ...]:
    """The names of those whose part, commander or speaker an actor is in this report."""
    bodies = {r.object_id for r in record.relations if r.subject_id == actor_id and r.relation in _FOR}
    return tuple(n for a in record.actors if a.id in bodies for n in (a.name, *a.aliases))


@functools.cache
def _people_words() -> frozenset[str]:
    words = load("linking")
    nouns = {n for listed in load("populations")["nouns"].values() for n in listed}
    return frozenset(w for entry in (*nouns, *words["generic_sides"], *words["army"]) for w in fold(entry).split()[-1:])


def _can_act(record: Record, answer: Answer) -> bool:
    """Whether a perpetrator is somebody: a name, or a word for people; a vehicle that blew up is none."""
    actor = next((a for a in record.actors if a.id == answer.value), None)
    if actor is None or actor.kind not in ("unknown", "population") or actor.name[:1].isupper():
        return actor is not None
    last = fold(actor.name).split()[-1:] or [""]
    return any(form in _people_words() for form in (last[0], last[0].removesuffix("s"), last[0].removesuffix("es")))


def _named(record: Record, answer: Answer, raw: Raw) -> Raw | None:
    """The answer with a name for its id; null where the id names nothing."""
    if answer.question in ("perpetrator", "target"):
        actor = next((a for a in record.actors if a.id == answer.value), None)
        if actor is None:
            return None
        names = (actor.name, *actor.aliases, *_belongs_to(record, actor.id))
        return replace(raw, value=actor.name, names=names, population=_KINDS.get(actor.kind))
    if answer.question == "place":
        place = next((p for p in record.places if p.id == answer.value), None)
        return None if place is None else replace(raw, value=place.name, names=(place.name,), thing=place)
    if answer.question == "time":
        time = next((t for t in record.times if t.id == answer.value), None)
        if time is None:
            return None
        start, end = time.start[:10], time.end[:10]
        return replace(raw, value=start if start == end else f"{start}/{end}", thing=time)
    return raw


def _harmed(record: Record, event: Event) -> Iterator[Raw]:
    """Whom the report says was hit where it names people and not only a place or a group: its victims, in its words."""
    victims = {s: v for v in record.victims if v.event_id == event.id for s in (*v.names, *v.spans)}
    for participant in event.participants:
        victim = victims.get(participant.span)
        if participant.role == "victim" and participant.actor_id is None:
            raw = _raw(record, "target", participant.span.text, None, None, participant.span)
            yield replace(raw, population=_STATUS.get(victim.status) if victim is not None else None)


#: A victim's status and a kind of actor as a population; who is in dispute counts as neither.
_STATUS = {"civilian": "civilian", "militant": "militant", "military": "military", "police": "police"}
_KINDS = {"armed_group": "militant", "military": "military", "police": "police"}


def _figures(record: Record, event: Event) -> Iterator[Raw]:
    claims = {c.id: c for c in record.claims}
    for figure in record.figures:
        if figure.event_id != event.id or figure.measure not in COUNTED or figure.scope == "period_total":
            continue
        raw = _raw(
            record, figure.measure, figure.span.text, figure.speaker, claims.get(figure.claim_id or ""), figure.span
        )
        yield replace(
            raw,
            low=figure.low,
            high=figure.high,
            qualifier=figure.qualifier,
            population=figure.population,
            figure_id=figure.id,
            part_of=figure.part_of,
            local=figure.scope == "site",
            as_of=figure.as_of,
            value=_figure_words(figure),
            taken_back=taken_back(record, figure),
            negated=is_disputed(figure, claims.get(figure.claim_id or "")),
        )


def _figure_words(figure: Figure) -> str:
    """The number as its source put it: "at least 9", "dozens", "3"."""
    if figure.qualifier == "reported_none":
        return "none"
    if figure.low is None and figure.high is None:
        return "no number given"
    low, high = figure.low, figure.high
    if is_vague(figure.span.text):
        return figure.span.text
    if low is not None and high is not None:
        number = str(low) if low == high else f"{low}-{high}"
    else:
        number = str(low if low is not None else high)
    words = {"at_least": "at least ", "more_than": "more than ", "at_most": "at most ", "about": "about "}
    return words.get(figure.qualifier, "") + number


def _claimed(record: Record, event: Event) -> Iterator[Raw]:
    """Perpetrators by their own word: claims of responsibility and denials of a part."""
    accused = {a.value for a in event.answers if a.question == "perpetrator"}
    answered = {a.claim_id for a in event.answers if a.question == "perpetrator"}
    names = {a.id: (a.name, *a.aliases) for a in record.actors}
    for claim in record.claims:
        speaker = claim.speaker
        if speaker is None or claim.id in answered or not claim.content:
            continue
        about = event.id in claim.about
        bodies = _belongs_to(record, speaker.actor_id or "")
        own = (*names.get(speaker.actor_id or "", (speaker.name,)), *bodies)
        theirs = speaker.actor_id in accused or any(n in bodies for i in accused for n in names.get(i, ()))
        # Who admits something about an attack need not have done it: a mayor admits that no guard was there.
        if about and (claim.act == "claim_responsibility" or claim.act == "admit" and theirs):
            yield replace(_raw(record, "perpetrator", own[0], speaker, claim, claim.content[0]), names=own)
        elif claim.act == "deny" and denies_part(claim) and (about or speaker.actor_id in accused or not claim.about):
            yield replace(
                _raw(record, "perpetrator", own[0], speaker, claim, claim.content[0]), names=own, negated=True
            )


#: What people do about an incident, where a report tells it after it: arrests, protest, aid, talks, troops sent.
_DONE = frozenset(
    {"COERCE", "PROTEST", "AID", "CONSULT", "MOBILIZE", "RETREAT", "REJECT", "SANCTION", "AGREE", "COOPERATE", "CONCEDE"}
)
#: How an answer is told: as done, under way or decided.
_TOLD = frozenset({"happened", "ongoing", "planned", "threatened"})


def _responses(record: Record, event: Event) -> Iterator[Raw]:
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
        raw = _raw(record, "response", span.text, claim.speaker if claim is not None else None, claim, span)
        yield replace(raw, names=(answer.acled or answer.plover,))


def _linked_answer(record: Record, event: Event, answer: Event) -> bool:
    kinds = {k.kind for k in record.links if k.from_event == answer.id and k.to_event == event.id}
    return bool(kinds & {"response_to", "retaliation_for"}) or "follows" in kinds and answer.plover in _DONE


def _loose_answer(record: Record, event: Event, answer: Event) -> bool:
    if answer.plover not in _DONE or answer.modality not in _TOLD or answer.acled == "Abduction/forced disappearance":
        return False
    if main_event(record, [e for e in record.events if is_violent(e)]) is not event:
        return False
    if any(answer.id in (k.from_event, k.to_event) for k in record.links):
        return False
    ends = {t.id: t.end[:10] for t in record.times}
    before = ends.get(answer.time_id or "", "9999") < ends.get(event.time_id or "", "0000")
    return not before


def _with_echoes(raws: Iterable[Raw], document: Document) -> Iterator[Raw]:
    """Marks what the outlet says in its own voice, or in the headline, and attributes in the body."""
    every = list(raws)
    body = [r for r in every if not r.negated and not _in_head(document, r.span)]
    said = {(r.question, essence(r)) for r in body if r.speaker is not None}
    numbers = {(r.question, r.low) for r in body if r.question in COUNTED and r.low is not None}
    for raw in every:
        head = _in_head(document, raw.span)
        again = (raw.speaker is None or head) and (raw.question, essence(raw)) in said
        # A headline drops the "at least" of its text.
        short = head and raw.low is not None and (raw.question, raw.low) in numbers
        yield replace(raw, echo=(again or short) and not raw.negated)


def _in_head(document: Document, span: Span) -> bool:
    part = document.part_at(span.start)
    return part is not None and part.kind in ("headline", "standfirst")


def essence(raw: Raw) -> object:
    """What an answer says, whoever says it and in whatever words."""
    if raw.question in COUNTED:
        return raw.low, raw.high, raw.part_of is None
    return fold(raw.value)
