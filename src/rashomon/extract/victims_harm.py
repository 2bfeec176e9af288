"""Which named persons the words call harmed, and how.

Each rule looks from a name to what governs it, or from a word of harm to the names it introduces.
Threats, plots, attempts and denials harm nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.extract.figures_predicates import right_predicate
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words
from rashomon.extract.victims_identity import named_dead
from rashomon.extract.victims_people import Person
from rashomon.model.figures import Measure
from rashomon.model.victims import Harm

HARMS: dict[Measure, Harm] = {
    "killed": "killed",
    "injured": "injured",
    "casualties": "injured",
    "missing": "missing",
    "detained": "detained",
    "abducted": "abducted",
}
_UNREAL = frozenset(
    "threaten plan vow try attempt want order plot seek fail conspire intend aim wish promise pledge urge demand call hope fear refuse accuse deny avoid".split()
)
_WEAK = frozenset(
    "charge convict sentence remand indict treat admit intern beat assault blind claim lose fall evacuate relocate expel take hold seize flee shelter dispatch".split()
)
_UNREAL_NOUNS = frozenset("attempt attempts plot plots bid threat threats plan plans warrant warrants".split())
_OF_NOUNS = {
    "body": "killed",
    "corpse": "killed",
    "remains": "killed",
    "funeral": "killed",
    "coffin": "killed",
    "murder": "killed",
    "release": None,
}


@dataclass(frozen=True, slots=True)
class Found:
    """One statement that a person was harmed."""

    person: Person
    harm: Harm
    governor: int
    sentence: int
    rule: str
    figure: str | None = None


def governed(view: View, person: Person) -> Found | None:
    """By the verb, noun or adjective that governs the name."""
    sentence = view.sent[person.first]
    for rule in (_by_adjective, _by_noun, _by_object, _by_subject, _by_relative, by_identity):
        hit = rule(view, person)
        if hit is not None and not is_unreal(view, hit[1]):
            return Found(person, hit[0], hit[1], sentence, rule.__name__.lstrip("_"))
    return None


def by_identity(view: View, person: Person) -> tuple[Harm, int] | None:
    """As in "identified the second fatality as X"."""
    return named_dead(view, person, name_heads(view, person))


def _harm(measure: Measure | None) -> Harm | None:
    return HARMS.get(measure) if measure is not None else None


def _by_adjective(view: View, person: Person) -> tuple[Harm, int] | None:
    """As in "the wounded man, X", "slain journalist X"."""
    words = casualty_words().adjectives
    for k in range(person.intro, person.first):
        harm = _harm(words.get(view.lower[k]))
        if (
            harm is not None
            and view.pos[k] in ("ADJ", "VERB", "PROPN")
            and view.lower[k] not in ("fallen", "burned", "burnt", "captured")
            and not (k > view.first(k) and view.pos[k - 1] in ("AUX", "PART"))
        ):
            follows = k + 1 < person.first and view.pos[k + 1] in ("NOUN", "PROPN", "ADJ")
            if follows and view.lower[k + 1] not in ("in", "by"):
                return harm, k
    return None


def _by_noun(view: View, person: Person) -> tuple[Harm, int] | None:
    """As in "the killing of X", "the body of X", "X's death", "the funeral of commander X"."""
    words = casualty_words()
    for token in name_heads(view, person):
        up = view.head[token]
        if view.dep[token] == "pobj" and view.lower[up] == "of" and up != token:
            noun = view.head[up]
            harm = _harm(words.of_nouns.get(view.lower[noun])) or _OF_NOUNS.get(view.lower[noun])
            if harm is not None:
                return harm, noun  # type: ignore[return-value]
        if view.dep[token] == "poss" and up != token:
            harm = _harm(words.of_nouns.get(view.lower[up])) or (
                "killed"
                if view.lower[up] in ("body", "funeral", "corpse", "remains", "coffin", "murderers", "killers")
                else None
            )
            if harm is not None:
                return harm, up
    k = person.intro - 1
    if k > view.first(person.first) and view.lower[k] == "of":
        harm = _harm(words.of_nouns.get(view.lower[k - 1])) or _OF_NOUNS.get(view.lower[k - 1])
        if harm is not None:
            return harm, k - 1  # type: ignore[return-value]
    return None


def name_heads(view: View, person: Person) -> list[int]:
    """The name's head and what it stands in apposition or list with, nearest first."""
    chain, token = [person.head], person.head
    for _ in range(5):
        dep, up = view.dep[token], view.head[token]
        if (
            up == token
            or dep not in ("conj", "appos", "compound", "nmod", "oprd")
            or view.pos[up] not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")
        ):
            break
        token = up
        chain.append(token)
    return chain


