"""`rashomon audit`: the chain that shows whether stored rows were changed or cut off."""

from __future__ import annotations

import json
import re
from dataclasses import asdict

import click

from rashomon.cli import common
from rashomon.cli.exits import Exit

_HEAD = re.compile("[0-9A-Fa-f]{64}")


@click.group(short_help="Verify the audit chain.")
def audit() -> None:
    """The audit chain: every capture, record and erasure, each chained to the one before."""


@audit.command(short_help="Check every row and payload.")
@common.store_option
@click.option("--head", metavar="HASH", help="A head noted earlier: the chain must still contain it.")
@common.format_option("table", "json")
def verify(store: str | None, head: str | None, format_: str) -> int:
    """Recomputes the chain and the digest of every payload; reports what was changed, is missing or was cut off.

    Note the head elsewhere: only a head from outside shows that the end of the chain was cut off.
    """
    if head is not None and not _HEAD.fullmatch(head.strip()):
        raise click.BadParameter(f"{head!r} is no head: one has 64 digits and letters from a to f")
    head = head.strip().lower() if head is not None else None
    with common.opened(common.settings_of(store=store)) as opened:
        report = opened.verify(head=head)
    if format_ == "json":
        click.echo(json.dumps(asdict(report), indent=2))
    else:
        for finding in report.findings:
            row = f"row {finding.seq}" if finding.seq is not None else "the chain"
            click.echo(f"{finding.kind.replace('_', ' ')}: {row}: {finding.message}")
        erased = f", {report.erased:,} of them lawfully erased" if report.erased else ""
        verdict = (
            "verifies" if not report.findings else f"does not verify ({common.plural(len(report.findings), 'finding')})"
        )
        click.echo(f"{common.plural(report.rows, 'row')}{erased}: the chain {verdict}; head {report.head}")
    return Exit.STORE if report.findings else Exit.OK
