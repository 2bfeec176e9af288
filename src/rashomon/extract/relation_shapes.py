"""The shape of a line: one sign a word, so that a relation can be told by a pattern over signs.

A name that stands for an actor is one sign whatever its length, a title is one sign by what it
says of its bearer, and words that only describe are one sign. Adverbs and quote marks leave
no trace. The shape is a reading aid: it decides nothing about who stands for whom.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from rashomon.extract.name_kinds import country_forms
from rashomon.extract.relation_cast import Cast
from rashomon.extract.relation_signs import (
    BE,
    PLACED,
    SAYS,
    SMALL,
    bodies,
    lemmas,
    long_phrases,
    offices,
    phrases,
    starts,
)
from rashomon.extract.words import tokens_of
from rashomon.model.mentions import Grounding


@dataclass(frozen=True, slots=True)
class Shape:
    """A line's signs; sign `i` is made of tokens `[first[i], last[i])`, of actor `actor[i]` if any."""

    signs: str
    first: tuple[int, ...]
    last: tuple[int, ...]
    actor: tuple[str | None, ...]


def shapes(doc: Doc, grounding: Grounding, pronouns: Mapping[int, str], cast: Cast) -> Iterator[Shape]:
    """The shapes of the report's lines in order."""
    start = 0
    for token in tokens_of(doc):
        if token.is_space and "\n" in token.text or token.i == len(doc) - 1:
            end = token.i + (not token.is_space)
            if end > start:
                yield _Line(doc, grounding, pronouns, cast).read(start, end)
            start = token.i + 1


