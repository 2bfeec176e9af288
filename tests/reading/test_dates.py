"""Publication lines in the forms that news uses."""

from __future__ import annotations

import pytest

from rashomon.reading.dates import date_line, dateline, is_age, stamps


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("Updated: March 05, 2024, 4:39 PM", None, "2024-03-05T16:39"),
        ("Last modified on Sun 12 Mar 2023 10.12 GMT", None, "2023-03-12T10:12+00:00"),
        ("Sunday, 12 March 2023", "2023-03-12", None),
        ("12/03/2023", "2023-03-12", None),
        ("03/25/2023 10:30", "2023-03-25T10:30", None),
        ("1.2.2023", "2023-02-01", None),
        ("2023-03-12T10:12:00Z", "2023-03-12T10:12+00:00", None),
        ("2023/3/5 17:20 (UTC+03:00)", "2023-03-05T17:20+03:00", None),
        ("Published On 12 Mar 2023", "2023-03-12", None),
        ("Published 18 Oct, 2024 04:55pm", "2024-10-18T16:55", None),
        ("10:12 GMT, 12 March 2023", "2023-03-12T10:12+00:00", None),
        (
            "First published on March 12th, 2023 at 5pm IST | Updated 13 March 2023, 11:05 p.m. EDT",
            "2023-03-12T17:00+05:30",
            "2023-03-13T23:05-04:00",
        ),
        ("Posted on 12-Mar-2023", "2023-03-12", None),
        ("Jan 16, 2025 / 18:52 EET", "2025-01-16T18:52+02:00", None),
        ("Published Date: Tue, 5 Mar 2024 4:30 WAT", "2024-03-05T04:30+01:00", None),
        ("Issued on: 13/05/2024 - 21:47", "2024-05-13T21:47", None),
        ("Sun, Mar 12, 2023, 10:12 AM XYZ", "2023-03-12T10:12", None),
    ],
)
def test_lines_of_dates(line: str, published: str | None, updated: str | None) -> None:
    found = date_line(line)
    assert found is not None and found.rest == ""
    assert next((s.value for s in found.stamps if s.label != "updated"), None) == published
    assert next((s.value for s in found.stamps if s.label == "updated"), None) == updated


def test_what_else_a_line_says() -> None:
    found = date_line("By Jane Roe | March 12, 2023")
    assert found is not None and found.rest == "By Jane Roe"
    found = date_line("He was born on 3 May 1980 in Kabul and was killed there.")
    assert found is not None and "was born" in found.rest


@pytest.mark.parametrize(
    "line", ["31/02/2023", "Route 12-13-14-15", "99/99/9999", "March 45, 2023", "12 March", "3.14159", ""]
)
def test_no_dates(line: str) -> None:
    assert stamps(line) == []


@pytest.mark.parametrize(
    ("line", "end", "value", "agency"),
    [
        ("KABUL, March 12 (Wire) - Three people", 25, None, "Wire"),
        ("BEIRUT (Reuters) - Three", 19, None, "Reuters"),
        ("(Reuters) - Three", 12, None, "Reuters"),
        ("(Bangkok) – Three", 12, None, None),
        ("Bogotá (Austral) – Three", 19, None, "Austral"),
        ("SANAA, Yemen, Jan. 3, 2024 -- Three", 30, "2024-01-03", None),
        ("LAKKI MARWAT: At least", 14, None, None),
    ],
)
def test_datelines(line: str, end: int, value: str | None, agency: str | None) -> None:
    found = dateline(line)
    assert found is not None and (found.end, found.value, found.agency) == (end, value, agency)


@pytest.mark.parametrize(
    "line",
    ["Three people: a list", "Israel-Gaza - war", "“We”: x", "Police said: nothing", "He (Jones) - a man - fled"],
)
def test_no_datelines(line: str) -> None:
    assert dateline(line) is None


def test_ages() -> None:
    assert is_age("3 hours ago") and is_age("Updated 5 mins ago") and is_age("5 min read")
    assert not is_age("3 hours ago the army attacked")
