"""What goes wrong during a soak, one thing a minute."""

import os
import random
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import http_remote
import kill_writers
import repository
import server

HELD = 10  # seconds that a fault lasts
SOON = 40  # seconds within which a round pushed after it is served
REJECT = "#!/bin/sh\necho 'not today' >&2\nexit 1\n"


def commit(origin: Path, files: dict[str, bytes], message: str) -> str | None:
    """One more commit of these files at the remote; nil when a push came in between, each time."""
    for _ in range(20):
        tip = repository.git(origin, "rev-parse", "main").stdout.decode().strip()
        parts = [f"commit refs/heads/main\ncommitter Other <o@example.org> {int(time.time())} +0000\n"
                 f"data {len(message)}\n{message}\nfrom {tip}\n".encode()]
        for path, content in files.items():
            parts.append(b"M 100644 inline %s\ndata %d\n%s\n" % (
                path.encode(), len(content), content))
        done = repository.git(origin, "fast-import", "--quiet", stdin=b"".join(parts), check=False)
        if done.returncode == 0:
            return repository.git(origin, "rev-parse", "main").stdout.decode().strip()
    return None


class Remote(http_remote.HTTPRemote):
    """The remote of the server; can be away, or slow to answer."""

    def __init__(self, root: Path):
        super().__init__(root)
        remote, base = self, self.server.RequestHandlerClass
        self.is_away, self.holds = False, threading.Event()
        self.holds.set()

        class Moody(base):
            def run(self, body):
                remote.holds.wait(HELD)
                if remote.is_away:
                    self.send_response(503)
                    self.send_header("Content-Length", "0")
                    return self.end_headers()
                return super().run(body)

        self.server.RequestHandlerClass = Moody


class Faults(threading.Thread):
    """Each minute one, in an order drawn by lot; those that end the process in the first quarter
    only, so that one process lives through all the rest."""

    def __init__(self, load, minutes: int):
        super().__init__(daemon=True)
        self.load, self.minutes = load, minutes
        self.rng = random.Random(f"{load.seed}-faults")
        self.done: list[tuple[float, str, float]] = []  # minute, name, seconds to recover
        self.begun = time.monotonic()

    lasting = {
        "the remote answers 503 for 10 s": "remote_away",
        "the remote hangs for 10 s": "remote_hangs",
        "the remote rejects pushes for 10 s": "remote_rejects",
        "SIGSTOP for 3 s": "stopped",
        "a tree with a bad record at the remote for 10 s": "bad_record",
        "SIGKILL of the git programs under way, for 10 s": "git_killed",
        "200 webhooks at once": "storm",
        "100 clients that send half a request": "half_requests",
        "git gc of the remote": "remote_packed",
    }
    ending = {"kill -9 and start": "killed", "SIGTERM and start": "ended"}

    def run(self):
        kinds: list[str] = []
        for minute in range(self.minutes):
            known = self.lasting | (self.ending if minute < max(2, self.minutes / 4) else {})
            kinds = [kind for kind in kinds if kind in known]
            if not kinds:
                kinds = self.rng.sample(sorted(known), len(known))
                if minute == 0:
                    kinds.sort(key=lambda kind: kind not in self.ending)
            kind = kinds.pop(0)
            if self.load.over.wait(max(0, self.begun + minute * 60 + 5 - time.monotonic())):
                return
            getattr(self, known[kind])()
            self.recovered(minute, kind)
        self.load.over.wait(max(0, self.begun + self.minutes * 60 - time.monotonic()))

    def recovered(self, minute: int, kind: str):
        """What is pushed from now on is served soon."""
        load, begun, round_ = self.load, time.monotonic(), self.load.round + 1
        while time.monotonic() - begun < SOON and not load.over.is_set():
            try:
                with (connection := load.connect()).socket:
                    answer = connection.ask("GET", "/api/sheets/batch/b00")
                if answer.status == 200 and answer.json["round"] >= round_:
                    self.done.append((minute, kind, time.monotonic() - begun))
                    return
            except (OSError, server.Gone):
                pass
            load.over.wait(0.1)
        self.done.append((minute, kind, float("inf")))
        load.fail(f"{kind}: round {round_} is not served after {SOON} s")

    def hold(self):
        self.load.over.wait(HELD)

    def remote_away(self):
        self.load.remote.is_away = True
        self.hold()
        self.load.remote.is_away = False

    def remote_hangs(self):
        self.load.remote.holds.clear()
        self.hold()
        self.load.remote.holds.set()

    def remote_rejects(self):
        hook = self.load.origin / "hooks" / "pre-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(REJECT)
        hook.chmod(0o755)
        self.hold()
        hook.unlink()

    def stopped(self):
        process = self.load.server.process.pid
        os.kill(process, signal.SIGSTOP)
        self.load.over.wait(3)
        os.kill(process, signal.SIGCONT)

    def bad_record(self):
        load = self.load
        load.pausing.set()
        commit(load.origin, {"people/bad.toml": b"slug = \n"}, "Break it")
        self.hold()
        repaired = commit(load.origin, {"people/bad.toml": b'slug = "bad"\n'}, "Mend it")
        if not repaired:
            load.fail("the bad record could not be mended")
        load.pausing.clear()

    def git_killed(self):
        end = time.monotonic() + HELD
        while time.monotonic() < end and not self.load.over.is_set():
            for child in kill_writers.descendants(self.load.server.process.pid):
                if not kill_writers.is_remote(child, self.load.origin):
                    try:
                        os.kill(child, signal.SIGKILL)
                    except ProcessLookupError:
                        pass
            self.load.over.wait(0.1)

    def storm(self):
        sockets = []
        request = (f"POST /api/_internal/reload-data HTTP/1.1\r\nHost: x\r\n"
                   f"Authorization: Bearer {server.SECRET}\r\nContent-Length: 0\r\n\r\n").encode()
        for _ in range(200):
            connection = self.load.connect()
            connection.socket.sendall(request)
            sockets.append(connection)
        for connection in sockets:
            with connection.socket:
                try:
                    self.load.counts[f"webhook of a storm: {connection.answer().status}"] += 1
                except (OSError, server.Gone):
                    self.load.fail("a webhook of a storm was not answered")

    def half_requests(self):
        sockets = []
        for _ in range(100):
            connection = socket.create_connection(("127.0.0.1", self.load.server.port), 10)
            connection.sendall(b"GET /api/sheets/batch HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            sockets.append(connection)
        self.hold()
        for connection in sockets:
            connection.close()

    def remote_packed(self):
        # Without --prune=now, which takes the objects of a push that is under way: git's manual
        # says so, and the remote it leaves cannot be read.
        subprocess.run(["git", "gc", "--quiet"], cwd=self.load.origin, check=False,
                       env=repository.ENVIRONMENT, stderr=subprocess.DEVNULL)

    def killed(self):
        self.load.away.set()
        self.load.server.kill()
        self.load.start()

    def ended(self):
        self.load.away.set()
        code = self.load.server.stop()
        if code != 0:
            self.load.fail(f"SIGTERM ended it with {code}")
        self.load.start()
