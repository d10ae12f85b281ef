"""A thousand pushes within a second, with and without a gate before each first run."""

import json
import random
import statistics
import threading
import time

import hooked
import wire
from check import Check, Pushes, by_repository, overlaps

REPOSITORIES, PUSHES, CONNECTIONS = 20, 50, 16
SECOND = 1.0
TRIES = 3


class Sent:
    """One push: when it was due and sent, what was answered and when."""

    def __init__(self, repository: str, request: tuple[bytes, str, str]):
        self.repository = repository
        self.wire, self.commit, _ = request
        self.sent = self.answered = 0  # ns
        self.seconds = 0.0
        self.status, self.state = 0, ""


def rounds(first: int, last: int, pushes: Pushes, rng: random.Random) -> list[Sent]:
    """One push of every repository a round, in any order."""
    made = []
    for _ in range(first, last):
        names = [f"acme/r{number}" for number in range(REPOSITORIES)]
        rng.shuffle(names)
        made += [Sent(name, pushes.make(name)) for name in names]
    return made


def send(port: int, queue: list[Sent], within: float):
    """Each at its own moment; latency counts from that moment, however late it is sent."""
    links = [wire.Link(port) for _ in range(CONNECTIONS)]
    begun = time.monotonic() + 0.05

    def work(number: int):
        for index in range(number, len(queue), CONNECTIONS):
            due = begun + index * within / len(queue)
            time.sleep(max(0, due - time.monotonic()))
            push = queue[index]
            push.sent = time.time_ns()
            push.status, body = links[number].ask(push.wire)
            push.answered, push.seconds = time.time_ns(), time.monotonic() - due
            if push.status == 202:
                push.state = json.loads(body)["state"]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for link in links:
        link.close()
    return max(push.sent for push in queue) / 1e9 - min(push.sent for push in queue) / 1e9


def latency(check: Check, queue: list[Sent], seconds: float):
    times = sorted(push.seconds for push in queue)
    check.say(f"{len(queue)} pushes in {seconds:.2f} s: answered after median "
              f"{1000 * statistics.median(times):.1f} ms, p99 "
              f"{1000 * times[len(times) * 99 // 100]:.1f} ms, max {1000 * times[-1]:.1f} ms")
    for push in queue:
        if push.status != 202:
            check.problem(f"a push of {push.repository} was answered {push.status}")
    if times[-1] > SECOND:
        check.problem(f"an answer took {times[-1]:.2f} s")


def unhurried(check: Check, action):
    """A busy machine that could not send so fast proves nothing: two more tries."""
    for number in range(TRIES):
        if action(check, check.bench(f"world{number}")) <= SECOND:
            return
        check.say("the machine was too busy to send that fast")
    check.problem("the machine is too busy for this check")


def load(check: Check):
    unhurried(check, burst)


def gate(check: Check):
    unhurried(check, held)


def burst(check: Check, bench: hooked.Bench) -> float:
    """Never two at once, and the last push is followed by a run. Returns how long sending took."""
    rng = random.Random(check.options.seed)
    bench.configure([bench.rule("acme/*")])
    bench.during("sleep 0.05")
    with bench.start().ready() as running:
        queue = rounds(0, PUSHES, Pushes("load"), rng)
        seconds = send(running.port, queue, 0.9)
        latency(check, queue, seconds)
        if not hooked.idle(bench, running):
            check.problem("jobs are left after a minute")
        runs = bench.runs()
        if check.sabotaged:
            runs = [run for run in runs if run.repository != "acme/r0"] + [
                run for run in runs if run.repository == "acme/r0"][:1]
        for text in overlaps(runs):
            check.problem(text)
        own = by_repository(runs)
        counts = [len(own.get(name, [])) for name in sorted({push.repository for push in queue})]
        check.say(f"runs a repository: {min(counts)} to {max(counts)}, {sum(counts)} in all")
        for name in {push.repository for push in queue}:
            last = [push for push in queue if push.repository == name][-1]
            rivals = {push.commit for push in queue
                      if push.repository == name and push.answered > last.sent}
            run = own.get(name, [None])[-1]
            if run is None or run.start < last.sent or run.end is None:
                check.problem(f"no run of {name} started after its last push")
            elif run.commit not in rivals:
                check.problem(f"the last run of {name} is told of {run.commit}, not {last.commit}")
    return seconds


def held(check: Check, bench: hooked.Bench) -> float:
    """Exactly one more run for everything that came while the first was held."""
    rng = random.Random(check.options.seed)
    bench.configure([bench.rule("acme/*")], concurrency=REPOSITORIES)
    bench.during('until [ -e gate ]; do sleep 0.05; done')
    with bench.start().ready() as running:
        pushes = Pushes("gate")
        first = rounds(0, 1, pushes, rng)
        send(running.port, first, 0.1)
        if not hooked.until(lambda: len(bench.runs()) == REPOSITORIES, 30):
            check.problem(f"{len(bench.runs())} of {REPOSITORIES} first runs started")
        queue = rounds(1, PUSHES + 1, pushes, rng)
        seconds = send(running.port, queue, 0.9)
        latency(check, queue, seconds)
        if len(bench.runs()) != REPOSITORIES:
            check.problem("something started while every repository was held")
        opened = time.time_ns()
        (bench.work / "gate").touch()
        if not hooked.idle(bench, running):
            check.problem("jobs are left after a minute")
        runs = bench.runs() + ([bench.runs()[0]] if check.sabotaged else [])
        for text in overlaps(runs):
            check.problem(text)
        own = by_repository(runs)
        for name in sorted({push.repository for push in first}):
            late = [push for push in queue if push.repository == name]
            states = sorted(push.state for push in late)
            if states != ["coalesced"] * (len(late) - 1) + ["queued"]:
                check.problem(f"{name}: states {states[0]} … {states[-1]}")
            starts = [run.start for run in own[name]]
            if len(starts) != 2 or starts[1] < opened:
                check.problem(f"{name} ran {len(starts)} times, not twice")
            rivals = {push.commit for push in late if push.answered > late[-1].sent}
            if own[name][-1].commit not in rivals:
                check.problem(f"the second run of {name} is not about its last push")
        check.say(f"{REPOSITORIES} repositories held, {len(runs)} runs in all")
    return seconds
