"""Cuts the nodes of a cluster off in networks of their own, from etcd, the remote, each other and
everything, one way or both, under writers; and looks for what was acknowledged."""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

import network
import nodes
import partitions
import rounds
import server
import writers

NAMES = ["one", "two", "three"]


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/check-cluster-network", description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="the livetree program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=1, help="how often each round is played (1)")
    parser.add_argument("--only", nargs="+", choices=partitions.ROUNDS, metavar="ROUND",
                        default=partitions.ROUNDS, help=", ".join(partitions.ROUNDS))
    parser.add_argument("--window", type=float, default=1.5,
                        help="a cut comes within this many seconds of writing (1.5)")
    parser.add_argument("--loss", type=float, default=0.1,
                        help="the share of packets that all:loss loses (0.1)")
    parser.add_argument("--sabotage", choices=["fork", "lose", "deposed"], help=(
        "replace the remote's last commits by another, put a record back to what it was, or write "
        "into the remote's log that the last push came from a node that led before, after the "
        "second round: must fail"))
    parser.add_argument("--keep", type=Path, help="keep the folder of a failure here")
    return parser.parse_args()


def main() -> int:
    options, begun = arguments(), time.monotonic()
    if absent := nodes.missing(network.NEEDED):
        print(f"needs {', '.join(absent)}", file=sys.stderr)
        return 2
    program = options.server.resolve(strict=True)
    try:
        network.enter()
        net = network.Network(["etcd", "remote", *NAMES])
        net.prove("one", "two")
    except network.NoNetwork as error:
        print(f"skipped, for this machine does not give networks of its own: {error}",
              file=sys.stderr)
        return 2
    plan = options.only * options.times
    if "all:loss" in plan and not net.losses():
        print("all:loss is left out: iptables with statistic is needed")
        plan = [kind for kind in plan if kind != "all:loss"]
    random.Random(options.seed).shuffle(plan)
    with tempfile.TemporaryDirectory() as name:
        with nodes.Site(program, Path(name), NAMES, writers.files(),
                        places=net.machines.__getitem__,
                        CFP_PUSH_TIMEOUT="3s", CFP_FETCH_TIMEOUT="3s") as site:
            try:
                site.start()
            except server.ServerFailed as error:
                print(error)
                return 1
            check = partitions.Partitions(site, options, net)
            try:
                failed = rounds.run(check, plan, check.play)
                rounds.figures(check)
            finally:
                check.terms.close()
    print(f"seed {options.seed}: {check.counts['cuts']} cuts in {len(plan)} rounds, "
          f"{len(check.terms.terms)} terms, {failed} failed, {time.monotonic() - begun:.0f} s")
    return failed


if __name__ == "__main__":
    sys.exit(main())
