"""Whether an event happened, goes on, is planned, threatened, denied, or only supposed.

Read from auxiliaries, negation, the words above the trigger and the noun's own modifiers.
The default for a report is that what it tells in the past or the headline's present happened.
"""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.lexicon import load
from rashomon.model.events import Modality

_WILL = frozenset({"will", "would", "shall", "'ll", "’ll", "wo", "going"})
_MAY = frozenset({"can", "could", "may", "might", "should", "must", "ought", "ca"})
_IF = frozenset({"if", "unless", "whether", "should", "lest"})
_UNREAL = frozenset(
    {
        "prevent",
        "avoid",
        "avert",
        "foil",
        "thwart",
        "fear",
        "warn",
        "risk",
        "deter",
        "stop",
        "end",
        "discourage",
        "condone",
        "oppose",
        "rule",
        "allow",
        "justify",
        "anticipate",
        "face",
        "open",
    }
)
_SUPPOSED = frozenset(
    {
        "possible",
        "potential",
        "imminent",
        "future",
        "feared",
        "eventual",
        "any",
        "such",
        "further",
        "retaliatory",
        "likely",
    }
)
_INTENDED = frozenset({"planned", "scheduled", "forthcoming", "upcoming", "proposed", "expected", "impending"})
_REAL_INFINITIVE = frozenset(
    {
        "continue",
        "begin",
        "start",
        "manage",
        "go",
        "appear",
        "seem",
        "proceed",
        "use",
        "rush",
        "be",
        "happen",
        "help",
        "believe",
        "know",
        "report",
        "say",
        "force",
        "lead",
        "cause",
        "prompt",
        "push",
        "enable",
        "compel",
        "get",
    }
)
#: Verbs that take an event as their object without doing it: their negation does not undo the event.
_NOT_DOING = frozenset(
    {
        "claim",
        "face",
        "suffer",
        "see",
        "survive",
        "end",
        "follow",
        "open",
        "order",
        "plan",
        "announce",
        "postpone",
        "cancel",
        "suspend",
        "resume",
        "halt",
        "pause",
        "repel",
        "repulse",
        "beat",
        "fend",
    }
)
_PUT_OFF = frozenset({"postpone", "cancel", "scrap", "delay", "schedule", "plan"})
_DUE = frozenset({"due", "schedule", "scheduled", "slate", "slated", "set", "expected"})
_THREAT_NOUNS = frozenset({"threat", "vow", "promise", "pledge", "warning"})
_PLAN_NOUNS = frozenset(
    {
        "plan",
        "preparation",
        "call",
        "proposal",
        "intention",
        "bid",
        "demand",
        "request",
        "order",
        "hope",
        "need",
        "possibility",
        "risk",
        "fear",
        "prospect",
        "talk",
        "permission",
        "refusal",
    }
)
#: Nouns whose complement has happened: "called for an inquiry into the killing".
_OF_WHAT_WAS = frozenset(
    "inquiry enquiry investigation probe victim survivor revenge anniversary link witness suspect".split()
)


def modality_of(token: Token, noun: bool, *, light: Token | None) -> Modality:
    """The modality of a trigger.

    Args:
        noun: the trigger is a noun; then `light` is the verb that carries it ("carried out"), if any.
    """
    if noun and _has_been(token):
        return "happened"
    if noun and (own := _noun(token)) is not None:
        return own
    if not noun:
        return _verb(token)
    if light is not None and light.lemma_ in _PUT_OFF:
        return "planned"
    if light is not None and light.lemma_ not in _NOT_DOING:
        return _verb(light)
    return _above_noun(token)


def _verb(verb: Token) -> Modality:
    words = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass", "advmod"}}
    if any(c.dep_ == "neg" for c in verb.children):
        return "denied"
    if any(c.dep_ == "mark" and c.lower_ in _IF for c in verb.children):
        return "hypothetical"
    above = _above_verb(verb)
    if above is not None:
        return above
    if words & _MAY:
        return "hypothetical"
    if words & _WILL:
        return "planned"
    if verb.tag_ == "VBG" and any(
        c.lower_ in {"is", "are", "'s", "’s", "'re"} for c in verb.children if c.dep_ == "aux"
    ):
        return "ongoing"
    if (
        verb.tag_ == "VB"
        and not any(c.dep_ in {"aux", "auxpass"} for c in verb.children)
        and verb.dep_ == "ROOT"
        and verb.is_sent_start
    ):
        return "hypothetical"
    return "happened"


