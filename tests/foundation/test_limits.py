"""Who knocked: the address that limits count, behind proxies and in spite of what a caller writes."""

from ipaddress import ip_network

import pytest
from allauth.account.adapter import get_adapter
from django.test import RequestFactory

from kanaf.foundation import clock, environment, limits

OURS = ["10.0.0.5", "10.8.0.0/16", "fd00::/8"]
KNOCKS = {
    "straight": ("203.0.113.7", "", "203.0.113.7"),
    "straight, with a header of her own": ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
    "through the proxy": ("10.0.0.5", "203.0.113.7", "203.0.113.7"),
    "through two proxies": ("10.0.0.5", "203.0.113.7, 10.8.3.4", "203.0.113.7"),
    "through the proxy, with a header of her own": ("10.0.0.5", "198.51.100.1, 10.8.9.9, 203.0.113.7", "203.0.113.7"),
    "through the proxy, with words": ("10.0.0.5", "unknown, 203.0.113.7", "203.0.113.7"),
    "a proxy that says nothing": ("10.0.0.5", "", "10.0.0.5"),
    "a proxy that says no address": ("10.0.0.5", "unknown", "10.0.0.5"),
    "from a proxy's own machine": ("10.0.0.5", "10.8.3.4", "10.8.3.4"),
    "by IPv6": ("fd00::1", "2001:db8::7", "2001:db8::7"),
    "an IPv4 proxy seen as IPv6": ("::ffff:10.0.0.5", "203.0.113.7", "203.0.113.7"),
    "no address at all": ("", "203.0.113.7", ""),
}


def knock(remote: str, forwarded: str):
    return RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})


@pytest.mark.parametrize(("remote", "forwarded", "expected"), KNOCKS.values(), ids=KNOCKS.keys())
def test_behind_proxies_of_ours_the_caller_is_the_last_hop_that_is_none(settings, remote, forwarded, expected):
    settings.TRUSTED_PROXIES = [ip_network(ours) for ours in OURS]
    assert limits.address_of(knock(remote, forwarded)) == expected


@pytest.mark.parametrize(("remote", "forwarded"), [(r, f) for r, f, _expected in KNOCKS.values()], ids=KNOCKS.keys())
def test_without_proxies_of_ours_no_header_is_believed(remote, forwarded):
    assert limits.address_of(knock(remote, forwarded)) == remote


def test_signing_in_counts_the_same_source(settings, db):
    settings.TRUSTED_PROXIES = [ip_network(ours) for ours in OURS]
    now = clock.now()
    same = [knock("10.0.0.5", f"{spoofed}203.0.113.7") for spoofed in ("", "198.51.100.1, ", "198.51.100.2, ")]
    assert len({get_adapter().get_client_ip(request) for request in same}) == 1
    assert get_adapter().get_client_ip(same[0]) == limits.source_of(same[0], now).hex()
    assert get_adapter().get_client_ip(knock("10.0.0.5", "203.0.113.8")) != limits.source_of(same[0], now).hex()


def test_a_wrong_list_of_proxies_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setenv("KANAF_TRUSTED_PROXIES", "10.0.0.5, 10.8.0.0/16")
    assert environment.networks("KANAF_TRUSTED_PROXIES") == [ip_network("10.0.0.5"), ip_network("10.8.0.0/16")]
    monkeypatch.setenv("KANAF_TRUSTED_PROXIES", "the proxy")
    with pytest.raises(environment.BadEnvironment, match="KANAF_TRUSTED_PROXIES must hold addresses"):
        environment.networks("KANAF_TRUSTED_PROXIES")
