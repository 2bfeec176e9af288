"""What speaks for and against each measure of a number whose own words do not tell it: short texts that can be read.

The evidence is shared between measures ("the figure told just before counts these", "a word of this measure stands left of
it"), so that little training data goes a long way. Nothing is decided here; `figures_scored` weighs it.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rashomon.extract.choices import Evidence
from rashomon.extract.figures_counted import Counted
from rashomon.extract.figures_drafts import Draft
from rashomon.extract.figures_nouns import is_people, is_thing, singular, weapon_at
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words
from rashomon.extract.numbers import NumberPhrase
from rashomon.model.figures import Measure

MEASURES: tuple[Measure, ...] = (
    "killed", "injured", "casualties", "missing", "detained", "displaced", "abducted", "targets_struck", "weapons", "personnel",
)  # fmt: skip
_THINGS = frozenset({"targets_struck", "weapons"})
#: What is counted of people without naming them ("the list has 51 names").
_TOKENS = frozenset("name grave case coffin stretcher bed shroud martyr crate hanging".split())
_OPENERS = frozenset('. ; : “ " ( – — -'.split())
_QUOTES = frozenset("“ ” \" ‘ '".split())


@dataclass(frozen=True, slots=True)
class Told:
    """The figures that the rules found, as far as other numbers lean on them.

    Args:
        drafts: in the order of the text.
        values: how often each (low, high) was counted as each measure.
        shares: how many figures of each measure there are.
    """

    drafts: tuple[Draft, ...]
    values: Counter[tuple[int | None, int | None, Measure]]
    shares: Counter[Measure]


def told(drafts: Sequence[Draft], *, without: Draft | None = None) -> Told:
    """Counts the figures of a report, one left out where that one is asked about."""
    ordered = tuple(sorted(drafts, key=lambda d: d.first))
    real = [d for d in ordered if d is not without and d.qualifier not in ("reported_none", "unspecified")]
    return Told(tuple(real), Counter((d.low, d.high, d.measure) for d in real), Counter(d.measure for d in real))


def evidence(view: View, number: NumberPhrase, what: Counted, report: Told, *, body: int) -> Evidence[Measure]:
    """All evidence on one number.

    Args:
        body: first token of the report's body.
    """
    before = [d for d in report.drafts if d.first < number.first]
    after = [d for d in report.drafts if d.first > number.first]
    words = casualty_words_near(view, number, what)
    kind = _kind(view, what)
    noun = singular(view, what.noun) if what.noun is not None else "-"
    verb = _verb(view, number, what)
    whether = [
        *_shape(view, number, what, body),
        f"kind {kind}", f"noun {noun}", f"verb {verb}", f"kind {kind} verb {verb}",
        *_left_right(view, number, what),
    ]  # fmt: skip
    whether += _leaning(view, number, kind, before, after, words, report)
    which: dict[Measure, tuple[str, ...]] = {}
    around = _around(view, number, before, after)
    for measure in MEASURES:
        which[measure] = tuple(_for(measure, around, number, kind, noun, verb, words, report))
    return Evidence(tuple(dict.fromkeys(whether)), which)


def may_count(view: View, what: Counted) -> bool:
    """Whether the counted noun can stand for people or things harmed, or there is none."""
    return (
        _kind(view, what) not in ("other", "thing")
        or what.noun is not None
        and view.lemma[what.noun].lower() in _TOKENS
    )


def _kind(view: View, what: Counted) -> str:
    if what.noun is None:
        return "pronoun" if what.whole is not None else "bare"
    if weapon_at(view, what) is not None:
        return "weapon"
    if is_people(view, what.noun):
        return "people"
    return "thing" if is_thing(view, what.noun) else "other"


def _shape(view: View, number: NumberPhrase, what: Counted, body: int) -> Iterator[str]:
    first, end = view.first(number.core), view.last(number.core)
    yield f"whole {what.whole}"
    yield f"one {number.one}"
    yield f"vague {number.kind == 'vague'}"
    yield f"bound {number.qualifier}"
    value = number.high if number.high is not None else number.low or 0
    yield f"size {min(4, len(str(value)))}"
    if number.first < body:
        yield "headline"
    words = [w for w in view.lower[first:end] if w.strip() and w.isalnum()]
    if len(words) <= 2:
        yield "alone"
    if number.first == first or view.lower[number.first - 1] in _OPENERS:
        yield "opens"
    if number.first > first and view.lower[number.first - 1] in _QUOTES:
        yield "quoted"
    if view.lower[number.core].isdigit():
        yield "digits"


def _left_right(view: View, number: NumberPhrase, what: Counted) -> Iterator[str]:
    first, end = view.first(number.core), view.last(number.core)
    one = view.lower[number.first - 1] if number.first > first else "^"
    two = view.lower[number.first - 2] if number.first - 1 > first else "^"
    at = max(number.last, what.last)
    after = view.lower[at] if at < end else "$"
    later = view.lower[at + 1] if at + 1 < end else "$"
    next_one = view.lower[number.last] if number.last < end else "$"
    yield f"left {one}"
    yield f"left two {two} {one}"
    yield f"right {after}"
    yield f"right two {after} {later}"
    yield f"next {next_one}"
    if at < end:
        yield f"right pos {view.pos[at]}"
    yield f"left pos {view.pos[number.first - 1] if number.first > first else '^'}"
    yield f"dep {view.dep[what.noun if what.noun is not None else number.core]}"


def _verb(view: View, number: NumberPhrase, what: Counted) -> str:
    token = what.noun if what.noun is not None else number.core
    for _ in range(6):
        if view.pos[token] == "VERB":
            return view.lemma[token]
        up = view.head[token]
        if up == token:
            break
        token = up
    return "-"


def _near(distance: int) -> str:
    return "0" if distance == 0 else "1" if distance == 1 else "2-3" if distance <= 3 else "4+"


def casualty_words_near(view: View, number: NumberPhrase, what: Counted) -> dict[str, list[tuple[Measure, int, int]]]:
    """Measures of the casualty words of the sentence, left and right, with their distance and token, nearest first."""
    first, last = number.first, max(number.last, what.last)
    words = view.lower[view.first(number.core) : view.last(number.core)]
    at = view.first(number.core)
    table = _measures()
    told = [(k, measure) for k, word in enumerate(words, at) if (measure := table.get(word)) is not None]
    return {
        "left": [(measure, first - k, k) for k, measure in reversed(told) if k < first],
        "right": [(measure, max(0, k - last), k) for k, measure in told if k >= number.last],
    }


@functools.cache
def _measures() -> dict[str, Measure]:
    """Casualty words with what they count, whatever stands beside them."""
    table = casualty_words()
    verbs = {w: v.people or v.subject for w, v in table.verbs.items() if not v.people_only}
    out: dict[str, Measure] = {w: m for w, m in verbs.items() if m is not None}
    for words in (table.tolls, table.of_nouns, table.counted, table.adjectives):
        out.update({w: m for w, m in words.items() if m is not None})
    return out


def _leaning(
    view: View, number: NumberPhrase, kind: str, before: list[Draft], after: list[Draft],
    words: dict[str, list[tuple[Measure, int, int]]], report: Told,
) -> Iterator[str]:  # fmt: skip
    sentence = view.sent[number.core]
    if before:
        last = before[-1]
        far = _near(sentence - last.sentence)
        yield f"last {far}"
        yield f"last {far} kind {kind}"
        yield f"last gap {min(6, number.first - last.last)}" if far == "0" else "last gap -"
        yield f"last thing {last.measure in _THINGS} {far}"
        size, mine = last.low or last.high or 0, number.low or number.high or 0
        yield f"last {'more' if size > mine else 'less' if size < mine else 'same'} {far}"
    else:
        yield "first of all"
    if after:
        far = _near(after[0].sentence - sentence)
        yield f"next {far}"
        yield f"next {far} kind {kind}"
    same = sum(n for (low, high, _), n in report.values.items() if (low, high) == (number.low, number.high))
    small = (number.low or number.high or 0) <= 3
    yield f"told again {min(same, 2)} small {small}"
    yield f"told again {min(same, 2)} kind {kind} small {small}"
    for side in ("left", "right"):
        yield f"word {side} {bool(words[side])} kind {kind}"


@dataclass(frozen=True, slots=True)
class _Around:
    """What every measure asks of the figures around a number, read once."""

    last: Measure | None
    far: str
    near: frozenset[Measure]
    whole: Measure | None
    whole_far: str
    next: Measure | None
    next_far: str
    small: bool


def _around(view: View, number: NumberPhrase, before: list[Draft], after: list[Draft]) -> _Around:
    sentence = view.sent[number.core]
    whole = next((d for d in reversed(before) if d.part_of is None and d.measure not in _THINGS), None)
    return _Around(
        before[-1].measure if before else None,
        _near(sentence - before[-1].sentence) if before else "",
        frozenset(d.measure for d in before if sentence - d.sentence <= 3),
        whole.measure if whole is not None else None,
        _near(sentence - whole.sentence) if whole is not None else "",
        after[0].measure if after else None,
        _near(after[0].sentence - sentence) if after else "",
        (number.low or number.high or 0) <= 3,
    )


def _for(
    measure: Measure, around: _Around, number: NumberPhrase, kind: str, noun: str, verb: str,
    words: dict[str, list[tuple[Measure, int, int]]], report: Told,
) -> Iterator[str]:  # fmt: skip
    yield f"is {measure}"
    yield f"{measure} kind {kind}"
    yield f"{measure} noun {noun}"
    yield f"{measure} verb {verb}"
    if around.last is not None:
        yield f"last {around.far} {'is' if around.last == measure else 'is not'}"
        if around.last == measure:
            yield f"last {around.far} is kind {kind}"
            yield f"last is {measure}"
        if measure in around.near:
            yield "near has"
        if around.whole == measure:
            yield f"last whole {around.whole_far} is"
    if around.next == measure:
        yield f"next {around.next_far} is"
    if report.values[number.low, number.high, measure]:
        yield f"told again small {around.small}"
        yield f"told again small {around.small} kind {kind}"
    if report.shares:
        share = report.shares[measure] / report.shares.total()
        yield f"share {'most' if share >= 0.5 else 'some' if share >= 0.2 else 'few' if share > 0 else 'none'}"
    for side in ("left", "right"):
        found = words[side]
        if found and found[0][0] == measure:
            yield f"word {side} first {min(4, found[0][1] // 3)}"
        elif any(m == measure for m, _, _ in found):
            yield f"word {side} some"
