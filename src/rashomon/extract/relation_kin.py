"""Bodies told by a word: the minister of a ministry, a state's own organ, a body named after the body that it is part of.

"Defence Minister NAME" heads "the defence ministry" that the report speaks of; "Norland's army" is Norland's; "Media Office of
the Front" is the Front's. Only what the words put together is read: "the Norlandic army" says it in its name alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from spacy.tokens import Doc

from rashomon.extract.name_kinds import country_forms
from rashomon.extract.relation_cast import BODY_KINDS
from rashomon.extract.words import text_of
from rashomon.lexicon import load
from rashomon.model.actors import Actor
from rashomon.model.mentions import Grounding, Mention, RelationMention
from rashomon.model.spans import Span

_ORGANS = frozenset({"military", "police", "state", "media", "organisation"})
_SMALL = frozenset({"of", "the", "for", "and", "&", ","})
_LESSER = frozenset({"deputy", "vice", "assistant", "former", "ex", "acting", "junior"})
#: Tokens beside a name within which its office is looked for.
_REACH = 7


def kin(doc: Doc, grounding: Grounding, *, bound: Set[str] = frozenset()) -> Iterator[RelationMention]:
    """Heads of the bodies that their office's word names, and bodies that their own names tell to be part of another.

    Args:
        bound: persons of whom other words give the body.
    """
    reader = _Reader(doc, grounding)
    for mention in grounding.mentions:
        actor = grounding.actor_of[mention.head] if mention.first < mention.last else None
        if actor is None or mention.form != "name":
            continue
        if reader.kinds[actor] == "person" and actor not in bound:
            yield from reader.heads(mention, actor)
    yield from reader.organs()
    yield from reader.named_after()


class _Reader:
    def __init__(self, doc: Doc, grounding: Grounding) -> None:
        self.doc, self.g = doc, grounding
        self.kinds = {a.id: a.kind for a in grounding.actors}
        self.pairs: dict[str, str] = load("relations")["office_bodies"]
        self.organ_words = frozenset(load("relations")["organ_words"])
        self.bodies = [a for a in grounding.actors if a.kind in BODY_KINDS]
        self.states = {
            country_forms()[n][0].iso2: a.id
            for a in grounding.actors
            if a.kind == "state"
            for n in (a.name, *a.aliases)
            if n in country_forms()
        }

    # ------------------------------------------------------------ "Defence Minister NAME" beside "the defence ministry"
    def heads(self, mention: Mention, person: str) -> Iterator[RelationMention]:
        """The body that bears the word of the office beside a name."""
        for first, last in (self._before(mention), self._after(mention)):
            words = [t.lower_ for t in self.doc[first:last] if not t.is_punct]
            at = next((i for i, w in enumerate(words) if w in self.pairs), None)
            if at is None or _LESSER & set(words):
                continue
            body = self._bearing(self.pairs[words[at]], _field(words, at))
            if body is not None:
                span = self._span(min(first, mention.first), max(last, mention.last))
                yield RelationMention(person, "leads", body, span, "office's word")
                return

    def _before(self, mention: Mention) -> tuple[int, int]:
        k, floor = mention.first, self.doc[mention.first].sent.start
        while (
            k > floor
            and mention.first - k < _REACH
            and (self.doc[k - 1].pos_ in {"NOUN", "PROPN", "ADJ"} or self.doc[k - 1].text in {",", "of", "."})
        ):
            k -= 1
        return k, mention.first

    def _after(self, mention: Mention) -> tuple[int, int]:
        k, end = mention.last, self.doc[mention.first].sent.end
        if k + 1 >= end or self.doc[k].text != ",":
            return k, k
        last = k + 1
        while (
            last < end
            and last - k < _REACH
            and (self.doc[last].pos_ in {"NOUN", "PROPN", "ADJ", "DET"} or self.doc[last].lower_ == "of")
        ):
            last += 1
        return k + 1, last

    def _bearing(self, word: str, field: Set[str]) -> str | None:
        """The one body whose name holds the word and all of the field."""
        fits = [
            a.id
            for a in self.bodies
            if any(word in (parts := _words(n)) and field <= parts for n in (a.name, *a.aliases))
        ]
        return fits[0] if len(fits) == 1 else None

    # ------------------------------------------------------------ "Norland's army", "Media Office of the Front"
    def organs(self) -> Iterator[RelationMention]:
        """A state's own organ, where a possessive in the words puts the two together."""
        for mention in self.g.mentions:
            owner = self.g.actor_of[mention.head] if mention.first < mention.last else None
            if owner is None or self.kinds[owner] not in _ORGANS or owner in self.states.values():
                continue
            span = mention.wide or mention.span
            found = re.match(r"(.+?)['’]s\s(.+)", span.text)
            organ = found is not None and self.organ_words & _words(found[2])
            entry = country_forms().get(found[1]) if found is not None and organ else None
            state = self.states.get(entry[0].iso2) if entry is not None else None
            if state is not None and state != owner:
                yield RelationMention(owner, "part_of", state, span, "state's own")

    def named_after(self) -> Iterator[RelationMention]:
        """A body whose name ends in "of" and the name of another body that is no state."""
        others = {n: a for a in self.bodies if a.kind != "state" for n in (a.name, *a.aliases) if n[:1].isupper()}
        for actor in self.bodies:
            whole = _whole_of(actor, others)
            if whole is not None and actor.mentions:
                yield RelationMention(actor.id, "part_of", whole.id, actor.mentions[0], "named after")

    def _span(self, first: int, last: int) -> Span:
        return Span.of(text_of(self.doc), self.doc[first].idx, self.doc[last - 1].idx + len(self.doc[last - 1].text))


def _whole_of(actor: Actor, others: dict[str, Actor]) -> Actor | None:
    for name in (actor.name, *actor.aliases):
        _, of, rest = name.partition(" of ")
        whole = others.get(re.sub(r"^[Tt]he ", "", rest)) or others.get(rest) if of else None
        if whole is not None and whole.id != actor.id:
            return whole
    return None


def _field(words: list[str], at: int) -> Set[str]:
    """What the office is of: "defence" in "defence minister", "information" in "director of information"."""
    if at + 1 < len(words) and words[at + 1] == "of":
        return frozenset(words[at + 2 :]) - _SMALL
    return frozenset(words[max(0, at - 1) : at]) - _SMALL


def _words(name: str) -> Set[str]:
    return frozenset(re.findall(r"\w+", name.lower()))
