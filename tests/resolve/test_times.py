"""Times in words to calendar intervals: sentences of our own, with what a careful reader makes of them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rashomon.annotate import annotate, build
from rashomon.extract.times import find_times
from rashomon.model.documents import Document, Part
from rashomon.model.times import Time
from rashomon.resolve.times import ground, read_times, resolve_times

#: A Thursday.
PUBLISHED = "2024-02-08"


@pytest.fixture(scope="session")
def nlp() -> Language:
    return build("bundled")


def document(text: str, *, published: str | None = PUBLISHED) -> Document:
    parts, at = [], 0
    for paragraph in text.split("\n\n"):
        parts.append(Part("body", at, at + len(paragraph)))
        at += len(paragraph) + 2
    return Document(id="0" * 64, text=text, parts=tuple(parts), published_at=published)


def times(nlp: Language, text: str, *, published: str | None = PUBLISHED) -> list[Time]:
    read = document(text, published=published)
    return list(resolve_times(find_times(annotate(nlp, read), document=read), document=read))


def shown(found: list[Time]) -> list[str]:
    return [
        time.start[:10] if time.start[:10] == time.end[:10] else f"{time.start[:10]}..{time.end[:10]}" for time in found
    ]


CASES = [
    # weekdays: past bias, the day itself, and what tells the future
    ("The army denounced the strike on Thursday.", ["2024-02-08"]),
    ("Two men were shot dead late on Wednesday.", ["2024-02-07"]),
    ("The shop was looted on Friday.", ["2024-02-02"]),
    ("Parliament said it would hold a session on Saturday.", ["2024-02-10"]),
    ("The council will vote on Monday.", ["2024-02-12"]),
    ("The talks are due to resume in Doha on Sunday.", ["2024-02-11"]),
    ("The minister was expected to arrive on Friday.", ["2024-02-09"]),
    ("Leaders are to meet next Tuesday.", ["2024-02-13"]),
    ("The meeting was postponed to Friday.", ["2024-02-09"]),
    ("The visit was postponed on Tuesday.", ["2024-02-06"]),
    ("He promised on Tuesday to rebuild the school.", ["2024-02-06"]),
    ("They promised to bury the dead on Friday.", ["2024-02-09"]),
    ("The group threatened to attack the base on Sunday.", ["2024-02-11"]),
    ("A curfew is in force until Saturday.", ["2024-02-10"]),
    ("Fighting has raged since Monday.", ["2024-02-05"]),
    ("Tuesday's attack killed nine.", ["2024-02-06"]),
    ("They met last Thursday.", ["2024-02-01"]),
    ("He was killed on Thursday last week.", ["2024-02-01"]),
    ("Clashes broke out on Sunday morning.", ["2024-02-04"]),
    ("The bomb went off at dawn on Sunday.", ["2024-02-04"]),
    ("The convoy was hit in the early hours of Tuesday.", ["2024-02-06"]),
    ("On the evening of 3 February, gunmen came.", ["2024-02-03"]),
    ("The minister said on Monday that the army would withdraw.", ["2024-02-05"]),
    ("The strike would have begun on Monday but for the rain.", ["2024-02-05"]),
    ("They tried to flee on Monday.", ["2024-02-05"]),
    ("Police sought a man believed to be behind a Friday blast.", ["2024-02-02"]),
    ("The baker was able to open on Tuesday.", ["2024-02-06"]),
    # days by name
    ("He died yesterday.", ["2024-02-07"]),
    ("The army said today that it had left.", ["2024-02-08"]),
    ("Nobody slept last night.", ["2024-02-07"]),
    ("A new round begins tomorrow.", ["2024-02-09"]),
    ("The day before yesterday a shell fell.", ["2024-02-06"]),
    ("The city was bombed overnight.", ["2024-02-07..2024-02-08"]),
    ("Drones attacked the port overnight into Wednesday.", ["2024-02-06..2024-02-07"]),
    # dates
    ("It happened on January 27.", ["2024-01-27"]),
    ("It happened on 27 January.", ["2024-01-27"]),
    ("It happened on 27th January 2022.", ["2022-01-27"]),
    ("It happened on Saturday, January 27, 2024, in Doha.", ["2024-01-27"]),
    ("It happened on Nov. 3.", ["2023-11-03"]),
    ("It happened on 2023-12-24.", ["2023-12-24"]),
    ("It happened on 24/12/2023.", ["2023-12-24"]),
    ("Elections are scheduled for February 25.", ["2024-02-25"]),
    ("A vote will be held on June 9.", ["2024-06-09"]),
    ("The group claims the action of February 5.", ["2024-02-05"]),
    ("He was arrested on the 12th.", ["2024-01-12"]),
    ("The attack of 9 May last year killed six.", ["2023-05-09"]),
    # months, years, decades
    ("The war broke out in October.", ["2023-10-01..2023-10-31"]),
    ("The mosque was burnt in February.", ["2024-02-01..2024-02-29"]),
    ("The trial will open in April.", ["2024-04-01..2024-04-30"]),
    ("In January 2020, a drone killed him.", ["2020-01-01..2020-01-31"]),
    ("In May last year the army withdrew.", ["2023-05-01..2023-05-31"]),
    ("They withdrew last May.", ["2023-05-01..2023-05-31"]),
    ("The October attack killed six.", ["2023-10-01..2023-10-31"]),
    ("The group split in 2019.", ["2019-01-01..2019-12-31"]),
    ("Nobody has voted there since 2015.", ["2015-01-01..2015-12-31"]),
    ("The 2015 agreement has failed.", ["2015-01-01..2015-12-31"]),
    ("Rebels ruled the valley in the 1990s.", ["1990-01-01..1999-12-31"]),
    ("The village was burnt in late 2021.", ["2021-01-01..2021-12-31"]),
    # units that turn on the publication
    ("The process began last month.", ["2024-01-01..2024-01-31"]),
    ("The group this month suspended its raids.", ["2024-02-01..2024-02-29"]),
    ("He resigned last week.", ["2024-01-29..2024-02-04"]),
    ("It was the third attack this week.", ["2024-02-05..2024-02-11"]),
    ("They will meet next week.", ["2024-02-12..2024-02-18"]),
    ("Earlier this year a mine killed four.", ["2024-01-01..2024-12-31"]),
    ("So far this year 40 have died.", ["2024-01-01..2024-12-31"]),
    ("The law passed last year.", ["2023-01-01..2023-12-31"]),
    ("Troops will leave next year.", ["2025-01-01..2025-12-31"]),
    ("The camp was raided three weeks ago.", ["2024-01-15..2024-01-21"]),
    ("He was shot two days ago.", ["2024-02-06"]),
    ("His brother was killed four months ago.", ["2023-10-01..2023-10-31"]),
    ("The base was built two years ago.", ["2022-01-01..2022-12-31"]),
    ("The party was founded a decade ago.", ["2010-01-01..2019-12-31"]),
    ("Shells hit the town at the weekend.", ["2024-02-03..2024-02-04"]),
    # from the day told before
    ("On January 27 they met. The following day a drone killed three.", ["2024-01-27", "2024-01-28"]),
    ("A bomb killed six on January 3. Two days later the mayor fled.", ["2024-01-03", "2024-01-05"]),
    ("A bomb killed six on January 3. Five days earlier a mine had killed two.", ["2024-01-03", "2023-12-29"]),
    ("A bomb killed six on January 3. The previous day a mine had killed two.", ["2024-01-03", "2024-01-02"]),
    ("A bomb killed six on January 3. Another went off the same day.", ["2024-01-03", "2024-01-03"]),
    ("Gunmen killed six on Sunday. The raid came ten days after an ambush.", ["2024-02-04", "2024-01-25"]),
    ("Gunmen killed six in a raid on Sunday. Two days before the raid, a drone was seen.", ["2024-02-04", "2024-02-02"]),
    ("A bomb killed six in 2014. A year later the army came back.", ["2014-01-01..2014-12-31", "2015-01-01..2015-12-31"]),
    # a story told with its year goes on without it
    ("On 3 May 2019 they met. On 12 May they fought, and in June they fled.", ["2019-05-03", "2019-05-12", "2019-06-01..2019-06-30"]),
    ("On 3 May 2019 they met. They parted last week. They met on 2 February.", ["2019-05-03", "2024-01-29..2024-02-04", "2024-02-02"]),
    # ranges
    ("Between 3 and 5 January, 40 people died.", ["2024-01-03..2024-01-05"]),
    ("From December 30 to January 2 the road was closed.", ["2023-12-30..2024-01-02"]),
    ("The talks of 12-14 January failed.", ["2024-01-12..2024-01-14"]),
    ("The war of 2011-2014 left scars.", ["2011-01-01..2014-12-31"]),
    # clock times belong to their day
    ("A missile hit the depot on Tuesday. It struck at 6:40 a.m. as a shift began.", ["2024-02-06", "2024-02-06"]),
    ("The ship was hit at 03:30 local time on Sunday.", ["2024-02-04"]),
    ("At about 20:15 GMT on Monday a car blew up.", ["2024-02-05"]),
    ("It blew up at 6:40 a.m. (0340 GMT) on Monday.", ["2024-02-05"]),
    ("On Monday four shells fell between 9am and 9.30am.", ["2024-02-05", "2024-02-05"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:60] for text, _ in CASES])
def test_sentences(nlp: Language, text: str, expected: list[str]) -> None:
    assert shown(times(nlp, text)) == expected


NO_TIMES = [
    "Protesters may march on the capital.",
    "May God protect the town, he prayed.",
    "April Jones and August Brown were hurt.",
    "Mayor June Abara spoke to the crowd.",
    "They march every Friday to the square.",
    "Raids happen two or three times a week.",
    "They were held for three days.",
    "A two-hour battle followed.",
    "The 12-year-old boy and a man aged 45 died.",
    "In recent weeks drones have been seen.",
    "The March 23 Movement denied it.",
    "The Good Friday Agreement held.",
    "The 12th Brigade fired 2,000 shells.",
    "More than 2010 people were held in the camp.",
    "UN Resolution 1701 was ignored, and Flight 2034 was late.",
    "The rebels are now in control, and currently hold the bridge.",
    "Over the past few years the army has lost ground.",
    "It costs $2000 a head.",
    "Sunday Adeyemo spoke to reporters.",
    "The score was 2.30 to 1.",
]


@pytest.mark.parametrize("text", NO_TIMES, ids=[text[:50] for text in NO_TIMES])
def test_no_times(nlp: Language, text: str) -> None:
    assert shown(times(nlp, text)) == []


def test_datelines_are_metadata(nlp: Language) -> None:
    assert shown(times(nlp, "KABUL, January 12 (Wire) - Six people were killed on Sunday, police said.")) == [
        "2024-02-04"
    ]


def test_without_a_date_only_what_is_absolute_is_resolved(nlp: Language) -> None:
    text = "A bomb killed six on Sunday. On 3 May 2019 a bomb had killed two. The following day the mayor fled. It was a bad year, last year."
    assert shown(times(nlp, text, published=None)) == ["2019-05-03", "2019-05-04"]


def test_named_days_keep_their_year(nlp: Language) -> None:
    assert shown(times(nlp, "Nobody forgot the September 11 attacks.")) == ["2001-09-11"]
    assert shown(times(nlp, "It began after the October 7 attack by Hamas.", published="2025-03-01")) == ["2023-10-07"]


def test_precision_and_clock(nlp: Language) -> None:
    (time,) = times(nlp, "At about 20:15 GMT on Monday a car blew up.")
    assert (time.start, time.end, time.precision, time.basis) == (
        "2024-02-05T20:15+00:00",
        "2024-02-05T20:15+00:00",
        "minute",
        "relative",
    )
    (time,) = times(nlp, "A car blew up on 3 May 2019.")
    assert (time.precision, time.basis) == ("day", "stated")
    assert [t.precision for t in times(nlp, "In 2019, in June 2020, in the 1990s, last week, overnight and yesterday, it burnt.")] == [
        "year", "month", "decade", "week", "range", "day"]  # fmt: skip


def test_speech_does_not_move_the_day(nlp: Language) -> None:
    text = "Gunmen killed six on Sunday. The police said on Tuesday that they had fled. The following day a mine killed two."
    assert shown(times(nlp, text)) == ["2024-02-04", "2024-02-06", "2024-02-05"]


def test_tokens_know_their_time(nlp: Language) -> None:
    read = document("Gunmen killed six late on Sunday in Doha.")
    doc = annotate(nlp, read)
    mentions = find_times(doc, document=read)
    found, table = read_times(mentions, document=read, size=len(doc))
    assert [token.text for token, owner in zip(doc, table, strict=True) if owner == "t1"] == ["late", "on", "Sunday"]
    assert ground(found, mentions, len(doc)) == table and len(table) == len(doc)
    assert all(time.span.quotes(read.text) for time in found)


SPOKEN = [
    ("Six died on Sunday. The gate was hit at half past eight.", ["2024-02-04", "2024-02-04"]),
    ("Six died on Sunday; by dawn the town was empty.", ["2024-02-04", "2024-02-04"]),
    ("He had promised to print it on Saturday the 3rd.", ["2024-02-03"]),
    ("She ate there on the sixteenth.", ["2024-01-16"]),
    ("They left in the last week of October.", ["2023-10-30..2023-10-31"]),
    ("They left in the second week of October 2022.", ["2022-10-10..2022-10-16"]),
    ("They left on the last day of October.", ["2023-10-31"]),
    ("More than 100 have died since the New Year.", ["2024-01-01"]),
    ("What happened here a week ago today is told in three ways.", ["2024-02-01"]),
    ("Eight nights ago they came through the gate.", ["2024-01-31"]),
    ("The shooting was revenge for Monday's bombing.", ["2024-02-05"]),
    ("They will strike unless he is freed by Friday.", ["2024-02-09"]),
    ("The season lasts until May.", ["2024-05-01..2024-05-31"]),
    ("The raid killed six. Two days after the raid, a mine exploded.", []),
    # nights told by both days, or by the one before
    ("It was hit on the night of 14-15 January.", ["2024-01-14..2024-01-15"]),
    ("It was hit on the night of January 14 to 15.", ["2024-01-14..2024-01-15"]),
    ("It was hit in the night between Saturday and Sunday.", ["2024-02-03..2024-02-04"]),
    ("It was hit overnight from Sunday to Monday.", ["2024-02-04..2024-02-05"]),
    ("It was hit the night before last.", ["2024-02-06"]),
    # several days, numeric dates, days of a month that turns
    ("It was hit on 14 and 15 January.", ["2024-01-14..2024-01-15"]),
    ("It was hit on January 14 and 15.", ["2024-01-14..2024-01-15"]),
    ("It was hit on 14, 15 and 16 January.", ["2024-01-14..2024-01-16"]),
    ("It was hit from January 14 through January 16.", ["2024-01-14..2024-01-16"]),
    ("It was hit on 14.01.2024 and on 16-01-2024.", ["2024-01-14", "2024-01-16"]),
    ("It was hit on the 14th of last month.", ["2024-01-14"]),
    ("It was hit on Sunday 4th.", ["2024-02-04"]),
    # seasons, halves, decades, fortnights
    ("The station was emptied last autumn.", ["2023-09-01..2023-11-30"]),
    ("The station was emptied in the spring of 2020.", ["2020-03-01..2020-05-31"]),
    ("It is the second time this spring.", []),
    ("Forty died in the first half of 2020.", ["2020-01-01..2020-06-30"]),
    ("Forty died in the second quarter of last year.", ["2023-04-01..2023-06-30"]),
    ("Rebels ruled the valley in the early nineties.", ["1990-01-01..1999-12-31"]),
    ("The camp was raided a fortnight ago.", ["2024-01-22..2024-01-28"]),
    ("The camp was raided some ten years ago.", ["2014-01-01..2014-12-31"]),
    ("The court sits in two weeks' time.", ["2024-02-19..2024-02-25"]),
    ("The camp was raided at the start of the year.", ["2024-01-01..2024-12-31"]),
    ("In the year 2009 the camp was raided.", ["2009-01-01..2009-12-31"]),
    # clock times: dotted, by number and part of the day, the day told by whoever spoke
    ("The front admits the bomb of Monday. It went off at 11.50, not before.", ["2024-02-05", "2024-02-05"]),
    ("Six died on Sunday. At noon the gate was shut, and at 2.30 in the afternoon it fell.", ["2024-02-04"] * 3),
    ("Six died on Sunday. Two nights later the gate fell.", ["2024-02-04", "2024-02-06"]),
    ("They counted 2.30 metres of wall on Sunday.", ["2024-02-04"]),
]


@pytest.mark.parametrize(("text", "expected"), SPOKEN)
def test_spoken_times(nlp: Language, text: str, expected: list[str]) -> None:
    assert shown(times(nlp, text)) == expected


def test_a_heading_is_what_today_means_below_it(nlp: Language) -> None:
    blog = (
        "Wednesday, 7 February 2024\n\n22:10 Two died this morning, doctors say.\n\n"
        "Tuesday, 6 February 2024\n\n09:15 Shells fell last night. Now the clinic was hit, at about 06:40."
    )
    assert shown(times(nlp, blog)) == ["2024-02-07", "2024-02-05", "2024-02-06"]
