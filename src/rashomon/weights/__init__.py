"""Our trained components, each a folder of files whose SHA-256 stands in the manifest.

`make train` writes them from the corpus. A file that is not the one the manifest names is refused: a record names the
component that made it, and that name must mean one thing.
"""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path

from rashomon.errors import ModelMissing

ROOT = Path(__file__).resolve().parent
MANIFEST = ROOT / "manifest.json"


@functools.cache
def component(name: str) -> tuple[Path, str]:
    """Folder and version of a component, its files checked once a process.

    Raises:
        ModelMissing: there is none of this name, or a file is missing or changed.
    """
    try:
        entry = json.loads(MANIFEST.read_text(encoding="utf-8"))["components"][name]
    except (OSError, KeyError, ValueError) as error:
        raise ModelMissing(
            f"no trained component {name!r}", hint="install rashomon anew, or set claims = rules"
        ) from error
    folder = ROOT / name
    for file, digest in entry["files"].items():
        path = folder / file
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise ModelMissing(
                f"{path} is not the file of the manifest", hint="install rashomon anew, or set claims = rules"
            )
    return folder, str(entry["version"])
