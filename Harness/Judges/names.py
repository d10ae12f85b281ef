"""Repository names that mean something to a shell, a path or a terminal."""

import json
import subprocess

import hooked
import server
import wire
from check import Check, Pushes

NAMES = ["acme/..", "../..", "acme/../site", "acme/.", "acme/.git", "acme/-x", "-x", "--x/--x",
         "acme/a b", "acme/a;touch x", "acme/a&touch x", "acme/a|touch x", "acme/$(touch x)",
         "acme/`touch x`", "acme/${IFS}x", "acme/a'b", 'acme/a"b', "acme/a\\b", "acme/*", "acme/?",
         "acme/~root", "acme/é", "acme/e\u0301", "acme/\u0301x", "acme/\u202ex", "acme/\U0001F600",
         "acme//x", "/acme/x", "acme/x/", "acme", "acme/a/b", "ACME/site", "acme/a=b", "acme/#x",
         "acme/%2e%2e", "acme/" + "n" * 200, "acme/" + "n" * 500]
CONTROLS = ["acme/a\nb", "acme/a\rb", "acme/a\tb", "acme/a\0b", "acme/a\x1b[31m", "acme/a\x7fb"]
LONG = "acme/" + "n" * 10_240
# What `*` of a pattern stands for is one plain name, so these match `odd/*`, and no others do.
PLAIN = ["odd/site", "odd/_x", "odd/a.b-c", "odd/0", "odd/a..b", "odd/x-"]


def strange() -> list[str]:
    odd = [name.replace("acme/", "odd/") for name in [*NAMES, *CONTROLS] if "acme/" in name]
    return [*NAMES, *CONTROLS, LONG, LONG.replace("acme", "odd"), *odd, ""]


def unconfigured(check: Check, bench: hooked.Bench, running: server.Server):
    """None of them is anybody's, and an owner's pattern is for plain names only."""
    pushes, link, counts = Pushes("strange"), wire.Link(running.port), {200: 0, 400: 0}
    for name in strange():
        status, body = link.ask(pushes.make(name)[0])
        counts[status] = counts.get(status, 0) + 1
        plain = name.startswith("odd/") and set(name[4:]) == {"n"} and len(name) <= 204
        if status == 202 and not plain or status not in (200, 202, 400):
            check.problem(f"{name[:60]!r} is answered {status} {body[:200]!r}")
    hooked.idle(bench, running)
    for run in bench.runs():
        if set(run.repository[4:]) != {"n"}:
            check.problem(f"a command ran for {run.repository[:60]!r}")
    check.say(f"{len(strange())} strange names, not configured: {counts}")


def matched(check: Check, bench: hooked.Bench, running: server.Server, names: list[str], why: str):
    """Configured names run, with the short name as the one argument."""
    pushes, link = Pushes(why), wire.Link(running.port)
    before, ran, unread = len(bench.runs()), 0, []
    for name in names:
        status, body = link.ask(pushes.make(name)[0])
        if status == 400 and any(char < " " or char == "\x7f" for char in name):
            unread.append(name)
            continue
        if status != 202:
            check.problem(f"{why} {name[:60]!r} is answered {status} {body[:200]!r}")
    hooked.idle(bench, running)
    for name in unread:
        # No forge has such a name; by hand it can be run.
        with (connection := running.connect()).socket:
            answer = connection.ask("POST", "/api/_internal/jobs", json.dumps(
                {"repository": name}).encode(), token=server.SECRET)
        if answer.status != 202:
            check.problem(f"{why} {name!r} by hand is answered {answer}")
    hooked.idle(bench, running)
    runs = bench.runs()[before:]
    if check.sabotaged:
        runs[0].arguments = runs[0].arguments * 2
    for name in names:
        own = [run for run in runs if run.repository == name]
        if len(own) != 1:
            check.problem(f"{why} {name[:60]!r} ran {len(own)} times")
        parts = [part for part in name.split("/") if part]
        for run in own:
            ran += 1
            if run.arguments != [parts[-1]]:
                check.problem(f"{why} {name[:60]!r} ran with {run.arguments!r}, "
                              f"not with {parts[-1]!r}")
    check.say(f"{ran} names {why}, each one argument; {len(unread)} of them by hand only")


def alike(check: Check, bench: hooked.Bench, running: server.Server):
    """Names that look alike are two repositories: neither waits for the other's run, or is told
    to it."""
    pairs = [("acme/é", "acme/e\u0301"), ("acme/\u212b", "acme/\u00c5"), ("acme/k", "acme/\u212a")]
    every = [name for pair in pairs for name in pair]
    bench.configure([bench.rule(name) for name in every])
    bench.reread(running)
    bench.during("until [ -e gate ]; do sleep 0.05; done")
    pushes, link, before, sent = Pushes("alike"), wire.Link(running.port), len(bench.runs()), {}
    for state in ("started", "queued"):
        for name in every:
            request, sent[name], _ = pushes.make(name)
            status, body = link.ask(request)
            if status != 202 or json.loads(body)["state"] != state:
                check.problem(f"{ascii(name)} is not {state}, among names like it: "
                              f"{status} {body!r}")
    (bench.work / "gate").touch()
    hooked.idle(bench, running)
    told = [(run.repository, run.commit) for run in bench.runs()[before:]]
    for name, commit in sent.items():
        if told.count((name, commit)) != 1:
            check.problem(f"{ascii(name)} never ran with its last commit, among names like it")


def names(check: Check):
    bench = check.bench()
    bench.configure([bench.rule("odd/*")])
    with bench.start().ready() as running:
        unconfigured(check, bench, running)
        matched(check, bench, running, PLAIN, "of a pattern")
        exact = [name for name in [*NAMES, *CONTROLS] if "\0" not in name and name not in (
            "acme/*",)]
        bench.configure([bench.rule(name) for name in exact])
        bench.reread(running)
        matched(check, bench, running, exact, "configured exactly")
        alike(check, bench, running)
        for place in (bench.work, bench.folder, bench.data):
            if (place / "x").exists() or (place / "x`").exists():
                check.problem(f"something touched {place / 'x'}")
    for name in (LONG, "acme/a\0b", "*/x", "acme/*x"):
        bench.configure([bench.rule(name)])
        done = subprocess.run([str(bench.program), "check-config", "--config", str(bench.config)],
                              capture_output=True, timeout=60)
        if done.returncode != 78:
            check.problem(f"check-config takes {name[:60]!r}: exit code {done.returncode}")
