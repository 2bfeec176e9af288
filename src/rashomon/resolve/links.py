"""Links between events that the words state: retaliation, response, sequence.

A stated tie joins two mentions in one sentence, or points back from a sentence's start
("In response, ..."). Order in time alone is no link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rashomon.model.events import Event
from rashomon.model.mentions import LinkMention
from rashomon.model.relations import Link, LinkKind

#: Of two ties between the same events the one that says more stands.
_SAYS_MORE: tuple[LinkKind, ...] = ("retaliation_for", "response_to", "part_of", "same_as", "follows")


def resolve_links(
    found: Sequence[LinkMention], owner_of_token: Mapping[int, str], events: Sequence[Event]
) -> tuple[Link, ...]:
    """Link mentions to links between events; ties within one event fall away."""
    known = {e.id for e in events}
    out: dict[tuple[str, str], Link] = {}
    for mention in found:
        later = owner_of_token.get(mention.later) if mention.later is not None else None
        earlier = owner_of_token.get(mention.earlier) if mention.earlier is not None else None
        if later is None or earlier is None or later == earlier or not {later, earlier} <= known:
            continue
        if (earlier, later) in out:
            continue
        known_tie = out.get((later, earlier))
        if known_tie is None or _SAYS_MORE.index(mention.kind) < _SAYS_MORE.index(known_tie.kind):
            out[later, earlier] = Link(later, mention.kind, earlier, (mention.evidence,))
    return tuple(out.values())
