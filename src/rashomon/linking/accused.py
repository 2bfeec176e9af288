"""The parties accused in an incident, and whose voices are theirs.

Their figures stand beside the others in a second range (methodology rule 2). To be called accused here
means that an account names the side as the perpetrator; it says nothing about guilt.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from rashomon.lexicon import load
from rashomon.linking.names import fold, same_name, words_of
from rashomon.linking.raws import Raw
from rashomon.linking.sides import is_generic, stems
from rashomon.linking.tolls import Stand


@functools.cache
def _army() -> frozenset[tuple[str, ...]]:
    return frozenset(words_of(entry) for entry in load("linking")["army"])


def accused_names(raws: Iterable[Raw]) -> tuple[tuple[str, ...], ...]:
    """The sides that some account names as the perpetrator, each with its names."""
    found = {(r.value, *r.names) for r in raws if r.question == "perpetrator" and not r.negated}
    return tuple(sorted(tuple(dict.fromkeys(names)) for names in found))


def is_accused(names: Sequence[str], sides: Iterable[Sequence[str]], *, country: str | None) -> bool:
    """Whether a voice with these names is an accused side, its office, or the army where soldiers are accused.

    Args:
        country: where it happened; an army without a nation's name is that country's.
    """
    return any(_is_side(name, side, country) for side in sides for form in side for name in [*names] if form)


def _is_side(name: str, side: Sequence[str], country: str | None) -> bool:
    for form in side:
        if not is_generic(form) and (same_name(name, form) or _holds(name, form)):
            return True
        if _is_army(name) and _is_army(form) and _nation(name, country) & _nation(form, country):
            return True
    return False


def _holds(name: str, form: str) -> bool:
    """Whether a name holds another: a state's ministry the state, a group's press office the group."""
    ours, theirs = words_of(name), words_of(form)
    return len(theirs) < len(ours) and set(theirs) <= set(ours) and bool(stems(form))


def _is_army(name: str) -> bool:
    words = words_of(name)
    return any(words[-len(entry) :] == entry for entry in _army())


def _nation(name: str, country: str | None) -> frozenset[str]:
    """First letters of what names the nation; the country of the incident where nothing does."""
    left = [w for w in words_of(name) if not any(w in entry for entry in _army())]
    return frozenset(w[:4] for w in left) or (frozenset([fold(country)[:4]]) if country else frozenset())


def groups_of(stands: Iterable[Stand]) -> frozenset[str]:
    """Groups that count as one with an accused origin."""
    return frozenset(s.group for s in stands if s.accused)
