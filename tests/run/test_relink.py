"""The derived incidents of a store: one report at a time they are what a run from nothing gives, and judgements bind."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.errors import NotFound
from rashomon.linking import link
from rashomon.model.incidents import Incident
from rashomon.model.judgements import Judgement
from rashomon.model.record import Record
from rashomon.model.relations import Link
from rashomon.run import relink
from rashomon.store import Store, open_store
from rashomon.store.protocol import Capture
from tests.linking.builders import Report, strike
from tests.property.test_linking import records

WHEN = "2026-01-02T03:04:05+00:00"


def kept(record: Record) -> tuple[bytes, Record]:
    """A record as it can be stored: of bytes whose hash is its id."""
    raw = record.document.id.encode()
    return raw, replace(record, document=replace(record.document, id=hashlib.sha256(raw).hexdigest()))


def save(store: Store, record: Record, *, address: str | None = None) -> Record:
    raw, made = kept(record)
    capture = Capture(address or f"/r/{made.document.id[:12]}", "file", raw, None, WHEN, "tests")
    store.save(capture, made, produced_at=WHEN)
    return made


def ref(record: Record, n: int = 0) -> str:
    return f"{record.document.id}:{record.events[n].id}"


def says(store: Store, word: str | None, a: Record, b: Record, *, undoes: str | None = None) -> Judgement:
    return store.judge(Judgement("", WHEN, "ana", "pair", (ref(a), ref(b)), None, word, "read both", undoes))


def plain(incidents: tuple[Incident, ...]) -> tuple[Incident, ...]:
    return tuple(replace(i, previous_ids=()) for i in incidents)


def check(store: Store) -> None:
    wanted = link(store.records(), judgements=store.judgements())
    assert plain(relink.incidents(store)) == wanted


@settings(max_examples=25, deadline=None)
@given(st.lists(records, min_size=1, max_size=7), st.data())
def test_one_report_at_a_time_is_a_run_from_nothing(reports: list[Record], data: st.DataObject) -> None:
    with open_store(":memory:") as store:
        made: list[Record] = []
        for record in reports:
            made.append(save(store, record))
            check(store)
            if len(made) > 1 and data.draw(st.booleans()):
                pair = data.draw(st.permutations(made))[:2]
                if pair[0].document.id != pair[1].document.id:
                    says(store, data.draw(st.sampled_from(["same", "different", "unsure"])), *pair)
                    check(store)
        gone = data.draw(st.sampled_from(made))
        other = save(store, data.draw(records), address=f"/r/{gone.document.id[:12]}")
        check(store)
        store.erase(other.document.id, ground="g", who="w", at=WHEN)
        check(store)


def test_a_new_report_joins_founds_or_bridges_and_old_ids_lead_on() -> None:
    with open_store(":memory:") as store:
        second = save(store, strike(publisher="Wire", published="2024-03-12", dead=6, source="hospital"))
        (found,) = relink.incidents(store)
        save(store, strike(published="2024-03-11"))
        (joined,) = relink.incidents(store)
        assert len(joined.events) == 2 and joined.id != found.id, "the earlier report is the founder now"
        assert joined.previous_ids == (found.id,)
        assert relink.incident(store, found.id).id == joined.id == relink.incident(store, joined.id[:6]).id
        far = save(store, strike(publisher="Herald", place="Bahr", source="governor"))
        assert len(relink.incidents(store)) == 2
        says(store, "same", second, far)
        (one,) = relink.incidents(store)
        assert len(one.events) == 3 and len(store.jobs()) == 1
        assert relink.work(store) == 1 and store.jobs() == ()
        with pytest.raises(NotFound, match="rashomon incidents"):
            relink.incident(store, "i000000000000")


def test_a_judgement_touches_only_what_it_is_about() -> None:
    with open_store(":memory:") as store:
        one, two = save(store, strike()), save(store, strike(publisher="Wire", dead=6, source="hospital"))
        save(
            store, strike(publisher="Herald", place="Bahr", day="2024-03-01", published="2024-03-02", source="governor")
        )
        before = {i.id: i for i in relink.incidents(store)}
        told = says(store, "different", one, two)
        assert store.incidents() is None and len(store.incidents(stale=True) or ()) == 2
        after = {i.id: i for i in relink.incidents(store)}
        assert len(after) == 3 and sum(before.get(i) == x for i, x in after.items()) == 1
        says(store, None, one, two, undoes=told.id)
        assert plain(relink.incidents(store)) == plain(tuple(before.values()))


def test_sites_of_one_attack_have_the_whole_for_a_parent() -> None:
    def twin(publisher: str, *, whole: bool) -> Record:
        report = Report(
            f"Bombs kill 5 in Marawa and Sefton, {publisher} says",
            "A bomb killed 3 people at the school in Sefton on the tenth.",
            "Another bomb hit the depot in Marawa on the tenth.",
            "The two blasts were one attack on the tenth in Tal province.",
            publisher=publisher,
        )
        report.time("on the tenth", "2024-03-10")
        blast = {"weapon": "bomb", "acled": "Remote explosive/landmine/IED", "time": "on the tenth"}
        first = report.event("A bomb killed 3 people", trigger="bomb", place="Sefton", target="school", **blast)
        second = report.event("Another bomb hit the depot", trigger="bomb", place="Marawa", target="depot", **blast)
        if whole:
            both = report.event("The two blasts were one attack", trigger="blasts", place="Tal province", **blast)
            report.links += [Link(site, "part_of", both, (report.span("were one attack"),)) for site in (first, second)]
        return report.build()

    with open_store(":memory:") as store:
        save(store, twin("The Gazette", whole=False))
        assert [i.parent_id for i in relink.incidents(store)] == [None, None]
        save(store, twin("Wire", whole=True))
        check(store)
        found = relink.incidents(store)
        wholes = {i.id for i in found if i.place == "Tal province"}
        assert len(found) == 3 and {i.parent_id for i in found if i.place != "Tal province"} == wholes
