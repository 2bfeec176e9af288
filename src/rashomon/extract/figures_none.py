"""Denials and silences as figures: "no civilian casualties", "nobody was hurt", "did not give a number".

Zero is a statement and null is the lack of one; they are never mixed up. "No group has claimed
responsibility" and "no soldiers at the depot" say nothing of casualties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.extract.figures_drafts import Draft
from rashomon.extract.figures_predicates import right_predicate
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words, population_nouns, population_words
from rashomon.extract.numbers import NumberPhrase
from rashomon.model.figures import Measure, Population

_NEGATIONS = frozenset("not n't never without no neither".split())
_NONE_MEASURES = frozenset({"killed", "injured", "casualties", "missing", "abducted"})
_HOPEFUL = frozenset("if unless until would should must want wants hope hopes ensure".split())


@dataclass(frozen=True, slots=True)
class Nothing:
    """A figure of none, or of a number that is withheld, over the tokens `[first, last)`."""

    measure: Measure
    population: Population
    first: int
    last: int
    governor: int
    withheld: bool = False


def none_of(view: View, number: NumberPhrase) -> list[Nothing]:
    """What a word of zero ("no", "nobody", "none") denies; empty if nothing of casualties."""
    end, word = view.last(number.core), view.lower[number.core]
    if word in ("nobody", "no-one", "none") or number.last - number.core > 1 and word == "no":
        return _nobody(view, number, end)
    words = casualty_words()
    found: list[Nothing] = []
    k = number.last
    population: Population = "any"
    report: str | None = None
    while k < min(end, number.last + 9):
        w = view.lower[k]
        if w in words.sets["none_report_nouns"] or w in ("reports", "report"):
            report = w
        population = _modifier(w, population)
        measure = words.none_nouns.get(w)
        if measure is not None:
            if (
                report is not None
                and report not in ("reports", "report")
                and measure == "killed"
                and w in ("casualties", "casualty")
            ):
                measure = "casualties"
            found.append(Nothing(measure, population, number.first, k + 1, k))
            if k + 2 < end and view.lower[k + 1] in ("or", "and", "nor") and view.lower[k + 2] in words.none_nouns:
                k += 2
                continue
            return _dedupe(found)
        if (
            w in population_nouns()
            and view.pos[k] in ("NOUN", "PROPN")
            and report is None
            and view.lower[k + 1 : k + 2] not in (["casualties"], ["deaths"], ["casualty"], ["fatalities"], ["losses"])
        ):
            return _people(view, number, k, end)
        if view.pos[k] in ("VERB", "PUNCT", "AUX") or w in (
            "for",
            "from",
            "word",
            "details",
            "information",
            "news",
            "comment",
            "confirmation",
            "estimate",
        ):
            break
        k += 1
    return _dedupe(found)


def _dedupe(found: list[Nothing]) -> list[Nothing]:
    return list({nothing.measure: nothing for nothing in reversed(found)}.values())[::-1]


def _modifier(word: str, population: Population) -> Population:
    if word in ("civilian", "civilians"):
        return "civilian"
    modifier: Population | None = population_words().modifiers.get(word)
    return modifier if modifier in ("military", "police", "child") else population


def _people(view: View, number: NumberPhrase, noun: int, end: int) -> list[Nothing]:
    after = right_predicate(view, noun + 1, end)
    if after is None or after.kind != "measure" or after.measure not in _NONE_MEASURES or after.negated:
        return []
    population: Population = population_nouns()[view.lower[noun]]
    return [Nothing(after.measure, population, number.first, noun + 1, after.token)]


def _nobody(view: View, number: NumberPhrase, end: int) -> list[Nothing]:
    k = number.last
    if k < end and view.lower[k] == "of":
        while k < end and view.pos[k] not in ("AUX", "VERB"):
            k += 1
    elif k < end and view.lower[k] in ("else", "on", "in", "aboard", "inside"):
        while k < end and view.pos[k] not in ("AUX", "VERB") and k < number.last + 6:
            k += 1
    after = right_predicate(view, k, end)
    if after is None or after.kind != "measure" or after.measure not in _NONE_MEASURES or after.negated:
        return []
    return [Nothing(after.measure, "any", number.first, number.last, after.token)]


def silences(view: View, drafts: Sequence[Draft]) -> list[Nothing]:
    """As in "did not give a number", "gave no figure", "did not say how many", "not aware of any harm to civilians"."""
    words, found = casualty_words(), []
    for k, lemma in enumerate(view.lemma):
        if lemma in words.sets["withhold_verbs"] and view.pos[k] in ("VERB", "AUX"):
            nothing = _withheld(view, k, drafts)
        elif view.lower[k] in ("any", "anyone", "anybody"):
            nothing = _denied(view, k)
        elif view.lower[k] == "without":
            nothing = _without(view, k)
        elif lemma in words.sets["unknown_words"] or lemma in ("known", "clear", "know"):
            nothing = _unknown(view, k)
        else:
            continue
        if nothing is not None:
            found.append(nothing)
    return found


def _withheld(view: View, verb: int, drafts: Sequence[Draft]) -> Nothing | None:
    """The number that the verb, negated, does not give."""
    words, end, start = casualty_words(), view.last(verb), view.first(verb)
    negated = any(
        view.lower[j] in _NEGATIONS or view.lower[j] in ("declined", "refused")
        for j in range(max(start, verb - 4), verb)
    )
    for k in range(verb + 1, min(end, verb + 9)):
        word = view.lower[k]
        if word == "no" and view.lower[k - 1] not in ("that", "there"):
            negated = True
        if word in (",", ";", "but", "that") or view.pos[k] == "VERB" and word not in words.adjectives:
            return None
        how_many = word == "many" and view.lower[k - 1] == "how"
        if not negated or not how_many and word not in words.sets["withhold_nouns"]:
            continue
        if word == "casualties" and view.lower[k - 1] in ("no", "any"):
            return None  # "reported no casualties" is a zero
        return _silence(view, verb, k, drafts, how_many=how_many)
    return None


def _silence(view: View, verb: int, noun: int, drafts: Sequence[Draft], *, how_many: bool) -> Nothing | None:
    """The figure that is withheld: its measure from the words after, else from what was spoken of."""
    words, start, stop = casualty_words(), view.first(verb), min(view.last(verb), noun + 8)
    found = (
        words.adjectives.get(view.lower[j]) or _verb_measure(view.lower[j]) or words.counted.get(view.lower[j])
        for j in range(noun, stop)
    )
    measure: Measure | None = next((m for m in found if m is not None), None)
    if view.lower[noun - 1] == "death" or view.lower[noun] == "toll" and measure is None:
        measure = "killed"
    if measure is None and not how_many:
        measure = _spoken_of(view, verb, drafts)
    if measure is None:
        return None
    near = (_modifier(view.lower[j], "any") for j in range(max(start, verb - 12), stop))
    population: Population = next((p for p in near if p != "any"), "any")
    first = max(start, verb - 2) if view.lower[max(start, verb - 1)] in ("not", "n't") else verb
    return Nothing(measure, population, first, noun + 1, verb, True)


def _spoken_of(view: View, verb: int, drafts: Sequence[Draft]) -> Measure | None:
    """The measure of the last figure of people before, at most two sentences back; "some losses" means deaths."""
    for draft in reversed(drafts):
        near = draft.first < verb and view.sent[verb] - draft.sentence <= 2
        if near and draft.measure not in ("weapons", "personnel", "targets_struck"):
            return draft.measure
    losses = ("losses", "dead", "killed", "casualties", "martyrs")
    return "killed" if any(view.lower[j] in losses for j in range(view.first(verb), verb)) else None


def _verb_measure(word: str) -> Measure | None:
    verb = casualty_words().verbs.get(word)
    if verb is None or word.endswith("ing") or verb.people_only:
        return None
    return verb.people or verb.subject


def _unknown(view: View, k: int) -> Nothing | None:
    """As in "it was not clear how many were killed", "the number of dead is unknown"."""
    words, start, end = casualty_words(), view.first(k), view.last(k)
    lemma = view.lower[k]
    if lemma in ("known", "clear", "know") and not any(
        view.lower[j] in _NEGATIONS for j in range(max(start, k - 4), k)
    ):
        return None
    for j in range(k + 1, min(end, k + 4)):
        if view.lower[j] == "how" and view.lower[j + 1 : j + 2] == ["many"]:
            measure = next(
                (
                    m
                    for i in range(j, min(end, j + 9))
                    if (m := words.adjectives.get(view.lower[i]) or _verb_measure(view.lower[i])) is not None
                ),
                None,
            )
            return Nothing(measure, "any", j, j + 2, k, True) if measure is not None else None
    for j in range(max(start, k - 10), k):
        if view.lower[j] == "number" and view.lower[j + 1 : j + 2] == ["of"]:
            measure = next(
                (
                    m
                    for i in range(j, k)
                    if (m := words.adjectives.get(view.lower[i]) or words.counted.get(view.lower[i])) is not None
                ),
                None,
            )
            return Nothing(measure, "any", j, k + 1, k, True) if measure is not None else None
    return None


def _without(view: View, k: int) -> Nothing | None:
    """As in "without loss of life", "without casualties", "without a single loss"."""
    for j in range(k + 1, min(view.last(k), k + 4)):
        word = view.lower[j]
        if word in ("loss", "losses", "casualties", "fatalities", "deaths"):
            return Nothing("killed", "any", k, j + 1, j)
        if word not in ("a", "single", "any", "further", "civilian", "own", "loss", "more"):
            return None
    return None


def _denied(view: View, k: int) -> Nothing | None:
    """As in "denied any civilian deaths", "not aware of any harm to civilians", "denied that anyone was killed"."""
    words, start, end = casualty_words(), view.first(k), view.last(k)
    before = range(max(start, k - 9), k)
    deny = any(view.lemma[j] in ("deny", "reject", "dismiss", "without", "avoid") for j in before)
    if not (deny or any(view.lower[j] in ("not", "n't", "no", "without") for j in before)) or any(
        view.lower[j] in _HOPEFUL for j in range(start, k)
    ):
        return None
    aware = any(
        view.lower[j]
        in (
            "aware",
            "evidence",
            "indication",
            "knowledge",
            "report",
            "reports",
            "see",
            "seen",
            "cause",
            "caused",
            "causing",
        )
        for j in before
    )
    if view.lower[k] != "any":
        after = right_predicate(view, k + 1, end)
        if after is not None and after.kind == "measure" and after.measure in ("killed", "injured") and (deny or aware):
            return Nothing(after.measure, "any", k, after.token + 1, after.token)
        return None
    population: Population = "any"
    for j in range(k + 1, min(end, k + 5)):
        population = _modifier(view.lower[j], population)
        measure = words.none_nouns.get(view.lower[j]) or ("killed" if view.lower[j] == "loss" else None)
        if measure is not None and view.lower[j] == "dead" and view.lower[j - 1] != "any":
            return None  # "any use of our dead"
        if measure is not None and (deny or aware):
            if view.lower[j] in ("harm", "casualties"):
                measure = "casualties"
            population = next(
                (p for i in range(j, min(end, j + 5)) if (p := _modifier(view.lower[i], population)) != "any"),
                population,
            )
            return Nothing(measure, population, k, j + 1, j)
        if view.lower[j] in population_nouns() and (deny or aware):
            after = right_predicate(view, j + 1, end)
            if (
                after is not None
                and after.kind == "measure"
                and after.measure in ("killed", "injured", "targets_struck")
            ):
                harm: Measure = "injured" if after.measure == "injured" else "killed"
                return Nothing(harm, population_nouns()[view.lower[j]], k, j + 1, after.token)
    return None
