"""Where a message may go, and what is made of the answer."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from threading import Thread

import pytest
from pytest_django import Settings

from serai.foundation.webhooks import sending
from serai.foundation.webhooks.sending import ForbiddenAddressError, check_address, is_public, send
from working.receiver import Receiver, receiver

__all__ = ["receiver"]


@pytest.fixture
def to_loopback(settings: Settings) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = True


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/hook",
        "ftp://example.org/",
        "https://",
        "https:///hook",
        "https://example.org:0/",
        "https://example.org:port/",
        "https://ada:secret@example.org/",
        "https://[::1",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.1/",
        "https://172.16.3.4/",
        "https://192.168.1.1:8443/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://[fe80::1]/",
        "https://[fc00::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:7f00:1::]/",
        "/hook",
    ],
)
def test_nothing_is_sent_inside_or_without_tls(address: str) -> None:
    with pytest.raises(ForbiddenAddressError):
        check_address(address)
    outcome = send(address, body=b"{}", headers={})
    assert outcome.status is None
    assert outcome.error


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_the_open_internet_is_open(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "::1", "fd00::7", "169.254.169.254"])
def test_a_name_that_leads_inside_is_found_out(
    inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name system is outside: one good address beside a bad one does not help."""

    def lookup(_host: str, port: int, **_options: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", ("93.184.215.14", port)), (0, 0, 0, "", (inside, port))]

    monkeypatch.setattr(sending.socket, "getaddrinfo", lookup)
    outcome = send("https://innocent.example.org/", body=b"{}", headers={})
    assert outcome.status is None
    assert inside in outcome.error


def test_the_connection_goes_to_the_address_that_was_looked_at(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = True
    asked: list[str] = []
    genuine = socket.getaddrinfo

    def lookup(host: str, port: int, *arguments: object, **options: object) -> object:
        if host == "rebinding.example.org":
            asked.append(host)
            host = "127.0.0.1"
        return genuine(host, port, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(sending.socket, "getaddrinfo", lookup)
    port = receiver.address.rsplit(":", 1)[1].split("/")[0]
    outcome = send(f"http://rebinding.example.org:{port}/x", body=b"{}", headers={})
    assert outcome.status == 200
    assert asked == ["rebinding.example.org"], "the name is asked for once"
    assert receiver.received[0][0]["host"] == f"rebinding.example.org:{port}"


@pytest.mark.usefixtures("to_loopback")
def test_a_message_arrives_as_it_was(receiver: Receiver) -> None:
    outcome = send(receiver.address, body=b'{"a": 1}', headers={"webhook-id": "entry-1"})
    assert (outcome.status, outcome.is_success, outcome.error) == (200, True, "")
    assert outcome.excerpt == "thank you"
    headers, body = receiver.received[0]
    assert body == b'{"a": 1}'
    assert (headers["webhook-id"], headers["path"]) == ("entry-1", "/hook?room=1")


@pytest.mark.usefixtures("to_loopback")
def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.status = 302
    receiver.headers = {"Location": receiver.address}
    outcome = send(receiver.address, body=b"{}", headers={})
    assert (outcome.status, outcome.is_success) == (302, False)
    assert "not followed" in outcome.error
    assert len(receiver.received) == 1


@pytest.mark.usefixtures("to_loopback")
def test_of_a_long_answer_only_the_beginning_is_read(receiver: Receiver) -> None:
    receiver.status, receiver.answer = 500, b"no\0" * 5_000_000
    outcome = send(receiver.address, body=b"{}", headers={})
    assert outcome.status == 500
    assert 0 < len(outcome.excerpt) <= sending.EXCERPT_BYTES
    assert "\0" not in outcome.excerpt


@pytest.fixture
def deaf() -> Iterator[str]:
    """Takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"


@pytest.mark.usefixtures("to_loopback")
def test_who_does_not_answer_is_not_waited_for(deaf: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "CONNECT_SECONDS", 0.2)
    assert send(deaf, body=b"{}", headers={}).error == "It did not answer in time."


@pytest.mark.usefixtures("to_loopback")
def test_who_answers_drop_by_drop_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "TOTAL_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            with listening.accept()[0] as talking:
                talking.settimeout(0.05)
                try:
                    while True:
                        talking.sendall(b"H")
                        try:
                            if not talking.recv(1000):
                                return
                        except TimeoutError:
                            pass
                except OSError:
                    return

        thread = Thread(target=drip)
        thread.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        outcome = send(address, body=b"{}", headers={})
        thread.join()
    assert outcome.status is None
    assert outcome.error
    assert outcome.duration < 30_000


@pytest.mark.usefixtures("to_loopback")
def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    outcome = send(f"http://127.0.0.1:{port}/", body=b"{}", headers={})
    assert outcome.error == "Nobody listens at this address."


def test_a_name_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(*_arguments: object, **_options: object) -> object:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(sending.socket, "getaddrinfo", lookup)
    outcome = send("https://nowhere.example.org/", body=b"{}", headers={})
    assert outcome.error == "The name of the host leads nowhere."


@pytest.mark.usefixtures("to_loopback")
def test_without_tls_behind_https_there_is_no_message(receiver: Receiver) -> None:
    outcome = send(receiver.address.replace("http:", "https:"), body=b"{}", headers={})
    assert outcome.status is None
    assert outcome.error
    assert not receiver.received
