"""Whether a speech verb tells that somebody spoke: no future, condition, refusal or absence."""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_view import FINITE, View, left_subject

_CONDITIONS = frozenset({"if", "unless", "whether", "until", "lest"})
_GERUND_HOSTS = frozenset({"after", "while", "by", "in", "despite", "as", "with", "when", "upon", "on"})


def is_real(verb: Token, view: View) -> bool:
    """Whether somebody does speak: no future, condition, refusal or absence."""
    negated = False
    for child in verb.children:
        if child.dep_ == "aux" and child.lower_ in view.words.unreal:
            return False
        if child.dep_ == "neg" or (child.dep_ == "advmod" and child.lower_ in {"never", "hardly"}):
            negated = True
        if child.dep_ == "mark" and child.lower_ in _CONDITIONS:
            return False
    if names_only(verb) or _was_asked(verb):
        return False
    if any(t.dep_ == "preconj" and t.lower_ == "neither" for t in (*verb.children, *verb.head.children)):
        return False
    if negated and verb.lemma_ not in view.words.mind:
        return False
    if verb.dep_ == "conj" and verb.tag_ == "VB" and not is_real(verb.head, view):
        return False
    if (
        verb.tag_ == "VB"
        and verb.dep_ == "conj"
        and verb.head.tag_ in FINITE | {"VBN"}
        and not any(c.dep_ == "aux" for c in verb.children)
    ):
        return True  # "are backed by X and say": the tagger's slip
    if verb.tag_ == "VB":
        return _real_infinitive(verb, view)
    if verb.tag_ == "VBG":
        return _real_gerund(verb)
    return verb.dep_ not in {"amod", "compound", "nmod"}


def names_only(verb: Token) -> bool:
    """As in "the X gang, also called the Y": a participle that gives a name, not a speech."""
    before = verb.nbor(-1).lower_ if verb.i > 0 else ""
    return (
        verb.lower_ in {"called", "dubbed", "nicknamed", "styled", "termed"}
        and before
        in {
            "also",
            "so",
            "locally",
            "formerly",
            "once",
            "commonly",
            "officially",
            "popularly",
            "sometimes",
            "otherwise",
        }
        and left_subject(verb) is None
    )


def _was_asked(verb: Token) -> bool:
    """As in "Asked whether it would, she said": the participle tells who was spoken to."""
    opens = verb.is_sent_start or verb.i > 0 and verb.nbor(-1).is_punct
    return (
        verb.lower_ in {"asked", "pressed", "questioned", "quizzed", "told"}
        and verb.dep_ in {"advcl", "acl"}
        and bool(opens)
        and left_subject(verb) is None
    )


def _real_infinitive(verb: Token, view: View) -> bool:
    """An infinitive speaks under a verb of aspect ("continued to deny") or an auxiliary "do"."""
    if any(c.dep_ == "aux" and c.lemma_ == "do" for c in verb.children):
        return True
    if verb.dep_ == "xcomp":
        return verb.head.lemma_ in view.words.aspect and is_real(verb.head, view)
    return (
        verb.dep_ in {"ROOT", "conj"}
        and left_subject(verb) is not None
        and not any(c.lower_ == "to" for c in verb.children)
    )


def _real_gerund(verb: Token) -> bool:
    if any(c.dep_ == "aux" for c in verb.children):
        return True
    if verb.dep_ == "pcomp":
        return verb.head.lower_ in _GERUND_HOSTS
    return verb.dep_ in {"advcl", "acl", "ROOT", "conj", "ccomp", "dep", "relcl", "parataxis"}


def bare_participle(verb: Token) -> bool:
    """As in "Its fighters, thought to number 800": a participle without auxiliary."""
    if any(
        c.dep_ in {"dobj", "ccomp"} or (c.dep_ == "oprd" and c.i == verb.i + 2) for c in verb.children if c.i > verb.i
    ):
        return False  # a participle with an object is a past tense that the parser misread
    if verb.dep_ == "acl" and verb.head.dep_ == "ROOT" and any(c.dep_ == "oprd" for c in verb.children):
        return False  # "The envoy, in a message, called X a hero.": no other verb
    return (
        verb.tag_ == "VBN"
        and not any(c.dep_ in {"aux", "auxpass"} for c in verb.children)
        and verb.dep_ in {"acl", "advcl", "ROOT", "relcl", "conj"}
        and left_subject(verb) is None
        or (
            verb.tag_ in {"VBD", "VBN"}
            and verb.lemma_ in {"believe", "think", "suspect"}
            and any(c.dep_ == "xcomp" and c.i == verb.i + 2 for c in verb.children)
            and verb.i > 0
            and verb.nbor(-1).text == ","
        )
    )
