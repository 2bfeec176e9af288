"""JSON: public, or internal and importable. One report a line inside, so that a large export can be looked at with `less`.

The internal form holds everything that a store holds but its audit chain; `read` takes it
apart again and refuses what is not whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from rashomon.errors import ImportRefused
from rashomon.export.contents import SCHEMA, Export

NAME = "json"
HELP = "one JSON document; --internal can be imported"
SUFFIX = ".json"


def write(export: Export, out: BinaryIO) -> None:
    """Writes the export as one JSON object."""
    header = json.dumps(export.header(), ensure_ascii=False, indent=1)
    out.write(header.removesuffix("\n}").encode())
    if export.internal:
        _write_list(out, "reports", export.store.archive())
        _write_value(out, "rest", export.store.archive_tail())
    else:
        _write_list(out, "records", export.records())
        _write_value(out, "incidents", export.incidents())
    out.write(b"\n}\n")


def read(path: Path) -> dict[str, Any]:
    """An internal export's content.

    Raises:
        ImportRefused: not JSON, not an export, a public one, or one of another layout.
    """
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ImportRefused(
            f"{path} is not JSON", hint="import takes what `rashomon export --internal` wrote"
        ) from error
    except OSError as error:
        raise ImportRefused(f"{path}: {error.strerror}", hint="check the name and its permissions") from error
    if not isinstance(data, dict) or not str(data.get("schema", "")).startswith("rashomon.export/"):
        raise ImportRefused(
            f"{path} is no export of rashomon", hint="import takes what `rashomon export --internal` wrote"
        )
    if data["schema"] != SCHEMA:
        raise ImportRefused(
            f"{path} has the layout {data['schema']}, not {SCHEMA}", hint="use the rashomon that wrote it"
        )
    if data.get("kind") != "internal":
        raise ImportRefused(
            f"{path} is a public export: names and texts are gone from it", hint="export with --internal"
        )
    if not isinstance(data.get("reports"), list) or not isinstance(data.get("rest"), dict):
        raise ImportRefused(f"{path} is cut off or changed", hint="export again")
    return data


def _write_list(out: BinaryIO, name: str, items: Iterable[Any]) -> None:
    out.write(f',\n "{name}": ['.encode())
    out.writelines(
        (",\n  " if i else "\n  ").encode() + json.dumps(item, ensure_ascii=False).encode()
        for i, item in enumerate(items)
    )
    out.write(b"\n ]")


def _write_value(out: BinaryIO, name: str, value: Any) -> None:
    out.write(f',\n "{name}": {json.dumps(value, ensure_ascii=False)}'.encode())
