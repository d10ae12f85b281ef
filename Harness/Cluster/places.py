"""Where the programs of a cluster run, and at which ports."""

import contextlib
import random
import socket

import server


class Place:
    """Where a program runs: here. `command` is put in front of its own to start it there, `inside`
    is as if the judge were there."""

    host = server.HOST
    command: list[str] = []

    def inside(self):
        return contextlib.nullcontext()


HERE = Place()
taken: set[int] = set()


def free_port() -> int:
    """A port that no outgoing connection gets by itself: a node has to find it free again."""
    while True:
        port = random.SystemRandom().randrange(15_000, 32_000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in taken:
            taken.add(port)
            return port
