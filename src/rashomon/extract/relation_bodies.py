"""Whose men speak: unnamed speakers beside the body that their words name, ranks that hold its word, names under statements.

"A police officer", "an army spokesman", "a colonel of gendarmes", "one of its dispatchers" belong to the body that the report
speaks of anyway; so does "Police Captain NAME". A name that stands alone under a body's own statement answers for that body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Set

from spacy.tokens import Doc

from rashomon.extract.relation_cast import BODY_KINDS
from rashomon.extract.relation_holders import title_ending_at
from rashomon.extract.titles import is_title_word
from rashomon.extract.words import text_of
from rashomon.lexicon import load
from rashomon.model.mentions import Grounding, Mention, RelationMention
from rashomon.model.relations import RelationKind
from rashomon.model.spans import Span

_LINKS = frozenset({"of", "with", "from", "in", "inside", "for", "at"})
_OWNERS = frozenset({"its", "their", "our"})
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
_OURS = re.compile(r"(?i)\b(?:we|our|us)\b")
#: Most tokens of the lines under a statement that hold a name and no sentence.
_SIGNED = 16
#: Sentences in which a statement names whose it is.
_OPENING = 4


def belonging(doc: Doc, grounding: Grounding, speakers: Set[str]) -> Iterator[RelationMention]:
    """Relations of unnamed speakers, of ranks that hold a force's word, and of names under statements.

    Args:
        speakers: the actors into whose mouths the report puts something.
    """
    reader = _Reader(doc, grounding, speakers)
    for mention in grounding.mentions:
        actor = grounding.actor_of[mention.head] if mention.first < mention.last else None
        if actor is None:
            continue
        if mention.form == "name" and reader.kinds[actor] == "person":
            yield from reader.ranked(mention, actor)
        elif mention.form == "nominal" and actor in speakers and actor not in reader.named:
            yield from reader.unnamed(mention, actor)
    yield from reader.signed()


class _Reader:
    def __init__(self, doc: Doc, grounding: Grounding, speakers: Set[str]) -> None:
        self.doc, self.g, self.speakers = doc, grounding, speakers
        self.kinds = {a.id: a.kind for a in grounding.actors}
        self.words: dict[str, str] = {str(w): str(k) for w, k in load("relations")["force_words"].items()}
        self.people = frozenset(load("relations")["belonging_people"])
        shown = [m for m in grounding.mentions if m.first < m.last]
        self.mentions = Counter(self.g.actor_of[m.head] for m in shown)
        self.named = {grounding.actor_of[m.head] for m in shown if m.form == "name"}
        self.states = {grounding.actor_of[m.head] for m in shown if (m.entry or "").startswith("countries:")}

    # ------------------------------------------------------------ unnamed speakers
    def unnamed(self, mention: Mention, actor: str) -> Iterator[RelationMention]:
        """As in "a police officer", "two officers of the Service", "its legal adviser"."""
        head = mention.head
        relation = self._role(head)
        if relation is None:
            return
        at = self._after(head) or self._before(head, mention, actor)
        body = None if at is None else self._body_at(at)
        if at is None or body is None or body == actor or not self._told_elsewhere(body):
            return
        if relation == "leads" and self._one_of_several(min(mention.first, head), head):
            relation = "member_of"
        yield self._make(actor, relation, body, min(at, mention.first), max(at + 1, mention.last))

    def _told_elsewhere(self, body: str) -> bool:
        """A hospital that stands only in "a nurse at the hospital" is no body of the report's."""
        return self.kinds[body] not in {"organisation", "media"} or body in self.speakers or self.mentions[body] > 1

    def _role(self, head: int) -> RelationKind | None:
        word = self.doc[head]
        title = title_ending_at(self.doc, head + 1, max(word.sent.start, head - 4))
        if title is not None:
            return title
        return "member_of" if word.lemma_.lower() in self.people or word.lower_ in self.people else None

    def _after(self, head: int) -> int | None:
        """The body after the head: "an officer of the X", "a source inside the terrorist X"."""
        k, end = head + 1, self.doc[head].sent.end
        if k >= end or self.doc[k].lower_ not in _LINKS:
            return None
        for j in range(k + 1, min(end, k + 5)):
            if self._body_at(j) is not None:
                return j
            if self.doc[j].pos_ not in {"DET", "ADJ", "PROPN", "NOUN", "PRON"}:
                return None
        return None

    def _before(self, head: int, mention: Mention, actor: str) -> int | None:
        """The body before the head: "a Hamas official", "the X's commander", "its hospital"."""
        floor = max(self.doc[head].sent.start, min(mention.first, head) - 4)
        for k in range(head - 1, floor - 1, -1):
            token = self.doc[k]
            if self._body_at(k) not in (None, actor):
                return k
            if token.pos_ not in {"NOUN", "PROPN", "ADJ", "PART", "NUM", "ADV"} and token.text not in {"-", "’s", "'s"}:
                return None
        return None

    def _body_at(self, k: int) -> str | None:
        """The body of this token: its own actor, or the one that the report calls by its word ("police")."""
        actor, word = self.g.actor_of[k], self.doc[k].lower_
        if word in _OWNERS or actor is not None and self.kinds[actor] in BODY_KINDS:
            return None if actor in self.states or actor is not None and self.kinds[actor] not in BODY_KINDS else actor
        return self._called(word) if word in self.words else None

    def _called(self, word: str) -> str | None:
        """The one actor of the report that bears the word of a force, the shortest name first."""
        fits = [
            a
            for a in self.g.actors
            if a.kind == self.words[word] and any(word in n.lower().split() for n in (a.name, *a.aliases))
        ]
        return min(fits, key=lambda a: len(a.name)).id if fits else None

    def _one_of_several(self, first: int, head: int) -> bool:
        return any(t.lower_ in {"a", "an", "one"} for t in self.doc[max(0, first - 1) : head])

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
            (r for j in range(mention.first, places[-1], -1) if (r := title_ending_at(self.doc, j, k)) is not None),
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
