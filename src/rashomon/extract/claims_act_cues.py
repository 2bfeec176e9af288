"""Acts that hang on one cue: who boasts or claims, complains, swears, announces, expresses; null where the words must decide.

Each rule is for a verb that does several things: "claimed the attack" owns up, "claimed that" only says.
"""

from __future__ import annotations

import re

from rashomon.model.actors import ActorKind
from rashomon.model.claims import Act

_FIGHTING = frozenset({"armed_group", "military"})
#: Who takes no deed for his own.
_BYSTANDERS = frozenset({"population", "media", "police", "person"})
_NOT_CLAUSE = frozenset({"prep", "gerund", "object", "tagged", "counted", "light"})
#: A deed as an object: "both attacks", "it", "the Djibo bombardment".
_DEED = re.compile(
    r"^\W*(?:(?:it|both|them|this)(?=\W*$|,|\W+(?:in|as|along|on|to|from)\b)|"
    r"(?:both )?(?:the|this|both|two|three|an?) (?:[\w'-]+ ){0,3}?(?:attacks?|bomb(?:ing|ardment)?s?|raids?|assaults?|ambush(?:es)?|"
    r"killings?|shootings?|strikes?|grenade|blasts?|mines?|operation|action)\b)"
)
_OWN_PAST = re.compile(r"^\W*(?:it|they|we) \W*(?:had \W*|have \W*)?\w+(?:ed|ew|ot|it|ok|nt)\b")
_FUTURE = re.compile(r"\b(?:will|would|shall|going to|won't)\b|'(?:ll|d)\b")
_OWN = re.compile(r"^\W*(?:it|they|we|i|he|she|its|our|their|his|her)\b")
_BEFELL = re.compile(
    r"\b(?:was|were|had been) (?:[\w-]+ ){0,2}?(?:dead|killed|hurt|wounded|injured|found|freed|alive|safe|missing|taken|released)\b"
)
_NOBODY = re.compile(r"^\W*(?:nobody|none|no|nothing)\b|\b(?:not|never)\b|n't\b")
_QUOTED = re.compile(r"[\"“‘]")
_MOVED = frozenset("condolence condolences sympathy sympathies compassion solidarity support respect concern".split())
_COMPLAINING = frozenset({"complain", "grumble", "moan", "gripe", "grouse"})


def by_cue(lemma: str, base: Act, low: str, *, kind: ActorKind | None, rule: str) -> Act | None:
    """The act of a claim where its verb settles it together with who speaks and the first words.

    Args:
        lemma: of the cue.
        base: the act that the lexicon gives.
        low: the content in lower case.
        kind: of the speaker, null if unknown.
        rule: the frame that held the content.
    """
    if lemma in {"boast", "brag"}:
        return _boast(low, kind, rule)
    if (
        lemma == "claim"
        and base == "report"
        and kind not in _BYSTANDERS
        and rule not in {"clause", "quote", "passive", "unowned"}
    ):
        return "claim_responsibility" if _DEED.search(low) else None
    if lemma == "swear" and rule != "infinitive" and not _FUTURE.search(low):
        return "deny" if _NOBODY.search(low) and kind != "population" else "report"
    if (
        lemma == "announce"
        and rule == "clause"
        and _BEFELL.search(low)
        and not (_FUTURE.search(low) or _OWN.search(low))
    ):
        return "report"  # "announced that the bride was dead": news, no decision
    if lemma in _COMPLAINING and base == "condemn":
        return "accuse" if _QUOTED.search(low) else "report"
    if lemma == "reproach" and rule in {"quote", "carried"}:
        return "accuse"
    if rule == "light" and lemma in {"express", "convey", "extend"}:
        return _expressed(low, kind)
    return None


def _boast(low: str, kind: ActorKind | None, rule: str) -> Act | None:
    """A boast of fighters, or of a body about a thing it names: "boasted of a successful visit"."""
    if kind in _FIGHTING or (kind not in _BYSTANDERS and rule in _NOT_CLAUSE):
        return "claim_responsibility"
    return "claim_responsibility" if kind not in _BYSTANDERS and _OWN_PAST.search(low) else None


def _expressed(low: str, kind: ActorKind | None) -> Act | None:
    """As in "expressed its respect", "conveys his compassion"; regret by whoever bears arms admits."""
    if _MOVED & set(re.findall(r"[a-z]+", low)[:6]):
        return "support"
    if "regret" in low.split()[:4]:
        return "admit" if kind in _FIGHTING | {"police"} else "support"
    return None
