"""How events that share no spot and no square are found: by whom reports name, by a rare toll, by the name of a site."""

from __future__ import annotations

from rashomon.linking import levels, link
from rashomon.linking.named import named_in
from rashomon.linking.profiles import Profile, profiles_of
from rashomon.model.actors import ActorKind
from rashomon.model.record import Record
from rashomon.model.relations import Link
from tests.linking.builders import Report


def told(
    publisher: str,
    officer: str = "",
    *,
    place: str | None = None,
    day: str | None = "2024-03-10",
    until: str | None = None,
    dead: int | None = None,
    published: str = "2024-03-11",
) -> Record:
    """A report of a raid, told as thinly as its arguments are."""
    where = f" at {place}" if place is not None else ""
    harm = f" killed {dead} people and" if dead is not None else ""
    sentence = f"The raid{where} that day{harm} went on for an hour"
    report = Report(
        f"The raid, by {publisher}", f"{sentence}.", f"{officer} spoke.", publisher=publisher, published=published
    )
    if officer:
        report.actor(officer, kind="person")
    if day is not None:
        report.time("that day", day, until, precision="day" if until is None else "month")
    time = "that day" if day is not None else None
    event = report.event(sentence, trigger="raid", place=place, time=time, acled="Armed clash")
    if dead is not None:
        report.figure(f"{dead} people", dead, dead, event)
    return report.build()


def sizes(*records: Record) -> list[int]:
    return sorted(len(i.events) for i in link(records))


def test_a_report_without_a_place_is_found_by_whom_both_name() -> None:
    known = told("Wire", "Colonel Goran Petek", place="Marawa")
    assert sizes(known, told("Herald", "Goran Petek")) == [2]
    assert sizes(known, told("Herald", "Ivo Lenz")) == [1, 1]
    assert sizes(known, told("Herald", "Goran Petek", day="2024-03-14", published="2024-03-15")) == [1, 1], (
        "another day"
    )


def test_a_report_at_a_known_place_looks_for_no_names() -> None:
    assert sizes(told("Wire", "Goran Petek", place="Marawa"), told("Herald", "Goran Petek", place="Bahr")) == [1, 1]


def names(*actors: tuple[str, ActorKind]) -> frozenset[str]:
    report = Report("Who spoke", " and ".join(name for name, _ in actors) + " spoke.")
    for name, kind in actors:
        report.actor(name, kind=kind)
    return named_in(report.build())


def test_names_that_many_bear_find_nothing() -> None:
    assert (
        names(("Petek", "person"), ("the Front", "armed_group"), ("Norland Times", "media"), ("North Qadria", "state"))
        == frozenset()
    )
    assert names(("a police officer", "person"), ("the northern union", "organisation")) == frozenset()
    assert names(("Colonel Goran Petek", "person")) == names(("Goran Petek", "person")) != frozenset()
    assert names(("Clock Tower Committee", "organisation")) != frozenset()


def test_what_is_recalled_by_month_is_found_by_its_toll() -> None:
    known = told("Wire", place="Marawa", dead=17)
    recalled = {"day": "2024-03-01", "until": "2024-03-31", "published": "2024-09-11"}
    assert sizes(known, told("Herald", dead=17, **recalled)) == [2]  # type: ignore[arg-type]  # days are words
    assert sizes(known, told("Herald", dead=18, **recalled)) == [1, 1]  # type: ignore[arg-type]  # days are words
    assert sizes(told("Wire", place="Marawa", dead=2), told("Herald", dead=2, **recalled)) == [1, 1], "no rare toll"  # type: ignore[arg-type]  # days are words


def recalling(place: str) -> Record:
    """A report of a shelling that recalls, years later and without a day, that seven people died elsewhere."""
    report = Report(
        "Shells hit Bahr",
        "Shells hit Bahr on Sunday.",
        f"The raid at {place} killed 7 people long ago.",
        published="2031-05-05",
    )
    report.time("on Sunday", "2031-05-04")
    report.event("Shells hit Bahr on Sunday", trigger="Shells hit", place="Bahr", time="on Sunday", acled=None)
    old = report.event(f"The raid at {place} killed 7 people", trigger="raid", place=place, acled="Armed clash")
    report.figure("7 people", 7, 7, old)
    return report.build()


def test_a_site_of_two_telling_words_is_found_years_later() -> None:
    known = told("Wire", place="the Blue Star cinema", dead=7)
    assert sizes(known, recalling("the Blue Star cinema")) == [1, 2]
    assert sizes(told("Wire", place="Marawa", dead=7), recalling("Marawa")) == [1, 1, 1], "a town saw many raids"


def only(record: Record) -> Profile:
    (profile,) = profiles_of(record)
    return profile


def test_none_of_ours_says_nothing_about_theirs() -> None:
    ours, theirs, few = (only(told("Wire", dead=n)) for n in (0, 40, 2))
    assert levels.toll(ours, theirs) == levels.UNKNOWN and levels.toll(few, theirs) == "far"
    assert levels.toll(ours, only(told("Herald", dead=0))) == "same"


def test_those_taken_are_the_toll_of_an_abduction() -> None:
    report = Report("Five taken", "Gunmen took five men.")
    event = report.event(
        "Gunmen took five men", trigger="took", plover="COERCE", acled="Abduction/forced disappearance"
    )
    report.figure("five men", 5, 5, event, measure="abducted")
    assert only(report.build()).killed == ((5, 5),)
    report.figure("Five", 1, 1, event)
    assert only(report.build()).killed == ((1, 1),), "the dead come first"


def whole(*kinds: str) -> bool:
    report = Report("The fighting", "The fighting began with a first part, then a second part.")
    event = report.event("The fighting began", trigger="fighting", acled="Armed clash", place=None)
    for words, kind in zip(("a first part", "a second part"), kinds, strict=True):
        part = report.event(words, trigger=words, acled=kind)
        report.links.append(Link(part, "part_of", event, ()))
    return {p.event_id: p.whole for p in profiles_of(report.build())}[event]


def test_two_bombs_make_a_whole_and_phases_of_one_fight_do_not() -> None:
    assert whole("Suicide bomb", "Remote explosive/landmine/IED")
    assert not whole("Non-state actor overtakes territory", "Shelling/artillery/missile attack")
