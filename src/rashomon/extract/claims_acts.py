"""What a claim does: its speech act, whether it is negated and whether it hedges.

A strong cue ("denounced") decides alone. A plain one ("said") leaves it to the content, by word
classes; where nothing there speaks for an act, the claim is a report. It pretends no insight
into intent: a threat is a claim in words of threat.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from rashomon.extract.claims_act_cues import by_cue
from rashomon.lexicon import load
from rashomon.model.actors import ActorKind
from rashomon.model.claims import Act

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_VOWS = frozenset({"vow", "swear", "pledge", "promise"})
_FIGHTING = frozenset({"armed_group", "military"})
_POWERS = frozenset({"armed_group", "military", "state", "political", "person", "police", "unknown"})
_FIRST_PERSON = re.compile(r"\b(?:we|i|our|us)\b")
_THIRD_PERSON = re.compile(r"^\W*(?:it|they|he|she|its|their)\b")
_SIDE = re.compile(
    r"^\W*(?:the )?(?:army|military|forces|state|government|group|movement|resistance|fighters|troops|country|nation|response|retaliation)\b"
)
_CAMPAIGN = re.compile(
    r"\b(?:response|strikes?|attacks?|operations?|campaign|raids?|resistance|fight|struggle|jihad|blockade)\W+(?:\w+\W+){0,4}(?:will|shall|would) (?:continue|not stop|go on|not cease|intensify)"
)
_OWN_DENIAL = re.compile(
    r"^\W*(?:we|it|they|he|she|i|its \w+|our \w+|none of [\w ]{1,20}?|no)\W+(?:\w+\W+){0,3}?(?:did not|didn't|was not|were not|had not|has not|have not|had no|has no|have no|never|nothing|wasn't|weren't|hadn't|denied)\b"
)
_NOTHING_THERE = re.compile(
    r"^\W*there (?:was|were|had been) no (?:\w+ ){0,2}(?:attack|attacks|strike|strikes|massacre|shooting|soldiers?|troops|fighters|civilians?|"
    r"casualties|deaths|evidence|order|orders|plan|plans|weapons?|base|barracks|presence|operation|operations|link|deal|agreement|truth|basis)\b"
)
_PLAN = re.compile(
    r"^\W*(?:it|they|he|she|we|i|its [\w ]{1,24}|the \w+)\s+(?:(?:will|would|was to|were to)(?! not| have| never)|was suspending|were suspending|was sending|were sending|is suspending|are suspending|plans?|planned|intends?|intended)\b"
)
#: "Would rather", "would say", "was to be": what one would like or what was meant to be is no plan.
_WISHED = re.compile(r"^\W*\w+(?: \w+)? (?:would (?:\W*)(?:rather|sooner|like|say|be happy)|(?:was|were) to be)\b")
#: Whoever did it will get what he deserves: "the guilty will be punished", "those responsible would be dug out".
_DESERVED = re.compile(
    r"\b(?:killers|culprits|perpetrators|guilty|aggressors?|provokers|those (?:responsible|behind)|authors of [\w ]{3,20})\W+(?:\w+\W+){0,2}?(?:will|would|shall) (?:be|pay|answer|regret|face|not)\b|\b(?:deal|settle) with those responsible\b"
)
_MODAL = re.compile(r"\b(?:will|would|could|may|might|can|is|are)\b")
_DID_IT = re.compile(
    r"\b(?:we|it|they|(?:its|their) (?:\w+ )?(?:fighters|forces|jets|aircraft|planes|men|troops|soldiers|drones|air force|members|units?|warplanes|commandos|sappers|gunners|pilots|volunteers|guerrillas|martyrs)|our (?:\w+ )?(?:fighters|forces|men|jets|troops|units?|sappers|volunteers))\s+"
    r"(?:also |had |have |has |just |successfully )*[\"“‘']?"
    r"(?:attacked|struck|hit|targeted|fired|launched|killed|bombed|shelled|destroyed|eliminated|neutrali[sz]ed|shot|ambushed|raided|downed|assassinated|stormed|"
    r"punished|executed|captured|seized|blew|detonated|carried out|conducted|sank|wounded|intercepted|"
    r"burned|burnt|torched|planted|mined|overran|liberated|dynamited|exploded|beheaded|blown up)\b"
)
_CARRIED_OUT = re.compile(
    r"^\W*(?:we|it|they|he|she|i|its \w+|our \w+)\W+(?:had |have |has |did )?(?:carried|carry) out (?:the|this|these|that|those) \w*(?:attack|bombing|strike|raid|operation|killing|ambush|shooting|assault|explosion|abduction)"
)
#: The speaker's own side behind a deed: "it was behind the bombing", "it was them".
_BEHIND = re.compile(
    r"^\W*(?:(?:it|they|we|its \w+|our \w+) (?:was|were|are|is|had been) behind (?:the|this|these|that|those|both)\b|it (?:was|is) (?:us|them|ours|theirs)\b)"
)
#: A deed that is called an answer by the side that did it: "it had been a reprisal", "in revenge for the raid".
_ANSWERED = re.compile(
    r"\b(?:in|as an? act of|as) (?:revenge|reprisal|retaliation|vengeance) for\b|^\W*it (?:was|had been) (?:a |an act of )?(?:reprisal|revenge|retaliation)\b"
)
#: "They must have heard it" supposes; nobody is asked to do a thing.
_SUPPOSED = re.compile(r"\b(?:must|should|ought to) (?:\w+ly )?have\b")
_OF_OTHERS: tuple[tuple[Act, tuple[str, ...]], ...] = (
    ("accuse", ("accuse_phrases",)),
    ("condemn", ("condemn_words",)),
    ("accuse", ("accuse_words",)),
    ("demand", ("demand_words", "demand_phrases")),
    ("warn", ("warn_words", "warn_phrases")),
    ("support", ("support_phrases",)),
)
_FUTURE = re.compile(r"\b(?:will|shall|would|won['’]t|going to)\b|['’]ll\b")
_NEGATED = re.compile(r"\b(?:not|never|no|neither|nor|nobody|none)\b|n['’]t\b")


@dataclass(frozen=True, slots=True)
class Words:
    """The word classes of the acts lexicon; phrases are one pattern each."""

    words: dict[str, frozenset[str]]
    phrases: dict[str, re.Pattern[str]]


@functools.cache
def _act_words() -> Words:
    data: dict[str, Any] = load("acts")
    words = {k: frozenset(map(str, v)) for k, v in data.items() if not k.endswith("_phrases")}
    phrases = {
        k: re.compile(r"\b(?:" + "|".join(re.escape(str(p)) for p in v) + r")\b")
        for k, v in data.items()
        if k.endswith("_phrases")
    }
    return Words(words, phrases)


@functools.cache
def _hedge_words() -> frozenset[str]:
    return frozenset(map(str, load("hedges")["words"]))


@functools.cache
def _hedge_verbs() -> frozenset[str]:
    return frozenset(map(str, load("hedges")["verbs"]))


#: Verbs whose object ends ("called off the strike"), and what can be taken back without being denied.
_ENDING = frozenset({"call", "rescind", "cancel"})
_ANNOUNCED = frozenset(
    "threat threats demand demands order orders strike ultimatum protest boycott plan plans march offer curfew".split()
)
_FIGURES = frozenset("count toll figure figures number tally estimate version account statement total".split())
#: A warning by whoever would act: "whoever enters will not leave", "any helicopter that flies low".
_WHOEVER = re.compile(r"^\W*(?:whoever|anyone|anybody|any|every|all|those|whosoever)\b")


def act_of(base: Act, lemma: str, text: str, *, kind: ActorKind | None, infinitive: str | None, rule: str) -> Act:
    """The act of a claim.

    Args:
        base: the act that the lexicon gives the cue with its frame.
        lemma: of the cue.
        text: the content's words.
        kind: of the speaker, null if unknown.
        infinitive: lemma of the verb in "vowed to VERB", null without one.
        rule: the frame that held the content.
    """
    low = " ".join(text.lower().replace("’", "'").split())
    tokens = frozenset(_WORD.findall(low))
    settled = None if _swears_revenge(lemma, low, tokens, kind) else by_cue(lemma, base, low, kind=kind, rule=rule)
    if settled is not None and not (lemma in _COMPLAINED and tokens & _act_words().words["condemn_words"]):
        return settled
    if lemma in _VOWS:
        return _vow(lemma, low, tokens, kind, infinitive)
    if lemma == "ask" and rule in {"quote", "carried"} and base == "demand":
        base = "report"  # a question in quote marks; its words decide
    if base == "call_off" and lemma not in _ENDING and not tokens & _ANNOUNCED:
        return "deny"  # to withdraw a statement or a figure is to deny it
    if base == "warn" and kind in _FIGHTING and _WHOEVER.search(low):
        return "threaten"
    if base == "support" and lemma == "stand" and (tokens & _FIGURES or low.replace(",", "").isdigit()):
        return "report"
    if base not in {"report", "announce"}:
        return base
    if rule in {"object_as", "predicate"}:
        return judgement_of(low, base, kind=rule)
    if lemma in _hedge_verbs():
        low = low.removeprefix("it ")  # "estimates it will take years": no plan
    if lemma in {"declare", "proclaim"} and rule in {"quote", "carried"}:
        base = "report"  # declared in quote marks: the words decide
    return _by_content(base, low, tokens, kind, quoted=rule in {"quote", "carried"})


_COMPLAINED = frozenset({"complain", "grumble", "moan"})


def _swears_revenge(lemma: str, low: str, tokens: frozenset[str], kind: ActorKind | None) -> bool:
    return lemma in _VOWS and (_revenge(lemma, tokens) or _threatens(low, tokens, kind))


def _revenge(lemma: str, tokens: frozenset[str]) -> bool:
    """Nouns of revenge; who vows an answer means no letter, who promises one may."""
    return bool(tokens & _act_words().words["revenge_nouns"]) or (
        lemma in {"vow", "swear"} and bool(tokens & {"answer", "reply"})
    )


def _vow(lemma: str, low: str, tokens: frozenset[str], kind: ActorKind | None, infinitive: str | None) -> Act:
    """A vow threatens if its words do, or if a fighting party vows something that is not peaceful."""
    words = _act_words().words
    if infinitive in words["hard_verbs"] or _revenge(lemma, tokens) or _threatens(low, tokens, kind):
        return "threaten"
    if infinitive in words["peaceful_verbs"]:
        return "announce"
    if infinitive is None and tokens & words["help_nouns"]:
        return "support"
    if kind in {"population", "unknown"} and lemma in {"vow", "swear"} and infinitive not in words["hard_verbs"]:
        return "announce"
    return "threaten" if kind in _FIGHTING or (lemma in {"vow", "swear"} and infinitive is not None) else "announce"


def _threatens(low: str, tokens: frozenset[str], kind: ActorKind | None) -> bool:
    """Words of threat: a phrase that is one by itself, or a future of the speaker's own side with a hard verb."""
    found = _act_words()
    if found.phrases["threat_phrases"].search(low):
        return True
    if _CAMPAIGN.search(low) or (kind not in {"media", "population"} and _DESERVED.search(low)):
        return True
    own = (
        _FIRST_PERSON.search(low) is not None
        or _THIRD_PERSON.match(low) is not None
        or (kind in _POWERS and _SIDE.match(low) is not None)
    )
    return own and _FUTURE.search(low) is not None and bool(tokens & found.words["threat_words"])


