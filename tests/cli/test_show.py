"""What people see: a record, the list of incidents and the ledger, at any width, safe from hostile words."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from rashomon.cli.show import show_incident, show_incidents, show_record
from rashomon.cli.show.marks import day, span_of
from rashomon.cli.show.safe import clean
from rashomon.linking import link
from rashomon.model.incidents import Incident
from rashomon.model.record import Record
from tests.linking.builders import Report, strike


def render(show: object, thing: object, *, width: int = 100, encoding: str = "utf-8", colour: bool = False) -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="strict", write_through=True)
    console = Console(
        file=stream, width=width, force_terminal=colour, color_system="truecolor" if colour else None, highlight=False
    )
    show(console, thing)  # type: ignore[operator]
    return raw.getvalue().decode(encoding)


def records() -> list[Record]:
    return [
        strike(dead=4),
        strike(publisher="Wire", dead=6, source="hospital", published="2024-03-12"),
        strike(publisher="Hill Post", dead=6, source="police", published="2024-03-13"),
    ]


def ledger() -> Incident:
    (incident,) = link(records())
    return incident


def test_the_ledger_shows_who_stands_where() -> None:
    text = render(show_incident, ledger())
    assert "\u2260 differ" not in text.split("WHO SAYS WHAT")[0].split("agree")[1].split("\n")[0]
    assert "police" in text and "hospital" in text
    assert "killed" in text and "earlier 4" in text
    assert "Suggested grade" in text and "2 independent origins" in text
    assert "10 Mar 2024" in text and "Marawa" in text and "3 reports" in text


def test_agree_differ_single_and_silent_are_words_too() -> None:
    (incident,) = link([strike(dead=4), strike(publisher="Wire", dead=7, source="hospital")])
    text = render(show_incident, incident)
    for word in ("\u2260 differ", "= agree", "\u00b7 silent"):
        assert word in text
    assert "4\u20137" in text and "lowest: police" in text and "highest: hospital" in text


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    incidents = link([*records(), strike(place="Ostra", publisher="Far")])
    for text in (
        render(show_incidents, incidents, width=width),
        render(show_incident, ledger(), width=width),
        render(show_record, records()[0], width=width),
    ):
        assert max(len(line) for line in text.split("\n")) <= width


def test_piped_output_holds_no_colour() -> None:
    assert "\x1b" not in render(show_incident, ledger())
    assert "\x1b[" in render(show_incident, ledger(), colour=True)


def test_a_terminal_of_ascii_gets_ascii() -> None:
    (differing,) = link([strike(dead=4), strike(publisher="Zeit\u00fang", dead=7, source="hospital")])
    assert "4-7" in render(show_incident, differing, encoding="ascii") and "Zeit?ng" in render(
        show_incident, differing, encoding="ascii"
    )
    text = render(show_incident, ledger(), encoding="ascii")
    assert "= agree" in text and text.isascii()
    assert render(show_incidents, link(records()), encoding="ascii").isascii()
    assert render(show_record, records()[0], encoding="ascii").isascii()


def test_the_list_puts_what_several_reports_tell_first() -> None:
    incidents = link([*records(), strike(place="Ostra", publisher="Far", published="2024-05-11", day="2024-05-10")])
    text = render(show_incidents, incidents, width=120)
    assert text.index("Told by several reports") < text.index("Told by one report")
    assert f"rashomon incident {ledger().id}" in text
    assert "No incidents yet" in render(show_incidents, ())


def test_the_record_has_claims_figures_and_a_timeline() -> None:
    text = render(show_record, records()[0])
    assert "WHO SAYS WHAT 1" in text and "police" in text
    assert "FIGURES BY SOURCE 1" in text and "4 people" in text
    assert "WHAT HAPPENED WHEN 1" in text and "10 Mar 2024" in text
    assert "recalled" not in text


def test_old_events_are_marked_as_recalled() -> None:
    assert "recalled" in render(show_record, strike(published="2024-06-01"))


HOSTILE = "\x1b]0;owned\x07\x1b[2J[bold red]Marawa[/] \u202edlrow\u202c \x9b31m\u200b[link=x]y[/link]"


def hostile() -> Record:
    report = Report(
        f"{HOSTILE} strike",
        f"A strike hit Marawa, {HOSTILE} said. 4 died.",
        publisher=f"Wire {HOSTILE}",
        published="2024-03-11",
    )
    event = report.event("A strike hit Marawa", trigger="strike", place="Marawa")
    who = report.who(HOSTILE)
    report.figure("4", 4, 4, event, speaker=who)
    report.claim(f"A strike hit Marawa, {HOSTILE}", who, act="threaten", about=(event,))
    return report.build()


def test_words_of_a_report_never_steer_the_terminal() -> None:
    record = hostile()
    for text in (
        render(show_record, record),
        render(show_incidents, link([record])),
        render(show_incident, link([record])[0]),
    ):
        assert not any(unicodedata.category(c) in ("Cc", "Cf") for c in text if c != "\n")
        assert "[bold red]" in text or "[bold" in text, "markup of a report is words"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.integers(1, 40))
def test_clean_is_one_line_of_visible_characters(text: str, limit: int) -> None:
    found = clean(text, limit=limit)
    assert len(found) <= limit
    assert not any(unicodedata.category(c) == "Cc" for c in found)
    assert clean(found) == found


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2024-03-10", "10 Mar 2024"),
        ("2024-03-01/2024-03-31", "Mar 2024"),
        ("2022-01-01/2022-12-31", "2022"),
        ("2024-03-09/2024-03-10", "9\u201310 Mar 2024"),
        (None, "undated"),
        ("\x1b[31m", "[31m"),
        ("2024-02-28/2024-03-01", "28 Feb 2024 \u2013 1 Mar 2024"),
    ],
)
def test_days(iso: str | None, shown: str) -> None:
    assert day(iso) == shown


def test_spans() -> None:
    assert span_of(4, 7) == "4\u20137" and span_of(4, 4) == "4" and span_of(None, None) == "\u2013"
    assert span_of(9, 9, open_high=True) == "9+" and span_of(4, 19, open_high=True) == "4\u201319+"
