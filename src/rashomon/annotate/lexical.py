"""Marks the names of the word lists in a Doc, longest first, before the model's recogniser.

spaCy's PhraseMatcher is the token trie: its cost does not grow with the number of names.
Acronyms match in their own case only, other names in any case; an acronym that is also a
word or another body's ("IS", "PLA") counts only where the full name stands in the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.matcher import PhraseMatcher
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from rashomon.lexicon import load

#: What spaCy's label scheme calls each list, so that the parser's users see familiar labels.
LABELS = {"armed_groups": "ORG", "organs": "ORG", "media": "ORG"}


class NameLists:
    """The component: a callable that adds entities with their entry id."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        vocab: Vocab = tokenizer.vocab
        self.exact = PhraseMatcher(vocab, attr="ORTH")
        self.folded = PhraseMatcher(vocab, attr="LOWER")
        self.ambiguous: set[tuple[str, str]] = set()
        for key, name, exact, ambiguous in _names():
            matcher = self.exact if exact else self.folded
            matcher.add(key, [tokenizer(name)])
            if ambiguous:
                self.ambiguous.add((key, name))

    def __call__(self, doc: Doc) -> Doc:
        """Adds the listed names as entities, longest first."""
        spans = [
            Span(doc, start, end, label=LABELS[key.split(":")[0]], kb_id=key)
            for matcher in (self.exact, self.folded)
            for key, start, end in ((doc.vocab.strings[k], s, e) for k, s, e in matcher(doc))
            if _is_name(doc, start, end) and not _inside_longer(doc, start, key)
        ]
        if self.ambiguous:
            sure = {span.kb_id_ for span in spans if (span.kb_id_, span.text) not in self.ambiguous}
            spans = [s for s in spans if (s.kb_id_, s.text) not in self.ambiguous or s.kb_id_ in sure]
        doc.ents = tuple(filter_spans(spans))
        return doc


def _is_name(doc: Doc, start: int, end: int) -> bool:
    """A match in any case must still be written as a name: "the base" is no Base, "The Times Square bomber" no newspaper."""
    if doc[start].text == "The" and end < len(doc) and doc[end].text[0].isupper() and doc[end].is_alpha:
        return False
    return any(token.text[0].isupper() or not token.text[0].isascii() for token in doc[start:end] if not token.is_space)


#: Capitalised words that make another body's name of a listed one: "National Human Rights Council".
_LONGER = frozenset(
    {
        "National",
        "International",
        "Independent",
        "Supreme",
        "Regional",
        "Provincial",
        "Federal",
        "State",
        "Royal",
        "General",
        "Joint",
        "Inter",
        "African",
        "Asian",
        "European",
        "Arab",
        "Islamic",
        "Central",
        "Free",
        "New",
        "United",
        "People",
        "People's",
        "Awami",
        "Transitional",
    }
)


def _inside_longer(doc: Doc, start: int, key: str) -> bool:
    """Whether the match is the tail of a longer capitalised name that the list does not hold."""
    return start > 0 and not key.startswith("armed_groups:") and doc[start - 1].text in _LONGER


def _names() -> Iterator[tuple[str, str, bool, bool]]:
    """(entry key, name, matches in its own case only, needs the full name nearby)."""
    for entry in load("armed_groups")["groups"]:
        yield from _of_entry(f"armed_groups:{entry['id']}", entry)
    for entry in load("organs")["named"]:
        yield from _of_entry(f"organs:{entry['id']}", entry)
    for entry in load("media")["outlets"]:
        yield from _of_entry(f"media:{entry['id']}", entry)


def _of_entry(key: str, entry: dict[str, Any]) -> Iterator[tuple[str, str, bool, bool]]:
    doubtful = set(entry.get("ambiguous") or ())
    for name in dict.fromkeys([entry["name"], *(entry.get("aliases") or ()), *(entry.get("native") or ())]):
        yield key, name, " " not in name or name in doubtful or name.startswith("The "), name in doubtful
    for name in dict.fromkeys(entry.get("acronyms") or ()):
        yield key, name, True, name in doubtful
