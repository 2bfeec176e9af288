"""Words at a trigger that set its event apart from another or tie it to one."""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.lexicon import load

_CAUSED = frozenset({"retaliation", "revenge", "response", "reprisal", "vengeance", "answer", "payback", "retribution"})
_SEQUELS = frozenset({"then", "afterwards", "afterward", "thereafter"})
_COUNTERS = frozenset({"counter-attack", "counterattack", "counter-offensive", "counteroffensive", "counterstrike"})
_LATER = frozenset({"hours", "minutes", "moments", "shortly", "soon", "hour"})


def is_sequel(token: Token) -> bool:
    """ "Hours later, jets bombed ...": another happening, dated by what was told before."""
    verb = token
    while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
        verb = verb.head
    for child in verb.children:
        if (
            child.lower_ in {"later", "after", "afterwards"}
            and child.i < verb.i
            and any(c.lower_ in _LATER for c in child.subtree)
        ):
            return True
    return (
        verb.doc[verb.sent.start].lower_ in {"hours", "minutes", "moments"}
        and verb.sent.start + 1 < len(verb.doc)
        and verb.doc[verb.sent.start + 1].lower_ in {"later", "after"}
    )


def cue_words(mods: list[str], token: Token, *, quoted: bool) -> tuple[str, ...]:
    """Words that tell the event apart from another or tie it to one, and how it is told ("sequel", "quoted", "pronoun")."""
    words = load("triggers")
    found = [m for m in mods if m in words["apart"] or m in words["same"]]
    if (
        token.lemma_.lower() in _COUNTERS
        or token.i > 1
        and token.doc[token.i - 2].lower_ == "counter"
        and token.doc[token.i - 1].text == "-"
    ):
        found.append("counter")
    if is_sequel(token):
        found.append("sequel")
    elif any(c.lower_ in _SEQUELS and c.dep_ == "advmod" for c in token.children) and not _says_after_what(token):
        found.append("then")
    if quoted:
        found.append("quoted")
    if token.dep_ == "pobj" and token.head.lower_ in {"for", "to"} and token.head.head.lemma_.lower() in _CAUSED:
        found.append("cause")
    if any(c.dep_ == "nummod" for c in token.children):
        found.append("counted")
    around = [*token.children, *(p for c in token.children if c.dep_ == "prep" for p in c.children)]
    if any(
        c.pos_ == "PRON"
        and c.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"}
        and c.lower_ in {"it", "they", "them", "he", "she", "him", "her"}
        for c in around
    ):
        found.append("pronoun")
    return tuple(found)


def _says_after_what(token: Token) -> bool:
    """ "were then paused after the attack of the 28th": the words say what it followed, not the day of what was told before."""
    return any(
        c.lower_ in {"after", "following", "when", "once"} and c.dep_ in {"prep", "mark", "advmod"}
        for c in token.children
    )
