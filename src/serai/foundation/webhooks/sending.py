"""One request to an address that somebody typed: careful where it goes and what comes back.

A server that fetches addresses given by people can be made to reach what only it can reach. So the
name is resolved here, every address behind it must be one of the open internet, and the connection
goes to the very address that was looked at: a name that resolves to something else a moment later
gains nothing. Redirects are not followed, and neither time nor size is left to the other side.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from threading import Timer
from time import monotonic
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 15.0
"""What a request may take from the first byte to the last, however slowly they come."""
EXCERPT_BYTES = 2_000
"""How much of an answer is read: what people need to see what went wrong."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class ForbiddenAddressError(Exception):
    """Nothing is sent to this address; the message says why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a request: a status, or an error in words."""

    status: int | None
    duration: int
    error: str = ""
    excerpt: str = ""

    @property
    def is_success(self) -> bool:
        """Whether the receiver said that it has the message."""
        return self.status is not None and 200 <= self.status < 300


def check_address(address: str) -> SplitResult:
    """Return the parts of an address to which something may be sent, without resolving its name.

    Raises ForbiddenAddressError.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ForbiddenAddressError(_("This is not an address.")) from None
    if not host or port == 0:
        raise ForbiddenAddressError(_("This is not an address."))
    if parts.username is not None or parts.password is not None:
        raise ForbiddenAddressError(_("Leave name and password out: the signature says who sends."))
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.WEBHOOKS_TO_LOOPBACK):
        raise ForbiddenAddressError(_("The address must begin with https://."))
    literal = _literal(host)
    if literal is not None:
        _check_reachable(literal)
    return parts


def resolve(host: str, port: int) -> Address:
    """Return an address of a host, if all that it has are of the open internet.

    Raises ForbiddenAddressError for others, OSError where the name leads nowhere.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    for address in addresses:
        _check_reachable(address)
    return addresses[0]


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _check_reachable(address: Address) -> None:
    if settings.WEBHOOKS_TO_LOOPBACK and address.is_loopback:
        return
    inner = _inner(address)
    if not (is_public(address) and (inner is None or is_public(inner))):
        raise ForbiddenAddressError(
            _("Nothing is sent to %(address)s: it is not an address of the open internet.")
            % {"address": address}
        )


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the open internet."""
    return address.is_global and not (
        address.is_multicast
        or address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_reserved
        or address.is_unspecified
    )


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that stands in one of IPv6 and to which a gateway would lead."""
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]


def send(address: str, *, body: bytes, headers: Mapping[str, str]) -> Outcome:
    """Send a message by POST and say what came of it. Raises nothing.

    Touches no database, so it may run in any thread.
    """
    began = monotonic()

    def after(status: int | None = None, error: str = "", excerpt: bytes = b"") -> Outcome:
        text = excerpt.decode("utf-8", "replace").replace("\0", "")
        return Outcome(status, round((monotonic() - began) * 1000), error[:300], text)

    try:
        parts = check_address(address)
        is_secure = parts.scheme == "https"
        port = parts.port or (443 if is_secure else 80)
        connection = _connection(str(parts.hostname), port, is_secure=is_secure)
    except ForbiddenAddressError as error:
        return after(error=str(error))
    except (OSError, UnicodeError):
        return after(error=_("The name of the host leads nowhere."))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.netloc.rpartition("@")[2]
    deadline: Timer | None = None
    try:
        connection.connect()
        # However slowly the other side speaks, after this time nobody listens any more.
        deadline = Timer(TOTAL_SECONDS, _hang_up, [connection.sock])
        deadline.daemon = True
        deadline.start()
        connection.request(
            "POST", target, body=body, headers={"Host": host, **headers}, preload_content=False
        )
        answer = connection.getresponse()
        excerpt = answer.read(EXCERPT_BYTES, decode_content=False)
        advice = ""
        if 300 <= answer.status < 400:
            advice = _("It leads on to another address, which is not followed. Enter that one.")
        return after(answer.status, advice, excerpt)
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        return after(error=_reason(error, monotonic() - began))
    finally:
        if deadline is not None:
            deadline.cancel()
        connection.close()


def _connection(host: str, port: int, *, is_secure: bool) -> HTTPConnection:
    """Make the connection to the very address that was looked at, for the name that was given."""
    to = str(resolve(host, port))
    if not is_secure:
        return HTTPConnection(to, port, timeout=CONNECT_SECONDS)
    return HTTPSConnection(
        to, port, timeout=CONNECT_SECONDS, server_hostname=host, assert_hostname=host,
        cert_reqs="CERT_REQUIRED",
    )  # fmt: skip


def _hang_up(sock: socket.socket | None) -> None:
    try:
        if sock is not None:
            sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # It is closed already.


def _reason(error: Exception, seconds: float) -> str:
    text = str(error)
    if isinstance(error, ssl.SSLError) or "CERTIFICATE_VERIFY_FAILED" in text:
        return _("Its certificate is not to be trusted: %(reason)s") % {"reason": text}
    if seconds >= CONNECT_SECONDS or "timed out" in text:
        return _("It did not answer in time.")
    if "refused" in text:
        return _("Nobody listens at this address.")
    return _("The connection broke off: %(reason)s") % {"reason": text or type(error).__name__}
