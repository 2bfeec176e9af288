"""Climbs the parse from a number to the verb or noun that tells its measure."""

from __future__ import annotations

from rashomon.extract.figures_counted import Counted
from rashomon.extract.figures_governed import measured, object_of
from rashomon.extract.figures_nouns import Reading, Refusal, is_people
from rashomon.extract.figures_predicates import right_predicate
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words
from rashomon.extract.numbers import NumberPhrase


def measure_by_parse(view: View, number: NumberPhrase, what: Counted) -> Reading | Refusal | None:
    """Climbs from the counted noun over lists to the verb or noun that governs it."""
    token = what.noun if what.noun is not None else number.core
    if (
        what.noun is None
        and what.whole is None
        and view.dep[token] in ("nummod", "quantmod", "compound", "npadvmod", "amod")
    ):
        return None
    if what.whole is not None:
        token = number.core
    for _ in range(4):
        dep, up = view.dep[token], view.head[token]
        if (
            dep in ("conj", "appos")
            and up != token
            and view.pos[up] in ("NOUN", "PROPN", "NUM", "PRON")
            or dep == "nummod"
            and what.noun is None
            and up != token
        ):
            token = up
        else:
            break
    dep, up = view.dep[token], view.head[token]
    words = casualty_words()
    if up == token:
        return None
    if dep == "dobj" and view.pos[up] == "VERB":
        verb = words.verbs.get(view.lower[up])
        if verb is None:
            return None
        for compound in verb.compounds:
            if compound.words and not compound.subject and _near(view, up, compound.words, view.last(up)):
                return measured(view, what, compound.measure, up, "parse.object+", 0.8)
        return object_of(view, what, verb, up, "parse.object")
    if dep in ("nsubjpass", "nsubj"):
        return _subject_of(view, what, up, passive=dep == "nsubjpass", depth=0)
    if (
        dep == "pobj"
        and view.lower[up] == "of"
        and view.lower[view.head[up]] in words.of_nouns
        and what.noun is not None
    ):
        return measured(view, what, words.of_nouns[view.lower[view.head[up]]], view.head[up], "parse.of", 0.8)
    return None


def _subject_of(view: View, what: Counted, verb: int, *, passive: bool, depth: int) -> Reading | Refusal | None:
    """What the verb, or the verbs joined to it or under it, say of their subject."""
    words = casualty_words()
    entry = words.verbs.get(view.lower[verb])
    kids = view.children[verb]
    if any(view.dep[k] == "neg" for k in kids) and not (entry is not None and any(c.negated for c in entry.compounds)):
        return None
    passive = passive or any(view.dep[k] == "auxpass" for k in kids)
    if entry is not None:
        for compound in entry.compounds:
            fits = compound.subject or passive
            if compound.words and fits and _near(view, verb, compound.words, view.last(verb)):
                return measured(view, what, compound.measure, verb, "parse.subject+", 0.8)
        if (
            passive
            and entry.people is not None
            and not (entry.people_only and what.noun is not None and not is_people(view, what.noun))
        ):
            return measured(view, what, entry.people, verb, "parse.passive", 0.85)
        if passive and entry.things:
            return measured(view, what, "targets_struck", verb, "parse.passive", 0.7)
        if not passive and entry.subject is not None and entry.lemma not in ("burn", "fall"):
            return measured(view, what, entry.subject, verb, "parse.subject", 0.85)
    if view.lemma[verb] == "be" or view.lemma[verb] in ("remain", "lie", "go"):
        after = right_predicate(view, verb, view.last(verb))
        if after is not None and after.kind == "measure" and after.measure is not None and not after.negated:
            return measured(view, what, after.measure, after.token, "parse.be", 0.8)
    if depth < 2:
        for kid in kids:
            if view.dep[kid] == "prep" and view.lower[kid] in ("before", "after"):
                for under in view.children[kid]:
                    if view.dep[under] == "pcomp" and any(view.dep[g] == "auxpass" for g in view.children[under]):
                        found = _subject_of(view, what, under, passive=True, depth=2)
                        if found is not None:
                            return found
            if view.dep[kid] in ("conj", "xcomp", "ccomp", "oprd", "acomp") and not any(
                view.dep[g] in ("nsubj", "nsubjpass") for g in view.children[kid]
            ):
                found = _subject_of(view, what, kid, passive=view.tag[kid] == "VBN" and passive, depth=depth + 1)
                if found is None and view.lower[kid] in words.adjectives and view.dep[kid] in ("oprd", "acomp"):
                    found = measured(view, what, words.adjectives[view.lower[kid]], kid, "parse.be", 0.8)
                if found is not None:
                    return found
    return None


def _near(view: View, verb: int, form: tuple[str, ...], end: int) -> bool:
    """Whether the compound's words stand within a dozen words after the verb."""
    for at in range(verb + 1, min(end, verb + 13)):
        if tuple(view.lower[at : at + len(form)]) == form:
            return True
        if view.lower[at] in (",", ";", "but", "while") or view.pos[at] in ("VERB", "AUX") and at > verb + 1:
            return False
    return False
