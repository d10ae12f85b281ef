"""Kills a server under writers again and again, and looks for what it had acknowledged."""

import argparse
import collections
import json
import os
import random
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import http_remote
import repository
import server

REF = "refs/heads/main"
NOTES = b'[gitsheet]\nroot = "notes"\npath = "${{ topic }}/${{ slug }}"\n'
OWN = 6  # records of its own that a writer changes one by one, and as many in transactions
RECOVERY = 10  # seconds until the remote must be complete


class World:
    """An origin, the server's clone of it, and what every record may be."""

    def __init__(self, folder: Path, name: str, records: int, over_http: bool):
        self.folder, self.name, self.records = folder, name, records
        files = {".gitsheets/people.toml": server.PEOPLE, ".gitsheets/notes.toml": NOTES}
        for number in range(records):
            files[f"people/p{number:05}.toml"] = (
                b'pad = "%s"\nslug = "p%05d"\ntoken = "first"' % (b"x" * 150, number))
        folder.mkdir()
        self.origin = server.import_files(folder / "origin.git", files)
        self.data = server.clone(self.origin, folder / "data.git")
        self.http = None
        self.remote = str(self.origin)
        if over_http:
            repository.git(self.origin, "config", "http.receivepack", "true")
            self.http = http_remote.HTTPRemote(folder)
            self.remote = self.http.url("origin.git")
        self.tip = self.reference(self.data)
        self.writers = [Writer(self, number) for number in range(8)]
        self.iterations = 0
        self.starts = 0
        self.temporary: set[str] = set()  # left by earlier kills

    def reference(self, folder: Path) -> str:
        return repository.git(folder, "rev-parse", REF).stdout.decode().strip()

    def start(self) -> server.Server:
        self.starts += 1
        return server.Server(self.program, self.data, self.remote, log=self.log(self.starts))

    def log(self, start: int) -> Path:
        return self.folder / f"server-{start}.log"

    def close(self):
        if self.http:
            self.http.close()
        shutil.rmtree(self.folder)


class Writer:
    """Changes records nobody else changes, one request at a time."""

    def __init__(self, world: World, number: int):
        self.world, self.number, self.count = world, number, 0
        people = range(number * OWN, number * OWN + OWN)
        self.people = [f"people/p{each:05}" for each in people]
        self.group = [f"people/p{each + 8 * OWN:05}" for each in people[:2]]
        self.group += [f"notes/w{number}/n{each}" for each in range(2)]
        self.acknowledged: list[str] = []  # commits
        self.state: dict[str, str | None] = {}
        self.pending: dict[str, str | None] | None = None
        self.refused: list[str] = []

    def request(self, rng: random.Random):
        self.count += 1
        token = f"{self.world.name}-{self.number}-{self.count}"
        record = {"token": token, "pad": "y" * rng.randrange(100, 300)}
        kind, path = rng.random(), rng.choice(self.people)
        if kind < 0.2:
            operations = []
            for each in self.group:
                sheet, _, rest = each.partition("/")
                operations.append({"op": "put", "sheet": sheet, "path": rest, "record": record})
            body = json.dumps({"operations": operations}).encode()
            return "POST", "/api/transactions", body, dict.fromkeys(self.group, token)
        there = self.state.get(path, "first") is not None
        if kind < 0.3 and there:
            return "DELETE", "/api/sheets/" + path, b"", {path: None}
        method = "PATCH" if kind < 0.5 and there else "PUT"
        return method, "/api/sheets/" + path, json.dumps(record).encode(), {path: token}

    def work(self, port: int, seed: str):
        rng = random.Random(seed)
        try:
            connection = server.Connection(port)
            while True:
                method, path, body, change = self.request(rng)
                self.pending = change
                answer = connection.ask(method, path, body)
                if answer.status not in (200, 201):
                    self.refused.append(f"{method} {path}: {answer}")
                    return
                self.acknowledged.append(answer.json["commit"])
                self.state |= change
                self.pending = None
        except (OSError, server.Gone):
            pass  # killed: the write under way may have happened or not


