"""Runs a server for an hour under readers, writers, pushes and faults, and looks for one wrong answer."""

import argparse
import collections
import json
import math
import random
import re
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

import repository
import server
import soak_faults
import soak_report

BATCH = 40  # records that each push changes together: one read must never see two rounds
FILLER = 2_000  # records that lie there; each push marks one of them
OWN = 20  # records of each writer
READS = 60  # a second and reader
WRITES = 4  # a second and writer
SHEETS = {
    ".gitsheets/batch.toml": b'[gitsheet]\nroot = "batch"\npath = "${{ slug }}"\n',
    ".gitsheets/people.toml": server.PEOPLE,
    ".gitsheets/own.toml": b'[gitsheet]\nroot = "own"\npath = "${{ slug }}"\n',
}


def batch(number: int, round_: int) -> bytes:
    return b'round = %d\nslug = "b%02d"\n' % (round_, number)


def person(number: int, round_: int) -> bytes:
    return b'note = "mark%d of many words"\nslug = "p%05d"\n' % (round_, number)


class Load:
    """What all threads share: the server, what they know, and what they found wrong."""

    def __init__(self, folder: Path, program: Path, seed: int, sabotage: str | None):
        self.folder, self.program, self.seed = folder, program, seed
        self.sabotage = sabotage
        files = SHEETS | {f"batch/b{n:02}.toml": batch(n, 0) for n in range(BATCH)}
        files |= {f"people/p{n:05}.toml": person(n, 0) for n in range(FILLER)}
        self.origin = server.import_files(folder / "origin.git", files)
        repository.git(self.origin, "config", "http.receivepack", "true")
        self.data = server.clone(self.origin, folder / "data.git")
        self.remote = soak_faults.Remote(folder)
        self.round, self.pushed = 0, {}  # the newest round, and the commit of each
        self.counts = collections.Counter()
        self.answers = collections.Counter()
        self.wrong: list[str] = []
        self.acknowledged: dict[str, int] = {}
        self.attempted: dict[str, int] = {}
        self.over = threading.Event()
        self.away = threading.Event()  # the server is down on purpose
        self.pausing = threading.Event()  # the pusher rests
        self.starts = 0
        self.server = None

    def start(self):
        self.starts += 1
        running = server.Server(
            self.program, self.data, self.remote.url("origin.git"),
            log=self.folder / f"server-{self.starts}.log", CFP_DATA_DIVERGENCE="reconcile",
            CFP_PUSH_BACKOFF_CAP="5s", CFP_FETCH_TIMEOUT="5s", CFP_PUSH_TIMEOUT="5s")
        self.server = running.ready()
        self.away.clear()

    def fail(self, what: str):
        self.wrong.append(f"{time.strftime('%H:%M:%S')} {what}")

    def connect(self) -> server.Connection:
        """A new connection, as soon as there is a server."""
        while not self.over.is_set():
            try:
                if not self.away.is_set():
                    return self.server.connect()
            except OSError:
                pass
            self.over.wait(0.05)
        raise Over


class Over(Exception):
    pass


class Pace:
    """So many a second, not in bursts."""

    def __init__(self, rate: float, over: threading.Event):
        self.pause, self.over, self.next = 1 / rate, over, time.monotonic()

    def wait(self):
        now = time.monotonic()
        self.next = max(self.next + self.pause, now - self.pause)
        if self.over.wait(max(0.0, self.next - now)):
            raise Over


class Worker(threading.Thread):
    """One connection at a time; a connection that breaks while the server is there is wrong."""

    def __init__(self, load: Load, number: int, rate: float):
        super().__init__(daemon=True)
        self.load, self.number = load, number
        self.rng = random.Random(f"{load.seed}-{type(self).__name__}-{number}")
        self.pace = Pace(rate, load.over)
        self.generation = 0
        self.starts = 0

    def run(self):
        try:
            while True:
                connection = self.load.connect()
                self.generation, self.starts = 0, self.load.starts
                try:
                    with connection.socket:
                        while True:
                            self.pace.wait()
                            self.step(connection)
                except (OSError, server.Gone) as error:
                    if self.starts == self.load.starts and not self.load.away.is_set():
                        # A stop on purpose says so a moment after it has begun.
                        self.load.over.wait(0.5)
                        if self.starts == self.load.starts and not self.load.away.is_set():
                            self.load.fail(f"{self.name}: {error}")
        except Over:
            pass

    def ask(self, connection, method, path, body=b""):
        answer = connection.ask(method, path, body)
        self.load.answers[f"{method} {answer.status}"] += 1
        generation = int(answer.headers.get("x-data-generation", -1))
        if generation < self.generation:
            self.load.fail(f"{method} {path}: generation {generation} after {self.generation}")
        self.generation = generation
        return answer

    def step(self, connection):
        raise NotImplementedError


