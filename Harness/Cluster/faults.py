"""What goes wrong with a cluster under its writers, and what has to hold while it does."""

import collections
import random
import signal
import time

import nodes
import repository
import server
import writers
from callers import Readers, Waiting
from etcd import Member
from line import Line, fsck

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
        self.outages = 0

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
        """A write through some node, and then one through each."""
        begun = time.monotonic()
        for also, asked in [("", through), *((f", at {node.name}", [node]) for node in through)]:
            if self.crew.probe(asked, self.rng, 3 * LIMIT) is None:
                return [f"no write in {3 * LIMIT} s after {what}{also}"]
            spent = time.monotonic() - begun
            if not also:
                self.times[f"seconds until a write, after {what}"].append(spent)
            if spent >= LIMIT:
                return [f"{spent:.1f} s without a writer after {what}{also}"]
        self.times[f"seconds until one at each node, after {what}"].append(spent)
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

    def member(self) -> list[str]:
        """A machine goes silent that has the writer and a member of etcd."""
        return self.pause([self.rng.choice(self.site.etcd.members)])

    def pause(self, members: list[Member] = ()) -> list[str]:
        """SIGSTOP to the writer for longer than its lease, with requests on their way to it; also to
        these members of etcd."""
        self.crew.start()
        self.away(self.options.window)
        node = self.current()
        old = node.cluster().get("term") or 0
        waiting = Waiting(self, node)
        programs = self.programs(node)
        also = " and a member of etcd" * len(members)
        for member in members:
            member.process.send_signal(signal.SIGSTOP)
        node.signal(signal.SIGSTOP, programs)
        waiting.send()
        try:
            problems = self.taken_over(self.others(node), f"SIGSTOP of the writer{also}")
            self.away(3)
        finally:
            for member in members:
                member.process.send_signal(signal.SIGCONT)
        node.signal(signal.SIGCONT, programs)
        problems += self.revived(node, old)
        self.away(1)
        problems += waiting.read() + self.crew.stop()
        self.counts[f"pauses{also and ','}{also}"] += 1
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
        """SIGKILL to etcd; it comes back at once, or long after the writer's lease has ended, and
        each third time without its data."""
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
        if self.outages % 3 == 2:
            self.counts["times that etcd lost its data"] += 1
            self.site.etcd.lose()
            # Its revisions begin anew, and with them the terms.
            self.term = 0
        self.outages += 1
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
