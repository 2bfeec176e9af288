"""What answers or follows another happening by what it is, where no word ties the two (GUIDELINE.md 61-63).

Arrests after the violence that the report tells of; the force that breaks up a protest told in the same sentence; the release
of those held. Marches, troops and closures are left to words that tie them: of 52 tied so on train and dev five were right.
What is recalled as one of a kind, or did not happen, answers nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from rashomon.extract.link_ends import TOLD, LinkEnds
from rashomon.model.mentions import EventMention, LinkMention

#: Modes of events that a release ends.
_HOLDING = frozenset({"arrest", "abduct"})


def by_nature(ends: LinkEnds, tied: Set[int | None]) -> Iterator[LinkMention]:
    """Ties that rest on the kinds of two events alone.

    Args:
        tied: tokens of triggers that words tie to another: they answer nothing else.
    """
    told = [m for m in ends.mentions.values() if m.modality in TOLD and not m.generic]
    broken = list(_broken_up(ends, told))
    yield from broken
    # Where force broke up a protest, arrests answer the protest.
    cause = next((tie.earlier for tie in broken if tie.earlier is not None), ends.main)
    held: int | None = None
    for mention in told:
        if mention.mode == "arrest" and cause is not None and cause < mention.token and mention.token not in tied:
            yield from ends.tie(mention.token, "response_to", cause, ends.doc[mention.token], "arrest")
        if mention.mode == "release" and not _in_violence(mention, told):
            yield from ends.tie(mention.token, "follows", held, ends.doc[mention.token], "release")
        if mention.mode in _HOLDING:
            held = mention.token


def _in_violence(release: EventMention, told: Sequence[EventMention]) -> bool:
    """As in "gunmen stormed the prison, freeing ten": those who attack let out, nobody is released."""
    return any(m.plover == "ASSAULT" and m.sentence == release.sentence and m.mode not in _HOLDING for m in told)


def _broken_up(ends: LinkEnds, told: Sequence[EventMention]) -> Iterator[LinkMention]:
    """As in "Police fired on the march", "They marched on the base. Police fired tear gas": force beside the protest told.

    Crowd control answers a protest of its own sentence or the one before; other violence only where it is what the report
    is about and its own sentence tells the protest.
    """
    main = ends.events[ends.main] if ends.main is not None else None
    for force in told:
        reach = 1 if force.mode == "crowd-control" else 0
        if not reach and (force.plover != "ASSAULT" or ends.events[force.token] != main):
            continue
        protests = [m for m in told if m.plover == "PROTEST" and 0 <= force.sentence - m.sentence <= reach]
        if protests:
            protest = min(protests, key=lambda m: abs(m.token - force.token))
            yield from ends.tie(force.token, "response_to", protest.token, ends.doc[force.token], "protest broken up")
