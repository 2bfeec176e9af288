"""Every kind of line becomes its part of the record, and every mistake is a problem that names its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus import compiling
from corpus.compiling import check, compile_report, form_of, interval, number
from corpus.inline import Malformed, parse
from tests.corpus.report import HEAD, TABLE, TEXT, compiled, with_line


def row(layer: str, name: str) -> dict[str, Any]:
    return next(x for x in compiled().record[layer] if x["id"] == name)


def test_the_whole_report_compiles_and_every_span_quotes() -> None:
    made = compiled()
    assert made.problems == []
    text = made.record["document"]["text"]
    assert made.record["document"]["publisher"] == "Bereg Daily"
    assert [text[p["start"] : p["end"]] for p in made.record["document"]["parts"]][:2] == [
        "Two dead as mine blast hits Velika bus",
        "Driver among them",
    ]
    assert text[made.record["document"]["parts"][2]["start"] :].startswith("The blast killed")


def test_actors_and_places_are_found_by_their_names_the_longest_first() -> None:
    actor, place = row("actors", "a1"), row("places", "p1")
    assert [m["text"] for m in actor["mentions"]] == ["Colonel Goran Petek", "Petek"]
    assert (actor["kind"], actor["aliases"], actor["level"]) == ("person", ["Goran Petek", "Petek"], None)
    assert [r["title"] for r in actor["roles"]] == ["district police chief"]
    assert row("actors", "a3")["level"] == "crowd"
    assert place["within"] == ["Brod District", "Croatia"] and len(place["mentions"]) == 2


def test_a_time() -> None:
    time = row("times", "t1")
    assert (time["start"], time["end"], time["precision"], time["basis"]) == (
        "2003-05-19",
        "2003-05-19",
        "day",
        "relative",
    )
    assert time["span"]["text"] == "early on Monday"


def test_claims_with_speaker_cue_addressee_medium_and_alternatives() -> None:
    first, second, third, fourth = (row("claims", f"c{n}") for n in (1, 2, 3, 4))
    assert (first["speaker"]["actor_id"], first["speaker"]["level"]) == ("a1", "named")
    assert first["speaker"]["span"]["text"] == "Colonel Goran Petek" and first["cue"]["text"] == "told"
    assert first["addressee"]["actor_id"] == "a3" and first["via"]["text"] == "on the phone"
    assert first["about"] == ["e1"] and first["form"] == "indirect"
    assert second["acts"] == ["report", "accuse"] and second["speaker"]["or"] == ["a4"] and second["form"] == "direct"
    assert second["speaker"]["span"]["text"] == "he" and second["within"] == "c1"
    assert third["negated"] and not third["hedged"] and third["act"] == "deny"
    assert fourth["speaker"] is None and fourth["or_null"] and fourth["hedged"]


def test_figures() -> None:
    first, second = row("figures", "f1"), row("figures", "f2")
    assert (first["measure"], first["low"], first["high"], first["qualifier"]) == ("killed", 2, None, "at_least")
    assert (first["claim_id"], first["event_id"], first["as_of"], first["scope"]) == ("c1", "e1", "t1", "event")
    assert second["part_of"] == "f1" and second["population"] == "child" and second["or_null"]
    assert row("figures", "f4")["speaker"] is None


def test_a_victim() -> None:
    victim = row("victims", "v1")
    assert victim["age"] == {"low": 41, "high": 41} and victim["sex"] == "male" and victim["role"] == "driver"
    assert [n["text"] for n in victim["names"]] == ["Ivo Mar"] and victim["in_figures"] == ["f1"]
    unnamed = with_line("v1 killed civilian - e1 unnamed")
    assert unnamed.problems == [] and unnamed.record["victims"][0]["names"] == []


def test_events_with_actors_targets_words_and_rival_answers() -> None:
    blast, closing = row("events", "e1"), row("events", "e2")
    assert [(p["role"], p["span"]["text"]) for p in blast["participants"]] == [
        ("actor", "men with rifles"), ("victim", "Ivo Mar"), ("target", "bus"),
    ]  # fmt: skip
    assert (blast["start"], blast["time_id"], blast["place_id"]) == ("2003-05-19", "t1", "p1") and blast["main"]
    assert blast["instruments"][0]["span"]["text"] == "mine" and len(blast["triggers"]) == 2
    (answer,) = blast["answers"]
    assert (answer["question"], answer["value"], answer["speaker"]["actor_id"], answer["negated"]) == (
        "perpetrator", "a2", "a1", True,
    )  # fmt: skip
    assert (
        closing["acled"] is None and closing["plovers"] == ["MOBILIZE", "COERCE"] and closing["start"] == "2003-05-19"
    )


def test_relations_and_links() -> None:
    record = compiled().record
    assert record["relations"] == [{"subject_id": "a1", "relation": "leads", "object_id": "a4", "optional": True}]
    assert record["links"][0]["kinds"] == ["response_to", "follows"] and not record["links"][0]["optional"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        # actors and places
        ("a1 person:", "no name"),
        ("a1 person", "too short"),
        ("a1 hero: Petek", "kind is no controlled value: 'hero'"),
        ("a1 person/loud: Petek", "level is no controlled value: 'loud'"),
        ("a1 person: Horvat", "does not stand in the text: 'Horvat'"),
        ("a1 person: Pete", "does not stand in the text: 'Pete'"),
        ("p1 hamlet: Velika < Croatia", "precision is no controlled value: 'hamlet'"),
        # times
        ("t1 2003-05-19", "too short"),
        ("t1 May day", "no ISO date: 'May'"),
        ("t1 2003-02-30 day", "no ISO date: '2003-02-30'"),
        ("t1 2003-05-19..2003-05-01 range", "ends before it starts"),
        ("t1 2003-05-19 noonish", "precision is no controlled value"),
        ("t1 2003-05-19 day neg", "unknown option 'neg'"),
        ("t9 2003-05-19 day", "t9 is marked nowhere"),
        # claims
        ("c1 a1 report", "too short"),
        ("c1 a7 report named", "no actor a7"),
        ("c2 a1/a7 report named", "no actor a7"),
        ("c1 a1 shout named", "act is no controlled value: 'shout'"),
        ("c1 a1 report loud", "level is no controlled value: 'loud'"),
        ("c1 a1 report named with=a3", "unknown option 'with=a3'"),
        ("c1 a1 report named to", "option to needs a value"),
        ("c1 a1 report named neg=yes", "option neg takes no value"),
        ("c1 a1 report named neg neg", "option neg is there twice"),
        ("c1 a1 report named to=a9", "no actor a9"),
        ('c1 a1 report named via="by radio"', "not in the text: 'by radio'"),
        ("c1 a1 report named about=e7", "there is no e7"),
        ("c2 a1 report named in=c8", "there is no c8"),
        ("c7 a1 report named", "c7 is marked nowhere"),
        # figures
        ("f1 killed 2+ any a1", "too short"),
        ("f1 slain 2+ any a1 e1", "measure is no controlled value: 'slain'"),
        ("f1 killed two any a1 e1", "no number: 'two'"),
        ("f1 killed 5-3 any a1 e1", "low is above high"),
        ("f1 killed 2 everyone a1 e1", "population is no controlled value"),
        ("f1 killed 2 any a1 e8", "there is no e8"),
        ("f1 killed 2 any a1 e1 of=f8", "there is no f8"),
        ("f1 killed 2 any a1 e1 of=f1", "no part of itself"),
        ("f1 killed 2 any a1 e1 c=c8", "there is no c8"),
        ("f1 killed 2 any a1 e1 asof=t8", "there is no t8"),
        # victims
        ("v1 killed civilian -", "too short"),
        ("v1 slain civilian - e1", "harm is no controlled value"),
        ("v1 killed brave - e1", "status is no controlled value"),
        ("v1 killed civilian - e1 sex=x", "sex is f or m: 'x'"),
        ("v1 killed civilian - e1 age=old", "no number: 'old'"),
        ("v1 killed civilian - e1 in=f8", "there is no f8"),
        ("v1 killed civilian - e1 c=c8", "there is no c8"),
        ("v1 killed civilian - e8", "there is no e8"),
        # events
        ("e1 ASSAULT -", "too short"),
        ("e1 HIT - happened", "plover is no controlled value: 'HIT'"),
        ('e1 ASSAULT "Big bang" happened', "no ACLED sub-event type: 'Big bang'"),
        ("e1 ASSAULT - perhaps", "modality is no controlled value"),
        ("e1 ASSAULT - happened who=a8", "who: there is no a8"),
        ('e1 ASSAULT - happened whom="the tanks"', "not in the text: 'the tanks'"),
        ("e1 ASSAULT - happened at=p8", "there is no p8"),
        ("e1 ASSAULT - happened on=t8", "there is no t8"),
        ("e1 ASSAULT - happened on=yesterday", "no ISO date: 'yesterday'"),
        ("e1 ASSAULT - happened with=rockets", "with: not in the text: 'rockets'"),
        # answers, relations, links
        ("? e1 perpetrator a2", "too short"),
        ("? e8 perpetrator a2 a1", "there is no e8"),
        ("? e1 colour red a1", "question is no controlled value"),
        ("? e1 perpetrator a8 a1", "there is no a8"),
        ("? e1 perpetrator a2 a1 c=c8", "there is no c8"),
        ("= a1 leads a8", "there is no a8"),
        ("= a1 follows a4", "relation is no controlled value"),
        ("= a1 leads a4 perhaps", "unknown option 'perhaps'"),
        ("> e2 follows e8", "there is no e8"),
        ("> e2 causes e1", "link is no controlled value"),
        ("x1 whatever else", "no kind of line begins so"),
    ],
)  # fmt: skip
def test_a_mistake_is_a_problem_that_names_its_line(line: str, message: str) -> None:
    begin = " ".join(parse(HEAD + f"---\nT\n---\n{line}\n").table[0])[:70]
    mine = [p for p in with_line(line).problems if p.startswith(begin)]
    assert any(message in p for p in mine), with_line(line).problems


@pytest.mark.parametrize("begin", ["a1", "p1", "t1", "e1", "f1", "c1", "v1"])
def test_an_id_stands_once(begin: str) -> None:
    line = next(x for x in TABLE.splitlines() if x.startswith(begin + " "))
    assert any("this id is there twice" in p for p in compiled(table=TABLE + line + "\n").problems)


def test_marks_without_a_line_are_named() -> None:
    lines = [x for x in TABLE.splitlines() if not x.startswith(("f4 ", "c4 "))]
    problems = compiled(table="\n".join(lines) + "\n").problems
    assert sorted(problems) == [
        "[c4 ...] is marked, but the table has no line c4",
        "[f4 ...] is marked, but the table has no line f4",
        "[q4 ...] is marked, but the table has no line c4",
    ]


def test_a_claim_needs_a_cue_or_says_that_it_has_none() -> None:
    text = TEXT.replace("[q3 denied]", "denied")
    assert any("no cue" in p for p in compiled(text=text).problems)
    table = TABLE.replace("c3 a2 deny named_office neg", "c3 a2 deny named_office neg nocue")
    assert compiled(text=text, table=table).problems == []


def test_an_empty_mark_is_named_and_the_claim_stays() -> None:
    made = compiled(text=TEXT.replace("[s2 he]", "[s2 ]he"))
    assert made.problems == ["c2 a1/a4 report/accuse named in=c1: s2 marks no words"]
    assert len(made.record["claims"]) == 4


def test_claims_are_not_in_the_headline() -> None:
    made = compiled(text=TEXT.replace("[e1 mine blast] hits", "[c1 [e1 mine blast]] hits"))
    assert any("not from the headline" in p for p in made.problems)


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("publisher: A\nstyle: wire\n", "header: no published"),
        ("published: 2001-01-01\nstyle: wire\n", "header: no publisher"),
        ("publisher: A\npublished: 2001-01-01\nstyle: poem\n", "header: style is one of"),
        ("publisher: A\npublished: spring\nstyle: wire\n", "header: published is an ISO date"),
        ("publisher: A\npublished: 2001-01-01\nupdated: later\nstyle: wire\n", "header: updated is an ISO date"),
    ],
)
def test_the_header_is_checked(head: str, message: str) -> None:
    assert any(p.startswith(message) for p in compiled(head=head).problems)


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("3", (3, 3, "exactly")), ("3-5", (3, 5, "exactly")), ("10+", (10, None, "at_least")), (">30", (30, None, "more_than")),
        ("<=12", (None, 12, "at_most")), ("~200", (200, 200, "about")), ("0", (0, 0, "reported_none")), ("?", (None, None, "unspecified")),
    ],
)  # fmt: skip
def test_numbers(token: str, value: tuple[int | None, int | None, str]) -> None:
    assert number(token) == value


@pytest.mark.parametrize("token", ["", "three", "3.5", ">3+", "<=2-4", "-3", "3\n"])
def test_what_is_no_number(token: str) -> None:
    with pytest.raises(Malformed):
        number(token)


def test_intervals() -> None:
    assert interval("2014-06-12") == ("2014-06-12", "2014-06-12")
    assert interval("2014-06-10..2014-06-12") == ("2014-06-10", "2014-06-12")
    assert interval("2014-06-12T09:30..2014-06-12") == ("2014-06-12T09:30", "2014-06-12")
    for wrong in ("20140612", "2014-W24", "2014-06", "2014-06-12T29:00"):
        with pytest.raises(Malformed):
            interval(wrong)


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (["“We saw it fall.”"], "direct"), (["'We saw it fall,'", "'and then nothing.'"], "direct"), (["the house fell"], "indirect"),
        (["the troops' lorry hadn't left"], "indirect"), (["it was “a calamity” for all"], "mixed"), (["“We ran. The next paragraph"], "direct"),
        (["that the ‘raid’ failed"], "mixed"), (["«Nous partons»"], "direct"),
    ],
)  # fmt: skip
def test_the_form_follows_from_the_quote_marks(content: list[str], form: str) -> None:
    assert form_of([{"text": t} for t in content]) == form


def test_check_names_file_and_problem_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.ann").write_text(f"{HEAD}---\n{TEXT}---\n{TABLE}")
    (tmp_path / "bad.ann").write_text(f"{HEAD}---\n{TEXT}---\n{TABLE}t7 soon day\n")
    (tmp_path / "broken.ann").write_text("no sections")
    assert check([str(tmp_path)]) == 2
    out = capsys.readouterr().out
    assert "bad.ann: t7 soon day" in out and "broken.ann: three sections" in out and "good.ann" not in out
    assert out.endswith("3 reports, 0 incidents, 2 files with problems\n")


def test_a_second_annotator_sees_text_and_header_only(tmp_path: Path) -> None:
    text = TEXT.replace("a driver", r"a driver \[of the bus\]")
    head = HEAD.replace("Marta Ilves", "Marta---Ilves")
    source = tmp_path / "in" / "inc" / "01.ann"
    source.parent.mkdir(parents=True)
    source.write_text(f"{head}---\n{text}---\n{TABLE}")
    compiling.blank(str(tmp_path / "in"), str(tmp_path / "out"))
    blank = parse((tmp_path / "out" / "inc" / "01.ann").read_text())
    whole = parse(source.read_text())
    assert (blank.text, blank.standfirst, blank.header) == (whole.text, whole.standfirst, whole.header)
    assert blank.spans == {} and blank.table == []


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "one.ann"
    path.write_text(f"{HEAD}---\n{TEXT}---\n{TABLE}")

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["corpus.compiling", *arguments])
        return compiling.main(), capsys.readouterr().out

    assert run("check", str(path))[0] == 0
    assert run("text", str(path))[1].startswith("Two dead as mine blast hits Velika bus\nDriver among them\n\n")
    code, shown = run("record", str(path))
    assert code == 0 and json.loads(shown) == compile_report(path.read_text()).record
    assert run("nonsense")[0] == 2
