"""A suggested grade by Airwars' names, with its reasons; only a person signs one (methodology rule 7).

"Discounted" is never suggested: that somebody was wrong is a finding, not a count of sources.
"""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.linking.answers import Raw
from rashomon.linking.cells import is_generic, rival_sides
from rashomon.linking.tolls import Stand
from rashomon.model.incidents import Grade

_HARM = frozenset({"killed", "injured"})


def grade_of(stands: Sequence[Stand], *, admitted: Sequence[str]) -> Grade | None:
    """The grade that the accounts suggest, null where nobody reports harm to people.

    Args:
        admitted: accused origins that claim or admit it.
    """
    harm = [s for s in stands if s.raw.question in _HARM and s.counts and s.raw.qualifier != "reported_none"]
    if not harm:
        return None
    origins = dict.fromkeys(s.origin for s in harm)
    groups = {s.group for s in harm}
    if admitted:
        return Grade("Confirmed", (f"{_join(admitted)} accepted responsibility", _sources(len(groups), list(origins))))
    rivals = rival_attributions(stands)
    if rivals:
        return Grade(
            "Contested", (f"competing attributions: {'; '.join(rivals)}", _sources(len(groups), list(origins)))
        )
    credible = {s.group for s in harm if not s.accused}
    if len(credible) >= 2:
        return Grade(
            "Fair",
            (
                _sources(len(credible), list(dict.fromkeys(s.origin for s in harm if not s.accused))),
                "no attribution is contested by another" if _named(stands) else "nobody is named as the perpetrator",
            ),
        )
    return Grade("Weak", ("a single origin on the harm: " + _join(list(origins)),))


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
