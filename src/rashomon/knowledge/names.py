"""Scored likeness of two names, with its reasons, and an index that finds who may bear a name.

It knows spellings, transliterations, word order, initials, patronymics left out and acronyms, group words in several
languages, and what our list of armed groups says of aliases. It guards against the subset trap: a word that only one side
has costs, a word that each side has instead of the other's costs more, and two groups that the list holds apart are never
one. It does not know persons: two people of one name get a high score.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from rashomon.knowledge.groups import groups, initials, kinship, known_groups, part_of
from rashomon.knowledge.words import family_of, like_words, meaning, skeleton, words_of

__all__ = ["Likeness", "NameIndex", "known_groups", "like_words", "likeness", "skeleton", "verdict", "words_of"]

#: Set by hand on the pairs of nomenklatura's name bench and on 250 persons' and groups' aliases of OFAC's terror list that
#: bench/facts.py does not draw: EXTRA of .15 to .45, CONFLICT of .8 to 1.5 and FLOOR of .35 to .6 were tried, these best.
EXTRA, CONFLICT, FLOOR = 0.30, 1.2, 0.40
#: Letters of an acronym that stands among other words. Groups' R@1 on the 1,184 aliases not drawn: .6639 without, .6968 from four
#: letters on, .6959 from three.
ACRONYM = 4
#: Among many candidates a word too many tells more than between two names (.30 to .50 tried on the same aliases).
EXTRA_OF_MANY = 0.45
#: From SAME a machine may take two names for one; from REVIEW a person is asked; below, they are two.
SAME, REVIEW = 0.92, 0.65
#: A name that our list holds beside one that it lacks: what the other names of the group give, at most, and what every hundredth
#: that they fall short costs: among forty names one is always a little like. Groups' R@1 on the 1,184 aliases not drawn: .6512
#: at 0, .6571 at .2, .6537 at .4.
VIA_LIST, VIA_SHORT = 0.97, 0.2
#: A body and what it turned into are one at two times: a person decides.
RENAMED = 0.75

#: What a family name tells more than another word where both names write it first and it is like. Persons' R@1 on the 1,504
#: aliases that bench/facts.py does not draw: .6948 without, .7001 at 1.25, .7041 at 1.5 and at 2.
FAMILY, FAMILY_LIKE = 1.5, 0.6

Weight = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two names may be one, 0 to 1, and why."""

    score: float
    reasons: tuple[str, ...]


def verdict(like: Likeness) -> Literal["same", "review", "different"]:
    """What to do about a score: take the two for one, ask a person, or keep them apart."""
    if like.score >= SAME:
        return "same"
    return "review" if like.score >= REVIEW else "different"


def likeness(a: str, b: str, *, weight: Weight | None = None, extra: float = EXTRA) -> Likeness:
    """How far two names may be one.

    Args:
        weight: how telling a word is, by its length by default; an index knows it from all its names.
        extra: what a word costs that only one of the two has.
    """
    ours, theirs = known_groups(a), known_groups(b)
    if ours and theirs:
        return _listed(ours, theirs)
    plain = _plain(a, b, weight or _by_length, extra)
    if not ours and not theirs:
        return plain
    group, other = (min(ours), b) if ours else (min(theirs), a)
    best = max(
        (_plain(name, other, weight or _by_length, extra) for name in groups()[group].names),
        key=lambda like: like.score,
    )
    score = VIA_LIST * best.score - VIA_SHORT * (1 - best.score)
    if score <= plain.score:
        return plain
    return Likeness(round(score, 4), (f"by another name of {group} in our list", *best.reasons))


def _listed(ours: frozenset[str], theirs: frozenset[str]) -> Likeness:
    if ours & theirs:
        return Likeness(1.0, (f"one group in our list: {min(ours & theirs)}",))
    a, b = min(ours), min(theirs)
    kin = kinship(a, b)
    renamed = groups()[a].became == b or groups()[b].became == a
    reasons = (f"two groups in our list: {a}, {b}", *((kin,) if kin is not None else ()))
    return Likeness(RENAMED if renamed else 0.0, reasons)


