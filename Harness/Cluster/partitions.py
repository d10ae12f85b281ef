"""What a network can do to a cluster under its writers, and what has to hold while it does."""

import time
from dataclasses import dataclass

import faults
import network
import nodes
import writers
from callers import Readers
from line import Push
from terms import Terms

HOLD = 12  # seconds that a cut lasts, and more than a lease and the wait for who leads next
SILENT = nodes.SESSION + 1  # seconds after which a node knows that etcd is silent
BEHIND = 10  # seconds until a node that is cut off from other nodes alone serves what they wrote
LATE = 4  # seconds that one cut off from the remote may have had something to serve yet
SETTLE = 120  # seconds until no connection sends anything again: their pauses double
ALL = ("etcd", "remote", "nodes", "clients")


@dataclass(frozen=True)
class Cut:
    """What one node is cut off from, and which way."""

    name: str
    parties: tuple[str, ...]
    out: bool = True  # what it sends is lost
    back: bool = True  # what is sent to it is lost
    cable: bool = False  # not by the router, but at the node's end

    @property
    def from_etcd(self) -> bool:
        return "etcd" in self.parties


CUTS = {cut.name: cut for cut in (
    Cut("etcd", ("etcd",)), Cut("remote", ("remote",)), Cut("nodes", ("nodes",)),
    Cut("everything", ALL), Cut("cable", ALL, cable=True),
    Cut("unheard", ALL, back=False), Cut("deaf", ALL, out=False),
    Cut("unheard-by-etcd", ("etcd",), back=False), Cut("deaf-to-etcd", ("etcd",), out=False),
    Cut("unheard-by-remote", ("remote",), back=False),
    Cut("deaf-to-remote", ("remote",), out=False))}
# Rounds by name: one node's cuts, then what all lose.
ROUNDS = [f"{role}:{cut}" for cut in CUTS for role in ("writer", "reader")] + [
    "all:etcd", "all:remote", "all:loss"]


