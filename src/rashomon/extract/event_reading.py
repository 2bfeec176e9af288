"""How a trigger's words are to be taken: as one happening, a kind of happening, a pointer back, a verdict.

Generic talk ("attacks on troops will go on") is marked as such, so that it never founds an event.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from rashomon.extract.event_constructions import QUANTITIES
from rashomon.extract.event_parties import Parties
from rashomon.extract.event_roles import Slots
from rashomon.extract.trigger_kinds import Trigger, weapon_forms
from rashomon.extract.words import text_of
from rashomon.lexicon import load
from rashomon.model.mentions import EventMention
from rashomon.model.spans import Span

_ARMED = frozenset({"armed_group", "military", "police", "state"})
#: Verbs that are violent only with a weapon or an armed subject ("hit", "strike", "target").
_NEEDS_ARMS = frozenset(
    {
        "hit",
        "strike",
        "target",
        "storm",
        "raid",
        "sink",
        "overrun",
        "invade",
        "intercept",
        "crush",
        "ram",
        "pound",
        "snatch",
        "bundle",
        "slam",
        "battle",
        "neutralise",
        "neutralize",
        "eliminate",
        "beat",
        "hack",
        "stone",
        "cut",
        "fight",
        "hang",
        "pelt",
        "infiltrate",
        "sabotage",
    }
)
_FORCES = frozenset(
    {
        "assailant",
        "bomber",
        "extremist",
        "jihadist",
        "pirate",
        "gang",
        "mob",
        "crowd",
        "police",
        "officer",
        "soldier",
        "settler",
        "vigilante",
        "herder",
        "tribesman",
        "guerrilla",
        "terrorist",
        "warship",
        "helicopter",
        "plane",
        "guard",
        "commando",
        "raider",
        "force",
        "army",
        "military",
        "navy",
        "troop",
        "marine",
        "unit",
        "militia",
        "gunman",
        "aircraft",
        "jet",
        "warplane",
        "attacker",
        "militant",
        "rebel",
        "fighter",
        "bandit",
        "insurgent",
    }
)
_BY_HAND = frozenset(
    {
        "storm",
        "raid",
        "ram",
        "hack",
        "snatch",
        "overrun",
        "beat",
        "stone",
        "pelt",
        "bundle",
        "infiltrate",
        "invade",
        "sabotage",
    }
)
_STRIKES = frozenset({"hit", "strike"})
#: What strikes without anybody striking.
_DISASTERS = frozenset(
    "storm earthquake quake flood cyclone hurricane typhoon tornado wave disease virus crisis sanction price drought tsunami economy measure law ban policy report shortage outbreak pandemic inflation strike lightning heatwave landslide fire blackout".split()
)
_ANAPHOR_ONLY = frozenset(
    {
        "incident",
        "operation",
        "violence",
        "carnage",
        "atrocity",
        "bloodshed",
        "fatality",
        "death",
        "confrontation",
        "martyrdom",
        "offensive",
    }
)
#: Nouns that are an attack only where somebody begins or carries it out.
_ANSWERS = frozenset({"response", "retaliation", "reprisal"})
_BEGUN = frozenset({"begin", "start", "launch", "carry", "mount", "conduct", "unleash", "undertake"})
_CLAUSES = frozenset({"advcl", "ccomp", "parataxis", "relcl", "conj", "csubj", "dep"})
_UNSPECIFIC = frozenset({"any", "such", "no", "further", "retaliatory", "future", "more", "all", "every", "most"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "latest"})
#: Ranks in the orders of precision: a month, a country, a place beside a town.
_DAY, _MONTH, _YEAR, _COUNTRY, _TOWN = 2, 5, 6, 7, 3
_WARS = frozenset({"invasion", "genocide", "offensive", "campaign", "war"})
_CAUSED = frozenset({"retaliation", "revenge", "response", "reprisal", "vengeance", "answer"})
_TREATED = frozenset({"hospital", "clinic", "wound", "injury", "ward", "hospice"})
_EFFECTS = frozenset({"kill", "hit", "strike", "target", "injure", "wound", "destroy", "leave", "damage"})
_SEQUELS = frozenset({"then", "afterwards", "afterward", "thereafter"})
_COUNTERS = frozenset({"counter-attack", "counterattack", "counter-offensive", "counteroffensive", "counterstrike"})
_LATER = frozenset({"hours", "minutes", "moments", "shortly", "soon", "hour"})


def counts(token: Token, trigger: Trigger, slots: Slots, who: Parties) -> bool:
    """Whether the trigger tells of an event at all here."""
    if trigger.kind.plover != "ASSAULT":
        return not (trigger.noun and token.dep_ == "compound")
    if not trigger.noun and token.lemma_.lower() in _NEEDS_ARMS and trigger.last - trigger.first == 1:
        if slots.instruments or slots.carriers:
            return True
        kinds = {who.kinds.get(p.actor_id or "", "") for p in slots.participants if p.role == "actor"}
        if slots.subject is not None and slots.subject.lemma_.lower() in _FORCES:
            return True
        if (
            token.lemma_.lower() in _STRIKES
            and slots.subject is not None
            and slots.subject.lemma_.lower() not in _DISASTERS
            and any(p.role != "actor" and p.actor_id is not None for p in slots.participants)
            and slots.subject.pos_ == "NOUN"
        ):
            return True
        if (
            token.lemma_.lower() in _BY_HAND
            and (slots.subject is None or kinds & {"population", "person"})
            and any(p.role != "actor" for p in slots.participants)
        ):
            return True
        return bool(kinds & _ARMED) or "unknown" in kinds and bool(slots.participants)
    return True


def acled_of(trigger: Trigger, slots: Slots) -> str | None:
    """The sub-event type; a general word takes that of its weapon."""
    if trigger.kind.plover != "ASSAULT" or not trigger.kind.weak:
        return trigger.kind.acled
    if any(p.role == "actor" and "suicide" in p.span.text.lower() for p in slots.participants):
        return "Suicide bomb"
    forms = weapon_forms()
    for instrument in slots.instruments:
        weapon = forms.get(instrument.name.lower())
        if weapon is not None and weapon[1] is not None:
            return weapon[1]
    return trigger.kind.acled


def modifiers(token: Token, trigger: Trigger) -> list[str]:
    """Lower-case words before a noun that qualify it."""
    if not trigger.noun:
        return []
    return [c.lower_ for c in token.children if c.dep_ in {"amod", "det", "poss", "nummod"} and c.i < token.i]


def is_definite(token: Token, trigger: Trigger, mods: list[str]) -> bool:
    """ "the attack", "Tuesday's killings": points back rather than introduces."""
    dated = trigger.noun and any(c.dep_ == "poss" and c.ent_type_ == "DATE" for c in token.children)
    return dated or trigger.noun and bool(_DEFINITE & set(mods))


def is_verdict(token: Token, trigger: Trigger, slots: Slots) -> bool:
    """The noun judges what another word told: "the raid was a massacre", "described it as an act of war"."""
    if not trigger.noun:
        return False
    if any(c.tag_ == "JJS" or c.lower_ in {"worst", "most"} for c in token.children):
        return True
    if token.dep_ == "pobj" and token.head.lower_ == "as":
        return True
    if token.dep_ not in {"attr", "oprd"}:
        return False
    named = any(
        c.lower_ == "what" for c in token.head.children
    )  # "what it called X's attack on Y" is the attack itself
    return not (named and slots.has("target"))


def is_generic(token: Token, trigger: Trigger, slots: Slots, mods: list[str]) -> bool:
    """Whether the words name a kind of happening rather than one."""
    if trigger.kind.plover == "ASSAULT" and of_a_period(token):
        return True
    if not trigger.noun and token.lemma_ == "fight" and token.tag_ in {"VBG", "VBP", "VBZ", "VB"}:
        return True
    if not trigger.noun:
        return (
            token.tag_ == "VBG"
            and token.dep_ in {"pcomp", "csubj"}
            and not slots.carriers
            and trigger.kind.plover == "ASSAULT"
            and not slots.has("actor")
        )
    lemma = token.lemma_.lower()
    if lemma in _ANSWERS:
        return slots.light is None or slots.light.lemma_ not in _BEGUN
    if lemma in _ANAPHOR_ONLY and trigger.last - trigger.first == 1:
        return not (lemma in {"operation", "offensive"} and slots.light is not None and slots.light.lemma_ in _BEGUN)
    if _UNSPECIFIC & set(mods):
        return True
    if token.tag_ in {"NNS", "NNPS"}:
        return _loose_plural(token, slots, mods)
    bare = not mods and not any(c.dep_ in {"nummod", "poss"} for c in token.children)
    return bare and token.dep_ in {"pobj", "compound", "conj"} and not slots.participants and trigger.kind.weak


def _loose_plural(token: Token, slots: Slots, mods: list[str]) -> bool:
    if {"the", "these", "those"} & set(mods) or slots.light is not None:
        return False
    return (
        not _quantified(token)
        and not any(c.dep_ == "nummod" for c in token.children)
        and not _is_subject_of_effect(token)
    )


def of_a_period(token: Token) -> bool:
    """ "have traded fire since October": a state of things, not one happening."""
    since = any(t.lower_ == "since" and t.dep_ in {"prep", "mark", "advmod"} for t in token.subtree)
    if token.pos_ == "NOUN":
        return since and token.tag_ == "NNS"
    perfect = any(c.lower_ in {"has", "have", "'ve"} and c.dep_ == "aux" for c in token.children)
    return since and (perfect or token.dep_ == "acl")


def _quantified(token: Token) -> bool:
    """ "a wave of air strikes" is one happening."""
    if token.dep_ != "pobj" or token.head.lower_ != "of" or token.head.head.lemma_ not in QUANTITIES:
        return False
    above = token.head.head
    return not (
        above.dep_ == "pobj"
        and above.head.lower_ in {"in", "of"}
        and (above.head.head.pos_ in {"ADJ", "NUM"} or above.head.head.lower_ in {"one", "latest"})
    )  # "the latest in a string of murders"


def _is_subject_of_effect(token: Token) -> bool:
    return (
        token.dep_ in {"nsubj", "nsubjpass"}
        and token.head.tag_ in {"VBD", "VBN", "VBZ", "VBP"}
        and token.head.lemma_ in _EFFECTS
    )


def dies_later(token: Token) -> bool:
    """ "She died on Friday", "died overnight in a hospital in X": when and where one died is not when and where it happened."""
    if any(t.lemma_.lower() in _TREATED for t in token.subtree):
        return True
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if subject is None or any(
        c.lower_ in {"in", "when", "during"} and any(g.pos_ == "NOUN" and g.ent_type_ == "" for g in c.children)
        for c in token.children
    ):
        return False
    if subject.tag_ == "WP" and token.dep_ == "relcl":  # "a boy who died on Friday"
        subject = token.head
    return subject.tag_ in {"NN", "NNP", "PRP", "JJ"} and subject.lower_ != "they"  # "a seventh died yesterday"


def told_of_period(mention: EventMention, *, place_rank: int, time_rank: int, long: bool = False) -> EventMention:
    """The mention, generic where it counts a month's dead or names a war rather than one happening.

    Args:
        place_rank: 0 for an exact place up to 9 for none; time_rank: 0 for a minute up to 7 for a decade.
        long: the time is a stretch of more than a month ("between 1996 and 2008").
    """
    months = time_rank >= _MONTH and mention.time_id is not None
    counted = mention.mode == "kill" and not mention.noun and not mention.bound and not mention.instruments
    nobody = not any(p.role == "actor" for p in mention.participants)
    if long and nobody and not mention.noun and mention.mode in {"kill", "die"}:
        return replace(mention, generic=True)
    sums = mention.mode == "kill" and time_rank >= _YEAR and mention.time_id is not None and place_rank >= _COUNTRY - 1
    if (
        nobody
        and sums
        or months
        and (counted and nobody and place_rank >= _COUNTRY or mention.noun and mention.trigger.text.lower() in _WARS)
    ):
        return replace(mention, generic=True)
    if mention.plover != "ASSAULT" and mention.generic and mention.time_id is not None and not nobody:
        return replace(mention, generic=False)  # "is due to host talks this month"
    plural = mention.plover == "ASSAULT" and mention.plural and mention.generic and mention.mode != "kill"
    dated = mention.time_id is not None and time_rank <= _DAY
    named = plural and (dated or place_rank <= _TOWN and ("cause" in mention.cues or not nobody))
    return replace(mention, generic=False) if named else mention


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


def evidence_of(doc: Doc, trigger: Trigger) -> Span:
    """The trigger's own clause or phrase, without the clauses that hang on it."""
    token = doc[trigger.token]
    first, last = trigger.first, trigger.last - 1
    left, right = token.i, token.i
    stack = [token]
    while stack:
        item = stack.pop()
        for child in item.children:
            if _left_out(child, item, token, trigger):
                continue
            left, right = min(left, child.i), max(right, child.i)
            stack.append(child)
    sent = token.sent
    left, right = max(min(left, first), sent.start), min(max(right, last), sent.end - 1)
    while doc[right].is_space and right > last:
        right -= 1
    while doc[left].is_space and left < first:
        left += 1
    return Span.of(text_of(doc), doc[left].idx, doc[right].idx + len(doc[right].text))


def _left_out(child: Token, item: Token, token: Token, trigger: Trigger) -> bool:
    if child.is_space or child.dep_ == "punct":
        return True
    if item.i == token.i:
        return child.dep_ in _CLAUSES and not (child.dep_ == "relcl" and trigger.noun)
    return child.dep_ in {"relcl", "advcl", "parataxis"}
