"""Relations between actors that the words state: leads, speaks for, backed by, part of ...

Read from titles, appositions, copulas and fixed phrases around two grounded actors. What is
only implied ("Iran-backed militias support him") is no relation of his.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from rashomon.extract.pronouns import read_pronouns
from rashomon.extract.titles import title_words
from rashomon.lexicon import load
from rashomon.model.mentions import Grounding, RelationMention
from rashomon.model.relations import RelationKind
from rashomon.model.spans import Span

COMPONENT = "rules.relations/1"
_OF = frozenset({"of", "at", "for", "with", "in", "from", "to", "within"})


@functools.cache
def _words() -> dict[str, dict[str, RelationKind]]:
    """Lemma tables by construction, from relations.yaml."""
    return load("relations")["words"]  # type: ignore[no-any-return]


def find_relations(doc: Doc, grounding: Grounding) -> tuple[RelationMention, ...]:
    """All stated relations, each once per pair of spans."""
    reader = _Reader(doc, grounding)
    found: dict[tuple[str, str, str], RelationMention] = {}
    for mention in reader.read():
        if mention.subject_id != mention.object_id:
            found.setdefault((mention.subject_id, mention.relation, mention.object_id), mention)
    return tuple(found.values())


def title_relation(words: list[str]) -> RelationKind | None:
    """What a title says of its bearer and the body it names: the last title word decides."""
    table = title_words()
    lowered = [w.lower().strip(".") for w in words]
    for end in range(len(lowered), 0, -1):
        for start in range(max(0, end - 3), end):
            for form in (" ".join(lowered[start:end]), " ".join(lowered[start:end]).removesuffix("s")):
                entry = table.get(form)
                if entry is None:
                    continue
                if entry.get("speaks_for"):
                    return "speaks_for"
                if entry.get("leads"):
                    return "leads"
                if entry.get("member"):
                    return "member_of"
    return None


class _Reader:
    def __init__(self, doc: Doc, grounding: Grounding) -> None:
        self.doc = doc
        self.g = grounding
        self.kinds = {a.id: a.kind for a in grounding.actors}
        self.named = {a.id for a in grounding.actors if any(m.form != "nominal" for m in self._mentions_of(a.id))}
        self.pronouns = read_pronouns(doc, grounding)

    def _mentions_of(self, actor_id: str):  # type: ignore[no-untyped-def]
        for i, owner in enumerate(self.g.actor_of):
            index = self.g.mention_of[i]
            if owner == actor_id and index is not None:
                yield self.g.mentions[index]

    def read(self) -> Iterator[RelationMention]:
        for mention in self.g.mentions:
            if mention.form == "name" and mention.kind == "person":
                yield from self._before(mention.first)
        for token in self.doc:
            actor_id = self._id(token)
            if actor_id is not None and token.i == self._head(token).i:
                yield from self._around(token, actor_id)
            low = token.lemma_.lower()
            if token.lower_ in _words()["modifier"] or low in _words()["modifier"]:
                yield from self._modifier(token)
            if low in _words()["verb"] and token.pos_ in {"VERB", "AUX", "NOUN"}:
                yield from self._verb(token)
            if low in {"include", "comprise"} and token.dep_ == "relcl":
                yield from self._includes(token)

    # ------------------------------------------------------------ helpers
    def _id(self, token: Token, *, pronouns: bool = False) -> str | None:
        found = self.g.actor_of[token.i]
        return found if found is not None or not pronouns else self.pronouns.get(token.i)

    def _head(self, token: Token) -> Token:
        index = self.g.mention_of[token.i]
        return self.doc[self.g.mentions[index].head] if index is not None else token

    def _is_body(self, actor_id: str | None) -> bool:
        return actor_id is not None and actor_id in self.named and self.kinds[actor_id] not in {"person", "population", "unknown"}

    def _make(self, subject: str, relation: RelationKind, object_id: str, first: Token, last: Token, rule: str) -> RelationMention:
        a, b = (first, last) if first.i <= last.i else (last, first)
        return RelationMention(subject, relation, object_id, Span.of(self.doc.text, a.idx, b.idx + len(b.text)), rule)

    def _persons_from(self, token: Token) -> Iterator[Token]:
        yield token
        for child in token.children:
            if child.dep_ == "conj" and self.kinds.get(self._id(child) or "") == "person":
                yield from self._persons_from(child)

    # ------------------------------------------------------------ "Kataib X leader NAME"
    def _before(self, first: int) -> Iterator[RelationMention]:
        name = self.doc[first]
        head = self._head(name)
        start = first
        while start > 0 and first - start < 9 and self._in_title(start - 1):
            start -= 1
        words = [t.text for t in self.doc[start:first] if self.g.actor_of[t.i] is None or not self._is_body(self.g.actor_of[t.i])]
        relation = title_relation(words)
        if relation is None:
            return
        bodies = [t for t in self.doc[start:first] if self._is_body(self._id(t))]
        if not bodies and start > 0 and self.doc[start - 1].lower_ in {"its", "their"}:
            bodies = [self.doc[start - 1]]
        if not bodies:
            return
        body = self._id(bodies[-1], pronouns=True)
        plural = self.doc[first - 1].tag_ == "NNS"
        for person in self._persons_from(head) if plural else (head,):
            person_id = self._id(person)
            if person_id is not None and body is not None:
                yield self._make(person_id, relation, body, self.doc[start], person, "title before name")

    def _in_title(self, i: int) -> bool:
        token = self.doc[i]
        if token.is_space or token.pos_ in {"VERB", "AUX", "DET", "PRON", "CCONJ", "SCONJ", "ADP"} and token.lower_ not in {"of", "for"}:
            return False
        if token.is_punct:
            return token.text in {"-", "."} or token.text == "," and self.doc[i - 1].lower_ in title_words() and self.doc[max(0, i - 2)].lower_ in {"its", "their", "’s", "'s"}
        if self.kinds.get(self._id(token) or "") == "person":
            return False
        return True

    # ------------------------------------------------------------ around a grounded head
    def _around(self, token: Token, actor_id: str) -> Iterator[RelationMention]:
        if actor_id in self.named:
            for child in token.children:
                if child.dep_ in {"appos", "relcl", "acl"} or child.dep_ == "attr":
                    yield from self._description(token, actor_id, child)
                if child.dep_ == "poss" and self._is_body(self._id(child)) and self._is_body(actor_id):
                    yield self._make(actor_id, "part_of", self._id(child) or "", child, token, "possessor")
                if child.dep_ == "prep" and child.lower_ == "of" and self.kinds[actor_id] == "person":
                    for pobj in child.children:
                        if self._is_body(self._id(pobj)):
                            yield self._make(actor_id, "member_of", self._id(pobj) or "", token, pobj, "name of body")
            if token.dep_ in {"nsubj", "nsubjpass"} and token.head.lemma_ == "be":
                for child in token.head.children:
                    if child.dep_ == "attr":
                        yield from self._description(token, actor_id, child)
            if token.dep_ == "appos":
                yield from self._description(token, actor_id, token.head)

    def _description(self, token: Token, actor_id: str, noun: Token) -> Iterator[RelationMention]:
        """What a noun phrase in apposition or predication says of the actor."""
        if noun.pos_ in {"VERB", "AUX"}:
            return
        other = self._id(noun)
        if other is not None and other in self.named and other != actor_id:
            return
        words = [t.text for t in noun.children if t.dep_ in {"compound", "amod"} and t.i < noun.i] + [noun.text]
        relation: RelationKind | None = title_relation(words)
        if self.kinds[actor_id] != "person":
            relation = _words()["noun"].get(noun.lemma_.lower())
        if relation is None:
            relation = _words()["noun"].get(noun.lemma_.lower())
        if relation is None:
            return
        for target in self._bodies(noun):
            target_id = self._id(target, pronouns=True)
            if target_id is not None and target_id != actor_id:
                yield self._make(actor_id, relation, target_id, token, noun if noun.i > target.i else target, "description")
                return

    def _bodies(self, noun: Token) -> Iterator[Token]:
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in _OF:
                for pobj in child.children:
                    if pobj.dep_ == "pobj":
                        yield from self._bodies_in(pobj)
        for child in noun.children:
            if child.dep_ in {"poss", "compound", "amod", "nmod"} and (self._is_body(self._id(child, pronouns=True))):
                yield child

    def _bodies_in(self, pobj: Token) -> Iterator[Token]:
        if self._is_body(self._id(pobj, pronouns=True)):
            yield pobj
        for child in pobj.children:
            if child.dep_ in {"appos", "compound", "poss", "amod"} and self._is_body(self._id(child, pronouns=True)):
                yield child

    # ------------------------------------------------------------ "Iran-backed", "linked to", "part of"
    def _modifier(self, token: Token) -> Iterator[RelationMention]:
        """"Iran-backed militia", "allied with X", "linked to X", "supported by X"."""
        relation = _words()["modifier"].get(token.lower_) or _words()["modifier"].get(token.lemma_.lower())
        objects = [c for c in token.children if c.dep_ in {"npadvmod", "compound", "nmod", "amod"} and c.i < token.i and self._is_body(self._id(c))]
        if not objects and token.i >= 2 and self.doc[token.i - 1].text == "-" and self._is_body(self._id(self.doc[token.i - 2])):
            objects = [self.doc[token.i - 2]]
        for child in token.children:
            if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "with", "to"}:
                for pobj in child.children:
                    objects += [t for t in (pobj, *pobj.conjuncts) if self._is_body(self._id(t))]
        if not objects or relation is None:
            return
        for subject in self._bearers(token):
            for item in objects:
                yield self._make(subject[0], relation, self._id(item) or "", subject[1], item, f"modifier {token.lower_}")

    def _bearers(self, token: Token) -> list[tuple[str, Token]]:
        noun = token
        while noun.dep_ in {"amod", "compound", "acl", "relcl"} and noun.head.i != noun.i:
            noun = noun.head
            if noun.pos_ in {"NOUN", "PROPN"}:
                break
        if noun.pos_ not in {"NOUN", "PROPN"}:
            subject = next((c for c in noun.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
            if subject is None:
                return []
            noun = subject
        if noun.tag_ == "NNS" and self._id(noun) not in self.named:
            return []
        for candidate in (noun, noun.head if noun.dep_ in {"appos", "attr"} else noun):
            if candidate.pos_ in {"VERB", "AUX"}:
                candidate = next((c for c in candidate.children if c.dep_ == "nsubj"), candidate)
            found = self._id(candidate)
            if found in self.named and found is not None:
                return [(found, candidate)]
        for child in noun.children:
            found = self._id(child)
            if child.dep_ in {"appos", "compound"} and found in self.named and found is not None:
                return [(found, child)]
        return []

    # ------------------------------------------------------------ verbs
    def _verb(self, verb: Token) -> Iterator[RelationMention]:
        """"who heads X", "X is part of Y", "X belongs to Y", "X, which backs Y"."""
        relation = _words()["verb"][verb.lemma_.lower()]
        subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if subject is None:
            return
        if subject.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl":
            subject = verb.head
        subject_id = self._id(subject, pronouns=True)
        if subject_id is None or subject_id not in self.named:
            return
        if any(c.dep_ in {"neg"} for c in verb.children):
            return
        for child in verb.children:
            targets = [child] if child.dep_ == "dobj" else [p for p in child.children if p.dep_ == "pobj"] if child.dep_ == "prep" and child.lower_ in {"to", "for", "with"} else []
            for target in targets:
                for body in self._bodies_in(target):
                    target_id = self._id(body, pronouns=True)
                    if target_id is None or target_id == subject_id:
                        continue
                    if relation.startswith("~"):
                        yield self._make(target_id, relation[1:], subject_id, subject, body, "verb")  # type: ignore[arg-type]
                    elif relation != "leads" or self.kinds[subject_id] == "person":
                        yield self._make(subject_id, relation, target_id, subject, body, "verb")
                    return

    def _includes(self, verb: Token) -> Iterator[RelationMention]:
        """"Y, a coalition of militias that includes X and Z": X and Z are part of Y."""
        noun = verb.head
        whole: tuple[str, Token] | None = None
        for _ in range(5):
            found = self._id(noun)
            if self._is_body(found) and found is not None:
                whole = (found, noun)
                break
            if noun.dep_ not in {"appos", "attr", "pobj", "prep", "conj"}:
                break
            noun = noun.head
        if whole is None:
            return
        for child in verb.children:
            if child.dep_ == "dobj":
                for item in (child, *child.conjuncts):
                    part = self._id(item)
                    if self._is_body(part) and part is not None:
                        yield self._make(part, "part_of", whole[0], whole[1], item, "includes")
