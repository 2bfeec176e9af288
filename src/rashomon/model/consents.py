"""Consent: whose name may stand in public, as people noted it, person by person or report by report.

A person's consent is a judgement about "victim:NAME" or "actor:NAME"; one that names a report too holds in that
report alone. A report's own consent says that the people whom it names agreed to be named there. Taking a
consent back is a judgement as well. Witnesses whom a report leaves unnamed stay unnamed, whatever was noted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rashomon.model.covering import form_of
from rashomon.model.judgements import Judgement, standing

CONSENT = "consent"
_PEOPLE = ("victim", "actor")
_REPORT_ID = 64


@dataclass(frozen=True, slots=True)
class Consents:
    """Consents that stand.

    Args:
        people: (words of the name, report id or null) of each person who agreed.
        reports: ids of reports whose people agreed.
    """

    people: frozenset[tuple[tuple[str, ...], str | None]]
    reports: frozenset[str]

    def covers(self, name: str, report_id: str) -> bool:
        """Whether this name may be shown from this report."""
        form = form_of(name)
        return report_id in self.reports or (form, None) in self.people or (form, report_id) in self.people

    def __bool__(self) -> bool:
        return bool(self.people or self.reports)


def newest_of(judgements: Iterable[Judgement], kind: str) -> tuple[Judgement, ...]:
    """The newest judgement of a kind on each subject, where it says something: holds and consents that stand."""
    newest = {j.subject: j for j in standing(judgements) if j.kind == kind}
    return tuple(j for j in newest.values() if j.now is not None)


def consents_of(judgements: Iterable[Judgement]) -> Consents:
    """What stands today: the newest judgement on a subject counts.

    Args:
        judgements: all of them, oldest first; other kinds are passed over.
    """
    people: set[tuple[tuple[str, ...], str | None]] = set()
    reports: set[str] = set()
    for subject in (j.subject for j in newest_of(judgements, CONSENT)):
        kind, _, name = subject[0].partition(":")
        if kind in _PEOPLE:
            people.add((form_of(name), subject[1] if len(subject) > 1 else None))
        elif len(kind) == _REPORT_ID and not name:
            reports.add(kind)
    return Consents(frozenset(people), frozenset(reports))
