"""Tables for people: a record, a list of incidents, and the ledger of one incident.

These are the only functions that write to a console. What they print of a report goes through
`safe`: no control character, no hidden character, no markup of a report reaches the terminal.
"""

from rashomon.cli.show.incident import show_incident
from rashomon.cli.show.incidents import show_incidents
from rashomon.cli.show.record import show_record

__all__ = ["show_incident", "show_incidents", "show_record"]
