"""What the commands say to somebody who got something slightly wrong, or whose folder holds more than reports."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from rashomon.cli.exits import Exit
from rashomon.errors import NotFound
from rashomon.model.record import Record
from rashomon.run import pairs
from rashomon.store import Store, open_store
from rashomon.store.protocol import ReportRow
from tests.cli.test_cli import errors, here, rashomon  # noqa: F401  # the fixture


def test_files_that_are_not_read_are_named(here: Path) -> None:  # noqa: F811
    (here / "in" / "scan.pdf").write_bytes(b"%PDF-1.4")
    (here / "in" / "empty.txt").unlink()
    again = rashomon("ingest", "in", "--workers", "1")
    assert again.exit_code == Exit.OK
    assert "not read: 1 .pdf; folders are searched for .txt, .html and .md files" in again.stderr
    (here / "pdfs").mkdir()
    (here / "in" / "scan.pdf").rename(here / "pdfs" / "scan.pdf")
    assert "not read: 1 .pdf" in rashomon("ingest", "pdfs").stderr
    assert "not read" not in rashomon("ingest", "in", "--workers", "1").stderr


@pytest.mark.parametrize("words", ["", "  ", "**"])
def test_a_search_for_nothing_is_refused(here: Path, words: str) -> None:  # noqa: F811
    done = rashomon("search", words)
    assert done.exit_code == Exit.USAGE and "no word to look for" in errors(done)[0]
    assert rashomon("actors", "find", words).exit_code == Exit.USAGE


def test_who_finds_no_actor_is_told_so(here: Path) -> None:  # noqa: F811
    assert rashomon("actors", "find", "qqqqqqqq").output == "Nothing found.\n"


def test_a_head_that_is_none_does_not_look_like_a_broken_chain(here: Path) -> None:  # noqa: F811
    done = rashomon("audit", "verify", "--head", "abc")
    assert done.exit_code == Exit.USAGE and "'abc' is no head" in errors(done)[0]
    head = rashomon("audit", "verify").output.split()[-1]
    assert rashomon("audit", "verify", "--head", f" {head.upper()}").exit_code == Exit.OK


def test_errors_in_a_codebook_stand_in_one_line(here: Path) -> None:  # noqa: F811
    missing = rashomon("codebook", "check")
    assert missing.exit_code == Exit.USAGE and "codebook.yaml: No such file or directory;" in missing.stderr
    Path("codebook.yaml").write_text("a: 1\nb: [\n")
    broken = rashomon("codebook", "check")
    assert broken.exit_code == Exit.USAGE and len(broken.stderr.splitlines()) == 1
    assert "line 3 is no YAML" in broken.stderr


def test_tables_under_a_name_that_no_program_opens_as_a_zip(here: Path) -> None:  # noqa: F811
    done = rashomon("export", "--format", "csv", "-o", "out.csv")
    assert done.exit_code == Exit.OK and "a zip of tables for spreadsheets" in done.stderr and ".zip" in done.stderr
    assert zipfile.is_zipfile("out.csv")
    assert "note:" not in rashomon("export", "--format", "csv", "-o", "out.zip").stderr


def test_a_consent_for_an_actor_says_which_kind(here: Path) -> None:  # noqa: F811
    done = rashomon("consent", "Ali Karim", "--ground", "x")
    assert done.exit_code == Exit.NOT_FOUND and "say --kind actor" in errors(done)[0]


def test_who_says_no_learns_that_nothing_was_erased(here: Path) -> None:  # noqa: F811
    first = rashomon("reports", "--format", "jsonl").output.split('"report_id": "')[1][:12]
    done = rashomon("erase", first, "--ground", "x", stdin="n\n")
    assert done.exit_code == Exit.INTERRUPTED and "nothing was erased" in done.stderr
    assert rashomon("show", first).exit_code == Exit.OK


class TwoEvents:
    """A store whose every record tells of its first event twice."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def record(self, row: ReportRow) -> Record:
        record = self.store.record(row)
        first = record.events[0]
        return replace(record, events=(first, replace(first, id="e" + "0" * 12)))


def test_a_report_of_several_events_names_each(here: Path) -> None:  # noqa: F811
    with open_store("rashomon.db") as store:
        row = next(r for r in store.reports() if r.events)
        with pytest.raises(NotFound, match=f"may mean 2 violent events; name one of {row.report_id[:12]}:e") as caught:
            pairs.told(cast("Store", TwoEvents(store)), row.report_id[:8])
    assert f"{row.report_id[:12]}:e{'0' * 12}" in str(caught.value)


def test_pairs_without_a_terminal_say_that_nothing_was_asked(here: Path) -> None:  # noqa: F811
    assert "nothing was asked" in rashomon("review", "--pairs", stdin="s\n").stderr
    assert "nothing was asked" not in rashomon("review", "--pairs", "--list").stderr


def test_the_hash_of_a_report_stands_in_one_line(here: Path) -> None:  # noqa: F811
    first = rashomon("reports", "--format", "jsonl").output.split('"report_id": "')[1][:64]
    assert f"SHA-256 {first}" in rashomon("show", first).output.splitlines()
