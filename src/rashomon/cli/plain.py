"""Text of reports made safe for a terminal: reports are hostile, and a terminal obeys control characters.

Control characters become a replacement sign; so do those that reverse the direction of what follows.
Letters of right-to-left scripts stay as they are.
"""

from __future__ import annotations

import re

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """`text` without what a terminal would obey; tabs and line ends stay."""
    return _UNSAFE.sub("\ufffd", text)
