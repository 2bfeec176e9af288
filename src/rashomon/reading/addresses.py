"""Which internet addresses a fetch may reach: public ones, seen through every wrapping of IPv4.

A name is resolved here once; the caller connects to the addresses that were checked. Nothing
here trusts a name, only the addresses behind it.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Callable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Allow = Callable[[Address], bool]

#: NAT64 (RFC 6052, 8215): an IPv4 address in the last 32 bits.
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
#: IPv4-compatible IPv6 (RFC 4291, deprecated): likewise.
_COMPATIBLE = ipaddress.IPv6Network("::/96")


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, seen through every IPv6 wrapping of IPv4."""
    inner = _unwrapped(address)
    if inner != address:
        return is_public(inner)
    if (
        address.is_multicast
        or address.is_private
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
    ):
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False
    return address.is_global and not address.is_unspecified


def _unwrapped(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in _NAT64) or (address in _COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


class Refused(Exception):
    """An address that must not be reached."""


def resolve(host: str, port: int, allow: Allow, deadline: float) -> list[Address]:
    """All addresses of a host.

    Raises:
        Refused: one of them is not allowed.
        TimeoutError: the resolver took too long.
        OSError: the name does not resolve.
    """
    addresses: list[Address] = []
    for answer in _answers(host, port, deadline):
        address = ipaddress.ip_address(answer.partition("%")[0])
        if not allow(address):
            raise Refused(f"{host} leads to {address}, which is not a public address")
        addresses.append(address)
    return addresses


def _answers(host: str, port: int, deadline: float) -> list[str]:
    """The resolver knows no timeout, so it runs beside us and is left behind when it is late."""
    done: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            done.put([str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
        except (OSError, UnicodeError) as error:
            done.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = done.get(timeout=max(0.001, deadline - time.monotonic()))
    except queue.Empty as error:
        raise TimeoutError from error
    if isinstance(answer, list):
        return answer
    raise answer
