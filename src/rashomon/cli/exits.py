"""Exit codes: the one table, shown under `rashomon --help`."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a script can tell from how a command ended."""

    OK = 0
    SET_ASIDE = 1
    USAGE = 2
    STORE = 3
    NOT_FOUND = 4
    UNREADABLE = 5
    SETUP = 6
    INTERNAL = 70
    INTERRUPTED = 130


MEANING: dict[Exit, str] = {
    Exit.OK: "all went well",
    Exit.SET_ASIDE: "done, but some reports are set aside (`rashomon problems`)",
    Exit.USAGE: "wrong command, option or setting",
    Exit.STORE: "the store, or the file of imports, can't be used, does not verify, or refuses an import",
    Exit.NOT_FOUND: "no such report, incident, problem or store",
    Exit.UNREADABLE: "none of the reports named can be read",
    Exit.SETUP: "something is not installed, such as the language model",
    Exit.INTERNAL: "a bug in rashomon",
    Exit.INTERRUPTED: "stopped by Ctrl-C; what was finished is kept",
}


def epilog() -> str:
    """The table for `--help`."""
    lines = "\n".join(f"  {code.value:>3}  {text}" for code, text in MEANING.items())
    return f"\b\nExit codes:\n{lines}"
