"""The signs of words in the shape of a line (extract/relation_shapes.py): which word is written as which letter."""

from __future__ import annotations

import functools

from rashomon.extract.name_kinds import country_forms
from rashomon.extract.titles import title_words
from rashomon.lexicon import load

#: List of relations.yaml to its sign. Nouns are capitals, states and verbs small letters.
_SIGNS = {
    "part": "A",
    "ally": "F",
    "rival": "O",
    "proxy": "X",
    "backer": "K",
    "splinter": "Y",
    "backed": "k",
    "allied": "a",
    "linked": "l",
    "opposed": "x",
    "head": "h",
    "belong": "g",
    "represent": "r",
    "back": "c",
    "include": "e",
    "alongside": "q",
    "works": "W",
    "join": "j",
    "oppose": "v",
    "umbrella": "U",
}
_NOUN_SIGNS = frozenset("AFOXKYU")
_VERB_SIGNS = frozenset("hgrceqWjv")
BE = frozenset({"be", "become", "remain"})
SMALL = {
    ",": ",",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    "-": "-",
    "–": ",",
    "—": ",",
    ":": ":",
    ";": ";",
    "&": "&",
    "and": "&",
    "of": "o",
    "by": "y",
    "to": "t",
    "from": "f",
    "who": "w",
    "whom": "w",
    "which": "w",
    "that": "w",
    "whose": "z",
    "not": "!",
    "never": "!",
    "n't": "!",
    "no": "!",
}
PLACED = frozenset({"at", "for", "with", "in", "within", "inside", "into", "on", "as"})
#: Verbs after which a name speaks and is not introduced: no pattern crosses them.
SAYS = frozenset(
    {
        "say",
        "tell",
        "add",
        "warn",
        "claim",
        "write",
        "note",
        "state",
        "announce",
        "argue",
        "insist",
        "explain",
        "ask",
        "reply",
        "admit",
        "deny",
        "declare",
    }
)


@functools.cache
def offices() -> frozenset[str]:
    """Nouns that stand for a body by its office ("the ministry")."""
    return frozenset(load("actor_words")["office_anaphors"])


@functools.cache
def phrases() -> dict[tuple[str, ...], str]:
    """Word sequences, lower case, to their sign: titles by what they say, the rest from relations.yaml."""
    table: dict[tuple[str, ...], str] = {}
    for title, entry in title_words().items():
        sign = "V" if entry.get("speaks_for") else "L" if entry.get("leads") else "M" if entry.get("member") else None
        if sign is not None:
            table[tuple(title.replace("-", " - ").split())] = sign
            table.setdefault(tuple((title + "s").replace("-", " - ").split()), sign)
    return table


@functools.cache
def lemmas() -> dict[str, dict[str, str]]:
    """Sort of word (noun, verb, state) to lemma to sign."""
    sorts: dict[str, dict[str, str]] = {"noun": {}, "verb": {}, "state": {}, "phrase": {}}
    for name, sign in _SIGNS.items():
        sort = "noun" if sign in _NOUN_SIGNS else "verb" if sign in _VERB_SIGNS else "state"
        for word in load("relations")[name]:
            sorts["phrase" if " " in word else sort].setdefault(word, sign)
    return sorts


@functools.cache
def long_phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First word to the phrases of relations.yaml that begin with it, each with its sign."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, sign in lemmas()["phrase"].items():
        words = tuple(phrase.split())
        table.setdefault(words[0], []).append((words, sign))
    return table


@functools.cache
def starts() -> tuple[frozenset[str], frozenset[str]]:
    """First words of titles, and of states' forms as the tokeniser has them."""
    states = (
        part for form in country_forms() for part in (form, form.split()[0], form.split("-")[0], form.split("'")[0])
    )
    return frozenset(words[0] for words in phrases()), frozenset(states)


@functools.cache
def bodies() -> frozenset[str]:
    """Nouns that stand for a group or a part of one."""
    words = load("actor_words")
    return frozenset(words["group_anaphors"]) | frozenset(
        {
            "arm",
            "wing",
            "channel",
            "station",
            "newspaper",
            "outlet",
            "broadcaster",
            "service",
            "bureau",
            "body",
            "institution",
            "ministry",
        }
    )
