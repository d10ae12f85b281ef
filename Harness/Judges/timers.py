"""The two timers: silent while nothing changes, one run after a long sleep."""

import json
import os
import shutil
import signal
import time

import hooked
import repository
import server
from check import Check, by_repository, overlaps

POLL = 1  # seconds; the timer adds up to a tenth of chance
CATCH_ALL = 10  # the shortest the configuration allows
SHIM = r"""#!/bin/sh
printf '%s %s\n' "$(date +%s%N)" "$*" >>CALLS
exec GIT "$@"
"""


def lines(path) -> list[str]:
    return path.read_text(errors="replace").splitlines()


def sleep_through(running: server.Server, seconds: float, meanwhile=lambda: None):
    """The process sleeps, as a suspended machine does."""
    os.kill(running.process.pid, signal.SIGSTOP)
    try:
        meanwhile()
        time.sleep(seconds)
    finally:
        os.kill(running.process.pid, signal.SIGCONT)


def poll(check: Check):
    """CFP_DATA_POLL_INTERVAL"""
    bench = check.bench("poll")
    bench.configure([bench.rule("acme/*")])
    shim, calls = bench.folder / "bin", bench.folder / "git-calls"
    shim.mkdir()
    calls.touch()
    bench.write(shim / "git", SHIM.replace("CALLS", str(calls)).replace(
        "GIT", shutil.which("git")))
    given = {"CFP_DATA_POLL_INTERVAL": f"{POLL}s", "PATH": f"{shim}:{os.environ['PATH']}"}
    with bench.start(**given).ready() as running:
        time.sleep(2 * POLL)
        logged, called = len(lines(bench.log)), len(lines(calls))
        time.sleep(10 * POLL)
        new_calls, new_lines = lines(calls)[called:], lines(bench.log)[logged:]
        fetches = [call for call in new_calls if " fetch" in call or " ls-remote" in call]
        check.say(f"poll of {POLL} s, nothing changed for {10 * POLL} s: {len(new_calls)} programs "
                  f"of git, {len(fetches)} to the remote, {len(new_lines)} log lines")
        if new_lines:
            check.problem(f"poll: logs although nothing changed: {new_lines[:2]}")
        if not 5 <= len(fetches) <= 11 or len(new_calls) > 2 * len(fetches):
            check.problem(f"poll: {len(fetches)} of {len(new_calls)} git programs in ten intervals "
                          f"went to the remote: {new_calls[:6]}")
        before = running.status()["servedCommit"]
        called = len(lines(calls))
        sleep_through(running, 6 * POLL, lambda: commit(bench))
        woken = time.monotonic()
        if not hooked.until(lambda: running.status()["servedCommit"] != before, 5):
            check.problem("poll: what was pushed while it slept is not served")
        seconds = time.monotonic() - woken
        time.sleep(max(0, POLL * 0.9 - seconds))
        fetches = [call for call in lines(calls)[called:]
                   if " fetch" in call or " ls-remote" in call]
        check.say(f"poll: asleep for 6 intervals, served {seconds:.2f} s after, "
                  f"{len(fetches)} to the remote within the next interval")
        if len(fetches) > 2:
            check.problem(f"poll: {len(fetches)} went to the remote at once: {fetches}")


def commit(bench: hooked.Bench):
    record = b'slug = "new"\n'
    stream = (b"commit refs/heads/main\ncommitter X <x@y> 1700000000 +0000\ndata 1\nm\n"
              b"from refs/heads/main^0\nM 100644 inline people/new.toml\ndata %d\n%s\n")
    repository.git(bench.origin, "fast-import", "--quiet", stdin=stream % (len(record), record))


def catch_all(check: Check):
    """`interval` of the configuration, which `livetree check-config` takes from 10 s on."""
    bench = check.bench("catch-all")
    names = ["acme/one", "acme/two"]
    bench.configure([bench.rule(name) for name in names], interval=f"{CATCH_ALL}s")
    with bench.start().ready() as running:
        if not hooked.until(lambda: len(bench.runs()) == 2, 0.3 * CATCH_ALL):
            check.problem(f"interval: {len(bench.runs())} of 2 repositories ran at the start")
        hooked.idle(bench, running)
        logged = len(lines(bench.log))
        time.sleep(2.3 * CATCH_ALL)
        counts = {name: len(runs) for name, runs in by_repository(bench.runs()).items()}
        others = [line for line in lines(bench.log)[logged:]
                  if json.loads(line).get("event") != "job-finished"]
        check.say(f"interval of {CATCH_ALL} s: runs in 2.3 intervals after the first: "
                  f"{ {name: count - 1 for name, count in counts.items()} }, "
                  f"{len(others)} log lines beside job-finished")
        if any(count - 1 not in (1, 2) for count in counts.values()) or len(counts) != 2:
            check.problem(f"interval: {counts} runs in 2.3 intervals")
        if others:
            check.problem(f"interval: {others[:2]}")
        before = len(bench.runs())
        sleep_through(running, 3.5 * CATCH_ALL)
        time.sleep(0.8 * CATCH_ALL)
        own = by_repository(bench.runs()[before:])
        if check.sabotaged:
            own["acme/one"] = own.get("acme/one", []) * 3
        counts = {name: len(own.get(name, [])) for name in names}
        check.say(f"interval: asleep for 3.5 intervals, runs after it: {counts}")
        if any(count != 1 for count in counts.values()):
            check.problem(f"interval: {counts} runs after a sleep of 3.5 intervals, not one each")
        for text in overlaps(bench.runs()):
            check.problem(text)


def timers(check: Check):
    poll(check)
    catch_all(check)