class Reader(Worker):
    """Asks for lists, records and searches, and knows what each has to say."""

    newest = 0

    def step(self, connection):
        self.rng.choice([self.list, self.list, self.record, self.search])(connection)
        self.load.counts["reads"] += 1

    def list(self, connection):
        answer = self.ask(connection, "GET", f"/api/sheets/batch?limit={BATCH}")
        if answer.status != 200:
            return self.load.fail(f"list: {answer}")
        rounds = [item["round"] for item in answer.json["items"]]
        if len(rounds) != BATCH or len(set(rounds)) != 1:
            return self.load.fail(f"torn: {sorted(set(rounds))} in {len(rounds)} records of one list")
        if rounds[0] < self.newest:
            self.load.fail(f"round {rounds[0]} after {self.newest}")
        self.newest = rounds[0]
        if answer.json["commit"] != answer.headers["x-data-commit"]:
            self.load.fail("body and header name two commits")
        if self.rng.random() < 0.005:
            self.compare(answer)

    def compare(self, answer):
        """What git has in the commit the answer names."""
        with repository.Reader(self.load.data) as git:
            for item in answer.json["items"]:
                name = f"{answer.json['commit']}:batch/{item['slug']}.toml"
                if git.object(name) != batch(int(item["slug"][1:]), item["round"]):
                    self.load.fail(f"{name} is not what was served")
        self.load.counts["lists compared with git"] += 1

    def record(self, connection):
        known = list(self.load.acknowledged.items())
        if not known:
            return
        path, count = self.rng.choice(known)
        answer = self.ask(connection, "GET", "/api/sheets/own/" + path)
        if answer.status != 200 or answer.json["count"] < count:
            self.load.fail(f"{path} was acknowledged as {count}: {answer}")

    def search(self, connection):
        if self.newest < 2:
            return
        round_ = self.rng.randrange(max(1, self.newest - 100), self.newest)
        answer = self.ask(connection, "GET", f"/api/search?q=mark{round_}&limit=5")
        if answer.status == 503 and b"search-building" in answer.body:
            self.load.counts["searches told to wait while the index was built"] += 1
            return
        paths = [hit["path"] for hit in answer.json.get("hits", [])]
        if answer.status != 200 or paths != [f"p{round_ % FILLER:05}"]:
            self.load.fail(f"search for mark{round_}: {answer}")


class Writer(Worker):
    """Changes records nobody else changes, each write once."""

    count = 0

    def step(self, connection):
        self.count += 1
        path = f"w{self.number}-{self.rng.randrange(OWN)}"
        self.load.attempted[path] = self.count
        answer = self.ask(
            connection, "PUT", "/api/sheets/own/" + path,
            json.dumps({"count": self.count, "pad": "x" * self.rng.randrange(200)}).encode())
        if answer.status == 503 and self.load.away.is_set() and b'"not-yet"' in answer.body:
            self.load.counts["writes refused while the server was stopping"] += 1
            return
        if answer.status not in (200, 201):
            return self.load.fail(f"PUT {path}: {answer}")
        self.load.acknowledged[path] = self.count
        self.load.counts["acknowledged writes"] += 1