class Judge:
    """What has to hold after a restart."""

    def __init__(self, options):
        self.options = options
        self.counts = collections.Counter()
        self.ready: list[float] = []
        self.complete: list[float] = []
        self.written: list[int] = []
        self.events = collections.Counter()
        self.dangling: set[str] = set()

    def kill(self, world: World, running: server.Server, rng: random.Random):
        """kill -9 to the server alone, or to the server and the git programs on its side."""
        children = [each for each in descendants(running.process.pid)
                    if not is_remote(each, world.origin)]
        if children:
            self.counts["kills while a git program ran"] += 1
        os.kill(running.process.pid, signal.SIGKILL)
        if rng.random() < 0.5:
            for child in children:
                try:
                    os.kill(child, signal.SIGKILL)
                except ProcessLookupError:
                    pass
        running.process.wait()
        left = [path.name for path in world.data.rglob("*.lock")]
        temporary = {path.name for path in (world.data / "objects").rglob("*")
                     if "tmp" in path.name.lower()}
        self.counts["kills that left a lock file"] += bool(left)
        self.counts["kills that left a temporary object or pack"] += bool(
            temporary - world.temporary)
        world.temporary = temporary

    def recovered(self, world: World, running: server.Server) -> list[str]:
        """Every problem of a server that is ready again."""
        problems = []
        begun = time.monotonic()
        tip = world.reference(world.data)
        problems += self.remote(world, tip, begun)
        commits = repository.git(
            world.data, "rev-list", tip, "--not", world.tip).stdout.decode().split()
        if repository.git(
                world.data, "merge-base", "--is-ancestor", world.tip, tip,
                check=False).returncode:
            problems.append(f"the branch went back from {world.tip} to {tip}")
        acknowledged = {c for writer in world.writers for c in writer.acknowledged}
        lost = acknowledged - set(commits)
        problems += [f"acknowledged commit {commit} is not in the branch" for commit in lost]
        self.counts["acknowledged writes"] += len(acknowledged)
        problems += self.values(world, running, tip)
        extra = len(set(commits) - acknowledged)
        waiting = sum(writer.applied for writer in world.writers)
        if extra != waiting:
            problems.append(f"{extra} commits nobody was told of, {waiting} writes of that kind")
        problems += self.objects(world, tip)
        self.written.append(len(acknowledged))
        world.tip = tip
        for writer in world.writers:
            problems += writer.refused
            writer.acknowledged, writer.pending, writer.refused = [], None, []
        return problems

    def values(self, world: World, running: server.Server, tip: str) -> list[str]:
        """Each record is what was acknowledged last, or what the write under way made of it."""
        problems = []
        connection = running.connect()
        with repository.Reader(world.data) as reader, connection.socket:
            for writer in world.writers:
                writer.applied = False
                expected = {path: "first" for path in writer.people + writer.group[:2]}
                expected |= dict.fromkeys(writer.group[2:]) | writer.state
                found = {path: self.value(path, tip, connection, reader, problems)
                         for path in expected}
                pending = writer.pending or {}
                changed = {path for path in pending if found[path] == pending[path] !=
                           expected[path]}
                if changed and changed != set(pending):
                    problems.append(f"half-applied: {sorted(changed)} of {sorted(pending)}")
                elif changed:
                    writer.applied = True
                    self.counts["writes under way that were there"] += 1
                elif pending:
                    self.counts["writes under way that were not there"] += 1
                for path, value in found.items():
                    if value != expected[path] and path not in changed:
                        problems.append(f"{path} is {value}, was {expected[path]}")
                writer.state |= found
        return problems

    def value(self, path, tip, connection, reader, problems):
        """The token of a record as it is served; in git it must be the same."""
        answer = connection.ask("GET", "/api/sheets/" + path)
        served = answer.json["token"] if answer.status == 200 else None
        if answer.status not in (200, 404):
            problems.append(f"GET {path}: {answer}")
        reader.process.stdin.write(f"{tip}:{path}.toml\n".encode())
        reader.process.stdin.flush()
        header = reader.process.stdout.readline().split()
        stored = None
        if header[-1] != b"missing":
            text = reader.process.stdout.read(int(header[2]) + 1).decode()
            lines = [line for line in text.splitlines() if line.startswith("token = ")]
            stored = json.loads(lines[0].removeprefix("token = "))
        if served != stored:
            problems.append(f"{path} is served as {served}, in git it is {stored}")
        if answer.headers.get("x-data-commit") != tip:
            problems.append(f"served {answer.headers.get('x-data-commit')}, the branch is {tip}")
        return served

    def objects(self, world: World, tip: str) -> list[str]:
        """What is new is there and whole; the whole repository for small ones."""
        problems = []
        done = repository.git(
            world.data, "rev-list", "--objects", "--verify-objects", "--quiet", tip, "--not",
            world.tip, check=False)
        if done.returncode:
            problems.append(f"rev-list --verify-objects: {done.stderr.decode()[:500]}")
        world.iterations += 1
        if world.records <= 1000 or world.iterations % 10 == 0:
            problems += self.fsck(world.data)
        return problems

    def fsck(self, folder: Path) -> list[str]:
        self.counts[f"git fsck --full of {folder.name}"] += 1
        done = repository.git(folder, "fsck", "--full", "--strict", check=False)
        if done.returncode and b"index not opened" in done.stderr:
            # The server joined packs while fsck was reading them: a second look decides.
            self.counts["git fsck met packs being joined"] += 1
            done = repository.git(folder, "fsck", "--full", "--strict", check=False)
        lines = (done.stdout + done.stderr).decode(errors="replace").splitlines()
        self.dangling |= {line for line in lines if line.startswith("dangling commit")}
        lines = [line for line in lines if not line.startswith(("dangling ", "notice:"))]
        if done.returncode or lines:
            return [f"git fsck of {folder}: exit code {done.returncode}, {lines[:5]}"]
        return []

    def remote(self, world: World, tip: str, begun: float) -> list[str]:
        """The remote has everything within the time given, counted from readiness."""
        while (remote := world.reference(world.origin)) != tip:
            if time.monotonic() - begun > RECOVERY:
                return [f"after {RECOVERY} s the remote is at {remote}, not at {tip}"]
            time.sleep(0.005)
        self.complete.append(time.monotonic() - begun)
        return []

    def log(self, world: World):
        for line in world.log(world.starts).read_text(errors="replace").splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                self.events["not JSON: " + line[:80]] += 1
                continue
            if entry.get("level") in ("warn", "warning", "error", "critical"):
                why = entry.get("reason") or entry.get("err") or entry.get("message")
                self.events[f"{entry['level']} {entry.get('event')}: {why}"[:90]] += 1


