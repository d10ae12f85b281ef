"""Kills and stops the writer of a cluster, and its etcd, again and again under writers, and looks
for what was acknowledged."""

import argparse
import collections
import random
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import nodes
import repository
import server
import writers
from line import Line, events, fsck

LIMIT = 10  # seconds without a writer, at most
OUTAGE = 30  # seconds from etcd's return to a write
LATE = 1  # seconds that a write may have waited at the writer when the lease ended


class Check:
    """A cluster under its writers, and the figures of all rounds."""

    def __init__(self, site: nodes.Site, options):
        self.site, self.options = site, options
        self.rng = random.Random(options.seed)
        self.crew = writers.Crew(site, options.seed)
        self.line = Line(site, self.crew)
        self.counts = collections.Counter()
        self.times = collections.defaultdict(list)
        self.term = 0
        self.round = 0

    def away(self, seconds: float):
        time.sleep(self.rng.random() * seconds)

    def current(self) -> nodes.Node:
        return self.site.wait(self.site.writer, "writes", 20)

    def others(self, node: nodes.Node) -> list[nodes.Node]:
        return [each for each in self.site.nodes if each is not node]

    def programs(self, node: nodes.Node) -> list[int]:
        """The git programs that share its fate: in half of the cases none does."""
        running = node.programs()
        if running:
            self.counts["faults while a git program ran"] += 1
        return running if self.rng.random() < 0.5 else []

    def taken_over(self, through: list[nodes.Node], what: str) -> list[str]:
        spent = self.crew.probe(through, self.rng, 3 * LIMIT)
        if spent is None:
            return [f"no write in {3 * LIMIT} s after {what}"]
        self.times[f"seconds until a write, after {what}"].append(spent)
        if spent >= LIMIT:
            return [f"{spent:.1f} s without a writer after {what}"]
        return []

    def kill(self) -> list[str]:
        """SIGKILL to the writer; it is started again at once, or when another writes."""
        self.crew.start()
        self.away(self.options.window)
        node = self.current()
        node.kill(self.programs(node))
        at_once = self.rng.random() < 0.5
        if at_once:
            self.counts["started again before another wrote"] += 1
            node.start()
        problems = self.taken_over(self.others(node), "kill -9 of the writer")
        self.away(0.5)
        problems += self.crew.stop()
        if not at_once:
            node.start()
        node.running.ready()
        self.counts["kills"] += 1
        return problems + self.quiet()

    def pause(self) -> list[str]:
        """SIGSTOP to the writer for longer than its lease, with requests on their way to it."""
        self.crew.start()
        self.away(self.options.window)
        node = self.current()
        old = node.cluster().get("term") or 0
        waiting = Waiting(self, node)
        programs = self.programs(node)
        node.signal(signal.SIGSTOP, programs)
        waiting.send()
        problems = self.taken_over(self.others(node), "SIGSTOP of the writer")
        self.away(3)
        node.signal(signal.SIGCONT, programs)
        problems += self.revived(node, old)
        self.away(1)
        problems += waiting.read() + self.crew.stop()
        self.counts["pauses"] += 1
        return problems + self.quiet()

    def revived(self, node: nodes.Node, old: int) -> list[str]:
        """It never says that it writes in the term it had."""
        end = time.monotonic() + 2
        while time.monotonic() < end:
            said = node.cluster()
            if said.get("role") == "writer" and said.get("term") == old:
                return [f"{node.name} says after its pause that it still writes in term {old}"]
            self.counts["looks at a revived writer"] += 1
        return []

    def etcd(self) -> list[str]:
        """SIGKILL to etcd; it comes back at once, or long after the writer's lease has ended."""
        self.crew.start()
        self.away(self.options.window)
        self.current()
        readers = Readers(self.site)
        self.site.etcd.kill()
        killed = time.monotonic()
        problems = []
        if self.rng.random() < 0.4:
            self.counts["short outages of etcd"] += 1
            self.away(1.5)
        else:
            self.counts["long outages of etcd"] += 1
            time.sleep(nodes.SESSION + LATE)
            self.away(3)
            problems += self.without_etcd(killed)
        self.site.etcd.start()
        begun = time.monotonic()
        spent = self.crew.probe(self.site.nodes, self.rng, OUTAGE)
        if spent is None:
            problems.append(f"no write in {OUTAGE} s after etcd came back")
        else:
            self.times["seconds until a write, after etcd came back"].append(
                time.monotonic() - begun)
        problems += readers.stop() + self.crew.stop()
        return problems + self.quiet()

    def without_etcd(self, killed: float) -> list[str]:
        """No node takes a write any more, all answer reads; how long writes went on."""
        problems = []
        for node in self.site.nodes:
            connection = node.connect()
            with connection.socket:
                write = self.crew.prober.write(connection, node, self.rng)
            if (write.outcome, write.answer) != (writers.REFUSED, "503 no-writer"):
                problems.append(f"after the lease, without etcd: {write}")
        went_on = [write.sent - killed for write in self.crew.writes
                   if write.outcome == writers.ACKNOWLEDGED and write.sent > killed]
        last = max(went_on, default=0.0)
        self.times["seconds that writes went on without etcd"].append(last)
        if last > nodes.SESSION + LATE:
            problems.append(f"a write was taken {last:.1f} s after etcd's end")
        return problems

    def quiet(self) -> list[str]:
        """While nobody writes, everything has to be right."""
        problems = self.line.judge()
        self.round += 1
        if self.round % 10 == 0:
            problems += fsck([self.site.origin])
        writing = self.site.writer()
        term = writing.cluster().get("term") if writing else None
        if term is not None and term < self.term:
            problems.append(f"term {term} comes after {self.term}")
        self.term = term or self.term
        return problems

    def end(self) -> list[str]:
        """All end by themselves, and leave whole repositories."""
        problems = []
        for node in self.site.nodes:
            code = node.running.stop()
            node.running = None
            if code:
                problems.append(f"{node.name} ends with {code}")
        tip = self.site.tip()
        for node in self.site.nodes:
            if (own := repository.refs(node.data).get(nodes.REF)) != tip:
                problems.append(f"the clone of {node.name} ended at {own}, the remote at {tip}")
        return problems + fsck([self.site.origin, *(node.data for node in self.site.nodes)])


