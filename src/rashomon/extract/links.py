"""Finds words that tie one happening to another: "in response to", "after", "led to", "retaliating".

It pairs triggers by token; whether the two are different events is known only after clustering.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Token

from rashomon.extract.words import text_of
from rashomon.model.mentions import EventMention, LinkMention
from rashomon.model.relations import LinkKind
from rashomon.model.spans import Span

_RETALIATION = frozenset({"retaliation", "revenge", "vengeance", "reprisal", "avenge", "retaliate"})
_RESPONSE = frozenset({"response", "answer", "reply", "respond", "reaction", "retort", "react"})
_CAUSES = frozenset({"lead", "trigger", "prompt", "spark", "provoke", "cause", "result", "draw", "bring"})
_FOLLOWS = frozenset({"after", "following", "since", "days", "hours", "weeks"})
_TO_EARLIER = frozenset({"to", "for", "against", "over"})


def find_links(doc: Doc, mentions: Sequence[EventMention], owner: Mapping[int, str]) -> tuple[LinkMention, ...]:
    """Ties between event mentions that belong to events, by trigger token."""
    reader = _Reader(doc, [m for i, m in enumerate(mentions) if i in owner], {m.token: owner[i] for i, m in enumerate(mentions) if i in owner})
    return tuple(reader.read())


class _Reader:
    def __init__(self, doc: Doc, mentions: Sequence[EventMention], events: Mapping[int, str]) -> None:
        self.doc = doc
        self.mentions = {m.token: m for m in mentions}
        self.events = events
        self.sentences: dict[int, list[int]] = {}
        for m in mentions:
            self.sentences.setdefault(m.sentence, []).append(m.token)

    def read(self) -> Iterator[LinkMention]:
        for number, sent in enumerate(self.doc.sents):
            tokens = self.sentences.get(number, [])
            for token in sent:
                low = token.lemma_.lower()
                if low in _RETALIATION or low in _RESPONSE:
                    yield from self._answer(token, tokens, number, "retaliation_for" if low in _RETALIATION else "response_to")
                elif low in _CAUSES and token.pos_ == "VERB":
                    yield from self._cause(token, tokens)
                elif low == "follow" and token.pos_ == "VERB":
                    yield from self._follow(token, tokens, number)
                elif token.lower_ in {"after", "following"} and token.dep_ in {"prep", "mark", "advmod"} and len(tokens) > 0:
                    yield from self._after(token, tokens, number)

    def _tie(self, later: int | None, kind: LinkKind, earlier: int | None, at: Token, rule: str) -> Iterator[LinkMention]:
        if later is None or earlier is None or self.events[later] == self.events[earlier]:
            return
        ends = [at, self.doc[earlier]] if self.doc[earlier].sent.start == at.sent.start else [at]
        first, last = min(ends, key=lambda t: t.i), max(ends, key=lambda t: t.i)
        yield LinkMention(later, kind, earlier, Span.of(text_of(self.doc), first.idx, last.idx + len(last.text)), rule)

    def _below(self, node: Token, tokens: Sequence[int]) -> int | None:
        """The trigger nearest the top of `node`'s subtree."""
        inside = {t.i for t in node.subtree}
        hits = [i for i in tokens if i in inside]
        return min(hits, key=lambda i: self._depth(self.doc[i], node), default=None)

    def _depth(self, token: Token, top: Token) -> int:
        steps = 0
        while token.i != top.i and token.head.i != token.i and steps < 30:
            token, steps = token.head, steps + 1
        return steps

    def _above(self, node: Token, tokens: Sequence[int]) -> int | None:
        inside = {t.i for t in node.subtree}
        up = node
        for _ in range(12):
            if up.i in tokens and up.i not in inside:
                return up.i
            for child in up.children:
                if child.i in tokens and child.i not in inside and child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"}:
                    return child.i
            if up.head.i == up.i:
                break
            up = up.head
        rest = [i for i in tokens if i not in inside]
        return min(rest, key=lambda i: abs(i - node.i), default=None)

    def _previous(self, number: int, *, not_event: str | None = None) -> int | None:
        for back in range(number - 1, max(-1, number - 4), -1):
            for i in reversed(self.sentences.get(back, [])):
                mention = self.mentions[i]
                if mention.plover == "ASSAULT" and self.events[i] != not_event and mention.modality in {"happened", "ongoing"}:
                    return i
        return None

    def _answer(self, word: Token, tokens: Sequence[int], number: int, kind: LinkKind) -> Iterator[LinkMention]:
        """"in retaliation for the raid", "responded to the raid with strikes", "retaliating with an attack"."""
        target = None
        for child in word.children:
            if child.dep_ in {"prep", "dobj"} and (child.lower_ in _TO_EARLIER or child.dep_ == "dobj"):
                target = self._below(child, tokens)
                if target is not None:
                    break
        own = None
        if word.pos_ == "VERB":
            for child in word.children:
                if child.dep_ == "prep" and child.lower_ in {"with", "by"} or child.dep_ in {"advcl"}:
                    own = own if own is not None else self._below(child, tokens)
        if own is None:
            own = self._above(word, [i for i in tokens if i != target])
        if own is None:
            return
        if target is None or self.events[target] == self.events[own]:
            cause = self._caused(word, tokens)
            target = cause if cause is not None else self._previous(number, not_event=self.events[own])
        mention = self.mentions[own]
        if mention.modality in {"threatened", "hypothetical"} or word.pos_ == "VERB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in word.children) and own != word.i and mention.modality == "planned":
            return
        yield from self._tie(own, kind, target, word, "answer")

    def _caused(self, word: Token, tokens: Sequence[int]) -> int | None:
        """The subject of "led to" above a gerund ("the strike led to Iran retaliating with ...")."""
        node = word
        for _ in range(4):
            node = node.head
            if node.lemma_ in _CAUSES:
                subject = next((c for c in node.children if c.dep_ == "nsubj"), None)
                return self._below(subject, tokens) if subject is not None else None
        return None

    def _cause(self, verb: Token, tokens: Sequence[int]) -> Iterator[LinkMention]:
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if subject is not None and subject.lower_ in {"which", "that"} and verb.dep_ == "relcl":
            subject = verb.head
        if subject is None:
            return
        earlier = subject.i if subject.i in tokens else self._below(subject, tokens)
        for child in verb.children:
            if child.dep_ in {"dobj", "prep", "xcomp"} and earlier is not None:
                later = self._below(child, [i for i in tokens if i != earlier])
                if later is not None:
                    yield from self._tie(later, "follows", earlier, verb, "cause")
                    return

    def _follow(self, verb: Token, tokens: Sequence[int], number: int) -> Iterator[LinkMention]:
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        target = next((c for c in verb.children if c.dep_ == "dobj"), None)
        if subject is None and verb.dep_ == "acl":
            subject = verb.head
        if subject is None or target is None:
            return
        later = subject.i if subject.i in tokens else self._below(subject, tokens)
        earlier = target.i if target.i in tokens else self._below(target, tokens)
        yield from self._tie(later, "follows", earlier, verb, "follow")

    def _after(self, word: Token, tokens: Sequence[int], number: int) -> Iterator[LinkMention]:
        """"The talks were paused after the attack", "the decision came days after ..."."""
        inside = [i for i in tokens if i in {t.i for t in word.subtree}] if word.dep_ != "mark" else [i for i in tokens if i in {t.i for t in word.head.subtree}]
        if not inside:
            return
        top = word if word.dep_ != "mark" else word.head
        earlier = self._below(top, inside)
        outside = [i for i in tokens if i not in inside]
        head = word.head.head if word.dep_ == "mark" else word.head
        later = None
        for _ in range(6):
            if head.i in outside:
                later = head.i
                break
            hit = next((c.i for c in head.children if c.i in outside and c.dep_ in {"nsubj", "nsubjpass", "dobj", "xcomp"}), None)
            if hit is not None:
                later = hit
                break
            if head.head.i == head.i:
                break
            head = head.head
        if later is None and head.lemma_ == "come" and any(c.dep_ == "nsubj" and c.lemma_ in {"decision", "announcement", "move", "attack", "statement", "step", "suspension"} for c in head.children):
            later = self._last_before(number)
        if later is not None and earlier is not None:
            both = self.mentions[later].plover == "ASSAULT" == self.mentions[earlier].plover
            if both and self.mentions[later].mode in {"die", "kill"}:
                return
            yield from self._tie(later, "follows", earlier, word, "after")

    def _last_before(self, number: int) -> int | None:
        for back in range(number - 1, max(-1, number - 3), -1):
            for i in reversed(self.sentences.get(back, [])):
                return i
        return None
