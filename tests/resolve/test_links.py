"""From tied mentions to links between events."""

from __future__ import annotations

from rashomon.model.events import Event
from rashomon.model.mentions import LinkMention
from rashomon.model.relations import LinkKind
from rashomon.model.spans import Span
from rashomon.resolve.links import resolve_links

WORDS = Span(0, 5, "after")
EVENTS = [
    Event(i, "ASSAULT", None, None, "happened", (), (), None, None, (WORDS,), (WORDS,), (), ()) for i in ("e1", "e2")
]
OWNERS = {3: "e1", 4: "e1", 9: "e2"}


def tie(later: int | None, kind: LinkKind, earlier: int | None) -> LinkMention:
    return LinkMention(later, kind, earlier, WORDS)


def test_mentions_become_links() -> None:
    (link,) = resolve_links([tie(3, "follows", 9)], OWNERS, EVENTS)
    assert (link.from_event, link.kind, link.to_event) == ("e1", "follows", "e2")


def test_ties_within_one_event_and_to_none_fall_away() -> None:
    assert resolve_links([tie(3, "follows", 4), tie(3, "follows", None), tie(3, "follows", 77)], OWNERS, EVENTS) == ()


def test_the_tie_that_says_more_stands() -> None:
    (link,) = resolve_links([tie(3, "follows", 9), tie(4, "retaliation_for", 9), tie(3, "follows", 9)], OWNERS, EVENTS)
    assert link.kind == "retaliation_for"


def test_two_events_do_not_follow_each_other() -> None:
    links = resolve_links([tie(3, "follows", 9), tie(9, "follows", 3)], OWNERS, EVENTS)
    assert [(link.from_event, link.to_event) for link in links] == [("e1", "e2")]
