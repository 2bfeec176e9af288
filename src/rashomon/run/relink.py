"""Keeps the derived incidents up to date: what came, changed or went, or was judged, and nothing else.

What is stored is a cache that can be thrown away at any time; linking one report at a time gives what a run from
nothing gives (tests/property). Many changes at once are linked from nothing, because that is faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import TypeVar

from rashomon.errors import NotFound
from rashomon.linking import incidents as made
from rashomon.linking.cluster import Pair
from rashomon.linking.ground import edges_of
from rashomon.linking.incremental import replace as take
from rashomon.linking.packing import version
from rashomon.linking.partition import partition
from rashomon.linking.people import Said
from rashomon.linking.profiles import Profile, profiles_of
from rashomon.linking.sources import SourceRecord, sources_of
from rashomon.model.incidents import Incident
from rashomon.run import judged
from rashomon.run.ground import StoreGround, as_row
from rashomon.run.local import now
from rashomon.store.protocol import LinkTables, Store

T = TypeVar("T")
#: Changed reports above which everything is linked from nothing, unless the store is far larger.
MANY = 200


def incidents(store: Store) -> tuple[Incident, ...]:
    """The incidents of all stored reports, linked anew where a report came, changed or went, or a person judged."""
    kept = store.incidents()
    if kept is not None:
        return kept
    update(store)
    return store.incidents() or ()


def incident(store: Store, incident_id: str) -> Incident:
    """One incident by its id, an earlier id, or the beginning of one.

    Raises:
        NotFound: none or several begin so.
    """
    update(store)
    wanted = store.redirect(incident_id)
    if (found := store.incident(wanted)) is not None:
        return found
    ids = store.incident_ids(wanted)
    if len(ids) > 1:
        raise NotFound(f"{len(ids)} incidents begin with {incident_id!r}", hint="give more of the id")
    found = store.incident(ids[0]) if ids else None
    if found is None:
        raise NotFound(f"no incident {incident_id!r}", hint="`rashomon incidents` lists them")
    return found


def sources(store: Store) -> tuple[SourceRecord, ...]:
    """What every named source did with its figures, over all incidents."""
    return sources_of(incidents(store))


def work(store: Store) -> int:
    """Does what judgements asked for; how many jobs are done."""
    jobs = store.jobs()
    if jobs:
        update(store)
    return sum(store.finish_job(job.id, at=now()) for job in jobs)


def update(store: Store) -> None:
    """Brings the derived incidents to what is stored and judged."""
    judgements, values = store.judgements(kind="pair"), judged.by_report(store)
    with store.linking() as kept:
        tables = judged.tables(kept, values)
        words, said = made.judged(judgements), made.words(judgements)
        have, want = tables.linked(), _versioned(tables.current())
        gone = [i for i in have if have[i] != want.get(i)]
        new = [i for i in want if want[i] != have.get(i)]
        done = set(tables.applied())
        known = [j for j in judgements if j.id in done]
        told = _differing(made.judged(known), words)
        named = {ref.partition(":")[0] for pair in _differing(made.words(known), said) for ref in pair}
        if not (gone or new or named) and have:
            tables.finish(j.id for j in judgements)
            return
        if len(new) > max(MANY, len(have) // 4) or not have:
            _from_nothing(tables, words, said)
        else:
            _step(tables, Changed(gone, new, told, named), words, said)
        tables.set_linked(gone, {i: want[i] for i in new})
        tables.finish(j.id for j in judgements)


def _versioned(current: Mapping[str, str]) -> dict[str, str]:
    """A record is linked in again when linking itself has changed."""
    return {i: f"{sha[:48]}.{version()}" for i, sha in current.items()}


@dataclass(frozen=True, slots=True)
class Changed:
    """What happened since the last time.

    Args:
        gone: reports whose record that was linked in left; `new`: those whose record came.
        told: pairs of events on which a judgement changed.
        named: reports that a judgement that changed speaks of.
    """

    gone: Sequence[str]
    new: Sequence[str]
    told: Sequence[Pair]
    named: Set[str]


def _differing(before: Mapping[T, str], after: Mapping[T, str]) -> list[T]:
    return [pair for pair in {**before, **after} if before.get(pair) != after.get(pair)]


def _from_nothing(tables: LinkTables, words: Mapping[Pair, str], said: Said) -> None:
    """Links every current record at once."""
    tables.clear()
    olds = tables.drop_incidents()
    profiles: list[Profile] = []
    for record in tables.records(tables.current()):
        profiles.extend(profiles_of(record))
    tables.add(as_row(p) for p in profiles)
    clusters = {members[0].id: [p.id for p in members] for members in partition(profiles, words)}
    tables.set_clusters((), clusters)
    tables.load_edges((a, b, e.score, e.linked) for (a, b), e in edges_of(profiles).items())
    by_id = {p.id: p for p in profiles}
    told = {name: [by_id[i] for i in ids] for name, ids in clusters.items()}
    told = {name: members for name, members in told.items() if made.is_incident(members)}
    built = {name: _built(tables, members, said) for name, members in told.items()}
    home = {(e.report_id, e.event_id): x.id for x in built.values() for e in x.events}
    found = [(name, _with_parent(tables, x, home)) for name, x in built.items()]
    tables.load_incidents(found, olds, at=now())


def _built(tables: LinkTables, members: Sequence[Profile], said: Said) -> Incident:
    known = {r.document.id: r for r in tables.records({p.report_id for p in members})}
    return made.build(members, known, said=said)


def _with_parent(tables: LinkTables, found: Incident, home: Mapping[tuple[str, str], str]) -> Incident:
    known = {r.document.id: r for r in tables.records({e.report_id for e in found.events})}
    return replace(found, parent_id=made.parent_of(found, known, home))


def _step(tables: LinkTables, changed: Changed, words: Mapping[Pair, str], said: Said) -> None:
    """Takes reports out and in, and derives anew the incidents that this touches."""
    ground = StoreGround(tables)
    removed = [i for report_id in changed.gone for i in ground.of_report(report_id)]
    added = [p for record in tables.records(changed.new) for p in profiles_of(record)]
    change = take(ground, removed, added, judged=words, told=changed.told)
    about = ground.cluster_of(i for report_id in sorted(changed.named) for i in ground.of_report(report_id))
    touched = {**ground.members(set(about.values())), **change.made}
    built: dict[str, Incident] = {}
    for name, ids in touched.items():
        members = list(ground.profiles(ids).values())
        if made.is_incident(members):
            built[name] = _built(tables, members, said)
    empty = [name for name in touched if name not in built]
    tables.set_incidents([*change.gone, *empty], built, at=now())
    _renew_parents(tables, ground, built)


def _renew_parents(tables: LinkTables, ground: StoreGround, built: Mapping[str, Incident]) -> None:
    """Leads sites to their whole, in the incidents that changed and in those that share a report with them."""
    reports = {e.report_id for x in built.values() for e in x.events}
    records = {r.document.id: r for r in tables.records(reports)}
    tied = {i for i, r in records.items() if any(x.kind == "part_of" for x in r.links)}
    near = {c for i in sorted(tied) for c in ground.cluster_of(ground.of_report(i)).values()}
    found = tables.incidents_of(near | set(built))
    home = _home(tables, ground, {e.report_id for x in found.values() for e in x.events})
    known = {r.document.id: r for r in tables.records({e.report_id for x in found.values() for e in x.events})}
    changed = {
        name: replace(x, parent_id=parent)
        for name, x in found.items()
        if (parent := made.parent_of(x, known, home)) != x.parent_id
    }
    if changed:
        tables.set_incidents((), changed, at=now())


def _home(tables: LinkTables, ground: StoreGround, reports: Iterable[str]) -> dict[tuple[str, str], str]:
    """The incident of every event of some reports."""
    ids = [i for report_id in sorted(reports) for i in ground.of_report(report_id)]
    clusters = ground.cluster_of(ids)
    named = {name: x.id for name, x in tables.incidents_of(set(clusters.values())).items()}
    refs = tables.refs(ids)
    return {refs[i]: named[c] for i, c in clusters.items() if c in named}
