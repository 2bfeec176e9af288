"""Records and incidents to JSON and back, as record.md lays them out.

The field order of the dataclasses is the key order of the JSON, so the same record
gives the same bytes. Unknown keys are refused: a record that says more than this
version understands must not lose it silently.
"""

from __future__ import annotations

import functools
import json
import types
import typing
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from rashomon.model.accounts import Account
from rashomon.model.documents import Document
from rashomon.model.incidents import INCIDENT_SCHEMA, Incident
from rashomon.model.record import SCHEMA, Record
from rashomon.model.relations import Link

T = TypeVar("T")

#: Python names that JSON cannot share with Python's keywords.
RENAMED: dict[type, dict[str, str]] = {Link: {"from_event": "from", "to_event": "to"}}
#: Fields that stay out of a printed record: the store keeps them beside it.
HIDDEN: dict[type, frozenset[str]] = {Document: frozenset({"stretches"})}
#: Tuples of (key, value) that JSON shows as an object.
MAPPED: dict[type, frozenset[str]] = {Account: frozenset({"answers"}), Incident: frozenset({"cells"})}
_HEADS: dict[type, str] = {Record: SCHEMA, Incident: INCIDENT_SCHEMA}


class CodecError(ValueError):
    """JSON that is not a record; `path` says where."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        super().__init__(f"{path}: {reason}")


def to_json(node: Any, *, full: bool = False) -> Any:
    """Plain dicts, lists and scalars for `node`; `full` keeps the fields that a printed record hides."""
    if is_dataclass(node):
        kind = type(node)
        out: dict[str, Any] = {"schema": _HEADS[kind]} if kind in _HEADS else {}
        for f in fields(node):
            if not full and f.name in HIDDEN.get(kind, ()):
                continue
            value = getattr(node, f.name)
            name = RENAMED.get(kind, {}).get(f.name, f.name)
            if f.name in MAPPED.get(kind, ()):
                out[name] = {key: to_json(item, full=full) for key, item in value}
            else:
                out[name] = to_json(value, full=full)
        return out
    if isinstance(node, tuple):
        return [to_json(item, full=full) for item in node]
    return node


def dumps(node: Any, *, indent: int | None = None, full: bool = False) -> str:
    """The JSON text of a record or incident; one line unless `indent` is given."""
    return json.dumps(to_json(node, full=full), ensure_ascii=False, indent=indent)


def from_json(kind: type[T], data: Any, *, path: str = "$") -> T:
    """Builds `kind` from plain JSON data.

    Raises:
        CodecError: a key is missing, unknown or of the wrong type.
        SpanError: a span of a record does not quote its text.
        ValueRefused: a figure of a record is negative or upside down.
    """
    return typing.cast(T, _decode(kind, data, path))


def loads(kind: type[T], text: str | bytes) -> T:
    """`from_json` on JSON text.

    Raises:
        CodecError: the text is not JSON or not a `kind`.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise CodecError("$", f"not JSON ({error})") from error
    return from_json(kind, data)


@functools.cache
def field_types(kind: type) -> dict[str, Any]:
    """Field name to resolved type."""
    return typing.get_type_hints(kind)


def _decode(kind: Any, data: Any, path: str) -> Any:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        if data is None:
            return None
        (inner,) = [a for a in typing.get_args(kind) if a is not type(None)]
        return _decode(inner, data, path)
    if origin is tuple:
        if not isinstance(data, list):
            raise CodecError(path, "expected a list")
        return tuple(_decode(typing.get_args(kind)[0], item, f"{path}[{i}]") for i, item in enumerate(data))
    if origin is typing.Literal:
        if data not in typing.get_args(kind):
            raise CodecError(path, f"{data!r} is not one of {', '.join(map(str, typing.get_args(kind)))}")
        return data
    if is_dataclass(kind):
        return _decode_object(typing.cast(type, kind), data, path)
    if kind is float and type(data) is int:
        return float(data)
    if type(data) is not kind:
        raise CodecError(path, f"expected {kind.__name__}, found {data!r}")
    return data


def _decode_object(kind: type, data: Any, path: str) -> Any:
    if not isinstance(data, dict):
        raise CodecError(path, f"expected an object for {kind.__name__}")
    left = dict(data)
    if kind in _HEADS and left.pop("schema", None) != _HEADS[kind]:
        raise CodecError(f"{path}.schema", f"expected {_HEADS[kind]}; convert it with the version that wrote it")
    values: dict[str, Any] = {}
    for f in fields(kind):
        name = RENAMED.get(kind, {}).get(f.name, f.name)
        if name not in left:
            if f.name in HIDDEN.get(kind, ()):
                continue
            raise CodecError(f"{path}.{name}", "is missing")
        item, hint = left.pop(name), field_types(kind)[f.name]
        if f.name in MAPPED.get(kind, ()):
            if not isinstance(item, dict):
                raise CodecError(f"{path}.{name}", "expected an object")
            pair = typing.get_args(typing.get_args(hint)[0])
            values[f.name] = tuple((key, _decode(pair[1], v, f"{path}.{name}.{key}")) for key, v in item.items())
        else:
            values[f.name] = _decode(hint, item, f"{path}.{name}")
    if left:
        raise CodecError(f"{path}.{min(left)}", "is unknown to this version")
    return kind(**values)
