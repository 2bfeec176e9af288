"""Who a figure counts and how many, once its measure is known: own words, else what it leans on."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.extract.figures_arms import strength_noun
from rashomon.extract.figures_counted import Counted
from rashomon.extract.figures_drafts import Draft
from rashomon.extract.figures_nouns import Reading, is_people
from rashomon.extract.figures_parts import Leaning, described
from rashomon.extract.figures_population import kind_at, noun_population, population_of
from rashomon.extract.figures_predicates import right_predicate
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words, population_words
from rashomon.extract.numbers import NumberPhrase
from rashomon.model.figures import Population
from rashomon.model.mentions import Grounding


def describe(
    view: View,
    number: NumberPhrase,
    what: Counted,
    found: Reading | Leaning,
    drafts: Sequence[Draft],
    grounding: Grounding,
) -> tuple[Population, int | None, int | None]:
    """Population, low and high of a figure."""
    low, high = number.low, number.high
    if found.measure in ("weapons", "targets_struck"):
        return "any", low, high
    family = _family(view, number)
    if family is not None:
        return family, low, high
    return _population(view, number, what, found, drafts, grounding), low, high


def _family(view: View, number: NumberPhrase) -> Population | None:
    """As in "a family of five", "a patrol of six"."""
    k = number.first - 1
    if (
        k - 1 >= view.first(number.core)
        and view.lower[k] == "of"
        and view.lower[k - 1] in casualty_words().sets["family_of"]
    ):
        found: Population = population_words().groups.get(view.lower[k - 1], "any")
        return found
    return None


def _population(
    view: View,
    number: NumberPhrase,
    what: Counted,
    found: Reading | Leaning,
    drafts: Sequence[Draft],
    grounding: Grounding,
) -> Population:
    end = view.last(number.core)
    own = population_of(view, what, grounding)
    if own != "any":
        return "any" if _mixed(view, what, own, end, grounding) else own
    if found.measure == "personnel":
        if what.noun is None and (noun := strength_noun(view, number.first)) is not None:
            return noun_population(view, noun, max(view.first(noun), noun - 2), grounding)
        return "militant"
    if what.whole == "pronoun" and isinstance(found, Reading) and (noun := _plural_before(view, number)) is not None:
        return noun_population(view, noun, max(view.first(noun), noun - 2), grounding)
    if what.noun is None or what.whole is not None:
        named = _predicated(view, number, what, end, grounding)
        if named is not None:
            return named
    if what.noun is not None and view.lower[what.noun] in ("martyrs", "martyr", "dead"):
        side = _speaking_side(view, number, grounding)
        if side is not None:
            return side
    under_age = view.lower[what.last : what.last + 3]
    if "aged" in under_age[:1] and {"under", "below"} & set(under_age):
        return "child"
    if (
        isinstance(found, Leaning)
        and found.rule.startswith("toll")
        and found.governor is not None
        and what.noun is None
    ):
        # "the number of journalists killed": the toll's own noun tells whom it counts.
        for k in range(found.governor + 1, min(end, found.governor + 5)):
            if view.pos[k] == "NOUN" and is_people(view, k) and view.lower[found.governor + 1] == "of":
                return noun_population(view, k, found.governor + 2, grounding)
    if isinstance(found, Leaning):
        whole = drafts[found.like] if found.like is not None else None
        return (
            whole.population
            if whole is not None and found.rule not in ("rival", "list", "toll.figure", "toll.it") and what.noun is None
            else "any"
        )
    bare = what.noun is None or view.lower[what.noun] in ("others", "other")
    return _beside(view, number, drafts, grounding) if bare else "any"


def _mixed(view: View, what: Counted, own: Population, end: int, grounding: Grounding) -> bool:
    """As in "200 protesters and police officers": one number over two sorts of people."""
    k = what.last
    if k + 1 >= end or view.lower[k] not in ("and", "or") or own in ("child", "woman"):
        return False
    for j in range(k + 1, min(end, k + 5)):
        if view.tag[j] in ("NNS", "NNPS") and is_people(view, j):
            return noun_population(view, j, k + 1, grounding) not in (own, "woman", "child")
        if view.pos[j] not in ("ADJ", "NOUN", "PROPN"):
            return False
    return False


def _plural_before(view: View, number: NumberPhrase) -> int | None:
    """Whom "of them" most likely means: the nearest plural noun of people before, in the sentence."""
    verb = view.head[number.core]
    candidates = range(number.first - 1, view.first(number.core) - 1, -1)
    return next(
        (k for k in candidates if view.tag[k] in ("NNS", "NNPS") and is_people(view, k) and view.head[k] != verb), None
    )


def _predicated(view: View, number: NumberPhrase, what: Counted, end: int, grounding: Grounding) -> Population | None:
    """As in "three of them children", "six of the dead are drivers", "one is a schoolgirl"."""
    at = max(what.last, number.last)
    if (
        at < end
        and view.pos[at] in ("NOUN", "PROPN", "ADJ", "DET")
        and is_people(view, at)
        or at + 1 < end
        and is_people(view, at + 1)
        and view.pos[at] in ("ADJ", "PROPN")
    ):
        noun = at if is_people(view, at) else at + 1
        return noun_population(view, noun, at, grounding)
    after = right_predicate(view, at, end)
    if after is not None and after.kind == "be":
        noun_at = described(view, after.token, end)
        if noun_at is not None:
            return noun_population(view, noun_at, after.token, grounding)
    return None


def _speaking_side(view: View, number: NumberPhrase, grounding: Grounding) -> Population | None:
    """A group that counts its own "martyrs" counts militants; an army soldiers."""
    kinds = population_words().kinds
    for k in range(number.first - 1, view.first(number.core) - 1, -1):
        kind = kind_at(k, grounding)
        if kind is not None:
            side: Population | None = kinds.get(kind)
            return side
    return None


def _beside(view: View, number: NumberPhrase, drafts: Sequence[Draft], grounding: Grounding) -> Population:
    """As in "nine recruits were killed and 14 wounded": the bare number goes on with the people before it."""
    sentence = view.sent[number.core]
    if (
        drafts
        and drafts[-1].sentence == sentence
        and drafts[-1].measure not in ("weapons", "personnel", "targets_struck")
    ):
        last = next((d for d in reversed(drafts) if d.sentence == sentence and d.part_of is None), drafts[-1])
        return last.population
    verbs = casualty_words().verbs
    for k in range(number.first - 1, max(view.first(number.core), number.first - 16) - 1, -1):
        if (
            view.pos[k] in ("NOUN", "PROPN")
            and is_people(view, k)
            and (verb := verbs.get(view.lower[view.head[k]])) is not None
            # "Gunmen kill three": who does it is not of those harmed.
            and (view.dep[k] in ("nsubjpass", "dobj") or view.dep[k] == "nsubj" and verb.people is None)
        ):
            return noun_population(view, k, max(view.first(k), k - 2), grounding)
    return "any"
