"""Names on the command line to reports with addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashomon.errors import ReadingError, TooLarge
from rashomon.run.sources import expand, read_bounded, source_of, unread


def test_a_folder_is_searched_for_reports_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "c.MD", "d.pdf", ".hidden.txt", "sub/e.htm", ".git/f.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    names = [Path(s.address).relative_to(tmp_path.resolve()).as_posix() for s in expand([tmp_path])]
    assert names == ["a.html", "b.txt", "c.MD", "sub/e.htm"]


def test_documents_that_no_reader_takes_are_counted(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "d.pdf",
        "D2.PDF",
        "report",
        "page_files/x.js",
        "page_files/logo.png",
        ".hidden.pdf",
        "sub/e.docx",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert unread([tmp_path, "https://news.example/a", tmp_path / "d.pdf"]) == {"": 1, ".docx": 1, ".pdf": 2}


def test_one_report_under_two_names_comes_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "link.txt").symlink_to("a.txt")
    monkeypatch.chdir(tmp_path)
    assert len(list(expand(["a.txt", tmp_path, "./a.txt", "link.txt"]))) == 1


def test_a_file_named_itself_needs_no_suffix(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("x")
    assert [s.kind for s in expand([tmp_path / "report", "https://news.example/a#top", "HTTPS://news.example/a"])] == [
        "file",
        "url",
        "url",
    ]
    assert source_of("https://news.example/a#top").address == "https://news.example/a"


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "sub" / "a.txt").write_text("x")
    assert len(list(expand([tmp_path]))) == 1


def test_bounds_and_missing_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 100)
    assert read_bounded(source_of(tmp_path / "a.txt"), 100) == b"x" * 100
    with pytest.raises(TooLarge, match="100 bytes, the bound is 99"):
        read_bounded(source_of(tmp_path / "a.txt"), 99)
    with pytest.raises(ReadingError, match="no such file"):
        read_bounded(source_of(tmp_path / "b.txt"), 99)
    with pytest.raises(ReadingError, match="no regular file"):
        read_bounded(source_of("/dev/zero"), 99)
