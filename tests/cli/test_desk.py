"""The commands of the desk: serving, working, people, the codebook, corrections."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from rashomon.cli import cli
from rashomon.cli import serve as serve_module
from rashomon.cli.codebook import load
from rashomon.errors import SettingsError
from rashomon.model.codebook import Codebook
from rashomon.review.access import digest, now_text
from rashomon.store.sqlite import SqliteStore
from tests.review.conftest import STRIKE, put


def run(*args: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, list(args), input=given, catch_exceptions=True)


def test_people_come_change_and_go(tmp_path: Path) -> None:
    store = str(tmp_path / "s.db")
    done = run(
        "people", "add", "ana", "--role", "coder", "--group", "legal", "--store", store, given="a long enough one\n"
    )
    assert done.exit_code == 0 and "otpauth://totp/rashomon:ana" in done.output, done.output
    assert isinstance(
        run("people", "add", "ana", "--store", store, given="a long enough one\n").exception, SettingsError
    )
    assert isinstance(run("people", "add", "ben", "--store", store, given="short\n").exception, SettingsError)
    assert "ana: coder, second factor, groups legal" in run("people", "--store", store).output
    assert "ana: reviewer" in run("people", "change", "ana", "--role", "reviewer", "--store", store).output
    secret = run("people", "token", "ana", "--label", "script", "--store", store).output.strip()
    with SqliteStore(Path(store)) as opened:
        token = opened.token(digest(secret), now=now_text())
        assert token is not None and token.role == "reader" and secret not in repr(token)
    assert "1 token ended" in run("people", "revoke", "ana", "script", "--store", store).output
    assert run("people", "revoke", "ana", "script", "--store", store).exit_code != 0
    assert "closed" in run("people", "change", "ana", "--close", "--store", store).output
    assert run("people", "token", "nobody", "--label", "x", "--store", store).exit_code != 0


def test_a_codebook_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(run("codebook", "default").output, encoding="utf-8")
    assert load(path) == Codebook()
    assert "version rashomon 1" in run("codebook", "check", str(path)).output
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for change in (
        {"version": ""},
        {"colour": "red"},
        {"presume_civilian": "yes"},
        {"double_coding": 2},
        {"vague": {"dozens": "many"}},
        {"out_of_scope": [{"code": "x"}]},
        {"grades": []},
    ):
        path.write_text(yaml.safe_dump({**data, **change}), encoding="utf-8")
        assert isinstance(run("codebook", "check", str(path)).exception, SettingsError), change
    path.write_text("- a list", encoding="utf-8")
    assert run("codebook", "check", str(path)).exit_code != 0


def test_a_desk_is_served_and_ends_with_its_worker(tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    with SqliteStore(store) as opened:
        put(opened, "/r/a.txt", STRIKE)
    command = [sys.executable, "-m", "rashomon", "serve", "--store", str(store), "--port", "0", "--as", "ana"]
    environ = {k: v for k, v in os.environ.items() if not k.startswith("RASHOMON_")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=environ) as process:
        try:
            assert process.stdout is not None
            link = next(line.strip() for line in process.stdout if "/enter?key=" in line)
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            page = opener.open(link, timeout=60).read().decode()
            assert "Incidents" in page and ">ana<" in page
            ends = time.monotonic() + 240
            while 'class="stale"' in page and time.monotonic() < ends:  # the worker links what nobody linked yet
                time.sleep(0.3)
                page = opener.open(re.sub(r"/enter.*", "/", link), timeout=60).read().decode()
            assert "Air/drone strike" in page
        finally:
            process.terminate()
            process.wait(30)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--host", "0.0.0.0"], "does not listen on 0.0.0.0"),
        (["--team"], "nobody has an account"),
        (["--codebook", "none.yaml"], "none.yaml"),
    ],
)
def test_a_desk_that_can_not_be_says_why(tmp_path: Path, args: list[str], words: str) -> None:
    done = run("serve", "--store", str(tmp_path / "s.db"), *args)
    assert isinstance(done.exception, SettingsError) and words in str(done.exception)


def test_work_once_and_corrections(tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    with SqliteStore(store) as opened:
        put(opened, "/r/a.txt", STRIKE)
    assert "1 thing done" in run("work", "--once", "--store", str(store)).output
    assert "0 things done" in run("work", "--once", "--store", str(store)).output
    assert "0 corrected reports" in run("corrections", "export", str(tmp_path / "out"), "--store", str(store)).output
    assert "two people yet" in run("corrections", "agreement", "--store", str(store)).output


def test_a_worker_that_ended_by_itself_is_started_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Else what people decide and hand in would wait for ever; one that was stopped stays so."""
    helper = serve_module._Worker(str(tmp_path / "s.db"), wanted=True)
    helper.start(None)
    first = helper._process
    assert first is not None
    helper.look()
    assert helper._process is first, "it runs: nothing to do"
    first.kill()
    first.wait()
    helper.look()
    second = helper._process
    assert second is not None and second.pid != first.pid and second.poll() is None
    assert "started again" in capsys.readouterr().err
    helper.stop()
    helper.look()
    assert second.poll() == 0 and helper._process is None and helper._passphrase is None
