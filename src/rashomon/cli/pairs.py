"""`rashomon explain`, `review` and `relink`: why events are one, what people decide on it, and following them."""

from __future__ import annotations

import sys
import time

import click

from rashomon.cli import common
from rashomon.cli.codebook import in_force
from rashomon.cli.erasing import user_name

_WORDS = {"s": "same", "d": "different", "u": "unsure"}


@click.command(short_help="Say why two events are one.")
@click.argument("one", metavar="EVENT")
@click.argument("two", metavar="EVENT")
@common.store_option
@common.format_option("table", "json")
def explain(one: str, two: str, store: str | None, format_: str) -> None:
    """Says why two events are, or are not, taken for one: the points of every feature, which add up to the score.

    An EVENT is REPORT:EVENT, as `rashomon show` and `rashomon incident --format json` name them; the
    beginnings are enough, and the report alone where it tells of one violent event.
    """
    from rashomon.run import pairs

    with common.opened(common.settings_of(store=store)) as opened:
        ours, theirs, found = pairs.why(opened, one, two)
        grouped = pairs.grouped(opened, ours, theirs, found)
    if format_ == "json":
        import json

        data = {
            "events": [ours.ref, theirs.ref],
            "linked": found.linked,
            "score": found.score,
            "threshold": found.threshold,
            "forbidden": found.forbidden,
            "grouped": grouped,
            "judged": found.judged,
            "features": [{"name": f.name, "weight": f.weight, "reason": f.reason} for f in found.features],
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    from rashomon.cli.show.pairs import show_pair

    show_pair(common.console(), ours, theirs, found, grouped=grouped)


@click.command(short_help="Decide on what linking is least sure of.")
@click.option("--pairs", "what", flag_value="pairs", default="pairs", help="Pairs of events, the least certain first.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, metavar="N", help="At most so many."
)
@click.option("--list", "only_list", is_flag=True, help="Show them and ask nothing.")
@click.option("--who", metavar="NAME", help="Who decides.  [default: your user name]")
@common.store_option
def review(what: str, limit: int, only_list: bool, who: str | None, store: str | None) -> None:  # noqa: ARG001  one kind so far
    """Shows the pairs of events that linking is least certain of, and takes your decision.

    A decision binds every later run, names you and your reason, and can be taken back in the review app.
    """
    from rashomon.cli.show.pairs import show_pair
    from rashomon.run import pairs

    ask = not only_list and _at_a_terminal()
    made = 0
    with common.opened(common.settings_of(store=store)) as opened:
        for ours, theirs in pairs.unsure(opened, limit=limit):
            show_pair(common.console(), ours, theirs, pairs.compared(opened, ours, theirs))
            click.echo()
            if not ask:
                continue
            answer = click.prompt("same, different, unsure, next or quit? [s/d/u/n/q]", default="n", show_default=False)
            letter = answer.strip().lower()[:1]
            if letter == "q":
                break
            if letter in _WORDS:
                why = click.prompt("why?")
                pairs.decide(
                    opened, ours, theirs, _WORDS[letter], who=who or user_name(), why=why, codebook=in_force().stamp()
                )
                made += 1
    if not ask and not only_list:
        common.say("no terminal to answer at: nothing was asked; --list says so on purpose")
    if ask:
        click.echo(f"{common.plural(made, 'decision')}; `rashomon incidents` follows them")


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


@click.command(short_help="Follow what came and what people decided.")
@click.option("--watch", is_flag=True, help="Go on until it is stopped.")
@click.option(
    "--every",
    type=click.FloatRange(min=0.1),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="How often --watch looks.",
)
@common.store_option
def relink(watch: bool, every: float, store: str | None) -> None:
    """Links what came, changed or went since the last time, and does what judgements asked for.

    Only what they touch is linked anew. `rashomon incidents` does the same before it lists;
    the review app needs this running beside it, with --watch.
    """
    from rashomon.run import relink as work

    with common.opened(common.settings_of(store=store)) as opened:
        while True:
            done = work.work(opened)
            if done == 0 and opened.incidents() is None:
                work.update(opened)
            if done or not watch:
                click.echo(f"{common.plural(done, 'job')} done")
            if not watch:
                return
            time.sleep(every)
