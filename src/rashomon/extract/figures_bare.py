"""Numbers without a noun that a report goes on counting with: "The ministry speaks of 36.", "Eleven were released.".

The figure told before gives the measure, a few sentences back at most; where none was told there is no figure.
"""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.extract.figures_counted import Counted
from rashomon.extract.figures_drafts import Draft, size
from rashomon.extract.figures_nouns import is_people
from rashomon.extract.figures_parts import Leaning
from rashomon.extract.figures_predicates import right_predicate
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words
from rashomon.extract.numbers import NumberPhrase

_BACK = 3
_THINGS = frozenset({"weapons", "personnel", "targets_struck"})
_LIGHT = frozenset("of to by at it only just the is was were be maybe perhaps still about around : , \" “ ‘ '".split())
#: What is counted of the dead without naming them ("the list has 51 names").
_TOKENS = frozenset("names graves people persons lives dead".split())
_ENDS = frozenset(". , ; : ! ? ” \" ’ ' ) and or but — – - so".split())


def bare_number(view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft]) -> Leaning | None:
    """The measure of a number that stands alone, from the figure told before; null if nothing says that it goes on."""
    if what.whole is not None or what.noun is not None and view.lower[what.noun] not in _TOKENS:
        return None
    again = _again(view, number, what, drafts)
    if again is not None:
        return Leaning(drafts[again].measure, None, "bare.again", 0.6, again)
    index = _told(drafts, view.sent[number.core])
    if index is None or what.noun is not None and drafts[index].measure not in ("killed", "missing"):
        return None
    subject = what.noun is None and _subject(view, number)
    if not subject and not _spoken(view, number, what):
        return None
    if subject:
        after = right_predicate(view, number.last, view.last(number.core))
        part = size(drafts[index]) > (number.low or 0) and drafts[index].part_of is None
        if number.one and (not part or after is None or after.kind == "freed"):
            return None
        measure = after.measure if after is not None and after.measure is not None else drafts[index].measure
        return Leaning(measure, None, "bare.subject", 0.55, index, part)
    return None if number.one else Leaning(drafts[index].measure, None, "bare.count", 0.6, index)


def _again(view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft]) -> int | None:
    """As in "the eleven", "all six": the same number of people told before, pointed back to."""
    k = number.first - 1
    if k < view.first(number.core) or view.lower[k] not in ("the", "all", "these", "those") or number.one:
        return None
    same = [
        i
        for i, d in enumerate(drafts)
        if (d.low, d.high) == (number.low, number.high) and d.measure not in _THINGS and d.scope != "period_total"
    ]
    return same[-1] if same and (what.noun is None or is_people(view, what.noun)) else None


def _told(drafts: Sequence[Draft], sentence: int) -> int | None:
    """The latest figure of people harmed that is no part of another; a part only where nothing else is near."""
    parts = None
    for index in range(len(drafts) - 1, -1, -1):
        draft = drafts[index]
        if sentence - draft.sentence > _BACK:
            break
        if draft.measure in _THINGS or draft.scope == "period_total":
            continue
        if draft.part_of is None:
            return index
        parts = index if parts is None else parts
    return parts


def _subject(view: View, number: NumberPhrase) -> bool:
    """Opens its clause, before a verb ("Eleven were released") or alone in its sentence ("Fourteen.")."""
    first, end = view.first(number.core), view.last(number.core)
    opened = number.first == first or view.lower[number.first - 1] in (";", ":", "and", "“", '"', "‘", "but")
    if not opened:
        return False
    words = [w for w in view.lower[number.last : end] if w.strip(". \n,!?’”\"'")]
    if not words:
        return number.first == first and not view.words[number.core].isdigit()  # "2." may number a paragraph
    after = number.last
    return after < end and view.pos[after] == "AUX"


def _spoken(view: View, number: NumberPhrase, what: Counted) -> bool:
    """As in "speaks of 36", "keeps to twenty-two", "has 19 in her book", "makes it five"."""
    end, at = view.last(number.core), max(number.last, what.last)
    after = view.lower[at] if at < end else "."
    if what.noun is None and not (
        after.strip() in _ENDS or not after.strip() or view.pos[at] in ("ADP", "ADV", "SCONJ")
    ):
        return False
    k, floor = number.first - 1, view.first(number.core)
    while k > floor and view.lower[k] in _LIGHT:
        k -= 1
    return k >= floor and view.pos[k] in ("VERB", "AUX") and view.lemma[k] in casualty_words().sets["count_verbs"]
