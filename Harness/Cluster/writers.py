"""Writers over the nodes of a cluster, and what became of each of their writes."""

import json
import random
import threading
import time
from dataclasses import dataclass, field

import nodes
import server

OWN = 6  # records of its own that a writer changes one by one, and as many in transactions
WRITERS = 8
PATIENCE = 60  # seconds that a writer waits for an answer, and so longer than any pause
NOTES = b'[gitsheet]\nroot = "notes"\npath = "${{ topic }}/${{ slug }}"\n'
RECORDS = 200

# What became of a write.
ACKNOWLEDGED = "acknowledged"
REFUSED = "refused"  # the server says that nothing was written
UNKNOWN = "unknown"  # no answer, or 504
ABSENT = "absent"  # unknown, and then found not to have happened


def files() -> dict[str, bytes]:
    made = {".gitsheets/people.toml": server.PEOPLE, ".gitsheets/notes.toml": NOTES}
    for number in range(RECORDS):
        made[f"people/p{number:05}.toml"] = b'slug = "p%05d"\ntoken = "first"\n' % number
    return made


@dataclass
class Write:
    writer: int
    number: int
    change: dict[str, str | None]  # tokens by path; None: deleted
    node: str
    sent: float
    outcome: str | None = None  # none: under way
    commit: str | None = None
    answered: float = 0.0
    answer: str = ""
    counted: bool = False

    def __str__(self):
        return (f"write {self.writer}-{self.number} at {self.node} ({self.outcome}: "
                f"{self.answer}) of {sorted(self.change)}")


@dataclass
class Writer:
    """Changes records nobody else changes, one request at a time, at one node after the other."""

    number: int
    state: dict[str, str | None]
    writes: list[Write] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    @classmethod
    def make(cls, number: int) -> "Writer":
        people = [f"people/p{number * OWN + each:05}" for each in range(OWN)]
        group = [f"people/p{100 + number * 2 + each:05}" for each in range(2)]
        notes = [f"notes/w{number}/n{each}" for each in range(2)]
        made = cls(number, dict.fromkeys(people + group, "first") | dict.fromkeys(notes))
        made.people, made.group = people, group + notes
        return made

    def request(self, rng: random.Random):
        token = f"t-{self.number}-{len(self.writes)}"
        record = {"token": token, "pad": "y" * rng.randrange(100, 300)}
        kind, path = rng.random(), rng.choice(self.people)
        if kind < 0.2:
            operations = []
            for each in self.group:
                sheet, _, rest = each.partition("/")
                operations.append({"op": "put", "sheet": sheet, "path": rest, "record": record})
            body = json.dumps({"operations": operations}).encode()
            return "POST", "/api/transactions", body, dict.fromkeys(self.group, token)
        there = self.state[path] is not None and path not in self.unsure
        if kind < 0.3 and there:
            return "DELETE", "/api/sheets/" + path, b"", {path: None}
        method = "PATCH" if kind < 0.5 and there else "PUT"
        return method, "/api/sheets/" + path, json.dumps(record).encode(), {path: token}

    def write(self, connection: server.Connection, node: nodes.Node, rng: random.Random) -> Write:
        """One write; what became of it is known, or known to be unknown."""
        method, path, body, change = self.request(rng)
        write = Write(self.number, len(self.writes), change, node.name, time.monotonic())
        self.writes.append(write)
        try:
            answer = connection.ask(method, path, body)
        except (server.Gone, OSError) as error:
            self.settle(write, UNKNOWN, str(error)[:200])
            raise
        write.answered = time.monotonic()
        if answer.status in (200, 201):
            write.commit = answer.json["commit"]
            self.settle(write, ACKNOWLEDGED, str(answer.status))
            return write
        code = self.code(answer)
        if answer.status == 504:
            self.settle(write, UNKNOWN, code)
        else:
            self.settle(write, REFUSED, code)
            if answer.status != 503:
                self.problems.append(f"{write}: {method} {answer}")
        return write

    def code(self, answer: server.Answer) -> str:
        try:
            error = answer.json["error"]
            return f"{answer.status} {error['code'] if isinstance(error, dict) else error}"
        except (ValueError, KeyError, TypeError):
            self.problems.append(f"an answer without an error's code: {answer}")
            return str(answer.status)

    def settle(self, write: Write, outcome: str, answer: str):
        write.outcome, write.answer = outcome, answer
        write.answered = time.monotonic()
        if outcome == ACKNOWLEDGED:
            self.state |= write.change
            self.unsure -= set(write.change)
        elif outcome == UNKNOWN:
            self.unsure |= set(write.change)

    def read_back(self, connection: server.Connection, commit: str):
        """What a client would do that does not know: looks, in a commit that came later."""
        for path in sorted(self.unsure):
            answer = connection.ask("GET", f"/api/sheets/{path}?minCommit={commit}&wait=10s")
            if answer.status not in (200, 404):
                return
            found = answer.json["token"] if answer.status == 200 else None
            allowed = {self.state[path]} | {
                write.change[path] for write in self.writes
                if write.outcome == UNKNOWN and path in write.change}
            if found not in allowed:
                self.problems.append(
                    f"{path} read back after {commit} is {found}, none of {allowed}")
            self.state[path] = found
            self.unsure.discard(path)

    def work(self, site: nodes.Site, seed: str, over: threading.Event):
        """Writes until told to stop, at another node whenever a connection ends."""
        rng = random.Random(seed)
        turn = self.number
        while not over.is_set():
            node = site.nodes[turn % len(site.nodes)]
            try:
                connection = node.connect(PATIENCE)
            except server.Gone:
                turn += 1
                over.wait(0.05)
                continue
            try:
                with connection.socket:
                    while not over.is_set():
                        write = self.write(connection, node, rng)
                        if write.outcome == ACKNOWLEDGED and self.unsure:
                            self.read_back(connection, write.commit)
                        if write.outcome != ACKNOWLEDGED:
                            over.wait(0.05 + rng.random() * 0.1)
            except (server.Gone, OSError):
                turn += 1


