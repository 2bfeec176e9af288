"""A suggested grade by Airwars' names, with its reasons; only a person signs one (methodology rule 7).

"Discounted" is never suggested: that somebody was wrong is a finding, not a count of sources.
"""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.linking.raws import Raw
from rashomon.linking.sides import is_generic, rival_sides
from rashomon.linking.tolls import Stand
from rashomon.model.incidents import Grade

_HARM = frozenset({"killed", "injured"})


def grade_of(stands: Sequence[Stand], *, admitted: Sequence[str]) -> Grade | None:
    """The grade that the accounts suggest, null where nobody reports harm to people.

    Args:
        admitted: accused origins that claim or admit it.
    """
    harm = _on_harm(stands)
    if not harm:
        return None
    denied = denials(stands)
    groups = {s.group for s in harm}
    origins = _one_each(harm)
    if admitted:
        return Grade("Confirmed", (f"{_join(admitted)} accepted responsibility", _sources(len(groups), origins)))
    rivals = rival_attributions(stands)
    if rivals:
        return Grade(
            "Contested",
            (f"competing attributions: {'; '.join(rivals)}", _sources(len(groups), origins), *denied),
        )
    credible = {s.group for s in harm if not s.accused}
    if len(credible) >= 2:
        return Grade(
            "Fair",
            (
                _sources(len(credible), _one_each([s for s in harm if not s.accused])),
                *(denied or (_uncontested(stands),)),
            ),
        )
    if credible != groups and len(groups) > 1:
        return Grade("Weak", (_sources(len(groups), origins), "at most one of them is not accused", *denied))
    return Grade("Weak", ("a single origin on the harm: " + _join(origins), *denied))


def _one_each(stands: Sequence[Stand]) -> list[str]:
    """One name for each group that counts as one, as its first account gives it."""
    return list({s.group: s.origin for s in reversed(stands)}.values())[::-1]


def origins_on_harm(stands: Sequence[Stand]) -> int:
    """Groups that count as one and give a number of people killed or injured."""
    return len({s.group for s in _on_harm(stands)})


def _on_harm(stands: Sequence[Stand]) -> list[Stand]:
    return [s for s in stands if s.raw.question in _HARM and s.counts and s.raw.qualifier != "reported_none"]


def denials(stands: Sequence[Stand]) -> tuple[str, ...]:
    """The accused who reject the attribution, as one reason; empty if none does (methodology rules 6, 7)."""
    said = [s for s in stands if s.accused and s.raw.negated and s.raw.question == "perpetrator"]
    said += [s for s in stands if s.accused and s.raw.question == "occurred" and s.raw.value == "no"]
    names = list(dict.fromkeys(s.origin for s in said))
    return (f"denied by the accused: {_join(names)}",) if names else ()


def _uncontested(stands: Sequence[Stand]) -> str:
    return "no attribution is contested by another" if _named(stands) else "nobody is named as the perpetrator"


def rival_attributions(stands: Sequence[Stand]) -> tuple[str, ...]:
    """Two or more sides that cannot be one, each as "X (by A, B)"; empty if there are not two."""
    named = _named(stands)
    sides: list[tuple[Raw, list[str]]] = []
    for stand in named:
        for raw, sayers in sides:
            if not rival_sides(raw, stand.raw):
                sayers.append(stand.origin)
                break
        else:
            sides.append((stand.raw, [stand.origin]))
    # A side that only the outlet's own words name is no attribution by anybody.
    said = [(raw, list(dict.fromkeys(sayers))) for raw, sayers in sides]
    return tuple(f"{raw.value} (by {_join(sayers)})" for raw, sayers in said) if len(said) > 1 else ()


def _named(stands: Sequence[Stand]) -> list[Stand]:
    found = [s for s in stands if s.raw.question == "perpetrator" and not s.raw.negated and not is_generic(s.raw.value)]
    return sorted(found, key=lambda s: (s.raw.value, s.origin))


def _sources(count: int, origins: Sequence[str]) -> str:
    word = "origin" if count == 1 else "independent origins"
    return f"{count} {word} on the harm: {_join(origins)}"


def _join(names: Sequence[str]) -> str:
    shown = list(names[:4])
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
