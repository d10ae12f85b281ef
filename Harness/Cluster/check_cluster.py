"""Kills and stops the writer of a cluster, and its etcd, again and again under writers, and looks
for what was acknowledged."""

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import nodes
import repository
import server
import writers
from faults import Check
from line import Line, events
from upgrades import Upgrades


def sabotage(site: nodes.Site, line: Line, kind: str):
    """Does to the remote what a broken cluster would have done: shows that it is found."""
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


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/check-cluster", description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="the livetree program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=50, help="SIGKILLs of the writer (50)")
    parser.add_argument("--pause", type=int, default=10, metavar="N",
                        help="SIGSTOPs of the writer for longer than its lease (10)")
    parser.add_argument("--etcd", type=int, default=6, metavar="N", help="SIGKILLs of etcd (6)")
    parser.add_argument("--old", type=Path, metavar="PROGRAM", help=(
        "another build: all nodes begin with it, are replaced by --server, and taken back"))
    parser.add_argument("--upgrades", type=int, default=2, metavar="N",
                        help="how often, with --old (2)")
    parser.add_argument("--window", type=float, default=1.5,
                        help="a fault comes within this many seconds of writing (1.5)")
    parser.add_argument("--remote", choices=["http", "path"], default="http")
    parser.add_argument("--sabotage", choices=["fork", "lose"], help=(
        "replace the remote's last commits by another, or put a record back to what it was, after "
        "the second fault: must fail"))
    parser.add_argument("--keep", type=Path, help="keep the folder of a failure here")
    return parser.parse_args()


def attempt(action) -> list[str]:
    """A server that does not start, or does not answer, is a problem too."""
    try:
        return action()
    except (server.ServerFailed, server.Gone, repository.GitFailed) as error:
        return [f"{type(error).__name__}: {error}"]


def run(check: Check, options) -> int:
    """All faults in an order drawn by lot, until one finds something."""
    plan = ["kill"] * options.kills + ["pause"] * options.pause + ["etcd"] * options.etcd
    plan += ["upgrade"] * (options.upgrades if options.old else 0)
    random.Random(options.seed).shuffle(plan)
    progress = server.Progress(len(plan))
    for number, kind in enumerate(plan, 1):
        progress.show(number, f"{kind}, {check.line.counts['commits']} commits")
        problems = attempt(getattr(check, kind))
        if options.sabotage and number == 2 and not problems:
            sabotage(check.site, check.line, options.sabotage)
            problems = attempt(check.line.judge)
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


def summary(check: Check, failed: int, options, seconds: float):
    for text, count in sorted((check.counts + check.line.counts).items()):
        print(f"  {text:<58}{count:>8}")
    check.times["seconds until all nodes served the remote's commit"] = check.line.converged
    for name, values in sorted(check.times.items()):
        if values:
            print(f"  {name:<58}{statistics.median(values):>8.2f} (most {max(values):.2f})")
    for event, count in events(check.site).most_common():
        print(f"  log: {count} × {event}")
    print(f"seed {options.seed}: {check.counts['kills']} kills and {check.counts['pauses']} pauses "
          f"of the writer, {check.counts['long outages of etcd']} long and "
          f"{check.counts['short outages of etcd']} short outages of etcd, "
          f"{check.counts['upgrades, and the way back']} upgrades, {failed} failed, "
          f"{seconds:.0f} s")


def main() -> int:
    options, begun = arguments(), time.monotonic()
    if absent := nodes.missing():
        print(f"needs {', '.join(absent)}", file=sys.stderr)
        return 2
    program = options.server.resolve(strict=True)
    old = (options.old or program).resolve(strict=True)
    with tempfile.TemporaryDirectory() as name:
        with nodes.Site(program, Path(name), ["one", "two", "three"], writers.files(),
                        options.remote == "http") as site:
            for node in site.nodes:
                node.program = old
            try:
                site.start()
            except server.ServerFailed as error:
                print(error)
                return 1
            check = Upgrades(site, options, old)
            failed = run(check, options)
            summary(check, failed, options, time.monotonic() - begun)
    return failed


if __name__ == "__main__":
    sys.exit(main())
