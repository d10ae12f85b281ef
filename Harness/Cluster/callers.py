"""Who calls the nodes of a cluster beside its writers."""

import collections
import random
import threading
import time

import nodes
import server
import writers


class Waiting:
    """Writes sent to a stopped node: over a connection that stood before, and a new one."""

    def __init__(self, check, node: nodes.Node):
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
    """Reads at every node, from its own machine, without a pause in service."""

    def __init__(self, site: nodes.Site, what: str = "without etcd"):
        self.over, self.problems, self.what = threading.Event(), [], what
        self.counts = collections.Counter()
        self.longest = 0.0  # seconds until an answer
        self.threads = [threading.Thread(target=self.read, args=(node,)) for node in site.nodes]
        for thread in self.threads:
            thread.start()

    def read(self, node: nodes.Node):
        count = 0
        try:
            connection = node.connect_inside(10)
            with connection.socket:
                while not self.over.wait(0.02):
                    begun = time.monotonic()
                    answer = connection.ask("GET", "/api/sheets/people/p00150")
                    self.longest = max(self.longest, time.monotonic() - begun)
                    count += 1
                    if answer.status != 200:
                        self.problems.append(f"{node.name}: a read {self.what}: {answer}")
                        return
        except (server.Gone, OSError) as error:
            self.problems.append(f"{node.name}: after {count} reads {self.what}: {error}")
        self.counts[node.name] = count

    def stop(self) -> list[str]:
        self.over.set()
        for thread in self.threads:
            thread.join()
        return self.problems
