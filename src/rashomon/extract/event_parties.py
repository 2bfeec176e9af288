"""Which actor a phrase stands for when it takes part in an event: its head, who owns or fields it, whose people it names.

Nobody is guessed: a phrase that names no actor gives none.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Token

from rashomon.extract.pronouns import read_pronouns
from rashomon.extract.words import text_of
from rashomon.lexicon import load
from rashomon.model.mentions import Grounding
from rashomon.model.spans import Span

_OWNERS = ("poss", "compound", "amod", "nmod")
_BODIES = frozenset({"state", "armed_group", "military", "police", "political"})
_BELONGING = frozenset(
    {"link", "belong", "associate", "use", "hold", "control", "affiliate", "run", "operate", "ally", "align"}
)
_SOME = frozenset(
    {
        "one",
        "two",
        "some",
        "several",
        "many",
        "dozens",
        "scores",
        "hundreds",
        "thousands",
        "members",
        "number",
        "delegates",
        "representatives",
        "delegation",
    }
)
#: "no group", "neither side": nobody takes part.
_NONE = frozenset({"no", "neither", "nobody", "none"})


@functools.cache
def facilities() -> frozenset[str]:
    """Lemmas of things that suffer and do nothing."""
    return frozenset(load("actor_words")["facilities"])


class Parties:
    """Reads parties off one parsed report."""

    def __init__(self, doc: Doc, grounding: Grounding) -> None:
        self.doc = doc
        self.grounding = grounding
        self.pronouns: Mapping[int, str] = read_pronouns(doc, grounding)
        self.kinds = {a.id: a.kind for a in grounding.actors}
        self.bodies = {a.id for a in grounding.actors if a.kind in _BODIES}

    def actor(self, token: Token) -> str | None:
        """The actor that the token itself stands for, pronouns read."""
        if not self.grounding.actor_of:
            return None
        return self.grounding.actor_of[token.i] or self.pronouns.get(token.i)

    def nominal(self, token: Token) -> bool:
        """Whether the token belongs to a common-noun phrase ("two gunmen")."""
        index = self.grounding.mention_of[token.i] if self.grounding.mention_of else None
        return index is not None and self.grounding.mentions[index].form == "nominal"

    def words(self, token: Token) -> Span:
        """The mention around the token, or the token."""
        index = self.grounding.mention_of[token.i] if self.grounding.mention_of else None
        return self.grounding.mentions[index].span if index is not None else self.span(token, token)

    def span(self, first: Token, last: Token) -> Span:
        """The words from one token to another."""
        return Span.of(text_of(self.doc), first.idx, last.idx + len(last.text))

    def party(self, token: Token) -> tuple[str, Span] | None:
        """The actor that a phrase names: its head, else who owns or fields it ("its base", "US base")."""
        if any(c.lower_ in _NONE for c in token.children if c.dep_ in {"det", "neg"}):
            return None
        for candidate in (token, *self._owners(token), *_belonging(token), *_of(token, {"of", "from", "belonging"})):
            actor_id = self.actor(candidate)
            if actor_id is not None:
                return actor_id, self.words(candidate)
        return None

    def _owners(self, token: Token) -> Iterator[Token]:
        for dep in _OWNERS:
            yield from (c for c in token.children if c.dep_ == dep)

    def side(self, token: Token, actor_id: str, *, owners: bool = False) -> tuple[str, Span] | None:
        """Whose people an unnamed party is: "two Hezbollah commanders", "one of its field commanders".

        Args:
            owners: whether any named owner will do ("a UN base"); else only bodies that act.
        """
        if token.lower_ in _SOME or token.pos_ == "NUM":
            token = next(_of(token, {"of"}), token)
            own = self.actor(token)
            if own is not None and own != actor_id and not self.nominal(token):
                return own, self.words(token)
        for child in token.children:
            if (
                child.dep_ in _OWNERS
                and child.i < token.i
                and (self._other_body(child, actor_id) or owners and self._named_owner(child, actor_id))
            ):
                return self.actor(child) or "", self.words(child)
            if child.dep_ == "prep":
                for pobj in _of(token, {"from", "of"}):
                    if self._other_body(pobj, actor_id) or self.nominal(token) and self._named_people(pobj, actor_id):
                        return self.actor(pobj) or "", self.words(pobj)
        return None

    def _other_body(self, token: Token, actor_id: str) -> bool:
        other = self.actor(token)
        return other is not None and other != actor_id and other in self.bodies

    def _named_owner(self, token: Token, actor_id: str) -> bool:
        other = self.actor(token)
        return (
            other is not None
            and other != actor_id
            and token.pos_ != "PRON"
            and not self.nominal(token)
            and self.kinds.get(other) != "media"
        )

    def _named_people(self, token: Token, actor_id: str) -> bool:
        """ "men from the X tribe": the tribe acts."""
        other = self.actor(token)
        return (
            other is not None
            and other != actor_id
            and self.kinds.get(other) == "population"
            and any(w[:1].isupper() for w in self.words(token).text.split())
        )

    def is_thing(self, token: Token) -> bool:
        """Trucks and houses suffer; they do nothing."""
        return self.nominal(token) and token.lemma_.lower() in facilities()

    def elsewhere(self, token: Token) -> bool:
        """Whether the token is a time or a place: no target then."""
        tables = (self.grounding.time_of, self.grounding.place_of)
        return any(table and table[token.i] is not None for table in tables)


def _belonging(token: Token) -> Iterator[Token]:
    """ "fighters linked to X", "the area held by Y"."""
    for child in token.children:
        if child.dep_ == "acl" and child.lemma_ in _BELONGING:
            for prep in child.children:
                if prep.dep_ in {"prep", "agent"} and prep.lower_ in {"to", "by", "with"}:
                    yield from (c for c in prep.children if c.dep_ == "pobj")


def _of(token: Token, prepositions: set[str]) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            yield from (c for c in child.children if c.dep_ == "pobj")


def with_conjuncts(token: Token) -> Iterator[Token]:
    """The token and what is coordinated with it."""
    stack = [token]
    while stack:
        item = stack.pop()
        yield item
        for child in item.children:
            if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}:
                stack.append(child)
