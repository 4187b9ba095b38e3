"""Refuses sockets in this process, by an audit hook that nothing in it can take out again.

The environment says how far: NETSCOUT_SOCKETS is `none` (no socket at all, no looking up of
names), `loopback` (this machine only, for kernels and browsers) or `any`. Every refusal is also
written into the file NETSCOUT_SOCKETS_SEEN, so that code which swallows the error is found too.
"""

import os
import socket
import sys
from pathlib import Path

LEVEL, SEEN = "NETSCOUT_SOCKETS", "NETSCOUT_SOCKETS_SEEN"
WITHOUT_NETWORK = (getattr(socket, "AF_UNIX", None), -1)  # -1: of a file that is open already
TO_AN_ADDRESS = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg")
LOOKED_UP = (
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
)


class SocketRefused(RuntimeError):  # noqa: N818 - reads as the sentence it stands for
    """Something tried to reach a network."""


def install():
    """Refuse sockets from now on; once is enough."""
    if not getattr(sys, "_netscout_refuses_sockets", False):
        sys._netscout_refuses_sockets = True
        sys.addaudithook(_hook)


def _hook(event, args):
    if event.startswith("socket.") and _is_refused(event, args):
        what = f"{event} {args[1:] if event not in LOOKED_UP else args}"
        if file := os.environ.get(SEEN):
            with Path(file).open("a", encoding="utf-8") as seen:
                seen.write(f"{what}\n")
        raise SocketRefused(
            f"{what}: the tests refuse sockets. A test of a kernel or a server on this machine "
            "is marked `loopback`; nothing else of netscout may open one"
        )


def _is_refused(event, args):
    level = os.environ.get(LEVEL, "any")
    if level == "any":
        return False
    if event == "socket.__new__":
        return level == "none" and args[1] not in WITHOUT_NETWORK
    if event in TO_AN_ADDRESS:
        return isinstance(args[1], tuple) and not (level == "loopback" and _is_here(args[1][0]))
    if event in LOOKED_UP:
        host = args[0][0] if isinstance(args[0], tuple) else args[0]
        return not (level == "loopback" and _is_here(host))
    return False


def _is_here(host):
    """Whether an address is this machine's own; every name must be one that needs no server."""
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    return text in {"localhost", "::1"} or (isinstance(text, str) and text.startswith("127."))
