import pytest

from paritrana.lib.client_address import client_address, networks

PROXIES = networks(["10.0.0.0/8", "::1"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "127.0.0.1, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "192.0.2.1, 198.51.100.1, 10.9.9.9", "198.51.100.1"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "198.51.100.1, bukan alamat", "10.0.0.2"),
        ("::ffff:10.0.0.2", "2001:db8::1", "2001:db8::1"),
        ("", "198.51.100.1", ""),
    ],
    ids=[
        "nobody in between", "a stranger's claim", "one proxy", "a claim before the proxy's word", "two proxies",
        "a proxy that says nothing", "what is no address", "an address of the old kind in the new", "a socket",
    ],
)  # fmt: skip
def test_client_address_when_proxies_stand_between_then_only_the_trusted_are_believed(peer, forwarded, found):
    assert client_address(peer, forwarded, PROXIES) == found


def test_networks_when_one_is_none_then_refused():
    with pytest.raises(ValueError, match="appear to be"):
        networks(["10.0.0.0/8", "proxy"])
