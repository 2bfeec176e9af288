"""What the erased are called from then on: unnamed, and told apart from the outlet and from one another.

An erased speaker still said it. Each erasure draws a label by lot, so that one person's words of several reports stay
one person's; nothing in it comes from the name, and nobody can test a guess against it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from rashomon.model.covering import COVER, form_of, is_written_as_name

#: Stands where a string held a name and no offset depends on it.
LABEL = COVER * 5


def words(found: str) -> str:
    """Covers words that a text may hold too: in their own length, so that they still stand in it."""
    return COVER * len(found)


class Labels:
    """From a name to the label of who bore it.

    Args:
        one: names of one person; null where every name is somebody's own.
    """

    def __init__(self, one: Iterable[str] | None = None) -> None:
        self._one = None if one is None else frozenset(map(form_of, one))
        self._made: dict[tuple[str, ...], str] = {}

    def __call__(self, name: str) -> str:
        """The label of a name."""
        form = form_of(name)
        # "Omar Hadi's office" is not he: it holds words that are no name.
        if self._one is not None and (form in self._one or is_written_as_name(name)):
            form = ()
        if form not in self._made:
            self._made[form] = f"{LABEL} {secrets.token_hex(4)}"
        return self._made[form]
