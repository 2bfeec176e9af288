"""What the claim rules look at: one parse with its quotes, paragraphs and actors, indexed by token once.

It only reads; the drafts that the rules make are in `Draft`, and become claims in `claims`.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from rashomon.extract.claims_lexicon import SpeechWords, speech_words
from rashomon.extract.quotes import Quote, outermost, read_quotes
from rashomon.extract.words import tokens_of
from rashomon.model.actors import Who
from rashomon.model.claims import Act
from rashomon.model.documents import Document
from rashomon.model.mentions import Grounding

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
OPENING = frozenset("\"“‘'„«‚‹")
CLOSING = frozenset("\"”’'“»›")
SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})


@dataclass(slots=True)
class Draft:
    """A claim while it is put together; token ranges are `[first, last)`, contents are character ranges."""

    verb: int | None
    cue: tuple[int, int] | None
    contents: list[tuple[int, int]]
    act: Act
    rule: str
    speaker: Who | None
    sure: float
    lemma: str = ""
    addressee: Who | None = None
    via: tuple[int, int] | None = None
    relayed_by: Who | None = None
    negated: bool = False
    quoted: bool = False
    infinitive: int | None = None
    tokens: list[tuple[int, int]] = field(default_factory=list)
    needs: str = "any"
    addressee_token: int | None = None
    agent: int | None = None
    anchor: int | None = None
    subject: int | None = None
    medium: tuple[int, int] | None = None
    source: int | None = None

    @property
    def at(self) -> int:
        """Token index at which the claim takes its place in the discourse."""
        if self.verb is not None:
            return self.verb
        return self.anchor if self.anchor is not None else self.tokens[0][0]

    @property
    def start(self) -> int:
        """First character of the content."""
        return min(start for start, _ in self.contents)

    @property
    def end(self) -> int:
        """The character after the content."""
        return max(end for _, end in self.contents)


@dataclass(slots=True)
class View:
    """One report as the claim rules see it.

    Args:
        body: for each token whether a claim may stand there.
        utterance: for each token the index of the spoken quote that holds it, -1 outside.
        paragraph: for each token the index of its paragraph (part), -1 between.
        sentence_start, sentence_end: for each token the bounds of its sentence.
        used: verbs that already attribute a spoken quote.
    """

    doc: Doc
    grounding: Grounding
    document: Document
    words: SpeechWords
    quotes: tuple[Quote, ...]
    body: bytearray
    paragraph: list[int]
    utterance: list[int]
    starts: list[int]
    sentence_start: list[int]
    sentence_end: list[int]
    used: set[int] = field(default_factory=set)

    @property
    def text(self) -> str:
        """The report's text; spaCy would join its tokens anew at each call."""
        return self.document.text

    def token_at(self, offset: int) -> int:
        """Index of the first token that starts at or after the character `offset`."""
        return bisect.bisect_left(self.starts, offset)

    def token_end(self, offset: int) -> int:
        """Index after the last token that starts before the character `offset`."""
        return bisect.bisect_left(self.starts, offset)

    def chars(self, first: int, last: int) -> tuple[int, int]:
        """Characters of the tokens `[first, last)`."""
        final = self.doc[last - 1]
        return self.starts[first], final.idx + len(final.text)

    def actor_at(self, index: int) -> str | None:
        """The actor of a token, null without grounding."""
        return self.grounding.actor_of[index] if index < len(self.grounding.actor_of) else None


def build_view(doc: Doc, grounding: Grounding, document: Document) -> View:
    """Indexes a parse; the quotes are read here."""
    body_parts = [p for p in document.parts if p.kind == "body"]
    body, paragraph = bytearray(len(doc)), [-1] * len(doc)
    starts = [token.idx for token in tokens_of(doc)]
    for number, part in enumerate(body_parts):
        for i in range(bisect.bisect_left(starts, part.start), bisect.bisect_left(starts, part.end)):
            body[i] = 1
            paragraph[i] = number
    quotes = outermost(read_quotes(document.text, paragraphs=[(p.start, p.end) for p in body_parts]))
    first, last = [0] * len(doc), [0] * len(doc)
    for sent in doc.sents:
        first[sent.start : sent.end] = [sent.start] * len(sent)
        last[sent.start : sent.end] = [sent.end] * len(sent)
    return View(doc, grounding, document, speech_words(), quotes, body, paragraph, [-1] * len(doc), starts, first, last)


def left_subject(verb: Token) -> Token | None:
    """The verb's own subject, active."""
    best: Token | None = None
    for child in verb.children:
        if child.dep_ not in SUBJECTS or child.dep_ == "expl":
            continue
        if best is None or best.lower_ == "what" or best.i < child.i < verb.i and not _joined(best, child):
            best = child  # of two that the parser gives, the one next to the verb
    return best if best is not None else _lost_subject(verb)


def _governs_clause(verb: Token) -> bool:
    """As in "..., a rights network estimates": a verb taken for a noun, with the words before it as its clause."""
    return any(c.dep_ == "ccomp" and c.i < verb.i for c in verb.children)


def _joined(first: Token, second: Token) -> bool:
    """Whether two subjects stand in one phrase, without a comma between them."""
    return not any(t.text == "," for t in first.doc[first.i : second.i])


def _lost_subject(verb: Token) -> Token | None:
    """A subject that the parser hung elsewhere: "In the capital, a spokesman said", "X demands that"."""
    if verb.pos_ == "NOUN" or verb.tag_ == "NNS":
        names = [
            c
            for c in verb.children
            if c.dep_ == "compound"
            and c.i < verb.i
            and (c.pos_ == "PROPN" or c.i == verb.i - 1 and (c.tag_ == "NNS" or _governs_clause(verb)))
        ]
        return names[-1] if names and verb.dep_ in {"ROOT", "ccomp"} else None
    if verb.tag_ not in FINITE or verb.dep_ not in {"ROOT", "ccomp"} or verb.i == 0:
        return None
    if any(c.dep_ in PASSIVE_SUBJECTS for c in verb.children):
        return None
    at = verb.i - 1
    while at > 0 and verb.doc[at].text in {",", ")", "-"}:
        opened = (
            next((i for i in range(at, max(at - 8, 0), -1) if verb.doc[i].text == "("), None)
            if verb.doc[at].text == ")"
            else None
        )
        at = opened - 1 if opened is not None and opened > 0 else at - 1
    token = verb.doc[at]
    for _ in range(12):
        if token.dep_ == "appos" or token.head.i == token.i or token.head.i > verb.i:
            break
        token = token.head
    return token if token.dep_ == "appos" and token.pos_ in {"NOUN", "PROPN"} else None


def is_passive(verb: Token) -> bool:
    """Whether the verb stands in the passive."""
    return any(c.dep_ in {"auxpass", "nsubjpass", "csubjpass", "agent"} for c in verb.children)


def bare_mark(token: Token) -> bool:
    """A quote mark or plain punctuation."""
    return token.is_punct or token.is_quote or token.is_space or token.text in OPENING or token.text in CLOSING
