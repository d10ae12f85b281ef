"""Sends spoilt deliveries to a server's webhook receivers and looks for what must not happen."""

import argparse
import collections
import json
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

import cases
import deliveries
import hooked
import server
import wire

SECOND = 1.0  # the longest an answer may take
WORKERS, SLOW = 8, 3
PHASES = [[scheme] for scheme in deliveries.SCHEMES] + [deliveries.SCHEMES]
MEMORY, DESCRIPTORS = 256, 16  # how much more there may be in the end: MiB, open files


class Fuzzer:
    """One server, the deliveries sent to it, and what was found."""

    def __init__(self, options, folder: Path):
        self.options = options
        self.bench = hooked.Bench(options.server, folder)
        self.counts = collections.Counter()
        self.statuses = collections.Counter()
        self.problems: list[tuple[str, list[cases.Case]]] = []
        self.recent: collections.deque[cases.Case] = collections.deque(maxlen=300)
        self.allowed: set[tuple[str, str, str, str]] = set()
        self.controls: dict[str, cases.Case] = {}  # by commit
        self.deployed = 0  # when the newest control of the deployment was answered
        self.checked = 0
        self.slowest: dict[str, float] = {}
        self.lock = threading.Lock()

    # MARK: Server

    def configure(self, schemes: list[str]):
        rules = [self.bench.rule(name, branches, **({"secret": "OWN_SECRET"} if own else {}))
                 for name, branches, own in cases.RULES]
        deploy = self.bench.rule(cases.DEPLOYED[0], [cases.DEPLOYED[1]], "repository")
        deploy["command"].append("--deploy")
        self.bench.configure(rules, deploy | {"schemes": schemes}, schemes=schemes)

    def problem(self, text: str, blamed: list[cases.Case]):
        with self.lock:
            self.problems.append((text, blamed))

    # MARK: Deliveries

    def send(self, case: cases.Case, port: int) -> wire.Heard | None:
        """Sends one and judges its answers."""
        plan = cases.plan(case)
        with self.lock:
            self.recent.append(case)
            self.allowed |= case.allowed
        sent = time.time_ns()
        try:
            heard = wire.exchange(port, plan.parts, plan.wanted, plan.patience)
        except wire.NotHTTP as error:
            self.problem(f"no HTTP answer: {error}", [case])
            return None
        except OSError as error:
            self.problem(f"connection: {error}", [*self.recent])
            return None
        with self.lock:
            self.counts[case.name if "bytes" not in case.name else "large"] += 1
            self.counts["framing " + case.framing] += case.framing != "plain"
            self.statuses.update(heard.statuses or ["none"])
        self.judge(case, plan, heard, sent)
        return heard

    def judge(self, case: cases.Case, plan: cases.Plan, heard: wire.Heard, sent: int):
        for status, body in heard.answers:
            if status >= 500:
                self.problem(f"answered {status} {body[:300]!r}", [case])
            if not plan.keeps and case.framing != "flipped":
                continue
            if status < 300 and not case.genuine:
                self.problem(f"nobody signed it, answered {status} {body[:200]!r}", [case])
            if status == 202 and not case.allowed:
                self.problem(f"not configured, answered 202 {body[:200]!r}", [case])
        if not plan.whole:
            return
        if not heard.answers and not heard.closed:
            self.problem(f"no answer within {plan.patience} s", [case])
        if heard.seconds is not None:
            kind = "signed" if case.genuine else "unsigned"
            kind = "reload" if case.target == cases.RELOAD and case.genuine else kind
            self.slowest[kind] = max(self.slowest.get(kind, 0), heard.seconds)
            if heard.seconds > SECOND and kind != "reload":
                self.problem(f"answered after {heard.seconds:.2f} s", [case])
        if case.control:
            self.control(case, heard, sent)

    def control(self, case: cases.Case, heard: wire.Heard, sent: int):
        if heard.statuses != [202]:
            self.problem(f"a good delivery is answered {heard.answers}", [case])
            return
        (receiver, _, _, commit), = case.allowed
        with self.lock:
            self.counts["controls accepted"] += 1
            if receiver == "deploy":
                self.deployed = max(self.deployed, sent)
            else:
                self.controls[commit] = case

    # MARK: Runs

    def look(self, running: server.Server):
        """Judges every start since the last look, and the server's life."""
        if running.process.poll() is not None:
            self.problem(f"the server ended: exit code {running.process.returncode}, "
                         f"{running.tail()[-500:]}", [*self.recent])
            return
        runs = self.bench.runs()
        with self.lock:
            allowed, recent = set(self.allowed), [*self.recent]
        for run in runs[self.checked:]:
            receiver = "deploy" if run.arguments == ["--deploy"] else "gitops"
            key = (receiver, run.repository, run.branch, run.commit)
            if key not in allowed:
                blamed = [case for case in recent if run.commit.encode() in case.body.lower()]
                self.problem(f"a command was started by nobody's leave: {run}", blamed or recent)
            if receiver == "gitops" and run.arguments != [run.repository.rpartition("/")[2]]:
                self.problem(f"other arguments than the short name: {run}", recent)
            self.counts["commands started"] += 1
        self.checked = len(runs)

    def settle(self, running: server.Server):
        """Every control has run once nothing is left to do."""
        if not hooked.idle(self.bench, running, 120):
            self.problem("jobs wait or run after two minutes", [])
        self.look(running)
        commits = {run.commit for run in self.bench.runs()}
        for commit, case in self.controls.items():
            if commit not in commits:
                self.problem("a good delivery was accepted and never ran", [case])
            self.counts["controls run at gitops"] += commit in commits
        self.controls.clear()
        starts = [run.start for run in self.bench.runs() if run.arguments == ["--deploy"]]
        if self.deployed and (not starts or max(starts) < self.deployed):
            self.problem("no deployment started after the last good delivery", [])

    # MARK: Workers

    def work(self, *arguments):
        try:
            self.deliver(*arguments)
        except Exception:  # a fuzzer that stops sending must not pass
            self.problem(f"the fuzzer itself: {traceback.format_exc()}", [])

    def deliver(self, maker: cases.Maker, port: int, end: float, slow: bool):
        number = 0
        while time.monotonic() < end and len(self.problems) < 20:
            number += 1
            if slow:
                self.send(maker.slow(), port)
                continue
            self.send(maker.control() if number % 40 == 0 else maker.case(), port)

    def phase(self, number: int, running: server.Server, seconds: float, progress):
        schemes = PHASES[number % len(PHASES)]
        end = time.monotonic() + seconds
        threads = []
        for worker in range(WORKERS + SLOW):
            maker = cases.Maker(f"{self.options.seed}-{number}-{worker}", schemes)
            threads.append(threading.Thread(
                target=self.work, args=(maker, running.port, end, worker >= WORKERS),
                daemon=True))
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            time.sleep(0.5)
            self.look(running)
            if running.process.poll() is None:
                self.live(running)
                now = hooked.memory(running.process.pid)[0]
                progress.show(sum(self.statuses.values()), f"{'+'.join(schemes)}, {now} MiB")
            if len(self.problems) >= 20:
                break
        for thread in threads:
            thread.join()

    def live(self, running: server.Server):
        begun = time.monotonic()
        heard = wire.exchange(
            running.port, [(wire.request("/api/health/live", [], b"", "GET"), 0)], 1, 10)
        if heard.statuses != [200]:
            self.problem(f"/api/health/live: {heard}", [*self.recent])
        self.slowest["live"] = max(self.slowest.get("live", 0), time.monotonic() - begun)

    def sabotage(self, running: server.Server):
        """Does what a broken server would have done: shows that it is found."""
        if self.options.sabotage == "start":
            with open(self.bench.record, "ab") as record:
                record.write(b"\0".join(
                    [b"start", b"1", b"j", b"acme/site", b"main", b"f" * 40, b"", b"/", b"1",
                     b"site", b""]))
        elif self.options.sabotage == "lose":
            case = cases.Maker("lost", PHASES[0]).control()
            self.controls["lost"] = case
        else:
            os.kill(running.process.pid, signal.SIGKILL)
            running.process.wait()