class _Line:
    def __init__(self, doc: Doc, grounding: Grounding, pronouns: Mapping[int, str], cast: Cast) -> None:
        self.doc, self.g, self.pronouns, self.cast = doc, grounding, pronouns, cast
        self.signs: list[str] = []
        self.spans: list[tuple[int, int, str | None]] = []

    def read(self, start: int, end: int) -> Shape:
        i = start
        while i < end:
            i = self._actor(i) or self._phrase(i, end) or self._word(self.doc[i])
        first, last, actor = zip(*self.spans, strict=True) if self.spans else ((), (), ())
        return Shape("".join(self.signs), first, last, actor)

    def _add(self, sign: str, first: int, last: int, actor: str | None = None) -> int:
        self.signs.append(sign)
        self.spans.append((first, last, actor))
        return last

    def _actor(self, i: int) -> int | None:
        """One sign for a whole mention; none for unnamed people, whose words are read one by one."""
        owner, index = self.g.actor_of[i], self.g.mention_of[i]
        if owner is None or index is None:
            return self._adjective(i)
        mention = self.g.mentions[index]
        if (
            mention.form == "nominal"
            and i < mention.head
            and (sign := lemmas()["state"].get(self.doc[i].lower_)) is not None
            and owner in self.cast.bodies
        ):
            return self._add(sign, i, i + 1)  # "Iran-backed" inside "the Iran-backed group"
        if owner in self.cast.persons:
            return self._add("P", mention.first, mention.last, owner)
        if owner in self.cast.bodies:
            adjective = mention.form == "demonym" and mention.rule != "force"
            return self._add("D" if adjective else "B", i, mention.last, owner)
        if owner in self.cast.unnamed:
            return self._add("b", i, mention.last, owner)
        return None

    def _adjective(self, i: int) -> int | None:
        """A state's name before a title or an owner's mark, where it is no mention of its own ("US President")."""
        if self.doc[i].text not in starts()[1]:
            return None
        for size in (3, 2, 1):
            if i + size >= len(self.doc):
                continue
            known = country_forms().get(self.doc[i : i + size].text)
            owner = self.cast.states.get(f"countries:{known[0].iso2}") if known is not None else None
            last = self.doc[i + size - 1]
            if owner is not None and (
                last.dep_ in {"compound", "amod", "nmod", "poss"} or self.doc[i + size].tag_ == "POS"
            ):
                return self._add("D", i, i + size, owner)
        return None

    def _phrase(self, i: int, end: int) -> int | None:
        token = self.doc[i]
        if token.lower_.strip(".") in starts()[0] and token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"}:
            for size in (4, 3, 2, 1):
                sign = phrases().get(tuple(t.lower_.strip(".") for t in self.doc[i : min(end, i + size)]))
                if (
                    sign is not None
                    and i + size <= end
                    and not any(self.g.actor_of[j] in self.cast.persons for j in range(i, i + size))
                ):
                    return self._add(sign, i, i + size)
        for words, sign in long_phrases().get(token.lower_, ()):
            if tuple(t.lower_ for t in self.doc[i : i + len(words)]) == words and i + len(words) <= end:
                return self._add(sign, i, i + len(words))
        return None

    def _word(self, token: Token) -> int:
        sign, after = self._sign(token), token.i + 1
        owner = self.pronouns.get(token.i)
        if owner is not None and token.lower_ in {"its", "his", "her", "their", "it", "he", "she"}:
            who = (
                "P"
                if owner in self.cast.persons
                else "B"
                if owner in self.cast.bodies
                else "b"
                if owner in self.cast.unnamed
                else ""
            )
            if who:
                self._add(who, token.i, after, owner)
                return (
                    self._add("s", token.i, after)
                    if token.lower_ not in {"it", "he", "she"} and token.dep_ == "poss"
                    else after
                )
        if sign:
            self._add(sign, token.i, after)
        return after

    def _sign(self, token: Token) -> str:
        low, lemma, sorts = token.lower_, token.lemma_.lower(), lemmas()
        if low in {"that"} and token.pos_ == "DET":
            return "d"
        if _names(token):
            return ""
        if low in SMALL:
            return SMALL[low]
        if (
            token.tag_ == "POS"
            or low in {"'", "’"}
            and self.signs
            and self.signs[-1] in "BbDPm"
            and self.spans[-1][1] == token.i
            and not self.doc[token.i - 1].whitespace_
            or low in {"'s", "’s"}
            and token.pos_ == "PART"
        ):
            return "s"
        if (
            token.pos_ == "ADV"
            and low not in sorts["verb"]
            or token.is_quote
            or low in {"have", "has", "had", "'s", "’s"}
            and token.pos_ == "AUX"
            or token.is_space
        ):
            return ""
        if low in sorts["state"] and token.pos_ in {"VERB", "ADJ", "NOUN", "PROPN"} and self._ties(token):
            return sorts["state"][low]
        if lemma in BE:
            return "i"
        if lemma in SAYS and token.pos_ == "VERB":
            return "S"
        if low == "alongside":
            return "q"
        if (
            lemma in sorts["verb"]
            and token.pos_ == "VERB"
            and token.dep_ != "amod"
            and (lemma != "join" or token.tag_ in {"VBD", "VBN", "VBZ"})
        ):
            return sorts["verb"][lemma]
        if lemma in sorts["noun"] and token.pos_ in {"NOUN", "PROPN", "ADJ"}:
            return sorts["noun"][lemma]
        return self._plain(token)

    def _ties(self, token: Token) -> bool:
        """A word of state that names its other side: "backed by X", "X-backed", "Iran backed"; not "the armed wing"."""
        after = self.doc[token.i + 1].lower_ if token.i + 1 < len(self.doc) else ""
        return (
            after in {"by", "with", "to", "from"}
            or bool(self.signs)
            and self.signs[-1] in "-BbD"
            and self.spans[-1][1] == token.i
        )

    def _plain(self, token: Token) -> str:
        if token.lower_ in PLACED:
            return "n"
        if token.pos_ == "DET":
            return "d"
        if token.like_num or token.pos_ == "NUM":
            return "#"
        if token.pos_ in {"NOUN", "PROPN", "ADJ"} or token.dep_ == "amod":
            return "N" if token.lower_ in offices() or token.lemma_.lower() in bodies() else "m"
        if token.is_punct:
            return "." if token.text in {".", "!", "?", "…"} and token.is_sent_end else ""
        return "_"


def _names(token: Token) -> bool:
    """As in "a commander known as NAME", "an officer calling himself NAME", "a trader called NAME": it only says the name."""
    low = token.lower_
    if low in {"called", "calling", "named", "known"}:
        return token.dep_ == "acl"
    if low == "as":
        return token.head.lower_ == "known" and token.head.dep_ == "acl"
    return low in {"himself", "herself"} and token.head.lower_ in {"calling", "calls"}