class Waiting:
    """Writes that are sent to a stopped node: over a connection that stood before, and a new one."""

    def __init__(self, check: Check, node: nodes.Node):
        self.check, self.node = check, node
        self.before = node.connect(writers.PATIENCE)
        self.threads = []

    def send(self):
        for number, (writer, connection) in enumerate(
                zip(self.check.crew.late, (self.before, self.node.connect(writers.PATIENCE)))):
            rng = random.Random(f"{self.check.options.seed}-{self.check.round}-{number}")
            thread = threading.Thread(
                target=self.write, args=(writer, connection, rng), daemon=True)
            thread.start()
            self.threads.append(thread)

    def write(self, writer: writers.Writer, connection: server.Connection, rng: random.Random):
        try:
            with connection.socket:
                write = writer.write(connection, self.node, rng)
            self.check.counts[f"writes sent to a stopped node: {write.answer}"] += 1
        except (server.Gone, OSError):
            self.check.counts["writes sent to a stopped node: no answer"] += 1

    def read(self) -> list[str]:
        for thread in self.threads:
            thread.join(writers.PATIENCE + 10)
        return ["a write sent to a stopped node still waits" for thread in self.threads
                if thread.is_alive()]


class Readers:
    """Reads at every node, without a pause in service."""

    def __init__(self, site: nodes.Site):
        self.over, self.problems = threading.Event(), []
        self.threads = [threading.Thread(target=self.read, args=(node,)) for node in site.nodes]
        for thread in self.threads:
            thread.start()

    def read(self, node: nodes.Node):
        count = 0
        try:
            connection = node.connect(10)
            with connection.socket:
                while not self.over.wait(0.02):
                    answer = connection.ask("GET", "/api/sheets/people/p00150")
                    count += 1
                    if answer.status != 200:
                        self.problems.append(f"{node.name}: a read without etcd: {answer}")
                        return
        except (server.Gone, OSError) as error:
            self.problems.append(f"{node.name}: after {count} reads without etcd: {error}")

    def stop(self) -> list[str]:
        self.over.set()
        for thread in self.threads:
            thread.join()
        return self.problems