def _by_object(view: View, person: Person) -> tuple[Harm, int] | None:
    """As in "killed X", "arrested one of the organisers, X"; "shot dead the leader, X"."""
    words = casualty_words()
    for token in name_heads(view, person):
        up = view.head[token]
        if view.dep[token] in ("dobj", "attr") and up != token and view.pos[up] == "VERB":
            harm = _verb_harm(view, up, passive=True)
            if harm is not None and not _is_agent(view, person):
                return harm, up
    k = person.intro - 1
    verb = words.verbs.get(view.lower[k]) if k >= view.first(person.first) else None
    if (
        verb is not None
        and view.pos[k] in ("VERB", "PROPN", "NOUN")
        and view.dep[person.head] not in ("nsubj", "poss", "nsubjpass")
    ):
        harm = _harm(verb.people) if verb.lemma not in _WEAK else None
        passive = k > view.first(k) and view.lower[k - 1] in ("was", "were", "been", "be", "is", "are")
        if harm is not None and not passive and (view.pos[k] == "VERB" or view.lower[k] in ("kill", "kills", "killed")):
            return harm, k
    return None


def _verb_harm(view: View, verb: int, *, passive: bool) -> Harm | None:
    """What the verb does to its object or passive subject; to its subject where `passive` is false."""
    entry = casualty_words().verbs.get(view.lower[verb])
    if (
        entry is None
        or any(view.dep[k] == "neg" for k in view.children[verb])
        and not any(c.negated for c in entry.compounds)
    ):
        return None
    for compound in entry.compounds:
        if (compound.subject is not passive) and (
            compound.words or any(view.dep[k] == "neg" for k in view.children[verb])
        ):
            end = min(view.last(verb), verb + 10)
            if any(tuple(view.lower[at : at + len(compound.words)]) == compound.words for at in range(verb + 1, end)):
                return _harm(compound.measure)
    if passive:
        if entry.lemma == "hold" and {"prison", "jail", "custody", "detention", "police", "cell"} & set(
            view.lower[verb : min(view.last(verb), verb + 8)]
        ):
            return "detained"
        return _harm(entry.people) if entry.lemma not in _WEAK or entry.lemma == "seize" else None
    return _harm(entry.subject) if entry.lemma not in _WEAK and entry.lemma != "burn" else None


def _is_agent(view: View, person: Person) -> bool:
    return view.dep[person.head] in ("nsubj", "agent")


def _by_subject(view: View, person: Person) -> tuple[Harm, int] | None:
    """As in "X was killed", "X died", "X, 33, was among the dead", "X and Y were taken hostage"."""
    for token in name_heads(view, person):
        dep, up = view.dep[token], view.head[token]
        if dep in ("nsubj", "nsubjpass") and up != token:
            hit = verb_group(view, up, passive=dep == "nsubjpass", depth=0)
            if hit is not None:
                return hit
            break
    after = _after_name(view, person)
    if after is not None:
        said = right_predicate(view, after, view.last(person.first))
        if said is not None and said.kind == "measure" and not said.negated and said.token - after < 8:
            harm = _harm(said.measure)
            entry = casualty_words().verbs.get(view.lower[said.token])
            weak = entry is not None and entry.lemma in _WEAK or view.dep[person.head] in ("poss", "dobj")
            if (
                harm is not None
                and not weak
                and after < view.last(person.first)
                and view.pos[after] in ("AUX", "VERB", "ADV")
            ):
                return harm, said.token
    return None


