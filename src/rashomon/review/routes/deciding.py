"""Decisions on incidents, pairs and names: each is a judgement, and undo is one too."""

from __future__ import annotations

from typing import Literal

from rashomon.errors import NotFound
from rashomon.model.consents import CONSENT
from rashomon.model.corrections import corrected
from rashomon.model.double_coding import CODERS, drawn
from rashomon.model.incidents import Incident
from rashomon.model.judgements import DIFFERENT, PAIR, SAME, JudgementRefused
from rashomon.model.standings import ASSIGN, CODED, GRADE, GROUP, PUBLISHED, REVIEWED, STATE, WITHDRAWN
from rashomon.review.contexts.incident_work import coders_of
from rashomon.review.contexts.names import NAME_PAIR, name_ref
from rashomon.review.registry import Done
from rashomon.review.routes.table import REGISTRY, Form, Id, Key, Ref, Value, Why
from rashomon.review.view import View
from rashomon.store.desk_protocol import NameKind

_BY_REVIEWER = (REVIEWED, PUBLISHED, WITHDRAWN)


class StateForm(Form):
    """A step of the work; `criterion` by which an incident is out of scope."""

    state: Value
    criterion: Value = ""


class AssignForm(Form):
    """Whose it is; empty for nobody's."""

    person: Value = ""


class GradeForm(Form):
    """The grade that a person signs; empty takes the signature back."""

    grade: Value = ""


class GroupForm(Form):
    """The group that alone may see it; empty for all."""

    group: Value = ""


class CommentForm(Form):
    """A remark."""

    text: Why


class MergeForm(Form):
    """The other incident."""

    other: Value


class SplitForm(Form):
    """The event that is another happening."""

    report_id: Value
    event_id: Id


class SameNameForm(Form):
    """The other name, and what it is: same, different or unsure."""

    other: Value
    verdict: Literal["same", "different", "unsure"]


class ConsentForm(Form):
    """On what ground the name may be published; empty takes that back. `report`: from this report only."""

    ground: Value = ""
    report: Value = ""


class PairForm(Form):
    """Two events ("report id:event id") and what they are."""

    a: Value
    b: Value
    verdict: Literal["same", "different", "unsure"]


class UndoForm(Form):
    """The judgement to take back."""

    judgement: Id


@REGISTRY.action("/incident/{incident_id}/state", StateForm, role="coder")
def set_state(view: View, incident_id: Ref, form: StateForm) -> Done:
    """Takes the work a step on, or returns it with a reason."""
    incident = view.incident(incident_id)
    was = view.store.standing(incident.id).state
    by_reviewer = form.state in _BY_REVIEWER or was in _BY_REVIEWER
    if by_reviewer and not view.visitor.may("reviewer"):
        raise JudgementRefused("this step takes a reviewer")
    if form.state == REVIEWED and was == CODED and drawn(incident.id, view.options.codebook.double_coding):
        if len(who := coders_of(view, incident)) < CODERS:
            raise JudgementRefused(f"two people code this incident, and only {', '.join(who) or 'nobody'} did so far")
    why = f"{form.criterion}: {form.why}".strip(": ") if form.criterion else form.why
    made = view.decide(STATE, incident.id, form.state, was=was, why=why, seen=form.seen, relink=False)
    return Done(form.home(f"/incident/{incident.id}"), f"{was} \u2192 {form.state}".replace("_", " "), made.id)


@REGISTRY.action("/incident/{incident_id}/assign", AssignForm, role="coder")
def assign(view: View, incident_id: Ref, form: AssignForm) -> Done:
    """Gives the incident to somebody, or to nobody."""
    incident = view.incident(incident_id)
    person = form.person.strip() or None
    known = {p.name for p in view.store.people() if p.active} or {view.visitor.name}
    if person is not None and person not in known:
        raise JudgementRefused(f"nobody here is called {person!r}")
    was = view.store.standing(incident.id).assignee
    made = view.decide(ASSIGN, incident.id, person, was=was, why=form.why, seen=form.seen, relink=False)
    note = f"assigned to {person}" if person is not None else "assigned to nobody"
    return Done(form.home(f"/incident/{incident.id}"), note, made.id)