def sabotage(site: nodes.Site, line: Line, kind: str):
    """Does to the remote what a broken cluster would have done: shows that it is found."""
    git, tip = repository.git, site.tip()
    if kind == "fork":
        tree = git(site.origin, "rev-parse", tip + "~2^{tree}").stdout.decode().strip()
        made = git(site.origin, "-c", "user.name=X", "-c", "user.email=x@y", "commit-tree", tree,
                   "-p", tip + "~2", "-m", "Fork").stdout.decode().strip()
        git(site.origin, "update-ref", nodes.REF, made)
    else:
        path = next(path for path, token in line.truth.items()
                    if token not in (None, "first") and path.startswith("people/"))
        record = f'slug = "{path.removeprefix("people/")}"\ntoken = "first"\n'.encode()
        git(site.origin, "fast-import", "--quiet", stdin=(
            f"commit {nodes.REF}\ncommitter X <x@y> 1700000000 +0000\ndata 0\n"
            f"from {nodes.REF}^0\nM 100644 inline {path}.toml\ndata {len(record)}\n").encode()
            + record + b"\n")


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/check-cluster", description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="the livetree program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=50, help="SIGKILLs of the writer (50)")
    parser.add_argument("--pause", type=int, default=10, metavar="N",
                        help="SIGSTOPs of the writer for longer than its lease (10)")
    parser.add_argument("--etcd", type=int, default=6, metavar="N", help="SIGKILLs of etcd (6)")
    parser.add_argument("--window", type=float, default=1.5,
                        help="a fault comes within this many seconds of writing (1.5)")
    parser.add_argument("--remote", choices=["http", "path"], default="http")
    parser.add_argument("--sabotage", choices=["fork", "lose"], help=(
        "replace the remote's last commits by another, or put a record back to what it was, after "
        "the second fault: must fail"))
    parser.add_argument("--keep", type=Path, help="keep the folder of a failure here")
    return parser.parse_args()


def attempt(action) -> list[str]:
    """A server that does not start, or does not answer, is a problem too."""
    try:
        return action()
    except (server.ServerFailed, server.Gone, repository.GitFailed) as error:
        return [f"{type(error).__name__}: {error}"]


def run(check: Check, options) -> int:
    """All faults in an order drawn by lot, until one finds something."""
    plan = ["kill"] * options.kills + ["pause"] * options.pause + ["etcd"] * options.etcd
    random.Random(options.seed).shuffle(plan)
    progress = server.Progress(len(plan))
    for number, kind in enumerate(plan, 1):
        progress.show(number, f"{kind}, {check.line.counts['commits']} commits")
        problems = attempt(getattr(check, kind))
        if options.sabotage and number == 2 and not problems:
            sabotage(check.site, check.line, options.sabotage)
            problems = attempt(check.line.judge)
        if number == len(plan) and not problems:
            problems = attempt(check.end)
        if problems:
            progress.clear()
            for problem in problems[:20]:
                print(f"fault {number} ({kind}): {problem}", flush=True)
            if options.keep and not options.keep.exists():
                shutil.copytree(check.site.folder, options.keep)
            return 1
    progress.clear()
    return 0


def summary(check: Check, failed: int, options, seconds: float):
    for text, count in sorted((check.counts + check.line.counts).items()):
        print(f"  {text:<58}{count:>8}")
    check.times["seconds until all nodes served the remote's commit"] = check.line.converged
    for name, values in sorted(check.times.items()):
        if values:
            print(f"  {name:<58}{statistics.median(values):>8.2f} (most {max(values):.2f})")
    for event, count in events(check.site).most_common():
        print(f"  log: {count} × {event}")
    print(f"seed {options.seed}: {check.counts['kills']} kills and {check.counts['pauses']} pauses "
          f"of the writer, {check.counts['long outages of etcd']} long and "
          f"{check.counts['short outages of etcd']} short outages of etcd, {failed} failed, "
          f"{seconds:.0f} s")


def main() -> int:
    options, begun = arguments(), time.monotonic()
    if absent := nodes.missing():
        print(f"needs {', '.join(absent)}", file=sys.stderr)
        return 2
    program = options.server.resolve(strict=True)
    with tempfile.TemporaryDirectory() as name:
        with nodes.Site(program, Path(name), ["one", "two", "three"], writers.files(),
                        options.remote == "http") as site:
            try:
                site.start()
            except server.ServerFailed as error:
                print(error)
                return 1
            check = Check(site, options)
            failed = run(check, options)
            summary(check, failed, options, time.monotonic() - begun)
    return failed


if __name__ == "__main__":
    sys.exit(main())
