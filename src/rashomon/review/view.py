"""What a builder is given: the store, the person who asks, and the desk's options."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rashomon.errors import NotFound
from rashomon.model.incidents import Incident
from rashomon.model.judgements import Judgement
from rashomon.review.access import Visitor, now_text
from rashomon.review.options import Options
from rashomon.store.desk_protocol import DeskStore, Freshness
from rashomon.store.protocol import ReportRow


@dataclass(slots=True)
class View:
    """One request's view of the desk; what a person may not see is not found."""

    store: DeskStore
    visitor: Visitor
    options: Options
    _known: dict[str, bool] = field(default_factory=dict, repr=False)

    def incident(self, incident_id: str) -> Incident:
        """An incident that the person may see.

        Raises:
            NotFound: there is none, or it is not theirs to see.
        """
        found = self.store.one_incident(incident_id)
        if not self.sees(found.id):
            raise NotFound(f"no incident {incident_id!r}", hint="`rashomon incidents` lists them")
        return found

    def hidden(self, refs: Iterable[str]) -> frozenset[str]:
        """Those of these things that incidents restricted to groups of others hide: all that is asked, in one go."""
        groups = self.visitor.groups
        if groups is None:
            return frozenset()
        each = frozenset(refs)
        if new := each - self._known.keys():
            gone = self.store.hidden(new, allowed=groups)
            self._known |= {ref: ref in gone for ref in new}
        return frozenset(ref for ref in each if self._known[ref])

    def report(self, reference: str) -> ReportRow:
        """A report that the person may see.

        Raises:
            NotFound: there is none, or it is not theirs to see.
        """
        row = self.store.find(reference)
        if not self.sees(row.report_id):
            raise NotFound(f"no report {reference!r}", hint="`rashomon reports` lists ids")
        return row

    def sees(self, *refs: str) -> bool:
        """Whether all that a judgement is about is theirs to see: a report or what is in it, an incident, a name."""
        return not self.hidden(refs)

    def decide(
        self,
        kind: str,
        subject: str,
        now: str | None,
        *,
        was: str | None = None,
        why: str = "",
        seen: str | None = None,
        undoes: str | None = None,
        relink: bool = True,
        also: tuple[str, ...] = (),
    ) -> Judgement:
        """Keeps a judgement of the person who asks; see `DeskStore.decide`."""
        stamp = self.options.codebook.stamp()
        person, about = self.visitor.name, (subject, *also)
        judgement = Judgement("", now_text(), person, kind, about, was, now, why.strip(), undoes, stamp)
        return self.store.decide(judgement, seen=seen or None, relink=relink)

    def freshness(self) -> Freshness:
        """Whether pages about incidents are current."""
        return self.store.freshness()
