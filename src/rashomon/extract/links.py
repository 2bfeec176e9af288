"""Finds words that tie one happening to another: "in response to", "after", "led to", "retaliating".

It pairs triggers by token; whether the two are different events is known from the clustering.
Order in time alone ties nothing, and an answer that is only vowed or feared is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Phrase

from rashomon.extract.link_ends import POINTERS, SUBJECTS, LinkEnds
from rashomon.extract.link_nature import by_nature
from rashomon.extract.link_words import ADDITIONS, announced, answers, causes, grounds, opener
from rashomon.model.mentions import EventMention, LinkMention
from rashomon.model.relations import LinkKind

_BREAKS = frozenset({"PROTEST", "REJECT", "SANCTION", "COERCE", "RETREAT", "CONSULT"})
_MOVES = frozenset(
    {
        "decision",
        "announcement",
        "move",
        "attack",
        "statement",
        "step",
        "suspension",
        "news",
        "strike",
        "raid",
        "arrest",
        "killing",
        "assault",
        "protest",
    }
)


def find_links(doc: Doc, mentions: Sequence[EventMention], owner: Mapping[int, str]) -> tuple[LinkMention, ...]:
    """Ties between event mentions that belong to events, by trigger token."""
    reader = _Reader(
        doc,
        [m for i, m in enumerate(mentions) if i in owner],
        {m.token: owner[i] for i, m in enumerate(mentions) if i in owner},
    )
    return tuple(reader.read())


class _Reader(LinkEnds):
    def read(self) -> Iterator[LinkMention]:
        stated = list(self._stated())
        yield from stated
        yield from by_nature(self, {end for link in stated for end in (link.later, link.earlier)})

    def _stated(self) -> Iterator[LinkMention]:
        for number, sent in enumerate(self.doc.sents):
            tokens = self.sentences.get(number, [])
            if not tokens:
                continue
            yield from self._opening(sent, tokens, number)
            for token in sent:
                yield from self._word(token, tokens, number)

    def _word(self, token: Token, tokens: Sequence[int], number: int) -> Iterator[LinkMention]:
        low, lemma = token.lower_, token.lemma_.lower()
        kind = answers().get(lemma)
        if kind is not None:
            yield from self._answer(token, tokens, number, kind)
        elif lemma in causes() and token.pos_ == "VERB":
            yield from self._cause(token, tokens, number)
        elif lemma == "follow" and token.pos_ == "VERB" and token.dep_ != "prep":
            yield from self._follow(token, tokens)
        elif low in {"after", "following"} and token.dep_ in {"prep", "mark", "advmod"}:
            yield from self._after(token, tokens, number)
        elif low == "before" and token.dep_ in {"prep", "mark"}:
            yield from self._before(token, tokens, number)
        elif low in {"later", "earlier"} and any(c.dep_ == "npadvmod" for c in token.children):
            yield from self._apart(token, tokens, number)
        elif low in {"wake", "aftermath", "heels", "connection"} and token.dep_ == "pobj":
            yield from self._wake(token, tokens, number)
        elif low == "protest" and token.dep_ == "pobj" and token.head.lower_ == "in" and token.i in tokens:
            yield from self._in_protest(token, tokens, number)
        elif (
            low in grounds()
            and token.dep_ == "prep"
            and token.head.i in tokens
            and self.mentions[token.head.i].plover in _BREAKS
        ):
            earlier = self.below(token, [i for i in tokens if i != token.head.i])
            if earlier is not None and self.mentions[earlier].plover == "ASSAULT":
                yield from self.tie(token.head.i, "response_to", earlier, token, "grounds")

    def _in_protest(self, word: Token, tokens: Sequence[int], number: int) -> Iterator[LinkMention]:
        """ "Shopkeepers closed the bazaar in protest": at what is named, else at the violence told last."""
        earlier = self.below(word, [i for i in tokens if i != word.i])
        if earlier is None and not any(c.dep_ == "prep" for c in word.children):
            earlier = self.previous(number, not_event=self.events[word.i])
        yield from self.tie(word.i, "response_to", earlier, word, "in protest")

    # ------------------------------------------------------------ "Hours later, ...", "In response, ..."
    def _opening(self, sent: Phrase, tokens: Sequence[int], number: int) -> Iterator[LinkMention]:
        found = opener([t.lower_ for t in sent[:8]])
        if found is None:
            return
        later = self.main_of(tokens, sent.root)
        if later is None:
            return
        kind: LinkKind = (
            "retaliation_for"
            if {"retaliation", "revenge", "reprisal"} & set(found.split())
            else "response_to"
            if "response" in found
            else "follows"
        )
        earlier = self.previous(number, not_event=self.events[later])
        yield from self.tie(later, kind, earlier, sent[0], "opening")

    # ------------------------------------------------------------ "in retaliation for", "responded with"
    def _answer(self, word: Token, tokens: Sequence[int], number: int, kind: LinkKind) -> Iterator[LinkMention]:
        """ "in retaliation for the raid", "responded to the raid with strikes", "the raid was revenge for ..."."""
        if self._only_announced(word) or word.pos_ in {"NOUN", "PROPN"} and not self._in_force(word):
            return
        asked = [
            c
            for c in word.children
            if c.dep_ == "prep" and c.lower_ in {"to", "for", "against", "over", "after"} or c.dep_ == "dobj"
        ]
        target = next((hit for c in asked if (hit := self.below(c, tokens)) is not None), None)
        own = self._own(word, [i for i in tokens if i != target], number)
        if own is None:
            return
        if target is None or self.events[target] == self.events[own]:
            cause = self._caused(word, tokens)
            target = cause if cause is not None else self.previous(number, not_event=self.events[own])
        yield from self.tie(own, kind, target, word, "answer")

    def _only_announced(self, word: Token) -> bool:
        if word.pos_ == "VERB":
            marked = any(
                c.dep_ == "aux"
                and c.lower_ in {"to", "will", "would", "could", "may", "might", "should", "must", "can"}
                for c in word.children
            )
            return (
                marked
                and (word.dep_ in {"xcomp", "acl", "ccomp", "ROOT", "conj", "advcl"})
                and (
                    word.head.lemma_ in announced()
                    or any(
                        c.lower_ in {"will", "would", "could", "may", "might", "should", "must", "can"}
                        for c in word.children
                    )
                )
            )
        return (
            word.dep_ in {"dobj", "nsubj", "nsubjpass"}
            or word.dep_ == "pobj"
            and word.head.lower_ in {"of", "for", "with", "without"}
            and word.head.head.lemma_ in announced()
        )

    def _in_force(self, word: Token) -> bool:
        """The noun says what an event was: "in revenge", "was a response to", "a revenge attack"."""
        if word.dep_ == "pobj" and word.head.lower_ in {"in", "as", "by"}:
            return (
                not any(c.dep_ == "poss" for c in word.children)
                or any(c.lower_ in {"to", "for"} for c in word.children)
                and word.head.head.i in self.mentions
            )
        if word.dep_ in {"attr", "oprd", "appos", "ccomp", "pcomp", "conj", "ROOT", "acomp", "relcl"}:
            return True
        return word.dep_ in {"compound", "amod"} and word.head.i in self.mentions

    def _own(self, word: Token, tokens: Sequence[int], number: int) -> int | None:
        """The event that is the answer."""
        if word.pos_ == "VERB":
            for child in word.children:
                if child.dep_ == "prep" and child.lower_ in {"with", "by"} or child.dep_ == "advcl":
                    hit = self.below(child, tokens)
                    if hit is not None:
                        return hit
        if word.dep_ in {"compound", "amod"} and word.head.i in tokens:
            return word.head.i
        if word.dep_ in {"attr", "acomp", "oprd"} or word.dep_ == "pobj" and word.head.head.lemma_ == "be":
            verb = word.head if word.dep_ != "pobj" else word.head.head
            subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
            if subject is not None and subject.lower_ in POINTERS:
                return self.pointed(tokens, subject, number)
            if subject is not None:
                hit = subject.i if subject.i in tokens else self.below(subject, tokens)
                if hit is not None:
                    return hit
        return self.above(word, tokens)

    def _caused(self, word: Token, tokens: Sequence[int]) -> int | None:
        """The subject of "led to" above a gerund ("the raid led to X shelling ...")."""
        node = word
        for _ in range(4):
            node = node.head
            if node.lemma_ in causes():
                subject = next((c for c in node.children if c.dep_ == "nsubj"), None)
                return self.below(subject, tokens) if subject is not None else None
        return None

    # ------------------------------------------------------------ "led to", "prompted by", "was followed by"
    def _cause(self, verb: Token, tokens: Sequence[int], number: int) -> Iterator[LinkMention]:
        by = next((c for c in verb.children if c.dep_ in {"agent", "prep"} and c.lower_ == "by"), None)
        if verb.tag_ == "VBN" and by is not None:
            earlier = self.below(by, tokens)
            later = verb.head.i if verb.dep_ == "acl" and verb.head.i in tokens else self.under_subject(verb, tokens)
            yield from self.tie(later, "follows", earlier, verb, "caused by")
            return
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if subject is not None and subject.lower_ in {"which", "that"} and verb.dep_ == "relcl":
            subject = verb.head
        if subject is None:
            return
        earlier = subject.i if subject.i in tokens else self.below(subject, tokens)
        if earlier is None and subject.lower_ in POINTERS:
            earlier = self.pointed([], subject, number)
        for child in verb.children:
            if child.dep_ in {"dobj", "prep", "xcomp", "ccomp", "dative"} and earlier is not None:
                later = self.below(
                    child, [i for i in tokens if i != earlier and self.events[i] != self.events[earlier]]
                )
                if later is not None:
                    yield from self.tie(later, "follows", earlier, verb, "cause")
                    return

    def _follow(self, verb: Token, tokens: Sequence[int]) -> Iterator[LinkMention]:
        by = next((c for c in verb.children if c.dep_ == "agent"), None)
        here = (
            verb.head.i if verb.dep_ in {"acl", "relcl"} and verb.head.i in tokens else self.under_subject(verb, tokens)
        )
        if by is not None:
            yield from self.tie(self.below(by, tokens), "follows", here, verb, "followed by")
            return
        target = next((c for c in verb.children if c.dep_ == "dobj"), None)
        if target is not None:
            earlier = target.i if target.i in tokens else self.below(target, tokens)
            yield from self.tie(here, "follows", earlier, verb, "follow")

    # ------------------------------------------------------------ "days after", "in the wake of"
    def _wake(self, word: Token, tokens: Sequence[int], number: int) -> Iterator[LinkMention]:
        """ "in the wake of the attack", "arrested in connection with the killing"."""
        inside = {t.i for t in word.subtree}
        later = self.above(word, [i for i in tokens if i not in inside])
        if later is None:
            return
        earlier = self.below(word, tokens)
        if earlier is None and word.lower_ == "connection":
            earlier = self.previous(number, not_event=self.events[later])
        yield from self.tie(later, "response_to" if word.lower_ == "connection" else "follows", earlier, word, "wake")

    def _after(self, word: Token, tokens: Sequence[int], number: int) -> Iterator[LinkMention]:
        """ "The talks were paused after the attack", "the decision came days after ..."."""
        top = word if word.dep_ != "mark" else word.head
        below = {t.i for t in top.subtree}
        inside, outside = [i for i in tokens if i in below], [i for i in tokens if i not in below]
        earlier = self.below(top, inside)
        if earlier is None:
            return
        later = self._governor(word.head.head if word.dep_ == "mark" else word.head, outside, number)
        if later is None:
            return
        both = self.mentions[later].plover == "ASSAULT" == self.mentions[earlier].plover
        if both and self.mentions[later].mode in {"die", "kill"} and word.i - later < 6:
            return  # "died after being shot": one happening
        yield from self.tie(later, "follows", earlier, word, "after")

    def _before(self, word: Token, tokens: Sequence[int], number: int) -> Iterator[LinkMention]:
        """ "A car bomb killed nine minutes before a second blast at a hotel"; a time must say how long before."""
        top = word if word.dep_ != "mark" else word.head
        if not any(c.dep_ in {"npadvmod", "advmod"} for c in (word if word.dep_ == "prep" else top).children):
            return
        below = {t.i for t in top.subtree}
        later = self.below(top, [i for i in tokens if i in below])
        if later is None:
            return
        earlier = self._governor(
            word.head.head if word.dep_ == "mark" else word.head, [i for i in tokens if i not in below], number
        )
        yield from self.tie(later, "follows", earlier, word, "before")

    def _apart(self, word: Token, tokens: Sequence[int], number: int) -> Iterator[LinkMention]:
        """ "shot dead two days later", "had blown up 25 minutes earlier": so long after or before what was told last."""
        here = word.head.i if word.head.i in tokens else self._governor(word.head, tokens, number)
        if here is None:
            return
        other = self.previous(number, not_event=self.events[here])
        later, earlier = (here, other) if word.lower_ == "later" else (other, here)
        yield from self.tie(later, "follows", earlier, word, "apart")

    def _governor(self, head: Token, outside: Sequence[int], number: int) -> int | None:
        for _ in range(6):
            if head.i in outside:
                return head.i
            hit = next((c.i for c in head.children if c.i in outside and c.dep_ in {*SUBJECTS, "dobj", "xcomp"}), None)
            if hit is not None:
                return hit
            if head.lemma_ in ADDITIONS:
                subject = next((c for c in head.children if c.dep_ in SUBJECTS), None)
                if subject is not None and (subject.lemma_.lower() in _MOVES or subject.lower_ in POINTERS):
                    return self.pointed([], subject, number)
            if head.head.i == head.i:
                return None
            head = head.head
        return None
