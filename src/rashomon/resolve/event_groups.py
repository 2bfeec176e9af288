"""What mentions say before any are compared: which are bound by syntax, which take their day from what was told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rashomon.model.mentions import EventMention, Grounding
from rashomon.resolve.event_compare import REAL

DAYS = frozenset({"minute", "hour", "day"})


def dated_by_sequence(mentions: Sequence[EventMention], grounding: Grounding) -> tuple[EventMention, ...]:
    """Gives "hours later, jets bombed ..." and "soldiers then searched ..." the day of what was told just before."""
    times = {t.id: t for t in grounding.times}
    last: str | None = None
    since = -9
    out = []
    for mention in mentions:
        follows = (
            {"sequel", "then"} & set(mention.cues)
            or mention.sentence - since <= 1
            and (mention.mode == "crowd-control" or mention.plover in {"COERCE", "AID"} and "pronoun" in mention.cues)
        )
        if mention.time_id is None and last is not None and mention.modality in REAL and follows:
            mention = replace(mention, time_id=last)
        elif mention.time_id in times and mention.modality in REAL and times[mention.time_id or ""].precision in DAYS:
            last, since = mention.time_id, mention.sentence
        out.append(mention)
    return tuple(out)


def bound_groups(mentions: Sequence[EventMention]) -> list[tuple[int, ...]]:
    """Mentions that the syntax binds together, in text order."""
    index = {m.token: i for i, m in enumerate(mentions)}
    parent = list(range(len(mentions)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for i, mention in enumerate(mentions):
        for token in mention.bound:
            j = index.get(token)
            if j is not None and mentions[j].plover == mention.plover:
                a, b = sorted((root(i), root(j)))
                parent[b] = a
    grouped: dict[int, list[int]] = {}
    for i in range(len(mentions)):
        grouped.setdefault(root(i), []).append(i)
    return [tuple(g) for _, g in sorted(grouped.items())]
