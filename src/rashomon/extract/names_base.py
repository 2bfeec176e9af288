"""What the name finders share: building a mention, and the word sets they test against, made once."""

from __future__ import annotations

import functools

from spacy.tokens import Doc, Token

from rashomon.extract.name_kinds import kind_words, person_nouns
from rashomon.extract.words import text_of
from rashomon.lexicon import load
from rashomon.model.actors import ActorKind
from rashomon.model.mentions import Mention
from rashomon.model.spans import Span

#: Rule of a mention that only lends its form to a state met elsewhere as an actor; it has no tokens.
PLACE_FORM = "country.place"
#: Plural people that a group fields: "Hezbollah fighters" act as the group.
FIELDED = frozenset(
    {
        "fighters",
        "militants",
        "forces",
        "gunmen",
        "rebels",
        "insurgents",
        "troops",
        "soldiers",
        "combatants",
        "guerrillas",
        "gunners",
    }
)
APOSTROPHES = frozenset({"'s", "’s", "'", "’"})


def make(doc: Doc, first: int, last: int, form: str, kind: ActorKind, rule: str, **more: object) -> Mention:
    """A mention of the tokens `[first, last)`."""
    span = doc[first:last]
    words = Span.of(text_of(doc), span.start_char, span.end_char)
    return Mention(words, first, last, span.root.i, form, kind, rule=rule, **more)  # type: ignore[arg-type]


def text_span(doc: Doc, first: int, last: int) -> Span:
    """The words of the tokens `[first, last)`."""
    return Span.of(text_of(doc), doc[first].idx, doc[last - 1].idx + len(doc[last - 1].text))


def is_person_noun(token: Token) -> bool:
    """Whether the word can head an unnamed actor."""
    return token.lower_ in person_nouns() or token.lemma_.lower() in person_nouns()


def is_capital(token: Token) -> bool:
    """Written as part of a name."""
    return token.text[:1].isupper()


@functools.cache
def word_set(name: str) -> frozenset[str]:
    """A list of actor_words.yaml as a set."""
    return frozenset(load("actor_words")[name])


@functools.cache
def speech_verbs() -> frozenset[str]:
    """Lemmas of verbs of speech."""
    return frozenset(load("speech_verbs")["verbs"])


@functools.cache
def body_nouns() -> dict[str, ActorKind]:
    """Common nouns that say what sort of body a name next to them is ("broadcaster ERT", "the Baz gang")."""
    table: dict[str, ActorKind] = {}
    for kind, words in load("actor_words")["body_nouns"].items():
        for word in words:
            table[word] = kind
    return table


def kind_of_noun(token: Token) -> ActorKind | None:
    """The sort of body that a common noun names, or null."""
    if token.pos_ not in {"NOUN", "PROPN"} or token.text[:1].isupper():
        return None
    found = body_nouns().get(token.lower_) or body_nouns().get(token.lemma_.lower())
    return found if found is not None else kind_words().get(token.lower_)
