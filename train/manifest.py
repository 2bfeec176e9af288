"""Writes the manifest of the weights: each file's SHA-256, and a version that changes with them.

usage: python -m train.manifest
"""

from __future__ import annotations

import hashlib
import json

from rashomon.weights import MANIFEST, ROOT


def main() -> int:
    """Hashes every component folder."""
    components = {}
    for folder in sorted(p for p in ROOT.iterdir() if p.is_dir() and p.name != "__pycache__"):
        files = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir()) if p.is_file()}
        version = hashlib.sha256("".join(files.values()).encode()).hexdigest()[:8]
        components[folder.name] = {"version": version, "files": files}
    MANIFEST.write_text(json.dumps({"components": components}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
