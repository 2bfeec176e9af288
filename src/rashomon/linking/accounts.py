"""The accounts of one incident: every origin's answers in every report, settled and counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from rashomon.linking import accused
from rashomon.linking.answers import answers_of
from rashomon.linking.bodies import nation_of, one_state
from rashomon.linking.copies import Copies
from rashomon.linking.names import words_of
from rashomon.linking.origins import find_origins
from rashomon.linking.raws import COUNTED, Raw, essence
from rashomon.linking.tolls import Stand, settle
from rashomon.linking.voices import Voice, outlet_of, voice_of
from rashomon.model.accounts import Account, AccountAnswer
from rashomon.model.actors import Who
from rashomon.model.incidents import QUESTIONS
from rashomon.model.places import Place
from rashomon.model.record import Record

_ORDER = (*QUESTIONS, *(m for m in COUNTED if m not in QUESTIONS))


@dataclass(frozen=True, slots=True)
class Ledger:
    """Settled answers with their voices, in the order of publication."""

    stands: tuple[Stand, ...]
    voices: tuple[Voice, ...]
    roots: tuple[tuple[str, str], ...]
    records: Mapping[str, Record]
    order: Mapping[str, int]

    @property
    def origins(self) -> int:
        """Groups that count as one, each at most once; an outlet that only repeats is none."""
        return len({s.group for s in self.stands if not s.raw.echo})


def ledger_of(members: Sequence[tuple[Record, Sequence[str]]], copies: Copies) -> Ledger:
    """Collects and settles the answers of all reports of an incident.

    Args:
        members: records with the ids of their events in the incident.
    """
    records = {record.document.id: record for record, _ in members}
    ranked = sorted(records.values(), key=lambda r: (moment(r.document.published_at), r.document.id))
    order = {r.document.id: i for i, r in enumerate(ranked)}
    raws = [
        raw
        for record, ids in members
        for event in record.events
        if event.id in ids
        for raw in answers_of(record, event)
    ]
    raws = sorted(
        {_identity(r): r for r in reversed(raws)}.values(),
        key=lambda r: (order[r.report_id], r.span.start, r.span.end, r.question, r.value),
    )
    voices = [voice_of(records[r.report_id], r) for r in raws]
    raws = [replace(r, speaker=v.who) for r, v in zip(raws, voices, strict=True)]
    raws = _without_relays(raws, voices, records)
    sides, country = accused.accused_names(raws), _country(raws)
    state = _only_state(raws, voices, nation_of(country))
    found = find_origins(voices, records, copies, country=state, one_state=_one_state(raws, voices))
    stands = [
        Stand(r, found.names[v.key], found.groups[v.key], accused.is_accused(v.names, sides, country=country))
        for r, v in zip(raws, voices, strict=True)
    ]
    theirs = accused.groups_of(stands)
    stands = [replace(s, accused=s.group in theirs) for s in stands]
    rank = _ranks(records)
    settled = settle(stands, order={i: min(n, rank.get(copies.head(i), n)) for i, n in rank.items()})
    return Ledger(tuple(settled), tuple(voices), tuple(found.roots[v.key] for v in voices), records, order)


def _only_state(raws: Sequence[Raw], voices: Sequence[Voice], country: str | None) -> str | None:
    """The country, where no other state counts the harmed too: an army without a name may then be either's."""
    counting = {b.nation for r, v in zip(raws, voices, strict=True) if r.figure_id is not None for b in v.bodies}
    return country if counting <= {None, country} else None