def _by_content(base: Act, low: str, tokens: frozenset[str], kind: ActorKind | None, *, quoted: bool = False) -> Act:
    """Denials and admissions first, then what the speaker's own side did or will do, then what is said of others."""
    found = _act_words()
    words, phrases = found.words, found.phrases
    own = _FIRST_PERSON.search(low) is not None or _THIRD_PERSON.match(low) is not None
    if phrases["deny_phrases"].search(low) or tokens & words["deny_words"]:
        return "deny"
    if kind != "population" and _OWN_DENIAL.match(low):
        return "deny"
    if kind not in {"population", "unknown", "media"} and _NOTHING_THERE.search(low):
        return "deny"
    if phrases["refuse_phrases"].search(low):
        return "deny"
    if phrases["admit_phrases"].search(low):
        return "admit"
    if kind not in {"media", "population"} and _BEHIND.search(low):
        return "claim_responsibility"
    if own and kind not in {"media", "population"} and _CARRIED_OUT.search(low):
        return "claim_responsibility"
    if kind == "armed_group" and own and not _NEGATED.search(low.split(" and ")[0]) and _DID_IT.search(low):
        return "claim_responsibility"
    if kind in _FIGHTING and _ANSWERED.search(low) and not _FUTURE.search(low):
        return "claim_responsibility"
    if kind not in {"media", "population"} and _threatens(low, tokens, kind):
        return "threaten"
    planned = _PLAN.match(low) is not None and not _WISHED.search(low)
    if planned and not (quoted and not _FIRST_PERSON.search(low)) and not (kind == "population" and not own):
        return "announce"
    if kind == "media":
        return base
    for act, classes in _OF_OTHERS:
        said = any(tokens & words[c] if c in words else phrases[c].search(low) is not None for c in classes)
        if act == "demand" and low.rstrip("\"'”’ ").endswith("?"):
            continue  # a question asks for nothing to be done
        if act == "demand" and _SUPPOSED.search(low) and not _asks(_SUPPOSED.sub(" ", low)):
            continue
        if said and (act != "warn" or _MODAL.search(low)) and (act != "support" or own):
            return act
    return base


