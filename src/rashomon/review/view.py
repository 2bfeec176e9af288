"""What a builder is given: the store, the person who asks, and the desk's options."""

from __future__ import annotations

from dataclasses import dataclass, field

from rashomon.errors import NotFound
from rashomon.model.incidents import Incident
from rashomon.model.judgements import Judgement
from rashomon.review.access import Visitor, now_text
from rashomon.review.options import Options
from rashomon.store.desk_protocol import NAME_KINDS, DeskStore, Freshness
from rashomon.store.protocol import ReportRow


@dataclass(slots=True)
class View:
    """One request's view of the desk; what a person may not see is not found."""

    store: DeskStore
    visitor: Visitor
    options: Options
    _hidden: frozenset[str] | None = field(default=None, repr=False)

    def incident(self, incident_id: str) -> Incident:
        """An incident that the person may see.

        Raises:
            NotFound: there is none, or it is not theirs to see.
        """
        found = self.store.one_incident(incident_id)
        group = self.store.standing(found.id).group
        if group is not None and self.visitor.groups is not None and group not in self.visitor.groups:
            raise NotFound(f"no incident {incident_id!r}", hint="`rashomon incidents` lists them")
        return found

    def hidden(self) -> frozenset[str]:
        """Reports of incidents that are restricted to groups of others."""
        if self._hidden is None:
            groups = self.visitor.groups
            self._hidden = self.store.hidden_reports(groups) if groups is not None else frozenset()
        return self._hidden

    def report(self, reference: str) -> ReportRow:
        """A report that the person may see.

        Raises:
            NotFound: there is none, or it is not theirs to see.
        """
        row = self.store.find(reference)
        if row.report_id in self.hidden():
            raise NotFound(f"no report {reference!r}", hint="`rashomon reports` lists ids")
        return row

    def sees(self, ref: str) -> bool:
        """Whether a thing that a judgement is about is theirs to see: a report or what is in it, an incident, a name."""
        head, _, rest = ref.partition(":")
        groups = self.visitor.groups
        if groups is None:
            return True
        if head in NAME_KINDS and len(head) < 10:
            return self.sees_name(head, rest)
        if head in self.hidden():
            return False
        group = self.store.standing(self.store.redirect(head)).group
        return group is None or group in groups

    def sees_name(self, kind: str, key: str) -> bool:
        """Whether a report that they may see holds the name."""
        hidden = self.hidden()
        if not hidden:
            return True
        return any(use.report_id not in hidden for use in self.store.uses(kind, key))  # type: ignore[arg-type]  # a kind of NAME_KINDS

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
