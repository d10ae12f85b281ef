"""A cluster: one remote that keeps a log of its branch, one etcd, some servers."""

import os
import shutil
import signal
import time
from pathlib import Path

import http_remote
import repository
import server
from etcd import ETCD, ETCDCTL, PREFIX, Etcd
from kill_writers import descendants, is_remote
from places import HERE, free_port

REF = "refs/heads/main"
SESSION = 5  # seconds, CFP_CLUSTER_SESSION
REACH = 3  # seconds until a connection stands
# Written when a change of the branch has happened, whoever made it; who did, and when since the
# machine started.
HOOK = """#!/bin/sh
[ "$1" = committed ] || exit 0
read -r time _ </proc/uptime
while read -r old new ref; do
    [ "$ref" = %s ] || continue
    echo "$old $new ${REMOTE_ADDR:-local} $time" >>"%s"
done
exit 0
"""


def missing(others: tuple[str, ...] = ()) -> list[str]:
    return [name for name in (ETCD, ETCDCTL, "git", *others) if not shutil.which(name)]


class Node:
    """A server with a clone of its own; keeps its name, folder and port over restarts."""

    def __init__(self, site: "Site", name: str):
        self.site, self.name, self.starts = site, name, 0
        self.program = site.program
        self.place = site.places(name)
        self.port = free_port()
        self.data = server.clone(site.origin, site.folder / f"{name}.git")
        self.running: server.Server | None = None

    def start(self, wrapper: list[str] = ()) -> "Node":
        self.starts += 1
        self.running = server.Server(
            self.program, self.data, self.site.remote, port=self.port, host=self.place.host,
            wrapper=[*self.place.command, *wrapper],
            log=self.site.folder / f"{self.name}-{self.starts}.log",
            CFP_CLUSTER=self.site.etcd.url, CFP_CLUSTER_PREFIX=PREFIX, CFP_NODE_NAME=self.name,
            CFP_NODE_URL=f"http://{self.place.host}:{self.port}",
            CFP_CLUSTER_SESSION=f"{SESSION}s", **self.site.variables)
        return self

    def connect(self, timeout: float = server.SECONDS) -> server.Connection:
        """As a client does, through the network."""
        try:
            connection = server.Connection(self.port, min(timeout, REACH), self.place.host)
        except OSError as error:
            raise server.Gone(f"{self.name}: {error}") from None
        connection.socket.settimeout(timeout)
        return connection

    def connect_inside(self, timeout: float = server.SECONDS) -> server.Connection:
        """From its own machine, whatever the network does."""
        with self.place.inside():
            return self.connect(timeout)

    def ask(self, method: str, path: str, body: bytes = b"", timeout: float = 10,
            token: str = server.TOKEN) -> server.Answer:
        """Over a connection of its own, from its own machine."""
        connection = self.connect_inside(timeout)
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
    """A remote with these files, an etcd of so many members, and nodes by name; `places` says where each is."""

    def __init__(self, program: Path, folder: Path, names: list[str], files: dict[str, bytes],
                 over_http: bool = True, places=lambda name: HERE, members: int = 1,
                 **variables: str):
        self.program, self.folder = program, folder
        self.places, self.variables = places, variables
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
        with (place := places("remote")).inside():
            self.http = http_remote.HTTPRemote(folder, place.host) if over_http else None
        self.remote = self.http.url("origin.git") if over_http else str(self.origin)
        self.etcd = Etcd(folder, places("etcd"), members)
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
