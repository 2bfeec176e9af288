"""How attributed claims are matched and scored, alike on every set.

A predicted claim and a gold one match when their content tokens overlap with Jaccard >= .5, one to one, best first; the
source is right when the predicted speaker's words or names meet those of the gold. The measure is that of the attribution
literature (content overlap, then source), as in ../shared/data/factappeal/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

FLOOR = 0.5
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_SKIP = frozenset("the a an of and in for to his her their its who which that was were is are has had by at on".split())


@dataclass(frozen=True, slots=True)
class Attribution:
    """A claim reduced to what is scored.

    Args:
        content: its words.
        sources: every name or wording that is right for the speaker; empty: nobody is named.
        form: direct, mixed or indirect, null where the set does not say.
        null_too: the outlet's own voice is right as well.
    """

    content: str
    sources: frozenset[str]
    form: str | None = None
    null_too: bool = False
    rest: dict[str, object] = field(default_factory=dict)


def tokens(text: str) -> list[str]:
    """Lower-case words."""
    return re.findall(r"\w+", text.translate(_QUOTES).lower().replace("'s ", " "))


def jaccard(a: str, b: str) -> float:
    """Overlap of two texts as multisets of words."""
    ours, theirs = tokens(a), tokens(b)
    rest, hit = list(theirs), 0
    for word in ours:
        if word in rest:
            rest.remove(word)
            hit += 1
    return hit / (len(ours) + len(theirs) - hit) if ours or theirs else 0.0


T = TypeVar("T")
U = TypeVar("U")


def one_to_one(
    gold: Sequence[T], predicted: Sequence[U], score: Callable[[T, U], float], floor: float
) -> list[tuple[int, int]]:
    """Greedy matching, best score first; ties go by position."""
    ranked = sorted(((score(g, p), -i, -j) for i, g in enumerate(gold) for j, p in enumerate(predicted)), reverse=True)
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    out = []
    for value, i, j in ranked:
        if value < floor:
            break
        if -i not in used_gold and -j not in used_predicted:
            used_gold.add(-i)
            used_predicted.add(-j)
            out.append((-i, -j))
    return sorted(out)


def match(gold: Sequence[Attribution], predicted: Sequence[Attribution]) -> list[tuple[int, int]]:
    """Index pairs (gold, predicted) whose contents match."""
    return one_to_one(gold, predicted, lambda g, p: jaccard(g.content, p.content), FLOOR)


def same_source(gold: Attribution, predicted: Attribution) -> bool:
    """Whether the speaker is right: one wording holds the other's content words, or nobody on both sides."""
    if not predicted.sources:
        return not gold.sources or gold.null_too
    for theirs in predicted.sources:
        for ours in gold.sources:
            a, b = _content(ours), _content(theirs)
            if a and b and (a <= b or b <= a):
                return True
    return False


def _content(words: str) -> set[str]:
    every = set(tokens(words))
    return every - _SKIP or every


@dataclass(slots=True)
class Counts:
    """Hits, predictions and gold items, summed over reports."""

    hit: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, hit: int, predicted: int, gold: int) -> None:
        """Adds one report."""
        self.hit, self.predicted, self.gold = self.hit + hit, self.predicted + predicted, self.gold + gold

    @property
    def f1(self) -> float:
        """F1, 0 where nothing was asked and nothing found."""
        return 2 * self.hit / (self.predicted + self.gold) if self.predicted + self.gold else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was hit."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def precision(self) -> float:
        """Share of the predictions that hit."""
        return self.hit / self.predicted if self.predicted else 0.0


def attribution(
    pairs: Iterable[tuple[Sequence[Attribution], Sequence[Attribution]]], form: str | None = None
) -> Counts:
    """Content and source right, over reports.

    Args:
        form: only gold claims of this form count, and predictions of this form, or that match one of another form, do not
            count against it.
    """
    out = Counts()
    for gold, predicted in pairs:
        matched = match(gold, predicted)
        right = [(i, j) for i, j in matched if same_source(gold[i], predicted[j])]
        if form is None:
            out.add(len(right), len(predicted), len(gold))
            continue
        of_gold = {j: gold[i].form for i, j in matched}
        counted = [j for j, p in enumerate(predicted) if of_gold.get(j, p.form) == form]
        out.add(sum(gold[i].form == form for i, _ in right), len(counted), sum(g.form == form for g in gold))
    return out
