"""Conditional logit over texts: which of a few candidates is right, each told by short texts that can be read.

The probability of all right candidates together is raised, one question one sum; a question whose answer is not among the
candidates teaches nothing. Regularised maximum likelihood by L-BFGS from zero: the same questions give the same weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Array = NDArray[np.float64]


class Question(NamedTuple):
    """One choice to make.

    Args:
        incident: which incident's reports ask it: no incident judges what it taught.
        texts: the evidence of each candidate.
        right: which of them are right; none where the answer is not among them.
        ruled: index of what the rules answer.
        weight: how much it teaches.
        about: what else a caller wants to know of it.
    """

    incident: str
    texts: list[list[str]]
    right: list[bool]
    ruled: int
    weight: float = 1.0
    about: Any = None


def fit(questions: Sequence[Question], *, least: int, strength: float) -> dict[str, float]:
    """Text to weight.

    Args:
        least: questions in which a text must occur.
        strength: inverse of the penalty on the weights' squares.
    """
    taught = [q for q in questions if any(q.right)]
    seen = Counter(t for q in taught for t in {t for texts in q.texts for t in texts})
    names = sorted(t for t, n in seen.items() if n >= least)
    index = {t: i for i, t in enumerate(names)}
    rows = [[index[t] for t in dict.fromkeys(texts) if t in index] for q in taught for texts in q.texts]
    ends = np.cumsum([0, *map(len, rows)])
    table = csr_matrix((np.ones(ends[-1]), [i for r in rows for i in r], ends), shape=(len(rows), len(names)))
    sizes = [len(q.texts) for q in taught]
    starts, owner = np.cumsum([0, *sizes])[:-1], np.repeat(np.arange(len(taught)), sizes)
    right = np.array([r for q in taught for r in q.right])
    weight = np.array([q.weight for q in taught])

    def summed(scores: Array) -> tuple[Array, Array]:
        top = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - top[owner])
        totals = np.add.reduceat(powers, starts)
        return top + np.log(totals), powers / totals[owner]

    def loss(w: Array) -> tuple[float, Array]:
        scores = table @ w
        every, share = summed(scores)
        ours, share_right = summed(np.where(right, scores, -1e9))
        slope = table.T @ ((share - share_right) * weight[owner]) + w / strength
        return float((weight * (every - ours)).sum() + w @ w / (2 * strength)), slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return {t: round(float(w), 3) for t, w in zip(names, found, strict=True) if abs(w) >= 0.01}


def shares(weights: dict[str, float], question: Question) -> Array:
    """Probability of each candidate."""
    sums = np.array([sum(weights.get(t, 0.0) for t in dict.fromkeys(texts)) for texts in question.texts])
    powers: Array = np.exp(sums - sums.max())
    return powers / powers.sum()


def crossed(
    questions: Sequence[Question], *, least: int, strength: float, folds: int = 4
) -> Iterator[tuple[Question, Array]]:
    """Every question with the probabilities that the reports of other incidents give, in folds by incident."""
    names = sorted({q.incident for q in questions})
    for n in range(folds):
        held = set(names[n::folds])
        weights = fit([q for q in questions if q.incident not in held], least=least, strength=strength)
        yield from ((q, shares(weights, q)) for q in questions if q.incident in held)


def tally(answered: Sequence[tuple[Question, Array]], *, sure: float) -> tuple[int, int, int]:
    """(right by the weights, right by the rules, questions); below `sure` the rules' answer stays."""
    ours = theirs = 0
    for question, share in answered:
        best = int(share.argmax())
        chosen = best if share[best] >= sure else question.ruled
        ours, theirs = ours + question.right[chosen], theirs + question.right[question.ruled]
    return ours, theirs, len(answered)
