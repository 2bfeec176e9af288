"""Addressees that only other claims name: "me" in what somebody tells, and several claims of one letter or call.

It runs over the drafts of a report when all have their speakers; a claim that names its addressee keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.extract.claims_addressee import told_token
from rashomon.extract.claims_letters import written_to
from rashomon.extract.claims_phrases import span_of
from rashomon.extract.claims_view import Draft, View
from rashomon.model.actors import ActorKind, Who

_FIRST = frozenset({"me", "us", "i", "we"})
#: A second verb of one letter: "in a fax to the station, denied it, then offered", "denied it in a call to X, accusing Y".
_JOINED = frozenset({"conj", "advcl"})


def fill_addressees(drafts: Sequence[Draft], view: View) -> None:
    """Gives drafts without an addressee the one that another draft names for them."""
    by_verb = {d.verb: d for d in drafts if d.verb is not None}
    kinds = {a.id: a.kind for a in view.grounding.actors}
    before: Draft | None = None
    for draft in drafts:
        if _no_outlet(draft.addressee, kinds):
            draft.addressee = None
        if draft.addressee is None and draft.verb is not None:
            draft.addressee = _teller(draft, drafts, view) or _of_one_letter(draft, by_verb, view)
        if draft.addressee is None and draft.verb is None and before is not None:
            draft.addressee = _carried(draft, before, view)
        before = draft


def _no_outlet(who: Who | None, kinds: dict[str, ActorKind]) -> bool:
    """Whether "us" was taken for fighters: a group in arms tells of others, and is not told by them."""
    words = who.span.text.lower() if who is not None and who.span is not None else ""
    return (
        who is not None
        and words in _FIRST
        and kinds.get(who.actor_id or "") in {"armed_group", "population", "unknown"}
    )


def _carried(draft: Draft, before: Draft, view: View) -> Who | None:
    """As in "The road was mined, she told reporters. “They knew.”": the next words of one speaker in a paragraph."""
    if draft.rule != "carried" or before.addressee is None or draft.speaker is None or before.speaker is None:
        return None
    same = draft.speaker.actor_id or draft.speaker.name, before.speaker.actor_id or before.speaker.name
    near = view.paragraph[draft.at] == view.paragraph[before.at]
    return before.addressee if same[0] == same[1] and near else None


def _teller(draft: Draft, drafts: Sequence[Draft], view: View) -> Who | None:
    """As in "“They told me to wait,” Ona Fell said": "me" in quoted words is whoever says them."""
    told = told_token(draft, view)
    if told is None or told.lower_ not in _FIRST or view.utterance[told.i] < 0:
        return None
    at = told.idx
    hosts = [d for d in drafts if d is not draft and any(a <= at < b for a, b in d.contents)]
    host = min(hosts, key=lambda d: d.end - d.start, default=None)
    if host is None or host.speaker is None:
        return None
    return Who(host.speaker.actor_id, host.speaker.name, host.speaker.level, span_of(view, told.i, told.i + 1))


def _of_one_letter(draft: Draft, by_verb: dict[int, Draft], view: View) -> Who | None:
    """The addressee of the letter or call that the verb before this one speaks of, where both share it."""
    verb = view.doc[draft.verb or 0]
    before = by_verb.get(verb.head.i)
    if verb.dep_ not in _JOINED or before is None or before.addressee is None or before.speaker != draft.speaker:
        return None
    if verb.dep_ == "advcl" and verb.tag_ != "VBG" or any(c.dep_ == "nsubj" for c in verb.children):
        return None
    return before.addressee if written_to(verb.head, view) is not None else None
