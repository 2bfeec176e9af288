"""Whether a speech verb tells that somebody spoke: no future, condition, refusal or absence."""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_view import FINITE, View, left_subject

_CONDITIONS = frozenset({"if", "unless", "whether", "until", "lest"})
_GERUND_HOSTS = frozenset({"after", "while", "by", "in", "despite", "as", "with", "when", "upon", "on"})


#: Verbs that say something of a matter even where they are negated: "has not confirmed X", "does not exclude X".
_OPEN = frozenset({"confirm", "exclude", "rule", "question", "hide", "accept", "allege", "dispute", "contest", "acknowledge", "recognise", "recognize"})  # fmt: skip
#: Of these, what nobody does for lack of will: "would not confirm it" leaves a matter open, "would not say" is a refusal.
_LEFT_OPEN = frozenset({"confirm", "exclude", "rule"})
_ABLE = frozenset({"can", "ca", "could"})
_UNWILLING = frozenset({"would", "will", "wo", "'d"})
_QUESTIONS = frozenset({"who", "what", "when", "where", "why", "how", "whether", "which", "whose", "if"})
_SAYING = frozenset({"say", "specify", "state", "explain", "claim", "disclose"})


def is_negated(verb: Token) -> bool:
    """Whether a "not" or "never" stands with the verb."""
    return any(c.dep_ == "neg" or (c.dep_ == "advmod" and c.lower_ in {"never", "hardly"}) for c in verb.children)


def _unreal_helper(helper: str, verb: Token, view: View, *, negated: bool) -> bool:
    """Whether an auxiliary tells that nobody has spoken yet; "cannot confirm", "would not exclude" do speak."""
    if helper not in view.words.unreal:
        return False
    if verb.lemma_ in _LEFT_OPEN and (helper in _ABLE or negated and helper in _UNWILLING):
        return any(c.dep_ == "nsubjpass" for c in verb.children)  # "could not be confirmed" is nobody's claim
    return True


def _leaves_open(verb: Token) -> bool:
    """As in "has not said who did it", "does not say whether": a matter that the speaker leaves open."""
    if verb.lemma_ not in _SAYING or any(c.dep_ == "aux" and c.lower_ == "did" for c in verb.children):
        return False  # "did not say who": nothing was said
    clause = next((c for c in verb.children if c.dep_ in {"ccomp", "xcomp"} and c.i > verb.i), None)
    if clause is None:
        return False
    return verb.lemma_ == "claim" or clause.left_edge.lower_ in _QUESTIONS


def is_real(verb: Token, view: View) -> bool:
    """Whether somebody does speak: no future, condition, refusal or absence."""
    negated = is_negated(verb)
    for child in verb.children:
        if child.dep_ == "aux" and _unreal_helper(child.lower_, verb, view, negated=negated):
            return False
        if child.dep_ == "mark" and child.lower_ in _CONDITIONS:
            return False
    if names_only(verb) or _was_asked(verb):
        return False
    if any(t.dep_ == "preconj" and t.lower_ == "neither" for t in (*verb.children, *verb.head.children)):
        return False
    if negated and verb.lemma_ not in view.words.mind | _OPEN and not _leaves_open(verb):
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
    if verb.dep_ == "advcl" and verb.head.lemma_ in _TURNING and verb.head.tag_ in FINITE | {"VBN"}:
        return True  # "interrupted to say", "rang to claim"
    return (
        verb.dep_ in {"ROOT", "conj"}
        and left_subject(verb) is not None
        and not any(c.lower_ == "to" for c in verb.children)
    )


#: Verbs of taking the floor: the infinitive of speech behind them happened.
_TURNING = frozenset(
    {"interrupt", "ring", "phone", "telephone", "call", "write", "interject", "return", "appear", "add", "step"}
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
