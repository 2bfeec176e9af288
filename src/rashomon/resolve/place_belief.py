"""Whether words that may name a place are believed to.

Sure and likely words are. Weak ones need something that speaks for them: a gazetteer's entry that fits the report, or words
that can be nothing but a site. What nothing speaks for makes no place.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rashomon.model.place_mentions import PlaceMention
from rashomon.resolve.gazetteer import Candidate
from rashomon.resolve.place_scores import Context, Scored, feature_precision

#: Prepositions of movement: the place is told, but nothing is said to have happened there.
MOVING = frozenset({"from", "to", "toward", "towards", "via", "by"})
#: A town of this size needs no report that names its country (kept from the first rules).
LARGE = 100_000
#: The same where the report names no country at all and the recogniser takes the name for a town or province.
KNOWN = 20_000
_HEIGHTS = frozenset({"mount", "mt", "mt.", "lake", "cape"})


@dataclass(slots=True)
class NameGroup:
    """All mentions of one name in one sense ("Idlib", "Idlib province" are two)."""

    key: tuple[str, str]
    name: str
    mentions: list[PlaceMention] = field(default_factory=list)
    candidates: tuple[Candidate, ...] = ()
    stated: tuple[Candidate, ...] = ()
    choice: Scored | None = None


def believed(mention: PlaceMention, group: NameGroup, context: Context) -> bool:
    """Whether a mention makes a place, given what else is told of its name and which countries the report names."""
    if mention.strength != "weak" or any(m.strength != "weak" for m in group.mentions):
        return True
    if any(_site(m) for m in group.mentions):
        return True
    return group.choice is not None and _listed(mention, group.choice, context)


def _site(mention: PlaceMention) -> bool:
    """ "a strike on Bouni market", "at the foot of Mount Semmama": named where something is or happens, and no person's name."""
    if mention.preposition is None or mention.preposition in MOVING:
        return False
    words = mention.name.lower().split()
    if len(words) > 1 and words[0] in _HEIGHTS:
        return True
    feature = mention.feature or (words[-1] if len(words) > 1 else None)
    return feature_precision(feature) == "exact"


def _listed(mention: PlaceMention, choice: Scored, context: Context) -> bool:
    """A gazetteer's entry counts with the report's own countries, or with a size that speaks for itself."""
    if mention.rule == "dateline":
        return True
    found, reasons = choice.candidate, dict(choice.reasons)
    if found.population >= LARGE and mention.preposition not in {None, *MOVING}:
        return True
    if (
        not context.countries
        and mention.rule.startswith("ent.")
        and (found.kind == "admin1" or found.population >= KNOWN)
    ):
        return True
    supported = reasons.get("report", 0.0) >= 0.1 or reasons.get("stated", 0.0) > 0
    return supported and (found.kind != "city" or found.population >= 5_000 or reasons.get("neighbours", 0.0) > 0.1)