def _one_state(raws: Sequence[Raw], voices: Sequence[Voice]) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Organs of one state that give the same count, or of which one replaces the other's (guideline 78 and 90).

    Whom an organ cites for its own count, in the report in which it rejects the other, speaks for it there. Organs that
    contradict each other on another measure are two.
    """
    counted = [
        (r, v)
        for r, v in zip(raws, voices, strict=True)
        if r.figure_id is not None and r.low is not None and r.part_of is None
    ]
    several = len({b.nation for _, v in counted for b in v.bodies} - {None}) > 1
    given: dict[tuple[tuple[str, str], str], set[object]] = defaultdict(set)
    for raw, voice in counted:
        given[voice.key, raw.question].add((raw.low, raw.high))
    found = []
    for raw, voice in counted:
        theirs = [
            w.key
            for s, w in counted
            if not s.negated and w.key != voice.key and (s.question, s.low, s.high) == (raw.question, raw.low, raw.high)
            if any(one_state(a, b, named=several) for a in voice.bodies for b in w.bodies)
            if all(
                given[voice.key, q] & given[w.key, q] for k, q in list(given) if k == voice.key and (w.key, q) in given
            )
        ]
        beside = {
            w.key
            for s, w in counted
            if theirs and raw.negated and not s.negated and not s.taken_back
            if (s.question, s.report_id) == (raw.question, raw.report_id)
        }
        found += [(voice.key, key) for key in (*theirs, *(sorted(beside) if len(beside) == 1 else ()))]
    return found


def _without_relays(raws: Sequence[Raw], voices: Sequence[Voice], records: Mapping[str, Record]) -> list[Raw]:
    """Marks what a report cites another outlet for and that outlet has from somebody: a citation is no origin."""
    outlets: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for record in records.values():
        outlets[words_of(outlet_of(record))].add(record.document.id)
    told = {(r.report_id, r.question, essence(r)) for r, v in zip(raws, voices, strict=True) if v.who is not None}
    out = []
    for raw, voice in zip(raws, voices, strict=True):
        cited = outlets.get(words_of(voice.name), set()) - {raw.report_id} if voice.who is not None else set()
        relayed = any((i, raw.question, essence(raw)) in told for i in cited)
        out.append(replace(raw, echo=True) if relayed and not raw.negated else raw)
    return out


def moment(published: str | None) -> str:
    """Sorts publications in UTC; a day without a clock time comes before its clock times, an unknown day last."""
    if published is None:
        return "9999"
    try:
        at = datetime.fromisoformat(published)
    except ValueError:
        return published
    if len(published) <= 10 or at.tzinfo is None:
        return published
    return at.astimezone(UTC).isoformat()[:16]


def _ranks(records: Mapping[str, Record]) -> dict[str, int]:
    """Report id to its place in time, by its last change; reports of a day of which one has no clock time share one."""
    at = {i: moment(r.document.updated_at or r.document.published_at) for i, r in records.items()}
    unclocked = {m for m in at.values() if len(m) <= 10}
    moments = {i: m[:10] if m[:10] in unclocked else m for i, m in at.items()}
    ranks = {m: n for n, m in enumerate(sorted(set(moments.values())))}
    return {i: ranks[m] for i, m in moments.items()}


def _identity(raw: Raw) -> tuple[object, ...]:
    return raw.report_id, raw.question, raw.value, raw.figure_id, raw.claim_id, raw.span, raw.negated


def _country(raws: Iterable[Raw]) -> str | None:
    counted = Counter(r.thing.within[-1] for r in raws if isinstance(r.thing, Place) and r.thing.within)
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return ranked[0][0] if ranked else None


def accounts_of(ledger: Ledger, copies: Copies) -> tuple[Account, ...]:
    """One account for each voice of each report, by publication; the outlet's own voice after those it quotes."""
    rows: dict[tuple[str, str], list[tuple[Stand, Voice]]] = defaultdict(list)
    for stand, voice, root in zip(ledger.stands, ledger.voices, ledger.roots, strict=True):
        rows[voice.report_id, "|".join(root)].append((stand, voice))
    seen: set[str] = set()
    out = []
    for key in sorted(
        rows, key=lambda k: (ledger.order[k[0]], rows[k][0][1].who is None, rows[k][0][0].raw.span.start, k)
    ):
        members = rows[key]
        group = members[0][0].group
        own = any(not s.raw.echo for s, _ in members)
        out.append(_account(members, ledger, copies, independent=own and group not in seen))
        if own:
            seen.add(group)
    return tuple(out)


def _account(members: Sequence[tuple[Stand, Voice]], ledger: Ledger, copies: Copies, *, independent: bool) -> Account:
    stand, voice = members[0]
    record = ledger.records[voice.report_id]
    relays: dict[str, Who] = {
        s.raw.relayed_by.name: s.raw.relayed_by for s, _ in members if s.raw.relayed_by is not None
    }
    answers = tuple(
        (q, found) for q in _ORDER if (found := tuple(_answer(s) for s, _ in members if s.raw.question == q))
    )
    original = copies.original_of.get(voice.report_id)
    return Account(
        voice.who,
        outlet_of(record),
        tuple(relays[n] for n in sorted(relays)),
        voice.report_id,
        record.document.published_at,
        independent,
        stand.origin,
        stand.accused,
        original if original in ledger.records else None,
        answers,
        None if original not in ledger.records else "syndicated" if voice.report_id in copies.printed else "rewritten",
    )


def _answer(stand: Stand) -> AccountAnswer:
    raw = stand.raw
    return AccountAnswer(
        raw.value,
        raw.low,
        raw.high,
        stand.live,
        stand.superseded_by,
        stand.withdrawn_by,
        raw.claim_id,
        raw.span,
        raw.qualifier,
        raw.population,
        raw.figure_id,
        raw.part_of,
        raw.negated,
        raw.hedged,
        raw.echo,
        stand.flags,
    )


def admitted(ledger: Ledger) -> tuple[str, ...]:
    """Origins that say it was them, by a claim of responsibility or an admission, and nowhere that it was not."""
    acts = {(r.document.id, c.id): c.act for r in ledger.records.values() for c in r.claims}
    own = [s for s in ledger.stands if s.raw.question == "perpetrator"]
    denying = {s.group for s in own if s.raw.negated}
    said = {"claim_responsibility", "admit"}
    found = [s for s in own if not s.raw.negated and acts.get((s.raw.report_id, s.raw.claim_id or "")) in said]
    return tuple(dict.fromkeys(s.origin for s in found if s.group not in denying))
