"""Our own reader of numbers that count: digits, words, ranges, bounds, vague plurals, zero, "no number given".

It keeps what the words leave open: "dozens" has a low and no high, "up to 60" a high and no low.
It refuses years, dates, clock times, ages, money, percentages, distances, calibres, labels ("Unit 8200",
"Article 51") and ordinals. It does not say what is counted; that is for the rules of figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc

from rashomon.extract.figures_view import View, view_of
from rashomon.extract.numbers_core import HYPHENS, NONE_FORMS, Words, number_words, read_core
from rashomon.extract.numbers_guards import counts_something
from rashomon.lexicon import load
from rashomon.model.figures import Qualifier

Kind = Literal["count", "vague", "none", "withheld", "ordinal"]
#: After these verbs "about" and "over" are prepositions, not bounds ("talk about two drones").
_TALK = frozenset(
    "talk talking talked talks ask asked asking know knows hear heard think worry worried speak spoke speaking tell told warn"
    " warned complain complained concern concerns concerned questions information reports report story stories learn learned"
    " learnt joke dispute anger outrage protests blamed responsibility mourning grief fears what something more".split()
)


@dataclass(frozen=True, slots=True)
class NumberPhrase:
    """A number expression.

    Args:
        first, last: token range `[first, last)`, bounds included ("at least 20").
        core: first token of the number itself.
        low, high: inclusive; null where the words leave it open or give no number.
        one: the number is the bare word "one", which may be a pronoun.
    """

    first: int
    last: int
    core: int
    low: int | None
    high: int | None
    qualifier: Qualifier
    kind: Kind = "count"
    one: bool = False


def read_numbers(doc: Doc) -> tuple[NumberPhrase, ...]:
    """Every number of `doc` that may count people or things, in text order."""
    return read_view(view_of(doc))


def read_view(view: View) -> tuple[NumberPhrase, ...]:
    """As `read_numbers`, from a view that is already there."""
    words, found, i = number_words(), [], 0
    while i < len(view):
        word = view.lower[i]
        if not (word[0].isdigit() or word in words.starters):
            i += 1
            continue
        phrase = _phrase_at(view, i, words)
        if phrase is None:
            i += 1
            continue
        if phrase.kind in ("none", "withheld") or counts_something(
            view, phrase.core, phrase.last, phrase.high, phrase.first
        ):
            found.append(phrase)
        i = max(phrase.last, i + 1)
    return tuple(found)


def _phrase_at(view: View, i: int, words: Words) -> NumberPhrase | None:
    end = view.last(i)
    for form in words.withheld:
        if _matches(view.lower, i, end, form):
            return NumberPhrase(i, i + len(form), i, None, None, "unspecified", "withheld")
    for form in NONE_FORMS:
        if _matches(view.lower, i, end, form):
            if view.lower[i] in ("no", "not") and (bound := _bound_after(view.lower, i, end, words)):
                return None if bound > 1 else NumberPhrase(i, i + len(form), i, 0, 0, "reported_none", "none")
            return NumberPhrase(i, i + len(form), i, 0, 0, "reported_none", "none")
    if view.lower[i] == "another":
        # A pronoun for one more ("and another was missing"); before a noun or number it only describes.
        alone = i + 1 < end and view.pos[i + 1] == "AUX" or i + 1 < end and view.tag[i + 1] in ("VBD", "VBZ")
        return NumberPhrase(i, i + 1, i, 1, 1, "exactly", one=True) if alone else None
    vague = _vague_at(view, i, end, words)
    if vague is not None:
        return vague
    ranged = _range_at(view, i, end, words)
    if ranged is None:
        return None
    core, last, low, high = ranged
    one = low == high == 1 and view.lower[core] == "one"
    return _bounded(view, NumberPhrase(min(i, core), last, core, low, high, "exactly", one=one), words)


def _vague_at(view: View, i: int, end: int, words: Words) -> NumberPhrase | None:
    for form, low, high in words.vague.get(view.lower[i], ()):
        if not _matches(view.lower, i, end, form):
            continue
        last = i + len(form)
        if len(form) == 1 and view.lower[last : last + 2] == ["and", form[0]]:
            last += 2  # "dozens and dozens"
        following = view.lower[last] if last < end else ""
        if form[-1] == "scores" and (
            view.pos[i] == "VERB"
            or following not in ("of", "more", "dead", "killed", "injured", "wounded", "were", "have", "had")
        ):
            continue
        if form == ("a", "number") and following != "of" or form[-1] in ("pair", "handful") and following != "of":
            continue
        if form[0] in ("several", "multiple", "numerous") and len(form) == 1 and following in words.scales:
            continue
        qualifier: Qualifier = "exactly" if high is not None else "at_least"
        phrase = NumberPhrase(i, last, i, low, high, qualifier, "vague")
        return _bounded(view, phrase, words)
    return None


def _range_at(view: View, i: int, end: int, words: Words) -> tuple[int, int, int, int] | None:
    """(first token, token after, low, high) of a number or range that starts at `i`."""
    lead = view.lower[i] in ("between", "from")
    at = i + 1 if lead else i
    if lead and at < end:
        bound = _bound_after(view.lower, at, end, words)
        at += bound
    first = read_core(view.lower, at, end, words)
    if first is None:
        return None
    low, last, high = first[0], first[1], first[2]
    joiner = view.lower[last] if last < end else ""
    joined = joiner in (("and", "to") if lead else ("or", "to")) or joiner in HYPHENS and _glued(view, last)
    from_here = lead or i > view.first(i) and view.lower[i - 1] == "from"
    if joined and not (from_here and joiner == "to" and _changing(view, i)):
        second = read_core(view.lower, last + 1, end, words)
        if second is not None:
            low = _same_scale(view, at, last, low, second[0], second[1], words)
        if second is not None and second[2] > low and (joiner != "to" or second[2] <= 20 * low):
            return (i if lead and joiner != "-" else at), second[1], low, second[2]
    if lead:
        return None  # the number is read on its own when the scan comes to it
    return at, last, low, high


def _glued(view: View, hyphen: int) -> bool:
    """As in "10-15", not "UPDATE 2 - Four killed"."""
    return (
        view.end[hyphen - 1] == view.start[hyphen]
        and hyphen + 1 < len(view)
        and view.end[hyphen] == view.start[hyphen + 1]
    )


def _same_scale(view: View, first: int, last: int, low: int, high: int, end: int, words: Words) -> int:
    """As in "three to four dozen", "2 or 3 million": the scale at the end holds for both."""
    scale = words.scales.get(view.lower[end - 1], 12 if view.lower[end - 1] == "dozen" else 1)
    bare = last == first + 1 and view.lower[first] not in words.scales and low < 100
    return low * scale if bare and low * scale < high else low


def _bound_after(lower: list[str], at: int, end: int, words: Words) -> int:
    """How many tokens of a bound stand at `at` ("between about 10 and 15")."""
    for n in (3, 2, 1):
        for form, _ in words.before.get(lower[at + n - 1] if at + n - 1 < end else "", ()):
            if len(form) == n and tuple(lower[at : at + n]) == form:
                return n
    return 0


def _changing(view: View, i: int) -> bool:
    """As in "rose from five to seven" holds two figures, not a range."""
    verbs = load("casualty")["toll_verbs"]
    return any(
        view.lemma[k] in verbs and view.pos[k] in ("VERB", "NOUN", "ADJ") and view.lemma[k] != "be"
        for k in range(max(view.first(i), i - 8), i)
    )


def _bounded(view: View, phrase: NumberPhrase, words: Words) -> NumberPhrase:
    """Widens a phrase over the bounds around it, and reads them."""
    first, qualifier = _bounds_before(view, phrase, words)
    last = phrase.last
    if qualifier is None and last < view.last(phrase.core):
        for form, after in words.after.get(view.lower[last], ()):
            if _matches(view.lower, last, view.last(phrase.core), form):
                qualifier, last = after, last + len(form)
                break
        if qualifier is None and view.lower[phrase.last - 1].endswith("+"):
            qualifier = "at_least"
    if qualifier is None:
        return phrase
    low, high = phrase.low, phrase.high
    if qualifier in ("at_least", "more_than"):
        high = None
    elif qualifier == "at_most":
        low, high = None, high if high is not None else low
    elif phrase.kind == "vague":
        qualifier = phrase.qualifier
    return NumberPhrase(first, last, phrase.core, low, high, qualifier, phrase.kind, False)


def _bounds_before(view: View, phrase: NumberPhrase, words: Words) -> tuple[int, Qualifier | None]:
    first, strongest = phrase.first, None
    floor = view.first(phrase.core)
    while first > floor:
        hit = None
        for form, qualifier in words.before.get(view.lower[first - 1], ()):
            at = first - len(form)
            if at >= floor and tuple(view.lower[at:first]) == form and not _is_preposition(view, at, form):
                hit = (at, qualifier)
                break
        if hit is None:
            break
        first = hit[0]
        # "at least some 20": the outer bound binds, the inner "some" only softens.
        strongest = hit[1] if strongest is None or hit[1] != "about" else strongest
    return first, strongest


def _is_preposition(view: View, at: int, form: tuple[str, ...]) -> bool:
    """Whether "about", "over", "under" ... before a number is a plain preposition."""
    if len(form) > 1 or form[0] not in ("about", "over", "under", "around", "above", "below", "beyond", "less", "some"):
        return False
    previous = view.lower[at - 1] if at > view.first(at) else ""
    if form[0] in ("about", "over") and previous in _TALK:
        return True
    return (
        form[0] == "over"
        and view.pos[at - 1] == "NOUN"
        and previous in ("control", "dispute", "row", "vote", "victory", "charges")
        if at
        else False
    )


def _matches(lower: list[str], i: int, end: int, form: Iterable[str]) -> bool:
    form = tuple(form)
    return i + len(form) <= end and all(lower[i + k] == word for k, word in enumerate(form))
