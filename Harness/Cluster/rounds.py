"""One fault after the other until one of them finds something, and the figures of all."""

import shutil
import statistics

import nodes
import repository
import server
from faults import Check
from line import events


def sabotage(check: Check, kind: str) -> list[str]:
    """Does what a broken cluster would have done: shows that it is found."""
    if kind == "deposed":
        return check.depose()
    site, line = check.site, check.line
    git, tip = repository.git, site.tip()
    if kind == "fork":
        tree = git(site.origin, "rev-parse", tip + "~2^{tree}").stdout.decode().strip()
        made = git(site.origin, "-c", "user.name=X", "-c", "user.email=x@y", "commit-tree", tree,
                   "-p", tip + "~2", "-m", "Fork").stdout.decode().strip()
        git(site.origin, "update-ref", nodes.REF, made)
    else:
        path = next(path for path, token in line.truth.items()
                    if token not in (None, "first") and path.startswith("people/"))
        record = f'slug = "{path.removeprefix("people/")}"\ntoken = "first"\n'.encode()
        git(site.origin, "fast-import", "--quiet", stdin=(
            f"commit {nodes.REF}\ncommitter X <x@y> 1700000000 +0000\ndata 0\n"
            f"from {nodes.REF}^0\nM 100644 inline {path}.toml\ndata {len(record)}\n").encode()
            + record + b"\n")
    return attempt(line.judge)


def attempt(action, *arguments) -> list[str]:
    """A server that does not start, or does not answer, is a problem too."""
    try:
        return action(*arguments)
    except (server.ServerFailed, server.Gone, repository.GitFailed) as error:
        return [f"{type(error).__name__}: {error}"]


def run(check: Check, plan: list[str], play) -> int:
    """`play` is told which; the options say what is spoilt after the second, and what is kept."""
    options, progress = check.options, server.Progress(len(plan))
    for number, kind in enumerate(plan, 1):
        progress.show(number, f"{kind}, {check.line.counts['commits']} commits")
        problems = attempt(play, kind)
        if options.sabotage and number == 2 and not problems:
            problems = sabotage(check, options.sabotage)
        if number == len(plan) and not problems:
            problems = attempt(check.end)
        if problems:
            progress.clear()
            for problem in problems[:20]:
                print(f"fault {number} ({kind}): {problem}", flush=True)
            if options.keep and not options.keep.exists():
                shutil.copytree(check.site.folder, options.keep)
            return 1
    progress.clear()
    return 0


def figures(check: Check):
    for text, count in sorted((check.counts + check.line.counts).items()):
        print(f"  {text:<58}{count:>8}")
    check.times["seconds until all nodes served the remote's commit"] = check.line.converged
    for name, values in sorted(check.times.items()):
        if values:
            print(f"  {name:<58}{statistics.median(values):>8.2f} (most {max(values):.2f})")
    for event, count in events(check.site).most_common():
        print(f"  log: {count} × {event}")