class Pusher(threading.Thread):
    """Each second a commit at the remote, told by a webhook."""

    def __init__(self, load: Load):
        super().__init__(daemon=True)
        self.load, self.pace = load, Pace(1, load.over)

    def run(self):
        try:
            while True:
                self.pace.wait()
                if not self.load.pausing.is_set():
                    self.push()
                self.tell()
        except Over:
            pass

    def push(self):
        load = self.load
        round_ = load.round + 1
        torn = load.sabotage == "tear" and round_ % 20 == 0
        files = {f"batch/b{n:02}.toml": batch(n, round_) for n in range(BATCH // (1 + torn))}
        number = round_ % FILLER
        files[f"people/p{number:05}.toml"] = person(number, round_)
        if commit := soak_faults.commit(load.origin, files, f"Round {round_}"):
            load.pushed[round_] = commit
            load.round = round_
            load.counts["pushes of the others"] += 1

    def tell(self):
        load = self.load
        try:
            with (connection := load.connect()).socket:
                answer = connection.ask(
                    "POST", "/api/_internal/reload-data", token=server.SECRET)
            said = answer.json.get("outcome") or answer.json["error"]["code"]
            load.counts[f"webhook: {answer.status} {said}"] += 1
        except (OSError, server.Gone):
            load.counts["webhook: not answered"] += 1


class Watch(threading.Thread):
    """Every five seconds: what the server takes of the machine, and how far behind it is."""

    def __init__(self, load: Load):
        super().__init__(daemon=True)
        self.load, self.samples, self.begun = load, [], time.monotonic()

    def run(self):
        while not self.load.over.wait(5):
            try:
                self.samples.append(self.sample())
            except (OSError, server.Gone, ValueError, KeyError):
                pass  # just being started again

    def sample(self) -> dict:
        process = Path(f"/proc/{self.load.server.process.pid}")
        status = (process / "status").read_text()
        serves = self.load.server.status()
        return {
            "at": time.monotonic() - self.begun, "start": self.load.starts,
            "rss": int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024,
            "threads": int(re.search(r"Threads:\s+(\d+)", status)[1]),
            "descriptors": len(list((process / "fd").iterdir())),
            "pending": serves["pushDaemon"]["pendingCommits"],
        }


def last_look(load: Load) -> float:
    """After the last fault everything comes together; the seconds that took."""
    begun = time.monotonic()
    while True:
        tips = {repository.git(folder, "rev-parse", "main").stdout for folder in
                (load.origin, load.data)}
        if len(tips) == 1 and load.server.status()["pushDaemon"]["pendingCommits"] == 0:
            break
        if time.monotonic() - begun > 120:
            load.fail(f"not together after 120 s: {load.server.status()}")
            break
        time.sleep(0.1)
    seconds = time.monotonic() - begun
    if load.sabotage == "lose":
        repository.git(load.origin, "update-ref", "refs/heads/main", "main~5")
    inside = set(repository.git(load.origin, "rev-list", "main").stdout.decode().split())
    lost = [round_ for round_, commit in load.pushed.items() if commit not in inside]
    if lost:
        load.fail(f"commits of the others are no longer in the remote's branch: rounds {lost[:5]}")
    with repository.Reader(load.origin) as git:
        for path, count in load.acknowledged.items():
            text = git.object(f"main:own/{path}.toml")
            stored = int(re.search(rb"^count = (\d+)$", text, re.M)[1])
            if not count <= stored <= load.attempted[path]:
                load.fail(f"{path}: the remote has {stored}, acknowledged was {count}")
    for folder in (load.origin, load.data):
        done = repository.git(folder, "fsck", "--full", "--strict", check=False)
        lines = [line for line in (done.stdout + done.stderr).decode().splitlines()
                 if not line.startswith(("dangling ", "notice:"))]
        if done.returncode or lines:
            load.fail(f"git fsck of {folder.name}: {lines[:5]}")
    conflicts = [name for name in repository.refs(load.origin) if "conflicts/" in name]
    if conflicts:
        load.fail(f"conflicts between records nobody else changes: {conflicts}")
    return seconds


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/soak", description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="the livetree program")
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path, help="write a page about it here, and its picture "
                        "into the folder images beside it")
    parser.add_argument("--sabotage", choices=["tear", "lose"], help=(
        "change half of the records that belong together, or take five commits of the remote back "
        "in the end: must fail"))
    parser.add_argument("--keep", type=Path, help="keep logs and repositories here")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    progress = server.Progress(options.minutes * 60)
    with tempfile.TemporaryDirectory() as name:
        load = Load(Path(name), options.server.resolve(strict=True), options.seed,
                    options.sabotage)
        load.start()
        watch, faults = Watch(load), soak_faults.Faults(load, options.minutes)
        threads = [Reader(load, n, READS) for n in range(8)]
        threads += [Writer(load, n, WRITES) for n in range(4)] + [Pusher(load), watch, faults]
        for thread in threads:
            thread.start()
        begun = time.monotonic()
        while faults.is_alive() and len(load.wrong) < 50:
            progress.show(int(time.monotonic() - begun), f"{len(load.wrong)} wrong")
            faults.join(0.5)
        load.pausing.set()
        load.over.set()
        for thread in threads:
            thread.join(90)
        try:
            together = last_look(load)
        except (OSError, repository.GitFailed) as error:
            load.fail(f"the end cannot be judged: {error}")
            together = math.inf
        load.server.stop()
        progress.clear()
        result = soak_report.Result(load, watch.samples, faults.done, together,
                                    time.monotonic() - begun, options)
        if options.keep:
            shutil.copytree(name, options.keep)
        load.remote.close()
    print(result.text)
    if options.report:
        result.write(options.report)
    return 0 if result.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
