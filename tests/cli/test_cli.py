"""The commands, as a person types them: what they print, what they exit with, and that they never show a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from rashomon.cli import COMMANDS, cli, exits, run
from rashomon.cli.exits import Exit
from rashomon.errors import StoreError
from rashomon.run import local, pairs
from rashomon.run.sources import expand
from rashomon.settings import Settings
from rashomon.store import open_store
from tests.run.tiny import make_tiny

ROOT = Path(__file__).resolve().parents[2]
STRIKE = (
    "Toll rises\n\nMajor Ali Karim said 12 people were killed in Kirkuk on 2024-02-07. A drone killed Omar Hadi, 30."
)
OTHER = "Market fire\n\nGovernor Sara Noor said 3 people were injured in Mosul on 2024-02-06."


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a store of two reports and one that was set aside."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "strike.txt").write_text(STRIKE)
    (folder / "fire.txt").write_text(OTHER)
    (folder / "empty.txt").write_text("")
    monkeypatch.chdir(tmp_path)
    with open_store("rashomon.db") as store:
        local.ingest(store, expand([folder]), settings=Settings(workers=1), reader_factory=make_tiny)
    return tmp_path


def rashomon(*arguments: str, stdin: str | None = None) -> Result:
    """Runs a command in this process, exactly as `main` does but for the exit."""

    @click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
    @click.argument("args", nargs=-1, type=click.UNPROCESSED)
    @click.pass_context
    def outer(ctx: click.Context, args: tuple[str, ...]) -> None:
        ctx.exit(run(args))

    result = CliRunner().invoke(outer, list(arguments), input=stdin)
    assert "Traceback" not in result.output, result.output
    return result


def process(*arguments: str, stdin: bytes | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "rashomon", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, env=environment, timeout=120, check=False)


def errors(result: Result) -> list[str]:
    return [line for line in result.stderr.splitlines() if line.startswith("error:")]


def test_help_names_every_command_and_exit_code() -> None:
    text = rashomon("--help").output
    for name, (_, _, short) in COMMANDS.items():
        assert name in text and short.split()[0] in text
    for code, meaning in exits.MEANING.items():
        assert str(code.value) in text and meaning.split(" (")[0] in text
    assert set(exits.MEANING) == set(Exit)


@pytest.mark.parametrize("name", [*COMMANDS, "problems list", "problems retry", "problems drop", "audit verify"])
def test_every_command_has_a_help(name: str) -> None:
    result = rashomon(*name.split(), "--help")
    assert result.exit_code == 0 and f"rashomon {name}" in result.output


def test_every_command_is_what_the_table_says() -> None:
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None and command.name == name


def test_help_is_fast_and_loads_nothing_heavy() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    code = (
        "import sys; from rashomon.cli import run; code = run(['--help']);"
        "heavy = [m for m in ('spacy', 'sqlalchemy', 'rich', 'trafilatura', 'httpx', 'numpy', 'yaml') if m in sys.modules];"
        "assert not heavy, heavy; sys.exit(code)"
    )
    times = []
    for _ in range(3):
        start = time.monotonic()
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=False)
        times.append(time.monotonic() - start)
        assert done.returncode == 0, done.stderr
    assert min(times) < 0.4


def test_version() -> None:
    assert rashomon("--version").output.startswith("rashomon, version 0")


def test_reports_lists_what_is_stored(here: Path) -> None:
    result = rashomon("reports")
    assert result.exit_code == 0
    assert "Toll rises" in result.output and "Market fire" in result.output and "2 reports" in result.output
    lines = [json.loads(line) for line in rashomon("reports", "--format", "jsonl").output.splitlines()]
    assert [line["title"] for line in lines] == ["Market fire", "Toll rises"]


def test_search_shows_words_in_context(here: Path) -> None:
    result = rashomon("search", "drone", "kirkuk")
    assert result.exit_code == 0 and "Toll rises" in result.output and "Market" not in result.output
    assert "Nothing found" in rashomon("search", "zebra").output
    (hit,) = [json.loads(line) for line in rashomon("search", "drone", "--format", "jsonl").output.splitlines()]
    assert [hit["snippet"][a:b] for a, b in hit["marks"]] == ["drone"]


def test_show_finds_by_id_and_path(here: Path) -> None:
    (line,) = [json.loads(x) for x in rashomon("reports", "--format", "jsonl").output.splitlines() if "Toll" in x]
    for name in (line["report_id"], line["report_id"][:8], "in/strike.txt", line["address"]):
        record = json.loads(rashomon("show", name, "--format", "json").output)
        assert record["schema"] == "rashomon.record/1" and record["document"]["id"] == line["report_id"]
    assert rashomon("show", "in/strike.txt", "--original").output == STRIKE


def test_problems_list_and_drop(here: Path) -> None:
    assert "there is nothing in it" in " ".join(rashomon("problems").output.split())
    (problem,) = [json.loads(x) for x in rashomon("problems", "list", "--format", "jsonl").output.splitlines()]
    assert problem["reason"] == "empty" and problem["attempts"] == 1
    assert rashomon("problems", "drop").exit_code == Exit.USAGE
    assert rashomon("problems", "drop", "other.txt").exit_code == Exit.NOT_FOUND
    assert rashomon("problems", "drop", "in/empty.txt").exit_code == 0
    assert "Nothing is set aside" in rashomon("problems").output
    assert "0 problems dropped" in rashomon("problems", "drop", "--all", "--store", "rashomon.db").output


def test_audit_verify(here: Path) -> None:
    done = rashomon("audit", "verify", "--format", "json")
    report = json.loads(done.output)
    assert done.exit_code == 0 and report["findings"] == [] and report["rows"] == 5
    assert f"head {report['head']}" in rashomon("audit", "verify", "--head", report["head"]).output
    cut = rashomon("audit", "verify", "--head", "0" * 64)
    assert cut.exit_code == Exit.STORE and "cut off" in cut.output


def test_backup_and_erase(here: Path) -> None:
    assert rashomon("backup", "copy.db").exit_code == 0
    assert rashomon("backup", "copy.db").exit_code == Exit.STORE
    assert rashomon("erase", "in/strike.txt").exit_code == Exit.USAGE
    assert rashomon("erase", "in/strike.txt", "--ground", "x", stdin="n\n").exit_code == Exit.INTERRUPTED
    assert rashomon("erase", "in/none.txt", "--ground", "x", "--yes").exit_code == Exit.NOT_FOUND
    rashomon("export", "--internal", "-o", "all.json")
    done = rashomon("erase", "in/strike.txt", "--ground", "court order", "--who", "registrar", "--yes")
    assert done.exit_code == 0 and "1 version, by registrar" in done.output
    assert "held by the internal export all.json of" in done.output
    assert "Nothing found" in rashomon("search", "drone").output
    gone = rashomon("show", "in/strike.txt", "--format", "json")
    assert gone.exit_code == Exit.NOT_FOUND and "was erased on" in errors(gone)[0] and "court order" in errors(gone)[0]
    assert rashomon("audit", "verify").exit_code == 0
    assert "Toll rises" in rashomon("reports", "--store", "copy.db").output


def test_export_and_import(here: Path) -> None:
    done = rashomon("export", "--internal", "-o", "all.json")
    assert done.exit_code == 0 and "warning:" in done.stderr
    assert Path("all.json").stat().st_mode & 0o077 == 0, "an internal export is for its owner's eyes"
    done = rashomon("import", "all.json", "--store", "other.db")
    assert done.exit_code == 0 and "2 reports taken in" in done.output
    assert "0 reports taken in, 2 here already" in rashomon("import", "all.json", "--store", "other.db").output
    assert "Toll rises" in rashomon("reports", "--store", "other.db").output
    assert rashomon("export", "--format", "xml").exit_code == Exit.USAGE
    assert rashomon("export", "-o", "none/x.json", "--internal").exit_code == Exit.USAGE


def test_public_export(here: Path) -> None:
    done = rashomon("export")
    assert done.exit_code == 0 and "warning" not in done.stderr
    assert "Omar" not in done.stdout and "Ali Karim" in done.stdout
    data = json.loads(done.stdout)
    assert data["kind"] == "public" and data["incidents"] is not None
    Path("public.json").write_text(done.stdout)
    refused = rashomon("import", "public.json", "--store", "other.db")
    assert refused.exit_code == Exit.STORE and "--internal" in errors(refused)[0]
    assert rashomon("export", "--format", "csv", "-o", "tables.zip").exit_code == 0


def test_incidents_as_lines(here: Path) -> None:
    done = rashomon("incidents", "--format", "jsonl")
    assert done.exit_code == 0
    found = [json.loads(line) for line in done.output.splitlines()]
    assert found and all(i["schema"] == "rashomon.incident/1" for i in found)
    one = json.loads(rashomon("incident", found[0]["id"], "--format", "json").output)
    assert one == found[0]
    assert rashomon("incident", "nothing", "--format", "json").exit_code == Exit.NOT_FOUND


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["reports", "--store", "none.db"], Exit.NOT_FOUND),
        (["search", "x", "--store", "none/none.db"], Exit.NOT_FOUND),
        (["reports", "--store", "text.txt"], Exit.STORE),
        (["reports", "--store", "postgresql://h/d"], Exit.STORE),
        (["reports", "--none"], Exit.USAGE),
        (["none"], Exit.USAGE),
        (["search"], Exit.USAGE),
        (["show", "ffffffff"], Exit.NOT_FOUND),
        (["ingest"], Exit.USAGE),
        (["ingest", "nowhere.txt"], Exit.UNREADABLE),
        (["ingest", "folder"], Exit.USAGE),
        (["ingest", "in", "--workers", "-1"], Exit.USAGE),
        (["ingest", "in", "--published", "soon"], Exit.USAGE),
        (["read", "in", "--published", "2024-02-30"], Exit.USAGE),
        (["import", "text.txt"], Exit.STORE),
        (["import", "nowhere.json"], Exit.STORE),
        (["backup", "nowhere/copy.db"], Exit.STORE),
        (["problems", "retry", "nowhere"], Exit.NOT_FOUND),
    ],
)
def test_errors_are_one_line_with_a_hint(here: Path, arguments: list[str], code: Exit) -> None:
    Path("text.txt").write_text("no database, no export\n" * 50)
    Path("folder").mkdir()
    done = rashomon(*arguments)
    assert done.exit_code == code, done.output
    if code is not Exit.UNREADABLE:
        (line,) = errors(done)
        assert ";" in line or ": " in line, "an error says what to do"


def test_settings_come_from_environment_and_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("rashomon.db").rename("elsewhere.db")
    assert rashomon("reports").exit_code == Exit.NOT_FOUND
    monkeypatch.setenv("RASHOMON_STORE", "elsewhere.db")
    assert "Toll rises" in rashomon("reports").output
    monkeypatch.delenv("RASHOMON_STORE")
    Path("rashomon.toml").write_text('store = "elsewhere.db"\n')
    assert "Toll rises" in rashomon("reports").output
    Path("rashomon.toml").write_text('colour = "red"\n')
    assert rashomon("reports").exit_code == Exit.USAGE


def test_a_bug_is_one_line_too(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise KeyError("oh\nno")

    monkeypatch.setattr("rashomon.store.open_store", broken)
    done = rashomon("reports")
    assert done.exit_code == Exit.INTERNAL
    assert len(done.stderr.splitlines()) == 1 and "RASHOMON_DEBUG" in done.stderr


def test_output_into_a_closed_pipe_is_no_error(here: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = f"{sys.executable} -m rashomon reports --format jsonl | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=here, env=environment, check=False)
    assert done.stderr == b"" and done.returncode in (0, 1)


def test_terminal_escapes_in_a_report_do_not_reach_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("evil.txt").write_text("Title \x1b]0;owned\x07 [bold]x[/bold]\n\ndrone \x1b[31mred")
    with open_store("rashomon.db") as store:
        local.ingest(store, expand(["evil.txt"]), settings=Settings(workers=1), reader_factory=make_tiny)
    for arguments in (["reports"], ["search", "drone"]):
        done = rashomon(*arguments)
        assert done.exit_code == 0 and "\x1b]" not in done.output and "[bold]x[/bold]" in done.output


@pytest.mark.slow
def test_the_main_job_end_to_end(tmp_path: Path) -> None:
    """Read, ingest twice, and list, in processes of their own with the real model."""
    report = (
        "Two killed in drone strike near Mosul\n\nMOSUL, Iraq, Feb 8, 2024 - A drone strike killed two people near Mosul on Wednesday, "
        "the interior ministry said.\n"
    )
    (tmp_path / "a.txt").write_text(report)
    (tmp_path / "b.html").write_text("<html><body></body></html>")
    (tmp_path / "de.txt").write_text(
        "Bei einem Anschlag auf einen Markt sind am Montag drei Menschen getötet worden, teilte die Polizei am Dienstag mit.\n"
    )
    done = process("read", "-", "--format", "json", "--published", "2024-02-08", stdin=report.encode(), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["document"]["published_at"] == "2024-02-08" and record["claims"] and record["events"]
    first = process("ingest", "a.txt", "b.html", "de.txt", "--workers", "1", cwd=tmp_path)
    assert first.returncode == Exit.SET_ASIDE, first.stderr
    assert b"2 new reports, 1 set aside" in first.stdout and b"b.html" in first.stderr
    again = process("ingest", "a.txt", "b.html", "de.txt", "--workers", "1", cwd=tmp_path)
    assert again.returncode == Exit.SET_ASIDE and b"0 new reports, 2 unchanged, 1 set aside" in again.stdout
    listed = process("reports", cwd=tmp_path).stdout.decode()
    assert "Two killed" in listed and "not read yet" in " ".join(listed.split())
    assert b"Anschlag" in process("search", "Anschlag", cwd=tmp_path).stdout


def test_a_command_that_fails_leaves_no_new_store(here: Path) -> None:
    (here / "bad.json").write_text(
        json.dumps({"schema": "rashomon.export/1", "kind": "internal", "reports": [7], "rest": {}})
    )
    assert rashomon("import", "bad.json", "--store", "new.db").exit_code != Exit.OK
    (here / "nothing").mkdir()
    assert rashomon("ingest", "nothing", "--store", "new.db").exit_code != Exit.OK
    assert not list(here.glob("new.db*"))
    before = (here / "rashomon.db").exists()
    assert rashomon("import", "bad.json").exit_code != Exit.OK
    assert before and (here / "rashomon.db").exists(), "a store that was there stays"


def test_a_missing_model_leaves_no_new_store(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASHOMON_MODEL", "no_such_model")
    result = rashomon("ingest", "in", "--store", "new.db", "--workers", "1")
    assert result.exit_code not in (Exit.OK, Exit.SET_ASIDE) and "no_such_model" in result.output
    assert not list(here.glob("new.db*"))


@pytest.mark.parametrize("name", ["ftp://x/", "file:///etc/hosts"])
def test_other_schemes_are_refused(here: Path, name: str) -> None:
    for command in ("read", "ingest"):
        assert "only http and https are fetched" in rashomon(command, name).output


@pytest.mark.parametrize(("name", "words"), [("in", "is a folder"), ("", "is empty"), ("sqlite:///", "is empty")])
def test_a_store_that_is_no_file(here: Path, name: str, words: str) -> None:
    for command in (("reports",), ("ingest", "in")):
        result = rashomon(*command, "--store", name)
        assert result.exit_code != Exit.OK and words in result.output


def test_one_report_at_two_addresses_shows_both(here: Path) -> None:
    (here / "in" / "again.txt").write_text(STRIKE)
    with open_store("rashomon.db") as store:
        local.ingest(store, expand([here / "in"]), settings=Settings(workers=1), reader_factory=make_tiny)
    for command in (("reports",), ("search", "drone")):
        shown = "".join(rashomon(*command).output.split())
        assert "again.txt" in shown and "strike.txt" in shown and "fire.txt" not in shown


def test_retry_takes_all_or_addresses(here: Path) -> None:
    assert rashomon("problems", "retry", "--all", "x").exit_code == Exit.USAGE
    assert "no such option" not in rashomon("problems", "retry", "--all", "--workers", "1").output.lower()


def pair_of_events(here: Path) -> tuple[str, str]:
    """Two reports of one strike in the store, by their events' names."""
    (here / "in" / "again.txt").write_text(
        STRIKE.replace("Toll rises", "More dead").replace("12", "14").replace("Omar Hadi", "Sami Noor")
    )
    with open_store("rashomon.db") as store:
        local.ingest(store, expand([here / "in"]), settings=Settings(workers=1), reader_factory=make_tiny)
        found = [r for r in store.records() if "Kirkuk" in r.document.text]
    one, two = (f"{r.document.id[:12]}:{r.events[0].id}" for r in found)
    return one, two


