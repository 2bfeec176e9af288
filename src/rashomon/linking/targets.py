"""What was hit, told by its population and its words: who differs over the target.

Compared by origin, because an account names many things hit; a list of the dead contradicts no list of wrecks.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence, Set

from rashomon.lexicon import load
from rashomon.linking.names import fold, same_word, words_of
from rashomon.linking.raws import Raw
from rashomon.linking.tolls import Stand
from rashomon.model.incidents import Cell


@functools.cache
def _population_nouns() -> dict[str, str]:
    return {noun: population for population, nouns in load("populations")["nouns"].items() for noun in nouns}


def population_of(text: str) -> str | None:
    """Which population a target's words name, null where they name none."""
    for word in reversed(fold(text).split()):
        for form in (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("men") + "man"):
            if (found := _population_nouns().get(form)) not in (None, "any"):
                return found
    return "military" if _military_words() & set(fold(text).split()) else None


@functools.cache
def _military_words() -> frozenset[str]:
    return frozenset(load("linking")["military_words"])


def population_in(raw: Raw) -> str | None:
    """Which population a target is of, by its kind of actor or by its words."""
    return raw.population if raw.population is not None else population_of(raw.value)


_FIGHTERS = frozenset({"militant", "military"})


def rival_targets(a: Raw, b: Raw) -> bool:
    """Whether one speaks of fighters only and the other of none."""
    return _clash({population_in(a)}, {population_in(b)})


def _clash(ours: Set[str | None], theirs: Set[str | None]) -> bool:
    a, b = ours - {None}, theirs - {None}
    return bool(a and b) and a.isdisjoint(b) and (a <= _FIGHTERS) != (b <= _FIGHTERS)


def targets_cell(live: Sequence[Stand]) -> Cell:
    """Compared by origin and not by answer: who names drivers beside officers contradicts nobody who names officers.

    The accused who aimed at something else than what a report of it saw hit differ, and who rejects another's answer.
    """
    said: dict[str, list[Stand]] = {}
    for stand in live:
        said.setdefault(stand.group, []).append(stand)
    groups = list(said.values())
    named = [{population_in(s.raw) for s in group if not s.raw.negated} for group in groups]
    for i, a in enumerate(groups):
        for j, b in enumerate(groups[:i]):
            if _clash(named[i], named[j]) or _aimed_elsewhere(a, b) or _aimed_elsewhere(b, a):
                return "differ"
    return "agree"


def _aimed_elsewhere(ours: Sequence[Stand], theirs: Sequence[Stand]) -> bool:
    """Whether one claims a target that the other rejects, or the accused one of which the report's own words know nothing."""
    rejected = {w for s in theirs if s.raw.negated for w in words_of(s.raw.value)}
    for stand in ours:
        raw = stand.raw
        if raw.speaker is None or raw.claim_id is None or raw.negated:
            continue
        if any(same_word(x, y) for x in words_of(raw.value)[-1:] for y in rejected):
            return True
        beside = [s.raw for s in theirs if s.raw.report_id == raw.report_id and s.raw.speaker is None]
        told = {w for r in beside if not r.negated for w in words_of(r.value)}
        if stand.accused and told and not any(_one_thing(x, y) for x in words_of(raw.value) for y in told):
            return True
    return False


def _one_thing(a: str, b: str) -> bool:
    """Whether two words are one, or one is the other's plural."""
    return same_word(a, b) or a.removesuffix("s") == b.removesuffix("s")
