"""What the words beside a counted phrase say of it: the verb on its left, the predicate on its right.

Reads the line of words, so that headlines and loose syntax do no harm; the parse is asked elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import Compound, Verb, casualty_words
from rashomon.extract.numbers import NumberPhrase
from rashomon.model.figures import Measure

_QUOTES = frozenset("\"'“”‘’«»`") | {"''", "``"}
_BE = frozenset("is are was were be been being 's 're got get gets".split())
_HAVE = frozenset("has have had having 've 'd".split())
_BELIEVED = frozenset(
    "believed feared thought reported reportedly confirmed said known presumed understood found left lying listed declared pronounced alleged estimated to seen".split()
)
_MODALS = frozenset("will would may might could can should must shall did do does".split())
_LEFT_SKIP = (
    frozenset(
        "only another the other all its his her their our also just a an further additional these those yet some".split()
    )
    | _QUOTES
)
_ADVERB_SKIP = frozenset(
    "also later then reportedly allegedly still since now already instantly immediately all both each either apparently subsequently eventually again even so far".split()
)


@dataclass(frozen=True, slots=True)
class Predicate:
    """What is said of the counted: a measure, freedom, mere being, or something else."""

    kind: Literal["measure", "freed", "be", "other"]
    measure: Measure | None
    token: int
    negated: bool = False


def left_verb(view: View, number: NumberPhrase) -> tuple[Verb, int, Measure | None] | None:
    """The casualty verb whose object begins at the number: (verb, its token, measure of a compound that stands between)."""
    verbs = casualty_words().verbs
    floor, k = view.first(number.core), number.first - 1
    for _ in range(4):
        if k < floor or view.lower[k] not in _LEFT_SKIP:
            break
        k -= 1
    if k < floor:
        return None
    verb = verbs.get(view.lower[k])
    if verb is not None and _is_verb(view, k):
        return verb, k, None
    for back in (1, 2):
        if k - back < floor:
            break
        verb = verbs.get(view.lower[k - back])
        if verb is None:
            continue
        between = tuple(view.lower[k - back + 1 : k + 1])
        for compound in verb.compounds:
            if compound.words == between and not compound.subject:
                return verb, k - back, compound.measure
    return None


def _is_verb(view: View, k: int) -> bool:
    """Whether a form that could be a noun ("attack", "wounds") is a verb here, tagger's errors in headlines allowed for."""
    if view.pos[k] in ("VERB", "AUX"):
        return True
    if view.pos[k] == "NOUN" or view.pos[k] == "ADJ":
        return view.lower[k].endswith(("ing", "ed")) and (k == view.first(k) or view.pos[k - 1] not in ("DET", "ADJ"))
    return view.pos[k] == "PROPN" and view.lower[k] not in (
        "strike",
        "attack",
        "shell",
        "target",
        "hit",
        "blast",
        "raid",
        "burn",
        "wound",
        "storm",
    )


def after_object(view: View, verb: Verb, last: int, end: int) -> Compound | None:
    """As in "shot three people dead", "took 12 workers hostage": the compound that ends right after the object."""
    for compound in verb.compounds:
        if not compound.words:
            continue
        for gap in (0, 1):
            at = last + gap
            if at + len(compound.words) <= end and tuple(view.lower[at : at + len(compound.words)]) == compound.words:
                return compound
    return None


def past_aside(view: View, k: int, end: int) -> int | None:
    """The token after ", including 11 children," and the like; null if no aside begins at `k`."""
    if k < end and view.lower[k] == "and":
        return _past_second(view, k + 1, end)
    if k >= end or view.lower[k] not in (",", "("):
        return None
    second = _past_second(view, k + 1, end) if view.lower[k] == "," else None
    if second is not None:
        return second
    closer = ")" if view.lower[k] == "(" else ","
    for j in range(k + 1, min(end, k + 16)):
        if view.lower[j] == closer and j + 1 < end:
            word = view.lower[j + 1]
            if (
                word in _BE
                or word in _HAVE
                or word in casualty_words().adjectives
                or word in casualty_words().verbs
                and view.tag[j + 1] in ("VBD", "VBN")
            ):
                return j + 1
        if view.pos[j] == "AUX" or view.lower[j] in (";", "but", "while"):
            return None
    return None


def _past_second(view: View, k: int, end: int) -> int | None:
    """As in "120 soldiers and a senior general killed": the token after the second half of the pair."""
    for j in range(k, min(end, k + 8)):
        if (
            view.lower[j] in casualty_words().adjectives
            and j > k
            and view.pos[j - 1] in ("NOUN", "PROPN")
            or view.lower[j] in _BE
            or view.lower[j] in _HAVE
        ):
            return j if j - k >= 1 else None
        if view.pos[j] not in ("DET", "ADJ", "NOUN", "PROPN", "NUM"):
            return None
    return None


