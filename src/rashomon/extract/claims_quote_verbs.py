"""The verb of a quote where no speech verb stands beside it: told by the parse, by the order of words, or by a colon."""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_spoken import Spoken, is_cue, last_mark, word_before
from rashomon.extract.claims_view import FINITE, View, is_passive

#: Words back from a colon to the verb that hands the next paragraph over.
_REACH_BEFORE = 24


def as_parsed(item: Spoken, view: View) -> Token | None:
    """The cue behind a quote that ends with a comma and that the parse takes for its object: "..., X, who lost Y, told us"."""
    if not _open(item, view):
        return None
    for token in view.doc[item.first : item.last]:
        verb = token.head
        if token.dep_ in {"ccomp", "parataxis"} and item.last <= verb.i < view.sentence_end[item.last]:
            plain = verb.tag_ in {"VBD", "VBZ", "VBP"} and not is_passive(verb) and _beside(verb, item, view)
            if plain and is_cue(verb, view) and view.utterance[verb.i] < 0:
                return verb
    return None


def inverted(item: Spoken, view: View) -> Token | None:
    """A verb that no lexicon lists, right behind a quote and before whoever spoke: "...," hammers his mother."""
    quote, i = item.quotes[-1], item.last
    if last_mark(quote, view) not in ",?!…" and view.text[quote.end : quote.end + 1] != ",":
        return None
    while i < len(view.doc) and (view.doc[i].text == "," or view.doc[i].is_space and "\n" not in view.doc[i].text):
        i += 1
    if i + 1 >= len(view.doc) or view.paragraph[i] != item.paragraph or view.utterance[i] >= 0:
        return None
    verb, after = view.doc[i], view.doc[i + 1]
    plain = verb.tag_ in {"VBZ", "VBD"} or verb.tag_ == "NNS" and verb.text.islower()
    return verb if plain and verb.lemma_ not in {"be", "have"} and after.pos_ in _OPEN_NAMES else None


def unlisted(item: Spoken, view: View) -> Token | None:
    """A verb that no lexicon lists, with its subject right behind the quote and the quote as its object: "...," X speaks."""
    if not _open(item, view):
        return None
    for token in view.doc[item.first : item.last]:
        verb = token.head
        if token.dep_ != "ccomp" or not item.last < verb.i < min(view.sentence_end[item.last], item.last + _NEAR_VERB):
            continue
        subject = next((c for c in verb.children if c.dep_ == "nsubj" and item.last <= c.i < verb.i), None)
        plain = verb.tag_ in {"VBZ", "VBD"} and verb.pos_ == "VERB" and _beside(verb, item, view)
        if subject is not None and plain and _opens(subject, item, view):
            return verb
    return None


def _open(item: Spoken, view: View) -> bool:
    """Whether a comma ends the quote: the sentence goes on."""
    quote = item.quotes[-1]
    return last_mark(quote, view) == "," or view.text[quote.end : quote.end + 1] == ","


def _beside(verb: Token, item: Spoken, view: View) -> bool:
    """Whether a verb stands in the quote's own paragraph, and does not hand another's words on ("X quoted him as saying")."""
    return view.paragraph[verb.i] == item.paragraph and verb.lemma_ not in view.words.relaying


def _opens(subject: Token, item: Spoken, view: View) -> bool:
    """Whether nothing but a comma stands between a quote and the phrase of a subject."""
    between = view.doc[item.last : subject.left_edge.i]
    return all(t.text == "," or t.is_space for t in between) and view.utterance[subject.i] < 0


#: Words from the end of a quote up to a verb of its own that still attributes it.
_NEAR_VERB = 12
_OPEN_NAMES = frozenset({"DET", "PROPN", "PRON", "NOUN", "ADJ", "NUM"})


def before_colon(item: Spoken, view: View) -> Token | None:
    """The verb of the clause that a colon ends before a quote, where it has a subject: "A third scoffs: ..."."""
    mark = word_before(item.first, view)
    if mark is None or mark.text != ":":
        return None
    start = view.sentence_start[mark.i]
    for i in range(mark.i - 1, start - 1, -1):
        token = view.doc[i]
        if view.utterance[i] >= 0 or token.text in {";", ":"}:
            return None
        if token.tag_ in FINITE and token.pos_ == "VERB" and token.dep_ in {"ROOT", "conj", "ccomp"}:
            subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
            return token if subject is not None and subject.tag_ not in {"WDT", "WP"} else None
    return None


def handed_over(item: Spoken, view: View) -> Token | None:
    """The verb of the paragraph before, where that ends with a colon and this one opens with the quote."""
    i = item.first - 1
    while i >= 0 and view.doc[i].is_space:
        i -= 1
    if i < 0 or view.doc[i].text != ":" or view.paragraph[i] == item.paragraph or view.utterance[i] >= 0:
        return None
    for j in range(i - 1, max(view.sentence_start[i] - 1, i - _REACH_BEFORE, -1), -1):
        if is_cue(view.doc[j], view) or view.doc[j].lemma_ in {"release", "issue", "make", "deliver"}:
            return view.doc[j]
    return None
