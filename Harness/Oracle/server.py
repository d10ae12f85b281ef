"""A livetree server under test, connections to it, and repositories for it to serve."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import repository

TOKEN = "write-token"
SECRET = "reload-secret"
HOST = "127.0.0.1"
PEOPLE = b'[gitsheet]\nroot = "people"\npath = "${{ slug }}"\n'
SECONDS = 60  # the longest wait for a start or an answer; a busy machine is slow


# Whoever ends a judge ends its servers too: the blocks that started them are left.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


class Gone(Exception):
    """The server closed the connection or was killed before a whole answer came."""


class ServerFailed(Exception):
    """The server did not start, or did not become ready."""


class Answer:
    def __init__(self, status: int, headers: dict[str, str], body: bytes):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    def __str__(self):
        return f"{self.status} {self.body[:500].decode(errors='replace')}"


class Connection:
    """One keep-alive connection; asks and waits for the answer."""

    def __init__(self, port: int, timeout: float = SECONDS, host: str = HOST):
        self.socket = socket.create_connection((host, port), timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def close(self):
        self.socket.close()

    def ask(self, method: str, path: str, body: bytes = b"", token: str = TOKEN) -> Answer:
        head = (f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n")
        try:
            self.socket.sendall(head.encode() + body)
            return self.answer()
        except (OSError, Gone) as error:
            raise Gone(f"{method} {path[:100]}: {error or type(error).__name__}") from None

    def answer(self) -> Answer:
        data = self.rest
        while b"\r\n\r\n" not in data:
            data += self.more()
        head, _, data = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines[1:])
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        if "chunked" in headers.get("transfer-encoding", ""):
            body = self.chunks(data)
        else:
            length = int(headers.get("content-length", 0))
            while len(data) < length:
                data += self.more()
            body, self.rest = data[:length], data[length:]
        return Answer(int(lines[0].split(" ")[1]), headers, body)

    def chunks(self, data: bytes) -> bytes:
        body = b""
        while True:
            while b"\r\n" not in data:
                data += self.more()
            size, _, data = data.partition(b"\r\n")
            length = int(size.split(b";")[0], 16)
            while len(data) < length + 2:
                data += self.more()
            body, data = body + data[:length], data[length + 2:]
            if length == 0:
                self.rest = data
                return body

    def more(self) -> bytes:
        got = self.socket.recv(1 << 18)
        if not got:
            raise Gone("closed")
        return got


class Server:
    """One run of `livetree serve`, on a free port unless one is named. `wrapper` is put in front of
    its command, `arguments` behind it."""

    def __init__(self, program: Path, data: Path, remote: str | None = None, *,
                 wrapper: list[str] = (), arguments: list[str] = (), log: Path | None = None,
                 port: int = 0, host: str = HOST, **variables: str):
        self.host = host
        self.log = log or data.with_name(data.name + ".log")
        environment = repository.ENVIRONMENT | {
            "CFP_DATA_REPO_PATH": str(data), "CFP_DATA_RELOAD_SECRET": SECRET,
            "CFP_WRITE_TOKEN": TOKEN, "CFP_DATA_POLL_INTERVAL": "0", **variables}
        if remote:
            environment["CFP_DATA_REMOTE"] = remote
        with open(self.log, "wb") as log_file:
            self.process = subprocess.Popen(
                [*wrapper, str(program), "serve", "--host", host, "--port", str(port),
                 *arguments],
                env=environment, stdin=subprocess.DEVNULL, stdout=log_file, stderr=log_file,
                start_new_session=True)
        self.port = self.wait_for(self.listening, "listens")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def wait_for(self, question, what: str):
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            answer = question()
            if answer:
                return answer
            if self.process.poll() is not None:
                break
            time.sleep(0.005)
        state = self.process.poll()
        self.kill()
        raise ServerFailed(f"never {what} (exit code {state}): {self.tail()}")

    def listening(self):
        for line in self.log.read_bytes().splitlines():
            if b'"listening"' in line:
                return json.loads(line)["port"]
        return None

    def tail(self) -> str:
        return self.log.read_text(errors="replace")[-2000:]

    def ready(self) -> "Server":
        def question():
            try:
                connection = self.connect()
                with connection.socket:
                    return connection.ask("GET", "/api/health/ready").status == 200
            except (OSError, Gone):
                return False
        self.wait_for(question, "became ready")
        return self

    def connect(self) -> Connection:
        return Connection(self.port, host=self.host)

    def status(self) -> dict:
        with (connection := self.connect()).socket:
            return connection.ask("GET", "/api/_internal/status", token=SECRET).json

    def kill(self):
        """SIGKILL to the server and what it started: a machine does not spare its children."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(SECONDS)


def import_files(folder: Path, files: dict[str, bytes], message: str = "Records") -> Path:
    """A new bare repository with one commit of these files in one pack, as a fresh clone has."""
    folder.mkdir(parents=True)
    git = repository.git
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", ".")
    parts = [b"commit refs/heads/main\ncommitter Oracle <oracle@example.org> 1700000000 +0000\n",
             b"data %d\n%s\n" % (len(message), message.encode())]
    for path, content in files.items():
        parts.append(b'M 100644 inline "%s"\ndata %d\n%s\n' % (
            path.replace("\\", "\\\\").replace('"', '\\"').encode(), len(content), content))
    git(folder, "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet",
        stdin=b"".join(parts))
    git(folder, "repack", "-adq")
    return folder


def clone(source: Path, target: Path) -> Path:
    repository.git(source.parent, "clone", "--quiet", "--bare", str(source), str(target))
    return target


class Progress:
    """A line that is rewritten on a terminal; nothing elsewhere."""

    def __init__(self, total: int | None = None, stream=sys.stderr):
        self.total, self.stream, self.last = total, stream, 0.0
        self.shows = stream.isatty()

    def show(self, count, note: str = ""):
        now = time.monotonic()
        if self.shows and now - self.last > 0.1:
            self.last = now
            total = f"/{self.total}" if self.total is not None else ""
            print(f"\r\033[K{count}{total} {note}", end="", file=self.stream, flush=True)

    def clear(self):
        if self.shows:
            print("\r\033[K", end="", file=self.stream, flush=True)
