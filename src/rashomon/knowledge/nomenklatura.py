"""nomenklatura's measure of names, for those who screen with it: the extra `names`.

Our index finds the candidates and our guards stay in force: what our list of groups holds apart is apart here too. Without the
extra, asking for it says what to install.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rashomon.errors import ExtraMissing
from rashomon.knowledge.names import Likeness, NameIndex

HINT = 'run: pip install "rashomon[names]" (it builds PyICU: the headers of ICU and a C++ compiler must be there)'


def rescored(name: str, found: Sequence[tuple[str, Likeness]], index: NameIndex) -> list[tuple[str, Likeness]]:
    """The candidates with nomenklatura's scores, best first.

    Raises:
        ExtraMissing: the extra is not installed.
    """
    measure = _Measure()
    names: dict[str, list[str]] = {key: [] for key, _ in found}
    for key, other in index.names:
        if key in names:
            names[key].append(other)
    out = []
    for key, ours in found:
        if any(reason.startswith("two groups in our list") for reason in ours.reasons):
            out.append((key, ours))
            continue
        score, other = max((measure.score(name, other), other) for other in names[key])
        out.append((key, Likeness(round(score, 4), (f"nomenklatura logic-v2 with {other}", *ours.reasons))))
    return sorted(out, key=lambda row: (-row[1].score, row[0]))


class _Measure:
    """logic-v2 on two entities of names alone."""

    def __init__(self) -> None:
        try:
            from followthemoney import model
            from nomenklatura.matching import LogicV2
        except ImportError as error:
            raise ExtraMissing("nomenklatura is not installed", hint=HINT) from error
        self._schema: Any = model.get("LegalEntity")
        self._logic: Any = LogicV2
        self._config: Any = LogicV2.default_config()
        self._count = 0

    def score(self, a: str, b: str) -> float:
        """How far two names may be one, 0 to 1."""
        left, right = self._entity(a), self._entity(b)
        return float(self._logic.compare(left, right, self._config).score)

    def _entity(self, name: str) -> Any:
        from followthemoney import EntityProxy

        self._count += 1  # proxies are cached by id: each gets its own
        proxy = EntityProxy(self._schema, {"id": f"name-{self._count}", "schema": "LegalEntity", "properties": {}})
        proxy.add("name", name)
        return proxy
