"""Double coding: which incidents two people code, and who did so far.

The draw is by the incident's id, so that it is the same for everybody, is not chosen, and can be checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from rashomon.model.corrections import VALUE_KINDS
from rashomon.model.judgements import Judgement, standing

#: People who have to code such an incident.
CODERS = 2


def drawn(incident_id: str, share: float) -> bool:
    """Whether an incident is among the share that two people code."""
    place = int.from_bytes(hashlib.sha256(incident_id.encode()).digest()[:8], "big") / 2**64
    return place < share


def coders(judgements: Iterable[Judgement], *, coder: str | None) -> tuple[str, ...]:
    """Who judged values of its reports, or called it coded; by name.

    Args:
        judgements: on the values of the incident's reports, oldest first.
        coder: who called it coded.
    """
    names = {j.who for j in standing(judgements) if j.kind in VALUE_KINDS}
    return tuple(sorted(names | ({coder} if coder is not None else set())))
