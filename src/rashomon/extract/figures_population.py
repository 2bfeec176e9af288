"""Who the counted are: civilians, soldiers, children ... by the nouns and whose people they are.

It says `any` unless the words decide: "four people" may be soldiers, and the record must not guess.
"""

from __future__ import annotations

from rashomon.extract.figures_counted import Counted
from rashomon.extract.figures_nouns import singular
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import population_nouns, population_words
from rashomon.model.actors import ActorKind
from rashomon.model.figures import Population
from rashomon.model.mentions import Grounding

_POLICE_WORDS = frozenset("police policeman policemen constable precinct gendarmerie gendarmes police-station".split())
_ARMY_WORDS = frozenset(
    "army military navy naval air-force battalion brigade regiment troops soldiers barracks infantry platoon garrison".split()
)
#: Who works for a charity is told of so in the same sentence ("killing five employees of the charity").
_STAFF = frozenset({"staff", "staff member", "staffer", "employee", "agent", "worker", "colleague", "member", "driver"})
_AID = frozenset({"charity", "aid", "humanitarian", "ngo", "relief"})
_FORCES = frozenset({"armed_group", "military", "police"})
#: Sailors of a navy, unless a merchant ship is told of beside them.
_AFLOAT = frozenset("navy naval corvette frigate warship gunboat destroyer".split())
_TRADING = frozenset("tanker freighter merchant cargo coaster trawler pirates ferry ship's owner owners".split())
_OWNERS = frozenset("its his her their whose our".split())


def population_of(view: View, what: Counted, grounding: Grounding) -> Population:
    """The population of the counted phrase; `any` for a bare number."""
    if what.noun is None:
        return "any"
    return noun_population(view, what.noun, what.first, grounding)


def noun_population(view: View, noun: int, first: int, grounding: Grounding) -> Population:
    """The population that the noun phrase `[first, noun]` names."""
    sets, table = population_words(), population_nouns()
    name = singular(view, noun)
    base: Population | None = table.get(name) or table.get(view.lower[noun])
    modifiers = [sets.modifiers[view.lower[k]] for k in range(first, noun) if view.lower[k] in sets.modifiers]
    if base == "aid_worker" and (kind := kind_at(noun, grounding)) in sets.kinds and kind in _FORCES:
        return sets.kinds[kind]  # "20 Volunteers for the Defence of the Homeland"
    if base in ("child", "woman", "journalist", "aid_worker", "prisoner"):
        return base
    armed = base in ("militant", "military", "police")
    outweighed = armed and modifiers[:1] != [] and modifiers[0] in ("civilian", "aid_worker", "journalist", "militant")
    # "suspected" alone makes no militant of a person whose noun says nothing.
    merely = (
        modifiers[:1] == ["militant"]
        and "suspected" in view.lower[first:noun]
        and base == "any"
        and name not in sets.ambiguous
    )
    if modifiers and base is not None and not outweighed and not merely:
        return modifiers[0]
    if name in _STAFF and _AID & set(view.lower[view.first(noun) : view.last(noun)]):
        return "aid_worker"
    if name == "sailor" and _AFLOAT & set(view.lower[max(0, noun - 60) : noun + 20]):
        return "civilian" if _TRADING & set(view.lower[max(0, noun - 60) : noun + 20]) else "military"
    if name == "man" and noun and view.lower[noun - 1] in _OWNERS:
        return _ambiguous(view, name, noun, first, grounding)  # "three of its men"
    if name in sets.ambiguous:
        return _ambiguous(view, name, noun, first, grounding)
    return base or "any"


def _ambiguous(view: View, name: str, noun: int, first: int, grounding: Grounding) -> Population:
    sets = population_words()
    around = view.lower[max(0, noun - 40) : noun + 40]
    if name == "guard" and ("prison" in around or "jail" in around):
        return "police"
    if view.lower[noun - 1 : noun] == ["security"]:
        return "any"  # police, army or guards: the words don't tell
    if view.lower[noun + 1 : noun + 2] == ["of"]:
        group = _group(view, noun + 2, grounding)
        if group is not None:
            return group
    for k in range(noun - 1, max(view.first(noun), first - 3) - 1, -1):
        if k < first and (k < first - 1 or view.lower[k] not in _OWNERS):
            break
        kind = kind_at(k, grounding)
        if kind in sets.kinds:
            return sets.kinds[kind]
        if view.lower[k] in _OWNERS:
            owner = _owner_kind(view, k, grounding)
            if owner in sets.kinds:
                return sets.kinds[owner]
    if name == "officer" or name in ("recruit", "sergeant", "captain", "cadet", "patrol"):
        near = _nearest(view, noun)
        if near is not None:
            return near
    default: Population = sets.defaults.get(name, "any")
    return default


def _group(view: View, k: int, grounding: Grounding) -> Population | None:
    """As in "members of one family", "commanders of the army"."""
    sets, end = population_words(), view.last(k - 1)
    for j in range(k, min(end, k + 6)):
        if view.pos[j] in ("VERB", "ADP", "PUNCT") and j > k:
            return None
        kind = kind_at(j, grounding)
        if kind in sets.kinds:
            return sets.kinds[kind]
        found = sets.groups.get(view.lower[j]) or sets.groups.get(view.lemma[j])
        if found is not None:
            return found
    return None


def kind_at(token: int, grounding: Grounding) -> ActorKind | None:
    """The kind of the actor whose mention covers this token."""
    if token >= len(grounding.mention_of):
        return None
    index = grounding.mention_of[token]
    return grounding.mentions[index].kind if index is not None else None


def _owner_kind(view: View, pronoun: int, grounding: Grounding) -> ActorKind | None:
    """The kind of whom "its" stands for, by the resolved actor, else the nearest group named before."""
    if pronoun < len(grounding.actor_of) and (actor_id := grounding.actor_of[pronoun]) is not None:
        return next((a.kind for a in grounding.actors if a.id == actor_id), None)
    if view.lower[pronoun] in ("his", "her", "whose", "our"):
        return None
    for k in range(pronoun - 1, max(-1, pronoun - 60), -1):
        kind = kind_at(k, grounding)
        if kind in ("armed_group", "military", "police"):
            return kind
        if view.dep[k] in ("amod", "compound", "poss", "nmod"):
            continue
        if kind in ("state", "organisation", "media", "political"):
            return None
    return None


def _nearest(view: View, noun: int) -> Population | None:
    """Police or army, by the nearer word around: the same sentence, then the text before, then after."""
    best: tuple[int, Population] | None = None
    for k in range(max(0, noun - 150), min(len(view), noun + 60)):
        word = view.lower[k]
        found: Population | None = "police" if word in _POLICE_WORDS else "military" if word in _ARMY_WORDS else None
        if found is None:
            continue
        distance = abs(k - noun) + (0 if view.sent[k] == view.sent[noun] else 30)
        if best is None or distance < best[0]:
            best = (distance, found)
    return best[1] if best is not None else None
