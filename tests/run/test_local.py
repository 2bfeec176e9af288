"""Many reports at once: what comes in, what is skipped, what is set aside, and that nothing takes the run down."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rashomon.errors import RashomonError
from rashomon.run import local
from rashomon.run.local import Progress, Summary
from rashomon.run.sources import content_source, expand
from rashomon.run.worker import Done, Same, Task, attempt
from rashomon.settings import Settings
from rashomon.store import Store, open_store
from rashomon.store.archive import without_times
from rashomon.store.protocol import Fetched
from tests.run.tiny import make_none, make_tiny, make_tiny_2

SETTINGS = Settings(workers=2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.db") as opened:
        yield opened


def reports(folder: Path, texts: dict[str, str | bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def go(
    store: Store,
    *names: Path | str,
    settings: Settings = SETTINGS,
    limit_s: float = 30.0,
    seen: list[Progress] | None = None,
) -> Summary:
    progress = seen.append if seen is not None else None
    return local.ingest(
        store, expand(names), settings=settings, reader_factory=make_tiny, limit_s=limit_s, progress=progress
    )


def dump(store: Store) -> str:
    return json.dumps([without_times(r) for r in store.archive()])


def test_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", {f"{i}.txt": f"Report {i} drone" for i in range(6)})
    first = go(store, folder)
    assert (first.new, first.unchanged, first.set_aside) == (6, 0, ())
    before, head = list(store.archive()), store.head()
    second = go(store, folder, folder / "0.txt")
    assert (second.new, second.unchanged) == (0, 6)
    assert (list(store.archive()), store.head()) == (before, head)


def test_new_bytes_are_a_new_version(store: Store, tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", {"a.txt": "one"})
    go(store, folder)
    reports(folder, {"a.txt": "two"})
    assert go(store, folder).versions == 1
    assert store.reports()[0].versions == 2


def test_order_and_processes_do_not_change_what_is_stored(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", {f"{i}.txt": f"Report {i} drone SLOW" for i in range(8)})
    files = sorted(folder.iterdir())
    dumps = []
    for name, order, workers in (("1.db", files, 1), ("2.db", files[::-1], 3)):
        with open_store(tmp_path / name) as store:
            go(store, *order, settings=replace(SETTINGS, workers=workers))
            dumps.append((dump(store), list(store.records())))
    assert dumps[0] == dumps[1]


def test_bad_reports_are_set_aside_and_the_rest_goes_on(store: Store, tmp_path: Path) -> None:
    folder = reports(
        tmp_path / "in",
        {
            "crash.txt": "CRASH",
            "bug.txt": "BUG",
            "huge.txt": "HUGE",
            "empty.txt": "",
            "big.txt": "x" * 3000,
            **{f"good{i}.txt": f"good {i}" for i in range(5)},
        },
    )
    os.mkfifo(tmp_path / "pipe.txt")
    seen: list[Progress] = []
    done = go(
        store,
        folder,
        tmp_path / "missing.txt",
        tmp_path / "pipe.txt",
        settings=replace(SETTINGS, max_bytes=2000),
        seen=seen,
    )
    assert done.new == 5
    assert {Path(p.address).name: p.reason for p in done.set_aside} == {
        "crash.txt": "worker_died",
        "bug.txt": "internal",
        "huge.txt": "memory",
        "empty.txt": "empty",
        "big.txt": "too_large",
        "missing.txt": "unreadable",
        "pipe.txt": "unreadable",
    }
    assert [p.done for p in seen] == list(range(1, 13)) and {p.total for p in seen} == {12}
    bug = next(p for p in done.set_aside if p.reason == "internal")
    assert "KeyError in tiny.py" in bug.message and "words of the report" not in bug.message
    assert not store.verify().findings


def test_a_report_that_hangs_is_ended_even_inside_a_regular_expression(store: Store, tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", {"hang.txt": "HANG", "a.txt": "good", "b.txt": "good too"})
    done = go(store, folder, limit_s=3.0)
    assert done.new == 2
    assert [p.reason for p in done.set_aside] == ["timeout"]


def test_what_failed_for_good_is_not_tried_on_every_run(store: Store, tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", {"bug.txt": "BUG", "good.txt": "good"})
    go(store, folder)
    before = store.problems()
    again = go(store, folder)
    assert store.problems() == before == again.set_aside
    reports(folder, {"bug.txt": "no more"})
    assert go(store, folder).new == 1
    assert store.problems() == ()


def test_retry_tries_again(store: Store, tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", {"bug.txt": "BUG", "empty.txt": ""})
    go(store, folder)
    reports(folder, {"empty.txt": "text at last"})
    done = local.retry(store, settings=SETTINGS, reader_factory=make_tiny)
    assert done.new == 1
    assert [p.attempts for p in store.problems()] == [2]
    assert local.retry(store, settings=SETTINGS, addresses=["/none"], reader_factory=make_tiny).new == 0


def test_what_would_meet_every_report_ends_the_run(store: Store, tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", {f"{i}.txt": "good" for i in range(3)})
    with pytest.raises(RashomonError, match="no model here"):
        local.ingest(store, expand([folder]), settings=SETTINGS, reader_factory=make_none)
    assert store.problems() == ()
    reports(folder, {"0.txt": "FATAL"})
    with pytest.raises(RashomonError, match="no model"):
        go(store, folder)


def test_reprocess_appends_and_keeps(store: Store, tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", {"a.txt": "Report a", "b.txt": "Report b"})
    go(store, folder)
    assert local.reprocess(store, settings=SETTINGS, reader_factory=make_tiny).unchanged == 2
    (folder / "a.txt").unlink()
    done = local.reprocess(store, [str(folder / "a.txt")], settings=SETTINGS, reader_factory=make_tiny_2)
    assert (done.versions, done.unchanged) == (1, 0)
    row = store.find(str(folder / "a.txt"))
    assert len(store.history(row)) == 2 and store.record(row).provenance.version == "2"
    assert len(store.history(store.find(str(folder / "b.txt")))) == 1


def test_another_language_is_kept_and_found(store: Store, tmp_path: Path) -> None:
    go(store, reports(tmp_path / "in", {"de.txt": "DEUTSCH Anschlag auf dem Markt"}))
    (row,) = store.reports()
    assert (row.language, row.claims, row.events) == ("de", 0, 0)
    assert store.search("Anschlag")
    assert store.record(row).document.notices == ("not read yet",)


def test_erased_reports_do_not_come_back(store: Store, tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", {"a.txt": "Report a", "b.txt": "Report b"})
    go(store, folder)
    store.erase(str(folder / "a.txt"), ground="g", who="w", at=local.now())
    done = go(store, folder)
    assert (done.erased, done.unchanged, done.new) == (1, 1, 0)


def test_bytes_without_an_address(store: Store) -> None:
    source = content_source(b"from a pipe")
    for want in (1, 0):
        assert local.ingest(store, [source], settings=SETTINGS, reader_factory=make_tiny).new == want
    assert store.reports()[0].address.startswith("sha256:")


def test_a_date_from_the_user_is_kept_for_reprocessing(store: Store) -> None:
    source = content_source(b"from a pipe")
    local.ingest(store, [source], settings=SETTINGS, reader_factory=make_tiny, published="2020-01-01")
    local.reprocess(store, settings=SETTINGS, reader_factory=make_tiny_2)
    assert store.reports()[0].published_at == "2020-01-01"


def test_file_names_that_are_not_utf8(store: Store, tmp_path: Path) -> None:
    folder = os.fsencode(reports(tmp_path / "in", {}))
    try:
        with open(folder + b"/caf\xe9.txt", "wb") as file:
            file.write(b"a report")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert go(store, tmp_path / "in").new == 1
    assert go(store, tmp_path / "in").unchanged == 1
    assert store.reports()[0].address.endswith("caf%E9.txt")


def test_a_page_that_must_not_be_fetched_is_set_aside_and_tried_again(store: Store) -> None:
    for attempts in (1, 2):
        done = go(store, "http://127.0.0.1:9/private")
        assert [(p.reason, p.attempts, p.kind) for p in done.set_aside] == [("fetch", attempts, "url")]
    assert store.reports() == ()


def test_a_page_that_is_as_stored_is_not_read_again() -> None:
    raw = b"a page"
    fetched = Fetched("http://a.example/", 200, (), ())
    task = Task(1, None, None, "http://a.example/", None)

    def get(url: str, settings: Settings) -> tuple[bytes, Fetched]:
        return raw, fetched

    read = attempt(make_tiny(SETTINGS), task, SETTINGS, get=get)
    assert isinstance(read, Done) and (read.raw, read.fetched, read.record.document.url) == (raw, fetched, task.url)
    again = replace(task, known=read.record.document.id)
    assert attempt(make_tiny(SETTINGS), again, SETTINGS, get=get) == Same(1)