class Partitions(faults.Check):
    """Cuts one node off, or all of them from one party, and heals that again."""

    def __init__(self, site: nodes.Site, options, net: network.Network):
        super().__init__(site, options)
        self.net, self.terms = net, Terms(site)

    def play(self, kind: str) -> list[str]:
        role, _, what = kind.partition(":")
        self.crew.start()
        self.away(self.options.window)
        writer = self.current()
        node = writer if role == "writer" else self.rng.choice(self.others(writer))
        readers = Readers(self.site, f"under {kind}")
        begun = time.monotonic()
        if role == "all":
            problems = {"etcd": self.all_etcd, "remote": self.all_remote, "loss": self.all_loss}[
                what](kind)
        else:
            problems = self.one(kind, CUTS[what], node, writer)
        self.counts["cuts"] += 1
        self.times[f"seconds cut, {kind}"].append(time.monotonic() - begun)
        self.net.heal()
        problems += self.healed(kind, [node] if role != "all" else self.site.nodes)
        problems += readers.stop() + self.crew.stop()
        self.times["seconds until a read was answered, the longest"].append(readers.longest)
        self.counts["reads at all nodes under a cut"] += sum(readers.counts.values())
        return problems + self.settled() + self.quiet()

    def quiet(self) -> list[str]:
        return super().quiet() + self.terms.judge(self.line)

    def depose(self) -> list[str]:
        """As if the last push had come from who led before, or from one that never did."""
        names = [term.node for term in self.terms.terms[:self.terms.at + 1]]
        old = next((name for name in reversed(names) if name != names[-1]), None) or next(
            node.name for node in self.site.nodes if node.name != names[-1])
        push = self.line.pushes[-1]
        self.line.pushes.append(Push(push.commit, self.net.machines[old].host, push.time))
        return self.terms.judge(self.line)

    def one(self, kind: str, cut: Cut, node: nodes.Node, writer: nodes.Node) -> list[str]:
        term = writer.cluster().get("term") or 0
        begun = time.monotonic()
        if cut.cable:
            self.net.unplug(node.name)
        else:
            self.net.cut(self.ways(cut, node))
        through = self.others(node)
        if node is writer and not cut.from_etcd:
            # It leads, and nobody takes its place: it takes the writes of whoever reaches it.
            through = [node] if cut.name == "nodes" else []
        deposes = node is writer and cut.from_etcd
        if deposes:
            # Until its lease ends it takes the writes of whoever reaches it.
            self.site.wait(lambda: self.terms.leader != node.name, "is elected", 3 * faults.LIMIT)
        problems = self.goes_on(kind, through, begun)
        if deposes and not problems:
            problems += self.revived(node, term)
        if node is not writer and cut.name == "nodes":
            problems += self.follows(node)
        self.hold(begun)
        if node is writer and not through:
            problems += self.nothing_taken(kind, begun)
        problems += self.tells(node, cut, begun)
        self.counts["connections that stood at the node's end of a cut"] += self.net.machines[
            node.name].standing()
        return problems

    def ways(self, cut: Cut, node: nodes.Node) -> list[tuple[str, str]]:
        there = [name for party in cut.parties for name in (
            [each.name for each in self.others(node)] if party == "nodes" else [party])]
        return [(node.name, each) for each in there if cut.out] + [
            (each, node.name) for each in there if cut.back]

    def goes_on(self, kind: str, through: list[nodes.Node], begun: float) -> list[str]:
        if not through:
            return []
        spent = self.crew.probe(through, self.rng, 3 * faults.LIMIT)
        if spent is None:
            return [f"no write in {3 * faults.LIMIT} s under {kind}"]
        spent = time.monotonic() - begun
        self.times[f"seconds until a write under {kind}"].append(spent)
        return [f"{spent:.1f} s without a write under {kind}"] if spent >= faults.LIMIT else []

    @staticmethod
    def hold(begun: float):
        time.sleep(max(0.0, begun + HOLD - time.monotonic()))

    def nothing_taken(self, kind: str, begun: float) -> list[str]:
        """The remote cannot have had what was sent since."""
        taken = [write for write in self.crew.writes
                 if write.outcome == writers.ACKNOWLEDGED and write.sent > begun]
        if self.site.writer() is not None and taken:
            self.times[f"seconds until a write under {kind}"].append(taken[0].answered - begun)
            return []
        self.counts[f"no write until it was healed, {kind}"] += 1
        return []

    def follows(self, node: nodes.Node) -> list[str]:
        """It hears of each commit from etcd, and gets it from the remote."""
        tip, end = self.site.tip(), time.monotonic() + BEHIND
        while time.monotonic() < end:
            answer = node.ask("GET", f"/api/sheets/people/p00150?minCommit={tip}&wait=1s")
            if answer.status == 200:
                return []
        return [f"{node.name}, cut off from the other nodes, does not serve {tip}: {answer}"]

    def tells(self, node: nodes.Node, cut: Cut, begun: float) -> list[str]:
        """Its status says that it hears nothing, since when, and that it is behind."""
        said, silent = node.cluster(), time.monotonic() - begun
        if not said:
            return [f"{node.name} under {cut.name}: its status does not answer"]
        if cut.from_etcd:
            heard = said["heardMs"]
            wanted = 0.0 if cut.out and not cut.back else (silent - 2) * 1000
            if said["session"] or said["role"] == "writer" or heard is None or heard < wanted:
                return [f"{node.name}, cut off from etcd for {silent:.1f} s, says: {said}"]
        elif not said["session"]:
            return [f"{node.name} hears etcd, and says: {said}"]
        if cut.name == "remote" and said["role"] != "writer":
            own = next(each for each in said["nodes"] if each["name"] == node.name)
            if (own["behindMs"] or 0) < (silent - LATE) * 1000:
                return [f"{node.name}, cut off from the remote for {silent:.1f} s, says: {own}"]
            self.times["seconds behind, by the status of a node without the remote"].append(
                own["behindMs"] / 1000)
        return []

    def all_etcd(self, kind: str) -> list[str]:
        begun = time.monotonic()
        self.net.cut([way for node in self.site.nodes
                      for way in ((node.name, "etcd"), ("etcd", node.name))])
        self.hold(begun)
        return self.without_etcd(begun)

    def all_remote(self, kind: str) -> list[str]:
        begun = time.monotonic()
        self.net.cut([way for node in self.site.nodes
                      for way in ((node.name, "remote"), ("remote", node.name))])
        self.hold(begun)
        tip = self.site.tip()
        taken = [write for write in self.crew.writes
                 if write.outcome == writers.ACKNOWLEDGED and write.sent > begun]
        return [f"{write} was acknowledged, and the remote is away" for write in taken
                if not self.line.is_ancestor(write.commit, tip)]

    def all_loss(self, kind: str) -> list[str]:
        begun, problems = time.monotonic(), []
        self.net.lose(self.options.loss)
        count = sum(write.outcome == writers.ACKNOWLEDGED for write in self.crew.writes)
        while time.monotonic() < begun + HOLD and not problems:
            problems += self.goes_on(kind, self.site.nodes, time.monotonic())
        self.counts["writes acknowledged under loss"] += sum(
            write.outcome == writers.ACKNOWLEDGED for write in self.crew.writes) - count
        return problems

    def healed(self, kind: str, through: list[nodes.Node]) -> list[str]:
        begun = time.monotonic()
        if self.crew.probe(through, self.rng, faults.OUTAGE) is None:
            return [f"no write through {', '.join(node.name for node in through)} in "
                    f"{faults.OUTAGE} s after {kind} was healed"]
        self.times[f"seconds until a write there, after {kind} was healed"].append(
            time.monotonic() - begun)
        return []

    def settled(self) -> list[str]:
        """Who has given up leaves to its kernel what was on the way, and that goes on trying."""
        begun = time.monotonic()
        if left := self.net.left():
            self.counts["connections given up whose words came later"] += left
        while left := self.net.left():
            if time.monotonic() - begun > SETTLE:
                return [f"{left} connections still send after {SETTLE} s"]
            time.sleep(0.05)
        self.times["seconds until nothing was on the way any more"].append(
            time.monotonic() - begun)
        return []
