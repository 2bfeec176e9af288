"""The `rashomon` command: names and one-line helps here, each command in a module of its own.

Nothing heavy is imported until a command runs: `rashomon --help` loads click and this package.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from rashomon import __version__
from rashomon.cli.exits import Exit, epilog
from rashomon.cli.lazy import LazyGroup
from rashomon.cli.plain import plain
from rashomon.errors import KnowledgeError, RashomonError, ReadingError, SettingsError, StoreError
from rashomon.errors import NotFound as NotFoundError

#: Command to (module, attribute, one-line help), in the order of `--help`.
COMMANDS = {
    "read": ("rashomon.cli.read", "read", "Read reports and print their records; nothing is kept."),
    "ingest": ("rashomon.cli.ingest", "ingest", "Read reports into the store; what is there is skipped."),
    "incidents": ("rashomon.cli.incidents", "incidents", "List incidents and where their accounts disagree."),
    "incident": ("rashomon.cli.incidents", "incident", "Show one incident: who gives which answer."),
    "sources": ("rashomon.cli.incidents", "sources", "Show what sources did with their figures; no score."),
    "explain": ("rashomon.cli.pairs", "explain", "Say why two events are, or are not, taken for one."),
    "review": ("rashomon.cli.pairs", "review", "Decide on the pairs that linking is least sure of."),
    "relink": ("rashomon.cli.pairs", "relink", "Follow what came and what people decided."),
    "reports": ("rashomon.cli.reports", "reports", "List the stored reports."),
    "show": ("rashomon.cli.reports", "show", "Show a stored report's record."),
    "search": ("rashomon.cli.reports", "search", "Search titles and texts, with the words in context."),
    "serve": ("rashomon.cli.serve", "serve", "Open the desk: read, compare and decide in a browser."),
    "work": ("rashomon.cli.serve", "work", "Read what was handed in at the desk, and link after decisions."),
    "people": ("rashomon.cli.people", "people", "Accounts of a team's desk: add, change, tokens."),
    "places": ("rashomon.cli.knowledge", "places", "Gazetteers of your own: import, list, remove."),
    "actors": ("rashomon.cli.knowledge", "actors", "Lists of actors of your own: import, list, remove, find."),
    "codebook": ("rashomon.cli.codebook", "codebook", "Check a team's codebook, or write the default one."),
    "corrections": (
        "rashomon.cli.corrections",
        "corrections",
        "What people corrected, as gold records; how far they agree.",
    ),
    "problems": ("rashomon.cli.problems", "problems", "List, retry or drop reports that were set aside."),
    "reprocess": ("rashomon.cli.upkeep", "reprocess", "Read stored reports again; earlier records stay."),
    "backup": ("rashomon.cli.upkeep", "backup", "Copy the store while it is in use, and verify the copy."),
    "encrypt": ("rashomon.cli.upkeep", "encrypt", "Encrypt the store under a passphrase, in place or as a copy."),
    "decrypt": ("rashomon.cli.upkeep", "decrypt", "Make an encrypted store plain, in its place."),
    "erase": ("rashomon.cli.erasing", "erase", "Erase a report for good, on a stated legal ground."),
    "erase-person": ("rashomon.cli.erasing", "erase_person", "Erase a person or a witness; the reports stay."),
    "retention": ("rashomon.cli.erasing", "retention", "Show, and erase, what the codebook keeps no longer."),
    "consent": ("rashomon.cli.erasing", "consent", "Note that a person may be named in public exports."),
    "export": ("rashomon.cli.transfer", "export", "Write the records to a file; public and redacted by default."),
    "import": ("rashomon.cli.transfer", "import_", "Take in an internal export."),
    "audit": ("rashomon.cli.audit", "audit", "Verify the audit chain."),
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog=epilog(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="rashomon")
def cli() -> None:
    """Turns news reports on violent incidents into an auditable record: who says who did what, where accounts differ."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits; an error is one line, never a traceback."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; its exit code (see `exits`)."""
    try:
        code = cli.main(
            args=None if arguments is None else list(arguments), prog_name="rashomon", standalone_mode=False
        )
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.Abort:
        return _fail("stopped; what was finished is kept", Exit.INTERRUPTED)
    except click.ClickException as error:
        return _usage(error)
    except RashomonError as error:
        return _fail(str(error), exit_of(error))
    except BrokenPipeError:
        return _closed_pipe()
    except KeyboardInterrupt:
        return _fail("stopped; what was finished is kept", Exit.INTERRUPTED)
    except Exception as error:  # the outermost edge: a person gets one line, a developer asks for more
        if os.environ.get("RASHOMON_DEBUG"):
            raise
        text = " ".join(str(error).split())[:200]
        return _fail(
            f"a bug in rashomon: {type(error).__name__}: {text}; set RASHOMON_DEBUG=1 for the details and report it",
            Exit.INTERNAL,
        )
    return code if isinstance(code, int) else Exit.OK


def exit_of(error: RashomonError) -> Exit:
    """The exit code of an error."""
    if isinstance(error, NotFoundError):
        return Exit.NOT_FOUND
    if isinstance(error, StoreError | KnowledgeError):
        return Exit.STORE
    if isinstance(error, ReadingError):
        return Exit.UNREADABLE
    if isinstance(error, SettingsError):
        return Exit.USAGE
    return Exit.SETUP


def _fail(message: str, code: Exit) -> int:
    click.echo(plain(f"error: {message}"), err=True)
    return code


def _usage(error: click.ClickException) -> int:
    hint = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        hint = f"; see `{error.ctx.command_path} --help`"
    message = " ".join(error.format_message().split()).rstrip(".")
    return _fail(message + hint, Exit.USAGE)


def _closed_pipe() -> int:
    """The reader of our output (`head`) has enough: no error, and nothing more to flush."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # must outlive this call, until the interpreter flushes it
    return Exit.OK
