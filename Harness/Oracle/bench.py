"""Measures durable writes beside gitsheets.transact, which does not fsync, in one run."""

import argparse
import json
import os
import platform
import random
import socket
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import gitsheets

import fields
import server

BRANCH = "refs/heads/main"
WHO = ("Oracle", "oracle@example.org")
TOPICS = "bridges water schools parks trees buses maps health food art".split()
GROUPED = b'[gitsheet]\nroot = "people"\npath = "${{ group }}/${{ slug }}"\n'


class Layout:
    """Where records lie: all in one folder, or in folders of a thousand."""

    def __init__(self, records: int, grouped: bool):
        self.records, self.grouped = records, grouped
        self.name = f"{records} in folders of 1000" if grouped else f"{records} in one folder"

    def record(self, number: int, round: int, change: int) -> dict:
        group = {"group": f"g{number // 1000:03}"} if self.grouped else {}
        return group | {
            "slug": f"p{number:06}", "number": number, "change": f"{round}-{change}",
            "name": f"Project {number}", "active": number % 3 == 0, "score": number / 8,
            "bio": f"{TOPICS[number % 10]} and {TOPICS[number % 7]} for everybody here. " * 2,
            "tags": [TOPICS[number % 5], TOPICS[number % 9]],
            "links": {"home": f"https://example.org/{number}", "chat": f"#p{number}"}}

    def path(self, number: int) -> str:
        return f"g{number // 1000:03}/p{number:06}" if self.grouped else f"p{number:06}"

    def files(self) -> dict[str, bytes]:
        made = {".gitsheets/people.toml": GROUPED if self.grouped else server.PEOPLE}
        for number in range(self.records):
            made[f"people/{self.path(number)}.toml"] = fields.canonical(self.record(number, 0, 0))
        return made


