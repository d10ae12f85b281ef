"""The remote's branch as one line of writes, and what has to hold of it."""

import collections
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import nodes
import repository
from writers import ABSENT, ACKNOWLEDGED, REFUSED, UNKNOWN, Crew, Write

CONVERGE = 10  # seconds until all nodes serve the remote's commit


@dataclass
class Push:
    """A change of the remote's branch: to which commit, from which address, and when."""

    commit: str
    address: str
    time: float  # seconds since the machine started


class Line:
    """Follows the branch from one quiet moment to the next."""

    def __init__(self, site: nodes.Site, crew: Crew):
        self.site, self.crew = site, crew
        self.tip = self.logged = site.first
        self.read = 0  # lines of the log of updates
        self.place: dict[int, int] = {}  # id of a write -> its place in the branch
        self.length = 0
        self.truth: dict[str, str | None] = {}
        for writer in crew.writers:
            self.truth |= writer.state
        self.counts = collections.Counter()
        self.converged: list[float] = []
        self.pushes: list[Push] = []
        self.writes: dict[str, Write] = {}  # by commit

    def judge(self) -> list[str]:
        """Every problem, while nobody writes."""
        problems = [text for writer in self.crew.writers for text in writer.problems]
        for writer in self.crew.writers:
            writer.problems = []
        tip = self.site.tip()
        problems += self.updates(tip)
        problems += self.commits(tip)
        problems += self.outcomes()
        problems += self.other_refs()
        self.tip = tip
        problems += self.together(tip)
        for writer in self.crew.writers:
            writer.state = {path: self.truth[path] for path in writer.state}
            writer.unsure.clear()
        return problems

    def is_ancestor(self, old: str, new: str) -> bool:
        return not repository.git(self.site.origin, "merge-base", "--is-ancestor", old, new,
                                  check=False).returncode

    def updates(self, tip: str) -> list[str]:
        """The remote's branch only ever went forward: by the log that its hook keeps, by its
        reflog and by where it is."""
        problems = []
        lines = self.site.updates.read_text().splitlines()[self.read:]
        self.read += len(lines)
        for old, new, address, when in (line.split() for line in lines):
            # git's own housekeeping packs the reference, and then takes away its file: the branch
            # stays. One that is deleted is missed below.
            if not new.strip("0"):
                continue
            # Who names no old value writes zeros.
            if old.strip("0") and old != self.logged:
                problems.append(f"the remote went from {old}, which is not {self.logged}")
            if not self.is_ancestor(self.logged, new):
                problems.append(f"a fork: the remote went from {self.logged} to {new}, which "
                                "does not have it")
            self.logged = new
            self.pushes.append(Push(new, address, float(when)))
            self.counts["updates of the remote"] += 1
        if self.logged != tip:
            problems.append(f"the remote is at {tip}, by its log at {self.logged}")
        reflog = repository.git(self.site.origin, "reflog", "show", "--format=%H",
                                nodes.REF).stdout.decode().split()
        for new, old in zip(reflog, reflog[1:len(lines) + 1]):
            if not self.is_ancestor(old, new):
                problems.append(f"a fork: by its reflog the remote went from {old} to {new}")
        return problems

    def commits(self, tip: str) -> list[str]:
        """Each new commit is one write, whole, and of nobody else."""
        problems, log = [], repository.git(
            self.site.origin, "log", "--reverse", "--topo-order", "--raw", "--no-abbrev",
            "--no-renames", "--format=commit %H %P", f"{self.tip}..{tip}").stdout.decode()
        found, parent = [], self.tip
        for line in log.splitlines():
            if line.startswith("commit "):
                ident, *parents = line.split()[1:]
                if parents != [parent]:
                    problems.append(f"{ident} has the parents {parents}, not {parent}")
                parent = ident
                found.append((ident, {}))
            elif line.startswith(":"):
                meta, _, path = line.partition("\t")
                found[-1][1][path.removesuffix(".toml")] = meta.split()[3]
        with repository.Reader(self.site.origin) as reader:
            for ident, blobs in found:
                change = {path: self.token(reader, blob) for path, blob in blobs.items()}
                problems += self.match(ident, change)
        return problems

    @staticmethod
    def token(reader: repository.Reader, blob: str) -> str | None:
        if not blob.strip("0"):
            return None
        lines = reader.object(blob).decode().splitlines()
        return next((json.loads(line.removeprefix("token = ")) for line in lines
                     if line.startswith("token = ")), "no token")

    def match(self, ident: str, change: dict[str, str | None]) -> list[str]:
        self.length += 1
        self.counts["commits"] += 1
        self.truth |= {path: token for path, token in change.items() if path in self.truth}
        owned = [writer for writer in self.crew.writers if set(change) & set(writer.state)]
        candidates = [write for writer in owned for write in writer.writes
                      if write.change == change and id(write) not in self.place]
        exact = [write for write in candidates if write.commit == ident]
        open_ = [write for write in candidates if write.commit is None]
        if not candidates:
            return [f"commit {ident} of {change} is no write that anybody made, or one made twice"]
        if not exact and not open_:
            return [f"commit {ident} is {candidates[0]}, which was acknowledged as "
                    f"{candidates[0].commit}"]
        unknown = [write for write in open_ if write.outcome == UNKNOWN]
        self.writes[ident] = write = (exact or unknown or open_)[0]
        self.place[id(write)] = self.length
        if write.outcome == REFUSED:
            return [f"commit {ident}: {write}, and was made"]
        if write.outcome == ABSENT:
            return [f"commit {ident}: {write}, and came in later"]
        return []

    def outcomes(self) -> list[str]:
        """Nothing acknowledged is missing, and each writer's writes are there in its order."""
        problems = []
        for writer in self.crew.writers:
            last, before, expected = 0, None, {}
            for write in writer.writes:
                place = self.place.get(id(write))
                if write.outcome == ACKNOWLEDGED and place is None:
                    problems.append(f"lost: {write}, commit {write.commit}")
                elif write.outcome is None:
                    problems.append(f"nobody knows of {write}")
                elif place is not None and place < last:
                    problems.append(f"{write} is in the branch before {before}, which came first")
                if write.outcome == UNKNOWN:
                    self.counts["unknown, was there" if place else "unknown, was not there"] += 1
                    write.outcome = ACKNOWLEDGED if place else ABSENT
                if place is not None:
                    last, before = max(last, place), write
                if write.outcome == ACKNOWLEDGED:
                    expected |= write.change
            problems += [f"{path} is {self.truth[path]} in the remote, acknowledged was {token}"
                         for path, token in expected.items() if self.truth[path] != token]
        for write in self.crew.writes:
            if not write.counted:
                write.counted = True
                self.counts[f"writes answered {write.answer}" if write.answer[:1].isdigit()
                            else "writes without an answer"] += 1
        return problems

    def other_refs(self) -> list[str]:
        refs = set(repository.refs(self.site.origin)) - {nodes.REF}
        return [f"the remote has {each}, which nobody meant" for each in sorted(refs)]

    def together(self, tip: str) -> list[str]:
        """All nodes serve the remote's commit, and its records; etcd says the same."""
        problems, begun = [], time.monotonic()
        running = [node for node in self.site.nodes if node.running]
        while (served := {node.name: node.served() for node in running}) != dict.fromkeys(
                served, tip):
            if time.monotonic() - begun > CONVERGE:
                return [f"after {CONVERGE} s the remote is at {tip}, the nodes at {served}"]
            time.sleep(0.02)
        self.converged.append(time.monotonic() - begun)
        with ThreadPoolExecutor(len(running)) as pool:
            for found in pool.map(self.records, running):
                problems += found
        told = self.told()
        if told != tip:
            # Who serves a commit tells it a moment later.
            time.sleep(1)
            told = self.told()
        if told != tip:
            problems.append(f"etcd says that the remote is at {told}, it is at {tip}")
        return problems

    def told(self) -> str | None:
        """The remote's commit, by what etcd has below the prefix."""
        for key, value in self.site.etcd.keys().items():
            if key.rpartition("/")[2] == "tip":
                return json.loads(value)["commit"]
        return None

    def records(self, node: nodes.Node) -> list[str]:
        problems, connection = [], node.connect()
        with connection.socket:
            for path, wanted in self.truth.items():
                answer = connection.ask("GET", "/api/sheets/" + path)
                served = answer.json["token"] if answer.status == 200 else None
                if answer.status not in (200, 404) or served != wanted:
                    problems.append(f"{node.name}: {path} is {served} ({answer.status}), "
                                    f"in the remote it is {wanted}")
        return problems


def fsck(folders) -> list[str]:
    problems = []
    for folder in folders:
        done = repository.git(folder, "fsck", "--full", "--strict", check=False)
        lines = (done.stdout + done.stderr).decode(errors="replace").splitlines()
        lines = [line for line in lines if not line.startswith(("dangling ", "notice:"))]
        if done.returncode or lines:
            problems.append(f"git fsck of {folder.name}: {done.returncode}, {lines[:5]}")
    return problems


def events(site: nodes.Site) -> collections.Counter:
    """What the servers logged as a warning or worse."""
    found = collections.Counter()
    for log in site.folder.glob("*-*.log"):
        for line in log.read_text(errors="replace").splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                found["not JSON: " + line[:80]] += 1
                continue
            if entry.get("level") in ("warn", "warning", "error", "critical"):
                why = next((entry[name] for name in ("what", "reason", "err", "status")
                            if name in entry), "")
                found[f"{entry['level']} {entry.get('event')}: {why}"[:80]] += 1
    return found
