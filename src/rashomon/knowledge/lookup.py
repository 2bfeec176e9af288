"""Who may bear a name: the user's lists and our list of armed groups asked together, each answer with its reasons.

It gives candidates, never a decision: two people of one name get a high score.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.knowledge.groups import groups
from rashomon.knowledge.library import Library
from rashomon.knowledge.names import Likeness, NameIndex, verdict

#: How the entries of our own list are told from those of imports.
OURS = "armed_groups"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may bear the name asked for."""

    source: str
    id: str
    name: str
    like: Likeness
    verdict: str


def find_names(name: str, library: Library | None, *, scorer: str = "own", limit: int = 5) -> tuple[Candidate, ...]:
    """The entries most like a name, best first.

    Args:
        library: the user's imports, null for our list alone.
        scorer: "own", or "nomenklatura" to score what our index finds with its measure.

    Raises:
        ExtraMissing: nomenklatura is asked for and not installed.
    """
    index, titles = _index(library)
    found = index.find(name, limit=limit if scorer == "own" else 5 * limit)
    if scorer == "nomenklatura":
        from rashomon.knowledge.nomenklatura import rescored

        found = rescored(name, found, index)[:limit]
    out = []
    for key, like in found:
        source, _, number = key.partition("\t")
        out.append(Candidate(source, number, titles[key], like, verdict(like)))
    return tuple(out)


@functools.lru_cache(maxsize=2)
def _index(library: Library | None) -> tuple[NameIndex, dict[str, str]]:
    titles: dict[str, str] = {}
    entries: list[tuple[str, Sequence[str]]] = []
    for group in groups().values():
        key = f"{OURS}\t{group.id}"
        titles[key] = group.names[0]
        entries.append((key, group.names))
    for source, actor in () if library is None else library.actors():
        key = f"{source}\t{actor.id}"
        titles[key] = actor.name
        entries.append((key, [n for n, _ in actor.names]))
    return NameIndex(entries), titles
