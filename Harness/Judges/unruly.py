"""Commands that do not end, do not listen, multiply, or talk without end."""

import contextlib
import os
import signal
import time
from dataclasses import dataclass

import hooked
import server
import wire
from check import Check, Pushes

GRACE = 5  # seconds from SIGTERM to SIGKILL
SLACK = 2.5  # for a busy machine
MEMORY = 64  # MiB that a talkative command may cost
OUTPUT = 64 << 10


@dataclass(frozen=True)
class Unruly:
    name: str
    script: str
    state: str = "timed-out"
    longest: float = 1 + GRACE  # seconds
    timeout: str = "1s"
    leaves: bool = False  # a process in a session of its own, which is its own affair


COMMANDS = [
    Unruly("ignores SIGTERM", "trap '' TERM; while :; do sleep 1; done"),
    Unruly("has twenty children that ignore it",
           "trap '' TERM; for i in $(seq 20); do (while :; do sleep 1; done) & done; wait"),
    Unruly("never ends", "exec sleep 100000", longest=1),
    Unruly("closes its output and never ends", "exec >/dev/null 2>&1 <&-; exec sleep 100000",
           longest=1),
    Unruly("stops itself", "kill -STOP $$; exec sleep 100000"),
    Unruly("ends and leaves children", "for i in 1 2 3; do sleep 100000 & done; exit 0",
           "succeeded", 1, "60s"),
    Unruly("leaves children of children that ignore SIGTERM",
           "(trap '' TERM; (sleep 100000 & sleep 100000) & ) & sleep 0.2; exit 3", "failed", 1,
           "60s"),
    Unruly("leaves a session of its own that holds its output",
           "setsid sleep 100000 & sleep 0.2; exit 0", "succeeded", 1, "60s", leaves=True),
    Unruly("never ends, with a session of its own that holds its output",
           "setsid sleep 100000 & exec sleep 100000", longest=1, leaves=True),
    Unruly("prints 1 GiB", "head -c 1073741824 /dev/zero | tr '\\0' x", "succeeded", 60, "120s"),
    Unruly("prints for ever and ignores SIGTERM",
           "trap '' TERM; (trap '' TERM; while :; do yes yes; done) & while :; do yes no; done",
           longest=1 + GRACE, timeout="2s"),
]


def one(check: Check, bench: hooked.Bench, running: server.Server, number: int, each: Unruly):
    """Its limits hold, nothing of it is left, and the next job of the repository runs."""
    name, pushes, link = f"acme/unruly{number}", Pushes(f"unruly{number}"), wire.Link(running.port)
    bench.during(f"[ -e calm ] && exit 0\n{each.script}")
    (bench.work / "calm").unlink(missing_ok=True)
    before = hooked.memory(running.process.pid)[0]
    begun = time.monotonic()
    link.ask(pushes.make(name)[0])
    most, job = before, None
    while time.monotonic() - begun < each.longest + 30:
        most = max(most, hooked.memory(running.process.pid)[0])
        job = next(job for job in bench.jobs(running) if job["repository"] == name)
        if job["state"] not in ("queued", "running"):
            break
        time.sleep(0.05)
    seconds = time.monotonic() - begun
    if job["state"] != each.state:
        check.problem(f"{each.name}: {job['state']} after {seconds:.1f} s, not {each.state}")
    if seconds > each.longest + SLACK:
        check.problem(f"{each.name}: over after {seconds:.1f} s")
    if len(job["output"].encode()) > OUTPUT:
        check.problem(f"{each.name}: {len(job['output'])} characters of output are kept")
    if most > before + MEMORY:
        check.problem(f"{each.name}: resident memory went from {before} to {most} MiB")
    mark = f"LIVETREE_JOB={job['job']}"
    if check.sabotaged and number == 0:
        os.posix_spawn("/bin/sleep", ["sleep", "30"], {"LIVETREE_JOB": job["job"]})
    hooked.until(lambda: not hooked.marked(mark), 1)
    left = hooked.marked(mark)
    if left and not each.leaves:
        check.problem(f"{each.name}: {len(left)} processes are left")
    (bench.work / "calm").touch()
    status, _ = link.ask(pushes.make(name)[0])
    first = job["job"]
    ended = hooked.until(lambda: any(
        other["repository"] == name and other["state"] == "succeeded" and other["job"] != first
        for other in bench.jobs(running)), 10)
    if status != 202 or not ended:
        check.problem(f"{each.name}: the next job of the repository did not run ({status})")
    for process in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    note = f", {len(left)} left in a session of its own" if left else ""
    check.say(f"{each.name}: {job['state']} after {seconds:.1f} s, "
              f"{before} to {most} MiB{note}")


def unruly(check: Check):
    bench = check.bench()
    bench.configure([bench.rule(f"acme/unruly{number}", timeout=each.timeout)
                     for number, each in enumerate(COMMANDS)])
    with bench.start().ready() as running:
        files = hooked.descriptors(running.process.pid)
        for number, each in enumerate(COMMANDS):
            one(check, bench, running, number, each)
            check.progress.show(number, each.name)
        hooked.until(lambda: hooked.descriptors(running.process.pid) <= files + 8, 5)
        now, most = hooked.memory(running.process.pid)
        check.say(f"open files {files} to {hooked.descriptors(running.process.pid)}, "
                  f"resident memory {now} MiB, {most} at most")
        if hooked.descriptors(running.process.pid) > files + 8:
            check.problem(f"{hooked.descriptors(running.process.pid)} open files are left")