def fuzz(options) -> int:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        fuzzer = Fuzzer(options, Path(name) / "world")
        fuzzer.configure(PHASES[0])
        progress = server.Progress()
        with fuzzer.bench.start().ready() as running:
            pid, phases = running.process.pid, max(len(PHASES), round(options.minutes))
            first = {}
            for number in range(phases):
                fuzzer.configure(PHASES[number % len(PHASES)])
                fuzzer.bench.reread(running)
                first = first or {"files": hooked.descriptors(pid), "memory": hooked.memory(pid)[0]}
                fuzzer.phase(number, running, options.minutes * 60 / phases, progress)
                if options.sabotage and number == 0:
                    fuzzer.sabotage(running)
                    fuzzer.look(running)
                if fuzzer.problems:
                    break
                fuzzer.settle(running)
            progress.clear()
            if running.process.poll() is None:
                bounds(fuzzer, pid, first)
    return summary(fuzzer, time.monotonic() - begun)


def bounds(fuzzer: Fuzzer, pid: int, first: dict):
    """Memory and open files when everybody has gone."""
    hooked.until(lambda: hooked.descriptors(pid) <= first["files"] + DESCRIPTORS, 15)
    files, (now, most) = hooked.descriptors(pid), hooked.memory(pid)
    print(f"  resident MiB: {first['memory']} at first, {now} in the end, {most} at most")
    print(f"  open files: {first['files']} at first, {files} in the end")
    if files > first["files"] + DESCRIPTORS:
        fuzzer.problem(f"{files} open files when all connections are closed", [])
    if now > first["memory"] + MEMORY:
        fuzzer.problem(f"{now} MiB in the end, {first['memory']} at first", [])


