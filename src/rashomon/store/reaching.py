"""Finds where a person stands in the store: in texts, records, original bytes and addresses.

Texts and records are looked at word by word, original bytes as text with tags and entities undone. In bytes that
are no text nobody can look; those of a report whose text names the person count as naming them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, select

from rashomon.model import covering
from rashomon.model.covering import Hidden, Names
from rashomon.store import rows
from rashomon.store import schema as s

#: Versions whose records are asked for together.
_TOGETHER = 200
_TAG = re.compile(r"<[^<>]*>")


@dataclass(slots=True)
class Reach:
    """Where a person stands.

    Args:
        hidden: what has to be covered in each text, by its row.
        reports: report id to the rows of its versions; `destroyed` are those whose bytes may hold the name.
        captured_at: when the first of these reports came in.
        aliases: what else these reports call the person.
    """

    hidden: dict[int, Hidden] = field(default_factory=dict)
    reports: dict[str, list[int]] = field(default_factory=dict)
    destroyed: set[str] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)
    captured_at: str | None = None
    aliases: set[str] = field(default_factory=set)


def reach(connection: Connection, names: Names, *, reports: Sequence[str] | None = None, speech: bool = False) -> Reach:
    """Every report that names the person, in its text, its record, its bytes or its address."""
    found = Reach()
    first = _first_words(names)
    v = s.versions.c
    query = (
        select(v.id, v.sha256, v.captured_at, v.name, v.fetched, s.reports.c.address, s.originals.c.body)
        .select_from(s.reports)
        .join(s.versions)
        .outerjoin(s.originals, s.originals.c.sha256 == v.sha256)
        .order_by(v.id)
    )
    if reports is not None:
        query = query.where(v.sha256.in_(_with_siblings(connection, names, reports)))
    others: list[RowMapping] = []
    for row, made in _with_records(connection, query):
        hidden, in_record = _hidden(made, names, first, speech=speech)
        told = any(map(names.in_address, (row["address"], row["name"] or "", row["fetched"] or "")))
        in_raw = in_bytes(names, row["body"])
        if not (any(hidden.values()) or in_record or told or in_raw):
            others.append(row)
            continue
        if any(hidden.values()) or in_record or in_raw or _is_binary(row["body"]):
            found.destroyed.add(row["sha256"])
        _note(connection, found, row, hidden, names)
    for row in others:  # the same bytes at another address
        if row["sha256"] in found.reports:
            _note(connection, found, row, {}, names)
    for hidden_here in found.hidden.values():
        found.aliases |= set(hidden_here.names.given) - set(names.given)
    return found


def _with_records(connection: Connection, versions: Select[Any]) -> Iterator[tuple[RowMapping, list[RowMapping]]]:
    """Versions with their records, some at a time: one question for each of 300,000 takes a minute by itself."""
    found = connection.execute(versions).mappings()
    while some := found.fetchmany(_TOGETHER):
        made: dict[int, list[RowMapping]] = {}
        for record in connection.execute(_records(s.records.c.version_id.in_([row["id"] for row in some]))).mappings():
            made.setdefault(record["version_id"], []).append(record)
        yield from ((row, made.get(row["id"], [])) for row in some)


def _note(connection: Connection, found: Reach, row: RowMapping, hidden: Mapping[int, Hidden], names: Names) -> None:
    t = s.texts.c
    texts = connection.execute(select(t.id, t.title).where(t.version_id == row["id"]).order_by(t.id)).all()
    found.reports.setdefault(row["sha256"], []).append(row["id"])
    found.hidden |= {x.id: hidden.get(x.id, Hidden(names, *_NOTHING, ())) for x in texts}
    found.titles[row["sha256"]] = texts[-1].title if texts else row["address"]
    found.captured_at = min(found.captured_at or row["captured_at"], row["captured_at"])


def _with_siblings(connection: Connection, names: Names, reports: Sequence[str]) -> list[str]:
    """These reports, and other versions at an address that names the person: the address is theirs too."""
    v = s.versions.c
    query = select(s.reports.c.id, s.reports.c.address).join(s.versions).where(v.sha256.in_(list(reports))).distinct()
    shared = [row.id for row in connection.execute(query) if names.in_address(row.address)]
    return [*reports, *connection.scalars(select(v.sha256).where(v.report_id.in_(shared)))]


_NOTHING = (frozenset[str](), frozenset[str](), frozenset[str]())


def _first_words(names: Names) -> tuple[str, ...]:
    return tuple({max(form, key=len) for form in names.forms})


def _likely(words: tuple[str, ...], text: str) -> bool:
    folded = covering.fold(text)
    return any(word in folded for word in words)


def in_bytes(names: Names, body: bytes | None) -> bool:
    """Whether original bytes hold a name, as far as they are text; tags between its words don't hide it."""
    raw = rows.unpack(body) if body is not None else b""
    if not raw:
        return False
    text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    text = html.unescape(text)
    if not _likely(_first_words(names), text):
        return False
    return names.found(_TAG.sub("", text)) or names.found(_TAG.sub(" ", text)) or names.found(text)


def _is_binary(body: bytes | None) -> bool:
    """Bytes in which nobody can look for a name."""
    return body is not None and b"\0" in rows.unpack(body)


def _hidden(
    made: Iterable[RowMapping], names: Names, words: tuple[str, ...], *, speech: bool
) -> tuple[dict[int, Hidden], bool]:
    """What has to be covered of each text of a version, and whether a record names the person beside its text."""
    found: dict[int, Hidden] = {}
    beside = False
    for row in made:
        if not (_likely(words, row["text"]) or _likely(words, unquote(rows.unpack(row["body"]).decode()))):
            continue
        record = rows.record_of(row["body"], text=row["text"], stretches=row["stretches"])
        here = covering.hidden_in(record, names, speech=speech)
        before = found.get(row["text_id"])
        found[row["text_id"]] = here if before is None else both(before, here)
        document = record.document
        told = (document.title or "", document.byline or "", document.publisher or "", *document.notices)
        beside = beside or any(map(names.found, told)) or names.in_address(document.url or "")
    return found, beside


def both(a: Hidden, b: Hidden) -> Hidden:
    """What either says has to be covered."""
    ranges = tuple(covering.joined([*a.ranges, *b.ranges]))
    names = Names((*a.names.given, *b.names.given))
    return Hidden(names, a.actors | b.actors, a.victims | b.victims, a.alone | b.alone, ranges)


def records_of(version_id: int) -> Select[Any]:
    """The records of a version with their texts, oldest first."""
    return _records(s.records.c.version_id == version_id)


def _records(where: ColumnElement[bool]) -> Select[Any]:
    return (
        select(s.records, s.texts.c.title, s.texts.c.body.label("text"), s.texts.c.stretches)
        .join(s.texts, s.texts.c.id == s.records.c.text_id)
        .where(where)
        .order_by(s.records.c.id)
    )
