"""Requests as bytes, sent as they are, and the answers, read strictly."""

import re
import socket
import time
from dataclasses import dataclass, field

STATUS = re.compile(rb"HTTP/1\.[01] ([1-5][0-9][0-9]) [^\r\n]*\r\n")
SHORT = 1 << 16  # bytes


class NotHTTP(Exception):
    """The server said something that is no HTTP answer."""


@dataclass
class Heard:
    """What came back: statuses with bodies, and the seconds from the last byte sent."""

    answers: list[tuple[int, bytes]] = field(default_factory=list)
    seconds: float | None = None
    closed: bool = False

    @property
    def statuses(self) -> list[int]:
        return [status for status, _ in self.answers]


def head(method: str, target: str, fields: list[tuple[str, str]], version="HTTP/1.1") -> bytes:
    lines = [f"{method} {target} {version}", *(f"{name}: {value}" for name, value in fields)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def request(
    target: str, fields: list[tuple[str, str]], body: bytes, method: str = "POST",
) -> bytes:
    """A plain request."""
    return head(method, target, [("Host", "localhost"), ("Content-Length", str(len(body))),
                                 *fields]) + body


def parse(data: bytes) -> tuple[tuple[int, bytes] | None, bytes]:
    """The first answer, informational ones left out, and the rest; None while it is not whole."""
    while True:
        start = STATUS.match(data)
        if not start:
            if len(data) > 9 and not data.startswith((b"HTTP/1.1 ", b"HTTP/1.0 ")):
                raise NotHTTP(repr(data[:200]))
            return None, data
        top, found, rest = data.partition(b"\r\n\r\n")
        if not found:
            return None, data
        status = int(start[1])
        if status < 200:
            data = rest
            continue
        names = {name.strip().lower(): value.strip() for name, _, value in
                 (line.partition(b":") for line in top.split(b"\r\n")[1:])}
        length = int(names.get(b"content-length", b"0"))
        if b"transfer-encoding" in names:
            raise NotHTTP("a chunked answer where none was expected")
        if len(rest) < length:
            return None, data
        return (status, rest[:length]), rest[length:]


def connect(port: int, timeout: float = 30) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def exchange(
    port: int, parts: list[tuple[bytes, float]], wanted: int, patience: float,
) -> Heard:
    """Sends parts, each followed by a pause, and reads until `wanted` answers came, the server
    closed, or nothing more came within `patience` seconds."""
    heard, data, begun = Heard(), b"", time.monotonic()
    with connect(port) as link:
        try:
            for part, pause in parts:
                # The server may be done before `sendall` is; a long part takes its own time.
                begun = time.monotonic()
                link.sendall(part)
                if len(part) > SHORT:
                    begun = time.monotonic()
                if pause:
                    time.sleep(pause)
                    begun = time.monotonic()
        except OSError:
            heard.closed = True  # it may answer and close before all is sent
        link.settimeout(patience)
        while len(heard.answers) < wanted:
            answer, data = parse(data)
            if answer:
                heard.answers.append(answer)
                heard.seconds = time.monotonic() - begun
                continue
            left = patience - (time.monotonic() - begun)
            if left <= 0:
                break
            link.settimeout(left)
            try:
                got = link.recv(1 << 16)
            except TimeoutError:
                break
            except OSError:
                heard.closed = True
                break
            if not got:
                heard.closed = True
                break
            data += got
        if data.strip() and heard.closed and not parse(data)[0] and heard.answers:
            raise NotHTTP(repr(data[:200]))
    return heard


class Link:
    """A keep-alive connection for plain requests, which may be sent many at a time."""

    def __init__(self, port: int):
        self.port, self.socket, self.data = port, connect(port), b""

    def close(self):
        self.socket.close()

    def answer(self) -> tuple[int, bytes]:
        while True:
            found, self.data = parse(self.data)
            if found:
                return found
            got = self.socket.recv(1 << 18)
            if not got:
                raise NotHTTP("the server closed the connection")
            self.data += got

    def ask(self, wire: bytes) -> tuple[int, bytes]:
        self.socket.sendall(wire)
        return self.answer()

    def ask_all(self, wires: list[bytes]) -> list[tuple[int, bytes]]:
        self.socket.sendall(b"".join(wires))
        return [self.answer() for _ in wires]
