"""The ACLED sub-event type of an event from all that its mentions say: their own types, the signs beside them, who met whom.

ACLED's definitions decide (its codebook): violence between armed parties is an armed clash, violence of state forces against a
crowd is excessive force, a bomber who dies with the bomb is a suicide bomb, whatever word the report uses for it. A trigger
that names its type ("shelling") outvotes signs; general words ("attack", "killed") take theirs from the signs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rashomon.model.mentions import EventMention

AIR, SHELLING, BOMB, SUICIDE = (
    "Air/drone strike", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Suicide bomb",
)  # fmt: skip
EXCESSIVE, MOB, CLASH, CHEMICAL = "Excessive force against protesters", "Mob violence", "Armed clash", "Chemical weapon"
_STATE = frozenset({"police", "military", "state"})
_ARMED = frozenset({"armed_group", "military", "police"})
#: Modes of violence by hand or gun: no air strike, no bomb.
_BY_HAND = frozenset({"firearms", "primitive", "clash", "abduct", "sexual", "torture", "destroy"})
_PLAIN_ATTACKS = frozenset({"firearms", "execute"})
_STRIKES = frozenset({"strike", "strikes", "airstrike"})
_OUTCOMES = frozenset({"kill", "die", "attribution"})
#: Modes that say that people were harmed and not how.
_PLAIN = frozenset({"kill", "die", "attack", "attribution", None})
#: Signs of what harmed them, in the order in which ties are settled.
_DEVICES = {"grenade": "Grenade", "shelling": SHELLING, "bomb": BOMB}
_CROWDS = frozenset(
    {"crowd", "crowds", "mob", "mobs", "villagers", "residents", "vigilantes", "townspeople", "rioters"}
)
_STORMED = ("storm", "raid", "overr")
_MOB_TOOLS = frozenset({"primitive", "torture", "destroy", "kill", "die", "attack", "firearms"})


def acled_of(members: Sequence[EventMention], kinds: Mapping[str, str], report: Counter[str]) -> str | None:
    """The type of the event that `members` tell.

    Args:
        kinds: actor id to kind.
        report: signs of the whole report (`signs_of_report`).
    """
    votes: Counter[str] = Counter()
    for m in members:
        if m.acled is not None:
            votes[m.acled] += (3 if m.mode in _PLAIN_ATTACKS else 1) if m.acled == "Attack" else 4
    if not votes:
        plain = members[0].plover == "ASSAULT" and any(m.mode == "die" for m in members)
        base = "Attack" if plain else None
    else:
        base = votes.most_common(1)[0][0]
    if members[0].plover == "PROTEST":
        return _protest(base, members)
    if members[0].plover != "ASSAULT" or base is None:
        return base
    found = _violence(base, votes, members, kinds)
    return _by_report(found, members, report)


def signs_of_report(mentions: Sequence[EventMention]) -> Counter[str]:
    """In how many sentences each sign stands, those counted that tell of something or follow one that does."""
    return _all(mentions)


def _by_report(found: str, members: Sequence[EventMention], report: Counter[str]) -> str:
    """ "A strike" without more is one from the air or a missile's, as the rest of the report says."""
    strike = any(m.noun and m.trigger.text.lower() in _STRIKES for m in members)
    if found != "Attack" or not strike or any(m.mode in _BY_HAND for m in members):
        return found
    if report["air"] and report["air"] >= report["shelling"]:
        return AIR
    return SHELLING if report["shelling"] else found


def _protest(base: str | None, members: Sequence[EventMention]) -> str | None:
    own = _own(members)
    stopped = own["dispersal"] and own["forces"] or own["gun"] and own["crowd"]
    return "Protest with intervention" if base == "Peaceful protest" and stopped else base


def _own(members: Sequence[EventMention]) -> Counter[str]:
    """Signs in the mentions' own sentences, once a sentence."""
    seen: dict[int, tuple[str, ...]] = {m.sentence: m.signs for m in members}
    return Counter(sign for signs in seen.values() for sign in signs if not sign.startswith("~"))


def _all(members: Sequence[EventMention]) -> Counter[str]:
    seen: dict[int, tuple[str, ...]] = {m.sentence: m.signs for m in members}
    return Counter(sign.lstrip("~") for signs in seen.values() for sign in signs)


