"""Words quoted in part, what an outlet says of them, and notices: where a content ends, who is told, whose a cue is."""

from __future__ import annotations

import pytest

from rashomon.model.claims import Claim
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings

READER = Reader(Settings(claims="rules"))


def claims(body: str) -> tuple[Claim, ...]:
    text = f"Two boats burn in Port Aster\n\nThe harbour was closed on Monday after the fire.\n\n{body}\n"
    return READER.read(text.encode(), name="report.txt", published="2020-01-01").claims


def content(claim: Claim) -> str:
    return " ... ".join(span.text for span in claim.content)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("The owners blamed “hired men”, a phrase that they would not explain.", ["“hired men”"]),
        ("The Harbour Guard denied “any part” in a fax to a radio station in the hills.", ["“any part”"]),
        ("The Harbour Guard rejected the accusation, calling the fire “a show for the cameras”.",
         ["the accusation", "the fire “a show for the cameras”"]),
        ("The police denied having opened the gate, blaming “a broken lock”.", ["having opened the gate", "“a broken lock”"]),
        ("Two sailors were beaten in the yard, in what a senior official called “the price of silence”.", ["“the price of silence”"]),
        ("The mayor called on the crews to “go home”.", ["to “go home”"]),
        ("The mayor urged the crews not to sail.", ["not to sail"]),
        ("The Harbour Guard accepts full responsibility for the fire.", ["full responsibility for the fire"]),
        ("“Somebody shouted, ‘Fire on the pier!’” Ona Fell, who sells ice, says.", ["“Somebody shouted, ‘Fire on the pier!’”"]),
        ("Fires have taken more than 40 boats since April, a local rights network estimates.",
         ["Fires have taken more than 40 boats since April"]),
    ],
)  # fmt: skip
def test_where_the_words_end(body: str, said: list[str]) -> None:
    assert [content(c) for c in claims(body)] == said


@pytest.mark.parametrize(
    ("body", "addressee"),
    [
        ("The union demanded of the ministry that the pier be rebuilt.", "ministry"),
        ("The owners promised a map to the harbour police.", "harbour police"),
        ("The mayor told this newspaper that the boats had burned.", "newspaper"),
        ("The mayor told this reporter that the boats had burned.", None),
        ("‘Whose boats were they?’ asked the priest of the harbour.", None),
    ],
)
def test_to_whom(body: str, addressee: str | None) -> None:
    (found,) = claims(body)
    told = found.addressee.name if found.addressee is not None else None
    assert told == addressee or addressee is not None and told is not None and addressee in told


def test_a_notice_is_told_to_its_subject() -> None:
    (found,) = claims("Contractors are warned to stay away from the pier.")
    assert content(found) == "to stay away from the pier"
    assert found.addressee is not None and found.addressee.name == "Contractors"


def test_what_somebody_was_told_is_no_notice() -> None:
    assert claims("The crews were told to wait.") == ()


@pytest.mark.parametrize(
    ("body", "act"),
    [
        ("The mayor called that “a lie told over an open grave”.", "deny"),
        ("“Why should I waste oil on boats?” the mayor asked.", "report"),
    ],
)
def test_what_is_done_by_it(body: str, act: str) -> None:
    assert [c.act for c in claims(body)] == [act]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "The Harbour Front dismissed that as “a song they sing before they are counted”, and called on Osk to sail.",
            ["that as “a song they sing before they are counted”", "to sail"],
        ),
        ("The ministry called that “a story of its rivals” and left.", ["that “a story of its rivals”"]),
        (
            "The Harbour Front denies having sent them and offers “free use of our sheds”, of which it has none.",
            ["having sent them", "“free use of our sheds”"],
        ),
        (
            "The minister first suggested that fishing boats “carry more than fish”, then conceded that “a pilot may err”.",
            ["fishing boats “carry more than fish”", "“a pilot may err”"],
        ),
        ("The enemy calls the vehicle “a transport of men”.", ["the vehicle “a transport of men”"]),
    ],
)
def test_where_quoted_words_end_the_next_cue_begins(body: str, expected: list[str]) -> None:
    found = claims(body)
    assert [" ".join(s.text for s in c.content) for c in found] == expected
    assert len({c.speaker.name for c in found if c.speaker is not None}) == 1
