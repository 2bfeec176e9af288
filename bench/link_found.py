"""Gold incidents beside what linking made of their reports: the ground that the linking bench measures on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench import link_scores as scores
from bench.link_gold import Gold, GoldEvent
from rashomon.linking import link
from rashomon.linking.incidents import build
from rashomon.linking.profiles import profiles_of
from rashomon.linking.violent import is_violent
from rashomon.model.incidents import Incident
from rashomon.model.record import Record


@dataclass(frozen=True, slots=True)
class Linked:
    """Records linked: gold event to its own event, and the incidents."""

    gold: Gold
    records: Mapping[str, Record]
    events: Mapping[GoldEvent, GoldEvent]
    incidents: Sequence[Incident]

    def names(self) -> dict[str, str]:
        """Report id to its name in the gold."""
        return {r.document.id: name for name, r in self.records.items()}

    def home(self) -> dict[tuple[str, str], Incident]:
        """Event of a named report to its incident."""
        names = self.names()
        return {(names[e.report_id], e.event_id): i for i in self.incidents for e in i.events}

    def of_gold(self) -> dict[str, Incident]:
        """Gold incident to the incident that holds most of its events."""
        home = self.home()
        by_id = {i.id: i for i in self.incidents}
        out = {}
        for name, events in self.gold.clusters().items():
            best = scores.most(
                home[e.report, e.event].id
                for g in events
                if (e := self.events.get(g)) is not None and (e.report, e.event) in home
            )
            if best is not None:
                out[name] = by_id[best]
        return out

    def wholes(self) -> dict[str, Incident]:
        """Gold incident to its accounts: where the gold lists several events of a report, over the incidents of all.

        A report that tells a siege and its storming apart makes two incidents of them, and the gold asks for the dead and
        the answers of both at once. What linking split or left out stays so.
        """
        homes, best = self.home(), self.of_gold()
        taken = {incident.id: name for name, incident in best.items()}
        out = {}
        for name, incident in best.items():
            further = {
                home.id: home
                for g in self.gold.further(name)
                if (e := self.events.get(g)) is not None and (home := homes.get((e.report, e.event))) is not None
            }
            beside = [i for key, i in sorted(further.items()) if taken.get(key, name) == name and key != incident.id]
            out[name] = self._over(incident, beside) if beside else incident
        return out

    def _over(self, main: Incident, beside: Sequence[Incident]) -> Incident:
        """One incident over the events of several, as if no report had told them apart."""
        refs = {(e.report_id, e.event_id) for i in (main, *beside) for e in i.events}
        known = {r.document.id: r for r in self.records.values()}
        members = [p for i in sorted({i for i, _ in refs}) for p in profiles_of(known[i]) if (i, p.event_id) in refs]
        return build(members, known, said={})


def from_gold(gold: Gold) -> Linked:
    """Links the gold's own records."""
    events = {GoldEvent(n, e.id): GoldEvent(n, e.id) for n, r in gold.records.items() for e in r.events}
    return Linked(gold, gold.records, events, link(gold.records.values()))


def from_text(gold: Gold) -> Linked:
    """Reads the reports' texts with default settings and links what came out; events are matched by their words."""
    from rashomon.run.pipeline import Reader
    from rashomon.settings import Settings

    reader = Reader(Settings())
    records: dict[str, Record] = {}
    events: dict[GoldEvent, GoldEvent] = {}
    for name, document in gold.texts.items():
        raw = document["text"].encode()
        records[name] = reader.read(raw, name=f"{name}.txt", published=document["published_at"])
        events |= _matched(name, gold.records[name], records[name])
    return Linked(gold, records, events, link(records.values()))


def _matched(name: str, gold: Record, read: Record) -> dict[GoldEvent, GoldEvent]:
    """Gold events to the events that share most words of their triggers with them, each once."""
    found = []
    for ours in gold.events:
        for theirs in read.events:
            both = sum(
                min(a.end, b.end) > max(a.start, b.start)
                for a in ours.triggers
                for b in (*theirs.triggers, *theirs.evidence)
            )
            if both:
                found.append((-both, not is_violent(theirs), ours.id, theirs.id))
    out: dict[GoldEvent, GoldEvent] = {}
    taken: set[str] = set()
    for _, _, ours_id, theirs_id in sorted(found):
        if GoldEvent(name, ours_id) not in out and theirs_id not in taken:
            out[GoldEvent(name, ours_id)] = GoldEvent(name, theirs_id)
            taken.add(theirs_id)
    return out
