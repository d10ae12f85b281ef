"""kill -9 of the server in the middle of jobs, again and again."""

import json
import os
import random
import signal
import threading
import time
from pathlib import Path

import hooked
import server
import wire
from check import Check, Pushes

KILLS, REPOSITORIES = 20, 4
# A second run beside the first is seen by the run itself: whoever holds the lock is alive.
LOCKED = r"""
exec 9>"lock-$1"
flock -n 9 || printf 'beside\0' >>"$record"
sleep 0.$(($(date +%N | cut -c1-1) * 3 / 10 + 1))
"""


class Ledger:
    """What was promised and what came of it."""

    def __init__(self):
        self.promised: dict[str, tuple[str, str]] = {}  # by repository: commit, delivery
        self.deliveries: dict[str, tuple[str, str]] = {}  # by delivery: repository, job
        self.good: set[str] = set()  # deliveries that were seen to have succeeded
        self.lock = threading.Lock()

    def send(self, port: int, repository: str, pushes: Pushes, rng: random.Random):
        """Until the server is gone."""
        try:
            link = wire.Link(port)
            while True:
                request, commit, delivery = pushes.make(repository)
                status, body = link.ask(request)
                with self.lock:
                    if status == 202:
                        self.promised[repository] = (commit, delivery)
                        self.deliveries[delivery] = (repository, json.loads(body)["job"])
                time.sleep(rng.random() * 0.3)
        except (OSError, wire.NotHTTP):
            pass


def finished(bench: hooked.Bench, ledger: Ledger, repository: str) -> bool:
    """Whether a run that knows of the last promised push came to its end. A push that was noted,
    and whose answer the kill cut off, may be the newer one."""
    commit, _ = ledger.promised[repository]
    order = int(commit[:8], 16)
    return any(run.repository == repository and run.end and int(run.commit[:8], 16) >= order
               for run in bench.runs())


def recovered(check: Check, bench: hooked.Bench, running: server.Server, ledger: Ledger):
    """After a restart: promises kept, the ledger readable, nothing done twice."""
    for repository in ledger.promised:
        if not hooked.until(lambda: finished(bench, ledger, repository), 20):
            check.problem(f"{repository} was promised {ledger.promised[repository]} and never ran")
    if not hooked.idle(bench, running, 20):
        check.problem("jobs are left")
    jobs = bench.jobs(running)
    names = [job["job"] for job in jobs]
    if len(names) != len(set(names)):
        check.problem("a job is in the ledger twice")
    done = bench.listed()
    if done.returncode or len(done.stdout.splitlines()) != len(jobs):
        check.problem(f"livetree jobs list: {done.returncode} {done.stderr[-300:]!r}")
    states = {job["job"]: job["state"] for job in jobs}
    ledger.good |= {delivery for delivery, (_, job) in ledger.deliveries.items()
                    if states.get(job) == "succeeded"}
    others = set(states.values()) - {"succeeded", "finished-by-restart"}
    if others:
        check.problem(f"jobs ended as {others}")
    check.problems += twice_over(bench)


def twice_over(bench: hooked.Bench) -> list[str]:
    """Lines of the ledger that cannot be read, jobs that succeeded in it twice."""
    found, good = [], set()
    for line in (bench.data / "livetree/hooks/jobs.jsonl").read_text().splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            found.append(f"a line of the ledger is no JSON: {line[:200]}")
            continue
        if event["event"] == "ended" and event["state"] == "succeeded":
            if event["job"] in good:
                found.append(f"{event['job']} succeeded twice")
            good.add(event["job"])
    return found


def redelivered(check: Check, bench: hooked.Bench, running: server.Server, ledger: Ledger,
                pushes: Pushes, rng: random.Random) -> int:
    """What succeeded is not done again when it is sent again."""
    sample = rng.sample(sorted(ledger.good), min(20, len(ledger.good)))
    before = len(bench.runs())
    link = wire.Link(running.port)
    for delivery in sample:
        status, body = link.ask(pushes.make(ledger.deliveries[delivery][0], delivery)[0])
        if (status, json.loads(body)) != (200, {"ok": True, "duplicate": True}):
            check.problem(f"{delivery}, which had succeeded, is answered {status} {body[:200]!r}")
    hooked.idle(bench, running)
    if len(bench.runs()) != before:
        check.problem("a delivery that had succeeded ran again")
    return len(sample)


def kills(check: Check):
    bench, rng = check.bench(), random.Random(check.options.seed)
    bench.configure([bench.rule("acme/*")], concurrency=3)
    bench.during(LOCKED)
    ledger, pushes, again, during, twice = Ledger(), Pushes("kill"), 0, 0, 0
    for number in range(KILLS):
        check.progress.show(number, "kills")
        with bench.start().ready() as running:
            if number:
                recovered(check, bench, running, ledger)
                again += redelivered(check, bench, running, ledger, pushes, rng)
            threads = [threading.Thread(target=ledger.send, args=(
                running.port, f"acme/k{each}", pushes, random.Random(rng.random())))
                for each in range(REPOSITORIES)]
            for thread in threads:
                thread.start()
            time.sleep(rng.random() * 1.5)
            os.kill(running.process.pid, signal.SIGKILL)
            running.process.wait()
            for thread in threads:
                thread.join()
        during += any(run.end is None and run.start > time.time_ns() - 10**9
                      for run in bench.runs())
        if check.problems:
            break
    if check.sabotaged:
        (bench.data / "livetree/hooks/jobs.jsonl").write_text("")
    with bench.start().ready() as running:
        recovered(check, bench, running, ledger)
        again += redelivered(check, bench, running, ledger, pushes, rng)
    if b"beside\0" in bench.record.read_bytes():
        check.problem("a run began while another of its repository was alive")
    ends: dict[str, int] = {}
    for run in bench.runs():
        ends[run.delivery] = ends.get(run.delivery, 0) + (run.end is not None)
    twice = sum(count - 1 for count in ends.values() if count > 1)
    if twice > KILLS * REPOSITORIES:
        check.problem(f"{twice} commands ran to their end again")
    logs = [path for path in bench.folder.glob("server-*.log")]
    check.problems += ledger_errors(logs)
    check.say(f"{KILLS} kills, {during} of them during a command; {len(ledger.deliveries)} "
              f"promises, {len(bench.runs())} runs; {again} sent again, none ran; "
              f"{twice} commands outlived the server and ran again")


def ledger_errors(logs: list[Path]) -> list[str]:
    found = []
    for path in logs:
        for line in path.read_text(errors="replace").splitlines():
            if '"ledger' in line and '"error"' in line:
                found.append(f"{path.name}: {line[:300]}")
    return found
