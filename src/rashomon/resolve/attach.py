"""Attaches figures and victims to events, after the events are clustered.

A figure goes to the event whose words it stands in; else to the event its account was
speaking of; else, in the first paragraphs, to the report's main event. A total of a period
belongs to none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rashomon.model.actors import Actor
from rashomon.model.events import Event, Participant
from rashomon.model.figures import Figure
from rashomon.model.mentions import EventMention, FigureMention, VictimMention
from rashomon.model.victims import Victim
from rashomon.resolve.event_build import SHOWN

_CASUALTIES = frozenset({"killed", "injured", "casualties", "missing", "abducted", "targets_struck", "displaced"})
#: So many flee a war or a front, not one attack (set by reading corpus/golden).
MASSES = 10_000
_REAL = frozenset({"happened", "ongoing", "denied"})


def attach_figures(
    found: Sequence[FigureMention],
    anchors: Sequence[int | None],
    owner: Mapping[int, str],
    mentions: Sequence[EventMention],
    events: Sequence[Event],
) -> tuple[Figure, ...]:
    """Figures with their events, in text order."""
    discourse = _Discourse(mentions, owner, events)
    out: list[Figure] = []
    for item, anchor in zip(found, anchors, strict=True):
        figure = item.figure
        event_id = owner.get(anchor) if anchor is not None else None
        if event_id is None and figure.measure in _CASUALTIES and figure.scope != "period_total":
            event_id = discourse.main if figure.measure == "displaced" else discourse.before(item.sentence, item.first)
        elif event_id is None and figure.measure in {"weapons", "detained"}:
            event_id = discourse.just_told(item.sentence, item.first)
        if figure.measure == "displaced" and (figure.low or 0) >= MASSES:
            event_id = None
        told = mentions[anchor] if anchor is not None else None
        if (
            figure.scope == "period_total"
            and (told is None or told.generic)
            or told is not None
            and told.generic
            and told.time_id is not None
        ):
            event_id = None
        out.append(replace(figure, event_id=event_id))
    wholes = {f.id: f for f in out}
    return tuple(_with_whole(f, wholes) for f in out)


def _with_whole(figure: Figure, wholes: Mapping[str, Figure]) -> Figure:
    """A part belongs to the event of its whole."""
    whole = wholes.get(figure.part_of) if figure.part_of is not None else None
    if whole is not None and whole.event_id is not None and figure.measure == whole.measure:
        return replace(figure, event_id=whole.event_id)
    return figure


def attach_victims(
    found: Sequence[VictimMention],
    anchors: Sequence[int | None],
    owner: Mapping[int, str],
    mentions: Sequence[EventMention],
    events: Sequence[Event],
) -> tuple[Victim, ...]:
    """Victims with their events, in text order."""
    discourse = _Discourse(mentions, owner, events)
    out = []
    for item, anchor in zip(found, anchors, strict=True):
        event_id = owner.get(anchor) if anchor is not None else None
        if event_id is None:
            event_id = discourse.before(item.sentence, item.first)
        out.append(replace(item.victim, event_id=event_id))
    return tuple(out)


def with_figures(events: Sequence[Event], figures: Sequence[Figure]) -> tuple[Event, ...]:
    """Events that list their figures."""
    return tuple(replace(e, figures=tuple(f.id for f in figures if f.event_id == e.id)) for e in events)


def with_victims(events: Sequence[Event], victims: Sequence[Victim], actors: Sequence[Actor]) -> tuple[Event, ...]:
    """Events whose named victims take part in them, before the unnamed."""
    by_name = {(s.start, s.end): a.id for a in actors for s in a.mentions}
    out = []
    for event in events:
        named = dict.fromkeys(
            (by_name[n.start, n.end], n)
            for v in victims
            if v.event_id == event.id
            for n in v.names[:1]
            if (n.start, n.end) in by_name
        )
        known = {p.actor_id for p in event.participants}
        new = tuple(Participant("victim", actor_id, span) for actor_id, span in named if actor_id not in known)
        out.append(replace(event, participants=_crowd(event.participants, new)) if new else event)
    return tuple(out)


def _crowd(old: tuple[Participant, ...], new: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """One or two named victims are whom it was about; more are details beside what was attacked."""
    doers = tuple(p for p in old if p.role not in {"target", "victim"})
    harmed = tuple(p for p in old if p.role in {"target", "victim"} and p.actor_id is not None)
    ordered = new + harmed if len(new) <= 2 else harmed[:2] + new
    return doers + ordered[:SHOWN]


class _Discourse:
    """Which violent event the text was last speaking of."""

    def __init__(self, mentions: Sequence[EventMention], owner: Mapping[int, str], events: Sequence[Event]) -> None:
        violent = {e.id for e in events if e.plover == "ASSAULT" and e.modality in _REAL}
        self.trail = [
            (m.token, m.sentence, owner[i], m.part) for i, m in enumerate(mentions) if owner.get(i) in violent
        ]
        forceful = {e.id for e in events if e.plover in {"ASSAULT", "COERCE"} and e.modality in _REAL}
        self.all = [(m.token, m.sentence, owner[i]) for i, m in enumerate(mentions) if owner.get(i) in forceful]
        body = [t for t in self.trail if t[3] not in {"headline", "standfirst"}]
        self.main = (body or self.trail)[0][2] if self.trail else None
        self.seen = {t[2]: t[1] for t in self.trail}

    def just_told(self, sentence: int, token: int) -> str | None:
        """The real event, violent or an arrest, of the same or the last sentence."""
        near = [t for t in self.all if t[0] < token and sentence - t[1] <= 1]
        return near[-1][2] if near else None

    def before(self, sentence: int, token: int) -> str | None:
        """The event last spoken of, if near; else the main one."""
        near = [t for t in self.trail if t[0] < token and sentence - t[1] <= 2]
        if near:
            latest = near[-1]
            return latest[2]
        return self.main
