"""Whose address a request really comes from when proxies stand in between. Pure."""

import ipaddress
from collections.abc import Sequence

WAS_FORWARDED = "paritrana.was_forwarded"  # in a request's META: somebody said to forward it, whom we trust or not
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(written: Sequence[str]) -> tuple[Network, ...]:
    """Return addresses and networks (`10.0.0.0/8`) as networks; raises ValueError for anything else."""
    return tuple(ipaddress.ip_network(one.strip(), strict=False) for one in written if one.strip())


def is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return any(found in network for network in trusted)


def client_address(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """Return the nearest address that is no trusted proxy.

    Each proxy appends the address it saw, so the list is walked from its end and only as far as trust goes: what a
    client wrote at its beginning is never reached. What is no address ends the walk at the last that was one.
    """
    address = peer
    for hop in reversed(forwarded.split(",")):
        if not is_trusted(address, trusted):
            break
        try:
            address = str(ipaddress.ip_address(hop.strip()))
        except ValueError:
            break
    return address
