"""What a trigger is: its place in the report and its type. Shared by those who find triggers and those who read them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from rashomon.lexicon import load
from rashomon.model.events import Plover

#: Mode of words that name a doer of what was told before: "They blamed X.", "X claimed responsibility."
ATTRIBUTION = "attribution"


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of the trigger list."""

    plover: Plover
    mode: str
    acled: str | None
    weak: bool = False
    outcome: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger: token range and the token that carries it."""

    token: int
    first: int
    last: int
    noun: bool
    kind: Kind


@functools.cache
def weapon_forms() -> dict[str, tuple[str, str | None, str]]:
    """Lower-case surface form or lemma to (weapon, ACLED type, class)."""
    table: dict[str, tuple[str, str | None, str]] = {}
    for entry in load("weapons")["weapons"]:
        for form in [entry["name"], *(entry.get("forms") or ())]:
            table.setdefault(form.lower(), (entry["name"], entry.get("acled"), entry.get("class", "")))
    return table


@functools.cache
def missile_forms() -> dict[str, str]:
    """Lower-case form of what is fired, dropped or planted to its ACLED type; platforms (jets, guns on wheels) left out."""
    return {
        form.lower(): entry["acled"]
        for entry in load("weapons")["weapons"]
        if entry.get("acled") and not entry.get("platform")
        for form in [entry["name"], *(entry.get("forms") or ())]
    }


def mode_of(acled: str) -> str:
    """The mode that goes with a weapon's ACLED type."""
    return {
        "Air/drone strike": "aerial",
        "Remote explosive/landmine/IED": "explosives",
        "Grenade": "grenade",
        "Attack": "firearms",
        "Mob violence": "primitive",
    }.get(acled, "heavy-weapons")
