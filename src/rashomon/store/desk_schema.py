"""The desk's tables: lists derived from records and incidents, the cached standing of work, and people's accounts.

Derived rows hold nothing that records, incidents and judgements do not; the tables of people
are the only ones that change in place, and no row of theirs enters the audit chain.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from rashomon.store.schema import METADATA, records, redirects

#: One line an incident, written with it; `state`, `assignee` and `team` are copied from its standing.
desk_incidents = Table(
    "desk_incidents",
    METADATA,
    Column("id", String(80), primary_key=True),
    Column("title", Text, nullable=False),
    Column("date", String(65)),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    Column("place", Text),
    Column("killed_low", Integer),
    Column("killed_high", Integer),
    Column("killed_open", Boolean, nullable=False),
    Column("injured_low", Integer),
    Column("injured_high", Integer),
    Column("reports", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("differing", Integer, nullable=False),
    Column("differs", Text, nullable=False),
    Column("newest", String(40)),
    Column("grade", String(20)),
    Column("state", String(20), nullable=False),
    Column("assignee", Text),
    Column("team", Text),
    Index("desk_incidents_newest", "newest", "id"),
    Index("desk_incidents_differing", "differing", "reports", "id"),
    Index("desk_incidents_state", "state", "newest", "id"),
    Index("desk_incidents_assignee", "assignee", "newest", "id"),
    Index("desk_incidents_team", "team"),
    Index("desk_incidents_day", "first_day", "id"),
    Index("desk_incidents_reports", "reports", "id"),
    Index("desk_incidents_place", "place"),
    Index("desk_incidents_differs", "differs"),
    Index("desk_incidents_days", "first_day", "last_day"),
)

#: Which events of which reports an incident is made of.
desk_members = Table(
    "desk_members",
    METADATA,
    Column("report_id", String(64), primary_key=True),
    Column("event_id", String(80), primary_key=True),
    Column("incident_id", String(80), nullable=False, index=True),
)

#: What the judgements say of the work on an incident (JSON of `Standing`); keyed by the id that it has today.
desk_standings = Table(
    "desk_standings", METADATA, Column("id", String(80), primary_key=True), Column("body", Text, nullable=False)
)

#: Names of a record's actors, places, victims and of its outlet; `key` is the folded name.
desk_names = Table(
    "desk_names",
    METADATA,
    Column("record_id", ForeignKey("records.id"), primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Index("desk_names_by_key", "kind", "key"),
)

people = Table(
    "people",
    METADATA,
    Column("name", String(80), primary_key=True),
    Column("display", Text, nullable=False),
    Column("role", String(10), nullable=False),
    Column("password", Text, nullable=False),
    Column("totp", Text),
    Column("totp_step", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("groups", Text, nullable=False),
    Column("created_at", String(32), nullable=False),
)

#: Groups of people, where more is to be said of one than its name: its members see no witness's name.
groups = Table(
    "groups",
    METADATA,
    Column("name", String(80), primary_key=True),
    Column("hides_witnesses", Boolean, nullable=False),
)

sessions = Table(
    "sessions",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("person", Text, nullable=False, index=True),
    Column("created_at", String(32), nullable=False),
    Column("seen_at", String(32), nullable=False),
    Column("ends_at", String(32), nullable=False),
)

tokens = Table(
    "tokens",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("person", Text, nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("role", String(10), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("ends_at", String(32)),
)

#: Reports that somebody dropped or whose address they pasted, for a worker to read; bytes go once it did.
readings = Table(
    "readings",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("address", Text, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("name", Text),
    Column("raw", LargeBinary),
    Column("sha256", String(64)),
    Column("person", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("message", Text),
    Column("report_id", String(64)),
    Column("done_at", String(32)),
)

#: Events of which linking was least certain whether they are one; `features` is JSON.
desk_pairs = Table(
    "desk_pairs",
    METADATA,
    Column("position", Integer, nullable=False),
    Column("a", String(160), primary_key=True),
    Column("b", String(160), primary_key=True),
    Column("score", Float, nullable=False, index=True),
    Column("linked", Boolean, nullable=False),
    Column("features", Text, nullable=False),
)

#: A list of reports by day without reading the whole table.
by_day = Index("records_by_publication", records.c.published_at, records.c.id)
by_outlet = Index("records_by_publisher", records.c.publisher)
by_heir = Index("redirects_by_new", redirects.c.new_id)

TABLES = (
    desk_incidents,
    desk_members,
    desk_standings,
    desk_names,
    people,
    groups,
    sessions,
    tokens,
    readings,
    desk_pairs,
)
INDEXES = (by_day, by_outlet, by_heir)
