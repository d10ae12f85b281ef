"""Kills and stops the writer of a cluster, and its etcd, again and again under writers, and looks
for what was acknowledged."""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

import nodes
import rounds
import server
import writers
from faults import Check
from upgrades import Upgrades


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/check-cluster", description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="the livetree program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=50, help="SIGKILLs of the writer (50)")
    parser.add_argument("--pause", type=int, default=10, metavar="N",
                        help="SIGSTOPs of the writer for longer than its lease (10)")
    parser.add_argument("--etcd", type=int, default=6, metavar="N", help="SIGKILLs of etcd (6)")
    parser.add_argument("--member", type=int, default=0, metavar="N", help=(
        "SIGSTOPs of the writer and one of three members of etcd together (0); etcd has one "
        "member otherwise"))
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


def summary(check: Check, failed: int, seed: int, seconds: float):
    rounds.figures(check)
    print(f"seed {seed}: {check.counts['kills']} kills and {check.counts['pauses']} pauses "
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
                        options.remote == "http", members=3 if options.member else 1) as site:
            for node in site.nodes:
                node.program = old
            try:
                site.start()
            except server.ServerFailed as error:
                print(error)
                return 1
            check = Upgrades(site, options, old)
            plan = ["kill"] * options.kills + ["pause"] * options.pause + ["etcd"] * options.etcd
            plan += ["member"] * options.member
            plan += ["upgrade"] * (options.upgrades if options.old else 0)
            random.Random(options.seed).shuffle(plan)
            failed = rounds.run(check, plan, lambda kind: getattr(check, kind)())
            summary(check, failed, options.seed, time.monotonic() - begun)
    return failed


if __name__ == "__main__":
    sys.exit(main())