def _above_verb(verb: Token) -> Modality | None:
    lists = load("triggers")
    infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    perfect = infinitive and any(c.lower_ == "have" for c in verb.children)
    node = verb
    for _ in range(4):
        if node.dep_ == "conj" and node.head.pos_ in {"VERB", "AUX"}:
            node = node.head
            infinitive = infinitive or any(c.lower_ == "to" and c.dep_ == "aux" for c in node.children)
            continue
        break
    head = node.head
    if head.i == node.i or perfect:
        return None
    lemma = head.lemma_.lower()
    unreal = infinitive or any(c.lower_ in _WILL for c in node.children if c.dep_ == "aux") or node.dep_ == "pcomp"
    if lemma in lists["threat_heads"] and unreal:
        return "threatened"
    if lemma in lists["denial_heads"] and node.dep_ in {"xcomp", "ccomp", "pcomp"}:
        return "denied"
    if node.dep_ == "pcomp" and head.head.lemma_ in lists["denial_heads"]:
        return "denied"
    if (
        infinitive
        and lemma == "be"
        and head.tag_ in {"VBZ", "VBP"}
        and node.dep_ == "xcomp"
        and not any(c.dep_ in {"attr", "acomp"} for c in head.children)
    ):
        return "planned"  # "The court is to hear petitions"
    if infinitive and lemma not in _REAL_INFINITIVE:
        if head.pos_ == "NOUN":
            return "threatened" if lemma in _THREAT_NOUNS else "planned"
        return (
            "planned"
            if lemma in lists["plan_heads"] or node.dep_ == "advcl"
            else "hypothetical"
            if node.dep_ not in {"relcl"}
            else "planned"
        )
    if node.dep_ == "pcomp" and (
        head.head.lemma_ in _UNREAL or head.lower_ in {"without", "instead", "before"} and head.lower_ != "before"
    ):
        return "hypothetical"
    return None


def _noun(token: Token) -> Modality | None:
    mods = {c.lower_ for c in token.children if c.dep_ in {"amod", "det", "advmod"}}
    if mods & _INTENDED:
        return "planned"
    if any(c.dep_ == "acl" and c.lemma_ in {"plan", "schedule", "expect", "slate"} for c in token.children):
        return "planned"
    if mods & {"no"}:
        return "denied"
    if mods & _SUPPOSED and not mods & {"this", "these"}:
        return "hypothetical"
    return None


def _has_been(token: Token) -> bool:
    """ "planned Tuesday's bombing": what a day that has a name owns is past, whoever planned it."""
    return any(c.dep_ == "poss" and c.ent_type_ == "DATE" and c.lower_ != "tomorrow" for c in token.children)


def _above_noun(token: Token) -> Modality:
    """For nouns that no light verb carries: the verb or noun that governs them."""
    lists = load("triggers")
    node = token
    for _ in range(5):
        head = node.head
        if head.i == node.i:
            break
        lemma = head.lemma_.lower()
        if head.pos_ == "NOUN" and node.dep_ in {"prep", "acl"} | {"pobj"}:
            if lemma in _THREAT_NOUNS:
                return "threatened"
            if lemma in _PLAN_NOUNS:
                return "planned"
            if lemma in _OF_WHAT_WAS:
                return "happened"
        if node.lower_ in {"after", "since"} and node.dep_ in {"prep", "mark"}:
            return "happened"  # "would come for the village after the burning of ..."
        if lemma in _DUE and node.dep_ in {"prep", "nsubjpass", "nsubj", "xcomp", "dobj"}:
            return "planned"
        if head.pos_ in {"VERB", "AUX"}:
            if any(c.lower_ in _WILL for c in head.children if c.dep_ == "aux"):
                return "planned"
            direct = node.dep_ in {"dobj", "prep", "nsubjpass", "pobj", "xcomp"}
            if direct and lemma in lists["threat_heads"] and node.lower_ not in {"for", "after", "over", "in", "on"}:
                return "threatened"
            if (
                node.dep_ == "dobj"
                and lemma in lists["plan_heads"]
                and lemma not in {"order", "want", "expect"}
                or node.lower_ == "for"
                and lemma in {"call", "prepare", "plan", "ask", "push"}
            ):
                return "planned"
            if direct and node.dep_ == "dobj" and lemma in _UNREAL - {"condone", "face", "end", "stop", "open"}:
                return "hypothetical"
            if node.lower_ == "of" and lemma == "warn":
                return "hypothetical"
            if node.dep_ == "dobj" and lemma in lists["denial_heads"]:
                return "happened"
            break
        node = head
    return "happened"
