"""Ranks that hold a force's word, and names under statements.

"Police Captain NAME" belongs to the police that the report speaks of anyway. A name that stands alone under a body's own
statement answers for that body. Of speakers without a name nothing is stated (docs/adr/0012).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Set

from spacy.tokens import Doc

from rashomon.extract.relation_cast import BODY_KINDS
from rashomon.extract.relation_holders import office_ending_at
from rashomon.extract.titles import is_title_word
from rashomon.extract.words import text_of
from rashomon.lexicon import load
from rashomon.model.mentions import Grounding, Mention, RelationMention
from rashomon.model.relations import RelationKind
from rashomon.model.spans import Span

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
_OURS = re.compile(r"(?i)\b(?:we|our|us)\b")
#: Most tokens of the lines under a statement that hold a name and no sentence.
_SIGNED = 16
#: Sentences in which a statement names whose it is.
_OPENING = 4


def belonging(doc: Doc, grounding: Grounding, *, bound: Set[str]) -> Iterator[RelationMention]:
    """Relations of ranks that hold a force's word, and of names under statements.

    Args:
        bound: persons of whom other words give the body: their ranks say no more.
    """
    reader = _Reader(doc, grounding)
    for mention in grounding.mentions:
        actor = grounding.actor_of[mention.head] if mention.first < mention.last else None
        if actor is None:
            continue
        if mention.form == "name" and reader.kinds[actor] == "person" and actor not in bound:
            yield from reader.ranked(mention, actor)
    yield from reader.signed()


class _Reader:
    def __init__(self, doc: Doc, grounding: Grounding) -> None:
        self.doc, self.g = doc, grounding
        self.kinds = {a.id: a.kind for a in grounding.actors}
        self.words: dict[str, str] = {str(w): str(k) for w, k in load("relations")["force_words"].items()}
        shown = [m for m in grounding.mentions if m.first < m.last]
        self.mentions = Counter(self.g.actor_of[m.head] for m in shown)
        self.states = {grounding.actor_of[m.head] for m in shown if (m.entry or "").startswith("countries:")}

    def _called(self, word: str) -> str | None:
        """The one actor of the report that bears the word of a force, the shortest name first."""
        fits = [
            a
            for a in self.g.actors
            if a.kind == self.words[word] and any(word in n.lower().split() for n in (a.name, *a.aliases))
        ]
        return min(fits, key=lambda a: len(a.name)).id if fits else None

    # ------------------------------------------------------------ named persons
    def ranked(self, mention: Mention, actor: str) -> Iterator[RelationMention]:
        """As in "Police Captain NAME", "a senior police officer, NAME", "NAME, the army spokesman"."""
        floor, k = self.doc[mention.first].sent.start, mention.first
        while k > floor and mention.first - k < 7 and self._of_title(k - 1):
            k -= 1
        places = [j for j in range(k, mention.first) if self.doc[j].lower_ in self.words]
        if not places:
            return
        body = self._called(self.doc[places[-1]].lower_)
        if body is None or body == actor:
            return
        relation = next(
            (r[2] for j in range(mention.first, places[-1], -1) if (r := office_ending_at(self.doc, j, k)) is not None),
            None,
        )
        if relation is None and not self.doc[places[-1]].is_title:
            return
        yield self._make(actor, relation or "member_of", body, k, mention.last)

    def _of_title(self, k: int) -> bool:
        token = self.doc[k]
        return token.pos_ in {"NOUN", "PROPN", "ADJ"} or token.lower_ in {",", "of", "."} or token.is_title

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
        return RelationMention(subject, relation, item, span, "belongs to body told")
