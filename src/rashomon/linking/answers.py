"""The answers that one report gives about one of its events, before anybody counts them.

Taken from the event's rival answers, its figures, its victims' words and the claims about it. Nothing
is judged here: a denial, a vague word and a number taken back are answers like any other, with marks.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rashomon.lexicon import load
from rashomon.linking.deeds import motives, responses
from rashomon.linking.names import fold
from rashomon.linking.raws import COUNTED, Raw, essence, raw_of, told
from rashomon.linking.turns import corrected, denies_part, is_disputed, is_rest, is_vague, taken_back
from rashomon.model.actors import Who
from rashomon.model.documents import Document
from rashomon.model.events import Answer, Event
from rashomon.model.figures import Figure
from rashomon.model.record import Record
from rashomon.model.spans import Span

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


def answers_of(record: Record, event: Event) -> tuple[Raw, ...]:
    """All answers of a report about `event`, in the order of its text."""
    found = [
        *_rival_answers(record, event),
        *_doers(record, event),
        *_harmed(record, event),
        *_figures(record, event),
        *_claimed(record, event),
        *responses(record, event),
        *motives(record, event),
    ]
    unique = {(r.question, told(r), _speaks(r.speaker), r.figure_id, r.negated): r for r in reversed(found)}
    ordered = sorted(unique.values(), key=lambda r: (r.span.start, r.span.end, r.question, r.value))
    return tuple(_with_echoes(ordered, record.document))


def _speaks(who: Who | None) -> tuple[str | None, str]:
    return (None, "") if who is None else (who.actor_id, "" if who.actor_id is not None else fold(who.name) or who.name)


def _rival_answers(record: Record, event: Event) -> Iterator[Raw]:
    claims = {c.id: c for c in record.claims}
    for answer in event.answers:
        claim = claims.get(answer.claim_id or "")
        # Who denies a part in it grants that it happened, where and when.
        granted = answer.negated and claim is not None and denies_part(claim) and answer.question != "perpetrator"
        negated = answer.negated and not granted
        raw = raw_of(record, _QUESTIONS[answer.question], answer.value, answer.speaker, claim, answer.span)
        named = _named(record, answer, raw)
        if named is None or answer.question == "perpetrator" and not _can_act(record, answer.value):
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


def _can_act(record: Record, value: str) -> bool:
    """Whether a perpetrator is somebody: a name, or a word for people; a vehicle that blew up is none.

    What a speaker answers in words that no actor bears ("a hidden hand") stands as he put it.
    """
    actor = next((a for a in record.actors if a.id == value), None)
    if actor is None or actor.kind not in ("unknown", "population") or actor.name[:1].isupper():
        return True
    last = fold(actor.name).split()[-1:] or [""]
    return any(form in _people_words() for form in (last[0], last[0].removesuffix("s"), last[0].removesuffix("es")))


def _named(record: Record, answer: Answer, raw: Raw) -> Raw | None:
    """The answer with a name for its id; null where the id names nothing."""
    if answer.question in ("perpetrator", "target"):
        actor = next((a for a in record.actors if a.id == answer.value), None)
        if actor is None:
            return raw if _said(record, answer) else None
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


def _said(record: Record, answer: Answer) -> bool:
    """Whether an answer that is no actor's id is words of the report."""
    text = record.document.text.casefold()
    return len(answer.value) > 3 and answer.claim_id is not None and answer.value.casefold() in text


def _doers(record: Record, event: Event) -> Iterator[Raw]:
    """Whom the report makes the doer in its own voice and in words alone ("gunmen")."""
    for participant in event.participants:
        if participant.role == "actor" and participant.actor_id is None:
            yield raw_of(record, "perpetrator", participant.span.text, None, None, participant.span)


def _harmed(record: Record, event: Event) -> Iterator[Raw]:
    """Whom the report says was hit where it names people and not only a place or a group: its victims, in its words."""
    victims = {s: v for v in record.victims if v.event_id == event.id for s in (*v.names, *v.spans)}
    for participant in event.participants:
        victim = victims.get(participant.span)
        if participant.role == "victim" and participant.actor_id is None:
            raw = raw_of(record, "target", participant.span.text, None, None, participant.span)
            yield replace(raw, population=_STATUS.get(victim.status) if victim is not None else None)


#: A victim's status and a kind of actor as a population; who is in dispute counts as neither.
_STATUS = {"civilian": "civilian", "militant": "militant", "military": "military", "police": "police"}
_KINDS = {"armed_group": "militant", "military": "military", "police": "police"}


def _figures(record: Record, event: Event) -> Iterator[Raw]:
    claims = {c.id: c for c in record.claims}
    measures = {f.id: f.measure for f in record.figures}
    for figure in record.figures:
        if figure.event_id != event.id or figure.measure not in COUNTED or figure.scope == "period_total":
            continue
        raw = raw_of(
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
            local=figure.scope == "site" or is_rest(record, figure),
            as_of=figure.as_of,
            value=_figure_words(figure),
            apart=measures.get(figure.part_of or "", figure.measure) != figure.measure,
            taken_back=taken_back(record, figure) or corrected(record, figure),
            corrected=corrected(record, figure),
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
            yield replace(raw_of(record, "perpetrator", own[0], speaker, claim, claim.content[0]), names=own)
        elif claim.act == "deny" and denies_part(claim) and (about or speaker.actor_id in accused or not claim.about):
            yield replace(
                raw_of(record, "perpetrator", own[0], speaker, claim, claim.content[0]), names=own, negated=True
            )


def _with_echoes(raws: Iterable[Raw], document: Document) -> Iterator[Raw]:
    """Marks what the outlet says in its own voice, or in the headline, and attributes in the body."""
    every = _as_the_headline_says(list(raws), document)
    body = [r for r in every if not r.negated and not _in_head(document, r.span)]
    said = {(r.question, essence(r)) for r in body if r.speaker is not None}
    numbers = {(r.question, r.low) for r in body if r.question in COUNTED and r.low is not None}
    for raw in every:
        head = _in_head(document, raw.span)
        again = (raw.speaker is None or head) and (raw.question, essence(raw)) in said
        # A headline drops the "at least" of its text.
        short = head and raw.low is not None and (raw.question, raw.low) in numbers
        yield replace(raw, echo=(again or short) and not raw.negated)


def _as_the_headline_says(raws: list[Raw], document: Document) -> list[Raw]:
    """A number that the headline gives to somebody and the text repeats in nobody's name is that speaker's there too."""
    heads = {
        (r.question, essence(r)): r.speaker
        for r in raws
        if r.figure_id is not None and r.speaker is not None and _in_head(document, r.span)
    }
    return [
        replace(r, speaker=heads[r.question, essence(r)])
        if r.speaker is None and r.figure_id is not None and (r.question, essence(r)) in heads
        else r
        for r in raws
    ]


def _in_head(document: Document, span: Span) -> bool:
    part = document.part_at(span.start)
    return part is not None and part.kind in ("headline", "standfirst")