def sabotage(world: World, kind: str):
    """Does what a broken server would have done: shows that it is found."""
    both = (world.data, world.origin)
    if kind == "lose":
        for folder in both:
            repository.git(folder, "update-ref", REF, REF + "~1")
    elif kind == "tear":
        record = b'slug = "p%05d"\ntoken = "torn"' % (8 * OWN)
        stream = (f"commit {REF}\ncommitter X <x@y> 1700000000 +0000\ndata 0\nfrom {REF}^0\n"
                  f"M 100644 inline people/p{8 * OWN:05}.toml\ndata {len(record)}\n").encode()
        repository.git(world.data, "fast-import", "--quiet", stdin=stream + record + b"\n")
    else:
        tip = world.reference(world.data)
        loose = world.data / "objects" / tip[:2] / tip[2:]
        packs = sorted(world.data.glob("objects/pack/*.pack"), key=lambda p: p.stat().st_mtime)
        file = loose if loose.exists() else packs[-1]
        file.chmod(0o644)
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 0xFF
        file.write_bytes(content)


def descendants(process: int) -> list[int]:
    found = []
    try:
        for task in Path(f"/proc/{process}/task").glob("*/children"):
            for child in task.read_text().split():
                found += [int(child), *descendants(int(child))]
    except (FileNotFoundError, ProcessLookupError):
        pass  # it has just ended
    return found


def is_remote(process: int, origin: Path) -> bool:
    """Whether it works for the remote: that is another machine, which nobody kills."""
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes()
        home = os.readlink(f"/proc/{process}/cwd")
    except OSError:
        return False
    return b"receive-pack" in words or b"upload-pack" in words or home.startswith(str(origin))