class Crew:
    """All writers; one more that asks whether writing is possible, and two that write at a node
    that is stopped."""

    def __init__(self, site: nodes.Site, seed: int):
        self.site, self.seed, self.rounds = site, seed, 0
        self.writers = [Writer.make(number) for number in range(WRITERS + 3)]
        self.prober, *self.late = self.writers[WRITERS:]
        self.threads, self.over = [], threading.Event()

    def start(self):
        self.rounds += 1
        self.over = threading.Event()
        self.threads = [
            threading.Thread(target=writer.work, daemon=True, args=(
                self.site, f"{self.seed}-{self.rounds}-{writer.number}", self.over))
            for writer in self.writers[:WRITERS]]
        for thread in self.threads:
            thread.start()

    def stop(self) -> list[str]:
        """Returns when every answer has come."""
        self.over.set()
        for thread in self.threads:
            thread.join(PATIENCE + 10)
        return [f"writer {number} still waits" for number, thread in enumerate(self.threads)
                if thread.is_alive()]

    def probe(self, through: list[nodes.Node], rng: random.Random, limit: float) -> float | None:
        """Writes in turns at these nodes; seconds until the first success, none: within `limit`."""
        begun, count = time.monotonic(), 0
        while (spent := time.monotonic() - begun) < limit:
            node = through[count % len(through)]
            count += 1
            try:
                connection = node.connect(limit)
                with connection.socket:
                    if self.prober.write(connection, node, rng).outcome == ACKNOWLEDGED:
                        return time.monotonic() - begun
            except (server.Gone, OSError):
                pass
            time.sleep(0.05)
        return None

    @property
    def writes(self) -> list[Write]:
        return [write for writer in self.writers for write in writer.writes]
