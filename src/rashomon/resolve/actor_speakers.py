"""Unnamed speakers become actors: "a nun who runs a clinic", "one of them", "residents" speak, so they are somebody.

The words are the name. Definite words used again are one speaker; indefinite ones ("one", "another") are each their own. A
pronoun that nothing was found for is nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rashomon.lexicon import load
from rashomon.model.actors import Actor, ActorKind, Who
from rashomon.model.claims import Claim
from rashomon.resolve.actor_forms import name_key

_PRONOUNS = frozenset(
    "i we you he she it they who me us him her them this that these those there ones what which".split()
)
_INDEFINITE = frozenset(
    "one two three four five another others some several many someone somebody everyone nobody all both".split()
)


def with_speakers(actors: Sequence[Actor], claims: Sequence[Claim]) -> tuple[tuple[Actor, ...], tuple[Claim, ...]]:
    """The actors with those who speak, pass on or are spoken to without being one yet, and the claims that name them."""
    made = _Speakers(actors)
    out = tuple(
        replace(c, speaker=made.of(c.speaker), addressee=made.of(c.addressee), relayed_by=made.of(c.relayed_by))
        for c in claims
    )
    return tuple(made.actors), out


class _Speakers:
    """Actors while speakers join them."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        self.actors = list(actors)
        self._held: dict[tuple[str, ...], list[int]] = {}
        for i, actor in enumerate(actors):
            for form in dict.fromkeys((actor.name, *actor.aliases)):
                self._held.setdefault(name_key(form), []).append(i)

    def of(self, who: Who | None) -> Who | None:
        """The same words with their actor, made where it is new; null and pronouns stay as they are."""
        if who is None or who.actor_id is not None or "\n" in who.span.text:
            return who
        key = name_key(who.name)
        if not key or key[0] in _PRONOUNS or not re.search(r"[^\W\d_]{2}", who.name) or '"' in who.name:
            return who
        return replace(who, actor_id=self._found(who, key) or self._new(who, key))

    def _found(self, who: Who, key: tuple[str, ...]) -> str | None:
        """The one actor that bears these definite words."""
        held = self._held.get(key, [])
        if len(held) != 1 or key[0] in _INDEFINITE:
            return None
        actor = self.actors[held[0]]
        if who.span not in actor.mentions:
            spans = tuple(sorted({*actor.mentions, who.span}, key=lambda s: (s.start, s.end)))
            self.actors[held[0]] = replace(actor, mentions=spans)
        return actor.id

    def _new(self, who: Who, key: tuple[str, ...]) -> str:
        taken = {a.id for a in self.actors}
        number = next(n for n in range(len(self.actors) + 1, 2 * len(self.actors) + 3) if f"a{n}" not in taken)
        same = [a for a in self.actors if a.mentions == (who.span,)]
        if same:
            return same[0].id
        self._held.setdefault(key, []).append(len(self.actors))
        self.actors.append(Actor(f"a{number}", who.name, _kind(key), (), (), (who.span,)))
        return f"a{number}"


def _kind(key: Sequence[str]) -> ActorKind:
    """What the last person noun before any "of", "in", "who" says; unknown if the list has none."""
    people = load("people")["people"]
    head: list[str] = []
    for word in key:
        if word in {"of", "in", "at", "from", "who", "that", "with", "close", "to", "near"}:
            break
        head.append(word)
    for word in reversed(head):
        for form in (word, word.removesuffix("s")):
            if form in people:
                kind: ActorKind = people[form]["kind"]
                return kind
    return "unknown"
