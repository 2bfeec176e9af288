"""People and bodies that a report names: two reports of one day that share one may tell of one happening.

The names say where to look and never that two events are one: an officer speaks of many attacks. Single words are left
out, because a surname or "the Front" is borne by many; so are states and outlets, which every report names.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from rashomon.lexicon import load
from rashomon.linking.names import fold, skeleton, words_of
from rashomon.model.actors import Actor
from rashomon.model.covering import is_covered
from rashomon.model.record import Record

_KINDS = frozenset({"person", "organisation", "armed_group", "political", "military", "police"})


def named_in(record: Record) -> frozenset[str]:
    """The full names of people and bodies, as they sound."""
    return frozenset(name for actor in record.actors if actor.kind in _KINDS for name in _full_names(actor))


def _full_names(actor: Actor) -> Iterator[str]:
    for name in (actor.name, *actor.aliases):
        words = [w for w in words_of(name) if w not in _titles()]
        proper = sum(w[:1].isupper() and fold(w) in words for w in name.replace("-", " ").split())
        if len(words) > 1 and proper > 1 and not is_covered(name):
            ends = (words[0], words[-1]) if actor.kind == "person" else words
            yield " ".join(skeleton(w) for w in ends)


@functools.cache
def _titles() -> frozenset[str]:
    return frozenset(load("linking")["titles"])
