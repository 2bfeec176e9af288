"""Where the events of a report stand in its sentences: which trigger is above or below a word, which was told last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Token

from rashomon.extract.words import text_of
from rashomon.model.mentions import EventMention, LinkMention
from rashomon.model.relations import LinkKind
from rashomon.model.spans import Span

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
TOLD = frozenset({"happened", "ongoing"})


class Scene:
    """The triggers of a report, by token and by sentence, and its main violent event.

    Args:
        mentions: mentions of events, those that no event owns left out.
        events: token of a trigger to the id of its event.
    """

    def __init__(self, doc: Doc, mentions: Sequence[EventMention], events: Mapping[int, str]) -> None:
        self.doc = doc
        self.mentions = {m.token: m for m in mentions}
        self.events = events
        self.sentences: dict[int, list[int]] = {}
        for m in sorted(mentions, key=lambda m: m.token):
            self.sentences.setdefault(m.sentence, []).append(m.token)
        violent = Counter(events[m.token] for m in mentions if m.plover == "ASSAULT" and m.modality in TOLD)
        main = violent.most_common(1)[0][0] if violent else None
        self.main = next((m.token for m in mentions if events[m.token] == main), None)

    def tie(
        self, later: int | None, kind: LinkKind, earlier: int | None, at: Token, rule: str
    ) -> Iterator[LinkMention]:
        """A link between two triggers of different events, if neither is only threatened, thought or denied."""
        if later is None or earlier is None or self.events[later] == self.events[earlier]:
            return
        if (
            self.mentions[later].modality in {"threatened", "hypothetical", "denied"}
            or self.mentions[earlier].modality not in TOLD
        ):
            return
        ends = [at, self.doc[earlier]] if self.doc[earlier].sent.start == at.sent.start else [at]
        first, last = min(ends, key=lambda t: t.i), max(ends, key=lambda t: t.i)
        yield LinkMention(later, kind, earlier, Span.of(text_of(self.doc), first.idx, last.idx + len(last.text)), rule)

    def below(self, node: Token, tokens: Sequence[int]) -> int | None:
        """The trigger nearest the top of `node`'s subtree."""
        inside = {t.i for t in node.subtree}
        hits = [i for i in tokens if i in inside]
        return min(hits, key=lambda i: self.depth(self.doc[i], node), default=None)

    def depth(self, token: Token, top: Token) -> int:
        """Steps from a token up to `top`."""
        steps = 0
        while token.i != top.i and token.head.i != token.i and steps < 30:
            token, steps = token.head, steps + 1
        return steps

    def above(self, node: Token, tokens: Sequence[int]) -> int | None:
        """The trigger of the clause that `node` stands in, else the nearest one of the sentence."""
        inside = {t.i for t in node.subtree}
        up = node
        for _ in range(12):
            if up.i in tokens and up.i not in inside:
                return up.i
            for child in up.children:
                if child.i in tokens and child.i not in inside and child.dep_ in {*SUBJECTS, "dobj", "attr", "ccomp"}:
                    return child.i
            if up.head.i == up.i:
                break
            up = up.head
        rest = [i for i in tokens if i not in inside]
        return min(rest, key=lambda i: abs(i - node.i), default=None)

    def previous(self, number: int, *, not_event: str | None, reach: int = 3) -> int | None:
        """The last violent event told in the sentences before; the report's main one where none is near."""
        for back in range(number - 1, max(-1, number - 1 - reach), -1):
            for i in reversed(self.sentences.get(back, [])):
                mention = self.mentions[i]
                if (
                    mention.plover == "ASSAULT"
                    and self.events[i] != not_event
                    and mention.modality in TOLD
                    and not mention.generic
                ):
                    return i
        if self.main is not None and self.events[self.main] != not_event and self.mentions[self.main].sentence < number:
            return self.main
        return None

    def main_of(self, tokens: Sequence[int], sent_root: Token) -> int | None:
        """The trigger nearest to the root of a sentence."""
        told = [i for i in tokens if self.mentions[i].modality in {*TOLD, "planned"}]
        return min(told, key=lambda i: (self.depth(self.doc[i], sent_root), i), default=None)

    def pointed(self, tokens: Sequence[int], pointer: Token, number: int) -> int | None:
        """What "it" or "this" stands for: the event told last."""
        before = [i for i in tokens if i < pointer.i]
        if before:
            return before[-1]
        for back in range(number - 1, max(-1, number - 3), -1):
            told = [i for i in self.sentences.get(back, []) if self.mentions[i].modality in TOLD]
            if told:
                return told[0]
        return self.main
