"""A cluster: one remote that keeps a log of its branch, one etcd, some servers."""

import base64
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import http_remote
import repository
import server
from kill_writers import descendants, is_remote

REF = "refs/heads/main"
SESSION = 5  # seconds, CFP_CLUSTER_SESSION
PREFIX = "/livetree/main/"
ETCD, ETCDCTL = "etcd", "etcdctl"
# Written when a change of the branch has happened, whoever made it.
HOOK = """#!/bin/sh
[ "$1" = committed ] || exit 0
while read -r old new ref; do
    [ "$ref" = %s ] && printf '%%s %%s\\n' "$old" "$new" >>"%s"
done
exit 0
"""


def missing() -> list[str]:
    return [name for name in (ETCD, ETCDCTL, "git") if not shutil.which(name)]


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


class Etcd:
    """One member over one folder, at the same ports each time."""

    def __init__(self, folder: Path):
        self.folder, self.process = folder, None
        self.url, self.peer = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        self.start()

    def start(self):
        with open(self.folder / "etcd.log", "ab") as log:
            self.process = subprocess.Popen(
                [ETCD, "--name", "one", "--data-dir", str(self.folder / "etcd"),
                 "--listen-client-urls", self.url, "--advertise-client-urls", self.url,
                 "--listen-peer-urls", self.peer, "--initial-advertise-peer-urls", self.peer,
                 "--initial-cluster", f"one={self.peer}", "--logger", "zap"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={"PATH": os.environ["PATH"], "HOME": str(self.folder)})
        end = time.monotonic() + server.SECONDS
        while self.control("endpoint", "health", check=False).returncode:
            if time.monotonic() > end or self.process.poll() is not None:
                raise server.ServerFailed(f"etcd does not start: {self.folder / 'etcd.log'}")
            time.sleep(0.02)

    def control(self, *arguments: str, check: bool = True):
        return subprocess.run(
            [ETCDCTL, "--endpoints", self.url, "--command-timeout", "5s", *arguments],
            capture_output=True, check=check, env=os.environ | {"ETCDCTL_API": "3"}, timeout=30)

    def keys(self) -> dict[str, str]:
        """Everything below the cluster's prefix."""
        found = json.loads(self.control("get", "--prefix", PREFIX, "-w", "json").stdout)
        return {base64.b64decode(each["key"]).decode().removeprefix(PREFIX):
                base64.b64decode(each.get("value", "")).decode() for each in found.get("kvs", [])}

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


class Node:
    """A server with a clone of its own; keeps its name, folder and port over restarts."""

    def __init__(self, site: "Site", name: str):
        self.site, self.name, self.starts = site, name, 0
        self.program = site.program
        self.port = free_port()
        self.data = server.clone(site.origin, site.folder / f"{name}.git")
        self.running: server.Server | None = None

    def start(self, wrapper: list[str] = ()) -> "Node":
        self.starts += 1
        self.running = server.Server(
            self.program, self.data, self.site.remote, port=self.port, wrapper=wrapper,
            log=self.site.folder / f"{self.name}-{self.starts}.log",
            CFP_CLUSTER=self.site.etcd.url, CFP_CLUSTER_PREFIX=PREFIX, CFP_NODE_NAME=self.name,
            CFP_NODE_URL=f"http://127.0.0.1:{self.port}", CFP_CLUSTER_SESSION=f"{SESSION}s")
        return self

    def connect(self, timeout: float = server.SECONDS) -> server.Connection:
        try:
            return server.Connection(self.port, timeout)
        except OSError as error:
            raise server.Gone(f"{self.name}: {error}") from None

    def ask(self, method: str, path: str, body: bytes = b"", timeout: float = 10,
            token: str = server.TOKEN) -> server.Answer:
        """Over a connection of its own."""
        connection = self.connect(timeout)
        with connection.socket:
            return connection.ask(method, path, body, token)

    def cluster(self) -> dict:
        """What it says of the cluster; nothing when it does not answer at once."""
        try:
            return self.ask("GET", "/api/_internal/status", timeout=2,
                            token=server.SECRET).json["cluster"]
        except (server.Gone, OSError, ValueError, KeyError):
            return {}

    def served(self) -> str | None:
        try:
            return self.ask("GET", "/api/sheets", timeout=5).headers.get("x-data-commit")
        except (server.Gone, OSError):
            return None

    def programs(self) -> list[int]:
        """The git programs it runs, but not the remote's side of them."""
        return [each for each in descendants(self.running.process.pid)
                if not is_remote(each, self.site.origin)]

    def signal(self, number: int, programs: list[int]):
        """To the server and to these programs of its."""
        for process in (self.running.process.pid, *programs):
            try:
                os.kill(process, number)
            except ProcessLookupError:
                pass

    def kill(self, programs: list[int]):
        self.signal(signal.SIGKILL, programs)
        self.running.process.wait()


class Site:
    """A remote with these files, an etcd, and nodes by name."""

    def __init__(self, program: Path, folder: Path, names: list[str], files: dict[str, bytes],
                 over_http: bool = True):
        self.program, self.folder = program, folder
        self.origin = server.import_files(folder / "origin.git", files)
        git = repository.git
        git(self.origin, "config", "http.receivepack", "true")
        git(self.origin, "config", "receive.denyNonFastForwards", "false")
        git(self.origin, "config", "core.logAllRefUpdates", "true")
        self.first = self.tip()
        self.updates = folder / "updates.log"
        self.updates.touch()
        hook = self.origin / "hooks" / "reference-transaction"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(HOOK % (REF, self.updates))
        hook.chmod(0o755)
        self.http = http_remote.HTTPRemote(folder) if over_http else None
        self.remote = self.http.url("origin.git") if over_http else str(self.origin)
        self.etcd = Etcd(folder)
        self.nodes = [Node(self, name) for name in names]

    def __enter__(self) -> "Site":
        return self

    def __exit__(self, *_):
        for node in self.nodes:
            if node.running:
                node.signal(signal.SIGCONT, [])
                node.running.kill()
        self.etcd.kill()
        if self.http:
            self.http.close()

    def tip(self) -> str:
        return repository.git(self.origin, "rev-parse", REF).stdout.decode().strip()

    def start(self) -> "Site":
        for node in self.nodes:
            node.start()
        self.wait(lambda: self.writer(), "writes")
        count = len(self.nodes)
        self.wait(lambda: all(len(node.cluster().get("nodes", [])) == count
                              for node in self.nodes), "sees all others")
        for node in self.nodes:
            node.running.ready()
        return self

    def wait(self, question, what: str, seconds: float = server.SECONDS):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if answer := question():
                return answer
            time.sleep(0.02)
        raise server.ServerFailed(f"no node {what} within {seconds:.0f} s")

    def writer(self) -> Node | None:
        for node in self.nodes:
            if node.cluster().get("role") == "writer":
                return node
        return None