@REGISTRY.action("/incident/{incident_id}/grade", GradeForm, role="reviewer")
def sign_grade(view: View, incident_id: Ref, form: GradeForm) -> Done:
    """Signs a grade; the suggestion stays beside it."""
    incident = view.incident(incident_id)
    grade = form.grade or None
    if grade is not None and grade not in view.options.codebook.grades:
        raise JudgementRefused(f"{grade!r} is no grade of the codebook")
    was = view.store.standing(incident.id).grade
    made = view.decide(GRADE, incident.id, grade, was=was, why=form.why, seen=form.seen, relink=False)
    return Done(form.home(f"/incident/{incident.id}"), f"grade: {grade or 'unsigned'}", made.id)


@REGISTRY.action("/incident/{incident_id}/group", GroupForm, role="admin")
def restrict(view: View, incident_id: Ref, form: GroupForm) -> Done:
    """Restricts the incident and its reports to a group."""
    incident = view.incident(incident_id)
    was = view.store.standing(incident.id).group
    made = view.decide(
        GROUP, incident.id, form.group.strip() or None, was=was, why=form.why, seen=form.seen, relink=False
    )
    return Done(form.home(f"/incident/{incident.id}"), f"seen by {form.group or 'all'}", made.id)


@REGISTRY.action("/incident/{incident_id}/comment", CommentForm, role="coder")
def comment(view: View, incident_id: Ref, form: CommentForm) -> Done:
    """Adds a remark."""
    incident = view.incident(incident_id)
    if not form.text.strip():
        raise JudgementRefused("a remark needs words")
    made = view.decide("comment", incident.id, form.text.strip(), relink=False)
    return Done(form.home(f"/incident/{incident.id}#comments"), "remark kept", made.id)


@REGISTRY.action("/incident/{incident_id}/merge", MergeForm, role="coder")
def merge(view: View, incident_id: Ref, form: MergeForm) -> Done:
    """Says that two incidents are the same happening; they are linked anew in the background."""
    one, other = view.incident(incident_id), view.incident(form.other.strip())
    if one.id == other.id:
        raise JudgementRefused("that is this incident itself")
    if not form.why.strip():
        raise JudgementRefused("say why they are one happening")
    a, b = sorted((_founder(one), _founder(other)))
    made = view.decide(PAIR, a, SAME, why=form.why, seen=form.seen or view.store.newest_judgement(a, PAIR), also=(b,))
    return Done(form.home(f"/incident/{one.id}"), "same happening: the incidents are being linked anew", made.id)


@REGISTRY.action("/incident/{incident_id}/split", SplitForm, role="coder")
def split(view: View, incident_id: Ref, form: SplitForm) -> Done:
    """Says that an event of one report is another happening than the others here."""
    incident = view.incident(incident_id)
    ours = f"{form.report_id}:{form.event_id}"
    refs = [f"{e.report_id}:{e.event_id}" for e in incident.events]
    if ours not in refs:
        raise NotFound("the incident has no such event", hint="it may have been linked anew: open it again")
    if not form.why.strip():
        raise JudgementRefused("say why it is another happening")
    others = [r for r in refs if r.partition(":")[0] != form.report_id] or [r for r in refs if r != ours]
    if not others:
        raise JudgementRefused("it is the only event here")
    made = None
    for other in others:
        a, b = sorted((ours, other))
        seen = view.store.newest_judgement(a, PAIR)
        made = view.decide(PAIR, a, DIFFERENT, why=form.why, seen=seen, also=(b,))
    return Done(
        form.home(f"/incident/{incident.id}"),
        "split off: it is being linked anew",
        made.id if made is not None else None,
    )


def _founder(incident: Incident) -> str:
    first = incident.events[0]
    return f"{first.report_id}:{first.event_id}"


