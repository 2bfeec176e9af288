"""The key under which a place name is looked up: what two spellings of it have in common for sure.

It does not know transliterations: "Kharkiv" and "Kharkov" have two keys, and a gazetteer lists both.
"""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    {
        "ı": "i",
        "İ": "i",
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
        "ß": "ss",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "Ð": "d",
        "Þ": "th",
        "Œ": "oe",
        "ẞ": "ss",
        "ə": "a",
        "Ə": "a",
        "'": None,
        "’": None,
        "‘": None,
        "ʼ": None,
        "ʻ": None,
        "`": None,
        "´": None,
        "ʿ": None,
        "ʾ": None,
        "′": None,
        ".": None,
    }
)
#: The same for ASCII, where no normal form is needed: what is no letter or digit parts words.
_ASCII = str.maketrans(
    {chr(i): None if chr(i) in "'`." else chr(i).lower() if chr(i).isalnum() else " " for i in range(128)}
)


def name_key(name: str) -> str:
    """A place name for comparison: case, accents, apostrophes, hyphens and double blanks gone."""
    if name.isascii():
        return " ".join(name.translate(_ASCII).split())
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    letters = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(letters).lower().split())