def _plain(a: str, b: str, weight: Weight, extra: float) -> Likeness:
    """Likeness by words alone."""
    left, right = words_of(a), words_of(b)
    if not left or not right:
        return Likeness(float(a.strip().casefold() == b.strip().casefold()), ("no words",))
    if sorted(left) == sorted(right):
        return Likeness(1.0, ("the same words",))
    if "".join(left) == "".join(right):
        return Likeness(0.98, ("the same letters, parted otherwise",))
    part, other = part_of(a), part_of(b)
    if part is not None and other is not None:
        if part[0] != other[0]:
            return Likeness(0.0, (f"parts of two groups in our list: {part[0]}, {other[0]}",))
        left, right = (("@" + part[0], *part[1]), ("@" + other[0], *other[1]))
        if sorted(left) == sorted(right):
            return Likeness(0.98, (f"the same part of {part[0]}",))
    if _initials(left, b) or _initials(right, a):
        return Likeness(0.80, ("one is the initials of the other",))
    left, right = _spelt_out(left, b), _spelt_out(right, a)
    left, right = _joined(left, right), _joined(right, left)
    return _aligned(left, right, _by_family(a, b, weight), extra)


def _by_family(a: str, b: str, weight: Weight) -> Weight:
    """The weight of words, more for those of a family name that both write first."""
    pairs = [(x, y) for x in family_of(a) for y in family_of(b) if like_words(x, y) >= FAMILY_LIKE]
    shared = frozenset(word for pair in pairs for word in pair)
    return (lambda word: weight(word) * FAMILY if word in shared else weight(word)) if shared else weight


def _spelt_out(words: Sequence[str], long: str) -> tuple[str, ...]:
    """An acronym of another name among other words, as that name's words: "RIHS-Kosovo" beside the society it is short for."""
    if len(words) < 2 or family_of(long):
        return tuple(words)
    forms = initials(long)
    i = next((i for i, w in enumerate(words) if len(w) >= ACRONYM and w in forms), None)
    return tuple(words) if i is None else (*words[:i], *words_of(long), *words[i + 1 :])