def test_explain_adds_up(here: Path) -> None:
    one, two = pair_of_events(here)
    data = json.loads(rashomon("explain", one, two, "--format", "json").output)
    assert data["linked"] and data["judged"] is None and data["grouped"] is None
    assert data["score"] == pytest.approx(sum(f["weight"] for f in data["features"]))
    shown = rashomon("explain", one, two).output
    assert f"{data['score']:+.2f}" in shown and all(f["name"] in shown for f in data["features"])
    wrong = rashomon("explain", one, one[:12] + ":nothing")
    assert wrong.exit_code == Exit.NOT_FOUND and "the violent events of" in wrong.output
    assert rashomon("explain", one, one).exit_code == Exit.STORE


def test_explain_says_what_keeps_a_fitting_pair_apart(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = pair_of_events(here)
    monkeypatch.setattr("rashomon.run.pairs.why_grouped", lambda *_, **__: "their incidents stay two")
    assert "but their incidents stay two" in rashomon("explain", one, two).output
    assert json.loads(rashomon("explain", one, two, "--format", "json").output)["grouped"] == "their incidents stay two"


def test_a_command_that_only_reads_makes_no_store(here: Path) -> None:
    for command in (("incidents",), ("show", "x"), ("explain", "x", "y"), ("sources",), ("search", "x"), ("review",)):
        result = rashomon(*command, "--store", str(here / "typo.db"))
        assert result.exit_code == Exit.NOT_FOUND and "there is no store" in result.output, command
    assert not (here / "typo.db").exists()


def test_review_lists_pairs_and_a_decision_binds(here: Path) -> None:
    one, two = pair_of_events(here)
    assert one in rashomon("review", "--list").output
    assert len(rashomon("incidents", "--format", "jsonl").output.splitlines()) == 1
    with open_store("rashomon.db") as store:
        ours, theirs, _ = pairs.why(store, one, two)
        pairs.decide(store, ours, theirs, "different", who="ana", why="two nights")
        with pytest.raises(StoreError, match="no decision"):
            pairs.decide(store, ours, theirs, "perhaps", who="ana", why="")
    assert "1 job done" in rashomon("relink").output
    assert "0 jobs done" in rashomon("relink").output
    assert len(rashomon("incidents", "--format", "jsonl").output.splitlines()) == 2
    assert "a person said: different" in rashomon("explain", one, two).output
    assert one not in rashomon("review", "--list").output


def test_review_asks_at_a_terminal(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pair_of_events(here)
    monkeypatch.setattr("rashomon.cli.pairs._at_a_terminal", lambda: True)
    result = rashomon("review", "--who", "ana", stdin="d\ntwo nights\n")
    assert "1 decision" in result.output, result.output
    with open_store("rashomon.db") as store:
        (made,) = store.judgements()
    assert (made.who, made.now, made.why) == ("ana", "different", "two nights")
    assert "0 decisions" in rashomon("review", stdin="").output
