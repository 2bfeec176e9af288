"""CSV: a zip of tables for spreadsheets, with a manifest that says where they come from and what they can't carry.

Tables refer to each other by report and id. Cells that a spreadsheet would run as a formula
get an apostrophe in front: reports are hostile. Tables begin with a byte order mark, without
which Excel takes them for the encoding of its country. It can't be imported.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from rashomon.export.contents import Export

NAME = "csv"
HELP = "a zip of tables for spreadsheets"
SUFFIX = ".zip"

LOSS = (
    "CSV: spans of one value are joined by ' | ', their offsets by ';'; a redacted span shows the word redacted",
    "CSV: rival answers stand in answers.csv, accounts of incidents in accounts.csv; nested reasons and offset maps are left out",
)
#: The earliest moment that zip knows: the same export gives the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = dict[str, Any]


def write(export: Export, out: BinaryIO) -> None:
    """Writes the zip."""
    header = export.header()
    header["withheld"] = [*header["withheld"], *LOSS]
    tables: dict[str, list[Row]] = {name: [] for name in _TABLES}
    for record in export.records():
        for name, rows_of in _TABLES.items():
            tables[name] += [{"report_id": record["document"]["id"], **row} for row in rows_of(record)]
    incidents = export.incidents()
    if incidents is None:
        header["withheld"].append("incidents: stale; run `rashomon incidents` and export again")
    tables["incidents"], tables["accounts"] = list(_incidents(incidents or [])), list(_accounts(incidents or []))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "manifest.json", json.dumps(header, ensure_ascii=False, indent=1) + "\n")
        for name, rows in tables.items():
            _put(archive, f"{name}.csv", _MARK + _table(rows))


def _put(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, text.encode("utf-8"))


def _table(rows: list[Row]) -> str:
    out = io.StringIO()
    if rows:
        columns = list(dict.fromkeys(name for row in rows for name in row))
        writer = csv.DictWriter(out, fieldnames=columns, restval="")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = " | ".join(map(str, value))
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def _who(who: Row | None, name: str) -> Row:
    if who is None:
        return {name: None, f"{name}_level": None, f"{name}_actor_id": None}
    return {name: who["name"], f"{name}_level": who["level"], f"{name}_actor_id": who["actor_id"]}


def _words(spans: list[Row | None] | Row | None, name: str) -> Row:
    listed = [s for s in (spans if isinstance(spans, list) else [spans]) if s is not None]
    offsets = ";".join(f"{s['start']}-{s['end']}" for s in listed)
    return {name: " | ".join(s["text"] for s in listed), f"{name}_at": offsets}


def _pick(row: Row, *names: str) -> Row:
    return {name: row[name] for name in names}


def _reports(record: Row) -> Iterator[Row]:
    names = (
        "url",
        "publisher",
        "title",
        "byline",
        "published_at",
        "updated_at",
        "language",
        "machine_translated",
        "notices",
    )
    yield {
        **_pick(record["document"], *names),
        **{k: record["provenance"][k] for k in ("tool", "version", "settings_sha256")},
    }


def _claims(record: Row) -> Iterator[Row]:
    for c in record["claims"]:
        yield {
            "id": c["id"],
            **_who(c["speaker"], "speaker"),
            **_words(c["cue"], "cue"),
            **_words(c["content"], "content"),
            **_pick(c, "form", "act", "negated", "hedged", "within", "about", "confidence", "produced_by"),
            **_who(c["addressee"], "addressee"),
            **_who(c["relayed_by"], "relayed_by"),
        }


def _figures(record: Row) -> Iterator[Row]:
    names = ("measure", "population", "low", "high", "qualifier", "scope")
    after = ("claim_id", "event_id", "part_of", "as_of", "confidence", "produced_by")
    for f in record["figures"]:
        yield {
            "id": f["id"],
            **_pick(f, *names),
            **_who(f["speaker"], "speaker"),
            **_words(f["span"], "words"),
            **_pick(f, *after),
        }


def _victims(record: Row) -> Iterator[Row]:
    for v in record["victims"]:
        age = v["age"] or {"low": None, "high": None}
        yield {
            "id": v["id"],
            **_words(v["names"], "names"),
            "age_low": age["low"],
            "age_high": age["high"],
            **_pick(v, "sex", "status", "harm", "event_id", "in_figures", "claim_id"),
            **_words(v["role"], "role"),
            **_who(v["speaker"], "speaker"),
            **_words(v["spans"], "words"),
        }


def _events(record: Row) -> Iterator[Row]:
    places = {p["id"]: p for p in record["places"]}
    times = {t["id"]: t for t in record["times"]}
    actors = {a["id"]: a["name"] for a in record["actors"]}
    for e in record["events"]:
        place, time = places.get(e["place_id"], {}), times.get(e["time_id"], {})
        by_role = {
            role: [actors.get(p["actor_id"], p["span"]["text"]) for p in e["participants"] if p["role"] == role]
            for role in ("actor", "target", "victim", "intermediary")
        }
        yield {
            **_pick(e, "id", "plover", "mode", "acled", "modality"),
            **by_role,
            "instruments": [i["name"] for i in e["instruments"]],
            "date_start": time.get("start"),
            "date_end": time.get("end"),
            "date_precision": time.get("precision"),
            "place": place.get("name"),
            "lat": place.get("lat"),
            "lon": place.get("lon"),
            "radius_km": place.get("radius_km"),
            "place_precision": place.get("precision"),
            **_words(e["triggers"], "triggers"),
            **_words(e["evidence"], "evidence"),
            **_pick(e, "confidence", "produced_by"),
        }


def _answers(record: Row) -> Iterator[Row]:
    for e in record["events"]:
        for a in e["answers"]:
            names = ("question", "value", "claim_id", "negated", "hedged")
            yield {
                "event_id": e["id"],
                **_pick(a, *names),
                **_who(a["speaker"], "speaker"),
                **_words(a["span"], "words"),
            }


def _actors(record: Row) -> Iterator[Row]:
    for a in record["actors"]:
        yield {
            **_pick(a, "id", "name", "kind", "aliases"),
            "roles": [r["title"] for r in a["roles"]],
            **_words(a["mentions"], "mentions"),
        }


def _places(record: Row) -> Iterator[Row]:
    for p in record["places"]:
        near = p["near"] or {"place_id": None, "km": None, "bearing": None}
        yield {
            **_pick(p, "id", "name", "within", "lat", "lon", "radius_km", "precision", "gazetteer_id"),
            **{f"near_{k}": near[k] for k in ("place_id", "km", "bearing")},
            **_words(p["mentions"], "mentions"),
        }


def _times(record: Row) -> Iterator[Row]:
    for t in record["times"]:
        yield {**_pick(t, "id", "start", "end", "precision", "basis"), **_words(t["span"], "words")}


def _relations(record: Row) -> Iterator[Row]:
    for r in record["relations"]:
        yield {**_pick(r, "subject_id", "relation", "object_id"), **_words(r["evidence"], "evidence")}


def _links(record: Row) -> Iterator[Row]:
    for r in record["links"]:
        yield {**_pick(r, "from", "kind", "to"), **_words(r["evidence"], "evidence")}


def _incidents(incidents: list[Row]) -> Iterator[Row]:
    for one in incidents:
        cells = {f"cell_{k}": v for k, v in one["cells"].items()}
        ranges = [f"{r['measure']} {r['population']}: {r['low']} to {r['high']}" for r in one["ranges"]]
        grade = one["suggested_grade"] or {"grade": None}
        events = [f"{e['report_id'][:12]}:{e['event_id']}" for e in one["events"]]
        yield {
            **_pick(one, "id", "title", "origins"),
            "events": events,
            "ranges": ranges,
            "suggested_grade": grade["grade"],
            **cells,
        }


def _accounts(incidents: list[Row]) -> Iterator[Row]:
    for one in incidents:
        for account in one["accounts"]:
            for question, answers in account["answers"].items():
                for a in answers:
                    yield {
                        "incident_id": one["id"],
                        **_pick(account, "report_id", "published_at", "outlet", "independent"),
                        **_who(account["origin"], "origin"),
                        "question": question,
                        **_pick(a, "value", "low", "high", "live", "superseded_by", "withdrawn_by", "claim_id"),
                        **_words(a["span"], "words"),
                    }


_TABLES: dict[str, Callable[[Row], Iterator[Row]]] = {
    "reports": _reports,
    "events": _events,
    "answers": _answers,
    "claims": _claims,
    "figures": _figures,
    "victims": _victims,
    "actors": _actors,
    "places": _places,
    "times": _times,
    "relations": _relations,
    "links": _links,
}