def summary(fuzzer: Fuzzer, seconds: float) -> int:
    for name, count in sorted(fuzzer.counts.items()):
        if count:
            print(f"  {name:<40}{count:>9}")
    print("  answers: " + ", ".join(
        f"{status}: {count}" for status, count in sorted(fuzzer.statuses.items(), key=str)))
    print("  slowest answer, s: " + ", ".join(
        f"{kind} {most:.3f}" for kind, most in fuzzer.slowest.items()))
    save(fuzzer)
    print(f"seed {fuzzer.options.seed}: {sum(fuzzer.statuses.values())} requests, "
          f"{len(fuzzer.problems)} problems, {seconds:.0f} s")
    return 1 if fuzzer.problems else 0


def save(fuzzer: Fuzzer):
    folder = fuzzer.options.keep or Path(tempfile.gettempdir())
    folder.mkdir(parents=True, exist_ok=True)
    for number, (text, blamed) in enumerate(fuzzer.problems[:20]):
        print(f"problem: {text}")
        if blamed:
            file = folder / f"fuzz-webhooks-{fuzzer.options.seed}-{number}.json"
            file.write_text(json.dumps([case.saved() for case in blamed]))
            print(f"  {blamed[0].name}, {blamed[0].framing}, to {blamed[0].target}; "
                  f"scripts/fuzz-webhooks --server … --replay {file}")


def replay(options) -> int:
    """Sends saved deliveries to a fresh server and prints what comes back."""
    wanted = [cases.Case.loaded(made) for made in json.loads(options.replay.read_text())]
    with tempfile.TemporaryDirectory() as name:
        fuzzer = Fuzzer(options, Path(name) / "world")
        fuzzer.configure(wanted[0].schemes)
        with fuzzer.bench.start().ready() as running:
            for case in wanted:
                if running.process.poll() is not None:
                    break
                heard = fuzzer.send(case, running.port)
                print(f"{case.name}, {case.framing}: {heard}"[:2_000])
            if running.process.poll() is None:
                fuzzer.settle(running)
            fuzzer.look(running)
    for text, _ in fuzzer.problems:
        print(f"problem: {text}")
    return 1 if fuzzer.problems else 0


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/fuzz-webhooks", description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="the livetree program")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="put failing deliveries into this folder")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="send these deliveries only")
    parser.add_argument("--sabotage", choices=["start", "lose", "kill"], help=(
        "start a command, lose a run, or kill the server: must fail"))
    return parser.parse_args()


def main() -> int:
    options = arguments()
    options.server = options.server.resolve(strict=True)
    try:
        return replay(options) if options.replay else fuzz(options)
    except server.ServerFailed as error:
        print(f"problem: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