_WORK_OF = re.compile(r"\bas (?:\W*)(?:the )?work of\b")


def _asks(low: str) -> bool:
    """Whether words ask for something to be done."""
    found = _act_words()
    return bool(frozenset(_WORD.findall(low)) & found.words["demand_words"]) or (
        found.phrases["demand_phrases"].search(low) is not None
    )


def judgement_of(low: str, base: Act, *, kind: str = "predicate") -> Act:
    """What "described X as Y" or "called X Y" does: blame or praise by Y, blame for a violent act called something."""
    tokens = frozenset(_WORD.findall(low))
    words = _act_words().words
    if kind == "object_as" and re.search(
        r"\bas an? \W?(?:\w+ ){0,2}(?:response|retaliation|reprisal|answer|warning)\b", low
    ):
        return "report"  # "described the strike as a response to": a reason, no judgement
    if any(word in words["untruth_words"] for word in _WORD.findall(low)[:3]):
        return "deny"  # "called that “a lie told over an open grave”"
    charge = any(word in words["charge_nouns"] for word in _WORD.findall(low)[:4])
    if charge and _untrue(tokens, low):
        return "deny"  # "described the charge as a brutal invention", but "branded the charge malicious" condemns it
    if tokens & words["condemn_words"]:
        return "condemn"
    if charge:
        return "deny"
    if kind == "object_as" and _WORK_OF.search(low):
        return "accuse"
    if _untrue(tokens, low):
        return "deny"
    if tokens & words["praise_words"]:
        return "praise"
    if _act_words().phrases["deny_phrases"].search(low) or tokens & words["deny_words"]:
        return "deny"
    if any(word in words["violent_nouns"] for word in _WORD.findall(low)[:6]):
        return "condemn"
    return base


def _untrue(tokens: frozenset[str], low: str) -> bool:
    found = _act_words()
    return bool(tokens & found.words["untruth_words"]) or found.phrases["untruth_phrases"].search(low) is not None


def is_hedged(lemma: str, text: str) -> bool:
    """Whether the cue or the content leaves the matter open."""
    return lemma in _hedge_verbs() or not _hedge_words().isdisjoint(_WORD.findall(text.lower()))
