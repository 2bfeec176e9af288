"""What people corrected, as training and evaluation data in the corpus' own form: reports inline, incidents beside them.

Only reports on whose values somebody decided, and all reports of an incident that was coded: what nobody touched
there was accepted. The data hold texts and names: for inside the house.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rashomon.errors import NotFound, StoreError
from rashomon.export.ann import Inline, inline
from rashomon.export.incident_form import incident_form
from rashomon.model.codebook import METHODOLOGY, Codebook
from rashomon.model.corrections import VALUE_KINDS, corrected
from rashomon.model.incidents import Incident
from rashomon.model.judgements import Judgement, standing
from rashomon.model.record import Record
from rashomon.model.standings import CODED, PUBLISHED, REVIEWED
from rashomon.store.desk_protocol import DeskStore

#: States of an incident in which its reports count as read whole: what nobody touched was accepted.
_WHOLE = (CODED, REVIEWED, PUBLISHED)
#: Folder of reports whose incident nobody coded.
LOOSE = "loose"


@dataclass(frozen=True, slots=True)
class Correction:
    """One report for the corpus.

    Args:
        record: as people corrected it.
        whole: the report belongs to an incident that was coded, so that the gold is complete; else only the values
            that were judged are sure, and a score of recall means nothing.
        judgements: on its values, none where it was only accepted whole.
    """

    report_id: str
    record: Record
    whole: bool
    judgements: tuple[Judgement, ...]

    @property
    def stem(self) -> str:
        """What its file is called."""
        return self.report_id[:12]


def corrections(store: DeskStore) -> Iterator[Correction]:
    """Every report with judged values, and every report of a coded incident, by id."""
    found: dict[str, list[Judgement]] = {}
    for judgement in store.judgements():
        if judgement.kind in VALUE_KINDS:
            found.setdefault(judgement.subject[0].partition(":")[0], []).append(judgement)
    whole = {e.report_id for incident in _coded(store) for e in incident.events}
    for report_id in sorted({*found, *whole}):
        ours = standing(found.get(report_id, []))
        if not ours and report_id not in whole:
            continue
        try:
            record = store.record_of(report_id)
        except NotFound:  # erased, and the incident is not linked anew yet
            continue
        made = corrected(record, found.get(report_id, [])).record
        yield Correction(report_id, made, report_id in whole, ours)


def _coded(store: DeskStore) -> list[Incident]:
    found = store.incidents(stale=True) or ()
    return [i for i in found if store.standing(i.id).state in _WHOLE]


def write(store: DeskStore, folder: Path, *, codebook: Codebook | None = None) -> int:
    """Writes them into an empty or new folder; how many reports.

    A folder an incident that was coded, with its reports and `incident.json`; other reports lie in `loose`.

    Raises:
        StoreError: the folder holds something, or what is stored changed since incidents were derived.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise StoreError(f"{folder} is not empty", hint="name a new folder")
    every = {one.report_id: one for one in corrections(store)}
    made = {report_id: inline(one.record) for report_id, one in every.items()}
    placed: set[str] = set()
    incidents = []
    for incident in _coded(store):
        ids = list(dict.fromkeys(e.report_id for e in incident.events if e.report_id in every))
        placed |= set(ids)
        incidents.append(_incident(folder / incident.id, incident, ids, every, made))
    loose = [report_id for report_id in every if report_id not in placed]
    for report_id in loose:
        _ann(folder / LOOSE, every[report_id], made[report_id])
    book = codebook or Codebook()
    head = {
        "head": store.head(),
        "methodology": METHODOLOGY,
        "codebook": {"version": book.version, "sha256": book.sha256()},
        "incidents": incidents,
        "reports": [_told(every[i], made[i]) for i in every],
    }
    _json(folder / "corrections.json", head)
    return len(every)


def _incident(
    folder: Path, incident: Incident, ids: list[str], every: dict[str, Correction], made: dict[str, Inline]
) -> dict[str, Any]:
    for report_id in ids:
        _ann(folder, every[report_id], made[report_id])
    records = {i: every[i].record for i in ids}
    form = incident_form(incident, records, {i: made[i] for i in ids}, {i: every[i].stem for i in ids})
    if form is not None:
        _json(folder / "incident.json", form)
    return {"incident": incident.id, "written": form is not None}


def _told(one: Correction, made: Inline) -> dict[str, Any]:
    said = [
        {k: v for k, v in asdict(j).items() if k in ("who", "at", "kind", "now", "why", "codebook")}
        for j in one.judgements
    ]
    return {"report": one.stem, "whole": one.whole, "left_out": list(made.left_out), "judgements": said}


def _ann(folder: Path, one: Correction, made: Inline) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{one.stem}.ann").write_text(made.text, encoding="utf-8")


def _json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