def _joined(words: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """Two words that the other name writes as one, joined: "ali reza" beside "alireza"."""
    out = list(words)
    i = 0
    while i + 1 < len(out):
        both = out[i] + out[i + 1]
        if any(
            both == w or len(both) > 5 and skeleton(both) == skeleton(w) and like_words(both, w) > 0.7 for w in others
        ):
            out[i : i + 2] = [both]
        i += 1
    return tuple(out)


def _by_length(word: str) -> float:
    return 0.4 + 0.1 * min(8, len(word))


def _initials(short: Sequence[str], long: str) -> bool:
    return len(short) == 1 and len(short[0]) > 2 and short[0] in initials(long)


def _aligned(left: Sequence[str], right: Sequence[str], weight: Weight, extra: float) -> Likeness:
    """Words paired best first; those left on both sides conflict, those left on one are extra."""
    ranked = sorted(
        ((like_words(a, b), -abs(i - j), i, j) for i, a in enumerate(left) for j, b in enumerate(right)), reverse=True
    )
    used_left: dict[int, int] = {}
    used_right: set[int] = set()
    total = gained = 0.0
    reasons = []
    for like, _, i, j in ranked:
        if like < FLOOR:
            break
        if i in used_left or j in used_right:
            continue
        used_left[i] = j
        used_right.add(j)
        heavy = 0.5 * (weight(left[i]) + weight(right[j]))
        gained += heavy * like
        total += heavy
        reasons.append(f"{left[i]} = {right[j]}" if like == 1 else f"{left[i]} ~ {right[j]} {like:.2f}")
    spare_left = [w for i, w in enumerate(left) if i not in used_left]
    spare_right = [w for j, w in enumerate(right) if j not in used_right]
    mine, yours = (sum(map(weight, words)) for words in (spare_left, spare_right))
    both = min(mine, yours)
    total += 2 * CONFLICT * both + extra * (mine + yours - 2 * both)
    reasons += [f"only one has {w}" for w in (*spare_left, *spare_right)]
    return Likeness(round(gained / total, 4) if total else 0.0, tuple(reasons))


class NameIndex:
    """Who may bear a name: entries under all their names, words weighed by how few entries have them.

    A name is compared with the MOST that share the most telling words with it, or words like them, under any name that our
    list of groups gives it, and with its initials.
    """

    #: Compared in full, of all that share a word: 100 and 400 find the same on the lists tried.
    MOST = 200

    def __init__(self, entries: Iterable[tuple[str, Sequence[str]]]) -> None:
        self.names: list[tuple[str, str]] = [(key, name) for key, names in entries for name in names]
        count: Counter[str] = Counter()
        holders: dict[str, list[int]] = {}
        self._short: dict[str, list[int]] = {}
        for i, (_, name) in enumerate(self.names):
            words = words_of(name)
            count.update({_bone(w) for w in words})
            for form in initials(name):
                self._short.setdefault(form, []).append(i)
            for word in dict.fromkeys(w for n in _with_list(name) for w in words_of(n)):
                holders.setdefault(word, []).append(i)
        self._holders = holders
        self._words = list(holders)
        self._bones: dict[str, list[str]] = {}
        for word in self._words:
            self._bones.setdefault(_bone(word), []).append(word)
        size = max(1, len(self.names))
        self._weights = {s: 0.25 + math.log(size / n) / math.log(size + 1) for s, n in count.items()}

    def weight(self, word: str) -> float:
        """How telling a word is: a word that no name here has is as telling as the rarest."""
        return self._weights.get(_bone(word), 1.25)

    def find(self, name: str, *, limit: int = 5) -> list[tuple[str, Likeness]]:
        """The entries most like a name, best first, each once; ties go to the entry."""
        best: dict[str, Likeness] = {}
        for i in self._candidates(name):
            key, other = self.names[i]
            like = likeness(name, other, weight=self.weight, extra=EXTRA_OF_MANY)
            if like.score > 0 and (key not in best or like.score > best[key].score):
                best[key] = like
        return sorted(best.items(), key=lambda row: (-row[1].score, row[0]))[:limit]

    def _candidates(self, name: str) -> list[int]:
        """Names that share words with this one, those that share the most telling ones first."""
        shared: dict[int, float] = defaultdict(float)
        for word in dict.fromkeys(w for n in _with_list(name) for w in words_of(n)):
            near: dict[int, float] = {}
            for other, like in self._like(word):
                value = like * self.weight(other)
                for i in self._holders[other]:
                    near[i] = max(near.get(i, 0.0), value)
            for i, value in near.items():
                shared[i] += value
        words = words_of(name)
        forms = words if len(words) == 1 else sorted({*initials(name), *(w for w in words if len(w) >= ACRONYM)})
        for form in forms:
            for i in (*self._short.get(form, ()), *self._holders.get(form, ())):
                shared[i] += 1.0
        return sorted(shared, key=lambda i: (-shared[i], i))[: self.MOST]

    def _like(self, word: str) -> Iterator[tuple[str, float]]:
        """The words of the index that are like one, in the order of the index."""
        close = process.extract(
            word, self._words, scorer=JaroWinkler.normalized_similarity, score_cutoff=0.7, limit=None
        )
        same = self._bones.get(_bone(word), ())
        for other in dict.fromkeys([*(row[0] for row in close), *same]):
            like = like_words(word, other)
            if like >= FLOOR:
                yield other, like


def _bone(word: str) -> str:
    return meaning(word) or skeleton(word)


def _with_list(name: str) -> tuple[str, ...]:
    """A name, and the other names that our list of groups gives it."""
    return (name, *(n for group in sorted(known_groups(name)) for n in groups()[group].names))
