"""Words by which somebody who has no name in a report could still be found: an exact place, an unnamed victim.

`protect` looks for them beside names. A single common noun ("brother") finds nobody and is hidden only
where it stands for the victim, not wherever the word occurs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rashomon.model.actors import Actor
from rashomon.model.places import Place
from rashomon.model.record import Record
from rashomon.model.spans import Span
from rashomon.model.victims import Victim

#: Precisions that may lead to a door; a road leads to those who live on it.
EXACT = frozenset({"exact", "neighbourhood", "linear"})
_COARSE = frozenset({"city", "admin2", "admin1", "country", "region"})
_DESCRIBED = frozenset({"person", "population"})
_WORD = re.compile(r"\w+")
_ARTICLES = frozenset({"a", "an", "the"})
_SHORTEST = 3


class Phrases:
    """Finds surface forms in any string: several words in any case, a single word only as a name is written."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._by_first: dict[str, set[tuple[str, ...]]] = {}
        self._single: set[str] = set()
        for form in forms:
            words = _WORD.findall(form)
            if len(words) > 1:
                folded = tuple(w.casefold() for w in words)
                self._by_first.setdefault(folded[0], set()).add(folded)
            elif words and len(words[0]) >= _SHORTEST and words[0][0].isupper():
                self._single.add(words[0])
        self._single_folded = frozenset(w.casefold() for w in self._single)

    def found(self, text: str, *, any_case: bool = False) -> bool:
        """Whether `text` holds one of them; `any_case` for addresses, where names lose their capitals."""
        words = _WORD.findall(text.replace("_", " "))
        folded = [w.casefold() for w in words]
        for at, word in enumerate(folded):
            if word in self._single_folded and (any_case or words[at].isupper() or words[at] in self._single):
                return True
            if any(tuple(folded[at : at + len(form)]) == form for form in self._by_first.get(word, ())):
                return True
        return False


def exact_places(record: Record) -> Iterator[Place]:
    """Places of a record that a public export may not name."""
    yield from (place for place in record.places if place.precision in EXACT)


def place_forms(record: Record) -> set[str]:
    """Names of exact places, as written; not those that a city or a coarser place of the record bears too."""
    coarse = {
        form.casefold()
        for place in record.places
        if place.precision in _COARSE
        for text in (place.name, *(m.text for m in place.mentions))
        for form in _named(text)
    }
    return {
        form
        for place in exact_places(record)
        for text in (place.name, *(m.text for m in place.mentions))
        for form in _named(text)
        if form.casefold() not in coarse
    }


def _named(text: str) -> Iterator[str]:
    """The name in the words of a place, with and without the house number; nothing where no word is a name."""
    words = _WORD.findall(text)
    first = next((i for i, w in enumerate(words) if w[0].isdigit() or _is_capital(w)), None)
    if first is None or not any(_is_capital(w) for w in words[first:]):
        return
    yield " ".join(words[first:])
    capital = next(i for i, w in enumerate(words) if _is_capital(w))
    if capital > first:
        yield " ".join(words[capital:])


def _is_capital(word: str) -> bool:
    return word[0].isupper() and word.casefold() not in _ARTICLES


def victim_spans(victim: Victim) -> Iterator[Span]:
    """The words that describe a victim: age, trade and description."""
    if victim.age is not None:
        yield victim.age.span
    if victim.role is not None:
        yield victim.role
    yield from victim.spans


def described_actors(record: Record) -> Iterator[Actor]:
    """Actors that are victims by a description ("the younger brother"), not by a name."""
    spans = [(span, not victim.names) for victim in record.victims for span in victim_spans(victim)]
    for actor in record.actors:
        if actor.kind not in _DESCRIBED:
            continue
        words = _WORD.findall(actor.name)
        capital = any(_is_capital(w) for w in words)
        for span, unnamed in spans:
            # "a Pakistani teenager" describes where the victim has no name; "Pakistanis" are a people.
            if (not capital or unnamed and len(words) > 1) and any(m.overlaps(span) for m in actor.mentions):
                yield actor
                break


def described_forms(actors: Iterable[Actor]) -> set[str]:
    """Their descriptions without articles, those of two words or more."""
    return {form for a in actors for n in (a.name, *a.aliases) if len(_WORD.findall(form := bare(n))) > 1}


def described_mentions(actors: Iterable[Actor]) -> Iterator[Span]:
    """Where the text describes them; a pronoun describes nobody."""
    for actor in actors:
        forms = {bare(n).casefold() for n in (actor.name, *actor.aliases)}
        yield from (m for m in actor.mentions if bare(m.text).casefold() in forms)


def bare(text: str) -> str:
    """`text` without a leading article."""
    head, _, rest = text.partition(" ")
    return rest if head.casefold() in _ARTICLES and rest else text
