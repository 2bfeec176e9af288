"""The name that stands alone under a body's own statement: its bearer answers for that body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc

from rashomon.extract.relation_cast import BODY_KINDS
from rashomon.extract.titles import is_title_word
from rashomon.extract.words import text_of
from rashomon.model.mentions import Grounding, RelationMention
from rashomon.model.relations import RelationKind
from rashomon.model.spans import Span

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
_OURS = re.compile(r"(?i)\b(?:we|our|us)\b")
#: Most tokens of the lines under a statement that hold a name and no sentence.
_SIGNED = 16
#: Sentences in which a statement names whose it is.
_OPENING = 4


def signatures(doc: Doc, grounding: Grounding) -> Iterator[RelationMention]:
    """The relation of the name under a body's own statement."""
    yield from _Reader(doc, grounding).signed()


class _Reader:
    def __init__(self, doc: Doc, grounding: Grounding) -> None:
        self.doc, self.g = doc, grounding
        self.kinds = {a.id: a.kind for a in grounding.actors}
        shown = [m for m in grounding.mentions if m.first < m.last]
        self.mentions = Counter(self.g.actor_of[m.head] for m in shown)
        self.states = {grounding.actor_of[m.head] for m in shown if (m.entry or "").startswith("countries:")}

    def signed(self) -> Iterator[RelationMention]:
        """The name under a body's own statement, with the body that its opening names."""
        text = text_of(self.doc)
        at = text.rstrip().rfind("\n\n")
        if at < 0:
            return
        last = [t for t in self.doc if t.idx > at and not t.is_space]
        if not last or len(last) > _SIGNED or any(t.pos_ in {"VERB", "AUX"} for t in last):
            return
        if _OURS.search(_QUOTED.sub("", text)) is None and not any(is_title_word(t.text) for t in last):
            return
        people = [
            m
            for m in self.g.mentions
            if last[0].i <= m.first < m.last and self.kinds.get(self.g.actor_of[m.head] or "") == "person"
        ]
        if not people:
            return
        signer = max(people, key=lambda m: m.last - m.first)
        person, body = self.g.actor_of[signer.head], self._issuer()
        if person is not None and body is not None:
            yield self._make(person, "speaks_for", body, signer.first, signer.last)

    def _issuer(self) -> str | None:
        """The body of the opening that the statement speaks of most."""
        opening = sum(len(sent) for _, sent in zip(range(_OPENING), self.doc.sents, strict=False))
        bodies = [
            actor
            for m in self.g.mentions
            if m.first < m.last <= opening and (actor := self.g.actor_of[m.head]) is not None and m.form == "name"
            if self.kinds[actor] in BODY_KINDS - {"media"} and actor not in self.states
        ]
        return max(bodies, key=lambda a: self.mentions[a], default=None)

    def _make(self, subject: str, relation: RelationKind, item: str, first: int, last: int) -> RelationMention:
        start, end = self.doc[first], self.doc[last - 1]
        span = Span.of(text_of(self.doc), start.idx, end.idx + len(end.text))
        return RelationMention(subject, relation, item, span, "under a statement")