def _violence(base: str, votes: Counter[str], members: Sequence[EventMention], kinds: Mapping[str, str]) -> str:
    own, every = _own(members), _all(members)
    modes = {m.mode for m in members}
    if "Suicide bomb" in votes or base == BOMB and own["driven"] and own["bomb"]:
        return SUICIDE
    if own["chemical"] and base in {BOMB, AIR, SHELLING, "Attack"} and own["chemical"] >= own["gun"]:
        return CHEMICAL
    if every["suicide"] and base in {BOMB, "Attack"} and (base == BOMB or own["bomb"] or own["suicide"]):
        return SUICIDE
    if base == BOMB and own["grenade"] and own["grenade"] >= own["bomb"]:
        return "Grenade"
    if base in {"Attack", BOMB, SHELLING} and _from_air(members, base, own, every, modes):
        return AIR
    if base in {"Attack", CLASH, SHELLING, MOB} and _on_a_crowd(members, own, every, kinds):
        return EXCESSIVE
    if base in {"Attack", "Abduction/forced disappearance", "Looting/property destruction"} and _by_a_crowd(members):
        return MOB
    if base == "Attack" and own["mob"] and modes <= _MOB_TOOLS | {None, "attribution"}:
        return MOB
    if base == "Attack" and _between_armed(members, own, kinds):
        return CLASH
    return _by_device(own, modes) or base if base == "Attack" else base


def _by_device(own: Counter[str], modes: set[str | None]) -> str | None:
    """ "Nine people died when shells fell on a camp": words that tell only of the dead take their kind from what stands beside."""
    if not modes <= _PLAIN or own["gun"] or own["gunmen"] or own["mob"] or own["exchange"]:
        return None
    best = max(_DEVICES, key=lambda sign: own[sign])
    return _DEVICES[best] if own[best] else None


def _by_a_crowd(members: Sequence[EventMention]) -> bool:
    """A crowd or mob kills, beats or burns people."""
    doers = {p.span.text.lower().split()[-1] for m in members for p in m.participants if p.role == "actor"}
    killed = any(m.mode in {"kill", "primitive", "torture", "execute"} for m in members)
    return bool(doers & _CROWDS) and killed


def _from_air(
    members: Sequence[EventMention], base: str, own: Counter[str], every: Counter[str], modes: set[str | None]
) -> bool:
    told = [m.trigger.text.lower() for m in members if m.mode not in _OUTCOMES]
    if modes & _BY_HAND or told and all(words.startswith(_STORMED) for words in told):
        return False
    if base == SHELLING:
        return own["air"] > own["shelling"]
    return own["air"] > 0 and own["air"] >= own["gun"] or base == "Attack" and every["air"] > 1 and not own["gun"]


def _roles(members: Sequence[EventMention], kinds: Mapping[str, str]) -> tuple[set[str], set[str]]:
    doers = {kinds.get(p.actor_id or "", "") for m in members for p in m.participants if p.role == "actor"}
    harmed = {kinds.get(p.actor_id or "", "") for m in members for p in m.participants if p.role != "actor"}
    return doers - {""}, harmed - {""}


def _on_a_crowd(
    members: Sequence[EventMention], own: Counter[str], every: Counter[str], kinds: Mapping[str, str]
) -> bool:
    """State forces fire on people who had gathered."""
    doers, _ = _roles(members, kinds)
    shots = any(m.mode in {"firearms", "kill", "heavy-weapons", "attack", "crowd-control"} for m in members)
    crowd = own["crowd"] or every["crowd"] > 1
    if not (shots and crowd):
        return False
    return bool(doers & _STATE) or not doers and own["forces"] > 0 and not own["gunmen"]


def _between_armed(members: Sequence[EventMention], own: Counter[str], kinds: Mapping[str, str]) -> bool:
    """Both sides armed, or fire that was returned."""
    doers, harmed = _roles(members, kinds)
    if own["exchange"] and (not harmed or harmed & _ARMED):
        return bool((doers | harmed) & _ARMED)
    return bool(doers & _ARMED) and bool(harmed & {"military", "armed_group"}) and not harmed & {"population", "person"}
