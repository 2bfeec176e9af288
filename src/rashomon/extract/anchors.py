"""Which trigger's words a figure or a victim stands in: the syntax first, then the nearest in the sentence.

It answers with event mentions, not events: those are made afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from rashomon.model.mentions import EventMention, FigureMention, VictimMention

#: What a figure of this measure can belong to.
_FITS = {
    "killed": {"ASSAULT"},
    "injured": {"ASSAULT"},
    "casualties": {"ASSAULT"},
    "missing": {"ASSAULT"},
    "abducted": {"ASSAULT"},
    "targets_struck": {"ASSAULT"},
    "detained": {"COERCE", "ASSAULT"},
    "displaced": {"ASSAULT", "COERCE"},
    "weapons": {"ASSAULT", "MOBILIZE", "COERCE"},
    "personnel": {"MOBILIZE", "ASSAULT", "RETREAT"},
}
_ARREST = frozenset({"arrest"})


def anchor(
    doc: Doc, mentions: Sequence[EventMention], items: Sequence[FigureMention | VictimMention]
) -> tuple[int | None, ...]:
    """For each figure or victim the index of the event mention that tells it, or null."""
    by_token = {m.token: i for i, m in enumerate(mentions)}
    by_sentence: dict[int, list[int]] = {}
    for i, mention in enumerate(mentions):
        by_sentence.setdefault(mention.sentence, []).append(i)
    out: list[int | None] = []
    for item in items:
        measure = item.figure.measure if isinstance(item, FigureMention) else item.victim.harm
        fits = [i for i in by_sentence.get(item.sentence, ()) if _fits(measure, mentions[i])]
        allowed = set(fits)
        found = _climb(doc[item.governor] if item.governor is not None else doc[item.first], by_token, allowed)
        if found is None and item.governor is not None:
            found = _climb(doc[item.first], by_token, allowed)
        if found is None and fits:
            found = min(fits, key=lambda i: (mentions[i].generic, abs(mentions[i].token - item.first)))
        out.append(found)
    return tuple(out)


def _fits(measure: str, mention: EventMention) -> bool:
    if mention.plover not in _FITS.get(measure, {"ASSAULT"}):
        return False
    if measure == "detained":
        return mention.plover == "COERCE" and mention.mode in _ARREST or mention.mode == "abduct"
    return True


def _climb(token: Token, by_token: dict[int, int], allowed: set[int]) -> int | None:
    for _ in range(14):
        found = by_token.get(token.i)
        if found is not None and found in allowed:
            return found
        for child in token.children:
            below = by_token.get(child.i)
            if below is not None and below in allowed and child.dep_ in {"nsubj", "nsubjpass", "pobj", "dobj"}:
                return below
        if token.head.i == token.i:
            return None
        token = token.head
    return None