@REGISTRY.action("/pairs", PairForm, role="coder")
def judge_pair(view: View, form: PairForm) -> Done:
    """Says whether two events are one happening."""
    for ref in (form.a, form.b):
        report_id, _, event_id = ref.partition(":")
        row = view.report(report_id)
        record = corrected(view.store.record(row), view.store.judgements(subject=row.report_id)).record
        if event_id not in {e.id for e in record.events} or row.report_id != report_id:
            raise NotFound("no such event", hint="the report may have been read anew: open the pairs again")
    a, b = sorted((form.a, form.b))
    seen = form.seen or view.store.newest_judgement(a, PAIR)
    made = view.decide(PAIR, a, form.verdict, why=form.why, seen=seen, also=(b,), relink=form.verdict != "unsure")
    return Done(form.home("/pairs"), f"{form.verdict}: kept", made.id)


@REGISTRY.action("/names/{kind}/{key}/same", SameNameForm, role="coder")
def same_name(view: View, kind: NameKind, key: Key, form: SameNameForm) -> Done:
    """Says whether two names are one actor, victim or place."""
    if key == form.other:
        raise JudgementRefused("that is this name itself")
    if not all(view.store.uses(kind, k, limit=1, allowed=view.visitor.groups) for k in (form.other, key)):
        raise NotFound(f"no {kind} of that name", hint="choose one from the list")
    a, b = sorted((name_ref(kind, key), name_ref(kind, form.other)))
    was = view.store.newest_judgement(a, NAME_PAIR)
    made = view.decide(NAME_PAIR, a, form.verdict, why=form.why, seen=was, also=(b,), relink=False)
    return Done(form.home(f"/names/{kind}/{key}"), f"{form.verdict}: {form.other}", made.id)


@REGISTRY.action("/names/{kind}/{key}/consent", ConsentForm, role="reviewer")
def consent(view: View, kind: Literal["victim", "actor"], key: Key, form: ConsentForm) -> Done:
    """Notes that a person's name may be published, person by person, and on what ground."""
    uses = view.store.uses(kind, key, allowed=view.visitor.groups)
    if not uses:
        raise NotFound(f"no {kind} of that name", hint="choose one from the list")
    also: tuple[str, ...] = ()
    if form.report.strip():
        report_id = view.report(form.report.strip()).report_id
        if report_id not in {u.report_id for u in uses}:
            raise JudgementRefused("that report does not name them")
        also = (report_id,)
    ref, ground = name_ref(kind, key), form.ground.strip() or None
    made = view.decide(CONSENT, ref, ground, why=form.why, seen=form.seen, relink=False, also=also)
    note = "the name may be published" if ground is not None else "the name is not to be published"
    return Done(form.home(f"/names/{kind}/{key}"), note, made.id)


@REGISTRY.action("/undo", UndoForm, role="coder")
def undo(view: View, form: UndoForm) -> Done:
    """Takes a judgement back; a coder their own, a reviewer anybody's."""
    found = view.store.judgement(form.judgement)
    if found is None or not view.sees(*found.subject):
        raise NotFound("no such judgement", hint="the history lists them")
    if found.who != view.visitor.name and not view.visitor.may("reviewer"):
        raise JudgementRefused("a coder takes back their own decisions only")
    if found.kind in (GROUP, "hold") and not view.visitor.may("admin"):
        raise JudgementRefused("only an admin takes this back")
    newest = view.store.newest_judgement(found.subject[0], found.kind)
    made = view.decide(
        found.kind,
        found.subject[0],
        None,
        was=found.now,
        why=form.why or "undone",
        seen=form.seen or newest,
        undoes=found.id,
        relink=found.kind not in (STATE, ASSIGN, GRADE, GROUP, "comment", "hold", CONSENT, NAME_PAIR),
        also=found.subject[1:],
    )
    return Done(form.home("/history"), f"taken back: {found.kind}", made.id)
