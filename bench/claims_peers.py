"""Peers on the same reports and with the same scorer; each is optional and says so where it is not installed."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Sequence

from bench.attribution import Attribution, attribution


def textacy_quotes(reports: Sequence[tuple[str, list[Attribution]]]) -> float | None:
    """F1 of textacy's direct quotations on direct claims; null if it is not installed (`make peers`).

    A report that it refuses counts as nothing found.
    """
    if importlib.util.find_spec("textacy") is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from textacy.extract.triples import direct_quotations

        from rashomon.annotate import build
        from rashomon.settings import Settings

        nlp = build(Settings().model)
        found = []
        for text, gold in reports:
            body = text.partition("\n\n")[2]
            try:
                quotes = list(direct_quotations(nlp(body)))
            except (ValueError, IndexError):  # an odd number of quote marks
                quotes = []
            predicted = [
                Attribution(q.content.text, frozenset({" ".join(t.text for t in q.speaker)}), "direct") for q in quotes
            ]
            found.append((gold, predicted))
    return attribution(found, "direct").f1
