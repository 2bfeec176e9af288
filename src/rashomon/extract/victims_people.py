"""The named persons of a report, as the victim rules see them: a name with the words that introduce it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words, population_nouns
from rashomon.model.mentions import Grounding

_KNOWN = frozenset({"known", "nicknamed", "codenamed", "dubbed", "called"})
_QUOTES = frozenset("\"'“”‘’«»") | {"''", "``"}


@dataclass(frozen=True, slots=True)
class Person:
    """One mention of a named person.

    Args:
        key: the same for all mentions of the person: the actor's id where there is one.
        first, last: token range of the name, title left out.
        head: syntactic head of the name.
        intro: first token of the title or apposition right before the name ("an Israeli farmer, X").
        title: token range of a title that the names stage found, null if none.
    """

    key: str
    first: int
    last: int
    head: int
    intro: int
    title: tuple[int, int] | None = None
    female: bool | None = None


def people_of(doc: Doc, view: View, grounding: Grounding) -> list[Person]:
    """All mentions of named persons, in text order."""
    if grounding.mentions:
        found = _from_mentions(view, grounding)
    else:
        found = [
            Person(f"name:{view.lower[ent.end - 1]}", ent.start, ent.end, ent.root.i, _intro(view, ent.start))
            for ent in doc.ents
            if ent.label_ == "PERSON"
        ]
    taken = {k for person in found for k in range(person.first, person.last)}
    found += _by_age(view, taken, grounding)
    taken |= {k for person in found for k in range(person.first, person.last)}
    found += _aliased(view, taken)
    return _joined(view, sorted(found, key=lambda p: p.first))


def _by_age(view: View, taken: set[int], grounding: Grounding) -> list[Person]:
    """Names that the recogniser took for something else: an age ("X Y, 45,") or a person noun right before tells."""
    found = []
    k = 0
    while k < len(view):
        if (
            view.pos[k] != "PROPN"
            or k in taken
            or not view.words[k][:1].isupper()
            or view.lower[k] in population_nouns()
        ):
            k += 1
            continue
        first, end = k, view.last(k)
        while k < end and (view.pos[k] == "PROPN" or view.lower[k] == "-") and k not in taken:
            k += 1
        aged = (
            k + 1 < end
            and view.lower[k] in (",", "(")
            and view.lower[k + 1].isdigit()
            and int(view.lower[k + 1]) <= 110
            and view.lower[k + 2 : k + 3] in ([","], [")"], ["."], ["and"], [";"])
        )
        apposed = (
            k - first >= 2
            and first - 2 >= view.first(first)
            and view.lower[first - 1] == ","
            and view.lower[first - 2] in population_nouns()
            and view.tag[first - 2] == "NN"
            and view.lower[k : k + 1] == [","]
            and view.dep[k - 1] in ("appos", "npadvmod", "dobj")
        )
        if aged or apposed:
            actor = grounding.actor_of[k - 1] if k - 1 < len(grounding.actor_of) else None
            found.append(Person(actor or f"name:{view.lower[k - 1]}", first, k, k - 1, _intro(view, first)))
    return found


def _joined(view: View, people: list[Person]) -> list[Person]:
    """As in "X alias Y", "X, also known as Y": one person, whatever the names stage made of it."""
    same: dict[str, str] = {}
    for one, other in itertools.pairwise(people):
        between = view.lower[one.last : other.first]
        if (
            not between
            or 0 < len(between) <= 6
            and set(between) & {"alias", "aka", "a.k.a", "a.k.a."}
            or len(between) <= 7
            and "known" in between
            and "as" in between
        ):
            same.setdefault(other.key, same.get(one.key, one.key))
    return [replace(p, key=same[p.key]) if p.key in same and same[p.key] != p.key else p for p in people]


def _from_mentions(view: View, grounding: Grounding) -> list[Person]:
    found = []
    starts = {start: i for i, start in enumerate(view.start)}
    for mention in grounding.mentions:
        if mention.form != "name" or mention.kind != "person" or not 0 <= mention.first < mention.last <= len(view):
            continue
        actor = grounding.actor_of[mention.head] if mention.head < len(grounding.actor_of) else None
        title = None
        if mention.title is not None and mention.title.start in starts:
            first = starts[mention.title.start]
            title = (
                first,
                next((k + 1 for k in range(first, mention.first) if view.end[k] >= mention.title.end), mention.first),
            )
        key = actor if actor is not None else f"name:{view.lower[mention.last - 1]}"
        first = mention.first
        while title is None and first + 1 < mention.last and view.lower[first] in population_nouns():
            first += 1
        if first > mention.first:
            title = (mention.first, first)
        start = title[0] if title is not None else first
        found.append(Person(key, first, mention.last, mention.head, _intro(view, start), title, mention.female))
    return found


def _intro(view: View, first: int) -> int:
    """Walks left over the nouns that introduce the name: "an Israeli farmer, X", "PMF leader X"."""
    floor, k = view.first(first), first
    crossed = False
    while k > floor:
        word, pos = view.lower[k - 1], view.pos[k - 1]
        if word == "," and not crossed and k == first and k - 2 >= floor and view.pos[k - 2] == "NOUN":
            crossed = True
        elif (
            not (
                pos in ("NOUN", "PROPN", "ADJ", "DET")
                or view.tag[k - 1] in ("PRP$", "VBN", "VBG")
                and pos != "AUX"
                and (view.pos[k] not in ("DET", "NUM", "PRON"))
                or word in ("as", "known", "alias")
                or word in ("-", "'s", "a", "an", "the")
                or word == "of"
                and k - 2 >= floor
                and (view.pos[k - 2] == "NOUN" or view.lower[k - 2] == "one")
                and view.lower[k - 2] not in casualty_words().of_nouns
                or word == "one"
                and view.lower[k] == "of"
                or word in _QUOTES
                and k - 1 > floor
            )
            or pos == "VERB"
            and view.pos[k] == "DET"
        ):
            break
        k -= 1
        if first - k > 12:
            break
    return k


def _aliased(view: View, taken: set[int]) -> list[Person]:
    """As in "a mid-level commander known as "X"": a person whose only name is an alias."""
    found = []
    for k, word in enumerate(view.lower):
        if word not in _KNOWN or view.lower[k + 1 : k + 2] not in (["as"], ["only"]) and word == "known":
            continue
        at = k + 1
        while at < len(view) and (view.lower[at] in ("as", "only", "simply") or view.lower[at] in _QUOTES):
            at += 1
        last = at
        while last < view.last(k) and view.words[last][:1].isupper() and last - at < 4:
            last += 1
        before = k - 1
        while before > view.first(k) and (view.lower[before] == "," or view.pos[before] == "ADV"):
            before -= 1
        if last > at and not taken.intersection(range(at, last)) and view.pos[before] == "NOUN":
            found.append(Person(f"alias:{at}", at, last, before, _intro(view, k), None))
    return found
