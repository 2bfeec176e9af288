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

#: Words for those who belong together in one vessel, house or office.
_BODIES = frozenset("crew crewmen sailors seafarers staff members employees colleagues workers guests".split())
#: Ages under which one is a child.
_AGES = frozenset("5 five 10 ten 12 twelve 13 14 fourteen 15 fifteen 16 sixteen 17 18 eighteen".split())


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
    told = _of_unit(view, number, what) or _appositive(view, what, number, grounding)
    if told is not None:
        return told
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
    if _under_age(view, max(what.last, number.last)):
        return "child"
    if (
        isinstance(found, Leaning)
        and found.rule.startswith("toll")
        and found.governor is not None
        and what.noun is None
    ):
        side = population_words().modifiers.get(view.lower[found.governor - 1]) if found.governor else None
        if side is not None:  # "the military dead", "the civilian toll"
            return side
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


def _under_age(view: View, at: int) -> bool:
    """As in "seven of them under ten years old", "eight of the dead were under fifteen"; nobody is so old at a bare 18."""
    words = [w for w in view.lower[at : at + 5] if w not in ("are", "were", "was", "aged")]
    return words[:1] in (["under"], ["below"]) and (
        words[1:2] != [] and words[1] in _AGES or "aged" in view.lower[at : at + 1]
    )


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
    noun = _named_at(view, at, end)
    if noun is not None:
        return noun_population(view, noun, at, grounding)
    after = right_predicate(view, at, end)
    if after is not None and after.kind == "be":
        noun_at = described(view, after.token, end)
        if noun_at is not None:
            return noun_population(view, noun_at, after.token, grounding)
    return None


def _named_at(view: View, at: int, end: int) -> int | None:
    """The people named right at a token: "children", "a Basij volunteer", "all of them officers"."""
    k = at
    if view.lower[k : k + 2] == [",", "all"]:
        k += 4 if view.lower[k + 2 : k + 4] in (["of", "them"], ["of", "whom"]) else 2
    if k < end and view.lower[k] in ("a", "an"):
        k += 1
    for j in range(k, min(end, k + 3)):
        if is_people(view, j) and view.pos[j] != "PRON":
            return None if view.pos[j] == "VERB" else j
        if view.pos[j] not in ("ADJ", "PROPN", "NOUN"):
            return None
    return None


def _appositive(view: View, what: Counted, number: NumberPhrase, grounding: Grounding) -> Population | None:
    """As in "two people, a schoolboy and a woman vendor,": who they are decides, civilians where their sorts differ."""
    at, end = max(what.last, number.last), view.last(number.core)
    if at + 2 >= end or view.lower[at] != "," or view.lower[at + 1] not in ("a", "an", "his", "her"):
        return None
    sorts: list[Population] = []
    for k in range(at + 1, min(end, at + 14)):
        if view.pos[k] in ("VERB", "AUX"):
            break
        if view.pos[k] == "NOUN" and is_people(view, k) and view.pos[k + 1 : k + 2] != ["NOUN"]:
            sorts.append(noun_population(view, k, max(at + 1, k - 2), grounding))
    if len(sorts) < 2 or len(sorts) > (number.low or 0):
        return None
    if len(set(sorts)) == 1:
        return sorts[0]
    return "civilian" if set(sorts) <= {"civilian", "child", "woman"} else None


def _of_unit(view: View, number: NumberPhrase, what: Counted) -> Population | None:
    """As in "ten of his regiment", "two of a patrol"."""
    if what.noun is None or view.lower[number.last : number.last + 1] != ["of"]:
        return None
    found: Population | None = population_words().units.get(view.lower[what.noun])
    return found


def _speaking_side(view: View, number: NumberPhrase, grounding: Grounding) -> Population | None:
    """A group that counts its own "martyrs" counts militants; an army soldiers."""
    kinds = population_words().kinds
    for k in range(number.first - 1, view.first(number.core) - 1, -1):
        kind = kind_at(k, grounding)
        if kind is not None:
            side: Population | None = kinds.get(kind)
            return side
    return None


def _of_one_body(view: View, draft: Draft) -> bool:
    """Whether the figure counts members of one body ("two crew members died and four were hurt").

    Soldiers and crews go on as they are; "two passengers died and nine were hurt" does not tell who else was hurt.
    """
    nouns = view.lower[draft.what.first : draft.what.last]
    return any(word in _BODIES for word in nouns)


def _beside(view: View, number: NumberPhrase, drafts: Sequence[Draft], grounding: Grounding) -> Population:
    """As in "nine recruits were killed and 14 wounded": the bare number goes on with the people before it."""
    sentence = view.sent[number.core]
    if (
        drafts
        and drafts[-1].sentence == sentence
        and drafts[-1].measure not in ("weapons", "personnel", "targets_struck")
    ):
        last = next((d for d in reversed(drafts) if d.sentence == sentence and d.part_of is None), drafts[-1])
        if last.population == "civilian" and not _of_one_body(view, last):
            return "any"
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