class Livetree:
    """Writes through a running server, each writer on its own connection."""

    def __init__(self, running: server.Server, layout: Layout, seed: int):
        self.running, self.layout, self.seed, self.round = running, layout, seed, 0

    def processor(self) -> float:
        """Seconds of processor time so far."""
        text = Path(f"/proc/{self.running.process.pid}/stat").read_text()
        words = text.rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def run(self, writers: int, seconds: float) -> tuple[float, list[float]]:
        """Writes a second, and how long each took."""
        self.round += 1
        durations: list[float] = []
        problems: list[str] = []
        barrier = threading.Barrier(writers + 1)

        def work(writer: int):
            rng = random.Random(f"{self.seed}-{self.round}-{writer}")
            connection = self.running.connect()
            barrier.wait()
            end = time.monotonic() + seconds
            count = 0
            while (start := time.monotonic()) < end:
                number = rng.randrange(self.layout.records // writers) * writers + writer
                count += 1
                body = self.layout.record(number, self.round, count)
                answer = connection.ask(
                    "PUT", "/api/sheets/people/" + self.layout.path(number),
                    json.dumps(body).encode())
                durations.append(time.monotonic() - start)
                if answer.status != 200 or b'"swapped":true' not in answer.body:
                    problems.append(str(answer))
                    break
            connection.close()

        threads = [threading.Thread(target=work, args=(n,)) for n in range(writers)]
        for thread in threads:
            thread.start()
        barrier.wait()
        start = time.monotonic()
        for thread in threads:
            thread.join()
        spent = time.monotonic() - start
        if problems:
            raise server.ServerFailed(problems[0])
        return len(durations) / spent, durations


class Gitsheets:
    """The same changes through gitsheets.transact, one commit each, no fsync."""

    def __init__(self, folder: Path, layout: Layout, seed: int):
        self.folder, self.layout, self.seed, self.round = str(folder), layout, seed, 0

    def processor(self) -> float:
        return time.process_time()

    def run(self, writers: int, seconds: float) -> tuple[float, list[float]]:
        self.round += 1
        rng = random.Random(f"{self.seed}-{self.round}")
        durations: list[float] = []
        begin = time.monotonic()
        while (start := time.monotonic()) < begin + seconds:
            record = self.layout.record(
                rng.randrange(self.layout.records), self.round, len(durations))
            with gitsheets.transact(
                    self.folder, f"Put people/{record['slug']}", int(time.time()),
                    parent=BRANCH, branch=BRANCH, author=WHO, committer=WHO) as transaction:
                transaction.open_sheet("people", ".gitsheets/people.toml")
                transaction.upsert("people", record)
            durations.append(time.monotonic() - start)
        return len(durations) / (time.monotonic() - begin), durations


class SilentRemote:
    """Takes every connection and never answers."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.held: list[socket.socket] = []
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/data.git"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            self.held.append(self.socket.accept()[0])


class Report:
    def __init__(self, options):
        self.options, self.rows, self.claims = options, [], []

    def row(self, name: str, values: list[float], unit: str) -> float:
        middle = statistics.median(values)
        self.rows.append({
            "name": name, "unit": unit, "median": middle, "least": min(values),
            "most": max(values), "rounds": len(values)})
        print(f"  {name:<46}{middle:>9.2f} {unit:<9}{min(values):>9.2f} …{max(values):>8.2f}",
              flush=True)
        return middle

    def claim(self, text: str, figure: float, least: float | None = None, most=None):
        holds = (least is None or figure >= least) and (most is None or figure <= most)
        self.claims.append({"claim": text, "figure": figure, "holds": holds})
        print(f"  CLAIM {text}: {figure:.2f}  {'holds' if holds else 'DOES NOT HOLD'}", flush=True)

    def write(self, path: Path):
        path.write_text(json.dumps({
            "benchmark": "writes", "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "machine": f"{platform.platform()}, {os.cpu_count()} cores",
            "parameters": {"seed": self.options.seed, "rounds": self.options.rounds,
                           "seconds": self.options.seconds, "records": self.options.records},
            "rows": self.rows, "claims": self.claims}, indent=1) + "\n")


def disk(folder: Path, report: Report, rounds: int):
    """What the disk allows: a small new file written, fsynced, renamed, its folder fsynced."""
    home = os.open(folder, os.O_RDONLY)
    rates = []
    for _ in range(rounds):
        start = time.monotonic()
        for number in range(50):
            file = os.open(folder / "new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.write(file, b"x" * 4096)
            os.fsync(file)
            os.close(file)
            os.rename(folder / "new", folder / f"old{number}")
            os.fsync(home)
        rates.append(50 / (time.monotonic() - start))
    os.close(home)
    report.row("the disk: one new file, fsynced with its name", rates, "/s")


def compare(layout: Layout, folder: Path, options, report: Report):
    """Livetree and gitsheets in turns, so that a slow moment of the machine meets both."""
    print(f"{layout.name}, seed {options.seed}", flush=True)
    origin = server.import_files(folder / "origin.git", layout.files())
    data, theirs = server.clone(origin, folder / "live.git"), folder / "sheets.git"
    sheets = Gitsheets(server.clone(origin, theirs), layout, options.seed)
    rates: dict[str, list[float]] = {}
    times: dict[str, list[float]] = {}
    work: dict[str, list[float]] = {}
    with server.Server(options.server, data) as running:
        running.ready()
        livetree = Livetree(running, layout, options.seed)
        sides = [("gitsheets, 1 process, no fsync", sheets, 1)] + [
            (f"livetree, {n} writer{'s' * (n > 1)}, durable", livetree, n)
            for n in options.writers]
        for _, side, writers in sides:
            side.run(writers, min(1.0, options.seconds))
        progress = server.Progress(options.rounds)
        for count in range(options.rounds):
            for name, side, writers in sides:
                progress.show(count, name)
                before = side.processor()
                rate, spent = side.run(writers, options.seconds)
                work.setdefault(name, []).append(1000 * (side.processor() - before) / len(spent))
                rates.setdefault(name, []).append(rate)
                times.setdefault(name, []).extend(spent)
        progress.clear()
    for name, _, _ in sides:
        report.row(name, rates[name], "writes/s")
    for name, _, _ in sides:
        ordered = sorted(times[name])
        report.row(f"one write, {name.partition(', ')[0]} {name.split(', ')[1]}, 99 %",
                   [1000 * ordered[int(len(ordered) * 0.99)]], "ms")
    for name, _, _ in sides:
        report.row(f"processor, {name}", work[name], "ms/write")
    served(data, layout, options, report)
    base = rates[sides[0][0]]
    for name, _, writers in sides[1:]:
        ratios = [a / b for a, b in zip(rates[name], base)]
        middle = report.row(f"{name} / gitsheets", ratios, "×")
        wanted = {1: 1, 8: 5}.get(writers) if not layout.grouped else None
        if wanted:
            report.claim(f"{name} / gitsheets, at least {wanted}", middle, wanted)


def served(data: Path, layout: Layout, options, report: Report):
    """From the durable commit (its reference's folder fsynced) to the answer, sent when served."""
    log = data.with_name("served.strace")
    tracer = ["strace", "-f", "--seccomp-bpf", "-ttt", "-T", "-y", "-s", "16", "-e", "signal=none",
              "-e", "trace=fsync,write,writev,sendto,sendmsg", "-o", str(log)]
    with server.Server(options.server, data, wrapper=tracer) as running:
        connection = running.ready().connect()
        for number in range(300):
            answer = connection.ask(
                "PUT", "/api/sheets/people/" + layout.path(number),
                json.dumps(layout.record(number, -1, number)).encode())
            if answer.status != 200:
                raise server.ServerFailed(str(answer))
    delays, durable, begun = [], None, set()
    for line in log.read_text(errors="replace").splitlines():
        thread, moment, rest = line.split(maxsplit=2)
        if rest.startswith("fsync(") and "/refs/heads>" in rest:
            if rest.endswith("<unfinished ...>"):
                begun.add(thread)
            else:
                durable = float(moment) + float(rest.rpartition("<")[2].rstrip(">"))
        elif thread in begun and rest.startswith("<... fsync resumed>"):
            begun.discard(thread)
            durable = float(moment)
        elif durable and "HTTP/1.1 200" in rest:
            delays.append(1000 * (float(moment) - durable))
            durable = None
    if len(delays) < 200:
        raise RuntimeError(f"strace saw {len(delays)} of 300 writes")
    delays.sort()
    report.row("durable commit → answered, so served", delays, "ms")
    report.claim("commit to served, 95 of 100, ms, below 5", delays[int(len(delays) * .95)], most=5)


def hung(layout: Layout, folder: Path, options, report: Report):
    """Two servers in turns: one without a remote, one whose remote never answers."""
    print(f"a hung remote, {layout.name}", flush=True)
    origin, remote = folder / "origin.git", SilentRemote()
    sides, durations = {}, {}
    with (server.Server(options.server, server.clone(origin, folder / "alone.git")) as alone,
          server.Server(options.server, server.clone(origin, folder / "hung.git"), remote.url)
          as other):
        for name, running in [("no remote", alone), ("hung remote", other)]:
            running.ready()
            sides[name] = Livetree(running, layout, options.seed)
            sides[name].run(8, 1.0)
        rates = {(name, n): [] for name in sides for n in (1, 8)}
        for _ in range(options.rounds):
            for name, writers in rates:
                rate, spent = sides[name].run(writers, options.seconds)
                rates[name, writers].append(rate)
                durations.setdefault(name, []).extend(spent)
        pushing = other.status()["pushDaemon"]
    for (name, writers), values in rates.items():
        report.row(f"{name}, {writers} writer{'s' * (writers > 1)}", values, "writes/s")
    for writers in (1, 8):
        pairs = zip(rates["hung remote", writers], rates["no remote", writers])
        report.claim(f"hung / none, {writers} writer{'s' * (writers > 1)}, at least 0.8",
                     statistics.median(a / b for a, b in pairs), 0.8)
    report.claim("slowest write beside the hung remote, ms, below 1000",
                 1000 * max(durations["hung remote"]), most=1000)
    report.claim(f"commits that wait ({pushing['state']})", pushing["pendingCommits"], 1)


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench-writes", description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="a release build of livetree")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3, help="of one side in a round (3)")
    parser.add_argument("--writers", type=int, nargs="+", default=[1, 8, 64])
    parser.add_argument("--only", choices=["flat", "folders", "hung"], nargs="+",
                        default=["flat", "folders", "hung"])
    parser.add_argument("--folder", type=Path, help="work on this disk (that of TMPDIR)")
    parser.add_argument("--json", type=Path, help="write the figures here")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    options.server = options.server.resolve(strict=True)
    report = Report(options)
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        disk(folder, report, options.rounds)
        for kind, grouped in [("flat", False), ("folders", True)]:
            if kind in options.only:
                place = folder / kind
                place.mkdir()
                compare(Layout(options.records, grouped), place, options, report)
        if "hung" in options.only:
            place = folder / "hung"
            place.mkdir()
            layout = Layout(min(options.records, 2000), False)
            server.import_files(place / "origin.git", layout.files())
            hung(layout, place, options, report)
    if options.json:
        report.write(options.json)
    failed = [claim for claim in report.claims if not claim["holds"]]
    print(f"{len(report.claims)} claims, {len(failed)} do not hold")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
