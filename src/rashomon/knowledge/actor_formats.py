"""Lists of actors that users bring: OFAC's and the United Nations' lists, UCDP's actors, FollowTheMoney entities.

Each reader gives actors, refusals with their line, or null for an entry that is no actor (a ship, an address). XML is read
without entities, definitions or network; a file that brings its own is refused. Being listed is the list's statement.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from lxml import etree

from rashomon.errors import KnowledgeError
from rashomon.knowledge.library import ImportedActor, Refused, Strength
from rashomon.knowledge.place_formats import country_code
from rashomon.knowledge.rows import BROKEN, table, text_of

Found = ImportedActor | Refused | None
_OFAC_KINDS = {"individual": "person", "entity": "organisation", "": "organisation", "-0-": "organisation"}


def ofac_csv(stream: BinaryIO) -> Iterator[Found]:
    """OFAC's sdn.csv (12 columns) or alt.csv (5): no head, "-0-" for nothing; aliases join the entry of their number."""
    reader = csv.reader(text_of(stream))
    while True:
        line = reader.line_num + 1
        try:
            row = [("" if v.strip() == "-0-" else v.strip()) for v in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            yield Refused(line, f"no row of a table: {error}", "")
            continue
        text = " | ".join(row)
        if row in ([], ["\x1a"]):
            continue
        if len(row) not in {5, 12} or not row[0].isdigit() or BROKEN in text:
            yield Refused(line, "not the columns of sdn.csv or alt.csv" if BROKEN not in text else "not UTF-8", text)
        elif len(row) == 5:
            strength: Strength = "weak" if "weak" in row[4].lower() else "strong"
            yield (ImportedActor(row[0], "", "", ((row[3], strength),)) if row[3] else Refused(line, "no name", text))
        elif row[2] in _OFAC_KINDS:
            yield (
                ImportedActor(row[0], row[1], _kind(_OFAC_KINDS[row[2]], row[3]))
                if row[1]
                else Refused(line, "no name", text)
            )
        else:
            yield None  # vessels and aircraft


def _kind(kind: str, programmes: str) -> str:
    """An organisation of the terror programmes counts as armed only where it is a foreign terrorist organisation."""
    return "armed_group" if kind == "organisation" and "FTO" in programmes else kind


def ofac_xml(stream: BinaryIO) -> Iterator[Found]:
    """OFAC's sdn.xml."""
    for line, entry in _elements(stream, "sdnEntry"):
        name, number = _full(entry), _text(entry, "uid")
        kind = _OFAC_KINDS.get(_text(entry, "sdnType").lower())
        if kind is None:
            yield None
            continue
        if not name or not number:
            yield Refused(line, "no uid or name", _shown(entry))
            continue
        programmes = " ".join(p.text or "" for p in entry.iter("{*}program"))
        names: list[tuple[str, Strength]] = [
            (_full(aka), "weak" if _text(aka, "category") == "weak" else "strong")
            for aka in entry.iter("{*}aka")
            if _full(aka)
        ]
        yield ImportedActor(number, name, _kind(kind, programmes), tuple(names))


def _full(element: Any) -> str:
    last, first = _text(element, "lastName"), _text(element, "firstName")
    return f"{last}, {first}" if first else last


def un_xml(stream: BinaryIO) -> Iterator[Found]:
    """The United Nations' consolidated list."""
    for line, entry in _elements(stream, "INDIVIDUAL", "ENTITY"):
        person = etree.QName(entry).localname == "INDIVIDUAL"
        parts = (_text(entry, f"{n}_NAME") for n in ("FIRST", "SECOND", "THIRD", "FOURTH"))
        name, number = " ".join(p for p in parts if p), _text(entry, "REFERENCE_NUMBER") or _text(entry, "DATAID")
        if not name or not number:
            yield Refused(line, "no number or name", _shown(entry))
            continue
        names: list[tuple[str, Strength]] = [
            (found, "weak" if _text(alias, "QUALITY").lower() == "low" else "strong")
            for alias in entry.iter("{*}INDIVIDUAL_ALIAS", "{*}ENTITY_ALIAS")
            if (found := _text(alias, "ALIAS_NAME"))
        ]
        if native := _text(entry, "NAME_ORIGINAL_SCRIPT"):
            names.append((native, "strong"))
        yield ImportedActor(number, name, "person" if person else "organisation", tuple(names))


def ucdp_actors(stream: BinaryIO) -> Iterator[Found]:
    """UCDP's actor list: the usual name, the original ones and earlier ones."""
    for line, row in table(stream):
        if isinstance(row, Refused):
            yield row
            continue
        number = row.get("actorid") or row.get("actor_id") or ""
        every = [row[n] for n in row if n.startswith("name") and row[n]]
        usual = row.get("namedata") or row.get("name_data") or (every[0] if every else "")
        if not number or not usual:
            yield Refused(line, "no actor id or name", " | ".join(row.values()))
            continue
        others = dict.fromkeys(part.strip() for n in every for part in n.split(";") if part.strip() and n != usual)
        state = usual.startswith("Government of ")
        where = country_code(row.get("location", "").split(",")[0]) or country_code(
            usual.removeprefix("Government of ")
        )
        yield ImportedActor(
            number,
            usual,
            "state" if state else "armed_group",
            tuple((n, "strong") for n in others),
            (where,) if where else (),
        )


_SCHEMATA = {
    "Person": "person", "Organization": "organisation", "Company": "organisation", "PublicBody": "state", "LegalEntity": "unknown",
}  # fmt: skip
#: OpenSanctions' topics of a body that fights.
_ARMED = frozenset({"crime.terror", "crime.war", "mil"})


def ftm(stream: BinaryIO) -> Iterator[Found]:
    """FollowTheMoney entities, one JSON object a line, as OpenSanctions publishes them."""
    for line, raw in enumerate(text_of(stream), 1):
        text = raw.strip()
        if not text:
            continue
        try:
            entity = json.loads(text)
        except ValueError:
            yield Refused(line, "no JSON", text)
            continue
        yield _entity(line, text, entity)


def _entity(line: int, text: str, entity: Any) -> Found:
    if not isinstance(entity, dict) or not isinstance(entity.get("properties"), dict) or not entity.get("id"):
        return Refused(line, "no entity with id and properties", text)
    kind = _SCHEMATA.get(str(entity.get("schema")))
    if kind is None:
        return None
    values = entity["properties"]
    names = [str(n) for n in values.get("name", ())]
    if not names:
        return Refused(line, "no name", text)
    if kind != "person" and _ARMED & set(values.get("topics", ())):
        kind = "armed_group"
    main = str(entity.get("caption") or names[0])
    others: list[tuple[str, Strength]] = [
        (n, "strong") for n in (*names, *map(str, values.get("alias", ()))) if n != main
    ]
    others += [(str(n), "weak") for n in values.get("weakAlias", ())]
    return ImportedActor(
        str(entity["id"]), main, kind, tuple(others), tuple(str(c).upper() for c in values.get("country", ()))
    )


def _elements(stream: BinaryIO, *names: str) -> Iterator[tuple[int, Any]]:
    """Elements of these names with their line, each freed once it is read.

    Raises:
        KnowledgeError: no well-formed XML, or one with a definition of its own.
    """
    try:
        events = etree.iterparse(
            stream,
            tag=[f"{{*}}{n}" for n in names],
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        )
        for _, element in events:
            if element.getroottree().docinfo.doctype:
                raise KnowledgeError(
                    "the XML brings definitions of its own", hint="fetch the list anew from its publisher"
                )
            yield element.sourceline or 0, element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise KnowledgeError(f"no well-formed XML: {error.msg}", hint="fetch it again") from error


def _text(element: Any, name: str) -> str:
    found = element.find(f"{{*}}{name}")
    return "" if found is None or found.text is None else " ".join(found.text.split())


def _shown(element: Any) -> str:
    return " | ".join(t.strip() for t in element.itertext() if t.strip())


#: Format to reader.
ACTORS: dict[str, Callable[[BinaryIO], Iterator[Found]]] = {
    "ofac-csv": ofac_csv, "ofac-xml": ofac_xml, "un-xml": un_xml, "ucdp-actors": ucdp_actors, "ftm": ftm,
}  # fmt: skip


def recognise(head: str) -> str | None:
    """The format of a list of actors by its beginning."""
    start = head.lstrip("\ufeff \r\n").lower()
    if start.startswith("<"):
        return "ofac-xml" if "sdnlist" in start else "un-xml" if "consolidated_list" in start else None
    if start.startswith("{"):
        return "ftm"
    first = start.partition("\n")[0]
    if "actorid" in first or "actor_id" in first:
        return "ucdp-actors"
    values = next(csv.reader([first]), [])
    return "ofac-csv" if len(values) in {5, 12} and values[0].isdigit() else None