def verb_group(view: View, verb: int, *, passive: bool, depth: int) -> tuple[Harm, int] | None:
    """The verb itself, then what is joined to it or hangs under it without a subject of its own."""
    passive = passive or any(view.dep[k] == "auxpass" for k in view.children[verb])
    harm = _verb_harm(view, verb, passive=passive) or (None if passive else _verb_harm(view, verb, passive=False))
    if harm is not None:
        return harm, verb
    if view.lemma[verb] in ("be", "remain", "lie") and not any(view.dep[k] == "neg" for k in view.children[verb]):
        said = right_predicate(view, verb, view.last(verb))
        if (
            said is not None
            and said.kind == "measure"
            and not said.negated
            and (harm := _harm(said.measure)) is not None
        ):
            return harm, said.token
        # "was the only Briton among the dead"
        for k in range(verb + 1, min(view.last(verb), verb + 9)):
            for form, measure in casualty_words().predicates:
                if (
                    form[0] == "among"
                    and tuple(view.lower[k : k + len(form)]) == form
                    and (harm := _harm(measure)) is not None
                ):
                    return harm, k
    if depth < 2 and view.lemma[verb] not in _UNREAL:
        for kid in view.children[verb]:
            if view.dep[kid] in ("conj", "xcomp", "oprd", "acomp") and not any(
                view.dep[g] in ("nsubj", "nsubjpass") for g in view.children[kid]
            ):
                hit = verb_group(view, kid, passive=passive and view.tag[kid] == "VBN", depth=depth + 1)
                if hit is not None:
                    return hit
                harm = _harm(casualty_words().adjectives.get(view.lower[kid]))
                if view.dep[kid] in ("oprd", "acomp") and harm is not None:
                    return harm, kid
    return None


def _after_name(view: View, person: Person) -> int | None:
    """The token after the name and its apposition ("X, 34, a farmer, was ...")."""
    k, end = person.last, view.last(person.first)
    if k < end and view.lower[k] != ",":
        return k
    commas = [j for j in range(k, min(end, k + 22)) if view.lower[j] == ","]
    for comma in reversed(commas):
        if comma + 1 < end and (view.pos[comma + 1] == "AUX" or view.tag[comma + 1] in ("VBD", "VBZ")):
            return comma + 1
    return None


def _by_relative(view: View, person: Person) -> tuple[Harm, int] | None:
    """As in "X, who was killed in 2020"."""
    for kid in view.children[person.head]:
        if view.dep[kid] in ("relcl", "acl") and view.pos[kid] in ("VERB", "AUX"):
            whose = any(view.lower[g] == "whose" for g in range(person.last, kid))
            passive = (
                any(view.dep[g] == "auxpass" for g in view.children[kid])
                or view.dep[kid] == "acl"
                and view.tag[kid] == "VBN"
            )
            active = any(view.dep[g] == "dobj" for g in view.children[kid])
            harm = None if whose else _verb_harm(view, kid, passive=passive) if passive or not active else None
            # "who died in 2013" of somebody named in passing is mostly a death in bed.
            natural = view.lemma[kid] == "die" and not any(
                view.lower[g] in ("wounds", "injuries", "attack", "blast", "fire", "crash", "shooting", "custody")
                for g in range(kid, min(view.last(kid), kid + 8))
            )
            if harm is not None and not natural:
                return harm, kid
    at = person.last + (view.lower[person.last : person.last + 1] == [","])
    if view.lower[at : at + 1] == ["who"]:
        said = right_predicate(view, at + 1, view.last(person.first), reduced=False)
        harm = _harm(said.measure) if said is not None and not said.negated else None
        if (
            said is not None
            and harm is not None
            and view.lemma[said.token] != "die"
            and view.lower[said.token] not in ("fled", "lost")
        ):
            return harm, said.token
    return None


def is_unreal(view: View, token: int) -> bool:
    """Threatened, planned, attempted, denied: nobody was harmed."""
    start = view.first(token)
    if {"reward", "information", "bounty"} & set(view.lower[max(start, token - 9) : token]):
        return True
    for k in range(max(start, token - 3), token):
        if (
            view.lower[k] in _UNREAL_NOUNS
            or view.lower[k] in ("would", "will", "could", "might", "should", "attempted", "alleged-", "if", "to")
            and view.pos[k] in ("AUX", "ADJ", "SCONJ", "PART", "VERB")
        ):
            perfect = "have" in view.lower[k:token]
            if not perfect:
                return True
    if token + 1 < view.last(token) and view.lower[token + 1] in _UNREAL_NOUNS:
        return True
    up = view.head[token]
    return (
        view.dep[token] in ("xcomp", "pcomp") and view.lemma[up if view.pos[up] == "VERB" else view.head[up]] in _UNREAL
    )
