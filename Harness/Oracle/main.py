"""Compares ways of bringing two histories together: see README.md."""

import argparse
import collections
import concurrent.futures
import os
import sys
import time
from pathlib import Path

import case
import generate


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/compare-reconcile", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=2000, help="for each profile (2000)")
    parser.add_argument("--case", type=int, help="this one only")
    parser.add_argument("--profile", choices=[*generate.PROFILES, "all"], default="all")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--server", type=Path, help="the livetree program; without: the others only")
    parser.add_argument("--keep", type=Path, help="keep the repositories of failing cases here")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    if options.server:
        options.server = options.server.resolve(strict=True)
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    profiles = generate.PROFILES if options.profile == "all" else [options.profile]
    numbers = range(options.cases) if options.case is None else [options.case]
    start = time.monotonic()
    verdicts: list[case.Verdict] = []
    total = len(profiles) * len(numbers)
    with concurrent.futures.ProcessPoolExecutor(
            options.jobs, initializer=hush) as pool:
        waiting = [
            pool.submit(case.run, profile, options.seed, number, options.server, options.keep)
            for profile in profiles for number in numbers]
        for done in concurrent.futures.as_completed(waiting):
            verdicts.append(done.result())
            show(verdicts[-1], len(verdicts), total, options)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    for profile in profiles:
        summary(profile, [v for v in verdicts if v.profile == profile])
    failed = sum(bool(verdict.failures) for verdict in verdicts)
    print(f"seed {options.seed}: {total} cases, {failed} not explained, "
          f"{time.monotonic() - start:.0f} s")
    return 1 if failed else 0


def hush():
    """Keeps the text of Rust's panics, which the verdicts name, off the terminal."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def show(verdict: case.Verdict, count: int, total: int, options):
    if sys.stderr.isatty():
        print(f"\r\033[K{count}/{total}", end="", file=sys.stderr, flush=True)
    for failure in verdict.failures:
        server = f" --server {options.server}" if options.server else ""
        print(f"{verdict.profile} {verdict.case}: {failure}\n"
              f"  scripts/compare-reconcile --profile {verdict.profile} --seed {options.seed}"
              f" --case {verdict.case} --keep kept{server}")


def summary(profile: str, verdicts: list[case.Verdict]):
    print(f"\n{profile}: {len(verdicts)} cases")
    for outcome, count in collections.Counter(v.outcome for v in verdicts).most_common():
        print(f"  {outcome or 'not judged':<34}{count:>6}")
    for side in ("livetree", "gitsheets", "git"):
        asked = [v for v in verdicts if side in v.agreed]
        if asked:
            agreed = sum(v.agreed[side] for v in asked)
            print(f"  {side + ' agrees':<34}{agreed:>6} of {len(asked)}")
    for name, count in sorted(collections.Counter(n for v in verdicts for n in v.classes).items()):
        print(f"  {name:<34}{count:>6}")
    seconds = collections.Counter()
    for verdict in verdicts:
        seconds.update(verdict.seconds)
    for name, spent in sorted(seconds.items()):
        print(f"  {name + ', ms a case':<34}{1000 * spent / len(verdicts):>6.0f}")


if __name__ == "__main__":
    sys.exit(main())
