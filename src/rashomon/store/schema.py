"""The tables, for SQLite now and PostgreSQL later; search tables are the engine's own (`fts5`).

Rows are appended, never updated, but for four that only point or cache: the audit head,
problems and jobs (work lists) and incidents (derived, rebuilt at will). Payload rows carry the
random `key` that keys their digest in the audit chain: erasing row and key leaves a digest
that nobody can check against a guess.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 6
METADATA = MetaData()

meta = Table("meta", METADATA, Column("key", String(40), primary_key=True), Column("value", Text, nullable=False))

reports = Table(
    "reports",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("address", Text, nullable=False, unique=True),
    Column("kind", String(8), nullable=False),
)

#: Original bytes, zlib-compressed, once however many addresses hold them.
originals = Table(
    "originals",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

versions = Table(
    "versions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("sha256", ForeignKey("originals.sha256"), nullable=False, index=True),
    Column("name", Text),
    Column("captured_at", String(32), nullable=False),
    Column("tool", String(80), nullable=False),
    Column("fetched", Text),
    Column("audit_seq", Integer, nullable=False, unique=True),
    Column("key", LargeBinary, nullable=False),
    UniqueConstraint("report_id", "n"),
)

#: A clean text with its map to the original (zlib-compressed JSON); a record made anew keeps it if nothing changed.
texts = Table(
    "texts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("versions.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("stretches", LargeBinary, nullable=False),
)

#: `body` is the record's JSON without its text, zlib-compressed; the plain columns after it are copied out of it.
records = Table(
    "records",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("versions.id"), nullable=False, index=True),
    Column("text_id", ForeignKey("texts.id"), nullable=False),
    Column("produced_at", String(32), nullable=False),
    Column("published", String(32)),
    Column("body", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("publisher", Text),
    Column("published_at", String(40)),
    Column("language", String(12), nullable=False),
    Column("claims", Integer, nullable=False),
    Column("figures", Integer, nullable=False),
    Column("tool_version", String(40), nullable=False),
    Column("settings_sha256", String(64), nullable=False),
    Column("audit_seq", Integer, nullable=False, unique=True),
    Column("key", LargeBinary, nullable=False),
)

#: What a linker blocks on; copied out of the record when it is stored.
events = Table(
    "events",
    METADATA,
    Column("record_id", ForeignKey("records.id"), nullable=False, primary_key=True),
    Column("event_id", String(80), primary_key=True),
    Column("plover", String(12), nullable=False),
    Column("acled", Text),
    Column("modality", String(16), nullable=False),
    Column("date_start", String(32)),
    Column("date_end", String(32)),
    Column("place", Text),
    Column("lat", Float),
    Column("lon", Float),
    Index("events_by_date", "date_start", "date_end"),
)

incidents = Table(
    "incidents",
    METADATA,
    Column("id", String(80), primary_key=True),
    Column("position", Integer, nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    Column("cluster", String(16), unique=True),
)

#: Linking's own memory, derived like incidents: which record of a report is linked in.
link_reports = Table(
    "link_reports",
    METADATA,
    Column("report_id", String(64), primary_key=True),
    Column("record_sha256", String(64), nullable=False),
)

#: What linking compares of an event, and the cluster that it is in.
link_events = Table(
    "link_events",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("report_id", String(64), nullable=False, index=True),
    Column("event_id", String(80), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("cluster", String(16), index=True),
)

#: The cells that an event is filed in, so that only neighbours are compared; `hub`: it looks for others there.
link_cells = Table(
    "link_cells",
    METADATA,
    Column("cell", BigInteger, primary_key=True, autoincrement=False),
    Column("event", String(16), primary_key=True, index=True),
    Column("hub", Boolean, nullable=False),
)

#: Compared pairs that no hard fact forbids, the smaller id first.
link_edges = Table(
    "link_edges",
    METADATA,
    Column("a", String(16), primary_key=True),
    Column("b", String(16), primary_key=True, index=True),
    Column("score", Float, nullable=False),
    Column("linked", Boolean, nullable=False),
)

redirects = Table(
    "redirects",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("old_id", String(80), nullable=False, index=True),
    Column("new_id", String(80), nullable=False),
    Column("at", String(32), nullable=False),
)

#: What people decided, appended only; `relinks`: what is derived from its subject has to be derived anew.
judgements = Table(
    "judgements",
    METADATA,
    Column("n", Integer, primary_key=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("at", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", String(40), nullable=False, index=True),
    Column("subject", Text, nullable=False),
    Column("was", Text),
    Column("now", Text),
    Column("why", Text, nullable=False),
    Column("undoes", String(40), index=True),
    Column("codebook", String(140)),
    Column("relinks", Boolean, nullable=False),
    Column("audit_seq", Integer, nullable=False, unique=True),
    Column("key", LargeBinary, nullable=False),
)

#: One row for each thing that a judgement is about, so that it is found from there.
judgement_refs = Table(
    "judgement_refs",
    METADATA,
    Column("judgement_id", ForeignKey("judgements.id"), primary_key=True),
    Column("ref", String(200), primary_key=True, index=True),
)

#: Work that a judgement makes, written in its transaction; a work list like problems, so outside the chain.
jobs = Table(
    "jobs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("judgement_id", ForeignKey("judgements.id"), nullable=False, index=True),
    Column("at", String(32), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
    Column("done_at", String(32), index=True),
)

problems = Table(
    "problems",
    METADATA,
    Column("address", Text, primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("reason", String(32), nullable=False),
    Column("message", Text, nullable=False),
    Column("sha256", String(64)),
    Column("attempts", Integer, nullable=False),
    Column("first_seen", String(32), nullable=False),
    Column("last_seen", String(32), nullable=False),
)

#: `marks`: digests keyed with the store's secret, so that erased bytes and URLs are known again when they come back.
tombstones = Table(
    "tombstones",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("who", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("ground", Text, nullable=False),
    Column("versions", Integer, nullable=False),
    Column("marks", Text, nullable=False),
    Column("what", String(12)),
    Column("audit_seq", Integer, nullable=False, unique=True),
    Column("key", LargeBinary, nullable=False),
)

audit = Table(
    "audit",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("previous", String(64), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("facts", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)

audit_head = Table(
    "audit_head",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