def right_predicate(view: View, k: int, end: int, *, reduced: bool = True) -> Predicate | None:
    """What the words from token `k` say of the phrase that ends there.

    Args:
        reduced: "12 killed in ..." may stand without "were".
    """
    words, be, have, modal, negated = casualty_words(), False, False, False, False
    start = k
    while k < end:
        word = view.lower[k]
        if word in _BE:
            be = True
        elif word in _HAVE:
            have = True
        elif word in ("not", "n't", "never"):
            negated = True
        elif word in _MODALS and view.pos[k] in ("AUX", "VERB"):
            modal = True
        elif (be or have) and word in _BELIEVED:
            be = be or word in ("feared", "left", "found")
        elif (
            word in _ADVERB_SKIP
            or (
                view.pos[k] == "ADV"
                and word not in words.adjectives
                and word not in ("when", "where", "why", "how", "as")
            )
            or word in _QUOTES
        ):
            pass
        else:
            break
        k += 1
    if k >= end:
        return Predicate("be", None, start, negated) if be else None
    for form, measure in words.predicates:
        if tuple(view.lower[k : k + len(form)]) == form:
            return Predicate("measure", measure, k, negated)
    if view.lower[k] == "among" and (listed := _among_counted(view, k, end)) is not None:
        return Predicate("measure", listed, k, negated)
    if view.lower[k] in ("remain", "remained", "remains") and k + 1 < end:
        return right_predicate(view, k + 1, end)
    return _verb_predicate(view, k, end, be=be, have=have, modal=modal, negated=negated, reduced=reduced and k == start)


def _among_counted(view: View, k: int, end: int) -> Measure | None:
    """As in "among the five dead", "among the 14 wounded"."""
    at = k + 2
    if at + 1 >= end or view.lower[k + 1] not in ("the", "its", "their") or view.pos[at] not in ("NUM", "ADJ"):
        return None
    return casualty_words().adjectives.get(view.lower[at + 1])


def _verb_predicate(
    view: View, k: int, end: int, *, be: bool, have: bool, modal: bool, negated: bool, reduced: bool
) -> Predicate | None:
    words, word = casualty_words(), view.lower[k]
    verb = words.verbs.get(word)
    passive = be and view.tag[k] != "VBG" or (not be and not have and not modal and _is_reduced(view, k, end, reduced))
    if verb is not None and (view.pos[k] != "NOUN" or word in ("die", "flee")):
        for compound in verb.compounds:
            if compound.negated:
                if negated:
                    return Predicate("measure", compound.measure, k)
            elif compound.words and (compound.subject or passive) and _holds(view, k + 1, end, compound.words):
                return Predicate("measure", compound.measure, k, negated)
        if passive and to_hospital(view, verb, k, end):
            return Predicate("measure", "injured", k, negated)
        if means_else(view, verb, k, end):
            return Predicate("other", None, k, negated)
        if passive and verb.people is not None and not (verb.lemma in ("treat", "admit") and not be):
            told = (
                view.lower[k + 2 : k + 3]
                if verb.people == "casualties" and view.lower[k + 1 : k + 2] == ["and"]
                else []
            )
            return Predicate("measure", words.adjectives.get(told[0], verb.people) if told else verb.people, k, negated)
        if (
            verb.subject is not None
            and (not be or view.tag[k] == "VBG")
            and word not in ("burn", "burned", "fall", "falls")
        ):
            return Predicate("measure", verb.subject, k, negated or modal and word not in ("die",))
        if passive and verb.things:
            return Predicate("measure", "targets_struck", k, negated)
    if word in words.adjectives and (be or _is_reduced(view, k, end, reduced)):
        return Predicate("measure", words.adjectives[word], k, negated)
    if view.lemma[k] in words.sets["freed"] and view.pos[k] == "VERB":
        return Predicate("freed", None, k, negated)
    if view.pos[k] in ("VERB",) and (be and view.tag[k] in ("VBN", "VBG") or not be):
        return Predicate("other", None, k, negated)
    return Predicate("be", None, k, negated) if be else None


def means_else(view: View, verb: Verb, k: int, end: int) -> bool:
    """As in "taken to hospital", "holds out": words after the verb that turn it."""
    turned = casualty_words().unless.get(verb.lemma)
    return turned is not None and any(view.lower[j] in turned for j in range(k + 1, min(end, k + 4)))


def to_hospital(view: View, verb: Verb, k: int, end: int) -> bool:
    """As in "taken to the provincial hospital"."""
    return (
        verb.lemma in ("take", "rush", "carry", "bring", "admit", "ferry", "drive")
        and any(view.lower[j] == "to" for j in range(k + 1, min(end, k + 3)))
        and any(view.lower[j] in ("hospital", "hospitals", "clinic") for j in range(k + 1, min(end, k + 8)))
    )


def _is_reduced(view: View, k: int, end: int, reduced: bool) -> bool:
    """Whether a bare participle says it of what stands before ("12 killed in ..."), rather than takes an object."""
    if not reduced or view.lower[k].endswith("ing") and view.lower[k] != "missing":
        return False
    if k + 1 >= end:
        return True
    word, pos = view.lower[k + 1], view.pos[k + 1]
    if view.ent[k + 1] in ("DATE", "TIME"):
        return True
    return not (
        pos in ("DET", "NUM", "PRON", "NOUN", "PROPN", "ADJ")
        and word not in ("when", "while", "that", "dead", "who", "which")
    )


def _holds(view: View, k: int, end: int, form: tuple[str, ...]) -> bool:
    """Whether the compound's words stand within five words, in the same clause."""
    for at in range(k, min(end - len(form) + 1, k + 5)):
        if tuple(view.lower[at : at + len(form)]) == form:
            return True
        if view.lower[at] in (",", ";", ".", "and", "but", "while"):
            return False
    return False
