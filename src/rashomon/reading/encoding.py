"""Bytes to characters, with the way back from a character to its bytes.

A byte order mark decides, then UTF-8, then charset-normalizer among the encodings that
news comes in. Bytes that no encoding explains become replacement characters, one a byte;
a guess is a guess, and the notice says which encoding was taken.
"""

from __future__ import annotations

import codecs
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.errors import NotText

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: First bytes of formats that are not text, and what to call them.
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or office file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"\x00\x00\x00\x18ftyp", "a video"),
    (b"\x00\x00\x00\x20ftyp", "a video"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
)
#: Encodings of news text, single-byte or without state, so that a character has its own bytes.
_CANDIDATES = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "latin_1",
    "iso8859_6",
    "koi8_r",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
    "mac_roman",
]
_SAMPLE = 200_000
#: Text in which one of so many bytes beyond ASCII fits no UTF-8 is damaged UTF-8. Where it was written in another
#: encoding hardly any fits: of a sentence each in twelve encodings, 0.59 of those bytes (GB 18030) to all did not.
_STRAY = 4
_DECLARED = re.compile(rb"""charset\s{0,4}=\s{0,4}["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The decoded original. `lead` bytes (the mark) come before its first character."""

    text: str
    encoding: str
    lead: int
    size: int
    guessed: bool = False

    def byte_offsets(self, positions: Sequence[int]) -> list[int]:
        """Byte offsets of ascending character positions."""
        offsets, at, where = [], 0, self.lead
        for position in positions:
            where += len(self.text[at:position].encode(self.encoding, "surrogateescape"))
            at = position
            offsets.append(where)
        return offsets


def decode(raw: bytes, *, source: str, declared: str | None = None) -> Decoded:
    """Decodes the bytes of a report.

    Args:
        raw: the original.
        source: what to name in an error.
        declared: an encoding that a header or the page itself names, used where it fits.

    Raises:
        NotText: the bytes are binary.
    """
    for magic, what in _MAGIC:
        if raw.startswith(magic):
            raise NotText(source, f"this is {what}", hint="give the report as text or HTML")
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _checked(_lenient(raw, encoding, len(mark)), source)
    wide = _unmarked_utf16(raw)
    if wide is not None:
        return _checked(_lenient(raw, wide, 0), source)
    text = raw.decode("utf-8", "surrogateescape")
    bad = len(re.findall("[\udc80-\udcff]", text))
    if bad == 0 or _only_surrogates(raw):
        return _checked(Decoded(text, "utf-8", 0, len(raw)), source)
    wanted = declared or _declaration(raw)
    if wanted is not None and (named := _strict(raw, wanted)) is not None:
        return _checked(named, source)
    high = sum(count for byte, count in _high_bytes(raw))
    if bad * _STRAY <= high:  # damaged UTF-8, not another encoding
        return _checked(Decoded(text, "utf-8", 0, len(raw), guessed=True), source)
    return _checked(_guess(raw), source)


def _only_surrogates(raw: bytes) -> bool:
    """Whether lone surrogates, written as UTF-8 against the rules, are all that is wrong."""
    try:
        raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _high_bytes(raw: bytes) -> list[tuple[int, int]]:
    return [(byte, raw.count(byte)) for byte in range(0x80, 0x100)]


def _declaration(raw: bytes) -> str | None:
    found = _DECLARED.search(raw, 0, 4096)
    return None if found is None else found.group(1).decode("ascii")


def _strict(raw: bytes, encoding: str) -> Decoded | None:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        return None
    if name not in _known():
        return None
    if name in ("iso8859-1", "ascii"):  # what pages that say Latin-1 mean (WHATWG Encoding Standard)
        name = "cp1252"
    try:
        text = raw.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None
    return _mappable(raw, text, name)


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(
        codecs.lookup(name).name
        for name in [*_CANDIDATES, "ascii", "utf-8", "iso8859_2", "iso8859_15", "koi8_u", "gbk", "gb2312"]
    )


def _mappable(raw: bytes, text: str, name: str) -> Decoded | None:
    try:
        same = text.encode(name) == raw
    except UnicodeEncodeError:
        return None
    return Decoded(text, name, 0, len(raw), guessed=True) if same else None


def _guess(raw: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_SAMPLE], cp_isolation=_CANDIDATES, enable_fallback=False).best()
    usual = _strict(raw, "cp1252")
    found = _strict(raw, best.encoding) if best is not None else None
    if found is not None and (usual is None or usual.text != found.text):
        return found  # several encodings often give the same text: then the usual one is named
    if usual is not None:
        return usual
    text = raw.decode("latin-1")
    return Decoded(text, "latin-1", 0, len(raw), guessed=True)


def _lenient(raw: bytes, encoding: str, lead: int) -> Decoded:
    body = raw[lead:]
    if encoding == "utf-8":
        return Decoded(body.decode("utf-8", "surrogateescape"), "utf-8", lead, len(raw))
    text = body.decode(encoding, "replace")  # a replacement character has the width of a code unit
    return Decoded(text, encoding, lead, len(raw))


def _unmarked_utf16(raw: bytes) -> str | None:
    """UTF-16 without its mark: nearly every second byte of Western text is NUL."""
    sample = raw[:4096]
    if len(sample) < 4 or len(sample) % 2 != 0:
        sample = sample[: len(sample) // 2 * 2]
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half + 1:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half + 1:
        return "utf-16-be"
    return None


def _checked(decoded: Decoded, source: str) -> Decoded:
    text = decoded.text
    junk = text.count("\x00") + text.count("\ufffd") + len(_CONTROL.findall(text))
    junk += len(re.findall("[\udc80-\udcff]", text))
    if junk > max(0.1 * len(text), min(6, 0.3 * len(text))):  # a tenth of junk; a little more in a short text
        raise NotText(source, "these bytes are no text in any known encoding", hint="give the report as text or HTML")
    return decoded
