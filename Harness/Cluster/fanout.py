"""How long a commit of the remote takes until every node serves it, and what that asks of etcd."""

import re
import statistics
import threading
import time
import urllib.request
from pathlib import Path

import nodes
import repository
import server
import writers

RELOAD = "/api/_internal/reload-data"
IDLE = 10  # seconds in which etcd is watched while nothing happens
STARTED = re.compile(r'^grpc_server_started_total\{grpc_method="(\w+)".*\} (\S+)$', re.MULTILINE)
SENT = re.compile(r'^grpc_server_msg_sent_total\{grpc_method="Watch".*\} (\S+)$', re.MULTILINE)


def requests(etcd: nodes.Etcd) -> dict[str, float]:
    """What etcd was asked until now, by method, and what its watches said."""
    with urllib.request.urlopen(etcd.url + "/metrics") as answer:
        text = answer.read().decode()
    found = {method: 0.0 for method, _ in STARTED.findall(text)}
    for method, count in STARTED.findall(text):
        found[method] += float(count)
    return found | {"told": sum(map(float, SENT.findall(text)))}


def difference(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    return {name: after[name] - before.get(name, 0) for name in after
            if after[name] != before.get(name, 0)}


def commit(origin: Path, number: int) -> str:
    """One more commit of the remote, of somebody else."""
    record = f'slug = "p00000"\ntoken = "bench-{number}"\n'.encode()
    repository.git(origin, "fast-import", "--quiet", stdin=(
        f"commit {nodes.REF}\ncommitter X <x@y> {1_700_000_001 + number} +0000\ndata 0\n"
        f"from {nodes.REF}^0\nM 100644 inline people/p00000.toml\ndata {len(record)}\n").encode()
        + record + b"\n")
    return repository.git(origin, "rev-parse", nodes.REF).stdout.decode().strip()


class Side:
    """A cluster of so many nodes, with a remote and an etcd of its own."""

    def __init__(self, program: Path, folder: Path, count: int, over_http: bool,
                 distance: float):
        folder.mkdir()
        names = [f"n{number}" for number in range(count)]
        self.count, self.round = count, 0
        self.site = nodes.Site(program, folder, names, writers.files(), over_http)
        if over_http:
            self.site.http.server.RequestHandlerClass.distance = distance
        self.first: list[float] = []
        self.all: list[float] = []
        self.asked: list[dict[str, float]] = []
        self.idle: dict[str, float] = {}

    def start(self):
        self.site.start()
        self.links = [node.connect() for node in self.site.nodes]
        self.hook = self.site.nodes[0].connect()

    def once(self, keep: bool):
        """One commit, one webhook to the first node; each node is asked to answer from it."""
        self.round += 1
        made = commit(self.site.origin, self.round)
        served = [0.0] * self.count
        problems = []

        def wait(number: int):
            answer = self.links[number].ask(
                "GET", f"/api/sheets/people/p00000?minCommit={made}&wait=20s")
            served[number] = time.monotonic()
            if answer.status != 200 or answer.json["token"] != f"bench-{self.round}":
                problems.append(f"node {number} of {self.count}: {answer}")

        threads = [threading.Thread(target=wait, args=(number,)) for number in range(self.count)]
        for thread in threads:
            thread.start()
        time.sleep(0.05)  # until all of them wait
        before, begun = requests(self.site.etcd), time.monotonic()
        answer = self.hook.ask("POST", RELOAD, token=server.SECRET)
        for thread in threads:
            thread.join()
        time.sleep(0.3)  # until all have told what they serve
        asked = difference(before, requests(self.site.etcd))
        if answer.status != 200 or problems:
            raise server.ServerFailed(f"{answer} {problems}")
        if keep:
            self.first.append(1000 * (served[0] - begun))
            self.all.append(1000 * (max(served) - begun))
            self.asked.append(asked)

    def rest(self):
        """What etcd is asked in a second while nothing happens."""
        before = requests(self.site.etcd)
        time.sleep(IDLE)
        after = difference(before, requests(self.site.etcd))
        self.idle = {name: count / IDLE for name, count in after.items()}

    def per_commit(self, name: str) -> float:
        return statistics.median(each.get(name, 0) for each in self.asked)


def measure(options, folder: Path, report):
    """Sides of 1, 3, 5 nodes in turns, so that a slow moment of the machine meets all."""
    sides = [Side(options.server, folder / f"side{count}", count, options.remote == "http",
                  options.distance / 1000)
             for count in options.nodes]
    progress = server.Progress(options.rounds)
    try:
        for side in sides:
            side.start()
        for number in range(-2, options.rounds):
            progress.show(number, "rounds")
            for side in sides:
                side.once(number >= 0)
        for side in sides:
            side.rest()
    finally:
        progress.clear()
        for side in sides:
            side.site.__exit__()
    alone = sides[0].all
    for side in sides:
        name = f"{side.count} node{'s' * (side.count > 1)}"
        report.row(f"{name}: webhook → served by all", side.all, "ms")
        if side.count > 1:
            report.row(f"{name}: webhook → served by the one that got it", side.first, "ms")
            ratio = report.row(f"{name} / 1 node", [a / b for a, b in zip(side.all, alone)], "×")
            report.claim(f"{name}, at most twice the time of one", ratio, 2)
        report.figure(f"{name}: etcd, transactions a commit", side.per_commit("Txn"), "")
        report.figure(f"{name}: etcd, messages to watchers a commit", side.per_commit("told"), "")
        idle = sum(count for method, count in side.idle.items() if method != "told")
        report.figure(f"{name}: etcd, calls a second at rest", idle, "/s")
    return statistics.median(alone)
