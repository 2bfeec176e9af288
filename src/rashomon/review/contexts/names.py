"""Actors, victims, places and sources across reports: under which names, in which words, in which incidents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.errors import NotFound
from rashomon.model.consents import CONSENT, newest_of
from rashomon.model.judgements import Judgement, standing
from rashomon.model.record import Record
from rashomon.model.spans import Span
from rashomon.model.wording import ASKED, COUNTED, day, number
from rashomon.review.contexts.incident_words import around
from rashomon.review.view import View
from rashomon.store.desk_protocol import NAME_KINDS, Named, NameKind, NameUse

#: Kind of judgement on whether two names are one; its subject is the two names.
NAME_PAIR = "name_pair"
#: Reports whose words a page of a name shows; the others are listed.
OPENED = 40


@dataclass(frozen=True, slots=True)
class NamesContext:
    """The names of a kind, the most reported first, those that begin with `beginning`."""

    kind: str
    kinds: tuple[str, ...]
    beginning: str
    names: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words in a report that speak of the name."""

    report_id: str
    title: str
    outlet: str
    published_at: str | None
    before: str
    words: str
    after: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation to another actor, in its words."""

    relation: str
    other: str
    forward: bool
    words: str
    report_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Likely:
    """Another name that may be the same, with what people said of it.

    Args:
        verdict: same, different or unsure; null where nobody said.
    """

    key: str
    name: str
    reports: int
    verdict: str | None
    seen: str


@dataclass(frozen=True, slots=True)
class Retraction:
    """An answer that does not stand any more: taken back, or superseded by a later figure of the same origin."""

    incident: str
    title: str
    origin: str
    asked: str
    value: str
    kind: str
    report_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NameContext:
    """One name.

    Args:
        facts: what its reports say of it: kinds, titles, coordinates, status, with how many reports do.
        also: names that people judged the same.
        revisions: for a source, its reports with more than one version.
        retractions: for a source, what its reports took back or replaced by a later figure.
        incidents: (id, title).
    """

    kind: str
    key: str
    name: str
    aliases: tuple[tuple[str, int], ...]
    facts: tuple[tuple[str, int], ...]
    uses: tuple[NameUse, ...]
    mentions: tuple[Mention, ...]
    ties: tuple[Tie, ...]
    incidents: tuple[tuple[str, str], ...]
    likely: tuple[Likely, ...]
    also: tuple[str, ...]
    revisions: tuple[tuple[str, str, int], ...]
    retractions: tuple[Retraction, ...]
    consents: tuple[Judgement, ...]
    seen: str


def names_context(view: View, kind: NameKind, beginning: str) -> NamesContext:
    """The list of names of a kind."""
    found = view.store.names(kind, beginning=beginning, limit=200, allowed=view.visitor.groups)
    return NamesContext(kind, NAME_KINDS, beginning, found)


def name_ref(kind: str, key: str) -> str:
    """What judgements call a name."""
    return f"{kind}:{key}"


def name_context(view: View, kind: NameKind, key: str) -> NameContext:
    """The page of one name.

    Raises:
        NotFound: no report that the person may see holds it.
    """
    same, verdicts = _judged(view, kind, key)
    uses = [u for k in (key, *same) for u in view.store.uses(kind, k, allowed=view.visitor.groups)]
    if not uses:
        raise NotFound(f"no {kind} {key!r}", hint="the lists of names lead to all of them")
    records = [(u, view.store.record_of(u.report_id)) for u in uses[:OPENED]]
    aliases: Counter[str] = Counter()
    facts: Counter[str] = Counter()
    mentions: list[Mention] = []
    ties: list[Tie] = []
    for use, record in records:
        found, told, spans = _item(kind, record, use.item)
        aliases.update(found)
        facts.update(told)
        mentions += [_mention(record, use, span) for span in spans[:3]]
        ties += _ties(record, use) if kind == "actor" else []
    incidents = dict.fromkeys(i for u in uses for i in u.incidents)
    titles = tuple((i, view.store.one_incident(i).title) for i in list(incidents)[:OPENED])
    ref = name_ref(kind, key)
    consents = newest_of(view.store.judgements(subject=ref), CONSENT)
    return NameContext(
        kind,
        key,
        uses[0].name,
        tuple(aliases.most_common(24)),
        tuple(facts.most_common(24)),
        tuple(uses),
        tuple(mentions),
        tuple(ties),
        titles,
        _likely(view, kind, key, verdicts),
        tuple(same),
        _revisions(view, uses) if kind == "source" else (),
        _retractions(view, uses, list(incidents)[:OPENED]) if kind == "source" else (),
        consents,
        view.store.newest_judgement(ref, "consent") or "",
    )


def _judged(view: View, kind: str, key: str) -> tuple[list[str], dict[str, Judgement]]:
    """Keys that are the same name by judgement, and the judgements on all pairs with this one."""
    ref = name_ref(kind, key)
    verdicts: dict[str, Judgement] = {}
    for judgement in standing(view.store.judgements(kind=NAME_PAIR, subject=ref)):
        other = next((s for s in judgement.subject if s != ref), None)
        if other is not None:
            verdicts[other.partition(":")[2]] = judgement
    return [k for k, j in verdicts.items() if j.now == "same"], verdicts


def _item(kind: NameKind, record: Record, item: str) -> tuple[list[str], list[str], Sequence[Span]]:
    """Names, facts and words of a name in one record."""
    if kind == "actor":
        actor = next((a for a in record.actors if a.id == item), None)
        if actor is None:
            return [], [], ()
        roles = [r.title for r in actor.roles]
        return [actor.name, *actor.aliases], [actor.kind.replace("_", " "), *roles], actor.mentions
    if kind == "place":
        place = next((p for p in record.places if p.id == item), None)
        if place is None:
            return [], [], ()
        where = [f"{place.lat:.2f}, {place.lon:.2f}"] if place.lat is not None and place.lon is not None else []
        return [s.text for s in place.mentions], [place.precision, *where, *place.within[:2]], place.mentions
    if kind == "victim":
        victim = next((v for v in record.victims if v.id == item), None)
        if victim is None:
            return [], [], ()
        age = [f"aged {victim.age.low}"] if victim.age is not None else []
        return [s.text for s in victim.names], [victim.harm, f"status {victim.status}", *age], victim.spans
    return [record.document.publisher or ""], [f"language {record.document.language}"], ()


def _mention(record: Record, use: NameUse, span: Span) -> Mention:
    before, after = around(record.document.text, span.start, span.end)
    outlet = use.publisher or "unknown"
    return Mention(use.report_id, use.title, outlet, use.published_at, before, span.text, after, span.start, span.end)


def _ties(record: Record, use: NameUse) -> list[Tie]:
    actors = {a.id: a.name for a in record.actors}
    found = []
    for relation in record.relations:
        if use.item not in (relation.subject_id, relation.object_id) or not relation.evidence:
            continue
        forward = relation.subject_id == use.item
        other = actors.get(relation.object_id if forward else relation.subject_id, "?")
        span = relation.evidence[0]
        found.append(
            Tie(relation.relation.replace("_", " "), other, forward, span.text, use.report_id, span.start, span.end)
        )
    return found


def _likely(view: View, kind: NameKind, key: str, verdicts: dict[str, Judgement]) -> tuple[Likely, ...]:
    """Names that share a word with this one; whether they are one is for a person to say."""
    if kind == "source":
        return ()
    found: dict[str, Likely] = {}
    for word in [w for w in key.split() if len(w) > 3][:3]:
        for named in view.store.names(kind, beginning=word, limit=20, allowed=view.visitor.groups):
            if named.key != key and named.key not in found:
                judgement = verdicts.get(named.key)
                verdict = judgement.now if judgement is not None else None
                seen = judgement.id if judgement is not None else ""
                found[named.key] = Likely(named.key, named.name, named.reports, verdict, seen)
    return tuple(found.values())[:20]


def _retractions(view: View, uses: Sequence[NameUse], incidents: Sequence[str]) -> tuple[Retraction, ...]:
    """What the reports of a source no longer say, by incident; each leads to its words."""
    ours = {use.report_id for use in uses}
    found = []
    for incident in (view.store.one_incident(i) for i in incidents):
        for account in (a for a in incident.accounts if a.report_id in ours):
            for question, answer in ((q, x) for q, given in account.answers for x in given if not x.live):
                kind = "taken back" if answer.withdrawn_by is not None else "superseded"
                said = number(answer) if question in COUNTED else answer.value
                span = answer.span
                found.append(
                    Retraction(
                        incident.id,
                        incident.title,
                        account.name,
                        ASKED.get(question, question),
                        said,
                        kind,
                        account.report_id,
                        span.start,
                        span.end,
                    )
                )
    return tuple(found)


def _revisions(view: View, uses: Sequence[NameUse]) -> tuple[tuple[str, str, int], ...]:
    """(report id, what changed, versions) of the source's reports that came in more than once."""
    found = []
    for use in uses[:OPENED]:
        row = view.store.find(use.report_id)
        if row.versions > 1:
            found.append((row.report_id, f"{row.title} ({day(row.published_at)})", row.versions))
    return tuple(found)
