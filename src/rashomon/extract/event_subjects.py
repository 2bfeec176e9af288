"""The subject of a verb, taken over from the verb it hangs on where it has none of its own."""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.trigger_kinds import Trigger

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_SAY = frozenset({"say", "tell", "add", "report", "write"})


def subject_of(verb: Token, cues: set[int]) -> tuple[Token | None, bool]:
    """The subject, and whether the verb is passive.

    Args:
        cues: tokens that attribute speech; "police said and shot" takes no subject from "said".
    """
    node = verb
    for _ in range(4):
        for child in node.children:
            if child.dep_ in _SUBJECTS:
                return child, _passive(verb, node, child)
        above = _lender(node, cues)
        if above is None:
            break
        if above.pos_ not in {"VERB", "AUX"}:
            return above, False
        node = above
    return None, False


def active_participle(verb: Token, trigger: Trigger) -> Token | None:
    """ "Gunmen in a van fired on a tent": a past tense that the parser takes for a participle of the noun before it.

    Returns:
        Whoever acts: the noun, or the one that it only describes; null for a true participle ("the men shot in Kano").
    """
    aimed = any(c.dep_ == "prep" and c.lower_ in {"on", "at"} for c in verb.children)
    firing = trigger.kind.mode in {"firearms", "heavy-weapons"} or verb.lemma_ in {"fire", "open"}
    if not (any(c.dep_ == "dobj" for c in verb.children) or firing and aimed and verb.lemma_ in {"fire", "open"}):
        return None
    noun = verb.head
    while (
        noun.dep_ == "pobj"
        and noun.head.dep_ == "prep"
        and noun.head.lower_ in {"in", "on", "from", "of", "at", "with"}
    ):
        above = noun.head.head
        if above.pos_ not in {"NOUN", "PROPN"}:
            break
        noun = above
    return noun


def _passive(verb: Token, node: Token, subject: Token) -> bool:
    if node.i == verb.i:
        return subject.dep_ == "nsubjpass"
    return verb.tag_ == "VBN" and not any(c.dep_ == "dobj" for c in verb.children) and subject.dep_ == "nsubjpass"


def _lender(node: Token, cues: set[int]) -> Token | None:
    """The verb whose subject `node` shares, or the noun that is its subject."""
    head = node.head
    if (
        node.tag_ == "VBG"
        and node.i
        and node.dep_ in {"advcl", "pcomp"}
        and node.nbor(-1).dep_ == "pobj"
        and node.nbor(-1).pos_ == "PROPN"
    ):
        return node.nbor(-1)  # "led to X retaliating": the parser makes the doer an object
    if node.dep_ == "xcomp" and head.pos_ in {"VERB", "AUX"}:
        return head
    if node.dep_ == "conj" and head.pos_ in {"VERB", "AUX"} and not (head.i in cues and head.lemma_ in _SAY):
        return head
    if (
        node.dep_ == "advcl"
        and node.tag_ == "VBG"
        and head.pos_ == "VERB"
        and not any(c.dep_ == "mark" for c in node.children)
    ):
        return head
    if node.dep_ == "acl" and node.tag_ == "VBG":
        return head
    return None
