"""Full-text search with SQLite's FTS5: the index holds the words of titles and texts.

The index keeps no copy of a text (external content). Scripts written without spaces
between words are searched as plain substrings, slowly but without missing a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, text

from rashomon.store.protocol import RANKED, Hit

_CREATE = (
    "CREATE VIRTUAL TABLE search USING fts5(title, body, content='texts', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2')"
)
#: Marks around a match inside a snippet; control characters do not occur in clean text.
_OPEN, _CLOSE = "\x02", "\x03"
#: Han, kana, Thai, Lao, Khmer, Burmese: no spaces between words, so FTS5's tokens are whole clauses.
_SCRIPTS = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003134f]"
_UNSPACED = re.compile(_SCRIPTS)
#: The texts that hold such a script; an index lists them, so that a substring is looked for in these alone.
_WRITTEN_SO = "({0}title || {0}body) GLOB '*" + _SCRIPTS + "*'"
_TERMS = re.compile(r'"([^"]*)"|(\S+)')
_CONTEXT = 80

_SELECT = """
SELECT r.address, v.sha256, v.n, t.id AS text_id, t.title, t.body, c.published_at, {snippet} AS snippet,
       v.n = (SELECT max(n) FROM versions WHERE report_id = v.report_id) AS newest
FROM {source} JOIN versions v ON v.id = t.version_id JOIN reports r ON r.id = v.report_id
JOIN records c ON c.id = (SELECT max(id) FROM records WHERE version_id = v.id)
WHERE {match} AND t.id = c.text_id
  AND (:all OR v.n = (SELECT max(n) FROM versions WHERE report_id = v.report_id))
ORDER BY {rank}, r.address, v.n LIMIT :limit OFFSET :offset
"""


_FLOOR = "SELECT rowid FROM search WHERE search MATCH :query ORDER BY rowid DESC LIMIT 1 OFFSET :ranked"


def create(connection: Connection) -> None:
    """Makes the index."""
    connection.execute(text(_CREATE))
    list_unspaced(connection)


def list_unspaced(connection: Connection) -> None:
    """Lists the texts in scripts without spaces: in a store of 300,000 texts a substring is then found in ms, not in 0.5 s."""
    connection.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS texts_unspaced ON texts(id) WHERE {_WRITTEN_SO.format('')}")


def add(connection: Connection, text_id: int, *, title: str, body: str) -> None:
    """Indexes one text."""
    connection.execute(
        text("INSERT INTO search(rowid, title, body) VALUES (:id, :title, :body)"),
        {"id": text_id, "title": title, "body": body},
    )


def rebuild(connection: Connection) -> None:
    """Throws the index away and makes it from the texts that are left: no token of an erased text stays.

    SQLite before 3.42 has no `secure-delete` for FTS5, and a plain delete only hides tokens.
    """
    connection.execute(text("INSERT INTO search(search) VALUES ('rebuild')"))


def check(connection: Connection) -> None:
    """Compares index and texts.

    Raises:
        DatabaseError: they differ.
    """
    connection.execute(text("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)"))


def find(
    connection: Connection, words: str, *, limit: int, offset: int = 0, all_versions: bool = False
) -> tuple[Hit, ...]:
    """Texts that hold all the words, the best first: `limit` of them after `offset`."""
    terms = _terms(words)
    if not terms or limit <= 0:
        return ()
    wanted: dict[str, Any] = {"limit": limit, "offset": offset, "all": all_versions}
    if _UNSPACED.search(words):
        return _substrings(connection, [term.rstrip("*") for term in terms], wanted)
    wanted["query"] = " ".join(_quoted(term) for term in terms)
    sql = _SELECT.format(
        snippet=f"snippet(search, 1, '{_OPEN}', '{_CLOSE}', '…', 24)",
        source="search JOIN texts t ON t.id = search.rowid",
        match="search MATCH :query AND search.rowid > :floor",
        rank="bm25(search, 4.0, 1.0)",
    )
    floor = connection.scalar(text(_FLOOR), {**wanted, "ranked": RANKED})
    rows = connection.execute(text(sql), {**wanted, "floor": floor or 0})
    return tuple(_hit(row, row.snippet, crowded=floor is not None) for row in rows)


def _terms(words: str) -> list[str]:
    found = [phrase or word for phrase, word in _TERMS.findall(words.replace("\0", " "))]
    return [term for term in found if any(c.isalnum() for c in term)]


def _quoted(term: str) -> str:
    """A term as an FTS5 string: nothing in it is syntax but a closing asterisk, after three letters or more.

    All words that begin with one letter are a tenth of a language, and in Arabic two are the article: merging their lists
    over 300,000 texts takes 0.7 s.
    """
    core = term.rstrip("*").replace('"', " ")
    return f'"{core}"*' if term.endswith("*") and len(core.strip()) > 2 else f'"{core}"'


def _substrings(connection: Connection, terms: list[str], wanted: Mapping[str, Any]) -> tuple[Hit, ...]:
    match = " AND ".join(f"instr(t.title || char(10) || t.body, :t{i}) > 0" for i in range(len(terms)))
    match = f"{_WRITTEN_SO.format('t.')} AND {match}"
    sql = _SELECT.format(snippet="''", source="texts t", match=match, rank="c.published_at DESC")
    rows = connection.execute(text(sql), {**wanted, **{f"t{i}": term for i, term in enumerate(terms)}})
    return tuple(_hit(row, _around(row.body, terms)) for row in rows)


def _around(body: str, terms: list[str]) -> str:
    """The first match with its surroundings; the body's beginning if the title alone matched."""
    at, term = min(((body.find(t), t) for t in terms if t in body), default=(-1, ""))
    if at < 0:
        return body[: 2 * _CONTEXT]
    start, end = max(0, at - _CONTEXT), at + len(term) + _CONTEXT
    cut = body[start:at] + _OPEN + term + _CLOSE + body[at + len(term) : end]
    return ("…" if start > 0 else "") + cut + ("…" if end < len(body) else "")


def _hit(row: Row[tuple[object, ...]], marked: str, *, crowded: bool = False) -> Hit:
    snippet, marks, opened = "", [], 0
    for piece in re.split(f"([{_OPEN}{_CLOSE}])", " ".join(marked.split())):
        if piece == _OPEN:
            opened = len(snippet)
        elif piece == _CLOSE:
            marks.append((opened, len(snippet)))
        else:
            snippet += piece
    return Hit(
        address=row.address,
        report_id=row.sha256,
        version=row.n,
        newest=bool(row.newest),
        title=row.title,
        published_at=row.published_at,
        snippet=snippet,
        marks=tuple(marks),
        crowded=crowded,
    )