def iteration(world: World, judge: Judge, rng: random.Random, number: int, options) -> list[str]:
    """Start, look at what the last kill left, write, kill."""
    if rng.random() < 0.08:
        # Dies while it starts, perhaps while it cleans up.
        try:
            early = world.start()
            time.sleep(rng.random() * 0.2)
            judge.kill(world, early, rng)
            judge.counts["kills before it was ready"] += 1
        except server.ServerFailed as error:
            return [str(error)]
    started = time.monotonic()
    running = world.start()
    with running:
        running.ready()
        judge.ready.append(time.monotonic() - started)
        problems = judge.recovered(world, running)
        threads = [
            threading.Thread(target=writer.work, args=(
                running.port, f"{options.seed}-{number}-{writer.number}"))
            for writer in world.writers]
        for thread in threads:
            thread.start()
        time.sleep(rng.random() * options.window)
        judge.kill(world, running, rng)
        for thread in threads:
            thread.join()
    if options.sabotage and any(writer.acknowledged for writer in world.writers):
        sabotage(world, options.sabotage)
    judge.log(world)
    judge.counts["kills under 8 writers"] += 1
    return problems


def attempt(action, *arguments) -> list[str]:
    """A server that does not start, or does not answer, is a problem too."""
    try:
        return action(*arguments)
    except (server.ServerFailed, server.Gone, repository.GitFailed) as error:
        return [f"{type(error).__name__}: {error}"]


def last_look(world: World, judge: Judge) -> list[str]:
    with world.start() as running:
        running.ready()
        problems = judge.recovered(world, running)
    return problems + judge.fsck(world.data) + judge.fsck(world.origin)


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/kill-writers", description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="the livetree program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--window", type=float, default=0.6,
                        help="the kill comes within this many seconds of writing (0.6)")
    parser.add_argument("--sabotage", choices=["lose", "tear", "damage"], help=(
        "take back a commit, change one record of a transaction, or damage an object after a "
        "kill: must fail"))
    parser.add_argument("--keep", type=Path, help="keep the folder of the first failure here")
    return parser.parse_args()


# Records in the flat folder, remote over HTTP; each for 25 kills, then around again.
WORLDS = [(200, False), (200, True), (20_000, False), (200, False)]
KILLS = 25


def main() -> int:
    options = arguments()
    World.program = options.server.resolve(strict=True)
    rng, judge = random.Random(options.seed), Judge(options)
    progress, failures, begun = server.Progress(options.kills), 0, time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        number = 0
        while number < options.kills and failures < 20:
            records, over_http = WORLDS[number // KILLS % len(WORLDS)]
            world = World(Path(name) / f"w{number}", f"w{number}", records, over_http)
            last = min(number + KILLS, options.kills)
            problems = []
            while number < last and not problems:
                problems = attempt(iteration, world, judge, rng, number, options)
                number += 1
                progress.show(number, f"{judge.counts['acknowledged writes']} acknowledged")
            problems = problems or attempt(last_look, world, judge)
            for problem in problems[:20]:
                print(f"kill {number} ({records} records, {'HTTP' if over_http else 'path'}): "
                      f"{problem}", flush=True)
            if problems:
                number = last
                failures += 1
                if options.keep and not options.keep.exists():
                    shutil.copytree(world.folder, options.keep)
            world.close()
    progress.clear()
    return summary(judge, failures, options, time.monotonic() - begun)


def summary(judge: Judge, failures: int, options, seconds: float) -> int:
    judge.counts["chains written, never in the branch"] = len(judge.dangling)
    for text, count in sorted(judge.counts.items()):
        print(f"  {text:<48}{count:>8}")
    for name, values in [("seconds to be ready", judge.ready),
                         ("seconds from there until the remote was complete", judge.complete),
                         ("acknowledged writes before a kill", judge.written)]:
        if values:
            print(f"  {name:<48}{statistics.median(values):>8.2f} (most {max(values):.2f})")
    for event, count in judge.events.most_common():
        print(f"  log: {count} × {event}")
    print(f"seed {options.seed}: {judge.counts['kills under 8 writers']} kills under 8 writers, "
          f"{failures} failed, {seconds:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
