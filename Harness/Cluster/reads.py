"""Reads a second of 1, 2 and 3 nodes, each kept on one core, beside one node that has all."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import nodes
import server
import writers

LOADERS, CONNECTIONS = 6, 10  # the same for one node, two and three
TARGET = "/api/sheets/people/p00100"


def processor(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wrk(ports: list[int], seconds: float) -> float:
    """Reads a second over all of these servers together, from wrk processes in equal shares."""
    runs = [subprocess.Popen(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--timeout", "10s",
         f"http://127.0.0.1:{port}{TARGET}"], stdout=subprocess.PIPE, text=True)
        for port in ports * (LOADERS // len(ports))]
    total = 0.0
    for run in runs:
        text, _ = run.communicate(timeout=seconds + 60)
        rate = re.search(r"Requests/sec:\s+([0-9.]+)", text)
        if run.returncode or not rate or "Non-2xx" in text or "Socket errors" in text:
            raise server.ServerFailed(f"wrk: {text}")
        total += float(rate[1])
    return total


class Group:
    def __init__(self, name: str, members: list[nodes.Node]):
        self.name, self.members = name, members
        self.rates: list[float] = []
        self.work: list[float] = []  # reads in a second of the servers' processor time

    def once(self, seconds: float):
        pids = [node.running.process.pid for node in self.members]
        before, begun = sum(map(processor, pids)), time.monotonic()
        rate = wrk([node.port for node in self.members], seconds)
        spent = time.monotonic() - begun
        self.rates.append(rate)
        self.work.append(rate * spent / (sum(map(processor, pids)) - before))


def measure(options, folder: Path, report):
    folder.mkdir()
    cores = sorted(os.sched_getaffinity(0))
    names = ["free", "one", "two", "three"]
    with nodes.Site(options.server, folder, names, writers.files()) as site:
        free, *pinned = site.nodes
        free.start()
        for number, node in enumerate(pinned):
            node.start(["taskset", "-c", str(cores[number % len(cores)])])
        for node in site.nodes:
            node.running.ready()
        site.wait(site.writer, "writes")
        groups = [Group("1 node, all cores", [free])] + [
            Group(f"{count} node{'s' * (count > 1)}, a core each", pinned[:count])
            for count in (1, 2, 3)]
        progress = server.Progress(options.rounds)
        for group in groups:
            group.once(1)
            group.rates, group.work = [], []
        for number in range(options.read_rounds):
            progress.show(number, "reads")
            for group in groups:
                group.once(options.seconds)
        progress.clear()
    for group in groups:
        report.row(f"reads: {group.name}", group.rates, "/s")
    base = groups[0]
    for group in groups[1:]:
        report.row(f"reads: {group.name} / {base.name}",
                   [a / b for a, b in zip(group.rates, base.rates)], "×")
    for group in groups:
        report.row(f"reads in a second of processor time, {group.name}", group.work, "")
    needed = len(pinned) + 1
    report.note(f"wrk shares the {len(cores)} cores with the servers"
                + (f": {needed} would be needed for three nodes with a core each and one for wrk, "
                   "so the sums do not grow as those of machines do. What a machine adds is the "
                   "figure per second of processor time." if len(cores) < needed else "."))


def missing() -> list[str]:
    return [name for name in ("wrk", "taskset") if not shutil.which(name)]
