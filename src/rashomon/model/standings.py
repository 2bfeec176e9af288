"""Where the work on an incident stands: a view of the judgements about it, never typed in.

The states are those that casualty recorders work with; which one may follow which, and that a
reviewer is not the coder, is checked where a judgement is made (`check_step`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rashomon.model.judgements import Judgement, JudgementRefused, standing

STATE, ASSIGN, GRADE, GROUP = "state", "assign", "grade", "group"
#: Kinds of judgement that a standing is made of.
STANDING_KINDS = (STATE, ASSIGN, GRADE, GROUP)
MACHINE, CODED, REVIEWED, PUBLISHED = "machine", "coded", "reviewed", "published"
PENDING, OUT_OF_SCOPE, WITHDRAWN = "pending", "out_of_scope", "withdrawn"
STATES = (MACHINE, CODED, REVIEWED, PUBLISHED, PENDING, OUT_OF_SCOPE, WITHDRAWN)
#: State to the states that may follow; a step back ("coded" after "reviewed") is a return and needs its reason.
STEPS: dict[str, tuple[str, ...]] = {
    MACHINE: (CODED, PENDING, OUT_OF_SCOPE),
    CODED: (REVIEWED, MACHINE, PENDING, OUT_OF_SCOPE),
    REVIEWED: (PUBLISHED, CODED, PENDING, OUT_OF_SCOPE),
    PUBLISHED: (WITHDRAWN, REVIEWED),
    PENDING: (CODED, OUT_OF_SCOPE, MACHINE),
    OUT_OF_SCOPE: (MACHINE,),
    WITHDRAWN: (REVIEWED,),
}
#: Airwars' grades (methodology rule 7).
GRADES = ("Confirmed", "Fair", "Weak", "Contested", "Discounted")
#: Steps that say nothing without a reason: what is missing, which criterion, why it goes back.
_NEED_REASON = (PENDING, OUT_OF_SCOPE, WITHDRAWN)
_FORWARD = {MACHINE: 0, PENDING: 0, OUT_OF_SCOPE: 0, CODED: 1, REVIEWED: 2, WITHDRAWN: 2, PUBLISHED: 3}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the work on one incident stands.

    Args:
        coder: who called it coded last; `reviewer` who reviewed it since.
        grade: that a person signed, null while it is only suggested; `signed_by` signed it.
        group: the team that alone may see it, null if all may.
        at: of the newest judgement, whose id is `last`.
    """

    state: str = MACHINE
    assignee: str | None = None
    coder: str | None = None
    reviewer: str | None = None
    grade: str | None = None
    signed_by: str | None = None
    group: str | None = None
    at: str | None = None
    last: str | None = None


def standing_of(judgements: Iterable[Judgement]) -> Standing:
    """What the judgements about one incident say of the work on it.

    Args:
        judgements: all about it, oldest first, those taken back included.
    """
    every = list(judgements)
    found = Standing()
    for judgement in standing(every):
        found = _with(found, judgement)
    newest = every[-1] if every else None
    return found if newest is None else replace(found, at=newest.at, last=newest.id)


def _with(found: Standing, judgement: Judgement) -> Standing:
    if judgement.kind == ASSIGN:
        return replace(found, assignee=judgement.now)
    if judgement.kind == GRADE:
        return replace(found, grade=judgement.now, signed_by=judgement.who if judgement.now is not None else None)
    if judgement.kind == GROUP:
        return replace(found, group=judgement.now)
    if judgement.kind != STATE or judgement.now is None:
        return found
    coder = judgement.who if judgement.now == CODED and found.state != REVIEWED else found.coder
    if judgement.now == REVIEWED and found.state == CODED:
        return replace(found, state=REVIEWED, coder=coder, reviewer=judgement.who)
    reviewer = found.reviewer if judgement.now in (PUBLISHED, REVIEWED, WITHDRAWN) else None
    return replace(found, state=judgement.now, coder=coder, reviewer=reviewer)


def check_step(found: Standing, judgement: Judgement) -> None:
    """Holds a judgement on the state against where the work stands.

    Raises:
        JudgementRefused: no such step, no reason where one is due, or the coder would review their own work.
    """
    if judgement.kind == GRADE and judgement.now is not None and judgement.now not in GRADES:
        raise JudgementRefused(f"{judgement.now!r} is no grade: {', '.join(GRADES)}")
    if judgement.kind != STATE or judgement.undoes is not None:
        return
    if judgement.now not in STEPS.get(found.state, ()):
        raise JudgementRefused(f"from {found.state} the work can't go to {judgement.now}")
    back = _FORWARD[judgement.now or MACHINE] < _FORWARD[found.state]
    if (judgement.now in _NEED_REASON or back) and not judgement.why.strip():
        raise JudgementRefused("say why: what is missing, which criterion, or what has to be done again")
    if judgement.now == REVIEWED and found.state == CODED and judgement.who == found.coder:
        raise JudgementRefused("the reviewer is not the coder: somebody else reviews what you coded")
