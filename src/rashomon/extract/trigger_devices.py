"""Bombs as happenings and as things: "after the courthouse bomb" tells of one, "make roadside bombs" does not.

Also a vehicle full of explosives that is driven into something, and harm that is none of violence ("died of malaria").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from rashomon.extract.trigger_kinds import Kind, Trigger

_BOMBS = {
    "bomb": "Remote explosive/landmine/IED", "grenade": "Grenade", "landmine": "Remote explosive/landmine/IED",
    "mine": "Remote explosive/landmine/IED",
}  # fmt: skip
#: Mines that nobody lays.
_PITS = frozenset(
    "coal gold silver diamond copper salt iron zinc uranium cobalt coltan tin nickel bauxite emerald jade sulphur lead phosphate".split()
)
#: "since the bomb": a time told by what happened.
_SINCE = frozenset({"after", "since", "before", "during", "following"})
_WHERE = frozenset({"at", "in", "on", "near", "outside", "under", "inside", "beside", "of", "against"})
#: What a bomb is, where another compound says where it was: "car bomb", "courthouse bomb".
_SORTS = frozenset(
    "car truck lorry van pipe nail petrol gas time letter parcel roadside suicide mortar motorcycle bicycle hand smoke stun"
    " cluster barrel fire magnetic sticky gasoline vehicle atom nuclear dirty glide aerial home-made homemade".split()
)
_MAKING = frozenset(
    "make build assemble buy sell carry hide store smuggle find discover defuse dismantle plant lay place use have own"
    " seize recover transport strap remove disarm detect deactivate touch set prepare produce manufacture supply".split()
)
#: Verbs that tell the blast themselves, so that their subject adds nothing.
_BURSTS = frozenset({"explode", "detonate", "go", "blow"})
_SET_OFF = frozenset({"set", "let", "trigger"})
_DEFINITE = frozenset({"the", "this", "that"})
_HARMS = frozenset(
    "kill injure wound hit strike rip tear destroy wreck maim catch take cost claim throw shred cripple damage demolish shake blast roll land fall".split()
)
_DRIVEN = frozenset({"drive", "ram", "plough", "plow", "crash", "steer", "smash"})
_CHARGE = frozenset({"explosive", "explosives", "dynamite", "bomb", "tnt", "semtex"})
_ILLNESS = frozenset(
    "disease illness cancer diabetes leukemia leukaemia malaria cholera virus covid covid-19 aids stroke pneumonia hunger"
    " thirst starvation cold heat exposure cause causes age infection measles ebola fever tuberculosis poisoning".split()
)
_FIGURES_OF_SPEECH = frozenset("virus problem issue question record deficit poverty inflation corruption disease cost".split())  # fmt: skip
#: "with the bomb", "pieces of the grenade": the thing.
_OF_THE_THING = frozenset({"with", "without", "of", "into", "under", "inside", "beside", "beneath"})
_PENALTIES = frozenset({"sanction", "tariff", "fine", "tax", "ban", "charge", "lawsuit", "restriction"})


def find_device_events(tokens: Sequence[Token]) -> Iterator[Trigger]:
    """Bombs told as happenings, and vehicles driven as bombs."""
    for token in tokens:
        lemma = token.lemma_.lower()
        if token.pos_ == "NOUN" and lemma in _BOMBS and not _is_pit(token) and _happens(token):
            yield Trigger(token.i, token.i, token.i + 1, True, Kind("ASSAULT", "explosives", _BOMBS[lemma]))
        elif token.pos_ == "VERB" and lemma in _DRIVEN and _as_a_bomb(token):
            yield Trigger(token.i, token.i, token.i + 1, False, Kind("ASSAULT", "explosives", "Suicide bomb"))


def _happens(noun: Token) -> bool:
    above = noun.head.lemma_.lower()
    if noun.dep_ in {"dobj", "nsubjpass"} and above in _MAKING or noun.dep_ == "compound":
        return noun.dep_ == "nsubjpass" and above in _SET_OFF and any(c.lower_ == "off" for c in noun.head.children)
    if noun.dep_ == "nsubj" and above in _BURSTS:
        return False  # the verb tells it
    if noun.tag_ == "NN" and (
        noun.dep_ == "nsubj" and above in _HARMS or noun.dep_ == "pobj" and noun.head.dep_ == "agent"
    ):
        return True  # "a mine destroyed their truck", "killed by a grenade"
    if noun.dep_ == "pobj" and noun.head.lower_ in _SINCE:
        return True
    if any(c.dep_ == "poss" and c.ent_type_ == "DATE" for c in noun.children):
        return True  # "Monday's bomb"
    if any(c.dep_ == "compound" and c.lower_ not in _SORTS for c in noun.children):
        return any(c.lower_ in {"the", "this", "that"} or c.dep_ == "poss" for c in noun.children)
    if noun.tag_ == "NN" and any(c.lower_ in _DEFINITE and c.dep_ == "det" for c in noun.children):
        return noun.dep_ != "pobj" or noun.head.lower_ not in _OF_THE_THING
    placed = any(c.dep_ == "prep" and c.lower_ in _WHERE and any(True for _ in c.children) for c in noun.children)
    return (
        placed and noun.dep_ in {"pobj", "nsubj", "attr", "conj", "dobj", "ROOT"} and noun.head.lower_ not in {"with"}
    )


def _is_pit(noun: Token) -> bool:
    """ "the gold mine"; "mine" as a pronoun is none either."""
    return noun.lemma_.lower() == "mine" and any(c.lower_ in _PITS for c in noun.children)


def _as_a_bomb(verb: Token) -> bool:
    """ "a truck packed with explosives was driven into the police headquarters"."""
    into = any(c.dep_ == "prep" and c.lower_ in {"into", "at", "against", "through"} for c in verb.children)
    if not into:
        return False
    things = [w for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"} for w in c.subtree]
    return any(w.lemma_.lower() in _CHARGE for w in things)


def is_a_thing(token: Token, *, first: int) -> bool:
    """Whether a bomb's name is the thing and not its blast: somebody makes it, or a verb beside it tells that it went off.

    Args:
        token: the head of the listed words.
        first: where they begin; "car bombing" is a happening whatever stands around.
    """
    lemma = token.lemma_.lower()
    if lemma not in {"bomb", "ied", "device"}:
        return False
    if token.dep_ in {"dobj", "nsubjpass"} and token.head.lemma_.lower() in _MAKING:
        return True
    if token.dep_ == "appos" or token.i > first and token.dep_ == "dep":
        return True
    return token.dep_ == "nsubj" and token.head.lemma_.lower() in {"explode", "detonate", "go", "blow"}


def is_no_violence(token: Token) -> bool:
    """ "died of malaria", "attack the virus", "hit 13 officials with sanctions"."""
    lemma = token.lemma_.lower()
    if lemma in {"die", "death", "kill"}:
        causes = [p for c in token.children if c.lower_ in {"of", "from", "by"} for p in c.children]
        return any({p.lemma_.lower(), p.lower_} & _ILLNESS for p in causes)  # "diabetes" is its own singular
    if lemma in {"attack", "hit", "target", "strike", "battle", "fight", "combat"} and token.pos_ == "VERB":
        if any(c.dep_ == "dobj" and c.lemma_.lower() in _FIGURES_OF_SPEECH for c in token.children):
            return True
        return any(p.lemma_.lower() in _PENALTIES for c in token.children if c.lower_ == "with" for p in c.children)
    return False
